package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
)

// savedSecret saves the form with a password in it.
func savedSecret(s *stage) {
	s.key(ctrl(fyne.KeyE))
	s.form.accounts.rows[0].password.SetText("typed")
	s.press("Save")
	s.pass(2 * time.Second)
}

func TestModeIsAskedForWhenTheFirstSecretIsKept(t *testing.T) {
	for answer, want := range map[string]string{"In the keyring": modeKeyring, "For this session only": modeSession} {
		t.Run(answer, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.wantNotShown("Where shall secrets rest?")
				savedSecret(s)
				s.wantShown("Where shall secrets rest?", "your desktop's keyring", "only your passphrase opens", "never on disk")
				s.press(answer)
				s.pass(2 * time.Second)
				if got := s.keep.last(); got.Op != VaultChoose || got.Mode != want {
					t.Errorf("task %s %s, want %s", got.Op, got.Mode, want)
				}
				savedSecret(s)
				s.wantNotShown("Where shall secrets rest?")
			}, shop())
		})
	}
}

func TestPassphraseIsChosenByTypingItTwice(t *testing.T) {
	onStage(t, func(s *stage) {
		savedSecret(s)
		s.press("Under a passphrase…")
		fields := s.secretFields()
		s.enter(fields[0], "short")
		s.enter(fields[1], "short")
		s.wantShown("12 characters")
		fields[0].SetText("correct horse battery")
		fields[1].SetText("correct horse")
		s.press("Use this passphrase")
		if len(s.keep.tasks) != 0 {
			t.Fatalf("tasks %v", s.keep.ops())
		}
		fields[1].SetText("")
		s.enter(fields[1], "correct horse battery")
		s.pass(2 * time.Second)
		if got := s.keep.last(); got.Mode != modePassphrase || got.Passphrase.Reveal() != "correct horse battery" {
			t.Errorf("task %s %s", got.Op, got.Mode)
		}
		if fields[0].Text+fields[1].Text != "" {
			t.Error("the passphrase stays in the fields")
		}
	}, shop())
}

func TestRefusedModeLeavesTheOthersToChoose(t *testing.T) {
	onStage(t, func(s *stage) {
		savedSecret(s)
		s.keep.answer = failing("no_service")
		s.press("In the keyring")
		s.pass(2 * time.Second)
		s.wantShown("No keyring is running", "For this session only")
		s.keep.answer = nil
		s.press("For this session only")
		s.pass(2 * time.Second)
		s.wantNotShown("Where shall secrets rest?")
	}, shop())
}

func TestStayingLoggedInToProductionIsAskedAbout(t *testing.T) {
	p := shop()
	p.Environment = profile.Production
	onStage(t, func(s *stage) {
		inVault(s, modeKeyring)
		s.key(ctrl(fyne.KeyE))
		s.form.stay.SetChecked(true)
		s.press("Save")
		s.wantShown("Stay logged in to production?")
		s.press("Stay logged in")
		s.pass(2 * time.Second)
		if !s.saved.all[0].KeepLoggedIn {
			t.Error("it was not saved")
		}
	}, p)
}

func TestRecoveryKeyIsShownByRevealOnly(t *testing.T) {
	onStage(t, func(s *stage) {
		inVault(s, modeKeyring)
		s.showVault()
		s.pass(2 * time.Second)
		s.press("Recovery key…")
		s.keep.answer = giving("AGE-SECRET-KEY-1CANARY")
		s.press("Continue")
		s.pass(2 * time.Second)
		s.wantNotShown("CANA")
		s.press("Show it")
		s.wantShown("AGE-SECRET-KEY-1 CANA RY")
		s.press("I have written it down")
		s.wantNotShown("CANA")
	}, shop())
}

func TestChangeOfPassphraseNeedsTheOldOne(t *testing.T) {
	onStage(t, func(s *stage) {
		inVault(s, modePassphrase)
		s.keep.about = VaultAbout{Path: "/home/me/vault.age", Records: 7}
		s.showVault()
		s.pass(2 * time.Second)
		s.wantShown("About this vault", "/home/me/vault.age", "none yet", "7", "WHAT IT CANNOT PROTECT AGAINST")
		s.press("Change passphrase…")
		f := s.dotted()
		f[len(f)-3].SetText("old one")
		f[len(f)-2].SetText("correct horse battery")
		s.enter(f[len(f)-1], "correct horse battery")
		s.pass(2 * time.Second)
		if got := s.keep.last(); got.Op != VaultPassphrase || got.Passphrase.Reveal() != "old one" || got.Next.Reveal() != "correct horse battery" {
			t.Errorf("task %s", got.Op)
		}
		s.wantShown("the passphrase was changed")
	}, shop())
}
