package ui

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/tokenclient"
	"realmscope/ui/look"
)

// signedIn has tokens for alice.
func (s *stage) signedIn() {
	s.keepSecrets()
	s.press("Get token")
}

// chooseItem opens the menu More and picks an item, as a click does.
func (s *stage) chooseItem(label string) {
	s.t.Helper()
	s.pick(fyne.NewMenu("", s.moreItems()...), label)
}

// greyed are the greyed items of the menu More in the bar.
func (s *stage) greyed() []string {
	var out []string
	for _, m := range s.win.MainMenu().Items {
		if m.Label != T("more.menu") {
			continue
		}
		for _, item := range m.Items {
			if item.Disabled {
				out = append(out, look.MenuWords(item.Label))
			}
		}
	}
	return out
}

func TestMoreGreysWhatCanDoNothing(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		want := []string{"Introspect the shown token", "Permissions…", "Refresh with fewer scopes…", "Revoke…", "Log out in the browser…"}
		if got := s.greyed(); !slices.Equal(got, want) {
			t.Errorf("without tokens %q are greyed, want %q", got, want)
		}
		s.press("Get token")
		if got := s.greyed(); len(got) != 0 {
			t.Errorf("with tokens %q are greyed", got)
		}
		s.server.slow(time.Minute)
		s.press("Refresh")
		if got := s.greyed(); len(got) != 7 {
			t.Errorf("while a request runs only %q are greyed", got)
		}
		s.press("Cancel")
		s.edit()
		s.onState(s.state())
		s.greyMore(s.more.items, s.state())
		if got := s.greyed(); len(got) != 7 {
			t.Errorf("behind a form only %q are greyed", got)
		}
	}, shop())
}

func TestEveryMoreActionHasItsKey(t *testing.T) {
	onStage(t, func(s *stage) {
		lines := s.keyLines()
		seen := map[string]string{}
		for _, l := range lines {
			if other, twice := seen[l.keys]; twice {
				t.Errorf("%s is for %q and for %q", l.keys, other, l.what)
			}
			seen[l.keys] = l.what
		}
		for _, c := range s.moreCommands() {
			if seen[keyText(c.keys)] != T(c.key) {
				t.Errorf("no key is listed for %q", T(c.key))
			}
		}
	}, shop())
}

func TestIntrospectionFromTheWindow(t *testing.T) {
	onStage(t, func(s *stage) {
		s.signedIn()
		s.server.errands.found = tokenclient.Introspection{Active: true, Members: []tokenclient.Member{
			{Name: "username", JSON: `"alice"`}, {Name: "active", JSON: "true"},
		}}
		s.chooseItem("Introspect the shown token")
		s.wantShown("✓ active", "username\talice", "Asked about: access token", "200 in 12 ms")
		s.page.tokens.shownClaims().table.Select(0)
		s.key(ctrlShift(fyne.KeyV))
		if got := s.clipboard(); got != "alice" && got != "true" {
			t.Errorf("copied %q", got)
		}
		s.server.errands.found = tokenclient.Introspection{}
		s.key(ctrlShift(fyne.Key2))
		s.key(ctrlShift(fyne.KeyI))
		s.wantShown("✗ active: false", "Asked about: refresh token", "It has expired, was revoked", "1. ")
		s.wantNotShown("username\talice")
		if got, want := s.server.errands.tokens[1], s.state().Tokens.Set.RefreshToken.Reveal(); got != want {
			t.Error("another token than the shown one was asked about")
		}
		s.press("Ask again")
		if len(s.server.errands.tokens) != 3 {
			t.Error("Ask again does not ask")
		}
		s.press("Refresh")
		s.wantShown("! this is about an earlier token")
		s.server.errands.fails = refused()
		s.key(ctrlShift(fyne.KeyI))
		s.server.errands.fails = nil
		asked := len(s.server.errands.tokens)
		s.adviceAction("retry", s.state())()
		s.settle()
		if len(s.server.errands.tokens) != asked+1 || len(s.server.asked) != 2 {
			t.Error("Retry does something else than ask again")
		}
	}, shop())
}

func TestRevokingAsksFirstAndIsShown(t *testing.T) {
	onStage(t, func(s *stage) {
		s.signedIn()
		s.key(ctrlShift(fyne.KeyU))
		s.wantShown("Revoke a token?", "Whoever asks the realm refuses it from now on")
		s.press("Keep it")
		if len(s.server.errands.revoked) != 0 {
			t.Fatal("revoked without a yes")
		}
		s.key(ctrlShift(fyne.Key2))
		s.chooseItem("Revoke…")
		s.wantShown("this client's session ends")
		s.press("Revoke")
		if got := s.server.errands.revoked; len(got) != 1 || !strings.HasPrefix(got[0], "refresh_token ") {
			t.Fatalf("revoked %q", got)
		}
		s.wantShown("revoked", "! the refresh token was revoked at", "✗ revoked")
		if !s.page.actions.refresh.Disabled() {
			t.Error("a revoked token can be refreshed")
		}
		s.server.errands.done = tokenclient.Revocation{Notes: []string{"already_invalid"}}
		s.key(ctrlShift(fyne.KeyU))
		s.press("Revoke")
		s.wantShown("! the access token was invalid already")
		if !slices.Contains(s.greyed(), "Revoke…") {
			t.Error("there is still something to revoke")
		}
		s.press("Get token")
		s.wantNotShown("revoked")
	}, shop())
}

func TestBrowserLogoutFromTheWindow(t *testing.T) {
	onStage(t, func(s *stage) {
		s.signedIn()
		s.key(ctrlShift(fyne.KeyQ))
		s.wantShown("The logout page was opened in the browser", "Whether the session ended there is not known")
		s.press("Copy link")
		if got := s.clipboard(); s.server.opened != 1 || !strings.Contains(got, "/protocol/openid-connect/logout?client_id=shop-web") {
			t.Errorf("opened %d, copied %q", s.server.opened, got)
		}
		s.press("Close")
		s.wantNotShown("The logout page")
		s.server.opens = os.ErrNotExist
		s.chooseItem("Log out in the browser…")
		s.wantShown("The browser may not have opened")
		s.server.opens = nil
		s.press("Open again")
		s.wantShown("The logout page was opened in the browser")
		s.page.logout.first.Tapped(nil)
		s.settle()
		s.wantNotShown("The logout page")
		if len(s.server.asked) != 2 {
			t.Error("the check does not refresh")
		}
	}, shop())
}

func TestActionTextsAreCompleteAndUsed(t *testing.T) {
	place := regexp.MustCompile(`{{\.[A-Za-z]+}}`)
	load := func(language string) map[string]string {
		data, err := os.ReadFile("../assets/translations/actions." + language + ".json")
		all := map[string]string{}
		if err != nil || json.Unmarshal(data, &all) != nil {
			t.Fatal("no texts of", language, err)
		}
		return all
	}
	en, es := load("en"), load("es")
	used := literals(t)
	for k, text := range en {
		a, b := place.FindAllString(text, -1), place.FindAllString(es[k], -1)
		slices.Sort(a)
		slices.Sort(b)
		if es[k] == "" || !slices.Equal(a, b) {
			t.Errorf("%q has places %v in English and %v in Spanish", k, a, b)
		}
		if !slices.ContainsFunc(used, func(l string) bool { return l == k || strings.HasSuffix(l, ".") && strings.HasPrefix(k, l) }) {
			t.Errorf("text %q is never used", k)
		}
	}
	if len(es) != len(en) {
		t.Errorf("%d texts in English, %d in Spanish", len(en), len(es))
	}
}
