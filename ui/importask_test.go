package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/vault"
)

const apiWithSecret = `curl -u api:s3cret -d grant_type=client_credentials https://sso.dev.example/realms/shop/protocol/openid-connect/token`

// The question where secrets shall rest comes with the first that is kept, also
// when it was imported, and with no other import.
func TestImportedSecretsAskWhereTheyShallRest(t *testing.T) {
	for name, tt := range map[string]struct {
		keep, chosen, want bool
	}{
		"secrets are kept":                   {true, false, true},
		"secrets are left out":               {false, false, false},
		"the mode has been chosen before":    {true, true, false},
		"left out after the mode was chosen": {false, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				if tt.chosen {
					inVault(s, modeKeyring)
				}
				s.app.Clipboard().SetContent(apiWithSecret)
				s.key(ctrlShift(fyne.KeyO))
				s.pass(2 * time.Second)
				if tt.keep {
					s.tick("Keep the secrets")
				}
				s.press("Import 1")
				s.pass(2 * time.Second)
				s.wantShown("Imported profiles: 1")
				if !tt.want {
					s.wantNotShown("Where shall secrets rest?")
					return
				}
				s.wantShown("Where shall secrets rest?")
				s.stroke(fyne.KeyReturn) // the keyring is the first answer
				s.pass(2 * time.Second)
				if got := s.keep.last(); got.Op != VaultChoose || got.Mode != modeKeyring {
					t.Errorf("task %s %s", got.Op, got.Mode)
				}
			}, shop())
		})
	}
}

// An import that failed has kept nothing to ask about.
func TestFailedImportAsksNothing(t *testing.T) {
	onStage(t, func(s *stage) {
		s.app.Clipboard().SetContent(apiWithSecret)
		s.key(ctrlShift(fyne.KeyO))
		s.pass(2 * time.Second)
		s.tick("Keep the secrets")
		s.porter.fail = vault.ErrLocked
		s.press("Import 1")
		s.pass(2 * time.Second)
		s.wantShown("Not saved", "Import 1")
		s.wantNotShown("Where shall secrets rest?")
	}, shop())
}
