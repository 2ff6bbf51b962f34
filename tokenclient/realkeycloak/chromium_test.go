package realkeycloak_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"realmscope/tokenclient"
	"realmscope/tokenclient/loopback"
	"realmscope/tokenclient/realkeycloak"
)

// inChromium logs alice in through the server's page in a real browser, which
// runs the page's scripts, keeps its cookies and follows the redirect to this
// machine.
func (w wire) inChromium(t *testing.T) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("SKIP: login in Chromium: it is not installed; 'scripts/deps.sh test' installs it")
	}
	found, err := w.client.Discover(t.Context(), w.realm)
	if err != nil {
		t.Fatal(err)
	}
	p, err := w.client.StartLogin(t.Context(), found, tokenclient.Login{
		Auth: auth(t, realkeycloak.BrowserClient, ""), Scope: "openid", Page: loopback.Page{Done: "Back to the window.", Failed: "No."},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	browser := chromium(t, path)
	err = chromedp.Do(browser,
		chromedp.Navigate(p.URL()),
		chromedp.WaitVisible("#kc-login"),
		chromedp.SendKeys("#username", "alice"),
		chromedp.SendKeys("#password", password(t, "alice").Password.Reveal()),
		chromedp.Click("#kc-login"),
		chromedp.WaitNotPresent("#kc-login"),
	)
	if err != nil {
		t.Fatalf("drive Chromium: %v", err)
	}
	shown, err := chromedp.Run(browser, chromedp.Text("body"))
	if err != nil {
		t.Fatalf("read Chromium's last page: %v", err)
	}
	if !strings.Contains(shown, "Back to the window.") {
		t.Errorf("the browser ends with %q", shown)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	set, err := p.Wait(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if claims := w.verify(t, set.AccessToken); claims["preferred_username"] != "alice" || claims["azp"] != realkeycloak.BrowserClient {
		t.Errorf("a token of %v for %v", claims["preferred_username"], claims["azp"])
	}
}

// chromium is a browser of the test's own, without a window or a network of
// its own, which ends with the test.
func chromium(t *testing.T, path string) context.Context {
	t.Helper()
	// Not t.TempDir: what is left of an ending browser may still write there.
	data, err := os.MkdirTemp("", "realmscope-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(data) })
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx,
		chromedp.ExecPath(path), chromedp.UserDataDir(data),
		chromedp.Flag("headless", true), chromedp.Flag("no-sandbox", true), chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("no-proxy-server", true), chromedp.Flag("lang", "en"),
	)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx
}
