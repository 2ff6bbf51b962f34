package ui

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"realmscope/app/session"
	"realmscope/tokenclient"
	"realmscope/ui/look"
)

// fieldOf finds the entry with a hint.
func (s *stage) fieldOf(hint string) *entry {
	s.t.Helper()
	var found *entry
	s.walk(func(o fyne.CanvasObject) {
		if e, ok := o.(*entry); ok && e.PlaceHolder == hint {
			found = e
		}
	})
	if found == nil {
		s.t.Fatalf("no field with the hint %q in sight", hint)
	}
	return found
}

// option chooses an option of the choice that has it.
func (s *stage) option(text string) {
	s.t.Helper()
	done := false
	s.walk(func(o fyne.CanvasObject) {
		if p, ok := o.(*look.Select); ok && !done {
			for i, option := range p.Options {
				if option == text {
					p.SetSelectedIndex(i)
					done = true
					return
				}
			}
		}
	})
	if !done {
		s.t.Fatalf("no option %q in sight", text)
	}
}

func part(json string) string { return base64.RawURLEncoding.EncodeToString([]byte(json)) }

// unsigned is a token with a header and claims.
func unsigned(header, claims string) tokenclient.Secret {
	return tokenclient.NewSecret(part(header) + "." + part(claims) + "." + part("signature"))
}

func TestExchangeFromTheWindow(t *testing.T) {
	onStage(t, func(s *stage) {
		s.signedIn()
		s.selectAccount("bob")
		s.press("Get token")
		s.key(ctrlShift(fyne.KeyX))
		s.wantShown("Token exchange", "as the client shop-web", "Subject: the token to exchange")
		s.wantNotShown("Pasted token", "Requested subject")
		test.Type(s.fieldOf("client ids, blanks between"), "api  shop-web")
		s.option("claroshop dev · alice")
		s.option("access token")
		s.tick("Legacy exchange (before 26.2): for or from somebody else")
		s.wantShown("Requested subject")
		s.tick("Legacy exchange (before 26.2): for or from somebody else")
		good := goodAnswer("alice", time.Minute)
		good.AccessToken = unsigned(`{"alg":"RS256"}`, `{"preferred_username":"alice","aud":"api","act":{"sub":"x"}}`)
		good.ExpiresIn = tokenclient.Lifetime{Known: true, Value: time.Minute}
		good.Members = []tokenclient.Member{{Name: "issued_token_type", JSON: `"` + tokenclient.TypeAccessToken + `"`}}
		s.serve(good, nil)
		alices := s.p.Sessions.State(session.Key{ProfileID: shop().ID, Account: "alice"}).Tokens
		s.press("Exchange")
		g, ok := s.server.asked[2].Grant.(tokenclient.TokenExchange)
		if !ok || g.SubjectToken != alices.Set.AccessToken || strings.Join(g.Audience, "+") != "api+shop-web" || g.RequestedTokenType != tokenclient.TypeAccessToken {
			t.Fatalf("asked for %+v", s.server.asked[2].Grant)
		}
		s.wantShown("Subject · alice", "Result · access token", "1:00", "act\t", "new", "gone", "preferred_username\talice\tthe same", "api shop-web")
		s.press("Copy the result")
		if s.clipboard() != good.AccessToken.Reveal() {
			t.Error("something else than the result was copied")
		}
		s.press("Copy as Bearer")
		if s.clipboard() != "Bearer "+good.AccessToken.Reveal() {
			t.Error("something else than the header's value was copied")
		}
		s.pass(2 * time.Second)
		s.wantShown("0:58")
		s.press("Introspect it")
		if s.server.errands.tokens[0] != good.AccessToken.Reveal() {
			t.Error("another token was asked about")
		}
		s.key(ctrlShift(fyne.Key8))
		s.press("Exchange again…")
		if got := s.fieldOf("client ids, blanks between").Text; got != "api shop-web" {
			t.Errorf("the card remembers %q", got)
		}
		s.pressEscape()
		if s.modal != nil {
			t.Error("Escape does not close the card")
		}
	}, shop())
}

// serve answers token requests with set, or fails.
func (s *stage) serve(set tokenclient.TokenSet, err error) {
	s.server.answer = func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
		fresh := set
		fresh.ReceivedAt = time.Now().Round(0)
		return fresh, err
	}
}

func TestExchangeOfAPastedToken(t *testing.T) {
	onStage(t, func(s *stage) {
		s.chooseItem("Token exchange…") // no session has a token
		s.wantShown("Pasted token")
		s.press("Exchange")
		s.wantShown("✗ Paste the token to exchange.")
		field := s.fieldOf("paste it here")
		if s.win.Canvas().Focused() != fyne.Focusable(field) {
			t.Error("the empty field has not got the focus")
		}
		test.Type(field, "canary-token")
		s.serve(tokenclient.TokenSet{}, &tokenclient.Error{Kind: tokenclient.KindOAuth, Status: 400, Code: "invalid_request", Description: "Invalid token", Sent: true})
		s.press("Exchange")
		if len(s.server.asked) != 1 {
			t.Fatalf("%d requests", len(s.server.asked))
		}
		retry := s.adviceAction("retry", s.state())
		retry()
		s.wantShown("Pasted token")
		if s.fieldOf("paste it here").Text != "" {
			t.Error("the pasted token was kept")
		}
	}, shop())
}

func TestFewerScopesFromTheWindow(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		wide := goodAnswer("alice", 5*time.Minute)
		wide.Scope = "openid email"
		s.serve(wide, nil)
		s.press("Get token")
		s.chooseItem("Refresh with fewer scopes…")
		s.wantShown("Refresh with fewer scopes", "openid", "email")
		s.tick("openid")
		s.tick("email")
		s.walkPress("Refresh")
		s.wantShown("✗ Tick at least one.")
		s.tick("openid")
		s.walkPress("Refresh")
		if len(s.server.asked) != 2 || s.server.asked[1].Scope != "openid" {
			t.Fatalf("asked %d times", len(s.server.asked))
		}
		s.wantShown("! asked for fewer scopes (openid), the realm gave more: openid email")
		narrow := wide
		narrow.Scope = "openid"
		s.serve(narrow, nil)
		s.key(ctrlShift(fyne.KeyR))
		s.tick("email")
		s.walkPress("Refresh")
		s.wantShown("fewer scopes: openid (asked for: openid)")
		s.press("Refresh")
		s.wantNotShown("fewer scopes:")
	}, shop())
}

// walkPress taps the last button of a text: the one on the card in front.
func (s *stage) walkPress(text string) {
	s.t.Helper()
	var found *look.Button
	s.walk(func(o fyne.CanvasObject) {
		if b, ok := o.(*look.Button); ok && b.Text() == text {
			found = b
		}
	})
	test.Tap(found)
	s.settle()
}

func TestPermissionsFromTheWindow(t *testing.T) {
	onStage(t, func(s *stage) {
		s.signedIn()
		s.key(ctrlShift(fyne.KeyP))
		s.press("Ask")
		s.wantShown("✗ Say whose resources it is about.")
		test.Type(s.fieldOf("such as demo-api"), "api")
		test.Type(s.fieldOf("such as orders#read,write; reports"), "orders#read,write; reports")
		s.server.errands.uma = tokenclient.UMAResult{Mode: tokenclient.UMAPermissions, Granted: true, Permissions: []tokenclient.Permission{
			{ResourceID: "1", ResourceName: "orders\u202e", Scopes: []string{"read"}, Claims: `{"by":["x"]}`}, {ResourceID: "2"},
		}}
		s.press("Ask")
		if got := s.server.errands.asked[0]; strings.Join(got.Permissions, "|") != "orders#read,write|reports" || got.Audience != "api" || got.Mode != tokenclient.UMAPermissions {
			t.Errorf("asked for %+v", got)
		}
		s.wantShown("✓ granted", `orders\u202e`+"\tread\t1", "2\t(the resource itself)\t2", "about api")
		s.wantNotShown("Copy the RPT")
		s.page.tokens.shownClaims().table.Select(0)
		s.key(ctrlShift(fyne.KeyV))
		if got := s.clipboard(); !strings.Contains(got, `"by"`) || !strings.Contains(got, `"rsid":"1"`) {
			t.Errorf("copied %q", got)
		}
		rpt := goodAnswer("alice", time.Minute)
		rpt.AccessToken = unsigned(`{"alg":"RS256"}`, `{"authorization":{"permissions":[{"rsname":"orders","rsid":"1","scopes":["read"]}]}}`)
		s.server.errands.uma = tokenclient.UMAResult{Granted: true, Tokens: rpt}
		s.press("Ask again…")
		s.option("Requesting party token (RPT)")
		s.press("Ask")
		s.wantShown("Requesting party token", "orders\tread\t1")
		s.press("Copy the RPT")
		if s.clipboard() != rpt.AccessToken.Reveal() {
			t.Error("something else than the token was copied")
		}
		s.press("Introspect it")
		if got := s.server.errands.tokens[0]; got != rpt.AccessToken.Reveal()+"requesting_party_token" {
			t.Errorf("asked about another token, or without its hint")
		}
		s.server.errands.fails = &tokenclient.Error{
			Kind: tokenclient.KindOAuth, Status: 403, Code: "access_denied", Description: "not_authorized", Grant: tokenclient.UMATicket{}.GrantType(), Sent: true,
		}
		s.key(ctrlShift(fyne.Key7))
		s.press("Ask again…")
		s.option("Yes or no")
		s.tick("Keep what the last requesting party token allows")
		s.press("Ask")
		s.wantShown("✗ denied")
		s.wantNotShown("Copy the RPT")
		if got := s.server.errands.asked[2]; got.RPT != rpt.AccessToken || got.Mode != tokenclient.UMADecision {
			t.Error("the earlier token was not sent along")
		}
	}, shop())
}

func TestKeysFromTheWindow(t *testing.T) {
	onStage(t, func(s *stage) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		json := `{"kid":"k1","kty":"EC"}`
		s.server.errands.keys = tokenclient.KeySet{
			Keys: []tokenclient.PublishedKey{
				{ID: "k1", Type: "EC", Algorithm: "ES256", Use: "sig", Curve: "P-256", Bits: 256, Public: &key.PublicKey, JSON: tokenclient.NewSecret(json)},
				{ID: "k2", Type: "RSA", Algorithm: "RSA-OAEP", Use: "enc", Bits: 2048, Notes: []string{"private", "weak"}, JSON: tokenclient.NewSecret(`{"d":"canary"}`)},
			},
			Skipped: []tokenclient.SkippedKey{{Index: 2, ID: "k3", Type: "oct", Reason: "kty.secret"}}, Notes: []string{"keys.over.7", "bom"},
		}
		s.keepSecrets()
		s.key(ctrlShift(fyne.KeyK)) // without any token
		s.wantShown("k1\tEC · P-256 · ES256 · for signatures\tnone", "k3\toct", "a symmetric key must not be published",
			"k2\tRSA · 2048 bit · RSA-OAEP · for encryption", "the private part is published", "! 7 more keys were not read", "byte order mark")
		s.wantNotShown("No token yet", "Response")
		table := s.page.tokens.shownClaims()
		for i, want := range []string{json, "RSA · 2048 bit · RSA-OAEP · for encryption", "oct"} {
			table.copyValue(i)
			if got := s.clipboard(); got != want {
				t.Errorf("row %d copies %q, want %q", i, got, want)
			}
		}
		signed := goodAnswer("alice", 5*time.Minute)
		signed.AccessToken = unsigned(`{"alg":"ES256","kid":"k1"}`, `{"sub":"u"}`)
		s.serve(signed, nil)
		s.press("Get token")
		s.key(ctrlShift(fyne.Key9))
		s.wantShown("none\taccess token", "Response")
		s.wantNotShown("not published")
		signed.AccessToken = unsigned(`{"alg":"ES256","kid":"gone"}`, `{"sub":"u"}`)
		s.serve(signed, nil)
		s.press("Get token")
		s.wantShown("! the access token names a key that is not published")
		s.press("Read again")
		s.selectAccount("bob")
		s.wantShown("No token yet")
		s.wantNotShown("k1\tEC")
	}, shop())
}
