package app

import (
	"context"
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/app/vault"
	"realmscope/app/vault/keychain/keychaintest"
	"realmscope/assets"
	"realmscope/tokenclient"
	"realmscope/ui/look"
)

func TestMain(m *testing.M) {
	for _, name := range []string{"LC_ALL", "LANG", "LANGUAGE"} {
		_ = os.Setenv(name, "en_US.UTF-8")
	}
	if err := lang.AddTranslationsFS(assets.Translations, assets.TranslationsDir); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// patience is how long a test waits for real network and files on a busy
// machine; nothing is measured by it.
const patience = 2 * time.Minute

// program is the wired program with Fyne's test driver in place of a display.
type program struct {
	wired
	t      *testing.T
	app    fyne.App
	window fyne.Window

	mu    sync.Mutex
	queue []func()
	// browser is what opens addresses; nil opens none.
	browser func(address string)
	ring    *keychaintest.Ring
	// activity hears of what a client of watched asks.
	activity *session.Activity
}

// openURL stands in for the system's browser.
func (p *program) openURL(_ context.Context, address string, _ bool) error {
	if p.browser == nil {
		return errNoBrowser
	}
	p.browser(address)
	return nil
}

func newProgram(t *testing.T, dir string, client session.Requester) *program {
	t.Helper()
	return newProgramWith(t, dir, client, keychaintest.NewRing())
}

// newProgramWith is newProgram with a keyring that outlives it.
func newProgramWith(t *testing.T, dir string, client session.Requester, ring *keychaintest.Ring) *program {
	t.Helper()
	p := &program{t: t, app: test.NewTempApp(t)}
	store, found, err := profile.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	p.ring, p.activity = ring, session.NewActivity(p.post)
	if w, ok := client.(watched); ok {
		w.hear.Store(p.activity)
	}
	secrets := vault.New(vault.Options{Dir: dir, Keyring: ring})
	p.wired = wire(t.Context(), p.app, p.post, client, p.openURL, opened{store: store, notices: found, vault: secrets, activity: p.activity})
	p.door.open()
	p.wired.window.Show()
	for _, w := range p.app.Driver().AllWindows() {
		if w.Title() == programName {
			p.window = w
		}
	}
	p.window.Resize(fyne.NewSize(1180, 780))
	t.Cleanup(func() {
		p.sessions.Close()
		p.shelf.queue.wait()
		if err := errors.Join(p.demo.close(), p.vault.Close()); err != nil {
			t.Error(err)
		}
	})
	return p
}

func (p *program) post(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.queue = append(p.queue, f)
}

// drain runs what came back from the background.
func (p *program) drain() {
	p.mu.Lock()
	now := p.queue
	p.queue = nil
	p.mu.Unlock()
	for _, f := range now {
		f()
	}
}

// until drains until ready says true.
func (p *program) until(what string, ready func() bool) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		p.drain()
		if ready() {
			return
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("no %s; the window shows\n%s", what, p.shown())
		}
	}
}

// see waits until the window shows all texts.
func (p *program) see(texts ...string) {
	p.t.Helper()
	p.until(strings.Join(texts, ", "), func() bool {
		all := p.shown()
		return !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(all, text) })
	})
}

// token is the access token of the first profile's first account.
func (p *program) token() session.Secret {
	p.t.Helper()
	first := p.shelf.All()[0]
	account := ""
	if len(first.Accounts) > 0 {
		account = first.Accounts[0].Username
	}
	tokens := p.sessions.State(session.Key{ProfileID: first.ID, Account: account}).Tokens
	if tokens == nil {
		p.t.Fatalf("no token; the window shows\n%s", p.shown())
	}
	return tokens.Set.AccessToken
}

// check ticks the box of that text.
func (p *program) check(text string) {
	p.t.Helper()
	var found *look.Check
	p.walk(func(o fyne.CanvasObject) {
		if c, ok := o.(*look.Check); ok && c.Text() == text {
			found = c
		}
	})
	if found == nil {
		p.t.Fatalf("no box %q in\n%s", text, p.shown())
	}
	test.Tap(found)
}

// walk visits everything in sight.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			walk(child, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			walk(child, visit)
		}
	}
}

// shown is every text in sight, one a line.
func (p *program) shown() string {
	var out strings.Builder
	p.walk(func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *look.Table:
			for _, r := range o.Rows() {
				out.WriteString(r.Name + "\t" + r.Value + "\t" + r.Meaning + "\t" + r.Mark + "\n")
			}
		case interface{ Text() string }:
			out.WriteString(o.Text() + "\n")
		}
	})
	return out.String()
}

// press taps the button of that text.
func (p *program) press(text string) {
	p.t.Helper()
	var found fyne.Tappable
	p.walk(func(o fyne.CanvasObject) {
		if b, ok := o.(*look.Button); ok && b.Text() == text && !b.Disabled() && found == nil {
			found = b
		}
	})
	if found == nil {
		p.t.Fatalf("no button %q to press in\n%s", text, p.shown())
	}
	test.Tap(found)
}

// fill types into the entry with that placeholder, replacing what it holds.
func (p *program) fill(placeholder, text string) {
	p.t.Helper()
	found := false
	p.walk(func(o fyne.CanvasObject) {
		entry, ok := o.(interface {
			fyne.Focusable
			SetText(string)
		})
		if !ok || found {
			return
		}
		if field := reflect.ValueOf(o).Elem().FieldByName("PlaceHolder"); !field.IsValid() || field.String() != placeholder {
			return
		}
		found = true
		p.window.Canvas().Focus(entry)
		entry.SetText("")
		test.Type(entry, text)
	})
	if !found {
		p.t.Fatalf("no entry %q in\n%s", placeholder, p.shown())
	}
}

// realClient is the client of the program itself.
func realClient() session.Requester { return session.Network(tokenclient.New(tokenclient.Options{})) }

func TestDemoRealmFromFirstStartToCopiedToken(t *testing.T) {
	p := newProgram(t, t.TempDir(), realClient())
	p.see("Try the demo realm", "kept for this session only")
	p.press("Try the demo realm")
	p.see("Demo: alice and bob", "as alice")
	p.press("Get token")
	p.see("preferred_username\talice", "signature not checked")
	p.press("Refresh")
	p.see("200 in")
}

func TestDemoRealmIsThereAgainAfterARestart(t *testing.T) {
	dir := t.TempDir()
	t.Run("first run", func(t *testing.T) {
		p := newProgram(t, dir, realClient())
		p.press("Try the demo realm")
		p.see("Demo: alice and bob")
	})
	p := newProgram(t, dir, realClient())
	p.demo.Resume()
	p.shelf.queue.wait()
	p.see("Demo: alice and bob")
	p.press("Get token")
	p.see("preferred_username\talice")
}
