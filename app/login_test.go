package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"realmscope/tokenclient/kctest"
	"realmscope/ui/look"
)

// atLoginProfile has the demo realm started and its browser login in sight.
func atLoginProfile(t *testing.T) *program { return atDemo(t, "browser login") }

// atDemo has the demo realm started and one of its profiles in sight.
func atDemo(t *testing.T, name string) *program {
	t.Helper()
	p := newProgram(t, t.TempDir(), realClient())
	p.press("Try the demo realm")
	p.see("Demo: " + name)
	var rows *look.GroupList
	walk(p.window.Content(), func(o fyne.CanvasObject) {
		if l, ok := o.(*look.GroupList); ok {
			rows = l
		}
	})
	for _, saved := range p.shelf.All() {
		if saved.Name == "Demo: "+name {
			rows.Select(saved.ID)
		}
	}
	p.see(name, "No token yet")
	return p
}

func TestBrowserLoginAtTheDemoRealm(t *testing.T) {
	p := atLoginProfile(t)
	addresses := make(chan string, 2)
	p.browser = func(address string) { addresses <- address }
	p.press("Get token")
	p.see("Waiting for you in the browser")
	p.press("Copy link")
	address := <-addresses
	if got := p.app.Clipboard().Content(); got != address {
		t.Errorf("copied %q, opened %q", got, address)
	}
	browser := kctest.NewBrowser(t)
	end := browser.Send(browser.Open(address), "username", "bob", "password", "demo-pass-bob", "action", "login")
	if end.Status != http.StatusOK || !strings.Contains(end.Body, "go back to Realmscope") || !strings.Contains(end.Body, `lang="en"`) {
		t.Errorf("the browser ends with %d %s", end.Status, end.Body)
	}
	p.see("preferred_username\tbob")
	p.press("Refresh")
	p.see("200 in")
	p.press("Get token") // the browser remembers bob
	p.see("Waiting for you in the browser")
	if again := browser.Open(<-addresses); !strings.Contains(again.Body, "go back to Realmscope") {
		t.Errorf("the second login ends with %d %s", again.Status, again.Body)
	}
	p.see("preferred_username\tbob")
}

// TestABrowserLoginComesBackToTheRegisteredAddress: host and path are those
// that a person has written into the profile.
func TestABrowserLoginComesBackToTheRegisteredAddress(t *testing.T) {
	p := atLoginProfile(t)
	p.press("Edit")
	p.press("▸ Login wishes")
	p.fill("http://127.0.0.1/callback", "http://localhost/back/here")
	p.press("Save")
	p.see("No token yet")
	addresses := make(chan string, 1)
	p.browser = func(address string) { addresses <- address }
	p.press("Get token")
	p.see("Waiting for you in the browser")
	address := <-addresses
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	back, err := url.Parse(u.Query().Get("redirect_uri"))
	if err != nil || back.Hostname() != "localhost" || back.Path != "/back/here" {
		t.Errorf("the browser is to come back to %v, %v", back, err)
	}
	browser := kctest.NewBrowser(t)
	end := browser.Send(browser.Open(address), "username", "bob", "password", "demo-pass-bob", "action", "login")
	if end.Status != http.StatusOK || !strings.Contains(end.Body, "go back to Realmscope") {
		t.Errorf("the browser ends with %d %s", end.Status, end.Body)
	}
	p.see("preferred_username\tbob")
}

func TestBrowserLoginRefusedAtTheDemoRealm(t *testing.T) {
	p := atLoginProfile(t)
	addresses := make(chan string, 1)
	p.browser = func(address string) { addresses <- address }
	p.press("Get token")
	p.see("Waiting for you in the browser")
	browser := kctest.NewBrowser(t)
	end := browser.Send(browser.Open(<-addresses), "action", "cancel")
	if !strings.Contains(end.Body, "Realmscope says why") {
		t.Errorf("the browser ends with %d %s", end.Status, end.Body)
	}
	p.see("The login was cancelled or refused")
}

func TestBrowserLoginWithoutABrowser(t *testing.T) {
	p := atLoginProfile(t)
	p.press("Get token")
	p.see("No browser seems to have opened")
	p.press("Copy link")
	if address := p.app.Clipboard().Content(); !strings.HasPrefix(address, "http://127.0.0.1:") {
		t.Fatalf("copied %q", address)
	}
	p.press("Cancel")
	p.see("No token yet")
	if strings.Contains(p.shown(), "Waiting for you") {
		t.Error("the card is still there after Cancel")
	}
}

func TestWhoAmIAndLogOutAtTheDemoRealm(t *testing.T) {
	p := newProgram(t, t.TempDir(), realClient())
	p.press("Try the demo realm")
	p.see("as alice")
	p.press("Get token")
	p.see("preferred_username\talice")
	p.press("Who am I")
	p.see("What the realm said", "email\talice@")
	p.press("Log out")
	p.see("logged out at", "No token yet")
	p.press("Get token")
	p.see("200 in")
}

func TestDeviceLoginAtTheDemoRealm(t *testing.T) {
	p := atDemo(t, "device login")
	p.press("Get token")
	p.see("Waiting for you to type the code", "Copy code")
	p.press("Copy link")
	browser := kctest.NewBrowser(t)
	page := browser.Open(p.app.Clipboard().Content())
	p.press("Copy code")
	code := p.app.Clipboard().Content()
	end := browser.Send(page, "user_code", code, "username", "bob", "password", "demo-pass-bob", "action", "agree")
	if end.Status != http.StatusOK {
		t.Errorf("the page ends with %d %s", end.Status, end.Body)
	}
	p.see("preferred_username\tbob")
	p.press("Refresh")
	p.see("200 in")
}
