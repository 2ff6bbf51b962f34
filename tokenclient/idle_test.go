package tokenclient

import (
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
)

func TestIdleConnectionsAreClosed(t *testing.T) {
	var mu sync.Mutex
	var states []http.ConnState
	closed := make(chan struct{})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"access_token":"a","token_type":"Bearer"}`))
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		mu.Lock()
		defer mu.Unlock()
		states = append(states, s)
		if s == http.StateClosed {
			close(closed)
		}
	}
	server.Start()
	defer server.Close()
	c := New(Options{})
	for range 2 {
		_, err := c.Token(t.Context(), TokenRequest{Endpoint: server.URL, Auth: ClientAuth{ClientID: "web"}, Grant: ClientCredentials{}})
		if err != nil {
			t.Fatal(err)
		}
	}
	c.CloseIdle()
	<-closed
	mu.Lock()
	defer mu.Unlock()
	if n := len(slices.DeleteFunc(states, func(s http.ConnState) bool { return s != http.StateNew })); n != 1 {
		t.Errorf("%d connections for two requests, want one", n)
	}
}
