package tokenclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient/kctest"
)

const oidcPath = "/realms/acme/protocol/openid-connect"

// beyond are the calls beyond the token endpoint, each with the canary as its
// token.
func beyond() map[string]func(context.Context, *Client, string) error {
	auth := ClientAuth{Method: AuthPost, ClientID: "app", Secret: NewSecret("the-secret")}
	return map[string]func(context.Context, *Client, string) error{
		"introspection": func(ctx context.Context, c *Client, at string) error {
			_, err := c.Introspect(ctx, at, auth, NewSecret(canary), "access_token")
			return err
		},
		"userinfo": func(ctx context.Context, c *Client, at string) error {
			_, err := c.UserInfo(ctx, at, NewSecret("canary-7d41"), "Bearer")
			return err
		},
		"revocation": func(ctx context.Context, c *Client, at string) error {
			_, err := c.Revoke(ctx, at, auth, NewSecret(canary), "")
			return err
		},
		"logout": func(ctx context.Context, c *Client, at string) error {
			return c.Logout(ctx, at, auth, NewSecret(canary))
		},
	}
}

func TestRequestsBeyondTheTokenEndpointAreExact(t *testing.T) {
	form := map[string]string{
		"Content-Type": formType, "Accept": "application/json", "Cache-Control": "no-store", "User-Agent": "Realmscope",
		"Origin": "", "Cookie": "", "Referer": "", "Authorization": "",
	}
	basic := map[string]string{"Authorization": "Basic YSUzQWI6cyUyQnM=", "Content-Type": formType}
	bearer := map[string]string{
		"Authorization": "Bearer t0ken", "Accept": "application/json", "Cache-Control": "no-store",
		"Content-Type": "", "Origin": "", "Cookie": "", "Referer": "",
	}
	post := ClientAuth{Method: AuthPost, ClientID: "app", Secret: NewSecret("s s")}
	s := kctest.New(t,
		kctest.Exchange{Want: kctest.Request{Path: oidcPath + "/token/introspect", Header: form, Body: "client_id=app&client_secret=s+s&token=t0ken&token_type_hint=refresh_token"}, Answer: kctest.Answer{Body: `{"active":true}`}},
		kctest.Exchange{Want: kctest.Request{Path: oidcPath + "/token/introspect", Header: basic, Body: "token=t0ken"}, Answer: kctest.Answer{Body: `{"active":false}`}},
		kctest.Exchange{Want: kctest.Request{Method: "GET", Path: oidcPath + "/userinfo", Header: bearer}, Answer: kctest.Answer{Body: `{"sub":"1"}`}},
		kctest.Exchange{Want: kctest.Request{Method: "GET", Path: oidcPath + "/dpop", Header: map[string]string{"Authorization": "DPoP t0ken"}}, Answer: kctest.Answer{Body: `{"sub":"1"}`}},
		kctest.Exchange{Want: kctest.Request{Path: oidcPath + "/revoke", Header: form, Body: "client_id=app&token=t0ken"}},
		kctest.Exchange{Want: kctest.Request{Path: oidcPath + "/logout", Header: form, Body: "client_id=app&client_secret=s+s&refresh_token=t0ken"}, Answer: kctest.Answer{Status: 204}},
		kctest.Exchange{Want: kctest.Request{Method: "GET", Path: oidcPath + "/certs", Header: map[string]string{"Authorization": "", "Accept": "application/json", "Cookie": ""}}, Answer: kctest.Answer{Body: `{"keys":[]}`}},
	)
	c, ctx, token := New(Options{}), t.Context(), NewSecret("t0ken")
	at := s.URL + oidcPath
	active, err := c.Introspect(ctx, at+"/token/introspect", post, token, "refresh_token")
	if err != nil || !active.Active {
		t.Errorf("introspection %+v, %v", active, err)
	}
	_, basicErr := c.Introspect(ctx, at+"/token/introspect", ClientAuth{Method: AuthBasic, ClientID: "a:b", Secret: NewSecret("s+s")}, token, "")
	_, infoErr := c.UserInfo(ctx, at+"/userinfo", token, "bearer")
	_, proofErr := c.UserInfo(ctx, at+"/dpop", token, "DPoP")
	_, revokeErr := c.Revoke(ctx, at+"/revoke", ClientAuth{ClientID: "app"}, token, "")
	logoutErr := c.Logout(ctx, at+"/logout", post, token)
	_, keysErr := c.JWKS(ctx, at+"/certs")
	if err := errors.Join(basicErr, infoErr, proofErr, revokeErr, logoutErr, keysErr); err != nil {
		t.Error(err)
	}
	if n := len(s.Requests()); n != 7 {
		t.Errorf("%d requests, want 7: nothing is repeated", n)
	}
}

func TestRequestsWithSecretsFollowNothing(t *testing.T) {
	for name, call := range beyond() {
		for _, status := range []int{301, 302, 303, 307, 308} {
			for _, location := range []string{"/login", "https://other.example/a?b", "http://sso.example.com/", "//evil.example", "https://user:pw@sso.example.com/", endpoint} {
				asked := 0
				c := New(Options{Transport: handlerTransport{http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					asked++
					w.Header().Set("Location", location)
					w.WriteHeader(status)
				})}})
				e := asError(call(t.Context(), c, endpoint))
				if e.Kind != KindRedirect || asked != 1 || e.Location == "" || strings.ContainsAny(e.Location, "?@") || string(e.Operation) != name {
					t.Errorf("%s %d to %s: %+v after %d requests", name, status, location, e, asked)
				}
			}
		}
	}
}

func TestNothingIsSentWithoutAUsableTokenOrAddress(t *testing.T) {
	reached := 0
	c := New(Options{Transport: handlerTransport{http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached++ })}})
	auth := ClientAuth{ClientID: "app"}
	for name, call := range beyond() {
		for _, at := range []string{"", "file:///x", "https://u:p@h.example/", "https://h..example/", "https://h.example/\n"} {
			if e := asError(call(t.Context(), c, at)); e.Kind != KindAddress || string(e.Operation) != name || Advise(e).ID == "unknown" {
				t.Errorf("%s at %q: %+v", name, at, e)
			}
		}
	}
	_, noToken := c.Introspect(t.Context(), endpoint, auth, Secret{}, "")
	_, noRevoke := c.Revoke(t.Context(), endpoint, auth, Secret{}, "")
	_, broken := c.UserInfo(t.Context(), endpoint, NewSecret("a\r\nX: y"), "")
	_, blank := c.UserInfo(t.Context(), endpoint, NewSecret("a b"), "Bearer")
	_, kind := c.UserInfo(t.Context(), endpoint, NewSecret("a"), "N_A")
	for name, err := range map[string]error{
		"no token": noToken, "no token to revoke": noRevoke, "no token to log out": c.Logout(t.Context(), endpoint, auth, Secret{}),
		"a line break": broken, "a blank": blank, "a type that no header has": kind,
	} {
		if e := asError(err); e.Kind != KindRequest || e.Reason != "token" || Advise(e).ID != "token_unusable" || e.Operation == "" {
			t.Errorf("%s: %+v", name, e)
		}
	}
	if _, err := c.Revoke(t.Context(), endpoint, ClientAuth{}, NewSecret("t"), ""); asError(err).Reason != "client_id" {
		t.Errorf("no client: %v", err)
	}
	if reached != 0 {
		t.Errorf("%d requests went out", reached)
	}
}

func TestNoAnswerGivesTheTokenAway(t *testing.T) {
	for name, call := range beyond() {
		for _, body := range []string{`{"error":"invalid_request","error_description":"what is ` + canary + `?"}`, "<title>" + canary + "</title>", canary, `{"a":"` + canary + `"`} {
			e := asError(call(t.Context(), answering(400, map[string]string{"WWW-Authenticate": `Bearer error="` + canary + `"`}, body), endpoint))
			text := fmt.Sprintf("%+v %v %+v", *e, e, Advise(e))
			if strings.Contains(text, "canary-7d41") {
				t.Errorf("%s: the token shows in %s", name, text)
			}
		}
	}
}

func TestWaitsBeyondTheTokenEndpointEnd(t *testing.T) {
	for name, call := range beyond() {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				held := New(Options{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
					<-r.Context().Done()
					return nil, r.Context().Err()
				})})
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				start := time.Now()
				if e := asError(call(ctx, held, endpoint)); e.Kind != KindCanceled || time.Since(start) != time.Second || string(e.Operation) != name {
					t.Errorf("after %v: %+v", time.Since(start), e)
				}
				start = time.Now()
				if e := asError(call(t.Context(), held, endpoint)); e.Kind != KindTimeout || time.Since(start) != wholeLimit {
					t.Errorf("after %v: %+v", time.Since(start), e)
				}
			})
		})
	}
}

func TestIntrospectionAnswers(t *testing.T) {
	tests := []struct {
		name, body string
		status     int
		want       string
	}{
		{"active", `{"active":true,"sub":"1"}`, 200, "active []"},
		{"inactive and nothing else", `{"active":false}`, 200, "inactive []"},
		{"in a text", `{"active":"TRUE"}`, 200, "active [active.text]"},
		{"with a mark", "\uFEFF" + `{"active":true}`, 200, "active [bom]"},
		{"with an odd status", `{"active":true}`, 201, "active [status.odd]"},
		{"two answers", `{"active":false,"active":true}`, 200, "malformed"},
		{"a number", `{"active":1}`, 200, "malformed"},
		{"null", `{"active":null}`, 200, "malformed"},
		{"nothing about it", `{"sub":"1"}`, 200, "malformed"},
		{"an error", `{"error":"invalid_request","error_description":"Token not provided."}`, 400, "oauth token_missing"},
		{"nothing", "", 200, "empty"},
		{"a page", "<html>", 200, "html"},
		{"a list", "[true]", 200, "malformed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := answering(tt.status, map[string]string{"Content-Type": jsonType}, tt.body)
			i, err := c.Introspect(t.Context(), endpoint, ClientAuth{ClientID: "app"}, NewSecret(canary), "")
			got := fmt.Sprint(map[bool]string{true: "active ", false: "inactive "}[i.Active], i.Notes)
			if err != nil {
				got = strings.TrimSuffix(string(asError(err).Kind)+" "+Advise(err).ID, " "+Advise(err).ID)
				if asError(err).Kind == KindOAuth {
					got += " " + Advise(err).ID
				}
			} else if i.Raw.Reveal() != tt.body || (i.Advise().ID == "token_inactive") == i.Active {
				t.Errorf("raw %q, advice %q", i.Raw.Reveal(), i.Advise().ID)
			}
			if got != tt.want {
				t.Errorf("%s gives %q, want %q", tt.body, got, tt.want)
			}
		})
	}
}

func TestIntrospectionKeepsEveryClaimInOrder(t *testing.T) {
	body := `{"exp":1.50e3,"sub":"a","sub":"b","x":{"y":[1]},"jwt":"eyJhbGciOi.e30.x","act":{"sub":"u"},"username":"alice","token_type":"Bearer","active":true}`
	i, err := answering(200, map[string]string{"Content-Type": jsonType}, body).Introspect(t.Context(), endpoint, ClientAuth{ClientID: "app"}, NewSecret(canary), "")
	want := []Member{
		{"exp", "1.50e3"},
		{"sub", `"a"`},
		{"sub", `"b"`},
		{"x", `{"y":[1]}`},
		{"jwt", `"[hidden]"`},
		{"act", `{"sub":"u"}`},
		{"username", `"alice"`},
		{"token_type", `"Bearer"`},
		{"active", "true"},
	}
	if diff := cmp.Diff(i.Members, want); diff != "" || err != nil || !slices.Equal(i.Notes, []string{"duplicate.sub"}) {
		t.Errorf("%v, notes %q, members (-got +want):\n%s", err, i.Notes, diff)
	}
}

func TestUserInfoAnswers(t *testing.T) {
	const jws, jwe = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d"
	tests := []struct {
		name, media, body string
		status            int
		want              string
	}{
		{"claims", jsonType, `{"sub":"f3","email":"a@b"}`, 200, "json f3 []"},
		{"a hostile subject", jsonType, `{"sub":"a\u202eb"}`, 200, `json a\u202Eb []`},
		{"no subject", jsonType, `{"email":"a@b"}`, 200, "json  [sub.missing]"},
		{"a claim called error beside a subject", jsonType, `{"sub":"1","error":"x"}`, 200, "json 1 [error.beside_tokens]"},
		{"signed", "application/jwt", jws, 200, "signed  []"},
		{"signed with parameters and a line end", "application/jwt;charset=UTF-8", jws + "\n", 200, "signed  []"},
		{"signed, called JSON", jsonType, jws, 200, "signed  [content_type.other]"},
		{"encrypted", "application/jwt", jwe, 200, "encrypted  []"},
		{"signed with an error's status", "application/jwt", jws, 401, "status unauthorized"},
		{"four parts", "application/jwt", "eyJ.a.b.c", 200, "malformed malformed"},
		{"an error in the body", jsonType, `{"error":"invalid_token","error_description":"Session expired"}`, 401, "oauth session_ended"},
		{"an error with status 200", jsonType, `{"error":"invalid_token"}`, 200, "oauth token_refused"},
		{"claims with an error's status", jsonType, `{"sub":"1"}`, 500, "malformed server_fault"},
		{"a page", "text/html", "<html>", 200, "html html"},
		{"nothing", "", "", 200, "empty empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, err := answering(tt.status, map[string]string{"Content-Type": tt.media}, tt.body).UserInfo(t.Context(), endpoint, NewSecret("t"), "")
			got := fmt.Sprint(u.Form, " ", u.Subject, " ", u.Notes)
			if err != nil {
				got = string(asError(err).Kind) + " " + Advise(err).ID
			} else if u.Raw.Reveal() != tt.body || (u.Form == UserInfoJSON) != (u.Members != nil) {
				t.Errorf("raw %q, members %v", u.Raw.Reveal(), u.Members)
			}
			if got != tt.want {
				t.Errorf("%q gives %q, want %q", tt.body, got, tt.want)
			}
		})
	}
	big := `{"sub":"` + strings.Repeat("x", maxUserInfo) + `"}`
	if _, err := answering(200, nil, big).UserInfo(t.Context(), endpoint, NewSecret("t"), ""); asError(err).Kind != KindTooLarge {
		t.Errorf("more than a megabyte: %v", err)
	}
}

func TestRevocationAndLogoutAnswers(t *testing.T) {
	const already = `{"error":"invalid_token","error_description":"Invalid token"}`
	tests := []struct {
		name, body     string
		status         int
		revoke, logout string
	}{
		{"nothing", "", 200, "[] -", "done"},
		{"blanks", " \r\n", 200, "[] -", "done"},
		{"no content", "", 204, "[status.odd] -", "done"},
		{"invalid already", already, 200, "[already_invalid] revoked_already", "oauth token_refused"},
		{"another error with status 200", `{"error":"server_busy"}`, 200, "[answered] bad_request", "oauth bad_request"},
		{"words that mean nothing", "OK", 200, "[body] -", "malformed malformed"},
		{"JSON that means nothing", "{}", 200, "[body] -", "malformed malformed"},
		{"a page", "<html><title>Wi-Fi</title>", 200, "html html", "html html"},
		{"an error", `{"error":"unsupported_token_type","error_description":"Unsupported token type"}`, 400, "oauth revoke_token_type", "oauth revoke_token_type"},
		{"busy", "", 503, "status overloaded", "status overloaded"},
		{"an ended session", `{"error":"invalid_grant","error_description":"Invalid refresh token"}`, 400, "oauth refresh_invalid", "oauth already_logged_out"},
	}
	said := func(err error) string { return string(asError(err).Kind) + " " + Advise(err).ID }
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := answering(tt.status, map[string]string{"Content-Type": jsonType}, tt.body)
			r, err := c.Revoke(t.Context(), endpoint, ClientAuth{ClientID: "app"}, NewSecret(canary), "")
			got := fmt.Sprint(r.Notes, " ", strings.TrimPrefix(r.Advise().ID+"-", r.Advise().ID))
			if r.Code != "" {
				got = fmt.Sprint(r.Notes, " ", r.Advise().ID)
			}
			if err != nil {
				got = said(err)
			}
			if got != tt.revoke {
				t.Errorf("revocation gives %q, want %q", got, tt.revoke)
			}
			got = "done"
			if err := c.Logout(t.Context(), endpoint, ClientAuth{ClientID: "app"}, NewSecret(canary)); err != nil {
				got = said(err)
			}
			if got != tt.logout {
				t.Errorf("logout gives %q, want %q", got, tt.logout)
			}
		})
	}
}

func TestAProxyThatRefusesIsToldApart(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusProxyAuthRequired) }))
	defer s.Close()
	for name, call := range beyond() {
		if e := asError(call(t.Context(), New(Options{}), s.URL)); e.Kind != KindProxy || Advise(e).ID != "proxy_login" {
			t.Errorf("%s: %+v", name, e)
		}
	}
}
