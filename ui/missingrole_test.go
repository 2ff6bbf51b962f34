package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
)

func TestARoleThatIsLookedForInVainIsExplained(t *testing.T) {
	roles := `"realm_access":{"roles":["shop-admin","auditor-eu"]},"resource_access":{"shop":{"roles":["viewer"]}},"scope":"openid orders"`
	for name, tt := range map[string]struct {
		claims, typed string
		shown, not    []string
	}{
		"another name":         {`"typ":"Bearer","azp":"web","iat":946684800,` + roles, "nobody", []string{"Why the role nobody of the realm may be missing", "1. The user lacks the role", "2. The token was issued 2000-01-01"}, []string{"shop-admin\t"}},
		"in capitals":          {`"typ":"Bearer",` + roles, "SHOP-ADMIN-X", []string{"Why the role SHOP-ADMIN-X"}, nil},
		"an ID token":          {`"typ":"ID","scope":"openid"`, "boss", []string{"1. This is an ID token", "2. There are no roles at all"}, nil},
		"a refresh token":      {`"typ":"Refresh","scope":"openid"`, "boss", []string{"1. This is a refresh token"}, []string{"2. "}},
		"a lightweight token":  {`"typ":"Bearer","jti":"onltac:x"`, "boss", []string{"1. This is a lightweight access token"}, nil},
		"no roles":             {`"typ":"Bearer"`, "boss", []string{"1. There are no roles at all"}, nil},
		"it is there":          {`"typ":"Bearer",` + roles, "viewer", []string{"viewer"}, []string{"Why "}},
		"a scope of that name": {`"typ":"Bearer",` + roles, "orders", []string{"Why is there no role orders?"}, []string{"may be missing"}},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.onPastedText(jwt(`{"alg":"RS256"}`, "{"+tt.claims+"}"))
				p := s.inspector()
				p.tabs.bar.Select(tokenRights)
				p.tabs.filter.SetText(tt.typed)
				s.settle()
				s.wantShown(tt.shown...)
				s.wantNotShown(tt.not...)
				p.tabs.filter.SetText("")
				s.settle()
				s.wantNotShown("may be missing", "Why is there no role")
			}, shop())
		})
	}
}

func TestWhoseRoleIsMissingCanBeChosen(t *testing.T) {
	onStage(t, func(s *stage) {
		s.onPastedText(jwt(`{"alg":"RS256"}`, `{"typ":"Bearer","azp":"web","resource_access":{"shop":{"roles":["viewer"]}},"groups":["/auditor"]}`))
		p := s.inspector()
		p.tabs.bar.Select(tokenRights)
		p.tabs.filter.SetText("auditor")
		s.settle()
		s.wantShown("/auditor")
		s.press("Why is there no role auditor?")
		s.wantShown("Why the role auditor of the realm may be missing", "1. A group of this name is there", "2. There are client roles only")
		pick := p.tabs.rights.missing.of.pick
		s.win.Canvas().Focus(pick)
		if len(pick.Options) != 3 {
			t.Fatalf("the choice offers %q", pick.Options)
		}
		pick.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		pick.SetSelectedIndex(1)
		s.settle()
		s.wantShown("Why the role auditor of client web may be missing", "There are no roles of web")
	}, shop())
}

func TestAMissedRoleOfAProfileIsExplained(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.wantShown("✗ Role auditor (shop) is missing.")
		s.wantNotShown("may be missing")
		s.press("Why is the role missing?")
		s.wantShown("Why the role auditor of client shop may be missing", "1. There are no roles of shop", "2. The token was issued")
		s.wantNotShown("Why the role shop-admin")
		s.pass(time.Second)
		s.wantShown("Why the role auditor")
		s.press("Hide the reasons")
		s.wantNotShown("may be missing")
	}, wanting())
	p := wanting()
	p.Expectations = []profile.Expectation{{Kind: profile.ExpectRole, Name: "shop-admin"}, {Kind: profile.ExpectScope, Name: "none-such"}}
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.wantShown("1 of 2 not met")
		s.wantNotShown("Why is the role missing?")
	}, p)
}
