package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// eye presses the eye of a field. The driver leaves the focus where it is: the
// eye lies within the field.
func (s *stage) eye(e *entry) {
	s.t.Helper()
	eye, ok := e.ActionItem.(fyne.Tappable)
	if !ok {
		s.t.Fatalf("the field has %T in place of an eye", e.ActionItem)
	}
	eye.Tapped(&fyne.PointEvent{})
	s.settle()
}

// left is what the driver says when another window gets the focus.
func (s *stage) left() {
	s.win.Canvas().Unfocus()
	s.app.Lifecycle().(interface{ OnExitedForeground() func() }).OnExitedForeground()()
	s.settle()
}

func TestARevealedFieldHidesItselfAgain(t *testing.T) {
	for name, end := range map[string]func(s *stage, e *entry){
		"after 20 s": func(s *stage, e *entry) {
			s.pass(revealFor - time.Second)
			if e.Password {
				s.t.Error("it was hidden too soon")
			}
			s.pass(2 * time.Second)
		},
		"by its eye":                   func(s *stage, e *entry) { s.eye(e) },
		"with the focus of the field":  func(s *stage, _ *entry) { s.win.Canvas().Focus(s.form.name.entry) },
		"with the focus of the window": func(s *stage, _ *entry) { s.left() },
		"on lock":                      func(s *stage, _ *entry) { s.Lock() },
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				inVault(s, modeKeyring)
				s.key(ctrl(fyne.KeyE))
				e := s.form.accounts.rows[0].password
				s.win.Canvas().Focus(e)
				test.Type(e, "canary")
				if !e.Password {
					t.Fatal("it is not dots at first")
				}
				s.eye(e)
				if e.Password {
					t.Fatal("its eye reveals nothing")
				}
				end(s, e)
				if !e.Password {
					t.Error("the field still shows its text")
				}
				s.pass(time.Minute)
				if !e.Password {
					t.Error("the field shows its text later")
				}
			}, shop())
		})
	}
}

func TestTwoRevealsAreTwoWholeTimes(t *testing.T) {
	onStage(t, func(s *stage) {
		s.key(ctrl(fyne.KeyE))
		e := s.form.accounts.rows[0].password
		s.win.Canvas().Focus(e)
		s.eye(e)
		s.pass(15 * time.Second)
		s.eye(e)
		s.eye(e)
		s.pass(15 * time.Second)
		if e.Password {
			t.Error("the time of the first reveal ended the second")
		}
		s.pass(6 * time.Second)
		if !e.Password {
			t.Error("the second reveal has no end")
		}
	}, shop())
}

func TestARevealedFieldIsNotCopied(t *testing.T) {
	onStage(t, func(s *stage) {
		s.key(ctrl(fyne.KeyE))
		e := s.form.accounts.rows[0].password
		s.win.Canvas().Focus(e)
		test.Type(e, "canary")
		s.eye(e)
		s.app.Clipboard().SetContent("mine")
		for _, cut := range []fyne.Shortcut{&fyne.ShortcutCopy{Clipboard: s.app.Clipboard()}, &fyne.ShortcutCut{Clipboard: s.app.Clipboard()}} {
			e.TypedShortcut(&fyne.ShortcutSelectAll{})
			e.TypedShortcut(cut)
			if s.clipboard() != "mine" || e.Text != "canary" {
				t.Errorf("%s: clipboard %q, field %q", cut.ShortcutName(), s.clipboard(), e.Text)
			}
		}
		name := s.form.name.entry
		name.TypedShortcut(&fyne.ShortcutSelectAll{})
		name.TypedShortcut(&fyne.ShortcutCopy{Clipboard: s.app.Clipboard()})
		if s.clipboard() != "claroshop dev" {
			t.Errorf("a name is not copied: %q", s.clipboard())
		}
	}, shop())
}

// A hidden value that is revealed, and the recovery key, are in sight while the
// window is.
func TestLeavingTheWindowHidesWhatWasRevealed(t *testing.T) {
	onStage(t, func(s *stage) {
		inVault(s, modeKeyring)
		s.showVault()
		s.pass(2 * time.Second)
		s.press("Recovery key…")
		s.keep.answer = giving("AGE-SECRET-KEY-CANARY")
		s.press("Continue")
		s.pass(2 * time.Second)
		s.press("Show it")
		s.wantShown("ANAR")
		s.left()
		s.wantNotShown("ANAR")
		s.press("Show it")
		s.wantShown("ANAR")
		s.press("I have written it down")

		s.setHidden(true)
		s.reveal("what")
		if s.Window.open.what == nil {
			t.Fatal("nothing was revealed")
		}
		s.left()
		if s.Window.open.what != nil {
			t.Error("a value stays revealed")
		}
	}, shop())
}

func TestTheVaultSaysWhetherMemoryIsWrittenToDisk(t *testing.T) {
	for swap, want := range map[Swap]string{
		SwapNone: "no swap on a disk", SwapDisk: "have it encrypted", SwapUnknown: "by the system",
	} {
		t.Run(string(swap), func(t *testing.T) {
			onStage(t, func(s *stage) {
				inVault(s, modeKeyring)
				s.keep.about = VaultAbout{Path: "/home/me/vault.age", Swap: swap, Backups: []time.Time{time.Now().Add(-time.Hour)}}
				s.showVault()
				s.pass(2 * time.Second)
				s.wantShown("Memory", want, "1, from 1 h ago")
			}, shop())
		})
	}
}

func TestASaveThatNeedsALockedVaultSaysSo(t *testing.T) {
	for reason, want := range map[string]string{VaultLocked: "the vault is locked; unlock it and save again", "disk_full": "The disk is full"} {
		t.Run(reason, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.saved.fail = &VaultFailure{Reason: reason}
				s.key(ctrl(fyne.KeyE))
				s.form.accounts.rows[0].password.SetText("typed")
				s.press("Save")
				s.pass(2 * time.Second)
				s.wantShown(want)
			}, shop())
		})
	}
}

func TestSettingsSayThatCopiesAreNotMarked(t *testing.T) {
	onStage(t, func(s *stage) {
		s.key(ctrl(fyne.KeyComma))
		s.wantShown("Clipboard managers may keep a copy", "cannot be marked as secret")
	}, shop())
}
