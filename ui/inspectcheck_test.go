package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// forge is a realm's key and what is signed with it.
type forge struct {
	t   testing.TB
	key inspect.SigningKey
}

func newForge(t testing.TB) forge {
	t.Helper()
	key, err := inspect.GenerateSigningKey("ES256")
	if err != nil {
		t.Fatal(err)
	}
	return forge{t, key}
}

// token is an access token of an issuer.
func (f forge) token(iss string) string {
	f.t.Helper()
	var m inspect.Mint
	made, err := m.Sign(inspect.Draft{Header: fmt.Sprintf(`{"typ":"JWT","kid":%q}`, f.key.ID()), Claims: fmt.Sprintf(`{"iss":%q,"exp":%d,"iat":%d,"typ":"Bearer","azp":"shop-web","sub":"1"}`,
		iss, time.Now().Add(5*time.Minute).Unix(), time.Now().Unix())}, f.key)
	if err != nil {
		f.t.Fatal(err)
	}
	return made.Token.Reveal()
}

// published is the key as a realm publishes it.
func (f forge) published() tokenclient.KeySet {
	f.t.Helper()
	set, err := tokenclient.ReadKeySet(tokenclient.NewSecret(f.key.PublicJWKS()))
	if err != nil {
		f.t.Fatal(err)
	}
	return set
}

const (
	shopIssuer    = "https://sso.dev.example/auth/realms/shop"
	foreignIssuer = "https://id.elsewhere.example/realms/other"
)

func TestASignatureIsCheckedWithTheRealmsKeys(t *testing.T) {
	onStage(t, func(s *stage) {
		f, other := newForge(t), newForge(t)
		s.server.keys = f.published()
		s.onPastedText(f.token(shopIssuer))
		s.wantShown("not checked: the key")
		s.press("Ask sso.dev.example")
		s.wantShown("The ES256 signature fits", "published by the realm of this profile", "Issued by "+shopIssuer)
		s.wantNotShown("Ask sso.dev.example", "Give a key…")
		s.wantStatus("was asked for its keys, the token was not sent")

		s.onPastedText(f.token(shopIssuer))
		s.wantShown("The ES256 signature fits", "published earlier and kept")
		s.wantStatus("nothing was sent anywhere")

		s.onPastedText(other.token(shopIssuer))
		s.wantShown("is not published (any more)")
		if got := len(s.server.keysAsked); got != 1 {
			t.Errorf("asked %d times within a minute", got)
		}
		s.pass(time.Minute)
		s.server.keys = other.published()
		s.onPastedText(other.token(shopIssuer))
		s.wantShown("The ES256 signature fits")
		if got := len(s.server.keysAsked); got != 2 {
			t.Errorf("asked %d times, want once more for the unknown key", got)
		}
		changed := other.token(shopIssuer)
		s.onPastedText(changed[:len(changed)-6] + "AAAAAA")
		s.wantShown("The ES256 signature does not fit")
	}, shop())
}

func TestAnUnknownHostIsAskedAboutFirst(t *testing.T) {
	onStage(t, func(s *stage) {
		f := newForge(t)
		s.server.keys = f.published()
		s.onPastedText(f.token(foreignIssuer))
		s.wantShown("no profile of yours has this issuer")
		s.press("Ask id.elsewhere.example")
		s.wantShown("Ask a host that no profile names?", "id.elsewhere.example, realm other", "the token itself is not sent")
		s.wantNotShown("private network", "not encrypted")
		s.press("Do not ask")
		if len(s.server.keysAsked) != 0 {
			t.Fatal("the host was asked in spite of a no")
		}
		s.press("Ask id.elsewhere.example")
		s.win.Canvas().FocusNext() // from the no, which has the focus, to the yes
		s.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		s.settle()
		s.wantShown("The ES256 signature fits", "published by the issuer that the token names", "no profile of yours")
		s.wantStatus("id.elsewhere.example was asked for its keys")
	}, shop())
}

func TestPlainAndPrivateAddressesAreSaid(t *testing.T) {
	onStage(t, func(s *stage) {
		s.onPastedText(newForge(t).token("http://10.1.2.3:8080/realms/x"))
		s.press("Ask 10.1.2.3:8080")
		s.wantShown("is not encrypted (http)", "private network")
		s.pressEscape()
		if s.modal != nil || len(s.server.keysAsked) != 0 {
			t.Error("Escape does not refuse")
		}
	}, shop())
}

func TestAFailureToGetKeysIsExplained(t *testing.T) {
	onStage(t, func(s *stage) {
		s.server.keysFail = &tokenclient.Error{Kind: tokenclient.KindName}
		s.onPastedText(newForge(t).token(shopIssuer))
		s.press("Ask sso.dev.example")
		s.wantShown("not checked: the key", "✗", "Ask sso.dev.example")
		s.wantNotShown("dial tcp", "KindName")
	}, shop())
}

func TestAKeyIsGivenByHand(t *testing.T) {
	onStage(t, func(s *stage) {
		f := newForge(t)
		s.onPastedText(f.token(foreignIssuer))
		s.press("Give a key…")
		s.pasteAnywhere("https://sso.dev.example/certs") // the field has the focus
		s.wantShown("This is an address or a page.")
		s.pasteAnywhere(f.key.PublicJWKS())
		s.wantShown("EC key of 256 bits", "fingerprint")
		s.wantNotShown(`"kty"`)
		s.press("Use it")
		s.wantShown("The ES256 signature fits", "The key that was given by hand")
		s.onPastedText(f.token(foreignIssuer))
		s.press("Give a key…")
		s.pasteAnywhere(newForge(t).key.PublicJWKS())
		s.press("Use it")
		s.wantNotShown("signature fits")
		s.wantShown("Ask id.elsewhere.example", "Give a key…") // another may be the right one
		s.press("Give a key…")
		s.win.Canvas().Focused().TypedRune('x')
		s.settle()
		s.wantShown("secret of 8 bits")
		s.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		s.settle()
		s.wantNotShown("signature fits", "Give a key\n")
	}, shop())
}

func TestTheServerIsAskedAboutWhatOnlyItCanCheck(t *testing.T) {
	p := bank()
	p.Realm = shop().Realm
	onStage(t, func(s *stage) {
		record := vault.Record{
			Kind: vault.KindClientSecret, Owner: vault.Owner{Origin: "https://sso.dev.example", ClientID: "outbound01"}, Secret: tokenclient.NewSecret("money"),
		}
		if err := s.vault.Put(t.Context(), "secret-bank", record); err != nil {
			t.Fatal(err)
		}
		s.onPastedText(refreshOf(time.Hour))
		s.wantShown("only the server can check it")
		s.wantNotShown("Ask sso.dev.example")
		s.server.active = true
		s.press("Ask the server about it")
		s.wantShown("sso.dev.example says: this token is active", "active: the realm accepts this token now", "What sso.dev.example said about this token at", "Ask again")
		s.wantNotShown("Ask the server about it")
		s.wantStatus("the token was sent to sso.dev.example")
		if got := s.server.introspected; len(got) != 1 || got[0] != shopIssuer+"/protocol/openid-connect/token/introspect" {
			t.Errorf("asked %q", got)
		}
		s.server.active = false
		s.press("Ask again")
		s.wantShown("sso.dev.example says: this token is not active", "active: false", "1. ")
		s.inspector().tabs.bar.Select(tokenClaims)
		s.onPastedText(accessOf("alice", time.Minute))
		s.wantNotShown("says: this token", "Introspection")
	}, p)
}

func TestAProfileIsMadeFromAToken(t *testing.T) {
	onStage(t, func(s *stage) {
		s.onPastedText(newForge(t).token(foreignIssuer))
		s.press("Make a profile from it")
		if s.form == nil {
			t.Fatal("no form")
		}
		got := s.form.collect()
		if got.Realm != (tokenclient.Realm{Base: "https://id.elsewhere.example", Name: "other"}) || got.Client.ID != "shop-web" || got.Grant != profile.GrantAuthorizationCode {
			t.Errorf("the form holds %+v", got)
		}
	}, shop())
}

func TestASessionsTokenIsInspectedAndChecked(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		f := newForge(t)
		s.server.keys = f.published()
		s.server.answer = func(_ context.Context, _ tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
			set := goodAnswer("alice", 5*time.Minute)
			set.AccessToken = tokenclient.NewSecret(f.token(shopIssuer))
			return set, nil
		}
		s.press("Get token")
		s.wantShown("○ signature not checked")
		s.press("Check signature")
		s.wantShown("✓ signature ES256 checked with the realm's key")
		s.wantNotShown("Check signature")
		s.press("Get token")
		s.wantShown("✓ signature ES256") // the keys are kept
		s.key(ctrl(fyne.KeyJ))
		s.wantShown("from claroshop dev", "The ES256 signature fits")
		s.key(ctrl(fyne.Key1))
		s.tab(tabRefresh)
		s.wantNotShown("Check signature")
		s.key(ctrl(fyne.KeyJ))
		s.wantShown("Refresh token", "from claroshop dev")
		if strings.Contains(s.shown(), "✓ signature") {
			t.Error("the page of the session is still shown")
		}
	}, shop())
}
