package tokenclient

import (
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"realmscope/tokenclient/loopback"
)

// TestAnswersOfAnotherIssuer: the code is not exchanged.
func TestAnswersOfAnotherIssuer(t *testing.T) {
	for name, tt := range map[string]struct {
		iss       []string
		announced bool
		fails     bool
	}{
		"the right one":              {[]string{issuer}, true, false},
		"the right one, unannounced": {[]string{issuer}, false, false},
		"none, as before release 23": {nil, false, false},
		"none, though announced":     {nil, true, true},
		"another":                    {[]string{"https://evil.example/realms/acme"}, false, true},
		"the right one with a slash": {[]string{issuer + "/"}, true, true},
		"the beginning":              {[]string{"https://sso.example.com"}, true, true},
		"the right one in capitals":  {[]string{strings.ToUpper(issuer)}, true, true},
		"an empty one":               {[]string{""}, false, true},
		"a hostile text":             {[]string{"\u202e<script>"}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			a, d := &authorizer{}, found()
			d.IssuerInAnswer = tt.announced
			p := a.start(t, d, Login{})
			answer := a.agree(t, p, loginCode)
			answer["iss"] = tt.iss
			_ = back(t, p.RedirectURI(), answer)
			_, err := p.Wait(t.Context())
			switch {
			case !tt.fails && err != nil:
				t.Errorf("Wait = %v", err)
			case tt.fails && (asError(err).Kind != KindLogin || Advise(err).ID != "login_issuer" || len(a.asked) != 0):
				t.Errorf("Wait = %v, advice %s, %d requests", err, Advise(err).ID, len(a.asked))
			case tt.fails && strings.ContainsAny(asError(err).Description, "\u202e"):
				t.Errorf("description %q", asError(err).Description)
			}
		})
	}
}

func TestErrorsOfTheBrowser(t *testing.T) {
	for name, tt := range map[string]struct{ code, description, want string }{
		"cancelled":                {"access_denied", "", "login_refused"},
		"cancelled with a text":    {"access_denied", "User denied consent", "login_refused"},
		"the realm is off":         {"access_denied", "Realm not enabled", "realm_disabled"},
		"prompt=none":              {"login_required", "", "login_needed"},
		"prompt=none, a step more": {"interaction_required", "", "login_needed"},
		"a scope":                  {"invalid_scope", "Invalid scopes: x", "invalid_scope"},
		"the flow is off":          {"unauthorized_client", "Client is not allowed to initiate browser login with given response_type. Standard flow is disabled for the client.", "standard_flow_off"},
		"PKCE":                     {"invalid_request", "Missing parameter: code_challenge_method", "pkce_required"},
		"PAR":                      {"invalid_request", "Pushed Authorization Request is only allowed.", "par_required"},
		"too late":                 {"temporarily_unavailable", "authentication_expired", "login_page_old"},
		"a fault":                  {"server_error", "", "server_fault"},
		"another":                  {"brand_new", "Something", "bad_request"},
	} {
		t.Run(name, func(t *testing.T) {
			a := &authorizer{}
			p := a.start(t, found(), Login{})
			_ = back(t, p.RedirectURI(), url.Values{"error": {tt.code}, "error_description": {tt.description}, "state": {p.state.Reveal()}, "iss": {issuer}})
			_, err := p.Wait(t.Context())
			e := asError(err)
			if e.Kind != KindOAuth || e.Reason != "callback" || e.Code != tt.code || e.Description != tt.description {
				t.Errorf("Wait = %+v", e)
			}
			if got := Advise(err).ID; got != tt.want {
				t.Errorf("advice %s, want %s", got, tt.want)
			}
			if e.Endpoint != openID+"/auth" || e.Location != "http://127.0.0.1/callback" || len(a.asked) != 0 {
				t.Errorf("endpoint %s, location %s, %d requests", e.Endpoint, e.Location, len(a.asked))
			}
		})
	}
}

func TestErrorsOfTheBrowserRepeatNoSecret(t *testing.T) {
	p := (&authorizer{}).start(t, found(), Login{Auth: ClientAuth{ClientID: "app", Method: AuthPost, Secret: NewSecret(canary)}})
	text := "\u202e" + canary + " " + p.verifier.Reveal() + " " + p.nonce.Reveal() + strings.Repeat("x", 4000)
	_ = back(t, p.RedirectURI(), url.Values{"error": {"x"}, "error_description": {text}, "state": {p.state.Reveal()}, "iss": {issuer}})
	_, err := p.Wait(t.Context())
	e := asError(err)
	if len(e.Description) > maxDescription || e.Description == "" {
		t.Errorf("description of %d bytes", len(e.Description))
	}
	for _, secret := range append(spellings(), p.verifier.Reveal(), p.nonce.Reveal(), "\u202e") {
		if strings.Contains(e.Description, secret) {
			t.Errorf("the description has %q", secret)
		}
	}
}

func TestIDTokensOfAnotherLogin(t *testing.T) {
	set := func(name string, value any) func(map[string]any) {
		return func(claims map[string]any) { claims[name] = value }
	}
	text := func(s string) *string { return &s }
	for name, tt := range map[string]struct {
		change func(map[string]any)
		raw    *string
		want   string // reason
		note   string
	}{
		"ours":                 {nil, nil, "", ""},
		"another nonce":        {set("nonce", "x"), nil, "nonce", ""},
		"no nonce":             {func(c map[string]any) { delete(c, "nonce") }, nil, "nonce", ""},
		"a nonce of a number":  {set("nonce", 1), nil, "nonce", ""},
		"a list of nonces":     {set("nonce", []string{"x"}), nil, "nonce", ""},
		"another access token": {set("at_hash", "AAAA"), nil, "at_hash", ""},
		"no at_hash":           {func(c map[string]any) { delete(c, "at_hash") }, nil, "", ""},
		"no token":             {nil, text("x"), "nonce", ""},
		"a header only":        {nil, text(part("{}")), "nonce", ""},
		"claims that are none": {nil, text("e30.x%.x"), "nonce", ""},
		"an encrypted token":   {nil, text("a.b.c.d.e"), "", "id_token.encrypted"},
		"too many parts":       {nil, text("a.b.c.d.e.f"), "nonce", ""},
		"a missing token":      {nil, text(""), "", "id_token.missing"},
	} {
		t.Run(name, func(t *testing.T) {
			a := &authorizer{change: tt.change, raw: tt.raw}
			p := a.start(t, found(), Login{Scope: "email openid"})
			_ = back(t, p.RedirectURI(), a.agree(t, p, loginCode))
			got, err := p.Wait(t.Context())
			if tt.want != "" {
				if e := asError(err); err == nil || e.Kind != KindLogin || e.Reason != tt.want || !e.Sent || Advise(err).ID != "login_foreign" {
					t.Errorf("Wait = %v, want %s", err, tt.want)
				}
				if !got.AccessToken.Empty() {
					t.Error("the tokens are handed out")
				}
				return
			}
			if notes := strings.Join(got.Notes, " "); err != nil || notes != tt.note {
				t.Errorf("Wait = %v, notes %q, want %q", err, notes, tt.note)
			}
		})
	}
}

func TestATwofoldNonceIsNone(t *testing.T) {
	raw := part("{}") + "." + part(`{"nonce":"x","nonce":"n"}`) + ".c2ln"
	if _, got := checkIDToken(TokenSet{IDToken: NewSecret(raw)}, NewSecret("n"), true); got != "nonce" {
		t.Errorf("reason %q", got)
	}
}

func TestAccessTokenHashes(t *testing.T) {
	token := NewSecret("access")
	sum := sha512.Sum512([]byte("access"))
	long := base64.RawURLEncoding.EncodeToString(sum[:32])
	middle := sha512.Sum384([]byte("access"))
	for name, tt := range map[string]struct {
		algorithm, hash string
		want            bool
	}{
		"PS512":             {"PS512", long, true},
		"ES384":             {"ES384", base64.RawURLEncoding.EncodeToString(middle[:24]), true},
		"Ed25519":           {"EdDSA", long, true},
		"Ed25519, wrong":    {"EdDSA", strings.Repeat("A", 43), false},
		"Ed448":             {"EdDSA", strings.Repeat("A", 76), true},
		"HS256, wrong":      {"HS256", long, false},
		"one of the future": {"ML-DSA-44", "x", true},
	} {
		if got := fitsHash(tt.hash, tt.algorithm, token); got != tt.want {
			t.Errorf("%s: %t, want %t", name, got, tt.want)
		}
	}
}

// TestTheServerRefusesTheCode: its words reach the person; nothing is repeated.
func TestTheServerRefusesTheCode(t *testing.T) {
	a := &authorizer{}
	p := a.start(t, found(), Login{})
	answer := a.agree(t, p, loginCode)
	answer.Set("code", "canary-other-code")
	_ = back(t, p.RedirectURI(), answer)
	_, err := p.Wait(t.Context())
	if Advise(err).ID != "code_refused" || len(a.asked) != 1 || strings.Contains(asError(err).Body, "canary") {
		t.Errorf("Wait = %v, %d requests", err, len(a.asked))
	}
}

func TestNoAnswer(t *testing.T) {
	p := (&authorizer{}).start(t, found(), Login{RedirectPath: "/back"})
	ctx, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	canceled, stop := context.WithCancel(t.Context())
	stop()
	for name, tt := range map[string]struct {
		ctx    context.Context //nolint:containedctx // a table
		err    error
		kind   Kind
		advice string
	}{
		"three minutes":    {t.Context(), loopback.ErrExpired, KindLogin, "login_no_answer"},
		"the caller's end": {ctx, context.DeadlineExceeded, KindLogin, "login_no_answer"},
		"cancel":           {canceled, context.Canceled, KindCanceled, "canceled"},
		"close":            {t.Context(), loopback.ErrClosed, KindCanceled, "canceled"},
		"a lost socket":    {t.Context(), loopback.ErrListen, KindLogin, "login_listen"},
	} {
		e := p.noAnswer(tt.ctx, tt.err)
		advice := Advise(e)
		if e.Kind != tt.kind || advice.ID != tt.advice || !errors.Is(e, tt.err) || advice.Args["Location"] != "http://127.0.0.1/back" {
			t.Errorf("%s: %v, advice %+v", name, e, advice)
		}
	}
}

func TestAServerWithoutS256IsNoted(t *testing.T) {
	a, d := &authorizer{}, found()
	d.ChallengeMethods = []string{"plain"}
	p := a.start(t, d, Login{})
	if got := sent(t, p).Get("code_challenge_method"); got != "S256" {
		t.Errorf("challenge method %q", got)
	}
	_ = back(t, p.RedirectURI(), a.agree(t, p, loginCode))
	if set, err := p.Wait(t.Context()); err != nil || strings.Join(set.Notes, " ") != "pkce.not_announced" {
		t.Errorf("Wait = %v, notes %q", err, set.Notes)
	}
}

// TestAThousandHostileRequestsBeforeTheRightOne: the receiver's own tests send a
// thousand of each sort; here they end at a login.
func TestAThousandHostileRequestsBeforeTheRightOne(t *testing.T) {
	a := &authorizer{}
	p := a.start(t, found(), Login{Scope: "openid"})
	answer := a.agree(t, p, loginCode)
	state := p.state.Reveal()
	hostile := []url.Values{
		{},
		{"code": {"x"}},
		{"code": {"x"}, "state": {"x"}},
		{"error": {"access_denied"}},
		{"error": {"x"}, "state": {""}},
		{"code": {"x"}, "state": {state, state}},
		{"code": {"x", "y"}, "state": {state}},
		{"state": {state}},
		{"code": {""}, "state": {state}},
		{"code": {"x"}, "error": {"y"}, "state": {state}},
	}
	for i := range 1000 {
		if got := back(t, p.RedirectURI(), hostile[i%len(hostile)]); got < 400 || got > 499 {
			t.Fatalf("%v got %d", hostile[i%len(hostile)], got)
		}
	}
	if got := back(t, p.RedirectURI(), answer); got != http.StatusOK {
		t.Errorf("the right one got %d", got)
	}
	if _, err := p.Wait(t.Context()); err != nil || len(a.asked) != 1 {
		t.Errorf("Wait = %v, %d requests", err, len(a.asked))
	}
}

func TestCancelDuringTheExchange(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	stuck := New(Options{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
		cancel()
		<-r.Context().Done()
		return nil, r.Context().Err()
	})})
	p, err := stuck.StartLogin(ctx, found(), Login{Auth: ClientAuth{ClientID: "app"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = back(t, p.RedirectURI(), url.Values{"code": {"x"}, "state": {p.state.Reveal()}, "iss": {issuer}})
	start := time.Now()
	if _, err := p.Wait(ctx); asError(err).Kind != KindCanceled || time.Since(start) > hang {
		t.Errorf("Wait = %v after %v", err, time.Since(start))
	}
	<-p.Gone()
}
