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

func TestMembersKeepOrderAndMaskTokens(t *testing.T) {
	body := `{"x":1.50e3,"access_token":"eyJa.b.c","nested":{"id_token":"abc","n":[1,"eyJxxxxxx.y"]},"my-jwt":"eyJhbGciOi.e30.","Custom_Secret":12,"text":"a \u0041","echo":"canary-7d41 &/ü","x":null}`
	set, e := ask(t.Context(), answering(200, nil, body), endpoint)
	if e != nil {
		t.Fatal(e)
	}
	want := []Member{
		{"x", "1.50e3"},
		{"access_token", `"[hidden]"`},
		{"nested", `{"id_token":"[hidden]","n":[1,"[hidden]"]}`},
		{"my-jwt", `"[hidden]"`},
		{"Custom_Secret", `"[hidden]"`},
		{"text", `"a \u0041"`},
		{"echo", `"[hidden]"`},
		{"x", "null"},
	}
	if diff := cmp.Diff(set.Members, want); diff != "" {
		t.Errorf("members (-got +want):\n%s", diff)
	}
}

// failureVector is an answer without tokens and what it is taken for.
type failureVector struct {
	name              string
	status            int
	header            map[string]string
	body              string
	kind              Kind
	code, description string
	title             string
	advice            string
}

func TestFailuresAreClassified(t *testing.T) {
	for _, tt := range append(jsonFailures(), otherFailures()...) {
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

// jsonFailures have a body in JSON, or words.
func jsonFailures() []failureVector {
	html := map[string]string{"Content-Type": "text/html"}
	return []failureVector{
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
	}
}

// otherFailures have a web page or nothing.
func otherFailures() []failureVector {
	html := map[string]string{"Content-Type": "text/html"}
	return []failureVector{
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
		{"a proxy's refusal", 407, html, "<html><title>Proxy</title>", KindProxy, "", "", "", "proxy_login"},
		{"a title in letters of changing length", 200, html, "<title>" + strings.Repeat("İ", 5) + "</title>", KindHTML, "", "", strings.Repeat("İ", 5), "html"},
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
		{"seconds", "7", 7 * time.Second},
		{"a date", "Tue, 03 Nov 2026 10:00:30 GMT", 30 * time.Second},
		{"a past date", "Tue, 03 Nov 2026 09:00:00 GMT", 0},
		{"for ever", "4000000000", 24 * time.Hour},
		{"nonsense", "soon", 0},
		{"negative", "-5", 0},
		{"nothing", "", 0},
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
		x := exchange{target: target(), status: status, body: body, sent: true, header: http.Header{"Content-Type": {contentType}}, mask: newMasker([]Secret{NewSecret(canary)})}
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
