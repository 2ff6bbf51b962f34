package transcript

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// token is a JWT with these claims; nobody checks its signature here.
func token(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"RS256"}`)) + "." + encode([]byte(claims)) + ".c2lnbmF0dXJl"
}

func TestATranscriptIsTheSameEveryTime(t *testing.T) {
	exchange := func(origin, scope, expires, roles, id string) Exchange {
		return Exchange{
			Method: "POST", URL: origin + "/realms/x/token",
			Header: http.Header{"Authorization": {"Basic " + id}, "User-Agent": {id}, "Dpop": {token(`{"jti":"` + id + `","htm":"POST"}`)}},
			Body:   "grant_type=password&username=alice&password=" + id + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A4" + expires + "%2Fcallback",
			Status: 200, AnswerHeader: http.Header{"Content-Type": {"application/json"}, "Www-Authenticate": {`DPoP algs="` + scope + `", realm="x"`}, "Date": {id}},
			Answer: `{"scope":"` + scope + `","access_token":"` + token(`{"sub":"`+id+`","aud":"x"}`) + `","expires_in":` + expires + `,"roles":` + roles + `,"a":{"b":true},"none":[],"keys":[{"x5c":["` + id + `"],"kty":"RSA"}]}`,
		}
	}
	first := exchange("http://127.0.0.1:1234", "openid email", "1300", `["b","a"]`, "0123")
	second := exchange("http://127.0.0.1:5678", "email openid", "1299", `["a","b"]`, "4567")
	got := Mask{Servers: []string{"http://127.0.0.1:1234"}}.Write([]Exchange{first})
	again := Mask{Servers: []string{"http://127.0.0.1:5678"}}.Write([]Exchange{second})
	if diff := cmp.Diff(got, again); diff != "" {
		t.Errorf("two runs differ:\n%s", diff)
	}
	want := `POST /realms/x/token
  Authorization: Basic <credentials>
  DPoP: <proof: RS256 JWT of htm jti>
  grant_type=password
  username=alice
  password=<password>
  redirect_uri=http://127.0.0.1:<port>/callback
200
  Content-Type: application/json
  WWW-Authenticate: DPoP algs="email openid", realm="x"
  a.b: true
  access_token: <access_token: RS256 JWT of aud sub>
  expires_in: <seconds>
  keys[].kty: RSA
  keys[].x5c[]: <x5c>
  none: []
  roles[]: a
  roles[]: b
  scope: email openid
`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("transcript (-want +got):\n%s", diff)
	}
}

func TestAnswersThatAreNoObject(t *testing.T) {
	for name, tt := range map[string]struct{ answer, want string }{
		"nothing":         {"", ""},
		"a page":          {"<html>secret</html>", "  (a page)\n"},
		"words":           {"Not Found", "  Not Found\n"},
		"a signed answer": {token(`{"sub":"x"}`), "  <body: RS256 JWT of sub>\n"},
		"an encrypted one": {
			base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RSA-OAEP","enc":"A256GCM"}`)) + ".a.b.c.d", "  <body: encrypted JWT>\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			Mask{}.answer(&out, tt.answer)
			if got := out.String(); got != tt.want {
				t.Errorf("answer(%q) = %q, want %q", tt.answer, got, tt.want)
			}
		})
	}
}

func TestRepeatedPollsAreWrittenOnce(t *testing.T) {
	poll := Exchange{Method: "POST", URL: "http://h/token", Status: 400}
	got := Mask{}.Write([]Exchange{{Note: "the browser opens", URL: "http://h/auth?state=s"}, poll, poll, poll, {Method: "GET", URL: "http://h/me", Status: 200}})
	want := "# the browser opens\nhttp://h/auth\n  state=<state>\n\nPOST http://h/token\n400\n(and again)\n\nGET http://h/me\n200\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("transcript (-want +got):\n%s", diff)
	}
}

func TestTheRecorderChangesNothing(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		rw.Header().Set("X-Seen", r.Header.Get("X-Sent"))
		rw.WriteHeader(http.StatusTeapot)
		_, _ = rw.Write(append([]byte("echo "), body...)) // the test sees a loss
	}))
	defer server.Close()
	r := &Recorder{Transport: http.DefaultTransport}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader("a=b"))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Sent", "1")
	answer, err := r.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil || string(body) != "echo a=b" || answer.StatusCode != http.StatusTeapot || answer.Header.Get("X-Seen") != "1" {
		t.Errorf("through the recorder came %d %q, %v", answer.StatusCode, body, err)
	}
	kept := r.Take()
	if len(kept) != 1 || kept[0].Body != "a=b" || kept[0].Answer != "echo a=b" || kept[0].Status != http.StatusTeapot {
		t.Errorf("kept %+v", kept)
	}
	if len(r.Take()) != 0 {
		t.Error("a second Take gives it again")
	}
}
