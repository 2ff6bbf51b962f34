package realkeycloak_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak"
)

func hasWord(text, word string) bool { return slices.Contains(strings.Fields(text), word) }

// decides runs the UMA grant by a person's token: alice may read the catalogue
// and nobody may write to it.
func (w wire) decides(t *testing.T) {
	bearer := func(user string) tokenclient.ClientAuth {
		return tokenclient.ClientAuth{Method: tokenclient.AuthBearer, Secret: w.get(t, auth(t, realkeycloak.PublicClient, ""), password(t, user)).AccessToken}
	}
	alice, bob := bearer("alice"), bearer("bob")
	for name, tt := range questions(alice, bob, w.ticket(t)) {
		t.Run(name, func(t *testing.T) {
			got, err := w.client.UMA(t.Context(), w.request(tt.auth, tt.grant))
			if tt.advice != "" {
				if err == nil || tokenclient.Advise(err).ID != tt.advice {
					t.Errorf("error %s, want advice %s", words(err), tt.advice)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got.Mode != tt.mode || !got.Granted {
				t.Errorf("mode %q, granted %t", got.Mode, got.Granted)
			}
			switch tt.mode {
			case tokenclient.UMAPermissions:
				if len(got.Permissions) != 1 || got.Permissions[0].ResourceName != "catalogue" || !slices.Equal(got.Permissions[0].Scopes, []string{"read"}) {
					t.Errorf("permissions %+v", got.Permissions)
				}
			case tokenclient.UMAToken:
				if claims := w.verify(t, got.Tokens.AccessToken); claims["authorization"] == nil || got.Tokens.Upgraded() {
					t.Errorf("claims %v, upgraded %t", claims, got.Tokens.Upgraded())
				}
			}
		})
	}
	w.upgrades(t, alice)
}

// upgrades keeps the permissions of an earlier token, and asks without a person.
func (w wire) upgrades(t *testing.T, alice tokenclient.ClientAuth) {
	t.Helper()
	t.Run("an upgraded token", func(t *testing.T) {
		first, err := w.client.UMA(t.Context(), w.request(alice, ask(tokenclient.UMAToken, "catalogue#read")))
		if err != nil {
			t.Fatal(err)
		}
		grant := ask(tokenclient.UMAToken, "catalogue#read")
		grant.RPT = first.Tokens.AccessToken
		second, err := w.client.UMA(t.Context(), w.request(alice, grant))
		if err != nil || !second.Tokens.Upgraded() {
			t.Errorf("upgraded %t, error %v", second.Tokens.Upgraded(), err)
		}
	})
	t.Run("a client for itself", func(t *testing.T) {
		_, err := w.client.UMA(t.Context(), w.request(auth(t, realkeycloak.UMAClient, ""), ask(tokenclient.UMADecision, "catalogue#read")))
		if err == nil || tokenclient.Advise(err).ID != "uma_denied" {
			t.Errorf("error %v, want a denial: its service account lacks the role", err)
		}
	})
}

// ask is a question about the catalogue.
func ask(mode tokenclient.UMAMode, permissions ...string) tokenclient.UMATicket {
	return tokenclient.UMATicket{Audience: realkeycloak.UMAClient, Permissions: permissions, Mode: mode}
}

// question is a request for permissions, and the mode or the advice that it
// ends with.
type question struct {
	auth   tokenclient.ClientAuth
	grant  tokenclient.UMATicket
	mode   tokenclient.UMAMode
	advice string
}

func questions(alice, bob tokenclient.ClientAuth, ticket tokenclient.Secret) map[string]question {
	return map[string]question{
		"a token":                   {alice, ask(tokenclient.UMAToken, "catalogue#read"), tokenclient.UMAToken, ""},
		"a token for everything":    {alice, ask(tokenclient.UMAToken), tokenclient.UMAToken, ""},
		"a token by a ticket":       {alice, tokenclient.UMATicket{Ticket: ticket}, tokenclient.UMAToken, ""},
		"a decision":                {alice, ask(tokenclient.UMADecision, "catalogue#read"), tokenclient.UMADecision, ""},
		"permissions":               {alice, ask(tokenclient.UMAPermissions, "catalogue#read", "#read"), tokenclient.UMAPermissions, ""},
		"a denied scope":            {alice, ask(tokenclient.UMADecision, "catalogue#write"), "", "uma_denied"},
		"a person without the role": {bob, ask(tokenclient.UMAPermissions, "catalogue#read"), "", "uma_denied"},
		"bob with the ticket":       {bob, tokenclient.UMATicket{Ticket: ticket, SubmitRequest: tokenclient.No}, "", "uma_denied"},
		"an unknown resource":       {alice, ask(tokenclient.UMAToken, "nothing#read"), "", "uma_resource"},
		"an unknown scope":          {alice, ask(tokenclient.UMAToken, "catalogue#burn"), "", "uma_scope"},
		"a client without it":       {alice, tokenclient.UMATicket{Audience: realkeycloak.SecretClient}, "", "uma_off"},
		"an unknown audience":       {alice, tokenclient.UMATicket{Audience: "nobody"}, "", "uma_off"},
		"a ticket that is none":     {alice, tokenclient.UMATicket{Ticket: tokenclient.NewSecret("xxxx")}, "", "uma_ticket"},
		"an RPT that is none":       {alice, tokenclient.UMATicket{Audience: realkeycloak.UMAClient, RPT: tokenclient.NewSecret("xxxx")}, "", "uma_rpt"},
		"a token that is none": {
			tokenclient.ClientAuth{Method: tokenclient.AuthBearer, Secret: tokenclient.NewSecret("xxxx")}, ask(tokenclient.UMAToken), "", "uma_bearer",
		},
	}
}

// ticket is what the resource server gives to somebody who wants to read.
func (w wire) ticket(t *testing.T) tokenclient.Secret {
	t.Helper()
	protection := w.get(t, auth(t, realkeycloak.UMAClient, ""), tokenclient.ClientCredentials{}).AccessToken
	address := w.server.URL() + "/realms/" + realkeycloak.RealmName + "/authz/protection/permission"
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(`[{"resource_id":"catalogue","resource_scopes":["read"]}]`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+protection.Reveal())
	request.Header.Set("Content-Type", "application/json")
	answer, err := (&http.Client{}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var body struct{ Ticket string }
	if err := json.NewDecoder(answer.Body).Decode(&body); err != nil || body.Ticket == "" {
		t.Fatalf("no ticket: %s, %v", answer.Status, err)
	}
	return tokenclient.NewSecret(body.Ticket)
}
