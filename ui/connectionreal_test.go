package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// realSteps end with what a real request came to.
func realSteps(v tokenclient.Verdict, reason string) []tokenclient.Step {
	step := tokenclient.Step{Name: tokenclient.StepGrant, Verdict: v, Reason: "connection.grant." + reason, Args: map[string]string{"Words": "Invalid user credentials"}}
	if v == tokenclient.Disproven {
		e := &tokenclient.Error{Kind: tokenclient.KindOAuth, Status: 401, Code: "invalid_grant", Description: "Invalid user credentials", Sent: true}
		step.Err, step.Advice = e, tokenclient.Advise(e)
	}
	return append(trialSteps()[:1], step)
}

// TestAPasswordIsTriedOnlyWhenAsked: the test of the foot never sends it, the
// button of the card does, once each time, and warns before an account is locked.
func TestAPasswordIsTriedOnlyWhenAsked(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.server.trial.steps = trialSteps()
		s.edit()
		s.press("Test connection")
		if !s.form.trial.real.Disabled() {
			t.Error("two tests can run at once")
		}
		s.pass(5 * time.Second)
		s.wantShown("No password was sent.", "Try the password, too")
		if s.server.trial.sent {
			t.Fatal("a password was sent unasked")
		}
		s.server.trial.steps = realSteps(tokenclient.Disproven, "refused")
		for i, want := range []string{"The password of alice was sent once.", "second failure in a row", "3 failures in a row"} {
			s.win.Canvas().Focus(s.form.trial.real)
			s.form.trial.real.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
			s.settle()
			s.wantShown("Cancel test")
			if s.win.Canvas().Focused() != fyne.Focusable(s.form.trial.real) {
				t.Error("the button has lost the focus")
			}
			s.pass(5 * time.Second)
			s.wantShown(want, "The real request was refused: Invalid user credentials")
			if len(s.server.trial.asked) != i+2 {
				t.Errorf("asked %d times", len(s.server.trial.asked))
			}
		}
		if sent, _ := s.server.trial.asked[1].Grant.(tokenclient.Password); sent.Username != "alice" || sent.Password.Reveal() != "wonder" {
			t.Errorf("sent %+v", sent)
		}
		s.form.accounts.rows[0].password.SetText("better")
		s.server.trial.steps = realSteps(tokenclient.Proven, "granted")
		s.press("Try the password, too")
		s.pass(5 * time.Second)
		s.wantShown("A token was given; its session was ended again.", "The password of alice was sent once.")
		s.wantNotShown("in a row")
		if sent, _ := s.server.trial.asked[4].Grant.(tokenclient.Password); sent.Password.Reveal() != "better" {
			t.Error("what was typed was not tried")
		}
		s.pickWord(s.form.grant, string(profile.GrantAuthorizationCode))
		s.wantNotShown("Try the password, too")
	}, shop())
}

func TestARealTokenForTheClientItself(t *testing.T) {
	onStage(t, func(s *stage) {
		s.server.trial.steps = realSteps(tokenclient.Proven, "granted")
		s.edit()
		s.press("Test connection")
		s.pass(5 * time.Second)
		s.press("Ask for a real token, too")
		s.pass(5 * time.Second)
		s.wantShown("No password was sent.") // the secret is not there: nothing was asked for
		s.form.secret.entry.SetText("money")
		s.press("Ask for a real token, too")
		s.pass(5 * time.Second)
		s.wantShown("The test has ended. One token was asked for.")
		if got := s.server.trial.asked[2]; got.Grant != (tokenclient.ClientCredentials{}) || got.Auth.Secret.Reveal() != "money" {
			t.Errorf("asked %+v", got)
		}
	}, bank())
}
