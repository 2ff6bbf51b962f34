package ui

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"realmscope/tokenclient"
)

// monkeyActions is how many things a monkey does for each seed; `make monkey`
// sets it to 10,000.
func monkeyActions(t *testing.T) (actions, seeds int) {
	t.Helper()
	set := func(name string, common int) int {
		n, err := strconv.Atoi(os.Getenv(name))
		if err != nil {
			return common
		}
		return n
	}
	return set("REALMSCOPE_MONKEY_ACTIONS", 250), set("REALMSCOPE_MONKEY_SEEDS", 2)
}

// monkey uses the window without sense.
type monkey struct {
	*stage
	rand *rand.Rand
	mu   *sync.Mutex
	last string
}

// moody is a server that is slow, refuses and breaks, three times in ten.
func (m *monkey) moody(ctx context.Context, r tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
	m.mu.Lock()
	wait, mood := time.Duration(m.rand.IntN(2500))*time.Millisecond, m.rand.IntN(10)
	m.mu.Unlock()
	select {
	case <-ctx.Done():
		return tokenclient.TokenSet{}, &tokenclient.Error{Kind: tokenclient.KindCanceled, Err: ctx.Err()}
	case <-time.After(wait):
	}
	switch mood {
	case 0:
		e := refused()
		e.ReceivedAt = time.Now()
		return tokenclient.TokenSet{}, e
	case 1:
		return tokenclient.TokenSet{}, &tokenclient.Error{Kind: tokenclient.KindTimeout, Sent: true, ReceivedAt: time.Now()}
	case 2:
		return tokenclient.TokenSet{}, &tokenclient.Error{Kind: tokenclient.KindHTML, Status: 502, ReceivedAt: time.Now(), Body: "<b>\x1b[31m"}
	}
	return goodAnswer(owner(r), time.Duration(1+wait.Milliseconds()%300)*time.Second), nil
}

func (m *monkey) pick(n int) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.rand.IntN(n)
}

// act does one thing and says what, for the report of a crash.
func (m *monkey) act() {
	switch m.pick(8) {
	case 0, 1:
		m.tap()
	case 2:
		m.menu()
	case 3, 4:
		m.presses()
	case 5:
		m.typesText()
	case 6:
		m.win.Resize(fyne.NewSize(float32(leastWidth+m.pick(900)), float32(leastHeight+m.pick(700))))
		m.last = "resize"
	case 7:
		m.last = "wait"
		m.pass(time.Duration(m.pick(20)) * 300 * time.Millisecond)
	}
	m.settle()
}

// tap taps something that is in sight.
func (m *monkey) tap() {
	var found []fyne.Tappable
	m.walk(func(o fyne.CanvasObject) {
		if t, ok := o.(fyne.Tappable); ok {
			found = append(found, t)
		}
	})
	if len(found) == 0 {
		return
	}
	t := found[m.pick(len(found))]
	m.last = fmt.Sprintf("tap %T", t)
	if s, ok := t.(fyne.SecondaryTappable); ok && m.pick(6) == 0 {
		test.TapSecondary(s)
		return
	}
	test.Tap(t)
}

// menu chooses an item of the menu bar, but not Quit.
func (m *monkey) menu() {
	var items []*fyne.MenuItem
	for _, menu := range m.win.MainMenu().Items {
		for _, item := range menu.Items {
			if item.Action != nil && !item.IsQuit && !item.Disabled {
				items = append(items, item)
			}
		}
	}
	item := items[m.pick(len(items))]
	m.last = "menu " + item.Label
	item.Action()
}

// presses gives a key to what has the focus, or moves the focus.
func (m *monkey) presses() {
	keys := []fyne.KeyName{
		fyne.KeyTab, fyne.KeyReturn, fyne.KeyEscape, fyne.KeyDown, fyne.KeyUp, fyne.KeyLeft, fyne.KeyRight, fyne.KeySpace,
		fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageDown, fyne.KeyBackspace, fyne.KeyDelete,
	}
	key := keys[m.pick(len(keys))]
	m.last = "key " + string(key)
	c := m.win.Canvas()
	if key == fyne.KeyTab {
		c.FocusNext()
		return
	}
	if f := c.Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: key})
	} else if c.OnTypedKey() != nil {
		c.OnTypedKey()(&fyne.KeyEvent{Name: key})
	}
}

// typesText types or pastes something odd.
func (m *monkey) typesText() {
	texts := []string{
		"alice", "https://sso.dev.example/auth/realms/shop", "\u202e\u0000\u200b{{.Name}}", "0", accessOf("bob", time.Minute), "añ€😀", "' OR 1=1 --",
	}
	text := texts[m.pick(len(texts))]
	m.last = "type"
	f := m.win.Canvas().Focused()
	if f == nil {
		return
	}
	if s, ok := f.(fyne.Shortcutable); ok && m.pick(2) == 0 {
		m.app.Clipboard().SetContent(text)
		s.TypedShortcut(&fyne.ShortcutPaste{Clipboard: m.app.Clipboard()})
		return
	}
	for _, r := range text {
		f.TypedRune(r)
	}
}

// TestMonkey uses the window at random: no panic, no request that stays, and
// with the race detector no race.
func TestMonkey(t *testing.T) {
	actions, seeds := monkeyActions(t)
	for seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			inBubble(t, func(t *testing.T) { play(t, uint64(seed), actions) })
		})
	}
}

func play(t *testing.T, seed uint64, actions int) {
	t.Helper()
	m := &monkey{stage: newStage(t, crew()...), rand: rand.New(rand.NewPCG(seed, 1)), mu: &sync.Mutex{}}
	m.server.answer = m.moody
	m.demo = func(done func(string, error)) { done("", context.Canceled) }
	done := 0
	defer func() {
		if r := recover(); r != nil {
			t.Fatalf("seed %d, action %d (%s): %v", seed, done, m.last, r)
		}
	}()
	for ; done < actions; done++ {
		m.act()
	}
	if actions >= 5000 && len(m.server.asked) == 0 { // fewer may all be spent in one form
		t.Errorf("seed %d: the monkey asked for no token in %d actions", seed, actions)
	}
	for _, target := range m.targets() {
		m.p.Sessions.Cancel(target.Key())
	}
	m.pass(10 * time.Second)
	for _, target := range m.targets() {
		if s := m.p.Sessions.State(target.Key()); s.Busy != "" {
			t.Errorf("seed %d: %v is stuck in %s", seed, s.Key, s.Busy)
		}
	}
}
