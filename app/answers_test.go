package app

import (
	"net/http"
	"testing"

	"fyne.io/fyne/v2"

	"realmscope/tokenclient/kctest"
	"realmscope/ui/look"
)

// walk visits everything in sight, what floats above the page first.
func (p *program) walk(visit func(fyne.CanvasObject)) {
	for _, o := range p.window.Canvas().Overlays().List() {
		walk(o, visit)
	}
	walk(p.window.Content(), visit)
}

// choose picks an item of the menu bar.
func (p *program) choose(menu, label string) {
	p.t.Helper()
	for _, m := range p.window.MainMenu().Items {
		for _, item := range m.Items {
			if m.Label == menu && look.MenuWords(item.Label) == label {
				if item.Disabled {
					p.t.Fatalf("%s is greyed; the window shows\n%s", label, p.shown())
				}
				item.Action()
				return
			}
		}
	}
	p.t.Fatalf("no item %s, %s", menu, label)
}

func TestAnswersOfTheDemoRealm(t *testing.T) {
	p := atDemo(t, "app with a secret")
	p.press("Get token")
	p.see("preferred_username\talice")

	p.choose("More", "Introspect the shown token")
	p.see("✓ active: the realm accepts this token now", "username\talice")

	p.choose("More", "Signing keys")
	p.see("RSA · 2048 bit · RS256 · for signatures", "access + ID token", "EC · P-256 · ES256")

	p.choose("More", "Permissions…")
	p.fill("such as demo-api", "demo-api")
	p.press("Ask")
	p.see("✓ granted", "orders\tread write", "reports\tread")
	p.press("Ask again…")
	p.fill("such as orders#read,write; reports", "reports#write")
	p.press("Ask")
	p.see("One of the given scopes [write] is invalid")

	p.choose("More", "Token exchange…")
	p.fill("client ids, blanks between", "demo-api")
	p.press("Exchange")
	p.see("Subject · alice", "Result · access token", "aud\tdemo-api\t− demo-app", "changed")
	p.press("Introspect it")
	p.see("✗ active: false", "Asked about: exchanged token")
}

func TestRevokingAtTheDemoRealm(t *testing.T) {
	p := atDemo(t, "app with a secret")
	p.press("Get token")
	p.see("preferred_username\talice")
	p.choose("Token", "Show the access token")
	p.choose("More", "Revoke…")
	p.press("Revoke")
	p.see("! the access token was revoked at", "revoked")
	p.choose("More", "Introspect the shown token")
	p.see("✗ active: false", "Most likely first")
	p.press("Refresh")
	p.see("this is about an earlier token")
	p.choose("Token", "Show the refresh token")
	p.choose("More", "Revoke…")
	p.press("Revoke")
	p.see("! the refresh token was revoked at")
}

func TestBrowserLogoutAtTheDemoRealm(t *testing.T) {
	p := atDemo(t, "app with a secret")
	addresses := make(chan string, 1)
	p.browser = func(address string) { addresses <- address }
	p.press("Get token")
	p.see("preferred_username\talice")
	p.choose("More", "Log out in the browser…")
	p.see("The logout page was opened in the browser")
	if end := kctest.NewBrowser(t).Open(<-addresses); end.Status != http.StatusOK {
		t.Fatalf("the page says %d %s", end.Status, end.Body)
	}
	p.press("Refresh")
	p.see("The login session has ended")
}

func TestFewerScopesAtTheDemoRealm(t *testing.T) {
	p := atDemo(t, "app with a secret")
	p.press("Get token")
	p.see("preferred_username\talice")
	p.choose("More", "Refresh with fewer scopes…")
	p.check("openid")
	p.press("Refresh")
	p.see("fewer scopes: ", "(asked for: profile email)")
	p.choose("Token", "Show the ID token")
	p.see("The answer held no ID token")
}
