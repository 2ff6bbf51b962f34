package tokenclient

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

func TestBodiesOfErrorsHideSecrets(t *testing.T) {
	basic := base64.StdEncoding.EncodeToString([]byte("app:" + strings.Repeat("x", 20)))
	tests := []struct{ name, body, hiddenPart, keptPart string }{
		{"an echo", `{"error":"x","username":"canary-7d41 &/ü"}`, "canary", `"error":"x"`},
		{"an echo in escapes", `{"error":"x","u":"c\u0061nary-7d41 &/ü"}`, `c\u0061nary`, `"error":"x"`},
		{"an echo in a query", "<html>GET /token?refresh_token=canary-7d41+%26%2F%C3%BC&a=b", "canary", "a=b"},
		{"an echo in HTML", "<html><b>canary-7d41 &amp;/ü</b></html>", "canary", "<html><b>"},
		{"a token anywhere", "<html>eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln</html>", "eyJ", "<html>"},
		{"half a token at the end", "<html>eyJhbGciOiJIUzI1N", "eyJhbG", "<html>"},
		{"a member by name", `{"message":"m","access_token":{"a":["b",4711471147114711]}}`, "47114711", `"message":"m"`},
		{"a member by escaped name", `{"pass\u0077ord":"hunter2","m":1.0}`, "hunter2", `"m":1.0`},
		{"a member of a broken document", `{"m":1,"client_secret":"hunter2`, "hunter2", `"m":1`},
		{"a member after a fault", `{"m":1,,"client_secret" : "hun\"ter2","z":2}`, "hun", `"z":2`},
		{"a form", "grant_type=password&password=hunter2&x=y", "hunter2", "grant_type=password"},
		{"a header", "got Authorization: Basic " + basic + " from you", basic, "from you"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, e := ask(t.Context(), answering(400, nil, tt.body), endpoint)
			if e == nil {
				t.Fatal("no error")
			}
			all := fmt.Sprintf("%+v %v %s %s %s", *e, e, e.Body, e.Description, e.Title)
			if strings.Contains(all, tt.hiddenPart) {
				t.Errorf("body %q shows %q in %s", tt.body, tt.hiddenPart, all)
			}
			if !strings.Contains(e.Body, tt.keptPart) || !strings.Contains(e.Body, "[hidden]") {
				t.Errorf("masked body %q, want %q kept and [hidden] in it", e.Body, tt.keptPart)
			}
		})
	}
}

func TestKnownTextsStayWhole(t *testing.T) {
	// A password that is a word of the server's own text must not blot it out.
	c := answering(401, nil, `{"error":"invalid_grant","error_description":"Invalid user credentials"}`)
	_, err := c.Token(t.Context(), TokenRequest{Endpoint: endpoint, Auth: ClientAuth{ClientID: "a"}, Grant: Password{Username: "u", Password: NewSecret("credentials")}})
	if e := asError(err); e.Description != "Invalid user credentials" || Advise(e).ID != "wrong_password" {
		t.Errorf("description %q, advice %q", e.Description, Advise(e).ID)
	}
}

func TestServerTextsAreMadeVisible(t *testing.T) {
	body := "<title>a\u202Eb\x00c</title>\x1b[31m\r\nnext\tline\u2028\xff\u200B"
	_, e := ask(t.Context(), answering(403, nil, body), endpoint)
	if e == nil {
		t.Fatal("no error")
	}
	if want := `a\u202Eb\u0000c`; e.Title != want {
		t.Errorf("title %q, want %q", e.Title, want)
	}
	if want := `\u001B[31m` + "\nnext\tline" + `\u2028` + "\uFFFD" + `\u200B`; !strings.HasSuffix(e.Body, want) {
		t.Errorf("body %q, want it to end with %q", e.Body, want)
	}
}

func TestBodiesOfErrorsAreCut(t *testing.T) {
	_, e := ask(t.Context(), answering(500, nil, strings.Repeat("ü", 200_000)), endpoint)
	if e == nil || len(e.Body) > maxBody || len(e.Body) < maxBody-4 || len(e.Description) > maxDescription {
		t.Errorf("body of %d bytes, description of %d", len(e.Body), len(e.Description))
	}
	// An echo across the border of what is looked at is hidden as well.
	_, e = ask(t.Context(), answering(500, nil, strings.Repeat("eyJ"+strings.Repeat("a", 996)+" ", 262)+strings.Repeat("b", 4*maxBody-262_000-5)+canary), endpoint)
	if e == nil || strings.Contains(e.Body, "canar") {
		t.Error("half an echo shows")
	}
}

func TestErrorIsOneLineWithoutSecrets(t *testing.T) {
	tests := []struct {
		err  Error
		want string
	}{
		{Error{Kind: KindOAuth, Status: 400, Code: "invalid_grant", Description: "d", Body: "b", Endpoint: "e"}, `oauth: status 400: "invalid_grant"`},
		{Error{Kind: KindTLS, Reason: "expired"}, "tls: expired"},
		{Error{Kind: KindOAuth, Code: "a\nb"}, `oauth: "a\nb"`},
	}
	for _, tt := range tests {
		if got := tt.err.Error(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
