package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"realmscope/app/away"
	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/app/vault"
	"realmscope/assets"
	"realmscope/tokenclient"
	"realmscope/ui"
)

// Exit codes.
const (
	exitOK      = 0
	exitFailed  = 1
	exitBadCall = 2
)

// scaleVariable is where Fyne looks for the scale.
const scaleVariable = "FYNE_SCALE"

// closeLimit is how long the end of the program waits for saves under way.
const closeLimit = 2 * time.Second

// Run is the program: it returns the exit code.
func Run(args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 && args[0] == inspectWord {
		return runInspect(args[1:], os.Stdin, stdout, stderr)
	}
	o, err := parse(args, stdout, stderr)
	switch {
	case errors.Is(err, errShown):
		return exitOK
	case err != nil:
		return exitBadCall
	case displayMissing():
		_, _ = fmt.Fprintln(stderr, "realmscope: there is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are unset).\n"+
			"Run it in a desktop session, or `make run` to see the main job done on a virtual display.")
		return exitFailed
	}
	if err := keepMemoryIn(); err != nil { // the window works without
		_, _ = fmt.Fprintf(stderr, "realmscope: a crash may leave an image of the memory: %v\n", err)
	}
	log.SetOutput(logFilter{stderr})
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		_, _ = fmt.Fprintf(stderr, "realmscope: %v\n", err)
		return exitFailed
	}
	return exitOK
}

// opened is what the profile folder gave, and the window that stands by then.
type opened struct {
	store   *profile.Store
	notices []profile.Notice
	err     error
	// vault is not started yet.
	vault *vault.Store
	// crashes keeps reports on crashes, lastCrash is that of the last run.
	crashes   crashes
	lastCrash string
	// activity hears of the client's exchanges; nil stands for an empty one.
	activity *session.Activity
	bare     fyne.Window
}

// run wires everything and blocks until the window is closed.
func run(ctx context.Context, o options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	files := make(chan opened, 1)
	go func() { // read while the toolkit starts; nothing is drawn yet
		f := opened{crashes: crashes{o.configDir}, vault: vault.New(vault.Options{Dir: o.configDir})}
		f.store, f.notices, f.err = profile.Open(o.configDir)
		if f.err == nil {
			var err error
			if f.lastCrash, err = f.crashes.listen(); err != nil {
				fyne.LogError("listen for crashes", err)
			}
		}
		files <- f
	}()
	// Fonts make much garbage in the first moments; collecting it can wait
	// until the window stands.
	collect := debug.SetGCPercent(-1)
	a := newFyneApp()
	bare := ui.Open(a, settings{a.Preferences()})
	loadTexts(a)
	f := <-files
	f.bare = bare
	if f.err != nil {
		return fmt.Errorf("open the profiles in %s: %w", o.configDir, f.err)
	}
	var p poster
	f.activity = session.NewActivity(p.post)
	client := tokenclient.New(tokenclient.Options{
		UserAgent: programName + "/" + programVersion, NoProxy: settings{a.Preferences()}.Choices().NoProxy,
		Observe: f.activity.Observe,
	})
	w := wire(ctx, a, p.post, session.Network(client), newBrowser().open, f)
	a.Lifecycle().SetOnStarted(func() {
		w.door.open()
		w.demo.Resume()
	})
	go away.Watch(ctx, func() { p.post(w.window.Lock) })
	go func() { // a signal, or the desktop's logout
		<-ctx.Done()
		p.post(w.window.Quit)
	}()
	w.window.Show()
	slim(ctx, collect)
	crashed := f.crashes.guard(a.Run)
	return errors.Join(crashed, w.close(cancel, &p))
}

// newFyneApp makes the Fyne application with our name and icon.
func newFyneApp() fyne.App {
	icon := fyne.NewStaticResource("mark.png", assets.MarkPNG)
	fyneapp.SetMetadata(fyne.AppMetadata{
		ID: programID, Name: programName, Version: programVersion, Build: programBuild, Icon: icon,
		Migrations: map[string]bool{"fyneDo": migratedToFyneDo},
	})
	a := fyneapp.NewWithID(programID)
	a.SetIcon(icon)
	useScale(settings{a.Preferences()}.Choices().Scale)
	return a
}

// loadTexts makes Fyne know our texts in the language that is chosen.
func loadTexts(a fyne.App) {
	if err := ui.UseLanguage(settings{a.Preferences()}.Choices().Language); err != nil {
		fyne.LogError("load translations", err)
	}
}

// useScale sets the size of everything before the first window is made; zero
// leaves it to the system. Fyne takes it from the environment alone, where what
// the user has set himself goes first.
func useScale(factor float64) {
	if factor == 0 || os.Getenv(scaleVariable) != "" {
		return
	}
	if err := os.Setenv(scaleVariable, strconv.FormatFloat(factor, 'f', -1, 64)); err != nil {
		fyne.LogError("set the scale", err)
	}
}

// wired is what has to be closed at the end.
type wired struct {
	window   *ui.Window
	sessions *session.Sessions
	shelf    *shelf
	demo     *demoRealm
	vault    vault.Vault
	door     *vaultDoor
}

// openURL gives an address to the system's browser, as browser.open does.
type openURL = func(ctx context.Context, address string, allowHTTP bool) error

// wire makes the vault, the sessions and the window.
func wire(ctx context.Context, a fyne.App, post func(func()), client session.Requester, open openURL, f opened) wired {
	w := wired{vault: f.vault}
	w.shelf = newShelf(ctx, post, f.store, w.vault)
	w.door = newVaultDoor(ctx, post, f.vault, &w.shelf.queue)
	w.door.opened = w.shelf.settle
	w.demo = &demoRealm{shelf: w.shelf}
	w.shelf.guard = func(job func()) {
		if f.crashes.guard(job) != nil {
			post(func() { w.window.Notify([]ui.Notice{{Code: "crashed"}}) })
		}
	}
	w.shelf.queue.guard = w.shelf.guard
	if f.activity == nil {
		f.activity = session.NewActivity(post)
	}
	w.sessions = session.New(session.Params{
		Base: ctx, Post: post, Client: client, Vault: w.vault, Keep: w.shelf.remember, Agree: w.shelf.agree,
		Later: w.shelf.queue.add, OpenURL: open, LoginPage: ui.LoginPage(),
	})
	w.window = ui.New(ui.Params{
		App:       a,
		Bare:      f.bare,
		Sessions:  w.sessions,
		Profiles:  w.shelf,
		Porter:    porter{w.shelf},
		StartDemo: w.demo.Start,
		Vault:     w.door,
		Notices:   notices(f.notices),
		After:     after(post),
		OpenFile:  openFile,
		Settings:  settings{a.Preferences()},
		Activity:  f.activity,
		Logbook:   logbook{w.shelf, settings{a.Preferences()}, string(w.vault.Status().Mode)},
		Crash:     f.lastCrash,
		CrashSeen: func() { w.shelf.queue.add(f.crashes.seen) },
		Version:   programVersion,
	})
	w.door.tell = w.window.Notify
	w.shelf.watch(func(found []profile.Notice) { w.window.Notify(notices(found)) })
	return w
}

// after runs a function on the UI goroutine when some time has passed.
func after(post func(func())) func(time.Duration, func()) func() {
	return func(d time.Duration, f func()) (cancel func()) {
		cancelled := false // belongs to the UI goroutine, as f and cancel do
		timer := time.AfterFunc(d, func() {
			post(func() {
				if !cancelled {
					f()
				}
			})
		})
		return func() { cancelled = true; timer.Stop() }
	}
}

// notices passes on what the profile store has to say.
func notices(from []profile.Notice) []ui.Notice {
	out := make([]ui.Notice, len(from))
	for i, n := range from {
		out[i] = ui.Notice{Code: n.Code, Args: n.Args}
	}
	return out
}

// close ends everything in an order that loses no save: late answers are
// dropped first, saves under way may finish, then the rest stops.
func (w wired) close(cancel context.CancelFunc, p *poster) error {
	p.close()
	w.sessions.Close()
	saved := make(chan struct{})
	go func() { w.shelf.queue.wait(); close(saved) }()
	select {
	case <-saved:
	case <-time.After(closeLimit):
	}
	cancel()
	return errors.Join(w.demo.close(), w.vault.Close())
}
