package profile

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"realmscope/tokenclient"
)

// answered fills what a template asks for, as a user would.
func answered(t *testing.T, tp Template) Profile {
	t.Helper()
	p := tp.Draft().Profile
	for _, f := range tp.Asks {
		switch f {
		case FieldName:
			p.Name = "mine"
		case FieldBase:
			p.Realm.Base = "https://auth.banka.banfico.net/auth"
		case FieldRealm:
			p.Realm.Name = "shop"
		case FieldClientID:
			p.Client.ID = "outbound01"
		case FieldAccounts:
			p.Accounts = []Account{{Username: "alice"}}
		case FieldClientSecret: // in the vault
		default:
			t.Errorf("template %s asks for %s, which no form has", tp.ID, f)
		}
	}
	return p
}

func TestTemplatesBecomeSoundProfiles(t *testing.T) {
	want := map[string]string{
		"claroshop":             "https://sso.dev.claroshop.com/auth/realms/shop/protocol/openid-connect/token",
		"banfico":               "https://auth.banka.banfico.net/auth/realms/provider/protocol/openid-connect/token",
		"oracle-sbc":            "https://iam.sbc.com/console/auth/realms/sbc/protocol/openid-connect/token",
		"keycloak-browser":      "https://auth.banka.banfico.net/auth/realms/shop/protocol/openid-connect/token",
		"keycloak-device":       "https://auth.banka.banfico.net/auth/realms/shop/protocol/openid-connect/token",
		"keycloak-public":       "https://auth.banka.banfico.net/auth/realms/shop/protocol/openid-connect/token",
		"keycloak-service":      "https://auth.banka.banfico.net/auth/realms/shop/protocol/openid-connect/token",
		"keycloak-confidential": "https://auth.banka.banfico.net/auth/realms/shop/protocol/openid-connect/token",
		"keycloak-key":          "https://auth.banka.banfico.net/auth/realms/shop/protocol/openid-connect/token",
	}
	got := map[string]string{}
	for _, tp := range Templates() {
		p := answered(t, tp)
		if found := p.Validate(); len(found) != 0 {
			t.Errorf("template %s, answered, has problems: %v", tp.ID, found)
		}
		if p.Template != tp.ID || !validID(p.ID) || tp.Name == "" {
			t.Errorf("template %s gives template %q, id %q, name %q", tp.ID, p.Template, p.ID, tp.Name)
		}
		got[tp.ID] = p.Endpoint()
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("endpoints differ (-got +want):\n%s", diff)
	}
}

// Without the answers a template is not yet sound: each thing that can be seen
// missing is asked for, and nothing else.
func TestTemplatesAskForWhatIsMissing(t *testing.T) {
	for _, tp := range Templates() {
		var missing []Field
		for _, f := range tp.Profile.Validate() {
			missing = append(missing, f.Field)
		}
		want := slices.DeleteFunc(slices.Clone(tp.Asks), func(f Field) bool {
			return f == FieldAccounts || f == FieldClientSecret
		})
		if diff := cmp.Diff(missing, want, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: asks differ (-missing +asked):\n%s", tp.ID, diff)
		}
		secret := slices.Contains(tp.Asks, FieldClientSecret)
		if secret != tp.Profile.Client.WithSecret() {
			t.Errorf("%s: asks for a client secret: %v, authenticates by %s", tp.ID, secret, tp.Profile.Client.Auth)
		}
		account := slices.Contains(tp.Asks, FieldAccounts)
		if account != (tp.Profile.Grant == GrantPassword) {
			t.Errorf("%s: asks for an account: %v, uses the grant %s", tp.ID, account, tp.Profile.Grant)
		}
	}
}

func TestTemplatesAreAsDocumented(t *testing.T) {
	byID := map[string]Template{}
	for _, tp := range Templates() {
		byID[tp.ID] = tp
	}
	if c := byID["claroshop"]; c.Profile.ParamsIn != tokenclient.ParamsInBody || !c.QueryDocumented {
		t.Errorf("claroshop sends parameters in %q, query documented %v; want the body first", c.Profile.ParamsIn, c.QueryDocumented)
	}
	if b := byID["banfico"]; b.Profile.Scope != "" || b.BasePattern != "https://*.banfico.net/auth" {
		t.Errorf("banfico: scope %q, pattern %q; want nothing but grant_type in the body", b.Profile.Scope, b.BasePattern)
	}
	if o := byID["oracle-sbc"]; o.Profile.Client.ID != "cnsbc-api-access" {
		t.Errorf("oracle-sbc: client %q, want cnsbc-api-access", o.Profile.Client.ID)
	}
}

func TestTemplatesBelongToTheCaller(t *testing.T) {
	Templates()[0].Asks[0] = "spoiled"
	d := Templates()[0].Draft()
	d.Asks[0] = "spoiled"
	if got := Templates()[0].Asks[0]; got != FieldRealm {
		t.Errorf("first ask = %q, want %q", got, FieldRealm)
	}
}
