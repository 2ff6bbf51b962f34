package tokenclient

import (
	"net/http"
	"slices"
	"testing"
)

func TestUserInfoProvesTheKeyOfABoundToken(t *testing.T) {
	const at = "https://sso.example.com/realms/acme/protocol/openid-connect/userinfo"
	key := must(NewDPoPKey(""))(t)
	asked := 0
	c := New(Options{Transport: handlerTransport{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		nonce := ""
		if asked == 2 {
			nonce = "n1"
		}
		checkProof(t, r.Header.Get("DPoP"), key, http.MethodGet, at, nonce, "t0ken")
		if got := r.Header.Get("Authorization"); got != "DPoP t0ken" {
			t.Errorf("Authorization %q", got)
		}
		if asked == 1 {
			w.Header().Set("DPoP-Nonce", "n1")
			w.Header().Set("WWW-Authenticate", `DPoP error="use_dpop_nonce"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = w.Write([]byte(`{"sub":"1"}`))
	})}})
	u, err := c.UserInfoBound(t.Context(), at, NewSecret("t0ken"), key)
	if err != nil || u.Subject != "1" || asked != 2 {
		t.Errorf("UserInfo about %q after %d requests, %v; want 1 after 2", u.Subject, asked, err)
	}
	_, err = c.UserInfoBound(t.Context(), at, NewSecret("t0ken"), DPoPKey{})
	if e := asError(err); Advise(err).ID != "key_missing" || e.Operation != OperationUserInfo || asked != 2 {
		t.Errorf("without a key: %+v after %d requests", err, asked)
	}
}

// TestLoginWithACertificateAndAKey asks the address for certificates, and binds
// what the code gives.
func TestLoginWithACertificateAndAKey(t *testing.T) {
	a, key := &authorizer{}, must(NewDPoPKey(""))(t)
	var requests []*http.Request
	plain := New(Options{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
		requests = append(requests, r)
		return handlerTransport{a}.RoundTrip(r)
	})})
	login := Login{Auth: ClientAuth{Method: AuthTLS, ClientID: "shop-web"}, Scope: "openid", DPoP: key}
	d := found()
	d.MTLS.Token = "https://mtls.example.com/token"
	if _, err := plain.StartLogin(t.Context(), d, login); asError(err).Reason != "certificate" {
		t.Errorf("without a certificate: %v", err)
	}
	c := must(plain.With(Connection{Certificate: own(t, newAuthority(t).issue(t, nil))}))(t)
	p, err := c.StartLogin(t.Context(), d, login)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	back(t, p.RedirectURI(), a.agree(t, p, loginCode))
	set, err := p.Wait(t.Context())
	if err != nil || !slices.Contains(set.Notes, "dpop.unbound") { // the server knows no DPoP
		t.Fatalf("notes %q, %v", set.Notes, err)
	}
	if len(requests) != 1 || requests[0].URL.String() != d.MTLS.Token {
		t.Fatalf("%d requests, the first to %s; want one to %s", len(requests), requests[0].URL, d.MTLS.Token)
	}
	checkProof(t, requests[0].Header.Get("DPoP"), key, http.MethodPost, d.MTLS.Token, "", "")
}

// TestACertificateIsMissedBeforeAnythingIsSent covers every request that a
// client authenticates.
func TestACertificateIsMissedBeforeAnythingIsSent(t *testing.T) {
	asked, token := 0, NewSecret("t")
	c := New(Options{Transport: handlerTransport{http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ })}})
	ctx, a := t.Context(), ClientAuth{Method: AuthTLS, ClientID: "app"}
	_, introspection := c.Introspect(ctx, endpoint, a, token, "")
	_, revocation := c.Revoke(ctx, endpoint, a, token, "")
	_, device := c.StartDevice(ctx, endpoint, a, "", nil)
	_, backchannel := c.StartBackchannel(ctx, endpoint, a, BackchannelRequest{LoginHint: "alice"})
	_, uma := c.UMA(ctx, TokenRequest{Endpoint: endpoint, Auth: a, Grant: UMATicket{}})
	_, pushed := c.push(ctx, endpoint, a, nil)
	for name, err := range map[string]error{
		"introspection": introspection, "revocation": revocation, "logout": c.Logout(ctx, endpoint, a, token),
		"device": device, "backchannel": backchannel, "uma": uma, "pushed": pushed,
	} {
		if e := asError(err); e.Kind != KindRequest || e.Reason != "certificate" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if asked != 0 {
		t.Errorf("%d requests went out", asked)
	}
}
