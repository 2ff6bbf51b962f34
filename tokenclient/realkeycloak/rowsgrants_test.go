package realkeycloak_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak"
)

// otpKey is what dave's phone and the server know (RFC 6238).
const otpKey = "realmscope-one-time"

// rowUsers are the people that the rows need beside the realm file's.
func rowUsers() []map[string]any {
	user := func(name string) map[string]any {
		return map[string]any{
			"username": name, "enabled": true, "email": name + "@example.org", "emailVerified": true,
			"firstName": name, "lastName": "Example", "realmRoles": []string{"default-roles-scope-it"},
			"credentials": []map[string]any{{"type": "password", "value": name + "-password"}},
		}
	}
	dave, erin := user("dave"), user("erin")
	dave["credentials"] = append(dave["credentials"].([]map[string]any), map[string]any{
		"type": "otp", "secretData": `{"value":"` + otpKey + `"}`,
		"credentialData": `{"subType":"totp","digits":6,"counter":0,"period":30,"algorithm":"HmacSHA1"}`,
	})
	erin["clientRoles"] = map[string]any{"realm-management": []string{"impersonation"}}
	return []map[string]any{dave, erin}
}

// rowClients are the clients that the rows need beside the others.
func rowClients() []map[string]any {
	return []map[string]any{
		service("it-basic", "client-secret", "it-basic-secret", nil),
		service("it-odd-post", "client-secret", oddSecret, nil),
		service("it-legacy", "client-secret", "it-legacy-secret", nil),
		service("it-signed", "client-secret", "it-signed-secret", map[string]any{"user.info.response.signature.alg": "RS256"}),
	}
}

func secretAuth(id string) tokenclient.ClientAuth {
	return tokenclient.ClientAuth{Method: tokenclient.AuthPost, ClientID: id, Secret: tokenclient.NewSecret(id + "-secret")}
}

// grantRows are the ways to a token that need no browser.
func grantRows() []row {
	const group = "Ways to a token"
	return []row{
		{group: group, name: "password", run: passwordRow},
		{group: group, name: "password with a one-time code", run: oneTimeRow},
		{group: group, name: "client credentials", elsewhere: true, run: func(t *testing.T, b *bench) error {
			return b.serves(t, secretAuth(realkeycloak.SecretClient))
		}},
		{group: group, name: "refresh, and the old token is refused", elsewhere: true, run: refreshRow},
		{group: group, name: "refresh for a narrower scope", since: "24", elsewhere: true, run: narrowRow},
		{group: group, name: "offline access", elsewhere: true, run: offlineRow},
		{group: group, name: "token exchange, standard", since: "26.2", run: exchangeRow},
		{group: group, name: "token exchange, legacy", run: legacyRow},
		{group: group, name: "JWT of another issuer", since: "26.6", run: assertionRow},
		{group: group, name: "UMA ticket", run: ticketRow},
		{group: group, name: "UMA permissions", run: permissionsRow},
		{group: group, name: "device authorization", elsewhere: true, run: deviceRow},
		{group: group, name: "CIBA", run: cibaRow},
	}
}

// serves asks for a service account's token.
func (b *bench) serves(t *testing.T, a tokenclient.ClientAuth) error {
	t.Helper()
	set, err := b.token(t, a, tokenclient.ClientCredentials{}, "")
	if err != nil {
		return err
	}
	return b.belongs(t, set, "service-account-"+strings.ToLower(a.ClientID), a.ClientID)
}

func passwordRow(t *testing.T, b *bench) error {
	set, err := b.token(t, auth(t, realkeycloak.PublicClient, ""), password(t, "alice"), "openid")
	if err != nil {
		return err
	}
	if set.IDToken.Empty() || set.RefreshToken.Empty() {
		return wrong("no ID token or no refresh token")
	}
	return b.belongs(t, set, "alice", realkeycloak.PublicClient)
}

// oneTimeCode is what dave's phone shows (RFC 4226 section 5.3).
func oneTimeCode(at time.Time) tokenclient.Secret {
	var step [8]byte
	binary.BigEndian.PutUint64(step[:], uint64(at.Unix()/30))
	mac := hmac.New(sha1.New, []byte(otpKey))
	_, _ = mac.Write(step[:]) // a hash takes everything
	sum := mac.Sum(nil)
	at4 := sum[sum[len(sum)-1]&15:]
	return tokenclient.NewSecret(fmt.Sprintf("%06d", binary.BigEndian.Uint32(at4)&0x7fffffff%1000000))
}

func oneTimeRow(t *testing.T, b *bench) error {
	grant := tokenclient.Password{Username: "dave", Password: tokenclient.NewSecret("dave-password")}
	public := auth(t, realkeycloak.PublicClient, "")
	_, err := b.token(t, public, grant, "")
	if err := advised(err, "wrong_password"); err != nil {
		return err
	}
	grant.OTP = oneTimeCode(time.Now())
	set, err := b.token(t, public, grant, "")
	if err != nil {
		return err
	}
	return b.belongs(t, set, "dave", realkeycloak.PublicClient)
}

func refreshRow(t *testing.T, b *bench) error {
	a, first, err := b.session(t, "openid")
	if err != nil {
		return err
	}
	second, err := b.token(t, a, tokenclient.Refresh{Token: first.RefreshToken}, "")
	if err != nil {
		return err
	}
	if second.RefreshToken == first.RefreshToken || second.AccessToken == first.AccessToken {
		return wrong("the refresh gave a token again")
	}
	if err := b.belongs(t, second, "alice", a.ClientID); err != nil {
		return err
	}
	_, err = b.token(t, a, tokenclient.Refresh{Token: first.RefreshToken}, "")
	return advised(err, "refresh_reused", "refresh_stale", "grant_refused")
}

func narrowRow(t *testing.T, b *bench) error {
	a, first, err := b.session(t, "openid address phone")
	if err != nil {
		return err
	}
	narrow, err := b.token(t, a, tokenclient.Refresh{Token: first.RefreshToken}, "openid phone")
	if err != nil {
		return err
	}
	if sameWords(first.Scope, narrow.Scope) {
		return lacking{"200, and the scope is still “" + b.mask.Value("scope", narrow.Scope) + "”"}
	}
	if !hasWord(first.Scope, "address") || hasWord(narrow.Scope, "address") || !hasWord(narrow.Scope, "phone") {
		return wrong("scope %q became %q", first.Scope, narrow.Scope)
	}
	return nil
}

func offlineRow(t *testing.T, b *bench) error {
	a, set, err := b.session(t, "openid offline_access")
	if err != nil {
		return err
	}
	if b.keycloak && (!set.RefreshExpiresIn.Known || set.RefreshExpiresIn.Value != 0 || !hasWord(set.Scope, "offline_access")) {
		return wrong("refresh_expires_in %v, scope %q", set.RefreshExpiresIn, set.Scope)
	}
	again, err := b.token(t, a, tokenclient.Refresh{Token: set.RefreshToken}, "")
	if err != nil {
		return err
	}
	return b.belongs(t, again, "alice", a.ClientID)
}

func exchangeRow(t *testing.T, b *bench) error {
	subject := tokenclient.NewSecret("none")
	if b.keycloak {
		subject = b.get(t, auth(t, realkeycloak.DeviceClient, ""), password(t, "alice")).AccessToken
	}
	grant := tokenclient.TokenExchange{SubjectToken: subject, Audience: []string{realkeycloak.UMAClient}}
	set, err := b.token(t, auth(t, realkeycloak.SwapClient, ""), grant, "")
	if err != nil {
		return err
	}
	claims, err := b.claims(t, set.AccessToken)
	if err != nil {
		return err
	}
	if got := sorted(claims); got != realkeycloak.UMAClient || set.IssuedTokenType() != tokenclient.TypeAccessToken {
		return wrong("aud %s, issued %s", got, set.IssuedTokenType())
	}
	return b.belongs(t, set, "alice", realkeycloak.SwapClient)
}

// legacyRow is erin, who may impersonate, becoming alice.
func legacyRow(t *testing.T, b *bench) error {
	a, subject := secretAuth("it-legacy"), tokenclient.NewSecret("none")
	if b.keycloak {
		subject = b.get(t, a, tokenclient.Password{Username: "erin", Password: tokenclient.NewSecret("erin-password")}).AccessToken
	}
	set, err := b.token(t, a, tokenclient.TokenExchange{SubjectToken: subject, RequestedSubject: "alice"}, "")
	if err != nil {
		return err
	}
	return b.belongs(t, set, "alice", a.ClientID)
}

func assertionRow(t *testing.T, b *bench) error {
	i := newIssuer(t)
	if b.offered {
		b.link(t, i)
	}
	a := auth(t, realkeycloak.JWTClient, "")
	set, err := b.token(t, a, tokenclient.JWTBearer{Assertion: i.assert(t, b.found.Endpoints.Issuer, nil)}, "")
	if err != nil {
		return err
	}
	return b.belongs(t, set, "alice", a.ClientID)
}

// reader is alice's token in the place of a client's authentication.
func (b *bench) reader(t *testing.T) tokenclient.ClientAuth {
	t.Helper()
	a := tokenclient.ClientAuth{Method: tokenclient.AuthBearer, Secret: tokenclient.NewSecret("none")}
	if b.keycloak {
		a.Secret = b.get(t, auth(t, realkeycloak.PublicClient, ""), password(t, "alice")).AccessToken
	}
	return a
}

func (b *bench) uma(t *testing.T, grant tokenclient.UMATicket) (tokenclient.UMAResult, error) {
	t.Helper()
	return b.client.UMA(t.Context(), tokenclient.TokenRequest{Endpoint: b.found.Endpoints.Token, Auth: b.reader(t), Grant: grant})
}

const umaTicket = "urn:ietf:params:oauth:grant-type:uma-ticket"

func ticketRow(t *testing.T, b *bench) error {
	ticket := tokenclient.NewSecret("none")
	if b.keycloak {
		ticket = b.ticket(t)
	}
	if err := b.lacks("grant_types_supported", umaTicket, nil); err != nil && !b.keycloak {
		return err // a Keycloak does not always announce it
	}
	got, err := b.uma(t, tokenclient.UMATicket{Ticket: ticket})
	if err != nil {
		return err
	}
	claims, err := b.claims(t, got.Tokens.AccessToken)
	if err != nil || claims["authorization"] == nil {
		return wrong("a token without permissions: %v", err)
	}
	return nil
}

func permissionsRow(t *testing.T, b *bench) error {
	if err := b.lacks("grant_types_supported", umaTicket, nil); err != nil && !b.keycloak {
		return err // a Keycloak does not always announce it
	}
	got, err := b.uma(t, ask(tokenclient.UMAPermissions, "catalogue#read"))
	if err != nil {
		return err
	}
	if len(got.Permissions) != 1 || got.Permissions[0].ResourceName != "catalogue" || !slices.Equal(got.Permissions[0].Scopes, []string{"read"}) {
		return wrong("permissions %+v", got.Permissions)
	}
	return nil
}

func sameWords(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}
