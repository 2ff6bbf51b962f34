package loopback

import (
	"net"
	"net/http"
	"slices"
	"sync"
)

// crowd keeps the number of connections down. It never turns a new one away,
// which slow ones could then starve, but ends the oldest: the right request
// takes a few milliseconds from connection to answer.
type crowd struct {
	mu    sync.Mutex
	conns []net.Conn // oldest first
}

// watch is the server's ConnState hook.
func (c *crowd) watch(conn net.Conn, state http.ConnState) {
	var oldest net.Conn
	c.mu.Lock()
	switch state {
	case http.StateNew:
		c.conns = append(c.conns, conn)
		if len(c.conns) > maxConnections {
			oldest, c.conns = c.conns[0], c.conns[1:]
		}
	case http.StateClosed, http.StateHijacked:
		c.conns = slices.DeleteFunc(c.conns, func(open net.Conn) bool { return open == conn })
	case http.StateActive, http.StateIdle:
	}
	c.mu.Unlock()
	if oldest != nil {
		_ = oldest.Close() // its reader ends with an error
	}
}
