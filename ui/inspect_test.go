package ui

import (
	"io"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"realmscope/ui/look"
)

// inspector is the Inspect page after Ctrl+2.
func (s *stage) inspector() *inspectPlace {
	s.t.Helper()
	s.key(ctrl(fyne.Key2))
	p, ok := s.places.current().(*inspectPlace)
	if !ok {
		s.t.Fatalf("Ctrl+2 shows %T", s.places.current())
	}
	return p
}

// pasteAnywhere presses Ctrl+V with a text on the clipboard, as the driver does: the
// focused field hears it, else the window.
func (s *stage) pasteAnywhere(text string) {
	s.t.Helper()
	s.app.Clipboard().SetContent(text)
	shortcut := &fyne.ShortcutPaste{Clipboard: s.app.Clipboard()}
	if f, ok := s.win.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(shortcut)
	} else { // the test canvas keeps no shortcuts; the driver calls this one
		s.onPasted(shortcut)
	}
	s.settle()
}

func (s *stage) statusText() string { return s.status.text.Text() }

func (s *stage) wantStatus(text string) {
	s.t.Helper()
	if !strings.Contains(s.statusText(), text) {
		s.t.Errorf("status says %q, want %q", s.statusText(), text)
	}
}

func TestAPasteAnywhereIsInspected(t *testing.T) {
	onStage(t, func(s *stage) {
		s.onPastedText(accessOf("alice", 5*time.Minute))
		s.wantShown("Access token", "alice", "not checked: the key k1 is not known here", "in force, ends in 5 min", "lives 5 min in all",
			"Issued by https://sso.dev.example/auth/realms/shop", "profile claroshop dev", "for account", "Claims 11", "exp\tin 5 min", "end of life", "Roles")
		s.wantStatus("decoded on this machine, nothing was sent anywhere")
		if got := s.win.Canvas().Focused(); got != fyne.Focusable(s.inspector().view) {
			t.Errorf("the focus is on %T", got)
		}
	}, shop())
}

func TestEverySortOfPasteIsNamed(t *testing.T) {
	now := func() string { return accessOf("alice", 5*time.Minute) }
	for name, tt := range map[string]struct {
		text  func() string
		shown []string
		not   []string
	}{
		"a header":                  {func() string { return "Authorization: Bearer " + now() }, []string{"Access token", "Claims 11"}, nil},
		"a response":                {func() string { return `{"access_token":"` + now() + `","token_type":"Bearer"}` }, []string{"Access token", "found as access_token"}, nil},
		"lines of mail":             {func() string { return now()[:60] + "\n" + now()[60:] }, []string{"Access token", "Line breaks inside the token were left out"}, nil},
		"a cut token":               {func() string { return now()[:300] }, []string{"cut off", "nothing can be verified", "The token is not whole", "The claims are not whole"}, []string{"Ask sso.dev.example"}},
		"an encrypted token":        {func() string { return sealedToken }, []string{"Encrypted token", "The claims are encrypted", "Give a key…"}, []string{"Ask "}},
		"junk":                      {func() string { return "hello there" }, []string{"There is no token in this text.", "Tokens are found in any text"}, []string{"Signature"}},
		"a password":                {func() string { return "Authorization: Basic YWxpY2U6d29uZGVy" }, []string{"HTTP Basic credentials"}, []string{"YWxpY2U6d29uZGVy", "wonder"}},
		"an address":                {func() string { return "https://sso.dev.example/auth/realms/shop" }, []string{"an address without a token", "Make a profile from it"}, nil},
		"a key":                     {func() string { return `{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}` }, []string{"a key set (JWKS)", "Paste the token first"}, nil},
		"an answer of refusal":      {func() string { return `{"error":"invalid_grant","error_description":"Invalid user credentials"}` }, []string{"invalid_grant", "Invalid user credentials"}, nil},
		"half a token":              {func() string { return "eyJhbGciOi" }, []string{"cut off or damaged", "Copy it again, whole"}, nil},
		"nothing but blanks":        {func() string { return " \n " }, []string{"Whatever is pasted is decoded on this machine"}, []string{"Signature"}},
		"writing turned round":      {func() string { return jwt(`{"alg":"RS256"}`, `{"preferred_username":"al\u202eice","typ":"Bearer"}`) }, []string{`al\u202eice`}, []string{"al\u202eice"}},
		"a claim that stands twice": {strangeToken, []string{"payload.sub stands twice", "first of 2", "most programs use this one", "Browsers may call from anywhere"}, nil},
		"a token signed by nobody":  {func() string { return jwt(`{"alg":"none"}`, `{"typ":"Bearer"}`) }, []string{"anybody can have written it", "✗"}, []string{"Ask "}},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.onPastedText(tt.text())
				s.wantShown(tt.shown...)
				s.wantNotShown(tt.not...)
				if len(s.server.keysAsked)+len(s.server.asked)+len(s.server.probed) != 0 {
					t.Error("somebody was asked")
				}
			}, shop())
		})
	}
}

func TestSeveralTokensAreTurnedTo(t *testing.T) {
	onStage(t, func(s *stage) {
		s.onPastedText("access " + accessOf("alice", time.Minute) + " and refresh_token=" + refreshOf(time.Hour))
		s.wantShown("1  Access token", "2  Refresh token", "refresh_token", "Claims 11")
		s.wantCard(0)
		s.key(ctrl(fyne.KeyPageDown))
		s.wantShown("found as refresh_token")
		s.wantCard(1)
		s.key(ctrl(fyne.KeyPageDown))
		s.wantCard(0)
		s.key(ctrl(fyne.KeyPageUp))
		s.wantCard(1)
		s.win.Canvas().Focus(s.inspector().cards.row)
		s.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
		s.settle()
		s.wantCard(0)
		s.wantShown("Claims 11")
		s.onPastedText(accessOf("alice", time.Minute))
		s.wantNotShown("1  Access token")
	}, shop())
}

// wantCard fails when another token is in sight, or its card is not selected.
func (s *stage) wantCard(i int) {
	s.t.Helper()
	if p := s.inspector(); p.at != i || p.cards.row.Selected() != i || !p.cards.root.Visible() {
		s.t.Errorf("token %d is in sight and card %d is selected, want %d", p.at, p.cards.row.Selected(), i)
	}
}

func TestALongTokenNeverReachesAField(t *testing.T) {
	onStage(t, func(s *stage) {
		s.onPastedText(longToken(1 << 20))
		p := s.inspector()
		s.wantShown("alice", "Too large for almost every server")
		if got := p.view.Length(); got < 1<<20 {
			t.Errorf("the view has %d characters", got)
		}
		if p.edit.Text != "" || p.kept != "" || !p.head.edit.Disabled() {
			t.Errorf("the field holds %d characters, %d are kept", len(p.edit.Text), len(p.kept))
		}
		p.tabs.bar.Select(tokenJSON)
		s.settle()
		s.walk(func(o fyne.CanvasObject) {
			if text, ok := o.(*look.Text); ok && len(text.Text()) > maxInput {
				t.Errorf("a text of %d characters is drawn", len(text.Text()))
			}
		})
		p.view.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	}, shop())
}

func TestWhatIsTypedIsDecodedAtOnce(t *testing.T) {
	onStage(t, func(s *stage) {
		p := s.inspector()
		if s.win.Canvas().Focused() != fyne.Focusable(p.edit) {
			t.Fatal("the field has no focus")
		}
		p.edit.SetText(accessOf("alice", time.Minute))
		s.settle()
		s.wantNotShown("Signature")
		s.pass(time.Second)
		s.wantShown("Access token", "Signature")
		p.edit.SetText(accessOf("bob", time.Minute))
		p.edit.SetText("no token")
		s.pass(time.Second)
		s.wantShown("There is no token in this text.")
		s.wantNotShown("bob")
		s.pasteAnywhere(accessOf("carol", time.Minute))
		s.wantShown("carol")
		if p.editing() {
			t.Error("a paste leaves the field open")
		}
		s.press("Edit")
		if !strings.HasPrefix(p.edit.Text, "eyJ") {
			t.Errorf("the field holds %q", p.edit.Text)
		}
		s.pressEscape()
		s.wantShown("carol")
		if p.editing() {
			t.Error("Escape leaves the field open")
		}
	}, shop())
}

func TestALateAnswerIsDropped(t *testing.T) {
	onStage(t, func(s *stage) {
		p := s.inspector()
		free := make(chan struct{})
		slow := func() (io.ReadCloser, error) {
			<-free
			return io.NopCloser(strings.NewReader(accessOf("mallory", time.Minute))), nil
		}
		p.read(slow, "", "")
		s.settle()
		s.wantNotShown("reading…")
		time.Sleep(quietStart)
		s.settle()
		s.wantShown("reading…")
		s.onPastedText(accessOf("alice", time.Minute))
		s.wantShown("alice")
		s.wantNotShown("reading…")
		p.read(slow, "", "")
		time.Sleep(quietStart)
		s.settle()
		s.wantShown("reading…")
		s.pressEscape()
		s.wantNotShown("reading…")
		close(free)
		s.settle()
		s.wantShown("alice")
		s.wantNotShown("mallory")
	}, shop())
}

func TestADroppedTextIsInspected(t *testing.T) {
	onStage(t, func(s *stage) {
		var opened string
		s.p.OpenFile = func(name string) (io.ReadCloser, error) {
			opened = name
			return io.NopCloser(strings.NewReader(accessOf("alice", time.Minute))), nil
		}
		s.porter.files = map[string]string{"some.log": "a line of a log"}
		s.onDropped(fyne.Position{}, []fyne.URI{storage.NewFileURI("/tmp/some.log")})
		s.pass(time.Second)
		s.wantShown("Access token", "alice")
		if opened != "/tmp/some.log" {
			t.Errorf("opened %q", opened)
		}
	}, shop())
}
