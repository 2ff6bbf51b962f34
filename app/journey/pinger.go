package journey

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// pingPause is the time between two questions whether a window is alive.
const pingPause = 4 * time.Millisecond

// pinger asks a window again and again whether it is alive, as window managers
// do (_NET_WM_PING). The toolkit answers where it hears events, which is on the
// goroutine of the UI: the longest wait for an answer is its longest gap.
type pinger struct {
	conn            *xgb.Conn
	root, window    xproto.Window
	protocols, ping xproto.Atom

	mu      sync.Mutex
	sent    map[uint32]time.Time
	next    uint32
	longest time.Duration
	count   int
	stopped chan struct{}
	end     context.CancelFunc
}

// newPinger begins to ask the window that has the focus.
func (d *Desktop) newPinger(ctx context.Context) (*pinger, error) {
	conn, err := xgb.NewConnDisplay(d.Display)
	if err != nil {
		return nil, fmt.Errorf("connect to display %s: %w", d.Display, err)
	}
	p := &pinger{conn: conn, root: xproto.Setup(conn).DefaultScreen(conn).Root, sent: map[uint32]time.Time{}, stopped: make(chan struct{})}
	if err := p.prepare(); err != nil {
		conn.Close()
		return nil, err
	}
	ctx, p.end = context.WithCancel(ctx)
	go p.hear()
	go p.ask(ctx)
	return p, nil
}

// prepare finds the window and listens to the root, where answers go.
func (p *pinger) prepare() error {
	atoms := map[string]*xproto.Atom{"WM_PROTOCOLS": &p.protocols, "_NET_WM_PING": &p.ping, "_NET_ACTIVE_WINDOW": new(xproto.Atom)}
	for name, atom := range atoms {
		found, err := xproto.InternAtom(p.conn, false, uint16(len(name)), name).Reply()
		if err != nil {
			return fmt.Errorf("name %s: %w", name, err)
		}
		*atom = found.Atom
	}
	active, err := xproto.GetProperty(p.conn, false, p.root, *atoms["_NET_ACTIVE_WINDOW"], xproto.AtomWindow, 0, 1).Reply()
	if err != nil || len(active.Value) < 4 {
		return fmt.Errorf("find the window with the focus (%d bytes): %w", len(active.Value), err)
	}
	p.window = xproto.Window(xgb.Get32(active.Value))
	mask := xproto.ChangeWindowAttributesChecked(p.conn, p.root, xproto.CwEventMask, []uint32{xproto.EventMaskSubstructureNotify})
	if err := mask.Check(); err != nil {
		return fmt.Errorf("listen to the root: %w", err)
	}
	return nil
}

// ask asks until ctx ends.
func (p *pinger) ask(ctx context.Context) {
	defer close(p.stopped)
	tick := time.NewTicker(pingPause)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		p.mu.Lock()
		p.next++
		id := p.next
		p.sent[id] = time.Now()
		p.mu.Unlock()
		event := xproto.ClientMessageEvent{
			Format: 32, Window: p.window, Type: p.protocols,
			Data: xproto.ClientMessageDataUnionData32New([]uint32{uint32(p.ping), id, uint32(p.window), 0, 0}),
		}
		xproto.SendEvent(p.conn, false, p.window, xproto.EventMaskNoEvent, string(event.Bytes()))
	}
}

// hear takes the answers until the connection ends.
func (p *pinger) hear() {
	for {
		event, err := p.conn.WaitForEvent()
		if event == nil && err == nil {
			return
		}
		answer, ok := event.(xproto.ClientMessageEvent)
		if !ok || answer.Type != p.protocols || xproto.Atom(answer.Data.Data32[0]) != p.ping {
			continue
		}
		p.mu.Lock()
		if at, known := p.sent[answer.Data.Data32[1]]; known {
			delete(p.sent, answer.Data.Data32[1])
			p.longest = max(p.longest, time.Since(at))
			p.count++
		}
		p.mu.Unlock()
	}
}

// reset forgets what was measured until now.
func (p *pinger) reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.longest, p.count = 0, 0
}

// gap is the longest wait since reset, with that of questions which nobody has
// answered yet, and how many were answered.
func (p *pinger) gap() (longest time.Duration, answered int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	longest = p.longest
	for _, at := range p.sent {
		longest = max(longest, time.Since(at))
	}
	return longest, p.count
}

// close ends the questions.
func (p *pinger) close() {
	p.end()
	<-p.stopped
	p.conn.Close()
}
