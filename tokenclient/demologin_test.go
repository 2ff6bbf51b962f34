package tokenclient_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"realmscope/app/demo"
	"realmscope/tokenclient"
	"realmscope/tokenclient/kctest"
	"realmscope/tokenclient/loopback"
)

// demoRealm serves the demonstration realm on loopback.
func demoRealm(t *testing.T) (*tokenclient.Client, tokenclient.Discovery) {
	t.Helper()
	server := httptest.NewServer(demo.Handler(demo.Options{}))
	t.Cleanup(server.Close)
	client := tokenclient.New(tokenclient.Options{})
	found, err := client.Discover(t.Context(), tokenclient.Realm{Base: server.URL, Name: demo.RealmName})
	if err != nil || !found.IssuerInAnswer {
		t.Fatalf("discovery: issuer in the answer %t, %v", found.IssuerInAnswer, err)
	}
	return client, found
}

// TestLoginAtTheDemoRealm goes through its login page by plain HTTP.
func TestLoginAtTheDemoRealm(t *testing.T) {
	client, found := demoRealm(t)
	for name, tt := range map[string]struct {
		auth tokenclient.ClientAuth
		host string
	}{
		"public":       {tokenclient.ClientAuth{ClientID: "demo-web"}, ""},
		"by localhost": {tokenclient.ClientAuth{ClientID: "demo-web"}, loopback.Localhost},
		"confidential": {tokenclient.ClientAuth{
			ClientID: "demo-api", Method: tokenclient.AuthBasic, Secret: tokenclient.NewSecret("demo-secret-api"),
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			login, err := client.StartLogin(t.Context(), found, tokenclient.Login{
				Auth: tt.auth, Scope: "openid", LoginHint: "alice", RedirectHost: tt.host, Page: loopback.Page{Done: "Back to the window."},
			})
			if err != nil {
				t.Fatal(err)
			}
			defer login.Close()
			browser := kctest.NewBrowser(t)
			page := browser.Send(browser.Open(login.URL()), "username", "alice", "password", "wrong", "action", "login")
			end := browser.Send(page, "username", "alice", "password", "demo-pass-alice", "action", "login")
			if end.Status != http.StatusOK || !strings.Contains(end.Body, "Back to the window.") || end.Address.RawQuery != "" {
				t.Errorf("the browser ends at %s: %d %s", end.Address, end.Status, end.Body)
			}
			set, err := login.Wait(t.Context())
			if err != nil || set.AccessToken.Empty() || set.RefreshToken.Empty() || set.IDToken.Empty() || len(set.Notes) != 0 {
				t.Errorf("Wait = %v, notes %q", err, set.Notes)
			}
		})
	}
}

func TestRefusalsOfTheDemoRealm(t *testing.T) {
	client, found := demoRealm(t)
	for name, tt := range map[string]struct {
		login tokenclient.Login
		want  string
	}{
		"cancelled":       {tokenclient.Login{Auth: tokenclient.ClientAuth{ClientID: "demo-web"}}, "login_refused"},
		"prompt=none":     {tokenclient.Login{Auth: tokenclient.ClientAuth{ClientID: "demo-web"}, Prompt: "none"}, "login_needed"},
		"the flow is off": {tokenclient.Login{Auth: tokenclient.ClientAuth{ClientID: "demo-locked"}}, "standard_flow_off"},
		"a wrong scope":   {tokenclient.Login{Auth: tokenclient.ClientAuth{ClientID: "demo-web"}, Scope: "absent"}, "invalid_scope"},
		"a wrong secret": {tokenclient.Login{Auth: tokenclient.ClientAuth{
			ClientID: "demo-api", Method: tokenclient.AuthPost, Secret: tokenclient.NewSecret("wrong"),
		}}, "client_secret"},
	} {
		t.Run(name, func(t *testing.T) {
			tt.login.Page.Failed = "No."
			login, err := client.StartLogin(t.Context(), found, tt.login)
			if err != nil {
				t.Fatal(err)
			}
			defer login.Close()
			browser := kctest.NewBrowser(t)
			page := browser.Open(login.URL())
			switch name {
			case "cancelled":
				page = browser.Send(page, "action", "cancel")
			case "a wrong secret":
				page = browser.Send(page, "username", "alice", "password", "demo-pass-alice", "action", "login")
			}
			if failed := strings.Contains(page.Body, "No."); failed != (name != "a wrong secret") {
				t.Errorf("the browser shows %s", page.Body)
			}
			if _, err := login.Wait(t.Context()); tokenclient.Advise(err).ID != tt.want {
				t.Errorf("Wait = %v, advice %s, want %s", err, tokenclient.Advise(err).ID, tt.want)
			}
		})
	}
}

// TestRefusedLoginShowsItsPage waits before the browser comes back, as a window
// does: the port must stay open for the page that says so.
func TestRefusedLoginShowsItsPage(t *testing.T) {
	client, found := demoRealm(t)
	login, err := client.StartLogin(t.Context(), found, tokenclient.Login{
		Auth: tokenclient.ClientAuth{ClientID: "demo-web"}, Page: loopback.Page{Failed: "No."},
	})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		_, err := login.Wait(t.Context())
		ended <- err
	}()
	browser := kctest.NewBrowser(t)
	page := browser.Send(browser.Open(login.URL()), "action", "cancel")
	if !strings.Contains(page.Body, "No.") {
		t.Errorf("the browser shows %s", page.Body)
	}
	if err := <-ended; tokenclient.Advise(err).ID != "login_refused" {
		t.Errorf("Wait = %v, want login_refused", err)
	}
	<-login.Gone()
}
