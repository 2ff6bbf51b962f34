package ui

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// compareFamilies are the keys that the page of comparisons builds.
func compareFamilies() map[string][]string {
	f := map[string][]string{
		"compare.aspect.": {"identity", "rights", "life", "rest", "header"},
		"compare.change.": {"equal", "added", "removed", "changed", "fresh"},
		"right.":          {"realm_role", "client_role", "scope", "group", "audience", "permission"},
		"place.":          {string(placeCompare)}, "menu.place.": {string(placeCompare)},
		"sign.": inspect.SignReasons(), "thing.": nil,
	}
	for _, which := range compareWhiches() {
		f["compare.which."] = append(f["compare.which."], string(which))
	}
	for _, thing := range inspect.Things() {
		f["thing."] = append(f["thing."], string(thing))
	}
	return f
}

// comparing is the open page of comparisons.
func (s *stage) comparing() *comparePlace {
	s.t.Helper()
	for i, e := range s.places.list {
		if e.key == placeCompare {
			s.key(ctrl([]fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5}[i]))
		}
	}
	p, ok := s.places.current().(*comparePlace)
	if !ok {
		s.t.Fatalf("in sight is %T", s.places.current())
	}
	return p
}

// chooseToken picks the item of that text in a side's menu.
func (s *stage) chooseToken(side *compareSide, text string) {
	s.t.Helper()
	var all []string
	for _, item := range side.menu().Items {
		if item.Label == text && !item.Disabled {
			item.Action()
			s.settle()
			return
		}
		all = append(all, item.Label)
	}
	s.t.Fatalf("the menu has no %q, only\n%s", text, strings.Join(all, "\n"))
}

// pasteInto presses Ctrl+V on the focused side.
func (s *stage) pasteInto(side *compareSide, text string) {
	s.app.Clipboard().SetContent(text)
	s.win.Canvas().Focus(side.pick)
	side.pick.TypedShortcut(&fyne.ShortcutPaste{Clipboard: s.app.Clipboard()})
	s.settle()
}

// bothLoggedIn fetches for alice and for bob, who may do other things.
func (s *stage) bothLoggedIn() {
	s.keepSecrets()
	s.server.answer = func(_ context.Context, r tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
		set := goodAnswer(owner(r), 5*time.Minute)
		if owner(r) == "bob" {
			text := jwt(`{"alg":"RS256","typ":"JWT","kid":"k1"}`, `{"exp":`+unix(10*time.Minute)+`,"iat":`+unix(0)+
				`,"sub":"b-1","preferred_username":"bob","realm_access":{"roles":["offline_access","auditor"]},"secret_claim":"bobs own"}`)
			set.AccessToken = tokenclient.NewSecret(text)
		}
		return set, nil
	}
	s.press("Get token")
	s.selectAccount("bob")
	s.press("Get token")
}

// unix is a moment from now on as a token writes it.
func unix(d time.Duration) string { return strconv.FormatInt(time.Now().Add(d).Unix(), 10) }

func TestTwoSessionsAreCompared(t *testing.T) {
	onStage(t, func(s *stage) {
		s.bothLoggedIn()
		p := s.comparing()
		s.wantShown("Choose two tokens", "Choose a token")
		if got := s.win.Canvas().Focused(); got != fyne.Focusable(p.left.pick) {
			t.Errorf("the focus is on %T", got)
		}
		s.chooseToken(p.left, "claroshop dev · alice · access token")
		s.wantShown("Now choose the other side.", "claroshop dev · alice · access token", "Bearer · RS256 · https://sso.dev.example/auth/realms/shop")
		s.chooseToken(p.right, "claroshop dev · bob · access token")
		s.wantShown("RIGHTS\t", "\trealm role\t\tshop-admin\t\t− removed", "\trealm role\t\t\tauditor\t+ added",
			"\texp\t\t+5 min\t+10 min\t≠ changed", "IDENTITY\t", "\tpreferred_username\t\talice\tbob\t≠ changed")
		s.wantNotShown("offline_access", "Choose two tokens")
		p.amount.Select(compareAll)
		s.wantShown("\trealm role\t\toffline_access\toffline_access\t= same")
		s.typeInto(p.filter, "role audit")
		s.wantShown("auditor")
		s.wantNotShown("shop-admin", "offline_access")
		s.typeInto(p.filter, "zzz")
		s.wantShown("Nothing here has these letters.")
		s.pressEscape()
		s.wantShown("shop-admin")
		s.press("Swap sides")
		s.wantShown("\trealm role\t\tauditor\t\t− removed", "\trealm role\t\t\tshop-admin\t+ added")
	}, shop())
}

func TestAComparisonForATicketNamesNobody(t *testing.T) {
	onStage(t, func(s *stage) {
		s.bothLoggedIn()
		p := s.comparing()
		s.chooseToken(p.left, "claroshop dev · alice · access token")
		s.chooseToken(p.right, "claroshop dev · bob · access token")
		s.press("Copy for a ticket")
		got := s.clipboard()
		for _, want := range []string{
			"Left: access token of realm shop, client shop-web", "− realm role: shop-admin", "+ realm role: auditor", "≠ exp: +5 min → +10 min",
			"≠ preferred_username: changed", "+ secret_claim: added", "Values that may be personal are left out.",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("the ticket lacks %q:\n%s", want, got)
			}
		}
		for _, secret := range []string{"alice", "bob", "b-1", "eyJ", "7b0c1f5e"} {
			if strings.Contains(got, secret) {
				t.Errorf("the ticket holds %q:\n%s", secret, got)
			}
		}
	}, shop())
}

func TestASessionIsFollowedThroughARefresh(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.pass(time.Minute)
		s.key(ctrlShift(fyne.KeyG))
		p := s.comparing()
		s.wantShown("claroshop dev · alice · access token", "Now choose the other side.")
		if got := s.win.Canvas().Focused(); got != fyne.Focusable(p.right.pick) {
			t.Errorf("the focus is on %T", got)
		}
		before := p.left.token
		s.p.Sessions.Refresh(shop(), "alice")
		s.settle()
		if p.left.token == before {
			t.Error("the left side still has the old token")
		}
		s.chooseToken(p.right, "claroshop dev · alice · access token before the last refresh")
		if p.right.token != before {
			t.Error("the token before the refresh is another one")
		}
		s.wantShown("✓ The tokens mean the same")
		p.amount.Select(compareAll)
		s.wantShown("\tiat\t\t+0 s\t−1 min\t↻ new in every token")
		s.p.Sessions.Forget(shop().ID)
		s.settle()
		s.wantShown("! This session has no such token any more.", "Choose two tokens")
	}, shop())
}

func TestAPasteIsOneSide(t *testing.T) {
	onStage(t, func(s *stage) {
		p := s.comparing()
		s.wantShown("Choose two tokens")
		if item := p.left.menu().Items[0]; !item.Disabled || !strings.Contains(item.Label, "No session has a token yet") {
			t.Errorf("the menu offers %q", item.Label)
		}
		s.pasteInto(p.left, "Authorization: Bearer "+accessOf("alice", time.Hour))
		s.wantShown("pasted token · alice")
		s.pasteInto(p.right, "hello")
		s.wantShown("! There is no token in this text.", "Now choose the other side.")
		s.pasteInto(p.right, `{"access_token":"`+accessOf("bob", time.Hour)+`","id_token":"`+accessOf("carol", time.Hour)+`"}`)
		s.wantShown("pasted token 1 of 2 · bob", "\tpreferred_username\t\talice\tbob\t≠ changed")
		s.chooseToken(p.right, "pasted token 2 of 2 · carol")
		s.wantShown("\tpreferred_username\t\talice\tcarol\t≠ changed")
		s.chooseToken(p.right, "Empty this side")
		s.wantShown("Now choose the other side.")
	}, shop())
}

func TestTokensOfInspectAreCompared(t *testing.T) {
	onStage(t, func(s *stage) {
		at := s.inspector()
		at.take(`{"access_token":"`+accessOf("bob", time.Hour)+`","id_token":"`+accessOf("carol", time.Hour)+`"}`, "")
		s.settle()
		at.compare()
		s.settle()
		p := s.comparing()
		s.wantShown("Access token in Inspect · bob")
		if got := s.win.Canvas().Focused(); got != p.right.pick {
			t.Errorf("in focus is %T, want the other side", got)
		}
		s.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		s.settle()
		s.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		s.settle()
		s.wantShown("Access token in Inspect · carol", "\tpreferred_username\t\tbob\tcarol\t≠ changed")
		for _, item := range p.left.menu().Items {
			if strings.Contains(item.Label, "in Inspect") && !item.Checked {
				t.Errorf("the menu offers %q, which a side holds", item.Label)
			}
		}
	}, shop())
}

func TestALineIsReadWholeByKeyboard(t *testing.T) {
	onStage(t, func(s *stage) {
		s.bothLoggedIn()
		p := s.comparing()
		s.chooseToken(p.left, "claroshop dev · alice · access token")
		s.chooseToken(p.right, "claroshop dev · bob · access token")
		table := p.table.table
		s.win.Canvas().Focus(table.FocusTarget())
		for range 40 {
			table.FocusTarget().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			if r := table.Rows()[table.Selected()]; r.Name == "preferred_username" {
				break
			}
		}
		s.wantShown("Left: alice", "Right: bob")
		p.refresh()
		p.render()
		if got := s.win.Canvas().Focused(); got != table.FocusTarget() {
			t.Fatalf("drawing anew moved the focus to %T", got)
		}
		s.win.Canvas().Focus(p.table.buttons[1])
		p.table.buttons[1].TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		if got := s.clipboard(); got != "bob" {
			t.Errorf("copied %q", got)
		}
		s.pressEscape()
		s.wantNotShown("Left: alice")
		if got := s.win.Canvas().Focused(); got != table.FocusTarget() {
			t.Errorf("the focus is on %T", got)
		}
	}, shop())
}

func TestAmongManyTokensOneIsFoundByLetters(t *testing.T) {
	var many []profile.Profile
	for i, name := range []string{"billing", "delivery", "ledger", "orders", "returns", "stock"} {
		p := shop()
		p.ID, p.Name = fmt.Sprintf("many-%d", i), name
		many = append(many, p)
	}
	onStage(t, func(s *stage) {
		s.keepSecrets()
		for _, p := range many {
			for _, name := range []string{"alice", "bob"} {
				s.p.Sessions.Fetch(p, name, session.Typed{Password: tokenclient.NewSecret("wonderland")})
			}
			s.settle()
		}
		p := s.comparing()
		if n := len(p.left.tokens()); n <= mostCompared {
			t.Fatalf("%d tokens are few", n)
		}
		s.chooseToken(p.left, "Find a token…")
		field, ok := s.win.Canvas().Focused().(*entry)
		if !ok {
			t.Fatalf("the focus is on %T", s.win.Canvas().Focused())
		}
		test.Type(field, "ledger alice access")
		field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		s.settle()
		s.wantShown("ledger · alice · access token", "Now choose the other side.")
	}, many...)
}
