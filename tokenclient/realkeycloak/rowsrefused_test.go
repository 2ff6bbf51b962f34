package realkeycloak_test

import (
	"strings"
	"testing"

	"realmscope/tokenclient"
	"realmscope/tokenclient/kctest"
	"realmscope/tokenclient/loopback"
	"realmscope/tokenclient/realkeycloak"
)

const refusedGroup = "Refusals that are explained"

// refusal is a request that a server must refuse, and the advice on it.
type refusal struct {
	name      string
	elsewhere bool
	auth      func(*testing.T) tokenclient.ClientAuth
	grant     func(*testing.T, *bench) (tokenclient.Grant, error)
	scope     string
	want      []string
}

// refusedRows are what the error doctor is for.
func refusedRows() []row {
	rows := []row{
		{group: refusedGroup, name: "a realm that is not there", run: func(t *testing.T, b *bench) error {
			absent := tokenclient.Realm{Base: b.realm.Base, Name: "absent"}
			r := tokenclient.TokenRequest{Endpoint: absent.Endpoints().Token, Auth: secretAuth(realkeycloak.SecretClient), Grant: tokenclient.ClientCredentials{}}
			_, err := b.client.Token(t.Context(), r)
			return advised(err, "realm_not_found")
		}},
		{group: refusedGroup, name: "a client that is not there, in the browser", elsewhere: true, run: strangerRow},
	}
	for _, r := range refusals() {
		rows = append(rows, row{group: refusedGroup, name: r.name, elsewhere: r.elsewhere, run: func(t *testing.T, b *bench) error {
			grant, err := r.grant(t, b)
			if err != nil {
				return err
			}
			_, err = b.token(t, r.auth(t), grant, r.scope)
			return advised(err, r.want...)
		}})
	}
	return rows
}

func refusals() []refusal {
	client := func(id string) func(*testing.T) tokenclient.ClientAuth {
		return func(t *testing.T) tokenclient.ClientAuth { return auth(t, id, "") }
	}
	user := func(name, secret string) func(*testing.T, *bench) (tokenclient.Grant, error) {
		return func(*testing.T, *bench) (tokenclient.Grant, error) {
			return tokenclient.Password{Username: name, Password: tokenclient.NewSecret(secret)}, nil
		}
	}
	own := func(*testing.T, *bench) (tokenclient.Grant, error) { return tokenclient.ClientCredentials{}, nil }
	wrongSecret := func(*testing.T) tokenclient.ClientAuth {
		a := secretAuth(realkeycloak.SecretClient)
		a.Secret = tokenclient.NewSecret("not-the-secret")
		return a
	}
	stranger := func(*testing.T) tokenclient.ClientAuth { return tokenclient.ClientAuth{ClientID: "it-absent"} }
	return []refusal{
		{"a wrong password", false, client(realkeycloak.PublicClient), user("alice", "not-the-password"), "", []string{"wrong_password"}},
		{"a person who is not there", false, client(realkeycloak.PublicClient), user("mallory", "x"), "", []string{"wrong_password"}},
		{"a disabled account", false, client(realkeycloak.PublicClient), user("carol", "carol-password"), "", []string{"account_disabled"}},
		{"a password where it is switched off", false, client(realkeycloak.RefreshClient), user("alice", "alice-password"), "", []string{"direct_access_off"}},
		{"a wrong secret", true, wrongSecret, own, "", []string{"client_secret", "client_unknown", "client_refused"}},
		{"a client that is not there", true, stranger, own, "", []string{"client_unknown", "client_refused"}},
		{"a public client for itself", false, client(realkeycloak.PublicClient), own, "", []string{"service_account_public"}},
		{"a scope that is not there", false, client(realkeycloak.PublicClient), user("alice", "alice-password"), "absent-scope", []string{"invalid_scope"}},
		{"a code that was used", true, client(realkeycloak.BrowserClient), usedCode, "", []string{"code_refused", "grant_refused"}},
		{"a code with another proof", true, client(realkeycloak.BrowserClient), unprovenCode, "", []string{"pkce_mismatch", "grant_refused"}},
		{"a refresh token that is none", true, client(realkeycloak.BrowserClient), noRefresh, "", []string{"refresh_invalid", "grant_refused"}},
	}
}

func noRefresh(*testing.T, *bench) (tokenclient.Grant, error) {
	return tokenclient.Refresh{Token: tokenclient.NewSecret("not-a-token")}, nil
}

// code is a code of alice's that nobody has used; its verifier is vvv….
func (b *bench) code(t *testing.T) (tokenclient.AuthorizationCode, error) {
	t.Helper()
	r, err := loopback.Listen(t.Context(), loopback.Options{State: "s"})
	if err != nil {
		return tokenclient.AuthorizationCode{}, err
	}
	defer r.Close()
	grant := tokenclient.AuthorizationCode{RedirectURI: r.RedirectURI(), Verifier: tokenclient.NewSecret(strings.Repeat("v", 43))}
	browser := kctest.NewBrowser(t)
	if _, err := signsIn(t, browser, browser.Open(b.found.Endpoints.Authorization+"?"+codeQuery(r.RedirectURI(), grant.Verifier))); err != nil {
		return grant, err
	}
	answer, err := r.Wait(t.Context())
	grant.Code = tokenclient.NewSecret(answer.Get("code"))
	return grant, err
}

func usedCode(t *testing.T, b *bench) (tokenclient.Grant, error) {
	grant, err := b.code(t)
	if err != nil {
		return nil, err
	}
	_, err = b.token(t, auth(t, realkeycloak.BrowserClient, ""), grant, "")
	return grant, err
}

func unprovenCode(t *testing.T, b *bench) (tokenclient.Grant, error) {
	grant, err := b.code(t)
	grant.Verifier = tokenclient.NewSecret(strings.Repeat("w", 43))
	return grant, err
}

// strangerRow is a login of a client that the server does not know: it tells
// the person and nobody else.
func strangerRow(t *testing.T, b *bench) error {
	p, err := b.client.StartLogin(t.Context(), b.found, tokenclient.Login{Auth: tokenclient.ClientAuth{ClientID: "it-absent"}})
	if err != nil {
		return err
	}
	defer p.Close()
	b.recorder.Note("the browser opens", p.URL())
	page := kctest.NewBrowser(t).Open(p.URL())
	if text := strings.ToLower(page.Body); page.Status != 400 || !strings.Contains(text, "client not found") && !strings.Contains(text, "invalid_client") {
		return readable(page)
	}
	return nil
}
