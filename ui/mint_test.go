package ui

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// minted signs in the open card and gives the token that was made.
func (s *stage) minted() *inspect.Token {
	s.t.Helper()
	s.press("Sign")
	s.press("Copy this token")
	got := s.clipboard()
	if strings.Count(got, ".") != 2 {
		s.t.Fatalf("no token on the clipboard; the window shows\n%s", s.shown())
	}
	return inspect.Decode(got)
}

// openedMint is the card for alice's access token, whose algorithm is a quick one.
func (s *stage) openedMint(algorithm string) *mintCard {
	s.t.Helper()
	s.keepSecrets()
	s.press("Get token")
	s.key(ctrlShift(fyne.KeyW))
	if s.minting == nil || s.modal == nil {
		s.t.Fatal("the card is not open")
	}
	s.minting.algorithm.SetSelected(algorithm)
	return s.minting
}

func TestATokenIsWrittenAndSigned(t *testing.T) {
	onStage(t, func(s *stage) {
		c := s.openedMint("ES256")
		if got := s.win.Canvas().Focused(); got != fyne.Focusable(c.claims) {
			t.Errorf("the focus is on %T", got)
		}
		s.wantShown("✓ Both parts can be signed.", "A new key is made here when you sign.")
		c.claims.SetText(strings.Replace(c.claims.Text, `"preferred_username": "alice"`, `"preferred_username": "mallory"`, 1))
		got := s.minted()
		if got.Owner() != "mallory" || got.Algorithm() != "ES256" || !s.mint.MadeHere(got) {
			t.Errorf("made a token of %q with %q", got.Owner(), got.Algorithm())
		}
		s.wantShown("! Made here, for tests. Nobody issued this token.", "Key · private key · ES256 · made here · ")
		s.press("Copy public key (JWKS)")
		jwks := s.clipboard()
		if !strings.Contains(jwks, `"keys"`) || strings.Contains(jwks, `"d"`) || !strings.Contains(jwks, got.KeyID()) {
			t.Errorf("the key set is %s, the token names %q", jwks, got.KeyID())
		}
		s.press("Compare with the original")
		s.wantShown("! Made here, for tests.", "\tpreferred_username\t\talice\tmallory\t≠ changed")
		s.wantNotShown("Write a token")
	}, shop())
}

func TestEachAlgorithmSignsWithAKeyMadeHere(t *testing.T) {
	onStage(t, func(s *stage) {
		c := s.openedMint("EdDSA")
		for _, name := range []string{"EdDSA", "ES384", "ES512", "HS256", "HS512", "PS256", "RS256"} {
			c.algorithm.SetSelected(name)
			if got := s.minted().Algorithm(); got != name {
				t.Errorf("asked for %s, made %s", name, got)
			}
			if public := c.key.PublicJWKS() != ""; public != !strings.HasPrefix(name, "HS") || c.result.jwks.Visible() != public {
				t.Errorf("%s: a key set is offered: %t", name, c.result.jwks.Visible())
			}
		}
	}, shop())
}

func TestWhatIsNoJSONIsSaidAndNotSigned(t *testing.T) {
	onStage(t, func(s *stage) {
		c := s.openedMint("ES256")
		for text, want := range map[string]string{
			"{\n  \"a\": 1,\n}": "✗ The claims are not one JSON object. Look at line 3.",
			`[1]`:               "✗ The claims are not one JSON object.",
			`{"a":1} x`:         "✗ The claims are not one JSON object. Look at line 1.",
		} {
			c.claims.SetText(text)
			s.wantShown(want)
			if !c.sign.Disabled() {
				t.Errorf("%q can be signed", text)
			}
		}
		c.claims.SetText(`{"a":1,"a":2}`) // doubled members are what testers want
		if c.sign.Disabled() {
			t.Error("a doubled member cannot be signed")
		}
		c.header.SetText("")
		s.wantShown("✗ The header is not one JSON object.")
	}, shop())
}

func TestAnEditForgetsTheTokenThatWasMade(t *testing.T) {
	onStage(t, func(s *stage) {
		c := s.openedMint("ES256")
		s.minted()
		s.typeInto(&c.claims.entry, " ")
		s.wantNotShown("Copy this token", "Nobody issued this token")
		s.pressEscape()
		if s.modal != nil {
			t.Fatal("Escape does not close the card")
		}
		before := c.claims.Text
		s.key(ctrlShift(fyne.KeyW))
		if s.minting != c || c.claims.Text != before {
			t.Error("what was typed is lost")
		}
	}, shop())
}

func TestLifetimesAreWrittenByOnePress(t *testing.T) {
	onStage(t, func(s *stage) {
		c := s.openedMint("ES256")
		now := time.Now().Unix()
		c.claims.SetText(`{"sub":"x","exp":12345678901234567890,"big":1e400}`)
		for _, tt := range []struct {
			button        string
			iat, nbf, exp int64
		}{
			{"+5 min", now, 0, now + 300},
			{"Expired", now - 360, 0, now - 60},
			{"Not yet", now, now + 3600, now + 3900},
			{"+5 min", now, now, now + 300},
		} {
			s.press(tt.button)
			got, _, err := inspect.ParseJSON([]byte(c.claims.Text))
			if err != nil {
				t.Fatalf("%s: %v in\n%s", tt.button, err, c.claims.Text)
			}
			for name, want := range map[string]int64{"iat": tt.iat, "nbf": tt.nbf, "exp": tt.exp} {
				raw := ""
				for _, m := range got.Members {
					if m.Name == name {
						raw = m.Value.Raw
					}
				}
				if want != 0 && raw != strconv.FormatInt(want, 10) || want == 0 && raw != "" {
					t.Errorf("%s: %s is %q, want %d", tt.button, name, raw, want)
				}
			}
			if !strings.Contains(c.claims.Text, `"big": 1e400`) {
				t.Errorf("%s changed another claim:\n%s", tt.button, c.claims.Text)
			}
		}
	}, shop())
}

func TestAPastedKeySigns(t *testing.T) {
	_, key := pair(t)
	onStage(t, func(s *stage) {
		c := s.openedMint("RS256")
		s.app.Clipboard().SetContent("hello")
		s.press("Paste a key")
		s.wantShown("✗ ")
		s.wantNotShown("hello")
		s.app.Clipboard().SetContent(key)
		s.press("Paste a key")
		s.wantShown("Key · private key · ES256 · pasted · ")
		s.wantNotShown("BEGIN", strings.Split(key, "\n")[1])
		if len(c.algorithm.Options) != 1 || c.algorithm.Selected != "ES256" {
			t.Errorf("offered %q, chosen %q", c.algorithm.Options, c.algorithm.Selected)
		}
		made := s.minted()
		keys, err := inspect.KeysFrom(tokenclient.NewSecret(c.key.PublicJWKS()))
		if err != nil || keys.Empty() || made.Algorithm() != "ES256" {
			t.Errorf("%v; made with %q", err, made.Algorithm())
		}
		s.press("Use a new key")
		s.wantShown("A new key is made here when you sign.")
		if len(c.algorithm.Options) != len(mintAlgorithms()) {
			t.Errorf("offered %q", c.algorithm.Options)
		}
	}, shop())
}

func TestWhatNobodySeesIsWrittenAsAnEscape(t *testing.T) {
	const text = "{\"a\u202eb\":\"x\u200by\U000e0041\",\"n\":1.0,\"l\":[],\"o\":{\"é\":null}}"
	got := prettyJSON(text)
	want := "{\n  \"a\\u202eb\": \"x\\u200by\\udb40\\udc41\",\n  \"n\": 1.0,\n  \"l\": [],\n  \"o\": {\n    \"é\": null\n  }\n}"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	before, _, err := inspect.ParseJSON([]byte(text))
	after, _, other := inspect.ParseJSON([]byte(got))
	if err != nil || other != nil || !inspect.Same(before, after) {
		t.Error("the meaning has changed")
	}
}

func TestAPartTooLongToEditIsSaid(t *testing.T) {
	onStage(t, func(s *stage) {
		s.openMint(inspect.Decode(jwt(`{"alg":"ES256"}`, `{"a":"`+strings.Repeat("x", 20_000)+`"}`)))
		s.wantShown("✗ Claims: 20", "16384 can be edited here")
		if s.minting.claims.Text != "{}" {
			t.Errorf("the field holds %d bytes", len(s.minting.claims.Text))
		}
	})
}
