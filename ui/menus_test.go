package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
)

// pick chooses an item of a menu.
func (s *stage) pick(m *fyne.Menu, label string) {
	s.t.Helper()
	for _, item := range m.Items {
		if item.Label == label && !item.Disabled {
			item.Action()
			s.settle()
			return
		}
	}
	s.t.Fatalf("no item %q to choose", label)
}

func TestAccountIsChosenFromItsMenu(t *testing.T) {
	onStage(t, func(s *stage) {
		s.pick(s.page.head.menu(), "bob")
		s.wantShown("as bob")
		for _, item := range s.page.head.menu().Items {
			if item.Checked != (item.Label == "bob") {
				t.Errorf("%q is marked: %v", item.Label, item.Checked)
			}
		}
		s.pick(s.page.head.menu(), "someone else…")
		s.wantShown("Who should the token be for?")
	}, shop())
}

func TestCopyMenuGreysWhatIsNotThere(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		m := fyne.NewMenu("", s.copyItems()...)
		for _, item := range m.Items {
			if item.Disabled != (item.Label == "ID token") {
				t.Errorf("%q is greyed: %v", item.Label, item.Disabled)
			}
		}
		s.pick(m, "Refresh token")
		if got, want := s.clipboard(), s.state().Tokens.Set.RefreshToken.Reveal(); got != want {
			t.Errorf("copied %q, want the refresh token", got)
		}
	}, shop())
}

func TestTemplateMenuFillsAnOpenForm(t *testing.T) {
	onStage(t, func(s *stage) {
		s.newProfile()
		id := s.form.start.ID
		for _, tpl := range profile.Templates() {
			s.pick(s.form.templateMenu(), tpl.Name)
			if got := s.form.collect(); got.ID != id || got.Template != tpl.ID || got.Grant != tpl.Profile.Grant {
				t.Errorf("%s: form holds %+v", tpl.Name, got)
			}
			s.wantShown(T("template." + tpl.ID + ".about"))
		}
	})
}

func TestAccountsAreAddedAndRemoved(t *testing.T) {
	onStage(t, func(s *stage) {
		s.edit()
		s.press("+ Account")
		rows := s.form.accounts.rows
		if s.win.Canvas().Focused() != fyne.Focusable(rows[2].username) {
			t.Error("the new row has not got the focus")
		}
		rows[2].username.SetText("alice")
		s.press("Save")
		s.wantShown("✗ This user name stands here twice.")
		s.press("Remove") // the first, alice with her password
		got := s.form.collect().Accounts
		if len(got) != 2 || got[0].Username != "bob" || got[1].PasswordID != "" {
			t.Errorf("accounts are %+v, want bob and a new alice", got)
		}
	}, shop())
}

func TestSecretIsEditedWhereItStands(t *testing.T) {
	onStage(t, func(s *stage) {
		s.editSecret()
		if s.win.Canvas().Focused() != fyne.Focusable(s.form.secret.entry) {
			t.Error("the secret's field has not got the focus")
		}
		s.pressEscape()
		if s.form != nil {
			t.Error("the form stayed open")
		}
	}, bank())
}

func TestOddAnswersAreSaidInWords(t *testing.T) {
	for note, want := range map[string]string{
		"bom":                  "the answer began with a byte order mark",
		"duplicate.scope":      "scope is in the answer more than once",
		"expires_in.text":      "expires_in came as text instead of a number",
		"sc\u202eope.commas":   `sc\u202eope came with commas instead of blanks`,
		"something.unheard_of": "the answer is unusual: something.unheard_of",
		"unheard":              "the answer is unusual: unheard",
	} {
		if got := noteText(note); got != want || strings.Contains(got, "\u202e") {
			t.Errorf("%q is said as %q, want %q", note, got, want)
		}
	}
}
