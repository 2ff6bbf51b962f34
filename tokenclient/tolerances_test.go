package tokenclient_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// raw answers every connection with exact bytes and tells what was asked.
func raw(t *testing.T, answers ...string) (base string, asked func() []string) {
	t.Helper()
	var lc net.ListenConfig
	listener, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var requests []string
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			request := make([]byte, 64<<10)
			n, _ := conn.Read(request)
			mu.Lock()
			requests = append(requests, string(request[:n]))
			mu.Unlock()
			_, _ = conn.Write([]byte(answers[min(i, len(answers)-1)]))
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-done
	})
	return "http://" + listener.Addr().String(), func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(requests)
	}
}

// answer writes a whole HTTP answer.
func answer(status string, header, body string) string {
	return fmt.Sprintf("HTTP/1.1 %s\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s", status, header, len(body), body)
}

const (
	asJSON = "Content-Type: application/json\r\n"
	good   = `{"access_token":"t","expires_in":60,"token_type":"Bearer"}`
)

// refreshAt runs a refresh, whose secret must not go out twice.
func refreshAt(ctx context.Context, base string) (tokenclient.TokenSet, error) {
	return tokenclient.New(tokenclient.Options{}).Token(ctx, tokenclient.TokenRequest{
		Endpoint: base + "/realms/a/protocol/openid-connect/token", Auth: tokenclient.ClientAuth{ClientID: "app"},
		Grant: tokenclient.Refresh{Token: tokenclient.NewSecret("r3fresh")},
	})
}

// situation is one that an answer of a token endpoint can bring, by its number
// in our list. want is "ok" with notes, or kind and advice.
type situation struct {
	number       int
	name, answer string
	want         string
}

// readable are about what is in an answer.
func readable() []situation {
	utf16 := func(s string) string {
		out := "\xff\xfe"
		for _, c := range []byte(s) {
			out += string([]byte{c, 0})
		}
		return out
	}
	return []situation{
		{1, "HTML with 200", answer("200 OK", "Content-Type: text/html\r\n", " \n<!doctype html><title>Portal</title>"), "html html"},
		{1, "HTML called JSON", answer("200 OK", asJSON, "<html>"), "html html"},
		{2, "JSON called text", answer("200 OK", "Content-Type: text/plain\r\n", good), "ok [content_type.other]"},
		{2, "JSON called HTML", answer("200 OK", "Content-Type: text/html\r\n", good), "ok [content_type.other]"},
		{2, "JSON called nothing", answer("200 OK", "", good), "ok [content_type.missing]"},
		{2, "JSON with a character set", answer("200 OK", "Content-Type: application/json;charset=UTF-8\r\n", good), "ok []"},
		{3, "a mark", answer("200 OK", asJSON, "\xef\xbb\xbf"+good), "ok [bom]"},
		{3, "UTF-16", answer("200 OK", asJSON, utf16(good)), "ok [utf16]"},
		{4, "nothing with 401", answer("401 Unauthorized", "", ""), "status unauthorized"},
		{4, "nothing but a challenge", answer("401 Unauthorized", "WWW-Authenticate: Bearer realm=\"a\", error=\"invalid_token\"\r\n", ""), "oauth token_refused"},
		{4, "nothing with 500", answer("500 Internal Server Error", "", ""), "status server_fault"},
		{5, "nothing with 200", answer("200 OK", "", ""), "empty empty"},
		{5, "nothing with 204", "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", "empty empty"},
		{6, "an error with 200", answer("200 OK", asJSON, `{"error":"invalid_grant","error_description":"Session not active"}`), "oauth session_ended"},
		{7, "no token type", answer("200 OK", asJSON, `{"access_token":"t","expires_in":60}`), "ok [token_type.missing]"},
		{7, "a type in lower case", answer("200 OK", asJSON, `{"access_token":"t","expires_in":60,"token_type":"bearer"}`), "ok []"},
		{8, "lives in every spelling", answer("200 OK", asJSON, `{"access_token":"t","token_type":"Bearer","expires_in":"6e1","refresh_expires_in":-1.5}`), "ok [expires_in.text expires_in.fraction refresh_expires_in.fraction refresh_expires_in.negative]"},
		{8, "a life that is null", answer("200 OK", asJSON, `{"access_token":"t","token_type":"Bearer","expires_in":null}`), "ok [expires_in.missing]"},
		{9, "a refresh life of 0", answer("200 OK", asJSON, `{"access_token":"t","expires_in":60,"refresh_expires_in":0,"refresh_token":"r","token_type":"Bearer"}`), "ok []"},
		{10, "no optional member", answer("200 OK", asJSON, good), "ok []"},
		{11, "members that nobody knows", answer("200 OK", asJSON, `{"access_token":"t","expires_in":60,"token_type":"Bearer","https://x":{"a":[1]},"":0}`), "ok []"},
		{12, "words as error", answer("400 Bad Request", asJSON, `{"error":"Invalid parameter"}`), "oauth bad_request"},
		{12, "an object as error", answer("400 Bad Request", asJSON, `{"error":{"code":"E1","message":"no"}}`), "oauth bad_request"},
		{12, "errorMessage", answer("409 Conflict", asJSON, `{"errorMessage":"exists"}`), "oauth bad_request"},
		{12, "problem+json", answer("429 Too Many Requests", "Content-Type: application/problem+json\r\n", `{"title":"Slow","detail":"down"}`), "oauth rate_limited"},
	}
}

// unreadable are about what came instead of one.
func unreadable() []situation {
	return []situation{
		{13, "a redirect that keeps the body", answer("307 Temporary Redirect", "Location: /else?x=y\r\n", ""), "redirect redirect"},
		{13, "a redirect that drops the body", answer("302 Found", "Location: https://login.example/\r\n", ""), "redirect redirect"},
		{14, "a redirect to https", answer("301 Moved Permanently", "Location: https://127.0.0.1/realms/a/protocol/openid-connect/token\r\n", ""), "redirect redirect_https"},
		{16, "a method that is wrong", answer("405 Method Not Allowed", "Allow: GET\r\n", ""), "status method_not_allowed"},
		{17, "nothing that we could read", answer("406 Not Acceptable", "", ""), "status not_acceptable"},
		{18, "no length", answer("411 Length Required", "", ""), "status length_required"},
		{18, "too large", answer("413 Request Entity Too Large", "", ""), "status too_long"},
		{18, "too long an address", answer("414 URI Too Long", "", ""), "status too_long"},
		{18, "headers too large", answer("431 Request Header Fields Too Large", "", "<html>"), "html too_long"},
		{19, "another content type", answer("415 Unsupported Media Type", "", ""), "status media_type"},
		{20, "too many", answer("429 Too Many Requests", "Retry-After: 7\r\n", ""), "status rate_limited"},
		{20, "busy until", answer("503 Service Unavailable", "Date: Tue, 03 Nov 2026 10:00:00 GMT\r\nRetry-After: Tue, 03 Nov 2026 10:00:07 GMT\r\n", ""), "status overloaded"},
		{21, "a gateway without a server", answer("502 Bad Gateway", "", "<html>"), "html gateway"},
		{21, "a gateway without patience", answer("504 Gateway Timeout", "", ""), "status gateway"},
		{21, "a connection that is cut", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", "connect connection_cut"},
		{22, "an answer in the clear", answer("400 Bad Request", "", "Client sent an HTTP request to an HTTPS server.\n"), "status bad_request"},
		{23, "a proxy", answer("407 Proxy Authentication Required", "Proxy-Authenticate: Basic\r\n", ""), "proxy proxy_login"},
		{35, "nesting without end", answer("200 OK", asJSON, `{"access_token":"t","x":`+strings.Repeat("[", 50_000)), "malformed malformed"},
		{38, "words in a page", answer("401 Unauthorized", "Content-Type: text/html\r\n", "<html><title>x</title>Invalid user credentials"), "html html"},
	}
}

func TestTolerancesOfTokenAnswers(t *testing.T) {
	for _, tt := range append(readable(), unreadable()...) {
		t.Run(fmt.Sprint(tt.number, " ", tt.name), func(t *testing.T) {
			base, asked := raw(t, tt.answer)
			set, err := refreshAt(t.Context(), base)
			got := fmt.Sprint("ok ", set.Notes)
			var e *tokenclient.Error
			if errors.As(err, &e) {
				got = string(e.Kind) + " " + tokenclient.Advise(err).ID
				if tt.number == 20 && e.RetryAfter != 7*time.Second {
					t.Errorf("wait %v, want 7 s", e.RetryAfter)
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if len(asked()) != 1 || strings.Count(asked()[0], "r3fresh") != 1 {
				t.Errorf("asked %d times, want once: a used token is never sent again", len(asked()))
			}
		})
	}
}

// TestTolerancesOfDocuments are the situations of discovery and keys.
func TestTolerancesOfDocuments(t *testing.T) {
	client := tokenclient.New(tokenclient.Options{})
	hop := answer("302 Found", "Location: /next\r\n", "")
	t.Run("15 three redirects on the same host", func(t *testing.T) {
		base, asked := raw(t, hop, hop, hop, answer("200 OK", asJSON, `{"keys":[]}`))
		if _, err := client.JWKS(t.Context(), base+"/certs"); err != nil || len(asked()) != 4 {
			t.Errorf("%v after %d requests", err, len(asked()))
		}
	})
	t.Run("15 and no fourth", func(t *testing.T) {
		base, asked := raw(t, hop)
		if _, err := client.JWKS(t.Context(), base+"/certs"); tokenclient.Advise(err).ID != "redirect" || len(asked()) != 4 {
			t.Errorf("%v after %d requests", err, len(asked()))
		}
	})
	t.Run("17 once more for anything", func(t *testing.T) {
		base, asked := raw(t, answer("406 Not Acceptable", "", ""), answer("200 OK", asJSON, `{"keys":[]}`))
		if _, err := client.JWKS(t.Context(), base+"/certs"); err != nil || len(asked()) != 2 || !strings.Contains(asked()[1], "Accept: */*\r\n") {
			t.Errorf("%v after %q", err, asked())
		}
	})
	t.Run("17 and not again", func(t *testing.T) {
		base, asked := raw(t, answer("406 Not Acceptable", "", ""))
		if _, err := client.JWKS(t.Context(), base+"/certs"); tokenclient.Advise(err).ID != "not_acceptable" || len(asked()) != 2 {
			t.Errorf("%v after %d requests", err, len(asked()))
		}
	})
	t.Run("37 a device code without an interval", func(t *testing.T) {
		base, _ := raw(t, answer("200 OK", asJSON, `{"device_code":"d","user_code":"u","verification_uri":"https://h.example/","expires_in":600}`))
		d, err := client.StartDevice(t.Context(), base+"/device", tokenclient.ClientAuth{ClientID: "app"}, "", nil)
		if err != nil || d.Interval != 5*time.Second {
			t.Errorf("interval %v, %v; want 5 s", d.Interval, err)
		}
	})
	t.Run("25 another issuer", func(t *testing.T) {
		base, _ := raw(t, answer("200 OK", asJSON, `{"issuer":"https://public.example/realms/a","token_endpoint":"https://public.example/t"}`))
		d, err := client.Discover(t.Context(), tokenclient.Realm{Base: base, Name: "a"})
		if err != nil || fmt.Sprint(d.Notes) != "[issuer.differs endpoint.other_origin]" {
			t.Errorf("notes %q, %v", d.Notes, err)
		}
	})
	t.Run("26 no discovery", func(t *testing.T) {
		for _, status := range []string{"403 Forbidden", "404 Not Found"} {
			base, _ := raw(t, answer(status, "", ""))
			r := tokenclient.Realm{Base: base, Name: "a"}
			if d, err := client.Discover(t.Context(), r); err != nil || d.Discovered || d.Endpoints != r.Endpoints() {
				t.Errorf("%s: %+v, %v", status, d, err)
			}
		}
	})
	t.Run("27 keys of all kinds", func(t *testing.T) {
		const ec = `{"kty":"EC","kid":"e","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}`
		base, _ := raw(t, answer("200 OK", asJSON, `{"keys":[{"kty":"NEW"},`+ec+`,`+ec+`,{"kty":"RSA"},0]}`))
		set, err := client.JWKS(t.Context(), base+"/certs")
		if err != nil || len(set.Find("e")) != 2 || len(set.Skipped) != 3 {
			t.Errorf("%d keys, skipped %+v, %v", len(set.Keys), set.Skipped, err)
		}
	})
}

// TestTolerancesOfClocksAndTrust are about what surrounds an answer.
func TestTolerancesOfClocksAndTrust(t *testing.T) {
	t.Run("24 another clock", func(t *testing.T) {
		base, _ := raw(t, answer("200 OK", asJSON+"Date: Tue, 03 Nov 2020 10:00:00 GMT\r\n", good))
		if set, err := refreshAt(t.Context(), base); err != nil || set.ReceivedAt.Sub(set.ServerDate) < 30*time.Second {
			t.Errorf("clocks %v and %v, %v", set.ReceivedAt, set.ServerDate, err)
		}
	})
	t.Run("22 https that the machine does not trust", func(t *testing.T) {
		s := httptest.NewTLSServer(http.NotFoundHandler())
		defer s.Close()
		s.Config.ErrorLog = nil
		if _, err := refreshAt(t.Context(), s.URL); !strings.HasPrefix(tokenclient.Advise(err).ID, "tls_") {
			t.Errorf("%v, advice %s", err, tokenclient.Advise(err).ID)
		}
	})
}

// TestTolerancesOfPastedTexts are the situations of the two readers.
func TestTolerancesOfPastedTexts(t *testing.T) {
	t.Run("30 a curl command", func(t *testing.T) {
		a, err := tokenclient.ParseAddress("curl -X POST 'https://h.example/auth/realms/a/protocol/openid-connect/token' \\\n -d 'grant_type=password'")
		if want := (tokenclient.Realm{Base: "https://h.example/auth", Name: "a"}); err != nil || a.Realm != want {
			t.Errorf("%+v, %v", a.Realm, err)
		}
	})
	t.Run("29 a whole document", func(t *testing.T) {
		a, err := tokenclient.ParseAddress("{\n  \"issuer\": \"https://h.example/auth/realms/a\",\n  \"token_endpoint\": \"https://h.example/auth/realms/a/protocol/openid-connect/token\"\n}")
		if want := (tokenclient.Realm{Base: "https://h.example/auth", Name: "a"}); err != nil || a.Realm != want {
			t.Errorf("%+v, %v", a.Realm, err)
		}
	})
	part := base64.RawURLEncoding.EncodeToString
	header := part([]byte(`{"alg" : "none","typ" : "JWT"}`)) // banfico's spacing
	payload := part([]byte(`{"aud":["a","b"],"email_verified":"true","n":9007199254740993,"sub":"a","sub":"b","bidi":"x\u202ey"}`))
	token := inspect.Decode(" " + header + "." + payload + ".\n")
	if token.Form != inspect.FormJWS {
		t.Fatalf("form %s, issues %+v", token.Form, token.Issues)
	}
	codes := ""
	for _, i := range token.Issues {
		codes += " " + i.Code
	}
	for name, want := range map[string]string{"28 blanks round it": "space", "34 repeated names": "duplicate"} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(codes, want) {
				t.Errorf("issues%s lack %s", codes, want)
			}
		})
	}
	for name, tt := range map[string]struct{ claim, want string }{
		"32 a truth value in a text":  {"email_verified", "true"},
		"33 a number beyond 2^53":     {"n", "9007199254740993"},
		"36 an odd character in view": {"bidi", `x\u202ey`},
	} {
		t.Run(name, func(t *testing.T) {
			if v, ok := token.Claim(tt.claim); !ok || inspect.Visible(v.Text) != tt.want {
				t.Errorf("%s is %q, want %q", tt.claim, v.Text, tt.want)
			}
		})
	}
	t.Run("31 odd spacing of the header is kept", func(t *testing.T) {
		if token.Parts[0] != header {
			t.Errorf("header %q", token.Parts[0])
		}
	})
}
