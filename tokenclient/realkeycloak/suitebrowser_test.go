package realkeycloak_test

import (
	"context"
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/kctest"
	"realmscope/tokenclient/loopback"
)

// shown is a page on which a person can do nothing.
type shown struct {
	status int
	text   string
}

func (s shown) Error() string { return fmt.Sprintf("the browser shows %d %s", s.status, s.text) }

// readable is what a person reads of a page.
func readable(page kctest.Page) shown {
	text := regexp.MustCompile(`(?s)<(script|style|head)\b.*?</(script|style|head)>`).ReplaceAllString(page.Body, " ")
	text = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(text, " ")
	text = strings.Join(strings.Fields(html.UnescapeString(text)), " ")
	return shown{page.Status, text[:min(len(text), 300)]}
}

// signsIn is alice at a server's pages: she logs in and agrees to everything,
// until there is nothing left to fill in.
func signsIn(t *testing.T, b *kctest.Browser, page kctest.Page) (kctest.Page, error) {
	t.Helper()
	alice := password(t, "alice").Password.Reveal()
	for range 8 {
		if page.Status >= 400 {
			return page, readable(page)
		}
		switch {
		case !strings.Contains(page.Body, "<form"):
			return page, nil
		case strings.Contains(page.Body, `name="username"`):
			page = b.Send(page, "username", "alice", "password", alice)
		case strings.Contains(page.Body, `name="login"`):
			page = b.Send(page, "login", "alice", "password", alice)
		case strings.Contains(page.Body, `name="accept"`):
			page = b.Send(page, "accept", "Yes")
		default:
			page = b.Send(page)
		}
	}
	return page, readable(page)
}

// login logs alice in through the server's own pages. browser may be nil.
func (b *bench) login(t *testing.T, l tokenclient.Login, browser *kctest.Browser) (tokenclient.TokenSet, error) {
	t.Helper()
	if l.Scope == "" {
		l.Scope = "openid"
	}
	l.Page = loopback.Page{Done: "Back to the window.", Failed: "No."}
	p, err := b.client.StartLogin(t.Context(), b.found, l)
	if err != nil {
		return tokenclient.TokenSet{}, err
	}
	defer p.Close()
	b.recorder.Note("the browser opens", p.URL())
	if browser == nil {
		browser = kctest.NewBrowser(t)
	}
	page, err := signsIn(t, browser, browser.Open(p.URL()))
	if err != nil {
		return tokenclient.TokenSet{}, err
	}
	if !strings.Contains(page.Body, l.Page.Done) && !strings.Contains(page.Body, l.Page.Failed) {
		return tokenclient.TokenSet{}, readable(page)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	return p.Wait(ctx)
}
