package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"realmscope/app/profile"
)

// answerPicker has the dialog for files answered at once.
func (s *stage) answerPicker(path string) *[]string {
	asked := &[]string{}
	s.choose = func(save bool, name string, then func(fyne.URI)) {
		*asked = append(*asked, name)
		then(storage.NewFileURI(path))
	}
	return asked
}

func TestSelectedProfileIsExportedWithoutSecrets(t *testing.T) {
	onStage(t, func(s *stage) {
		asked := s.answerPicker("/tmp/x/team.json")
		s.key(ctrlShift(fyne.KeyE))
		s.wantNotShown("Passphrase again")
		s.press("Save to a file…")
		s.pass(2 * time.Second)
		s.wantShown("Exported 1 to team.json")
		out := s.porter.wrote[0]
		if !out.Passphrase.Empty() || !slices.Equal(out.IDs, []string{shop().ID}) || !slices.Equal(*asked, []string{"Realmscope.json"}) {
			t.Errorf("wrote %+v to %v", out, *asked)
		}
	}, shop(), bank())
}

func TestAllAreExportedUnderAPassphraseTypedTwice(t *testing.T) {
	onStage(t, func(s *stage) {
		asked := s.answerPicker("/tmp/x/team.age")
		s.key(ctrlShift(fyne.KeyE))
		s.stroke(fyne.KeySpace) // the first box has the focus
		s.tick("With their secrets")
		fields := s.secretFields()
		for _, tt := range []struct{ first, second, want string }{
			{"short", "short", "✗ Use at least 12 characters"}, {"correct horse battery", "correct horse batterx", "✗ The two are not the same."},
		} {
			fields[0].SetText(tt.first)
			fields[1].SetText(tt.second)
			s.press("Save to a file…")
			s.wantShown(tt.want)
		}
		fields[1].SetText("")
		s.enter(fields[1], "correct horse battery")
		s.pass(2 * time.Second)
		if len(s.porter.wrote) != 1 || s.porter.wrote[0].Passphrase.Reveal() != "correct horse battery" || len(s.porter.wrote[0].IDs) != 2 {
			t.Fatalf("wrote %+v", s.porter.wrote)
		}
		if !slices.Equal(*asked, []string{"Realmscope.age"}) || fields[0].Text+fields[1].Text != "" {
			t.Errorf("asked for %q, fields hold %q", *asked, fields[0].Text)
		}
	}, shop(), bank())
}

func (s *stage) secretFields() []*entry {
	var found []*entry
	s.walk(func(o fyne.CanvasObject) {
		if e, ok := o.(*entry); ok && e.Password && s.modal != nil {
			found = append(found, e)
		}
	})
	if len(found) < 2 {
		s.t.Fatalf("%d fields for passphrases in sight", len(found))
	}
	return found[len(found)-2:]
}

func TestPackIsCopied(t *testing.T) {
	onStage(t, func(s *stage) {
		s.key(ctrlShift(fyne.KeyE))
		s.press("Copy")
		s.pass(2 * time.Second)
		if got := s.clipboard(); got != "pack of "+shop().ID {
			t.Errorf("clipboard holds %q", got)
		}
		s.wantShown("Copied as a pack: 1")
	}, shop())
}

func TestExportThatFailsSaysWhy(t *testing.T) {
	onStage(t, func(s *stage) {
		s.answerPicker("/tmp/x/team.json")
		s.porter.fail = &profile.SaveError{Cause: profile.CauseDiskFull, Path: "/tmp/x/team.json", Err: errors.New("x")}
		s.key(ctrlShift(fyne.KeyE))
		s.press("Save to a file…")
		s.pass(2 * time.Second)
		s.wantShown("The pack was not written: the disk is full")
	}, shop())
}

// TestFilesAreChosenInTheToolkitsDialog opens the real dialog: it comes, nothing
// runs behind it, and Escape takes it away.
func TestFilesAreChosenInTheToolkitsDialog(t *testing.T) {
	onStage(t, func(s *stage) {
		s.key(ctrl(fyne.KeyO))
		if s.picker == nil || len(s.win.Canvas().Overlays().List()) != 1 {
			t.Fatal("no dialog came")
		}
		s.key(ctrl(fyne.KeyN))
		if s.form != nil {
			t.Error("the form opened behind the dialog")
		}
		s.escape()
		s.settle()
		if s.picker != nil || len(s.win.Canvas().Overlays().List()) != 0 {
			t.Error("the dialog stayed")
		}
	}, shop())
}

func TestProfilesAreMovedWithinTheirHeading(t *testing.T) {
	second := shop()
	second.ID, second.Name = "00000000000000a2", "second"
	onStage(t, func(s *stage) {
		s.key(ctrlShift(fyne.KeyUp)) // the first: nowhere to go
		s.key(ctrlShift(fyne.KeyDown))
		s.pass(2 * time.Second)
		if got := s.titles(); !slices.Equal(got, []string{"DEVELOPMENT", "second", "claroshop dev", "TEST", "banfico sandbox"}) {
			t.Errorf("list shows %q", got)
		}
		s.key(ctrlShift(fyne.KeyDown)) // the last of its heading
		s.key(ctrlShift(fyne.KeyUp))
		s.pass(2 * time.Second)
		if want := [][2]string{{second.ID, shop().ID}, {shop().ID, second.ID}}; !slices.Equal(s.porter.placed, want) {
			t.Errorf("placed %v, want %v", s.porter.placed, want)
		}
	}, shop(), bank(), second)
}

// titles are the rows of the list, headings too.
func (s *stage) titles() []string {
	var out []string
	for _, i := range s.list.items {
		out = append(out, i.Heading+i.Title)
	}
	return out
}

func TestGroupIsGivenInTheFormAndHeadsTheList(t *testing.T) {
	onStage(t, func(s *stage) {
		s.selectProfile(bank().ID)
		s.edit()
		test.Type(s.form.group.entry, "Team A")
		s.press("Save")
		s.pass(2 * time.Second)
		if got := s.titles(); !slices.Equal(got, []string{"TEAM A · TEST", "banfico sandbox", "DEVELOPMENT", "claroshop dev"}) {
			t.Errorf("list shows %q", got)
		}
		test.Type(s.list.filter, "team a")
		if got := s.titles(); len(got) != 2 {
			t.Errorf("filter by group shows %q", got)
		}
	}, shop(), bank())
}

func TestDuplicateTakesItsSecretsOnlyOnWish(t *testing.T) {
	onStage(t, func(s *stage) {
		s.key(ctrl(fyne.KeyD))
		if got := s.form.collect(); len(got.SecretIDs()) > 0 || got.ID == shop().ID {
			t.Errorf("form holds %+v", got)
		}
		s.form.close()
		s.key(ctrlShift(fyne.KeyD))
		s.pass(2 * time.Second)
		if s.form == nil || len(s.saved.all) != 2 || !strings.Contains(s.saved.all[1].Name, "claroshop dev") {
			t.Errorf("saved are %+v", s.saved.all)
		}
	}, shop())
}

func TestNoticesComeWhileTheWindowIsOpen(t *testing.T) {
	onStage(t, func(s *stage) {
		s.Notify([]Notice{{Code: "profiles.outside", Args: map[string]string{"Path": "/x/profiles.json", "Reason": "gone"}}})
		s.wantShown("/x/profiles.json was changed by another program and cannot be used: it is gone.")
	}, shop())
}

// TestOpenFormFollowsChangesFromOutside changes what was not touched and what
// was, with a password typed meanwhile.
func TestOpenFormFollowsChangesFromOutside(t *testing.T) {
	onStage(t, func(s *stage) {
		s.edit()
		s.form.name.entry.SetText("mine")
		s.form.accounts.rows[0].password.SetText("typed")
		theirs := shop()
		theirs.Scope = "openid"
		s.saved.put(theirs)
		s.wantShown("Another window changed this profile")
		if got := s.form.collect(); got.Name != "mine" || got.Scope != "openid" || s.form.accounts.rows[0].password.Text != "typed" {
			t.Errorf("form holds %+v", got)
		}
		theirs.Name = "theirs"
		s.saved.put(theirs)
		s.wantShown("Another window changed the same as you: name.")
		s.press("Save")
		s.pass(2 * time.Second)
		if got := s.saved.all[0]; got.Name != "mine" || got.Scope != "openid" || got.Accounts[0].PasswordID == "" {
			t.Errorf("saved %+v", got)
		}
	}, shop(), bank())
}

func TestTheCardSaysWhatIsWritten(t *testing.T) {
	onStage(t, func(s *stage) {
		s.export()
		s.wantShown("claroshop dev: written as a pack", "no secret in it")
		s.tick("With their secrets, encrypted under a passphrase")
		s.wantShown("claroshop dev: written as an encrypted file", "not even you")
		s.wantNotShown("no secret in it")
		s.tick("All profiles (2)")
		s.wantShown("All profiles (2): written as an encrypted file")
	}, shop(), bank())
}

func TestAFileThatCannotBeOpenedIsSaid(t *testing.T) {
	onStage(t, func(s *stage) {
		s.Window.pick(true, "no/such/folder.json", func(fyne.URI) { t.Error("there is a file") })
		s.settle()
		s.wantShown("Save File")
		var save *widget.Button
		s.walk(func(o fyne.CanvasObject) {
			if b, ok := o.(*widget.Button); ok && b.Text == "Save" {
				save = b
			}
		})
		test.Tap(save)
		s.settle()
		s.wantNotShown("Save File")
		s.wantShown("The file cannot be used: ", "no such file")
		if s.picker != nil {
			t.Error("the picker counts as open")
		}
	}, shop())
}
