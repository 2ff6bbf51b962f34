package ui

import (
	"slices"
	"strings"
	"testing"

	"realmscope/app/profile"
)

// TestPasswordIsDiscouragedAndNeverTheDefault: RFC 9700 section 2.4.
func TestPasswordIsDiscouragedAndNeverTheDefault(t *testing.T) {
	onStage(t, func(s *stage) {
		s.newProfile()
		if got := s.form.collect(); got.Grant != profile.GrantAuthorizationCode || got.Scope != "openid" {
			t.Errorf("a new profile has the grant %q and the scope %q", got.Grant, got.Scope)
		}
		if words := s.form.grant.words; words[0] != string(profile.GrantAuthorizationCode) || words[len(words)-1] != string(profile.GrantPassword) {
			t.Errorf("the grants are %q, want the browser login first and the password last", words)
		}
		s.wantNotShown("Discouraged")
		s.pickWord(s.form.grant, string(profile.GrantPassword))
		s.wantShown("Discouraged, and dropped by OAuth 2.1", "Prefer the browser login")
		if at := slices.Index(s.form.grant.words, string(profile.GrantPassword)); s.form.grant.pick.Options[at] != "password (discouraged)" {
			t.Errorf("the choice is %q", s.form.grant.pick.Options[at])
		}
		for _, tpl := range profile.Templates() {
			if tpl.Profile.Grant == profile.GrantPassword && strings.HasPrefix(tpl.ID, "keycloak") {
				s.press("Start from")
				s.pick(s.form.templateMenu(), tpl.Name)
				s.wantShown("Discouraged: prefer the browser login")
			}
		}
	})
}

// TestNamesOfABrowserLoginAreOptional: they are only filled in on its page.
func TestNamesOfABrowserLoginAreOptional(t *testing.T) {
	onStage(t, func(s *stage) {
		s.newProfile()
		name := s.form.accounts.rows[0].username
		for grant, want := range map[profile.Grant]string{
			profile.GrantAuthorizationCode: "optional: filled in on the login page",
			profile.GrantPassword:          "user name",
			profile.GrantCIBA:              "user name",
		} {
			s.pickWord(s.form.grant, string(grant))
			if name.PlaceHolder != want {
				t.Errorf("%s asks for %q, want %q", grant, name.PlaceHolder, want)
			}
		}
		s.pickWord(s.form.grant, string(profile.GrantAuthorizationCode))
		s.press("+ Account")
		if got := s.form.accounts.rows[1].username.PlaceHolder; got != "optional: filled in on the login page" {
			t.Errorf("a new row asks for %q", got)
		}
	})
}

// TestAnExampleIsTheWholeRequest: the scope that a new form begins with is not
// added to a page's example.
func TestAnExampleIsTheWholeRequest(t *testing.T) {
	for body, want := range map[string]string{
		`{"client_id":"cnsbc-api-access","username":"foo","password":"bar","grant_type":"password"}`:                 "",
		`{"client_id":"cnsbc-api-access","username":"foo","password":"bar","grant_type":"password","scope":"email"}`: "email",
	} {
		onStage(t, func(s *stage) {
			s.newProfile()
			s.enter(s.form.probe.paste, body)
			if got := s.form.collect(); got.Scope != want || got.Grant != profile.GrantPassword {
				t.Errorf("scope %q with grant %q, want %q", got.Scope, got.Grant, want)
			}
		})
	}
}
