package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func TestASummaryForATicketHoldsNothingPersonal(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.key(ctrlShift(fyne.KeyT))
		got := s.clipboard()
		for _, want := range []string{"Realm: shop", "Client: shop-web", "State: in force until ", "realm_access: offline_access", "Left out: "} {
			if !strings.Contains(got, want) {
				t.Errorf("the summary lacks %q:\n%s", want, got)
			}
		}
		state := s.state()
		for _, secret := range []string{
			state.Tokens.Set.AccessToken.Reveal(), "alice", "eyJ", "preferred_username", "sub: ",
		} {
			if strings.Contains(got, secret) {
				t.Errorf("the summary holds %q:\n%s", secret, got)
			}
		}
		s.wantShown("copied a summary without personal data")
	}, shop())
}
