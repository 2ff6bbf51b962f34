package tokenclient

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"testing"
)

// TestDeviceLoginWithPKCE plays a server that demands it: the challenge opens
// the login, and only its verifier ends it.
func TestDeviceLoginWithPKCE(t *testing.T) {
	asked := ""
	c := New(Options{Transport: handlerTransport{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		switch {
		case r.PostFormValue("code_challenge_method") == "S256":
			asked = r.PostFormValue("code_challenge")
			_, _ = io.WriteString(w, `{"device_code":"d","user_code":"u","verification_uri":"https://h.example/","expires_in":60,"interval":0}`)
		case asked == "" || base64.RawURLEncoding.EncodeToString(sum[:]) != asked:
			says(400, `{"error":"invalid_grant","error_description":"PKCE verification failed: Code mismatch"}`)(w, r)
		default:
			_, _ = io.WriteString(w, `{"access_token":"t","token_type":"Bearer"}`)
		}
	})}})
	auth := ClientAuth{ClientID: "tv"}
	seen := map[Secret]bool{}
	for range 3 {
		d, err := c.StartDevicePKCE(t.Context(), endpoint, auth, "openid", []Param{{"nonce", NewSecret("n")}})
		if err != nil || d.Verifier.Len() < 43 || seen[d.Verifier] {
			t.Fatalf("verifier of %d characters, seen before %t, %v", d.Verifier.Len(), seen[d.Verifier], err)
		}
		seen[d.Verifier] = true
		if set, err := c.Token(t.Context(), TokenRequest{Endpoint: endpoint, Auth: auth, Grant: DeviceCode{Code: d.DeviceCode, Verifier: d.Verifier}}); err != nil || set.AccessToken.Empty() {
			t.Errorf("with the verifier: %v", err)
		}
		_, err = c.Token(t.Context(), TokenRequest{Endpoint: endpoint, Auth: auth, Grant: DeviceCode{Code: d.DeviceCode, Verifier: NewSecret("another")}})
		if Advise(err).ID != "pkce_mismatch" {
			t.Errorf("with another verifier: %v", err)
		}
	}
	for _, name := range []string{"code_verifier", "code_challenge", "code_challenge_method"} {
		if _, err := c.StartDevicePKCE(t.Context(), endpoint, auth, "", []Param{{name, NewSecret("x")}}); asError(err).Reason != "duplicate" {
			t.Errorf("%s among the extra parameters: %v", name, err)
		}
	}
}

func TestPollsSendTheVerifierOfTheirOpening(t *testing.T) {
	var forms []url.Values
	c := New(Options{Transport: handlerTransport{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		forms = append(forms, r.PostForm)
		_, _ = io.WriteString(w, `{"access_token":"t","token_type":"Bearer"}`)
	})}})
	d := DeviceAuthorization{DeviceCode: NewSecret("d"), Verifier: NewSecret("v")}
	request := TokenRequest{Endpoint: endpoint, Auth: ClientAuth{ClientID: "tv"}}
	if _, err := c.AwaitDevice(t.Context(), request, d, nil); err != nil {
		t.Fatal(err)
	}
	request.Grant = DeviceCode{Verifier: NewSecret("own")}
	if _, err := c.AwaitDevice(t.Context(), request, d, nil); err != nil {
		t.Fatal(err)
	}
	if got := []string{forms[0].Get("code_verifier"), forms[1].Get("code_verifier")}; got[0] != "v" || got[1] != "own" {
		t.Errorf("verifiers %q, want v and own", got)
	}
}

func TestPKCEIsOffered(t *testing.T) {
	for _, tt := range []struct {
		methods []string
		want    bool
	}{{nil, false}, {[]string{"plain"}, false}, {[]string{"plain", "S256"}, true}} {
		if got := (Discovery{ChallengeMethods: tt.methods}).OffersPKCE(); got != tt.want {
			t.Errorf("%q: %t, want %t", tt.methods, got, tt.want)
		}
	}
}

// A login with a key names the key in the address, and no other.
func TestLoginNamesItsDPoPKey(t *testing.T) {
	key := must(NewDPoPKey(""))(t)
	for _, tt := range []struct {
		login Login
		want  string
	}{{Login{}, ""}, {Login{DPoP: key}, key.Thumbprint()}} {
		p := (&authorizer{}).start(t, found(), tt.login)
		if got := sent(t, p); got.Get("dpop_jkt") != tt.want || got.Has("dpop_jkt") != (tt.want != "") {
			t.Errorf("dpop_jkt %q, want %q", got.Get("dpop_jkt"), tt.want)
		}
		p.Close()
	}
	extra := []Param{{"dpop_jkt", NewSecret("x")}}
	_, err := New(Options{}).StartLogin(t.Context(), found(), Login{Auth: ClientAuth{ClientID: "a"}, DPoP: key, Extra: extra})
	if asError(err).Reason != "duplicate" {
		t.Errorf("a second dpop_jkt: %v", err)
	}
}

// TestConnectionTestGoesWhereTheProfileGoes checks endpoint, place of the
// parameters and proof of every token request.
func TestConnectionTestGoesWhereTheProfileGoes(t *testing.T) {
	const own = "https://sso.example.com/gateway/token"
	key, f := must(NewDPoPKey(""))(t), keycloakLike()
	asked := 0
	c := New(Options{Transport: handlerTransport{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/gateway/token" {
			f.ServeHTTP(w, r)
			return
		}
		asked++
		checkProof(t, r.Header.Get("DPoP"), key, http.MethodPost, own, "", "")
		if r.URL.Query().Get("client_id") != "app" || r.ContentLength > 0 {
			t.Errorf("query %q, body of %d bytes", r.URL.RawQuery, r.ContentLength)
		}
		says(400, `{"error":"invalid_grant","error_description":"Invalid refresh token"}`)(w, r)
	})}})
	in := whole7()
	in.TokenEndpoint, in.ParamsIn, in.DPoP = own, ParamsInQuery, key
	for _, send := range []bool{false, true} {
		c.TestConnection(t.Context(), in, send, nil)
	}
	if asked != 4 || len(f.forms) != 0 {
		t.Errorf("%d requests to the profile's endpoint and %d to the realm's, want 4 and 0", asked, len(f.forms))
	}
}
