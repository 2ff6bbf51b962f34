package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

func TestPromptAsksForKeyCertificateAndParameter(t *testing.T) {
	certificate, key := pair(t)
	p := bank()
	p.Client = profile.Client{ID: "outbound01", Auth: tokenclient.AuthPrivateKeyJWT, CertificateID: "lost"}
	p.Connection = profile.Connection{Proxy: "http://proxy.test:3128", ProxyUser: "me"}
	p.Extra = []profile.Extra{{Name: "tenant_key", SecretID: "lost too"}}
	onStage(t, func(s *stage) {
		s.press("Get token")
		s.wantShown("Private key (PEM or JWK)", "Client certificate with its key", "Proxy password", "Parameter tenant_key")
		c := s.page.prompt
		if s.win.Canvas().Focused() != fyne.Focusable(c.more.key.paste) {
			t.Errorf("the focus is on %T", s.win.Canvas().Focused())
		}
		s.paste(c.more.key, key)
		s.key(ctrl(fyne.KeyReturn)) // too early
		if len(s.server.asked) != 0 || s.win.Canvas().Focused() != fyne.Focusable(c.more.certificate.paste) {
			t.Fatalf("asked %d times, the focus is on %T", len(s.server.asked), s.win.Canvas().Focused())
		}
		s.paste(c.more.certificate, certificate+key)
		s.typeInto(c.more.proxy.entry, "via")
		s.enter(c.more.entries[0].entry, "t3")
		if len(s.server.asked) != 1 || len(s.server.ways) != 1 {
			t.Fatalf("asked %d times over %d connections:\n%s", len(s.server.asked), len(s.server.ways), s.shown())
		}
		r, way := s.server.asked[0], s.server.ways[0]
		if r.Auth.Assertion.Key.Empty() || r.Extra[0].Value.Reveal() != "t3" || way.Proxy.Password.Reveal() != "via" || way.Certificate.Empty() {
			t.Errorf("asked %+v over %+v", r, way)
		}
		s.wantShown("preferred_username")
		if !c.more.key.whole().Empty() || c.more.proxy.entry.Text != "" {
			t.Error("the prompt still holds a secret")
		}
	}, p)
}

func TestAssertionIsPastedAtThePrompt(t *testing.T) {
	p := bank()
	p.Grant = profile.GrantJWTBearer
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.wantShown("Assertion of the other issuer")
		c := s.page.prompt
		s.paste(c.more.assertion, "hello")
		s.wantShown("This is not a signed token")
		token := accessOf("alice", time.Hour)
		s.paste(c.more.assertion, token[:40]+"\n "+token[40:])
		s.wantShown("signed token · alice")
		s.press("Get token")
		if len(s.server.asked) != 1 || s.server.asked[0].Grant != (tokenclient.JWTBearer{Assertion: tokenclient.NewSecret(token)}) {
			t.Errorf("asked %+v", s.server.asked)
		}
	}, p)
}

func TestAnotherOriginIsAskedAbout(t *testing.T) {
	p := bank()
	p.Grant = profile.GrantDevice
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.server.named.Endpoints = p.Realm.Endpoints()
		s.server.named.Endpoints.DeviceAuthorization = "https://login.example/device"
		s.press("Get token")
		s.wantShown("The realm wants its requests at https://login.example")
		c := s.page.prompt
		c.submit() // without the leave
		if s.server.login != nil || s.win.Canvas().Focused() != fyne.Focusable(c.more.agree) {
			t.Fatalf("sent without a yes, or the focus is on %T", s.win.Canvas().Focused())
		}
		test.Tap(c.more.agree)
		c.submit()
		s.settle()
		s.wantShown("WDJB-MJHT")
		s.wantNotShown("The realm wants its requests")
	}, p)
}

func TestLoginOnThePhone(t *testing.T) {
	p := bank()
	p.Grant, p.Backchannel = profile.GrantCIBA, profile.Backchannel{Message: "W4SCT"}
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.wantShown("User name")
		s.wantNotShown("Password", "One-time code")
		s.enter(s.page.prompt.username.entry, "alice")
		if len(s.server.pinged) != 1 || s.server.pinged[0].LoginHint != "alice" || s.server.pinged[0].BindingMessage != "W4SCT" {
			t.Fatalf("asked %+v", s.server.pinged)
		}
		s.wantShown("Waiting for the person's agreement", "alice was asked on a device", "W4SCT")
		s.wantNotShown("Copy link", "Open the page", "Open the browser again")
		s.press("Cancel")
		s.wantNotShown("Waiting for the person's agreement")
		s.press("Get token")
		s.server.login.came <- nil
		s.settle()
		s.wantShown("preferred_username")
		if !strings.Contains(s.shown(), "as alice") {
			t.Errorf("the page does not say for whom:\n%s", s.shown())
		}
	}, p)
}
