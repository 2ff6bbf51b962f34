package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/tokenclient"
	"realmscope/ui/look"
)

// fakeTrial tells its steps, one a second, whatever happens to its context.
type fakeTrial struct {
	steps []tokenclient.Step
	asked []tokenclient.ConnectionTest
	sent  bool
}

func (f *fakeServer) TestConnection(_ context.Context, in tokenclient.ConnectionTest, send bool, progress func(tokenclient.Step)) []tokenclient.Step {
	f.trial.asked = append(f.trial.asked, in)
	f.trial.sent = f.trial.sent || send
	for _, s := range f.trial.steps {
		time.Sleep(time.Second)
		progress(s)
	}
	return f.trial.steps
}

// trialSteps hold every verdict; the client is refused with hostile words.
func trialSteps() []tokenclient.Step {
	e := &tokenclient.Error{Kind: tokenclient.KindOAuth, Status: 401, Code: "unauthorized_client", Description: "Invalid client or Invalid client credentials", Sent: true}
	return []tokenclient.Step{
		{Name: tokenclient.StepResolve, Verdict: tokenclient.Proven, Reason: "connection.name.found", Args: map[string]string{"Host": "sso.dev.example", "Address": "192.0.2.1"}},
		{Name: tokenclient.StepTLS, Verdict: tokenclient.Unchecked, Reason: "connection.tls.plain_local"},
		{Name: tokenclient.StepRealm, Verdict: tokenclient.Unknown, Reason: "connection.realm.blocked"},
		{
			Name: tokenclient.StepClient, Verdict: tokenclient.Disproven, Reason: "connection.client.refused", Err: e, Advice: tokenclient.Advise(e),
			Args: map[string]string{"Client": "shop\u202eweb", "Words": "no"},
		},
	}
}

// trialLines are the shown lines of steps, in order.
func (s *stage) trialLines() []string {
	var lines []string
	for line := range strings.SplitSeq(s.shown(), "\n") {
		for _, name := range []string{"Server name: ", "Certificate: ", "Realm: ", "Client: "} {
			if strings.Contains(line, " "+name) {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

func TestConnectionTestShowsItsVerdictsAsTheyCome(t *testing.T) {
	onStage(t, func(s *stage) {
		s.server.trial.steps = trialSteps()
		s.edit()
		s.form.name.entry.SetText("typed")
		s.form.realm.entry.SetText("other")
		s.form.accounts.rows[0].password.SetText("wonder")
		s.press("Test connection")
		s.wantShown("Testing what stands in the form", "Cancel test", "shop-web in the realm other at https://sso.dev.example/auth")
		s.pass(time.Second)
		if got := s.trialLines(); len(got) != 1 || got[0] != "✓ Server name: sso.dev.example is at 192.0.2.1." {
			t.Fatalf("after a second there is %q", got)
		}
		s.pass(5 * time.Second)
		got := s.trialLines()
		for i, want := range []string{"✓ Server name: ", "○ Certificate: No encryption", "? Realm: Something in front", "✗ Client: The credentials of "} {
			if len(got) != 4 || !strings.HasPrefix(got[i], want) {
				t.Fatalf("line %d of %q, want %q", i, got, want)
			}
		}
		if strings.Contains(s.shown(), "\u202e") {
			t.Error("a hidden character is shown as it is")
		}
		id := tokenclient.Advise(trialSteps()[3].Err).ID
		s.wantShown("The test has ended", "Test connection", T("advice."+id+"."+tokenclient.Advise(trialSteps()[3].Err).Causes[0].ID+".do"))
		if in := s.server.trial.asked[0]; in.Realm.Name != "other" || in.Grant != nil || s.server.trial.sent {
			t.Errorf("asked %+v", in)
		}
		if s.form.name.entry.Text != "typed" || s.form.accounts.rows[0].password.Text != "wonder" || s.saved.all[0].Name != shop().Name {
			t.Error("something typed is lost or saved")
		}
		s.press("Test connection")
		s.pass(10 * time.Second)
		if got := s.trialLines(); len(got) != 4 {
			t.Errorf("a second test shows %q", got)
		}
	}, shop())
}

func TestConnectionTestTakesTheTypedSecret(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.edit()
		for _, want := range []string{"money", "typed"} {
			s.press("Test connection")
			s.pass(time.Second)
			if got := s.server.trial.asked[len(s.server.trial.asked)-1].Auth.Secret.Reveal(); got != want {
				t.Errorf("the secret is %q, want %q", got, want)
			}
			s.form.secret.entry.SetText("typed")
		}
	}, bank())
}

func TestConnectionTestIsCancelled(t *testing.T) {
	for name, end := range map[string]func(s *stage){
		"by its button": func(s *stage) { s.press("Cancel test") },
		"by Enter": func(s *stage) {
			s.form.trial.button.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		},
		"by Escape on the button": func(s *stage) { s.pressEscape() },
		"by Escape in a field":    func(s *stage) { s.win.Canvas().Focus(s.form.name.entry); s.pressEscape() },
		"by Escape anywhere":      func(s *stage) { s.win.Canvas().Unfocus(); s.pressEscape() },
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.server.trial.steps = trialSteps()
				s.edit()
				s.win.Canvas().Focus(s.form.trial.button)
				s.press("Test connection")
				s.pass(time.Second)
				time.Sleep(time.Second) // the next step was posted, but not run
				end(s)
				if s.form == nil {
					t.Fatal("the form is closed")
				}
				s.pass(10 * time.Second)
				if got := s.trialLines(); len(got) != 1 {
					t.Errorf("late results came through: %q", got)
				}
				s.wantShown("The test was cancelled.", "Test connection")
				s.pressEscape()
				if s.form != nil {
					t.Error("a second Escape did not close the form")
				}
			}, shop())
		})
	}
}

func TestClosingTheFormEndsItsConnectionTest(t *testing.T) {
	onStage(t, func(s *stage) {
		s.server.trial.steps = trialSteps()
		s.edit()
		old := s.form
		s.press("Test connection")
		s.press("Cancel")
		s.pass(10 * time.Second)
		if s.form != nil || len(old.trial.lines.Objects) != 0 {
			t.Error("the form is open or still told of its test")
		}
	}, shop())
}

func TestConnectionTestIsReachedByTheKeyboard(t *testing.T) {
	onStage(t, func(s *stage) {
		s.edit()
		for range 60 {
			s.win.Canvas().FocusNext()
			if s.win.Canvas().Focused() == fyne.Focusable(s.form.trial.button) {
				s.form.trial.button.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
				s.settle()
				break
			}
		}
		if len(s.server.trial.asked) != 1 {
			t.Error("the button is not reached by Tab and pressed by Space")
		}
		if !look.Shown(s.win.Content(), s.form.trial.root) {
			t.Error("the card is not shown")
		}
	}, shop())
}

func TestWordsOfAConnectionTestInBothLanguages(t *testing.T) {
	en, es := texts(t, "connection.en.json"), texts(t, "connection.es.json")
	for _, key := range []string{"connection.client.no_secret", "connection.client.withheld"} {
		if en[key] == "" || es[key] == "" || en[key] == es[key] {
			t.Errorf("%s is %q and %q", key, en[key], es[key])
		}
	}
}
