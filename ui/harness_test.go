package ui

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/app/vault"
	"realmscope/assets"
	"realmscope/ui/look"
)

func TestMain(m *testing.M) {
	speak("en_US.UTF-8")
	test.NewApp() // for all stages: each of its own would read all fonts again, and keep them
	os.Exit(m.Run())
}

// speak loads the texts for a locale of the system.
func speak(locale string) {
	for _, name := range []string{"LC_ALL", "LANG", "LANGUAGE"} {
		_ = os.Setenv(name, locale)
	}
	if err := lang.AddTranslationsFS(assets.Translations, assets.TranslationsDir); err != nil {
		panic(err)
	}
}

// stage is the window with real sessions, a scripted server and a queue in
// place of the UI goroutine. It lives in a synctest bubble.
type stage struct {
	*Window
	t        testing.TB
	app      fyne.App
	server   *fakeServer
	saved    *fakeProfiles
	porter   *fakePorter
	settings *fakeSettings
	vault    vault.Vault
	keep     *fakeVault
	activity *session.Activity
	logbook  *fakeLogbook
	crash    string
	demo     func(done func(string, error))
	// blurred are texts that differ in each run, with what masters have instead.
	blurred []string
	// showsToken says that the screen has to show a token, which masters do not.
	showsToken bool
	// picked counts the files that were chosen; demoed says that the demo was
	// started.
	picked int
	demoed bool
	framed framed

	mu    sync.Mutex
	queue []func()
}

// onStage runs a test with a window that shows the given profiles.
func onStage(t *testing.T, play func(s *stage), profiles ...profile.Profile) {
	t.Helper()
	inBubble(t, func(t *testing.T) { play(newStage(t, profiles...)) })
}

func newStage(t testing.TB, profiles ...profile.Profile) *stage {
	t.Helper()
	return newStageIn(t, look.ModeSystem, profiles...)
}

// newStageIn is a stage whose theme was chosen before.
func newStageIn(t testing.TB, theme look.Mode, profiles ...profile.Profile) *stage {
	t.Helper()
	s := &stage{t: t, app: fyne.CurrentApp(), server: &fakeServer{}, settings: &fakeSettings{theme: string(theme)}}
	s.app.Clipboard().SetContent("")
	s.saved = &fakeProfiles{stage: s, all: profiles}
	s.porter = &fakePorter{stage: s}
	s.vault, s.logbook = vault.NewSession(), &fakeLogbook{}
	s.activity = session.NewActivity(s.post)
	s.keep = &fakeVault{stage: s, status: VaultStatus{Mode: modeSession}}
	sessions := session.New(session.Params{
		Base: t.Context(), Post: s.post, Client: s.server, Vault: s.vault, Later: func(job func()) { go job() },
		OpenURL: func(context.Context, string, bool) error { s.server.opened++; return s.server.opens },
	})
	s.Window = New(Params{
		App: s.app, Sessions: sessions, Profiles: s.saved, Porter: s.porter, Vault: s.keep, Settings: s.settings,
		Version: "1.2.3", Activity: s.activity, Logbook: s.logbook, Crash: s.crash, CrashSeen: func() { s.crash = "" }, After: s.after,
		StartDemo: func(done func(string, error)) {
			if s.demo != nil {
				s.demo(done)
			}
		},
	})
	s.win.Resize(fyne.NewSize(startWidth, startHeight))
	s.Show()
	t.Cleanup(func() {
		sessions.Close()
		if slices.Contains(s.app.Driver().AllWindows(), s.win) {
			s.win.Close()
		}
	})
	return s
}

// inBubble runs a test with a clock of its own, and sweeps behind it.
func inBubble(t *testing.T, play func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		sweep() // what is drawn from now on is of the bubble's year
		play(t)
	})
	sweep()
}

// sweep has the toolkit forget what was drawn and is of long ago, as the frames
// of a real window do, and the driver of tests does not: it would keep every
// widget of every test for good, with all that hangs on it, until the memory is
// full and the tests stand still. A bubble's year is long ago outside of it.
func sweep() { software.NewTransparentCanvasWithPainter(nil).Capture() }

func (s *stage) post(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append(s.queue, f)
}

func (s *stage) after(d time.Duration, f func()) func() {
	timer := time.AfterFunc(d, func() { s.post(f) })
	return func() { timer.Stop() }
}

// settle lets the background work come to rest and runs what it posted.
func (s *stage) settle() {
	for {
		synctest.Wait()
		s.mu.Lock()
		now := s.queue
		s.queue = nil
		s.mu.Unlock()
		if len(now) == 0 {
			return
		}
		for _, f := range now {
			f()
		}
	}
}

// pass lets time go by, second by second.
func (s *stage) pass(d time.Duration) {
	for ; d > 0; d -= time.Second {
		time.Sleep(min(d, time.Second))
		s.settle()
	}
}

// walk visits everything that is shown, also what floats above the page.
func (s *stage) walk(visit func(fyne.CanvasObject)) {
	walk(s.win.Content(), visit)
	for _, o := range s.win.Canvas().Overlays().List() {
		walk(o, visit)
	}
}

func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	switch o := o.(type) {
	case *entry:
		if o.Password {
			return // dots, whatever its text is
		}
		for _, child := range test.WidgetRenderer(o).Objects() {
			walk(child, visit)
		}
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
func (s *stage) shown() string {
	var texts []string
	s.walk(func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *look.Text:
			texts = append(texts, o.Text())
		case *look.Chip:
			texts = append(texts, o.Text())
		case *look.Button:
			texts = append(texts, o.Text())
		case *look.MenuButton:
			texts = append(texts, o.Text())
		case *widget.RichText:
			texts = append(texts, o.String())
		case *widget.TextGrid:
			texts = append(texts, o.Text())
		case *look.Check:
			texts = append(texts, o.Text())
		case *look.Viewer:
			texts = append(texts, o.Lines()...)
		case *look.Board:
			for _, r := range o.Rows() {
				texts = append(texts, strings.Join([]string{r.Heading, r.Title, r.Who, r.Chip, r.Access, r.Refresh, r.Fresh}, "\t"))
			}
		case *look.PasteButton:
			texts = append(texts, o.Text())
		case *look.Diff:
			for _, r := range o.Rows() {
				texts = append(texts, strings.Join([]string{r.Heading, r.Name, r.Of, r.Left, r.Right, r.Change}, "\t"))
			}
		case *look.Feed:
			for _, r := range o.Rows() {
				texts = append(texts, strings.Join([]string{r.Who, r.What, r.Where, r.Answer, r.Took}, "\t"))
			}
		case *look.Table:
			for _, r := range o.Rows() {
				texts = append(texts, r.Name+"\t"+r.Value+"\t"+r.Meaning+"\t"+r.Mark)
			}
		}
	})
	return strings.Join(texts, "\n")
}

func (s *stage) wantShown(texts ...string) {
	s.t.Helper()
	all := s.shown()
	for _, text := range texts {
		if !strings.Contains(all, text) {
			s.t.Errorf("window does not show %q, it shows:\n%s", text, all)
		}
	}
}

func (s *stage) wantNotShown(texts ...string) {
	s.t.Helper()
	all := s.shown()
	for _, text := range texts {
		if strings.Contains(all, text) {
			s.t.Errorf("window shows %q", text)
		}
	}
}

// press taps the visible button of that text.
func (s *stage) press(text string) {
	s.t.Helper()
	var found fyne.Tappable
	s.walk(func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *look.Button:
			if o.Text() == text && found == nil {
				found = o
			}
		case *look.MenuButton:
			if o.Text() == text && found == nil {
				found = o
			}
		}
	})
	if found == nil {
		s.t.Fatalf("no button %q in sight, only:\n%s", text, s.shown())
	}
	test.Tap(found)
	s.settle()
}

// key presses a shortcut of the main menu.
func (s *stage) key(shortcut fyne.Shortcut) {
	s.t.Helper()
	for _, m := range s.win.MainMenu().Items {
		for _, item := range m.Items {
			if item.Shortcut != nil && item.Shortcut.ShortcutName() == shortcut.ShortcutName() {
				item.Action()
				s.settle()
				return
			}
		}
	}
	s.t.Fatalf("no menu item has the shortcut %s", shortcut.(*desktop.CustomShortcut).ShortcutName())
}

// escape presses Escape as the driver does: the focused widget hears it, else
// the window.
func (s *stage) pressEscape() {
	k := &fyne.KeyEvent{Name: fyne.KeyEscape}
	if f := s.win.Canvas().Focused(); f != nil {
		f.TypedKey(k)
	} else {
		s.win.Canvas().OnTypedKey()(k)
	}
	s.settle()
}

// enter types into the field and presses Enter there.
func (s *stage) enter(e *entry, text string) {
	s.win.Canvas().Focus(e)
	test.Type(e, text)
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.settle()
}

func (s *stage) clipboard() string { return s.app.Clipboard().Content() }
