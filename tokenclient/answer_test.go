package tokenclient

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

const jsonType = "application/json"

func TestTolerancesOfASuccess(t *testing.T) {
	known := func(d time.Duration) Lifetime { return Lifetime{Known: true, Value: d} }
	type want struct {
		Type, Scope      string
		Expires, Refresh Lifetime
		NotBefore        time.Time
		Notes            []string
	}
	plain := func(change func(*want)) want {
		w := want{Type: "Bearer", Expires: known(time.Minute)}
		change(&w)
		return w
	}
	notes := func(n ...string) want { return plain(func(w *want) { w.Notes = n }) }
	life := func(l Lifetime, n ...string) want { return plain(func(w *want) { w.Expires, w.Notes = l, n }) }
	const rest = `,"token_type":"Bearer"}`
	const whole = `{"access_token":"t","expires_in":60` + rest
	tests := []struct {
		name, contentType, body string
		status                  int
		want                    want
	}{
		{"nothing odd", jsonType, whole, 200, notes()},
		{"a character set", "application/json;charset=UTF-8", whole, 200, notes()},
		{"a JSON dialect", "application/vnd.acme+json", whole, 200, notes()},
		{"no content type", "", whole, 200, notes("content_type.missing")},
		{"plain text", "text/plain", whole, 200, notes("content_type.other")},
		{"called HTML", "text/html; charset=utf-8", whole, 200, notes("content_type.other")},
		{"a broken content type", ";;", whole, 200, notes("content_type.other")},
		{"a byte order mark", jsonType, "\uFEFF" + whole, 200, notes("bom")},
		{"UTF-16, little end first", jsonType, "\xff\xfe" + wide(whole, 0), 200, notes("utf16")},
		{"UTF-16, big end first", jsonType, "\xfe\xff" + wide(whole, 1), 200, notes("utf16")},
		{"another status", jsonType, whole, 401, notes("status.odd")},
		{"something behind", jsonType, whole + "\n<!-- gw -->", 200, notes("trailing")},
		{"an error beside", jsonType, `{"error":"x","access_token":"t","expires_in":60` + rest, 200, notes("error.beside_tokens")},
		{"a repeated member", jsonType, `{"scope":"a","access_token":"t","expires_in":60,"scope":"b"` + rest, 200, plain(func(w *want) { w.Scope, w.Notes = "b", []string{"duplicate.scope"} })},
		{"no token type", jsonType, `{"access_token":"t","expires_in":60}`, 200, notes("token_type.missing")},
		{"a lower-case type", jsonType, `{"access_token":"t","expires_in":60,"token_type":"bearer"}`, 200, plain(func(w *want) { w.Type = "bearer" })},
		{"blanks round the token", jsonType, `{"access_token":" t\n","expires_in":60` + rest, 200, notes("access_token.space")},
		{"a line break in the token", jsonType, `{"access_token":"t\r\nX: y","expires_in":60` + rest, 200, notes("access_token.characters")},
		{"null members", jsonType, `{"access_token":"t","refresh_token":null,"id_token":null,"scope":null,"refresh_expires_in":null,"not-before-policy":null,"session_state":null,"expires_in":60` + rest, 200, notes()},
		{"an empty refresh token", jsonType, `{"access_token":"t","refresh_token":"","expires_in":60` + rest, 200, notes()},
		{"a refresh token of another kind", jsonType, `{"access_token":"t","refresh_token":5,"expires_in":60` + rest, 200, notes("refresh_token.unreadable")},
		{"life in a text", jsonType, `{"access_token":"t","expires_in":" 60 "` + rest, 200, notes("expires_in.text")},
		{"life with a fraction", jsonType, `{"access_token":"t","expires_in":59.5` + rest, 200, life(known(59500*time.Millisecond), "expires_in.fraction")},
		{"life with an exponent", jsonType, `{"access_token":"t","expires_in":6e1` + rest, 200, notes("expires_in.fraction")},
		{"life null", jsonType, `{"access_token":"t","expires_in":null` + rest, 200, life(Lifetime{}, "expires_in.missing")},
		{"life missing", jsonType, `{"access_token":"t"` + rest, 200, life(Lifetime{}, "expires_in.missing")},
		{"life negative", jsonType, `{"access_token":"t","expires_in":-1` + rest, 200, life(known(-time.Second), "expires_in.negative")},
		{"life beyond numbers", jsonType, `{"access_token":"t","expires_in":1e400` + rest, 200, life(Lifetime{}, "expires_in.unreadable")},
		{"life beyond clocks", jsonType, `{"access_token":"t","expires_in":9223372036854775807` + rest, 200, life(known(longestLife), "expires_in.huge")},
		{"life beyond clocks backwards", jsonType, `{"access_token":"t","expires_in":-1e300` + rest, 200, life(known(-longestLife), "expires_in.fraction", "expires_in.negative", "expires_in.huge")},
		{"life in words", jsonType, `{"access_token":"t","expires_in":"NaN"` + rest, 200, life(Lifetime{}, "expires_in.text", "expires_in.unreadable")},
		{"life in hexadecimal", jsonType, `{"access_token":"t","expires_in":"0x1p3"` + rest, 200, life(Lifetime{}, "expires_in.text", "expires_in.unreadable")},
		{"life true", jsonType, `{"access_token":"t","expires_in":true` + rest, 200, life(Lifetime{}, "expires_in.unreadable")},
		{"refresh life zero", jsonType, `{"access_token":"t","refresh_expires_in":0,"expires_in":60` + rest, 200, plain(func(w *want) { w.Refresh = known(0) })},
		{"not before", jsonType, `{"access_token":"t","not-before-policy":1700000000,"expires_in":60` + rest, 200, plain(func(w *want) { w.NotBefore = time.Unix(1700000000, 0).UTC() })},
		{"not before as text", jsonType, `{"access_token":"t","not-before-policy":"0","expires_in":60` + rest, 200, notes("not-before-policy.text")},
		{"not before out of range", jsonType, `{"access_token":"t","not-before-policy":1e30,"expires_in":60` + rest, 200, notes("not-before-policy.fraction", "not-before-policy.unreadable")},
		{"scope as a list", jsonType, `{"access_token":"t","scope":["a","b"],"expires_in":60` + rest, 200, plain(func(w *want) { w.Scope, w.Notes = "a b", []string{"scope.array"} })},
		{"scope with commas", jsonType, `{"access_token":"t","scope":"a,b","expires_in":60` + rest, 200, plain(func(w *want) { w.Scope, w.Notes = "a b", []string{"scope.commas"} })},
		{"scope as a number", jsonType, `{"access_token":"t","scope":7,"expires_in":60` + rest, 200, notes("scope.unreadable")},
		{"a session of another kind", jsonType, `{"access_token":"t","session_state":7,"expires_in":60` + rest, 200, notes("session_state.unreadable")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			header := map[string]string{}
			if tt.contentType != "" {
				header["Content-Type"] = tt.contentType
			}
			set, e := ask(t.Context(), answering(tt.status, header, tt.body), endpoint)
			if e != nil {
				t.Fatalf("answer %q: %v", tt.body, e)
			}
			got := want{set.TokenType, set.Scope, set.ExpiresIn, set.RefreshExpiresIn, set.NotBefore, set.Notes}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("answer %q (-got +want):\n%s", tt.body, diff)
			}
			if set.Raw.Reveal() != tt.body {
				t.Errorf("raw %q, want %q", set.Raw.Reveal(), tt.body)
			}
		})
	}
}

// wide writes ASCII as UTF-16; high is the place of the zero bytes' opposite.
func wide(s string, high int) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		pair := [2]byte{}
		pair[high] = c
		b.Write(pair[:])
	}
	return b.String()
}

func TestMembersKeepOrderAndMaskTokens(t *testing.T) {
	body := `{"x":1.50e3,"access_token":"eyJa.b.c","nested":{"id_token":"abc","n":[1,"eyJxxxxxx.y"]},"my-jwt":"eyJhbGciOi.e30.","Custom_Secret":12,"text":"a \u0041","echo":"canary-7d41 &/ü","x":null}`
	set, e := ask(t.Context(), answering(200, nil, body), endpoint)
	if e != nil {
		t.Fatal(e)
	}
	want := []Member{
		{"x", "1.50e3"}, {"access_token", `"[hidden]"`}, {"nested", `{"id_token":"[hidden]","n":[1,"[hidden]"]}`},
		{"my-jwt", `"[hidden]"`}, {"Custom_Secret", `"[hidden]"`}, {"text", `"a \u0041"`}, {"echo", `"[hidden]"`}, {"x", "null"},
	}
	if diff := cmp.Diff(set.Members, want); diff != "" {
		t.Errorf("members (-got +want):\n%s", diff)
	}
}

func TestFailuresAreClassified(t *testing.T) {
	html := map[string]string{"Content-Type": "text/html"}
	tests := []struct {
		name              string
		status            int
		header            map[string]string
		body              string
		kind              Kind
		code, description string
		title             string
		advice            string
	}{
		{"an OAuth error", 401, nil, `{"error":"invalid_grant","error_description":"Invalid user credentials"}`, KindOAuth, "invalid_grant", "Invalid user credentials", "", "wrong_password"},
		{"an error with status 200", 200, nil, `{"error":"invalid_grant","error_description":"Token is not active"}`, KindOAuth, "invalid_grant", "Token is not active", "", "refresh_expired"},
		{"an empty token and an error", 200, nil, `{"access_token":"","error":"invalid_grant"}`, KindOAuth, "invalid_grant", "", "", "grant_refused"},
		{"a token of another kind and an error", 400, nil, `{"access_token":{},"error":"invalid_scope","error_description":"Invalid scopes: x"}`, KindOAuth, "invalid_scope", "Invalid scopes: x", "", "invalid_scope"},
		{"free text as code", 404, nil, `{"error":"Realm does not exist"}`, KindOAuth, "Realm does not exist", "", "", "realm_not_found"},
		{"an error called HTML", 400, html, `{"error":"invalid_request","error_description":"HTTPS required"}`, KindOAuth, "invalid_request", "HTTPS required", "", "https_required"},
		{"an object as error", 403, nil, `{"error":{"code":"E12","message":"not you"}}`, KindOAuth, "E12", "not you", "", "forbidden"},
		{"an object without known members", 400, nil, `{"error":{"x":1}}`, KindOAuth, "", `{"x":1}`, "", "bad_request"},
		{"a number as error", 400, nil, `{"error":17,"message":"seventeen"}`, KindOAuth, "17", "seventeen", "", "bad_request"},
		{"errorMessage", 400, nil, `{"errorMessage":"User exists"}`, KindOAuth, "", "User exists", "", "bad_request"},
		{"errorMessage as description", 400, nil, `{"error":"invalid_client","errorMessage":"m"}`, KindOAuth, "invalid_client", "m", "", "client_unknown"},
		{"problem+json", 429, map[string]string{"Content-Type": "application/problem+json"}, `{"type":"about:blank","title":"Too fast","detail":"Slow down"}`, KindOAuth, "Too fast", "Slow down", "", "rate_limited"},
		{"a title with status 200", 200, nil, `{"title":"hello"}`, KindMalformed, "", "", "", "malformed"},
		{"JSON without both", 400, nil, `{"status":"bad"}`, KindMalformed, "", "", "", "malformed"},
		{"a list", 200, nil, `[{"access_token":"t"}]`, KindMalformed, "", "", "", "malformed"},
		{"half a document", 200, nil, `{"access_token":"t","expires`, KindMalformed, "", "", "", "malformed"},
		{"deep nesting", 200, nil, `{"a":` + strings.Repeat("[", 20_000), KindMalformed, "", "", "", "malformed"},
		{"words with status 200", 200, nil, "OK", KindMalformed, "", "", "", "malformed"},
		{"a null error", 400, nil, `{"error":null}`, KindMalformed, "", "", "", "malformed"},
		{"a page with status 200", 200, html, "<!doctype html><HTML><head><Title lang=en>\n Wi-Fi &amp; more\n</title>", KindHTML, "", "", "Wi-Fi & more", "html"},
		{"a page with status 403", 403, html, "<html><title>Blocked</title>", KindHTML, "", "", "Blocked", "html"},
		{"a page with status 404", 404, html, " \n<html>", KindHTML, "", "", "", "wrong_path"},
		{"a page with status 503", 503, html, "<html><title>Down", KindHTML, "", "", "Down", "overloaded"},
		{"a page with status 502", 502, nil, "<html></html>", KindHTML, "", "", "", "gateway"},
		{"nothing with status 200", 200, nil, " \n", KindEmpty, "", "", "", "empty"},
		{"nothing with status 204", 204, nil, "", KindEmpty, "", "", "", "empty"},
		{"nothing with status 401", 401, nil, "", KindStatus, "", "", "", "unauthorized"},
		{"a challenge and nothing else", 401, map[string]string{"WWW-Authenticate": `Bearer realm="x", error="invalid_token", error_description="Token is not active"`}, "", KindOAuth, "invalid_token", "Token is not active", "", "refresh_expired"},
		{"a challenge without error", 401, map[string]string{"WWW-Authenticate": `Basic realm="error"`}, "", KindStatus, "", "", "", "unauthorized"},
		{"words with status 500", 500, nil, "boom\nat line 1", KindStatus, "", "boom at line 1", "", "server_fault"},
		{"too many headers", 431, nil, "", KindStatus, "", "", "", "too_long"},
		{"a proxy's refusal", 407, html, "<html><title>Proxy</title>", KindProxy, "", "", "", "proxy"},
		{"a title in letters of changing length", 200, html, "<title>" + strings.Repeat("İ", 5) + "</title>", KindHTML, "", "", strings.Repeat("İ", 5), "html"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, e := ask(t.Context(), answering(tt.status, tt.header, tt.body), endpoint)
			if e == nil {
				t.Fatalf("answer %q is taken for tokens", tt.body)
			}
			got := []string{string(e.Kind), e.Code, e.Description, e.Title, Advise(e).ID}
			want := []string{string(tt.kind), tt.code, tt.description, tt.title, tt.advice}
			if diff := cmp.Diff(got, want); diff != "" {
				t.Errorf("answer %q (-got +want):\n%s", tt.body, diff)
			}
			if e.Status != tt.status || e.Endpoint != endpoint || !e.Sent || e.ReceivedAt.IsZero() {
				t.Errorf("status %d, endpoint %q, sent %v, received %v", e.Status, e.Endpoint, e.Sent, e.ReceivedAt)
			}
		})
	}
}

func TestRedirectsOfATokenRequestAreNeverFollowed(t *testing.T) {
	targets := []struct{ location, want string }{
		{"/login?session=secret#x", "https://sso.example.com/login"},
		{"https://other.example/a?b", "https://other.example/a"},
		{"http://sso.example.com/", "http://sso.example.com/"},
		{"https://user:pw@other.example/x", "https://other.example/x"},
		{"//evil.example", "https://evil.example"},
		{"%zz", ""},
		{"", ""},
	}
	for _, status := range []int{300, 301, 302, 303, 304, 307, 308} {
		for _, tt := range targets {
			t.Run(fmt.Sprint(status, tt.location), func(t *testing.T) {
				requests := 0
				c := New(Options{Transport: handlerTransport{http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					requests++
					w.Header().Set("Location", tt.location)
					w.WriteHeader(status)
				})}})
				_, e := ask(t.Context(), c, endpoint)
				if e == nil || e.Kind != KindRedirect || e.Location != tt.want || requests != 1 {
					t.Errorf("error %+v after %d requests, want a redirect to %q", e, requests, tt.want)
				}
			})
		}
	}
}

func TestWaitingTimeAndServerClock(t *testing.T) {
	date := "Tue, 03 Nov 2026 10:00:00 GMT"
	tests := []struct {
		name, retry string
		want        time.Duration
	}{
		{"seconds", "7", 7 * time.Second}, {"a date", "Tue, 03 Nov 2026 10:00:30 GMT", 30 * time.Second},
		{"a past date", "Tue, 03 Nov 2026 09:00:00 GMT", 0}, {"for ever", "4000000000", 24 * time.Hour},
		{"nonsense", "soon", 0}, {"negative", "-5", 0}, {"nothing", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, e := ask(t.Context(), answering(429, map[string]string{"Retry-After": tt.retry, "Date": date}, ""), endpoint)
			if e == nil || e.RetryAfter != tt.want || !e.ServerDate.Equal(time.Date(2026, 11, 3, 10, 0, 0, 0, time.UTC)) {
				t.Errorf("error %+v, want to wait %v", e, tt.want)
			}
		})
	}
}

func FuzzTokenAnswer(f *testing.F) {
	f.Add(200, jsonType, `{"access_token":"t","expires_in":"60"}`)
	f.Add(400, "text/html", `{"error":{"a":[1,2]},"error":"x","error_description":"canary-7d41 &/ü"}`)
	f.Add(302, "", "<title>\u202E</title>")
	f.Add(200, "", "\xff\xfe{\x00}\x00")
	f.Add(500, "", `{"password":"x`)
	f.Fuzz(func(t *testing.T, status int, contentType, body string) {
		if status < 200 || status > 599 {
			return
		}
		x := exchange{endpoint: endpoint, status: status, body: []byte(body), sent: true, header: http.Header{"Content-Type": {contentType}}, mask: newMasker([]Secret{NewSecret(canary)})}
		set, e := x.tokenSet()
		if e == nil {
			if set.AccessToken.Empty() || set.TokenType == "" {
				t.Fatalf("a success without token: %q", body)
			}
			return
		}
		for _, text := range []string{e.Body, e.Code, e.Description, e.Title, e.Location, e.Error()} {
			if !utf8.ValidString(text) || len(text) > maxBody || strings.ContainsFunc(text, func(r rune) bool {
				return r != '\n' && r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf)
			}) {
				t.Fatalf("unfit text %q of answer %q", text, body)
			}
			if strings.Contains(text, canary) {
				t.Fatalf("text %q of answer %q holds the secret", text, body)
			}
		}
		if a := Advise(e); len(a.Causes) == 0 {
			t.Fatalf("no cause for %+v", e)
		}
	})
}
