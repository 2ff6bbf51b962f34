package inspect_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient/inspect"
)

// lintCase is a token by its header and payload, and what is found.
type lintCase struct {
	header, claims map[string]any
	bearer         bool
	want           []string
}

// lint gives the codes of a token's findings, and sees that each has texts.
func lint(t *testing.T, text string, o inspect.LintOptions) []string {
	t.Helper()
	findings := inspect.Lint(inspect.Decode(text), o)
	sayFindings(t, checkTexts(t, "es"), findings)
	var codes []string
	for _, f := range findings {
		if !slices.Contains(inspect.FindingCodes(), f.Code) {
			t.Errorf("%s is not in FindingCodes", f.Code)
		}
		codes = append(codes, f.Code)
	}
	return codes
}

func roles(n int) []string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf("role-of-shop-%d", i))
	}
	return list
}

// lintFormCases are about how a token is written and when it lives.
func lintFormCases() map[string]lintCase {
	type m = map[string]any
	return map[string]lintCase{
		"a good one":     {},
		"alg none":       {header: m{"alg": "none"}, want: []string{"algorithm_none"}},
		"shared secret":  {header: m{"alg": "HS256"}, want: []string{"algorithm_hmac"}},
		"unusual alg":    {header: m{"alg": "ES256K"}, want: []string{"algorithm_unusual"}},
		"jwk and jku":    {header: m{"jwk": m{}, "jku": "https://a.example"}, want: []string{"header_address", "header_key"}},
		"crit":           {header: m{"crit": []string{"x"}}, want: []string{"critical"}},
		"zip":            {header: m{"zip": "DEF"}, want: []string{"compressed"}},
		"no kid":         {header: m{"kid": nil}, want: []string{"key_id_missing"}},
		"kid as a path":  {header: m{"kid": "../../key"}, want: []string{"key_id_odd"}},
		"kid as a query": {header: m{"kid": "x' OR 1=1"}, want: []string{"key_id_odd"}},
		"milliseconds":   {claims: m{"exp": seconds(60) * 1000}, want: []string{"milliseconds"}},
		"time in quotes": {claims: m{"nbf": "1"}, want: []string{"time_form"}},
		"long life":      {claims: m{"exp": seconds(7200)}, want: []string{"long_life"}},
		"very long life": {claims: m{"exp": seconds(86400 * 3)}, want: []string{"very_long_life"}},
		"no end":         {claims: m{"exp": nil}, want: []string{"no_end"}},
		"end 0":          {claims: m{"exp": 0}, want: []string{"end_zero"}},
		"ends first":     {claims: m{"exp": seconds(-90)}, want: []string{"ends_before_issue"}},
		"no iat":         {claims: m{"iat": nil}, want: []string{"no_issued_at"}},
		"issued later":   {claims: m{"iat": seconds(9)}, want: []string{"issued_later"}},
		"never in force": {claims: m{"nbf": seconds(240)}, want: []string{"never_in_force"}},
		"login later":    {claims: m{"auth_time": seconds(-59)}, want: []string{"login_after_issue"}},
		"long refresh":   {claims: m{"typ": "Refresh", "exp": seconds(86400 * 60)}, want: []string{"long_refresh"}},
		"offline":        {claims: m{"typ": "Offline", "exp": nil}, want: []string{"offline"}},
	}
}

// lintRightsCases are about whom a token is for, who it is and what it grants.
func lintRightsCases() map[string]lintCase {
	clients := map[string]any{}
	for i := range 5 {
		clients[fmt.Sprintf("client-%d", i)] = map[string]any{"roles": []string{"a"}}
	}
	type m = map[string]any
	return map[string]lintCase{
		"no issuer":             {claims: m{"iss": nil}, want: []string{"no_issuer"}},
		"plain issuer":          {claims: m{"iss": "http://sso.example/realms/a"}, want: []string{"issuer_plain"}},
		"local issuer":          {claims: m{"iss": "http://127.0.0.1:8080/realms/a"}},
		"issuer is a name":      {claims: m{"iss": "joe"}, want: []string{"issuer_form"}},
		"no audience":           {claims: m{"aud": nil}, want: []string{"no_audience"}},
		"audience account":      {claims: m{"aud": "account"}, want: []string{"audience_account"}},
		"audience *":            {claims: m{"aud": []string{"a", "*"}}, want: []string{"audience_wildcard"}},
		"many audiences":        {claims: m{"aud": roles(11)}, want: []string{"audience_many"}},
		"ID token of another":   {claims: m{"typ": "ID", "aud": "b", "azp": "a"}, want: []string{"audience_other_client"}},
		"no subject":            {claims: m{"sub": nil}, want: []string{"no_subject"}},
		"any origin":            {claims: m{"allowed-origins": []string{"https://a.example", "*"}}, want: []string{"origins_wildcard"}},
		"plain origin":          {claims: m{"allowed-origins": []string{"http://a.example"}}, want: []string{"origins_plain"}},
		"local origin":          {claims: m{"allowed-origins": []string{"http://localhost:3000"}}},
		"personal data":         {claims: m{"email": "a@b.example", "email_verified": true}, want: []string{"personal_data"}},
		"unconfirmed":           {claims: m{"email": "a@b.example", "email_verified": false}, want: []string{"personal_data", "email_unverified"}},
		"sensitive":             {claims: m{"birthdate": "1980-01-01"}, want: []string{"personal_sensitive"}},
		"a secret":              {claims: m{"gss_delegation_credential": "x"}, want: []string{"secret_claim"}},
		"an administrator":      {claims: m{"resource_access": m{"realm-management": m{"roles": []string{"realm-admin"}}}}, want: []string{"admin_role"}},
		"full scope":            {claims: m{"resource_access": clients}, want: []string{"full_scope"}},
		"many roles":            {claims: m{"realm_access": m{"roles": roles(101)}}, want: []string{"many_roles"}},
		"large cookie":          {claims: m{"x": strings.Repeat("x", 4000)}, want: []string{"large_cookie"}},
		"large header":          {claims: m{"x": strings.Repeat("x", 7000)}, want: []string{"large_header"}},
		"huge":                  {claims: m{"x": strings.Repeat("x", 15000)}, want: []string{"huge"}},
		"roles in an ID token":  {claims: m{"typ": "ID", "realm_access": m{"roles": []string{"a"}}}, want: []string{"roles_in_id"}},
		"impersonated":          {claims: m{"act": m{"sub": "7", "preferred_username": "root"}}, want: []string{"impersonated"}},
		"ID token sent":         {claims: m{"typ": "ID"}, bearer: true, want: []string{"id_as_bearer"}},
		"foreign ID token sent": {claims: m{"typ": nil, "nonce": "x"}, bearer: true, want: []string{"id_as_bearer"}},
		"refresh token sent":    {claims: m{"typ": "Refresh"}, bearer: true, want: []string{"refresh_as_bearer"}},
		"logout token sent":     {claims: m{"typ": "Logout"}, bearer: true, want: []string{"logout_as_bearer"}},
		"bound token sent":      {claims: m{"cnf": m{"jkt": "x"}}, bearer: true, want: []string{"bound_as_bearer"}},
		"proof sent":            {header: m{"typ": "dpop+jwt", "jwk": m{}}, claims: m{"typ": nil}, bearer: true, want: []string{"proof_as_bearer"}},
		"access token sent":     {bearer: true},
	}
}

// lintCases are all.
func lintCases() map[string]lintCase {
	all := lintFormCases()
	maps.Copy(all, lintRightsCases())
	return all
}

func TestLintFindsWhatAReviewerWouldRaise(t *testing.T) {
	for name, tt := range lintCases() {
		t.Run(name, func(t *testing.T) {
			header := with(map[string]any{"alg": "RS256", "typ": "JWT", "kid": "k"}, tt.header)
			text := jws(asJSON(t, header), asJSON(t, with(goodClaims(), tt.claims)))
			got := lint(t, text, inspect.LintOptions{Now: noon(), Bearer: tt.bearer})
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
}

func TestLintFindsWhatNoProgramWouldWrite(t *testing.T) {
	good := asJSON(t, goodClaims())
	for text, want := range map[string]string{
		jws(`{"alg":"RS256","kid":"k"}`, `{"sub":"a",`+good[1:]):                           "duplicate",
		jws(`{"alg":"RS256","kid":"k"}`, good) + "==":                                      "encoding",
		jws(`{"alg":"RS256","kid":"k"}`, good+"{}"):                                        "encoding",
		jws(`{"alg":"HS256","kid":"k"}`, `{"EXP":9999999999,`+good[1:]):                    "case_variant",
		encode(`{"alg":"HS256"}`) + "." + encode(good) + "." + strings.Repeat("Ab-9_x", 8): "signature_long",
		encode(`{"alg":"RSA1_5","enc":"A128GCM"}`) + ".AA.AA.AA.AA":                        "algorithm_rsa15",
		encode(`{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2c":9}`) + ".A.A.A.A":        "algorithm_password",
		jws(`{"alg":"RS256","kid":"k","x5c":["MIIB"]}`, good):                              "header_key",
		jws(`{"alg":"RS256","kid":"k"}`, `{"password":"x","gender":"y",`+good[1:]):         "secret_claim",
		jws(`{"alg":"RS256","kid":"k"}`, `{"impersonator":{"username":"root"},`+good[1:]):  "impersonated",
	} {
		if got := lint(t, text, inspect.LintOptions{Now: noon()}); !slices.Contains(got, want) {
			t.Errorf("%.60q: got %q, want %s", text, got, want)
		}
	}
	for _, text := range []string{"", "opaque", "a.b.c"} {
		if got := lint(t, text, inspect.LintOptions{}); got != nil {
			t.Errorf("%q: got %q, want nothing", text, got)
		}
	}
}

// Every code can be found by something.
func TestNoFindingIsALeftover(t *testing.T) {
	seen := map[string]bool{"duplicate": true, "encoding": true, "algorithm_rsa15": true, "algorithm_password": true, "case_variant": true, "signature_long": true}
	for _, tt := range lintCases() {
		for _, code := range tt.want {
			seen[code] = true
		}
	}
	for _, code := range inspect.FindingCodes() {
		if !seen[code] {
			t.Errorf("no case finds %s", code)
		}
	}
}
