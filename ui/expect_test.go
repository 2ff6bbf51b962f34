package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"realmscope/app/profile"
	"realmscope/tokenclient/inspect"
)

// wanting is shop with expectations, of which two are not met by goodAnswer.
func wanting() profile.Profile {
	p := shop()
	p.Expectations = []profile.Expectation{
		{Kind: profile.ExpectRole, Name: "shop-admin"},
		{Kind: profile.ExpectRole, Client: "shop", Name: "auditor"},
		{Kind: profile.ExpectLifeAtMost, Value: "10m"},
		{Kind: profile.ExpectEquals, Name: "preferred_username", Value: "carol"},
	}
	return p
}

func TestTheKindsOfExpectationsAreThoseOfTheInspector(t *testing.T) {
	var got, want []string
	for _, k := range profile.ExpectationKinds() {
		got = append(got, string(k))
	}
	for _, k := range inspect.ExpectationKinds() {
		want = append(want, string(k))
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("profile's kinds (-got +want):\n%s", diff)
	}
	for _, k := range profile.ExpectationKinds() {
		for _, language := range []string{"en", "es"} {
			if texts(t, "expect-ui."+language+".json")["want.kind."+string(k)] == "" {
				t.Errorf("%s: no text for the kind %q", language, k)
			}
		}
	}
}

func TestEachFetchShowsWhatWasExpected(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.wantNotShown("expectations")
		s.press("Get token")
		s.wantShown("✗ Expectations: 2 of 4 not met", "✗ Role auditor (shop) is missing.", "✓ Role shop-admin is granted.",
			"✗ preferred_username is alice, not carol.", "✓ It lives 5 min, which is at most 10 min.")
		s.key(ctrlShift(fyne.KeyT))
		got := s.clipboard()
		for _, want := range []string{"Expectations: 2 of 4 not met", "Not met: has the role · auditor · shop", "Not met: the claim equals · preferred_username\n"} {
			if !strings.Contains(got, want) {
				t.Errorf("the ticket lacks %q:\n%s", want, got)
			}
		}
		if strings.Contains(got, "carol") || strings.Contains(got, "alice") {
			t.Errorf("the ticket names a person:\n%s", got)
		}
		s.board()
		s.wantShown("! alice · 2 of 4 not met\t")
	}, wanting())
}

func TestExpectationsThatAreMetAreGreen(t *testing.T) {
	p := wanting()
	p.Expectations = p.Expectations[:1]
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.wantShown("✓ Expectations: all met (1)")
		s.key(ctrlShift(fyne.KeyT))
		if got := s.clipboard(); !strings.Contains(got, "Expectations: all 1 met") {
			t.Errorf("the ticket says\n%s", got)
		}
		s.board()
		s.wantNotShown("not met")
	}, p)
}

func TestExpectationsAreEditedInTheForm(t *testing.T) {
	onStage(t, func(s *stage) {
		s.edit()
		part := s.form.more.wants
		s.press("▸ Expectations")
		s.press("+ Expectation")
		row := part.rows[0]
		if got := s.win.Canvas().Focused(); got != fyne.Focusable(row.kind.pick) {
			t.Fatalf("the focus is on %T", got)
		}
		s.typeInto(row.name, "auditor")
		s.typeInto(row.client, "shop")
		s.press("+ Expectation")
		life := part.rows[1]
		s.pickWord(life.kind, string(profile.ExpectLifeAtMost))
		if life.name.Visible() || life.client.Visible() || !life.value.Visible() {
			t.Error("a life has other fields than its length")
		}
		s.typeInto(life.value, "long")
		s.press("+ Expectation") // an empty one is not saved
		s.press("Save")
		s.wantShown("✗ Write a length of time such as 5m, 90s or 8h.")
		if s.form == nil {
			t.Fatal("a wrong expectation was saved")
		}
		life.value.SetText("5m")
		got := s.save().Expectations
		want := []profile.Expectation{
			{Kind: profile.ExpectRole, Client: "shop", Name: "auditor"}, {Kind: profile.ExpectLifeAtMost, Value: "5m"},
		}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("saved (-got +want):\n%s", diff)
		}
		s.edit()
		if !slices.ContainsFunc(s.form.more.wants.rows, func(r *expectRow) bool { return r.name.Text == "auditor" }) {
			t.Error("the form does not show what was saved")
		}
	}, shop())
}

func TestAnExpectationIsRemoved(t *testing.T) {
	p := wanting()
	p.Accounts = nil
	onStage(t, func(s *stage) {
		s.edit()
		part := s.form.more.wants
		right, ok := part.rows[0].root.Objects[0].(*fyne.Container)
		if !ok {
			t.Fatal("a row is built otherwise")
		}
		var drop fyne.Tappable
		walk(right, func(o fyne.CanvasObject) {
			if b, ok := o.(interface {
				fyne.Tappable
				Text() string
			}); ok && b.Text() == "Remove" {
				drop = b
			}
		})
		test.Tap(drop)
		if got := s.win.Canvas().Focused(); got != fyne.Focusable(part.add) {
			t.Errorf("the focus is on %T", got)
		}
		if got := s.save().Expectations; len(got) != 3 || got[0].Name != "auditor" {
			t.Errorf("saved %v", got)
		}
	}, p)
}

// expectScenes show expectations below a fetch, in the form and on the board.
func expectScenes() map[string]func(s *stage) {
	fetched := func(s *stage) {
		s.saved.put(wanting())
		live(s)
	}
	return map[string]func(s *stage){
		"expect": fetched,
		"expect-form": func(s *stage) {
			fetched(s)
			s.edit()
			s.win.Canvas().Focus(s.form.more.wants.add)
		},
		"expect-board": func(s *stage) {
			fetched(s)
			s.board()
		},
	}
}
