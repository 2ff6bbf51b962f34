package loopback

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// attack is a request that must be refused; PORT stands for the port.
type attack struct {
	name, request, status string
}

// line makes a request with the right Host.
func line(method, target string, headers ...string) string {
	return method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n" + strings.Join(append(headers, ""), "\r\n") + "\r\n"
}

// attacks are all of them. Most know the right state and lack another thing.
func attacks() []attack { return slices.Concat(misfits(), strangers()) }

// misfits are requests with a wrong path, method or query.
func misfits() []attack {
	right := "/callback?code=stolen&state=" + state
	return []attack{
		{"another path", line("GET", "/?code=stolen&state="+state), "404 Not Found"},
		{"a longer path", line("GET", "/callback/?code=stolen&state="+state), "404 Not Found"},
		{"another spelling of the path", line("GET", "/%63allback?code=stolen&state="+state), "404 Not Found"},
		{"a doubled slash", line("GET", "//callback?code=stolen&state="+state), "404 Not Found"},
		{"a path with dots", line("GET", "/x/../callback?code=stolen&state="+state), "404 Not Found"},
		{"another case", line("GET", "/Callback?code=stolen&state="+state), "404 Not Found"},
		{"the favicon", line("GET", "/favicon.ico"), "404 Not Found"},
		{"the last page too early", line("GET", "/callback/done"), "404 Not Found"},
		{"HEAD", line("HEAD", right), "405 Method Not Allowed"},
		{"POST", line("POST", right, "Content-Length: 0"), "405 Method Not Allowed"},
		{"POST of a form", line("POST", "/callback", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 1") + "x", "405 Method Not Allowed"},
		{"PUT", line("PUT", right), "405 Method Not Allowed"},
		{"an unknown method", line("GETX", right), "405 Method Not Allowed"},
		{"OPTIONS of everything", line("OPTIONS", "*"), "404 Not Found"},
		{"a tunnel", line("CONNECT", "127.0.0.1:PORT"), "404 Not Found"},
		{"a preflight", line("OPTIONS", right, "Origin: https://evil.example", "Access-Control-Request-Private-Network: true"), "403 Forbidden"},
		{"a GET with a body", line("GET", right, "Content-Length: 1") + "x", "400 Bad Request"},
		{"a GET with chunks", line("GET", right, "Transfer-Encoding: chunked") + "0\r\n\r\n", "400 Bad Request"},
		{"no query", line("GET", "/callback"), "403 Forbidden"},
		{"no state", line("GET", "/callback?code=stolen"), "403 Forbidden"},
		{"an empty state", line("GET", "/callback?code=stolen&state="), "403 Forbidden"},
		{"half of the state", line("GET", "/callback?code=stolen&state="+state[:5]), "403 Forbidden"},
		{"more than the state", line("GET", right+"x"), "403 Forbidden"},
		{"the state in other letters", line("GET", "/callback?code=stolen&state="+strings.ToUpper(state)), "403 Forbidden"},
		{"the state in the fragment", line("GET", "/callback#state="+state), "404 Not Found"},
		{"the state twice", line("GET", right+"&state="+state), "400 Bad Request"},
		{"a wrong state before the right one", line("GET", "/callback?state=x&state="+state), "400 Bad Request"},
		{"the code twice", line("GET", right+"&code=other"), "400 Bad Request"},
		{"any name twice", line("GET", right+"&x=1&x=1"), "400 Bad Request"},
		{"a semicolon", line("GET", right+";code=other"), "400 Bad Request"},
		{"a broken percent sign", line("GET", right+"&x=%zz"), "400 Bad Request"},
		{"65 parameters", line("GET", right+strings.Repeat("&", 63)), "400 Bad Request"},
	}
}

// strangers are requests of pages, of names that point here, and of no browser.
func strangers() []attack {
	right := "/callback?code=stolen&state=" + state
	host := func(h string) string { return "GET " + right + " HTTP/1.1\r\nHost: " + h + "\r\n\r\n" }
	return []attack{
		{"a name that points here", host("evil.example:PORT"), "421 Misdirected Request"},
		{"a name that begins like ours", host("127.0.0.1.evil.example:PORT"), "421 Misdirected Request"},
		{"a name under localhost", host("evil.localhost:PORT"), "421 Misdirected Request"},
		{"another loopback address", host("127.0.0.2:PORT"), "421 Misdirected Request"},
		{"no port", host("127.0.0.1"), "421 Misdirected Request"},
		{"another port", host("127.0.0.1:1"), "421 Misdirected Request"},
		{"a number for the address", host("2130706433:PORT"), "421 Misdirected Request"},
		{"an empty host", host(""), "421 Misdirected Request"},
		{"no host", "GET " + right + " HTTP/1.0\r\n\r\n", "421 Misdirected Request"},
		{"a host in the target", line("GET", "http://evil.example"+right), "421 Misdirected Request"},
		{"our own host in the target", line("GET", "http://127.0.0.1:PORT"+right), "404 Not Found"},
		{"two hosts", line("GET", right, "Host: evil.example"), "400 Bad Request"},
		{"a page's origin", line("GET", right, "Origin: https://evil.example"), "403 Forbidden"},
		{"a hidden origin", line("GET", right, "Origin: null"), "403 Forbidden"},
		{"our own origin", line("GET", right, "Origin: http://127.0.0.1:PORT"), "403 Forbidden"},
		{"a script's request", line("GET", right, "Sec-Fetch-Mode: no-cors"), "403 Forbidden"},
		{"a picture", line("GET", right, "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: image"), "403 Forbidden"},
		{"a frame", line("GET", right, "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"), "403 Forbidden"},
		{"no HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "400 Bad Request"},
		{"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "421 Misdirected Request"},
		{"a header of 9 KiB", line("GET", right, "X: "+strings.Repeat("x", 9<<10)), "431 Request Header Fields Too Large"},
		{"a target of 9 KiB", line("GET", right+"&x="+strings.Repeat("x", 9<<10)), "431 Request Header Fields Too Large"},
		{"a control character in a header", line("GET", right, "X: \x00"), "400 Bad Request"},
	}
}

// send sends it to a receiver.
func (a attack) send(t *testing.T, r *Receiver) (status, all string) {
	t.Helper()
	return raw(t, r, strings.ReplaceAll(a.request, "PORT", fmt.Sprint(r.port)))
}

func TestHostileRequestsAreRefused(t *testing.T) {
	r := open4(t, Options{})
	for _, a := range attacks() {
		t.Run(a.name, func(t *testing.T) {
			status, all := a.send(t, r)
			if status != a.status && !strings.HasPrefix(status, a.status+":") { // net/http may say more
				t.Errorf("answered %q, want %q", status, a.status)
			}
			if len(all) > 700 || strings.Contains(all, "stolen") || strings.Contains(all, state) || strings.Contains(all, "evil") {
				t.Errorf("the answer is long or repeats the request: %s", all)
			}
		})
	}
	takesTheRight(t, r)
}

// takesTheRight ends a receiver that has taken nothing yet.
func takesTheRight(t *testing.T, r *Receiver) {
	t.Helper()
	if resp, _ := get(t, r, "/callback?code=good&state="+state); resp.StatusCode != http.StatusSeeOther {
		t.Fatalf("the right request got %d", resp.StatusCode)
	}
	if values, err := r.Wait(t.Context()); err != nil || values.Get("code") != "good" {
		t.Errorf("took %v, %v", values, err)
	}
}

func TestAThousandHostileRequestsChangeNothing(t *testing.T) {
	r := open4(t, Options{})
	random := rand.New(rand.NewPCG(1, 2))
	all := attacks()
	for i := range 1000 {
		a := all[i%len(all)]
		if i >= 2*len(all) { // the rest guesses
			guess := fmt.Sprintf("%x", random.Uint64())
			a = attack{"a guess", line("GET", "/callback?code="+guess+"&state="+guess), "403 Forbidden"}
		}
		if status, _ := a.send(t, r); !strings.HasPrefix(status, a.status[:1]) {
			t.Fatalf("%d, %s: %q, want %q", i, a.name, status, a.status)
		}
	}
	takesTheRight(t, r)
}

func TestLoopbackNamesAreTaken(t *testing.T) {
	for _, host := range []string{"127.0.0.1:PORT", "localhost:PORT", "LocalHost:PORT", "[::1]:PORT"} {
		r := open4(t, Options{})
		a := attack{request: "GET /callback?state=" + state + " HTTP/1.1\r\nHost: " + host +
			"\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Site: cross-site\r\n\r\n"}
		if status, _ := a.send(t, r); status != "303 See Other" {
			t.Errorf("Host %s: %s", host, status)
		}
	}
}

func TestNothingIsReflected(t *testing.T) {
	for i, payload := range payloads() {
		r := open4(t, Options{Page: Page{Failed: "No"}})
		v := url.Values{"error": {payload}, "error_description": {payload}, "error_uri": {payload}, "state": {state}}
		resp, body := get(t, r, "/callback?"+v.Encode())
		if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != "/callback/failed" || body != "" {
			t.Fatalf("payload %d: %d %s %q", i, resp.StatusCode, resp.Header.Get("Location"), body)
		}
		_, body = get(t, r, "/callback/failed")
		if body != string(Page{Failed: "No"}.render(true)) || strings.Contains(body, "alert") {
			t.Errorf("payload %q changes the page: %s", payload, body)
		}
	}
}

// payloads are 40 texts that would run in a careless page.
func payloads() []string {
	var all []string
	for _, open := range []string{"", "\"", "'", "-->", "</title>", "</p>", "\r\n\r\n", "]]>"} {
		for _, script := range []string{
			"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
			"javascript:alert(1)", "<meta http-equiv=refresh content='0;url=//alert'>",
		} {
			all = append(all, open+script)
		}
	}
	return all
}
