package journey

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"realmscope/app/demo"
	"realmscope/app/profile"
)

// TestScenes plays what three people come for, from the first key to the last,
// by keyboard alone.
func TestScenes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "realmscope")
	if err := Build(t.Context(), "../..", path, "-tags", tags()); err != nil {
		t.Fatal(err)
	}
	t.Setenv("FYNE_THEME", "light")
	for name, scene := range map[string]func(*camera){
		"support": (*camera).support, "developer": (*camera).developer, "tester": (*camera).tester,
	} {
		t.Run(name, func(t *testing.T) {
			scene(&camera{t: t, program: path, theme: "light", out: os.Getenv("REALMSCOPE_OUT")})
		})
	}
}

// realms is a configuration with a dozen profiles like those that a support
// desk has, all of one demo realm.
func (c *camera) realms() string {
	c.t.Helper()
	server, err := demo.Start(c.t.Context(), demo.Options{})
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = server.Close() })
	dir := c.t.TempDir()
	store, _, err := profile.Open(dir)
	if err != nil {
		c.t.Fatal(err)
	}
	base := demo.Profiles(server.URL())[0]
	environments := profile.Environments()
	for i, name := range strings.Fields("billing claroshop delivery intranet ledger mailroom orders partners reports returns stock warehouse") {
		p := base.Clone()
		// A realm like any other: no password is filled in for it.
		p.ID, p.Name, p.Template, p.Accounts = profile.NewID(), name, "", []profile.Account{{Username: "alice"}}
		p.Environment = environments[i%len(environments)]
		if err := store.Put(c.t.Context(), p); err != nil {
			c.t.Fatal(err)
		}
	}
	return dir
}

// copies waits until the clipboard holds what want says yes to.
func (c *camera) copies(what string, want func(string) bool) string {
	c.t.Helper()
	var text string
	err := Until(c.t.Context(), glance, what+" in the clipboard", func() (bool, error) {
		var err error
		if text, err = c.desktop.Clipboard(c.t.Context()); err != nil {
			return false, nil //nolint:nilerr // an empty clipboard is an error of xclip's
		}
		return want(text), nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return text
}

// jump goes where a few letters lead.
func (c *camera) jump(letters string) {
	c.t.Helper()
	c.do(c.desktop.Key, "ctrl+k")
	c.do(typing(c.desktop), letters)
	c.do(c.desktop.Key, "Return")
}

// support finds a realm by three letters, learns why a customer cannot log in,
// gets the token with the right password and takes a summary for the ticket.
func (c *camera) support() {
	c.open(c.realms())
	c.take("support-1-realms", "delivery")
	c.do(c.desktop.Key, "ctrl+f")
	c.do(typing(c.desktop), "cla")
	c.do(c.desktop.Key, "ctrl+Return")
	c.see("TEST")
	c.take("support-2-asked", "Password")
	c.do(typing(c.desktop), "wrong-one")
	c.do(c.desktop.Key, "Return")
	c.take("support-3-refused", "did not accept")
	c.do(c.desktop.Key, "ctrl+Return")
	c.do(typing(c.desktop), "demo-pass-alice")
	c.do(c.desktop.Key, "Return")
	c.take("support-4-token", "preferred_username")
	c.do(c.desktop.Key, "ctrl+shift+t")
	// It is the one that was looked for, not the one that was shown before.
	c.take("support-5-copied", "copied a summary without personal data: claroshop")
	ticket := c.copies("a summary", func(text string) bool { return strings.Contains(text, "Realm") })
	for _, secret := range []string{"eyJ", "alice@", "Ahlberg", "demo-pass", "wrong-one"} {
		if strings.Contains(ticket, secret) {
			c.t.Errorf("the ticket holds %q: %s", secret, ticket)
		}
	}
	if !strings.Contains(ticket, "demo-web") {
		c.t.Errorf("the ticket does not name the client: %s", ticket)
	}
}

// developer pastes a line of a log, lets the signature be checked, pastes the
// same token with one letter changed, and takes a fresh one as a curl line.
func (c *camera) developer() {
	c.open(c.t.TempDir())
	if err := (MainJob{Desktop: c.desktop, Say: c.t.Logf}).startDemo(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
	c.do(c.desktop.Key, "ctrl+Return")
	c.see("preferred_username")
	token, err := MainJob{Desktop: c.desktop, Say: c.t.Logf}.copied(c.t.Context(), "")
	if err != nil {
		c.t.Fatal(err)
	}
	line := "19:03:26 ERROR [http-nio-8080-exec-3] rejected, Authorization: Bearer %s status=401\n"
	c.putClipboard(fmt.Sprintf(line, token))
	c.do(c.desktop.Key, "ctrl+v")
	c.take("developer-1-pasted", "not checked: the key")
	// The next stop of Tab is the button that asks the issuer for its keys.
	c.do(c.desktop.Key, "Tab", "Return")
	c.take("developer-2-proven", "signature fits")
	at := strings.LastIndex(token, ".") + 20
	other := "A"
	if token[at:at+1] == other {
		other = "B"
	}
	c.putClipboard(fmt.Sprintf(line, token[:at]+other+token[at+1:]))
	c.do(c.desktop.Key, "ctrl+2", "ctrl+v")
	c.take("developer-3-changed", "does not fit")
	c.do(c.desktop.Key, "ctrl+1", "ctrl+r")
	c.jump("copy curl")
	// Before the picture: reading a screen can outlast a copy in the clipboard.
	c.copies("a curl line", func(text string) bool {
		return strings.HasPrefix(text, "curl ") && strings.Contains(text, "Bearer eyJ") && !strings.Contains(text, token)
	})
	c.take("developer-4-curl", "copied a curl")
}

// tester gets every token at once, switches between accounts by key, and
// compares what alice has and bob has not.
func (c *camera) tester() {
	c.open(c.t.TempDir())
	if err := (MainJob{Desktop: c.desktop, Say: c.t.Logf}).startDemo(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
	c.jump("board")
	// The rows have the focus; before them comes the button that gets all.
	c.do(c.desktop.Key, "shift+Tab", "Return")
	c.take("tester-1-board", `[5-9] live`)
	c.do(c.desktop.Key, "ctrl+1", "ctrl+Next")
	c.take("tester-2-bob", "as bob")
	bob := c.copyOf("")
	c.do(c.desktop.Key, "ctrl+Prior")
	c.see("as alice")
	alice := c.copyOf(bob)
	c.owns(alice, "alice")
	c.owns(bob, "bob")
	c.do(c.desktop.Key, "ctrl+shift+g")
	c.take("tester-3-compare-with", "Now choose")
	// Among so many tokens the menu of the other side offers to look for one.
	c.do(c.desktop.Key, "Return", "Return")
	c.see("Choose a token")
	c.do(typing(c.desktop), "alice and bob bob access")
	c.do(c.desktop.Key, "Return")
	c.take("tester-4-compared", "shop-admin")
	c.see("removed")
}

// copyOf copies the access token that is shown, another one than before.
func (c *camera) copyOf(before string) string {
	c.t.Helper()
	token, err := MainJob{Desktop: c.desktop, Say: c.t.Logf}.copied(c.t.Context(), before)
	if err != nil {
		c.t.Fatal(err)
	}
	return token
}

// see waits for words on the screen.
func (c *camera) see(words string) {
	c.t.Helper()
	if _, err := c.desktop.See(c.t.Context(), glance, words); err != nil {
		c.t.Fatal(err)
	}
}

// putClipboard copies a text in another program.
func (c *camera) putClipboard(text string) {
	c.t.Helper()
	cmd := c.desktop.Command(c.t.Context(), "xclip", "-selection", "clipboard", "-i")
	cmd.Stdin = strings.NewReader(text)
	if err := cmd.Run(); err != nil {
		c.t.Fatal(err)
	}
}

// owns wants a token to be a user's.
func (c *camera) owns(token, user string) {
	c.t.Helper()
	claims, err := Verify(c.t.Context(), token)
	if err != nil || claims["preferred_username"] != user {
		c.t.Errorf("the token is %v's, %v; want %s's", claims["preferred_username"], err, user)
	}
}
