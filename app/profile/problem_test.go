package profile

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient"
)

// sound is a profile without problems.
func sound() Profile {
	p := shop()
	p.AllowHTTP = false
	return p
}

func TestValidateFindsNothingInSoundProfiles(t *testing.T) {
	for name, change := range map[string]func(*Profile){
		"as it is":               func(*Profile) {},
		"no account":             func(p *Profile) { p.Accounts = nil },
		"no endpoint of its own": func(p *Profile) { p.TokenEndpoint = "" },
		"parameters in the body": func(p *Profile) { p.ParamsIn = "" },
		"blank in the realm":     func(p *Profile) { p.Realm.Name = "My Realm ñ" },
		"http on this machine":   func(p *Profile) { p.TokenEndpoint, p.Realm.Base = "", "http://127.0.0.1:8080" },
		"http on localhost":      func(p *Profile) { p.TokenEndpoint, p.Realm.Base = "", "http://kc.LOCALHOST.:8080/auth" },
		"http on IPv6 loopback":  func(p *Profile) { p.TokenEndpoint, p.Realm.Base = "", "http://[::1]:8080" },
		"http elsewhere, agreed": func(p *Profile) { p.TokenEndpoint, p.Realm.Base, p.AllowHTTP = "", "http://sso.example.com", true },
		"endpoint with a query":  func(p *Profile) { p.TokenEndpoint = "https://sso.example.com/token?tenant=1" },
		"client credentials":     func(p *Profile) { p.Grant = GrantClientCredentials },
		"device login":           func(p *Profile) { p.Grant, p.Accounts = GrantDevice, nil },
		"browser login": func(p *Profile) {
			p.Grant, p.Accounts, p.Client.Auth = GrantAuthorizationCode, nil, tokenclient.AuthNone
		},
		"browser login for someone": func(p *Profile) { p.Grant = GrantAuthorizationCode },
		"users that differ in case": func(p *Profile) { p.Accounts = []Account{{Username: "alice"}, {Username: "Alice"}} },
	} {
		t.Run(name, func(t *testing.T) {
			p := sound()
			change(&p)
			if got := p.Validate(); len(got) != 0 {
				t.Errorf("Validate() = %v, want nothing", got)
			}
		})
	}
}

// spoilt is one way to spoil a sound profile and the problem that it is.
type spoilt struct {
	change func(*Profile)
	want   Problem
}

func TestValidateNamesTheProblem(t *testing.T) {
	for name, tt := range map[string]spoilt{
		"no name":              {func(p *Profile) { p.Name = " \t" }, Problem{Field: FieldName, Code: "name.missing"}},
		"endless name":         {func(p *Profile) { p.Name = strings.Repeat("ñ", 256) }, Problem{Field: FieldName, Code: "too_long"}},
		"line break in a name": {func(p *Profile) { p.Name = "a\nb" }, Problem{Field: FieldName, Code: "control"}},
		"bidi in a name":       {func(p *Profile) { p.Name = "a\u202eb" }, Problem{Field: FieldName, Code: "control"}},
		"broken UTF-8":         {func(p *Profile) { p.Name = "a\xffb" }, Problem{Field: FieldName, Code: "control"}},
		"unknown environment":  {func(p *Profile) { p.Environment = "qa" }, Problem{Field: FieldEnvironment, Code: "environment.unknown"}},
		"no base":              {func(p *Profile) { p.Realm.Base = "" }, Problem{Field: FieldBase, Code: "base.missing"}},
		"unreadable base":      {func(p *Profile) { p.Realm.Base = "https://[::1" }, Problem{Field: FieldBase, Code: "base.syntax"}},
		"base without scheme":  {func(p *Profile) { p.Realm.Base = "sso.example.com" }, Problem{Field: FieldBase, Code: "base.scheme"}},
		"base on the disk":     {func(p *Profile) { p.Realm.Base = "file:///etc/passwd" }, Problem{Field: FieldBase, Code: "base.scheme"}},
		"base with a user":     {func(p *Profile) { p.Realm.Base = "https://a:b@sso.example.com" }, Problem{Field: FieldBase, Code: "base.userinfo"}},
		"base without host":    {func(p *Profile) { p.Realm.Base = "https:///auth" }, Problem{Field: FieldBase, Code: "base.host"}},
		"pattern as base":      {func(p *Profile) { p.Realm.Base = "https://*.banfico.net/auth" }, Problem{Field: FieldBase, Code: "base.host"}},
		"base with a query":    {func(p *Profile) { p.Realm.Base = "https://sso.example.com/?a=b" }, Problem{Field: FieldBase, Code: "base.query"}},
		"base with a fragment": {func(p *Profile) { p.Realm.Base = "https://sso.example.com/#" }, Problem{Field: FieldBase, Code: "base.query"}},
		"http elsewhere": {
			func(p *Profile) { p.TokenEndpoint, p.Realm.Base = "", "http://sso.example.com" },
			Problem{Field: FieldBase, Code: "http.consent"},
		},
		"http to a look-alike": {
			func(p *Profile) { p.TokenEndpoint, p.Realm.Base = "", "http://127.0.0.1.example.com" },
			Problem{Field: FieldBase, Code: "http.consent"},
		},
	} {
		t.Run(name, tt.check)
	}
}

func TestValidateNamesTheProblemOfRealmAndClient(t *testing.T) {
	for name, tt := range map[string]spoilt{
		"no realm":               {func(p *Profile) { p.Realm.Name = "" }, Problem{Field: FieldRealm, Code: "realm.missing"}},
		"realm goes up":          {func(p *Profile) { p.Realm.Name = ".." }, Problem{Field: FieldRealm, Code: "realm.path"}},
		"realm is a path":        {func(p *Profile) { p.Realm.Name = "a/b" }, Problem{Field: FieldRealm, Code: "realm.path"}},
		"placeholder left":       {func(p *Profile) { p.Realm.Name = "{realm_name}" }, Problem{Field: FieldRealm, Code: "realm.path"}},
		"endpoint syntax":        {func(p *Profile) { p.TokenEndpoint = "https://%zz" }, Problem{Field: FieldTokenEndpoint, Code: "endpoint.syntax"}},
		"endpoint scheme":        {func(p *Profile) { p.TokenEndpoint = "ftp://sso.example.com" }, Problem{Field: FieldTokenEndpoint, Code: "endpoint.scheme"}},
		"endpoint with a user":   {func(p *Profile) { p.TokenEndpoint = "https://a@sso.example.com" }, Problem{Field: FieldTokenEndpoint, Code: "endpoint.userinfo"}},
		"endpoint without host":  {func(p *Profile) { p.TokenEndpoint = "https:/token" }, Problem{Field: FieldTokenEndpoint, Code: "endpoint.host"}},
		"endpoint with fragment": {func(p *Profile) { p.TokenEndpoint = "https://sso.example.com/#a" }, Problem{Field: FieldTokenEndpoint, Code: "endpoint.fragment"}},
		"endpoint over http":     {func(p *Profile) { p.TokenEndpoint = "http://sso.example.com/t" }, Problem{Field: FieldTokenEndpoint, Code: "http.consent"}},
		"unknown grant":          {func(p *Profile) { p.Grant = "device" }, Problem{Field: FieldGrant, Code: "grant.unknown"}},
		"no client":              {func(p *Profile) { p.Client.ID = "" }, Problem{Field: FieldClientID, Code: "client.missing"}},
		"unknown method":         {func(p *Profile) { p.Client.Auth = "tls" }, Problem{Field: FieldAuth, Code: "auth.unknown"}},
		"public service account": {
			func(p *Profile) { p.Grant, p.Client.Auth = GrantClientCredentials, tokenclient.AuthNone },
			Problem{Field: FieldAuth, Code: "auth.public_service_account"},
		},
		"endless scope":         {func(p *Profile) { p.Scope = strings.Repeat("a", 2049) }, Problem{Field: FieldScope, Code: "too_long"}},
		"parameters elsewhere":  {func(p *Profile) { p.ParamsIn = "cookie" }, Problem{Field: FieldParamsIn, Code: "params_in.unknown"}},
		"account without name":  {func(p *Profile) { p.Accounts[1].Username = "" }, Problem{Field: FieldAccounts, Code: "account.missing", Row: 1}},
		"account twice":         {func(p *Profile) { p.Accounts[1].Username = "alice" }, Problem{Field: FieldAccounts, Code: "account.duplicate", Row: 1}},
		"zero width in account": {func(p *Profile) { p.Accounts[0].Username = "al\u200bice" }, Problem{Field: FieldAccounts, Code: "control"}},
	} {
		t.Run(name, tt.check)
	}
}

func (s spoilt) check(t *testing.T) {
	p := sound()
	s.change(&p)
	if diff := cmp.Diff(p.Validate(), []Problem{s.want}); diff != "" {
		t.Errorf("Validate() differs (-got +want):\n%s", diff)
	}
	if !slices.Contains(ProblemCodes(), s.want.Code) {
		t.Errorf("ProblemCodes() lacks %q", s.want.Code)
	}
}

func TestValidateListsAllInTheOrderOfTheForm(t *testing.T) {
	var got []string
	for _, p := range (Profile{}).Validate() {
		got = append(got, p.Code)
	}
	want := []string{"name.missing", "environment.unknown", "base.missing", "realm.missing", "grant.unknown", "client.missing", "auth.unknown"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("codes differ (-got +want):\n%s", diff)
	}
}

func TestValidateCapsTheAccounts(t *testing.T) {
	p := sound()
	p.Accounts = nil
	for range maxUsers + 1 {
		p.Accounts = append(p.Accounts, Account{Username: NewID()})
	}
	want := []Problem{{Field: FieldAccounts, Code: "account.many", Row: maxUsers}}
	if diff := cmp.Diff(p.Validate(), want); diff != "" {
		t.Errorf("Validate() differs (-got +want):\n%s", diff)
	}
}
