package ui

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/tokenclient/inspect"
)

// sealed is an encrypted token for a shared secret, direct (RFC 7518 section 4.5).
func sealed(t *testing.T, secret []byte, content string) string {
	t.Helper()
	enc := base64.RawURLEncoding.EncodeToString
	head := enc([]byte(`{"alg":"dir","enc":"A256GCM"}`))
	block, err := aes.NewCipher(secret)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	iv := make([]byte, gcm.NonceSize())
	out := gcm.Seal(nil, iv, []byte(content), []byte(head))
	cut := len(out) - gcm.Overhead()
	return head + ".." + enc(iv) + "." + enc(out[:cut]) + "." + enc(out[cut:])
}

// open gives the key for the encrypted token in sight, by keyboard.
func (s *stage) open(key string) {
	s.t.Helper()
	s.press("Give a key…")
	s.pasteAnywhere(key)
	s.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.settle()
}

const sharedSecret = "0123456789abcdef0123456789abcdef"

func TestAnEncryptedTokenIsOpenedWithAKey(t *testing.T) {
	onStage(t, func(s *stage) {
		s.onPastedText(sealed(t, []byte(sharedSecret), `{"preferred_username":"alice","typ":"ID","exp":1,"iss":"`+shopIssuer+`","realm_access":{"roles":["shop-admin"]}}`))
		s.wantShown("Encrypted token", "The claims are encrypted. 'Give a key…' opens them.")
		s.wantNotShown("1  Encrypted token")
		s.press("Give a key…")
		s.pasteAnywhere("wrong")
		s.press("Use it")
		s.wantShown("✗ The token cannot be decrypted")
		s.pasteAnywhere(sharedSecret)
		s.press("Use it")
		s.wantShown("preferred_username\talice", "was opened with the key", "Nothing inside is signed", "expired", "Issued by "+shopIssuer, "Roles 1", "Claims 5")
		s.wantNotShown("Give a key…", "The claims are encrypted")
	}, shop())
}

func TestATokenInsideAnEncryptedOneHasItsOwnCardAndChecks(t *testing.T) {
	onStage(t, func(s *stage) {
		f := newForge(t)
		s.server.keys = f.published()
		s.onPastedText(sealed(t, []byte(sharedSecret), f.token(shopIssuer)))
		s.open(sharedSecret)
		s.wantCard(1)
		s.wantShown("1  Encrypted token", "opened", "2  Access token", "inside the one before", "not checked: the key", "in force, ends in 5 min", "Issued by "+shopIssuer)
		s.press("Ask sso.dev.example")
		s.wantShown("The ES256 signature fits")
		s.win.Canvas().Focus(s.inspector().cards.row)
		s.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
		s.settle()
		s.wantCard(0)
		s.wantShown("Inside is a token, shown on the next card.", "the token inside is checked on its own", "Inside is another token: Ctrl+Page Down turns to it.")
		s.wantNotShown("The ES256 signature fits", "Give a key…")
		s.key(ctrl(fyne.KeyPageDown))
		s.wantShown("The ES256 signature fits")
	}, shop())
}

func TestATextInsideAnEncryptedTokenIsShown(t *testing.T) {
	onStage(t, func(s *stage) {
		s.onPastedText(sealed(t, []byte(sharedSecret), "hello \u202ethere"))
		s.open(sharedSecret)
		s.wantShown("Inside is a text: hello \\u202ethere")
	}, shop())
}

func TestATokenInAClaimHasItsOwnCardAndChecks(t *testing.T) {
	onStage(t, func(s *stage) {
		f := newForge(t)
		s.server.keys = f.published()
		s.onPastedText(jwt(`{"alg":"RS256","kid":"outer"}`, `{"iss":"https://other.example/realms/x","ticket":"`+f.token(shopIssuer)+`"}`))
		s.wantCard(0)
		s.wantShown("no profile of yours has this issuer", "2  Access token", "ticket")
		s.key(ctrl(fyne.KeyPageDown))
		s.wantShown("Issued by "+shopIssuer, "Ask sso.dev.example")
		s.press("Ask sso.dev.example")
		s.wantShown("The ES256 signature fits")
		s.key(ctrl(fyne.KeyPageUp))
		s.wantNotShown("The ES256 signature fits")
	}, shop())
}

func TestThePastedTokenIsComparedAndRewritten(t *testing.T) {
	onStage(t, func(s *stage) {
		s.onPastedText(accessOf("alice", time.Minute))
		s.key(ctrlShift(fyne.KeyG))
		s.wantShown("What two tokens have in common", "Access token in Inspect · alice")
		s.pasteAnywhere(accessOf("bob", time.Minute)) // the right side has the focus
		s.wantShown("preferred_username\t\talice\tbob")
		p := s.inspector()
		s.press("Write a token…")
		if s.modal == nil || !strings.Contains(s.minting.claims.Text, `"alice"`) {
			t.Fatalf("the card holds %+v", s.minting)
		}
		s.press("Sign")
		made := s.minting.result.made.Token.Reveal()
		s.pressEscape()
		if inspect.Decode(made).Owner() != "alice" {
			t.Fatalf("made %q", made)
		}
		s.onPastedText(made)
		s.wantShown("! Made here, for tests. Nobody issued this token.")
		s.key(ctrlShift(fyne.KeyW))
		if s.modal == nil || s.minting.token != p.token().piece.Token {
			t.Error("the key opens no card for the token in sight")
		}
	}, shop())
}

func TestHiddenValuesAreHiddenOnInspectToo(t *testing.T) {
	onStage(t, func(s *stage) {
		s.onPastedText("a " + accessOf("alice", time.Minute) + " b " + sealed(t, []byte(sharedSecret), "x"))
		s.setHidden(true)
		token := accessOf("alice", time.Minute)
		for _, tab := range []int{tokenClaims, tokenHeader, tokenRights, tokenJSON} {
			s.inspector().tabs.bar.Select(tab)
			s.settle()
			s.wantNotShown("alice", "shop-admin", token[:20])
		}
		if got := s.inspector().view.Length(); got > 30 {
			t.Errorf("the view draws %d characters", got)
		}
		s.onPastedText("a " + accessOf("alice", time.Minute) + " b " + sealed(t, []byte(sharedSecret), "alice"))
		s.key(ctrl(fyne.KeyPageDown))
		s.open(sharedSecret)
		s.wantNotShown("alice")
		s.key(ctrl(fyne.KeyPageUp))
		s.key(ctrlShift(fyne.KeyG))
		s.pasteAnywhere(accessOf("bob", time.Minute))
		s.wantNotShown("alice", "bob")
		s.places.current().(*comparePlace).table.open(2)
		s.wantNotShown("alice", "bob")
		s.inspector().write()
		s.press("Sign")
		s.wantNotShown("eyJ")
		if c := s.minting; !c.claims.Password || !c.header.Password {
			t.Error("what is written stays readable")
		}
		s.pressEscape()
		s.setHidden(false)
		s.goTo(placeCompare)
		s.wantShown("alice", "bob")
		s.inspector()
		s.wantShown("alice")
		if got := s.inspector().view.Length(); got < 100 {
			t.Errorf("the view draws %d characters", got)
		}
	}, shop())
}

func TestAPaddedTokenIsToldFromAWrongOne(t *testing.T) {
	onStage(t, func(s *stage) {
		f, other := newForge(t), newForge(t)
		s.onPastedText(f.token(foreignIssuer) + "==")
		s.wantShown("✗", "not encoded exactly as the standard wants it", "signature ends in =")
		s.open(other.key.PublicJWKS())
		s.wantShown("not encoded exactly as the standard wants it")
		s.open(f.key.PublicJWKS())
		s.wantShown("✗", "Invalid as it stands", "Without them the ES256 signature fits.", "The key that was given by hand")
	}, shop())
}
