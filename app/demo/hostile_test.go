package demo

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// payloads are what a page must never give back as markup.
func payloads() []string {
	return []string{
		`<script>alert(1)</script>`, `"><script>alert(1)</script>`, `'><img src=x onerror=alert(1)>`,
		`</title><svg onload=alert(1)>`, `javascript:alert(1)`, `{{.Session}}`, `"autofocus onfocus="alert(1)`,
		"\r\nSet-Cookie: a=b", "\u202e<b>", "&lt;script&gt;",
	}
}

// foreign lists the tags of a page that are not its own, and handlers in any.
func foreign(body string) []string {
	own := map[string]bool{}
	for _, name := range strings.Fields("!doctype html head meta title style body h1 p form input label button table tr th td footer b code") {
		own[name] = true
	}
	var out []string
	for _, m := range regexp.MustCompile(`<[/]?([a-zA-Z!][a-zA-Z0-9]*)((?:"[^"]*"|'[^']*'|[^'">])*)>?`).FindAllStringSubmatch(body, -1) {
		attributes := regexp.MustCompile(`"[^"]*"`).ReplaceAllString(m[2], "")
		if !own[strings.ToLower(m[1])] || regexp.MustCompile(`(?i)\bon\w+\s*=|\b(src|href|srcdoc)\s*=`).MatchString(attributes) {
			out = append(out, m[0])
		}
	}
	return out
}

func TestForeignFindsMarkup(t *testing.T) {
	for body, want := range map[string]int{
		`<p>text &lt;script&gt;</p>`: 0, `<input value="&#34;onfocus=&#34;x src=">`: 0,
		`<p><script>x</script></p>`: 2, `<input value="" onfocus="x">`: 1, `<P ONCLICK=x>`: 1, `<b src='x'>`: 1, `<svg`: 1,
	} {
		if got := foreign(body); len(got) != want {
			t.Errorf("foreign(%q) = %q, want %d", body, got, want)
		}
	}
}

func TestNoScriptIsReflected(t *testing.T) {
	b := newBench(t, Options{})
	d := b.startDevice("client_id=demo-web")
	count := 0
	for _, p := range payloads() {
		q := url.QueryEscape(p)
		page := b.get(authorize + pkce)
		for name, a := range map[string]answer{
			"client":         b.get(oidc + "/auth?client_id=" + q),
			"redirect":       b.get(oidc + "/auth?client_id=demo-web&redirect_uri=" + q),
			"hint":           b.get(authorize + pkce + "&login_hint=" + q),
			"scope":          b.get(authorize + pkce + "+" + q),
			"state":          b.get(authorize + pkce + "&prompt=none&x=" + q),
			"login name":     b.signIn(page, "password=x&username="+q),
			"login session":  b.post("/realms/demo/login-actions/authenticate", "session="+q),
			"device code":    b.get("/realms/demo/device?user_code=" + q),
			"device name":    b.post("/realms/demo/device", "action=agree&password=x&user_code="+d.UserCode+"&username="+q),
			"logout hint":    b.get(oidc + "/logout?id_token_hint=" + q),
			"logout to":      b.get(oidc + "/logout?client_id=demo-web&post_logout_redirect_uri=" + q),
			"logout session": b.post(oidc+"/logout/logout-confirm", "session="+q),
			"token scope":    b.post(oidc+"/token", alice+"&scope="+q),
			"path":           b.get("/realms/" + url.PathEscape(p)),
		} {
			count++
			html := strings.HasPrefix(a.header.Get("Content-Type"), "text/html")
			if m := foreign(a.body); len(m) > 0 || !html && strings.Contains(a.body, "<") {
				t.Errorf("%s with %q: body has %q: %s", name, p, m, a.body)
			}
			if a.header.Get("Set-Cookie") != "" || strings.ContainsAny(a.header.Get("Location"), "\r\n<>\"") {
				t.Errorf("%s with %q: headers %v", name, p, a.header)
			}
			if html {
				checkPage(t, a)
			}
		}
	}
	if want := 14 * len(payloads()); count != want {
		t.Errorf("%d requests, want %d", count, want)
	}
}

// checkPage checks that a page may run nothing, load nothing and be framed by
// nobody, and that the one style it has is the one that its policy names.
func checkPage(t *testing.T, a answer) {
	t.Helper()
	policy := a.header.Get("Content-Security-Policy")
	m := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindStringSubmatch(a.body)
	if m == nil {
		t.Fatalf("page without style: %s", a.body)
	}
	sum := sha256.Sum256([]byte(m[1]))
	if !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
		t.Errorf("policy %q does not name the page's style", policy)
	}
	for name, want := range map[string]string{
		"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
		"Cache-Control": "no-store, must-revalidate, max-age=0",
	} {
		if got := a.header.Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
}

func TestControlCharactersNeverReachAHeader(t *testing.T) {
	b := newBench(t, Options{})
	form := "client_id=demo-web&response_type=code&prompt=none&redirect_uri=http://127.0.0.1/%0d%0aX-Evil:1&state=%0d%0aX-Evil:1" + pkce
	for name, a := range map[string]answer{"query": b.get(oidc + "/auth?" + form), "form": b.post(oidc+"/auth", form)} {
		if a.header.Get("X-Evil") != "" || strings.ContainsAny(a.header.Get("Location"), "\r\n") {
			t.Errorf("%s: headers = %v", name, a.header)
		}
	}
}
