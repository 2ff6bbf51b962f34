package kctest

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// Browser is a person's browser as far as a login needs one: it keeps cookies,
// follows redirects and fills in one form. It runs no script.
type Browser struct {
	t      testing.TB
	client *http.Client
}

// Page is what the browser shows in the end.
type Page struct {
	Address *url.URL
	Status  int
	Body    string
}

// NewBrowser makes a browser without cookies.
func NewBrowser(t testing.TB) *Browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &Browser{t, &http.Client{Jar: plainJar{jar}, Transport: transport}}
}

// plainJar gives secure cookies to plain http too: browsers trust this machine,
// and Keycloak 25 and newer count on it.
type plainJar struct{ http.CookieJar }

// SetCookies keeps cookies.
func (j plainJar) SetCookies(u *url.URL, cookies []*http.Cookie) {
	for _, c := range cookies {
		c.Secure = false
	}
	j.CookieJar.SetCookies(u, cookies)
}

// Open goes to an address.
func (b *Browser) Open(address string) Page {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.do(r)
}

// Send fills the page's form in and sends it; fields are names and values. What
// the page hides in its form goes along.
func (b *Browser) Send(p Page, fields ...string) Page {
	b.t.Helper()
	action := regexp.MustCompile(`<form[^>]*\baction="([^"]+)"`).FindStringSubmatch(p.Body)
	if action == nil {
		b.t.Fatalf("%s shows no form: %d %s", p.Address.Path, p.Status, p.Body)
	}
	to, err := p.Address.Parse(html.UnescapeString(action[1]))
	if err != nil {
		b.t.Fatal(err)
	}
	form := hiddenFields(p.Body)
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, to.String(), strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

// hiddenFields are the fields of a page that a person does not see.
func hiddenFields(page string) url.Values {
	form := url.Values{}
	for _, input := range regexp.MustCompile(`<input[^>]*type="hidden"[^>]*>`).FindAllString(page, -1) {
		name := regexp.MustCompile(`\bname="([^"]*)"`).FindStringSubmatch(input)
		value := regexp.MustCompile(`\bvalue="([^"]*)"`).FindStringSubmatch(input)
		if name != nil && value != nil {
			form.Set(html.UnescapeString(name[1]), html.UnescapeString(value[1]))
		}
	}
	return form
}

func (b *Browser) do(r *http.Request) Page {
	b.t.Helper()
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "en")
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return Page{Address: resp.Request.URL, Status: resp.StatusCode, Body: string(body)}
}
