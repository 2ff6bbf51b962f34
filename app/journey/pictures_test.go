package journey

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"realmscope/app/demo"
	"realmscope/app/profile"
)

// TestScreenshots takes the pictures of the README into the folder that
// REALMSCOPE_SCREENSHOTS names. It looks at nothing: a person does.
func TestScreenshots(t *testing.T) {
	out := os.Getenv("REALMSCOPE_SCREENSHOTS")
	if out == "" {
		t.Skip("SKIP: REALMSCOPE_SCREENSHOTS names no folder; `make screenshots` does")
	}
	path := filepath.Join(t.TempDir(), "realmscope")
	if err := Build(t.Context(), "../..", path, "-tags", tags()); err != nil {
		t.Fatal(err)
	}
	for _, theme := range []string{"light", "dark"} {
		t.Run(theme, func(t *testing.T) {
			t.Setenv("FYNE_THEME", theme)
			c := camera{t: t, program: path, out: out, theme: theme}
			c.firstStart()
			c.shortLife()
			c.support()
			c.developer()
			c.tester()
		})
	}
}

// camera takes pictures of the program in one theme.
type camera struct {
	t                   *testing.T
	program, out, theme string

	desktop *Desktop
	running *Program
}

// open starts the program on a desktop of its own with a configuration folder.
// What ran before is ended: nobody looks at it any more.
func (c *camera) open(config string) {
	c.t.Helper()
	if c.running != nil {
		_ = c.running.Kill()
		_ = c.desktop.Close()
	}
	c.desktop = newDesktop(c.t)
	p, err := c.desktop.Start(c.t.Context(), c.program, "--config", config)
	if err != nil {
		c.t.Fatal(err)
	}
	c.running = p
	c.t.Cleanup(func() { _ = p.Kill() })
}

// take waits for words and saves what the window's place on the screen shows.
func (c *camera) take(name, words string) {
	c.t.Helper()
	ctx := c.t.Context()
	c.see(words)
	if c.out == "" {
		return
	}
	path := filepath.Join(c.out, name+"-"+c.theme+".png")
	if _, err := c.desktop.run(ctx, "sh", "-c", `import -window "$(xdotool getactivewindow)" +dither -colors 256 -depth 8 "$0"`, path); err != nil {
		c.t.Fatal(err)
	}
}

func (c *camera) do(f func(context.Context, ...string) error, what ...string) {
	c.t.Helper()
	if err := f(c.t.Context(), what...); err != nil {
		c.t.Fatal(err)
	}
}

// firstStart shows what a newcomer sees: the offer, a live token and its owner,
// a login on another device, the form.
func (c *camera) firstStart() {
	c.open(c.t.TempDir())
	c.take("first-start", "READY-MADE PROFILES")
	c.do(c.desktop.Key, "Return")
	c.take("no-token", "Demo: alice")
	c.do(c.desktop.Key, "ctrl+Return")
	c.take("live", "preferred_username")
	c.do(c.desktop.Key, "ctrl+i", "ctrl+shift+5")
	c.take("who-am-i", "Ahlberg")
	c.do(c.desktop.Key, "ctrl+k")
	c.do(typing(c.desktop), "device")
	c.do(c.desktop.Key, "Return", "ctrl+Return")
	c.take("device", "Waiting for you")
	c.do(c.desktop.Key, "Escape", "ctrl+n")
	c.take("form", "Paste any address")
}

// shortLife shows a token near its end and after it, and a refused password,
// at a demo realm whose tokens live 65 seconds.
func (c *camera) shortLife() {
	server, err := demo.Start(c.t.Context(), demo.Options{AccessLife: 65 * time.Second, RefreshLife: 10 * time.Minute})
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	dir := c.t.TempDir()
	store, _, err := profile.Open(dir)
	if err != nil {
		c.t.Fatal(err)
	}
	people := []string{"shop test", "partners test", "mobile test"}
	services := []string{"billing", "stock", "delivery"}
	for _, p := range demo.Profiles(server.URL()) {
		p.Template = "" // a realm like any other: nothing is filled in for it
		p.Accounts = []profile.Account{{Username: "alice"}}
		switch {
		case p.Grant == profile.GrantPassword && len(people) > 0:
			p.Name, p.Environment, people = people[0], profile.Test, people[1:]
		case p.Grant == profile.GrantClientCredentials && len(services) > 0:
			p.Name, p.Accounts, p.Environment, services = services[0], nil, profile.Production, services[1:]
		default:
			continue
		}
		if err := store.Put(c.t.Context(), p); err != nil {
			c.t.Fatal(err)
		}
	}
	c.open(dir)
	c.do(c.desktop.Key, "ctrl+Return")
	c.take("prompt", "Password")
	c.do(typing(c.desktop), "wrong")
	c.do(c.desktop.Key, "Return")
	c.take("error", "did not accept")
	c.do(c.desktop.Key, "ctrl+Return")
	c.do(typing(c.desktop), "demo-pass-alice")
	c.do(c.desktop.Key, "Return")
	c.take("soon", `0:[12]\d`) // the last 30 s
	c.take("expired", "expired")
}

// typing types one text.
func typing(d *Desktop) func(context.Context, ...string) error {
	return func(ctx context.Context, what ...string) error { return d.Type(ctx, what[0]) }
}
