package ui

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// found is what a probe of the shop's realm finds.
func found() tokenclient.ProbeResult {
	r := tokenclient.Realm{Base: "https://sso.dev.example/auth", Name: "shop"}
	return tokenclient.ProbeResult{
		Realm: r, Address: tokenclient.Address{Realm: r},
		Discovery: tokenclient.Discovery{
			Discovered: true, Endpoints: r.Endpoints(), GrantTypes: []string{"password", "refresh_token", "implicit"},
		},
	}
}

func TestPastedAddressFillsAndProbes(t *testing.T) {
	onStage(t, func(s *stage) {
		s.server.probe = func(string) (tokenclient.ProbeResult, error) { return found(), nil }
		s.key(ctrl(fyne.KeyN))
		if s.win.Canvas().Focused() != s.form.probe.paste {
			t.Fatal("the field for the address has not got the focus")
		}
		s.app.Clipboard().SetContent("https://sso.dev.example/auth/realms/shop/account")
		s.form.probe.paste.TypedShortcut(&fyne.ShortcutPaste{Clipboard: s.app.Clipboard()})
		if got := s.form.realm.entry.Text; got != "shop" {
			t.Errorf("realm is %q at once, want shop", got)
		}
		if len(s.server.probed) > 0 {
			t.Error("the server was asked before the paste came to rest")
		}
		s.pass(time.Second)
		if len(s.server.probed) != 1 {
			t.Fatalf("the server was asked %d times, want once", len(s.server.probed))
		}
		s.wantShown("Found the realm shop at https://sso.dev.example/auth", "the server offers: password, refresh")
		test.Type(s.form.client.entry, "shop-web")
		s.pickWord(s.form.grant, string(profile.GrantPassword))
		s.form.accounts.rows[0].username.SetText("alice")
		s.form.accounts.rows[0].password.SetText("wonder")
		s.press("Save")
		s.pass(2 * time.Second)
		if s.form != nil || len(s.saved.all) != 1 {
			t.Fatalf("form open %v with %d saved profiles, want closed and one", s.form != nil, len(s.saved.all))
		}
		got := s.saved.all[0]
		if got.Realm != found().Realm || got.Client.ID != "shop-web" || got.Name != "shop sso" || len(got.ID) != 16 || got.TokenEndpoint != "" {
			t.Errorf("saved %+v", got)
		}
		if pw := s.saved.typed.Passwords["alice"]; pw.Reveal() != "wonder" {
			t.Errorf("password saved for alice is %q", pw.Reveal())
		}
		s.wantShown("shop sso", "as alice")
	})
}

func TestTypingAnAddressAsksNobodyUntilEnter(t *testing.T) {
	onStage(t, func(s *stage) {
		s.server.probe = func(string) (tokenclient.ProbeResult, error) { return found(), nil }
		s.newProfile()
		test.Type(s.form.probe.paste, "https://sso.dev.example/auth/realms/shop")
		s.pass(5 * time.Second)
		if len(s.server.probed) != 0 {
			t.Errorf("typing asked the server %d times", len(s.server.probed))
		}
		s.enter(s.form.probe.paste, "")
		if len(s.server.probed) != 1 {
			t.Errorf("Enter asked the server %d times, want once", len(s.server.probed))
		}
	})
}

func TestFailedProbeLosesNothing(t *testing.T) {
	onStage(t, func(s *stage) {
		s.newProfile()
		test.Type(s.form.name.entry, "mine")
		s.enter(s.form.probe.paste, "https://sso.dev.example/auth/realms/shop")
		if s.form.name.entry.Text != "mine" || s.form.base.entry.Text != "https://sso.dev.example/auth" || s.form.realm.entry.Text != "shop" {
			t.Errorf("form holds %q %q %q", s.form.name.entry.Text, s.form.base.entry.Text, s.form.realm.entry.Text)
		}
		s.wantNotShown("Looking at the address")
		s.wantShown("There is no server named")
	})
}

func TestOtherTokenEndpointIsUsedOnlyWhenAccepted(t *testing.T) {
	for name, accept := range map[string]bool{"accepted": true, "left alone": false} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.server.probe = func(string) (tokenclient.ProbeResult, error) {
					r := found()
					r.Discovery.Endpoints.Token = "https://other.example/token"
					r.Discovery.Notes = []string{"endpoint.other_origin", "duplicate.issuer"}
					return r, nil
				}
				s.newProfile()
				s.enter(s.form.probe.paste, "https://sso.dev.example/auth/realms/shop")
				s.wantShown("the server names endpoints on another host", "issuer is in the discovery document more than once",
					"Use the token endpoint that the server names: https://other.example/token")
				want := ""
				if accept {
					test.Tap(s.form.probe.accept)
					want = "https://other.example/token"
				}
				if got := s.form.collect().TokenEndpoint; got != want {
					t.Errorf("token endpoint is %q, want %q", got, want)
				}
			})
		})
	}
}

func TestExampleOfAPageFillsTheForm(t *testing.T) {
	onStage(t, func(s *stage) {
		s.newProfile()
		s.enter(s.form.probe.paste, `{"client_id":"cnsbc-api-access","username":"foo","password":"bar","grant_type":"password"}`)
		p := s.form.collect()
		if p.Client.ID != "cnsbc-api-access" || p.Grant != profile.GrantPassword || len(p.Accounts) != 1 || p.Accounts[0].Username != "foo" {
			t.Errorf("form holds %+v", p)
		}
		if got := s.form.accounts.rows[0].password.Text; got != "bar" {
			t.Errorf("password is %q, want bar", got)
		}
		if len(s.server.probed) > 0 {
			t.Error("an example was sent to a server")
		}
	})
}

func TestProblemsStandBesideTheirFields(t *testing.T) {
	onStage(t, func(s *stage) {
		s.newProfile()
		s.form.base.entry.SetText("http://far.example")
		s.press("Save")
		s.wantShown("Give it a name.", "needs your consent", "The realm's name is missing.", "Please look at the fields",
			"Allow plain HTTP to this server")
		if s.win.Canvas().Focused() != s.form.name.entry {
			t.Error("the first wrong field has not got the focus")
		}
		if len(s.saved.all) > 0 {
			t.Error("a wrong profile was saved")
		}
		test.Type(s.form.name.entry, "far")
		test.Tap(s.form.plain)
		s.press("Save")
		s.wantNotShown("Give it a name.", "needs your consent")
	})
}

func TestFailedSaveKeepsTheForm(t *testing.T) {
	onStage(t, func(s *stage) {
		s.saved.fail = &profile.SaveError{Cause: profile.CauseDiskFull, Path: "/p.json", Err: errors.New("no space")}
		s.edit()
		s.form.name.entry.SetText("renamed")
		s.press("Save")
		s.pass(2 * time.Second)
		s.wantShown("Not saved: the disk is full")
		if s.form == nil || s.form.name.entry.Text != "renamed" {
			t.Error("the form did not stay as it was")
		}
		s.saved.fail = nil
		s.press("Save")
		s.pass(2 * time.Second)
		s.wantShown("renamed")
		if s.form != nil {
			t.Error("the form is still open")
		}
	}, shop())
}

func TestLeavingAFormAsksBeforeTypedThingsAreLost(t *testing.T) {
	onStage(t, func(s *stage) {
		s.edit()
		s.pressEscape()
		if s.form != nil {
			t.Fatal("Escape did not close an untouched form")
		}
		s.edit()
		s.enter(s.form.name.entry, " more")
		s.pressEscape()
		s.wantShown("Discard the changes?")
		s.press("Keep editing")
		if s.form == nil || s.form.name.entry.Text == shop().Name {
			t.Fatal("the form is gone or as it was")
		}
		s.list.list.Select(bank().ID)
		s.wantShown("Discard the changes?")
		if s.selected != shop().ID || s.list.list.Selected() != shop().ID {
			t.Error("the list moved on before the answer")
		}
		s.press("Discard")
		s.wantShown("banfico sandbox", "client credentials grant")
		if got := s.saved.all[0].Name; got != shop().Name {
			t.Errorf("the profile is saved as %q", got)
		}
	}, shop(), bank())
}

func TestTemplatesFillTheForm(t *testing.T) {
	for _, tpl := range profile.Templates() {
		t.Run(tpl.Name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.press(tpl.Name)
				if s.form == nil {
					t.Fatal("no form")
				}
				got := s.form.collect()
				if got.Client.Auth != tpl.Profile.Client.Auth || got.Grant != tpl.Profile.Grant || got.Realm != tpl.Profile.Realm || got.Template != tpl.ID {
					t.Errorf("form holds %+v, want %+v", got, tpl.Profile)
				}
				s.wantShown(T("template." + tpl.ID + ".about"))
				if s.win.Canvas().Focused() == nil {
					t.Error("nothing to fill has the focus")
				}
				if shown := s.form.secret.root.Visible(); shown != got.Client.WithSecret() {
					t.Errorf("client secret shown: %v for %s", shown, got.Client.Auth)
				}
			})
		})
	}
}

func TestDeletingAsksFirst(t *testing.T) {
	onStage(t, func(s *stage) {
		s.edit()
		s.press("Delete…")
		s.wantShown("Delete claroshop dev with its kept secrets?")
		s.press("Keep")
		s.pass(2 * time.Second)
		if len(s.saved.all) != 1 {
			t.Fatal("deleted without a yes")
		}
		s.press("Delete…")
		s.press("Delete")
		s.pass(2 * time.Second)
		s.wantShown("Welcome to Realmscope")
		if s.form != nil {
			t.Error("the form of a deleted profile is open")
		}
	}, shop())
}

func TestDuplicateTakesNoSecretsAlong(t *testing.T) {
	onStage(t, func(s *stage) {
		s.key(ctrl(fyne.KeyD))
		p := s.form.collect()
		if p.ID == shop().ID || p.Name != "claroshop dev (copy)" || p.Accounts[0].PasswordID != "" || p.Accounts[1].Username != "bob" {
			t.Errorf("duplicate is %+v", p)
		}
	}, shop())
}

func TestEditingWhereAProfileAsksForgetsItsTokens(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.edit()
		s.form.realm.entry.SetText("other")
		s.press("Save")
		s.pass(2 * time.Second)
		s.wantShown("realm other", "No token yet")
		s.wantNotShown("preferred_username")
	}, shop())
}

func TestPasswordStaysWithItsUserName(t *testing.T) {
	onStage(t, func(s *stage) {
		s.edit()
		s.form.accounts.rows[0].username.SetText("mallory")
		got := s.form.collect().Accounts
		if got[0].PasswordID != "" || got[1].PasswordID != "pw-bob" {
			t.Errorf("accounts are %+v, want no kept password for mallory", got)
		}
	}, shop())
}
