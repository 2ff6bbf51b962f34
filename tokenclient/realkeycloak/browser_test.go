package realkeycloak_test

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

// browser is a person at the server's own pages, by plain HTTP.
type browser struct {
	client *http.Client
	at     *url.URL
	page   string
}

// cookies keep Keycloak's cookies although it marks them Secure: browsers send
// those to this machine without TLS, Go's jar does not.
type cookies struct{ *cookiejar.Jar }

func (c cookies) SetCookies(u *url.URL, list []*http.Cookie) {
	for _, cookie := range list {
		cookie.Secure = false
	}
	c.Jar.SetCookies(u, list)
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{client: &http.Client{Jar: cookies{jar}}}
}

func (b *browser) open(t *testing.T, address string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	b.do(t, request)
}

// submit sends the page's form with its hidden fields and these values.
func (b *browser) submit(t *testing.T, values url.Values) {
	t.Helper()
	action := regexp.MustCompile(`<form[^>]*\saction="([^"]*)"`).FindStringSubmatch(b.page)
	if action == nil {
		t.Fatalf("no form at %s:\n%s", b.at, b.text())
	}
	to, err := b.at.Parse(html.UnescapeString(action[1]))
	if err != nil {
		t.Fatal(err)
	}
	for _, input := range regexp.MustCompile(`<input[^>]*type="hidden"[^>]*>`).FindAllString(b.page, -1) {
		name, value := attribute(input, "name"), attribute(input, "value")
		if name != "" && !values.Has(name) {
			values.Set(name, value)
		}
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, to.String(), strings.NewReader(values.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	b.do(t, request)
}

func (b *browser) do(t *testing.T, request *http.Request) {
	t.Helper()
	answer, err := b.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s answers %s:\n%s", request.URL, answer.Status, body)
	}
	b.at, b.page = answer.Request.URL, string(body)
}

// text is what a person reads of the page.
func (b *browser) text() string {
	text := regexp.MustCompile(`(?s)<(script|style|head)\b.*?</(script|style|head)>`).ReplaceAllString(b.page, "")
	text = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(text, " ")
	return strings.Join(strings.Fields(html.UnescapeString(text)), " ")
}

func attribute(tag, name string) string {
	found := regexp.MustCompile(`\s` + name + `="([^"]*)"`).FindStringSubmatch(tag)
	if found == nil {
		return ""
	}
	return html.UnescapeString(found[1])
}
