package ui

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// selectClaim selects a row of the shown tab, as the arrow keys do.
func (s *stage) selectClaim(name string) *claimTable {
	s.t.Helper()
	t := s.page.tokens.shownClaims()
	s.win.Canvas().Focus(t.table.FocusTarget())
	i := slices.IndexFunc(t.table.Rows(), func(r look.TableRow) bool { return r.Name == name })
	if i < 0 {
		s.t.Fatalf("no claim %q", name)
	}
	for range t.table.Rows() {
		switch at := t.table.Selected(); {
		case at < i:
			s.typeKey(fyne.KeyDown)
		case at > i:
			s.typeKey(fyne.KeyUp)
		}
	}
	return t
}

// typeKey presses a key as the driver does.
func (s *stage) typeKey(name fyne.KeyName) {
	k := &fyne.KeyEvent{Name: name}
	if f := s.win.Canvas().Focused(); f != nil {
		f.TypedKey(k)
	} else {
		s.win.Canvas().OnTypedKey()(k)
	}
	s.settle()
}

func TestSelectedClaimStandsWholeBelowTheTable(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.wantNotShown("Copy value")
		claims := s.selectClaim("realm_access")
		s.wantShown("Copy value", "Copy path", "roles of the whole realm\noffline_access\nshop-admin")
		s.selectClaim("resource_access")
		s.wantShown("account:\n  manage-account\n  view-profile")
		s.selectClaim("scope")
		s.wantShown("openid\nprofile\nemail")

		s.press("Copy value")
		if got := s.clipboard(); got != "openid profile email" {
			t.Errorf("Copy value copied %q", got)
		}
		s.press("Copy path")
		if got := s.clipboard(); got != "$.scope" {
			t.Errorf("Copy path copied %q", got)
		}
		s.press("Close")
		s.wantNotShown("Copy value")
		s.win.Canvas().Focus(claims.table.FocusTarget())
		s.typeKey(fyne.KeyReturn)
		s.wantShown("Copy value")
		s.pressEscape()
		s.wantNotShown("Copy value")
		if s.win.Canvas().Focused() != claims.table.FocusTarget() {
			t.Error("the focus is not where it was, in the table")
		}
	}, shop())
}

func TestStripStaysWithItsClaimThroughARefresh(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		claims := s.selectClaim("exp")
		before := claims.view.Lines()
		s.pass(10 * time.Second)
		s.press("Refresh")
		after := claims.view.Lines()
		if !claims.isOpen() || slices.Equal(before, after) || len(after) != 3 {
			t.Errorf("strip shows %q after %q, want the new times", after, before)
		}
		s.list.list.Select(bank().ID)
		s.wantNotShown("Copy value")
		s.press("Get token")
		s.wantNotShown("Copy value")
	}, shop(), bank())
}

func TestStripFollowsTheFocusWhenItCloses(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		claims := s.selectClaim("sub")
		s.win.Canvas().Focus(claims.view)
		s.pressEscape()
		if s.win.Canvas().Focused() != claims.table.FocusTarget() {
			t.Errorf("%T has the focus after Escape in the strip, want the table", s.win.Canvas().Focused())
		}
	}, shop())
}

func TestEscapeClosesFirstWhatHasTheFocus(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.selectClaim("sub")
		s.server.fail(&tokenclient.Error{Kind: tokenclient.KindConnect})
		s.key(ctrl(fyne.KeyR))
		s.pressEscape() // the focus is in the table
		s.wantNotShown("Copy value")
		if s.state().Failure == nil {
			t.Fatal("Escape in the table took the failure away")
		}
		s.selectClaim("exp")
		s.win.Canvas().Focus(s.page.actions.get)
		s.pressEscape()
		if s.state().Failure != nil {
			t.Error("Escape did not take the failure away")
		}
		s.wantShown("Copy value")
		s.pressEscape()
		s.wantNotShown("Copy value")
	}, shop())
}

func TestRowMenuCopies(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		claims := s.selectClaim("azp")
		want := map[string]string{
			"Copy value": "shop-web", "Copy path": "$.azp", "Copy row": "azp\tshop-web\tthe client that got the token",
		}
		for _, item := range claims.table.Menu(claims.table.Selected()).Items {
			item.Action()
			if got := s.clipboard(); got != want[item.Label] {
				t.Errorf("%s copied %q, want %q", item.Label, got, want[item.Label])
			}
			delete(want, item.Label)
		}
		if len(want) > 0 {
			t.Errorf("the menu lacks %v", want)
		}
		s.wantShown("copied the row of azp")
		for _, do := range []func(int){claims.copyValue, claims.copyPath, claims.copyRow, claims.open} {
			do(-1)
			do(999)
		}
		if got := s.clipboard(); !strings.HasPrefix(got, "azp") {
			t.Errorf("a row that is not there copied %q", got)
		}
	}, shop())
}

func TestTokenOfTheAnswerIsHiddenAndCopied(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.key(ctrlShift(fyne.Key4))
		s.selectClaim("expires_in")
		s.wantShown("Copy value")
		s.press("Copy value")
		if got := s.clipboard(); got != "300" {
			t.Errorf("copied %q, want 300", got)
		}
		s.selectClaim("access_token")
		token := s.state().Tokens.Set.AccessToken.Reveal()
		s.wantNotShown(token)
		s.press("Copy value")
		if got := s.clipboard(); got != token {
			t.Errorf("copied %q, want the token", got)
		}
	}, shop())
}

func TestWholeValueIsReadable(t *testing.T) {
	now := time.Date(2026, 5, 4, 14, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		claims string
		want   []string
		copied string
	}{
		"text":                 {`{"a":"b c"}`, []string{"b c"}, "b c"},
		"text of lines":        {`{"a":"b\r\nc"}`, []string{"b", "c"}, `"b\r\nc"`},
		"no text":              {`{"a":""}`, []string{""}, ""},
		"hidden letters":       {`{"a":"b\u202ec"}`, []string{`b\u202ec`}, `"b\u202ec"`},
		"number":               {`{"a":1.50}`, []string{"1.50"}, "1.50"},
		"list":                 {`{"aud":["x","y",3]}`, []string{"x", "y", "3"}, `["x","y",3]`},
		"empty list":           {`{"a":[]}`, []string{"[]"}, "[]"},
		"scopes":               {`{"scope":"openid  email"}`, []string{"openid", "email"}, "openid  email"},
		"roles":                {`{"realm_access":{"roles":["r"]}}`, []string{"r"}, `{"roles":["r"]}`},
		"roles and more":       {`{"realm_access":{"roles":["r"],"x":1}}`, []string{"{", `  "roles": [`, `    "r"`, "  ],", `  "x": 1`, "}"}, `{"roles":["r"],"x":1}`},
		"roles by client":      {`{"resource_access":{"c":{"roles":["r"]},"d":{}}}`, []string{"c:", "  r", "d: {}"}, `{"c":{"roles":["r"]},"d":{}}`},
		"nested, twice a name": {`{"a":{"b":[{"c":1}],"b":null}}`, []string{"{", `  "b": [`, "    {", `      "c": 1`, "    }", "  ],", `  "b": null`, "}"}, `{"b":[{"c":1}],"b":null}`},
		"time":                 {`{"exp":1777903200}`, []string{"today 14:00:00", "2026-05-04T14:00:00Z", "1777903200"}, "1777903200"},
	} {
		t.Run(name, func(t *testing.T) {
			payload, _, err := inspect.ParseJSON([]byte(tt.claims))
			if err != nil {
				t.Fatal(err)
			}
			row := inspect.Rows(&payload, now)[0]
			if got := wholeValue(row, now); !slices.Equal(got, tt.want) {
				t.Errorf("%s shows %q, want %q", tt.claims, got, tt.want)
			}
			if got := copyable(row); got != tt.copied {
				t.Errorf("%s copies %q, want %q", tt.claims, got, tt.copied)
			}
		})
	}
}

func TestHugeValueIsCutAndCopiedWhole(t *testing.T) {
	roles := make([]string, 20_000)
	for i := range roles {
		roles[i] = fmt.Sprintf("role-%05d", i)
	}
	list, err := json.Marshal(roles)
	if err != nil {
		t.Fatal(err)
	}
	for name, exact := range map[string]string{
		"one long text": `"` + strings.Repeat("é", maxDetail) + `"`,
		"a long list":   string(list),
		"deep objects":  strings.Repeat(`{"a":`, 30) + string(list) + strings.Repeat("}", 30),
		"no JSON":       strings.Repeat("x", 2*maxDetail),
	} {
		t.Run(name, func(t *testing.T) {
			r := inspect.Row{Name: "a", Path: "$.a", Exact: exact}
			lines := wholeValue(r, time.Time{})
			if size := len(strings.Join(lines, "\n")); size > maxDetail+200 || lines[len(lines)-1] != T("detail.cut") {
				t.Errorf("%d bytes are shown, the last line is %q", size, lines[len(lines)-1])
			}
			if got := copyable(r); len(got) < len(exact)-2 {
				t.Errorf("%d of %d bytes are copied", len(got), len(exact))
			}
		})
	}
}
