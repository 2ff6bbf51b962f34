package porting

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// line writes a proposal in one line: what a person would check.
func line(p Proposal) string {
	var accounts, secrets, codes []string
	for _, a := range p.Profile.Accounts {
		accounts = append(accounts, a.Username)
	}
	for _, s := range p.Secrets {
		secrets = append(secrets, fmt.Sprintf("%s %s=%s@%s", s.Kind, s.Name, s.Value.Reveal(), s.Origin))
	}
	for _, f := range p.Findings {
		codes = append(codes, strings.TrimSpace(f.Code+" "+f.Args["Name"]+f.Args["Count"]))
	}
	q := p.Profile
	return fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s|%s|%s|%v|%v|%s", q.Name, q.Realm.Base, q.Realm.Name, q.TokenEndpoint, q.Client.ID,
		q.Client.Auth, q.Grant, q.Scope, strings.Join(accounts, ","), strings.Join(secrets, ","), p.Wishes, strings.Join(codes, ","))
}

const kc = "https://sso.dev.example/auth"

// formatCase is a text and what it tells.
type formatCase struct {
	format Format
	text   string
	want   []string
}

// formatCases are one text of each format.
func formatCases() map[string]formatCase {
	all := keycloakCases()
	maps.Copy(all, requestCases())
	return all
}

// keycloakCases are what Keycloak and its tools write.
func keycloakCases() map[string]formatCase {
	return map[string]formatCase{
		"keycloak.json of a public client": {
			FormatAdapter, `{"realm":"shop","auth-server-url":"https://sso.dev.example/auth/","ssl-required":"external","resource":"shop-web","public-client":true,"confidential-port":0}`,
			[]string{"shop shop-web sso|" + kc + "|shop||shop-web|none|authorization_code|||" + "|[]|"},
		},
		"keycloak.json of a confidential client": {
			FormatAdapter, `{"realm":"shop","auth-server-url":"https://sso.dev.example/auth","resource":"shop-api","credentials":{"secret":"s3"},"truststore":"/etc/passwd","disable-trust-manager":true,"proxy-url":"http://u:pw@proxy.example:3128"}`,
			[]string{"shop shop-api sso|" + kc + "|shop||shop-api|client_secret_basic|client_credentials|||client_secret =s3@https://sso.dev.example,proxy_password =pw@http://proxy.example:3128|[insecure proxy]|file.not_read /etc/passwd"},
		},
		"the settings of keycloak.js": {
			FormatAdapter, `{"url":"http://localhost:8080","realm":"demo","clientId":"app"}`,
			[]string{"demo app localhost:8080|http://localhost:8080|demo||app|none|authorization_code||||[]|"},
		},
		"a client of the admin API": {
			FormatClient, `{"id":"x","clientId":"shop-api","name":"The shop","enabled":false,"protocol":"openid-connect","publicClient":false,"clientAuthenticatorType":"client-secret","secret":"s3","serviceAccountsEnabled":true,"standardFlowEnabled":false,"directAccessGrantsEnabled":false}`,
			[]string{"The shop||||shop-api|client_secret_basic|client_credentials|||client_secret =s3@|[]|client.disabled"},
		},
		"a registered client": {
			FormatClient, `{"client_id":"abc","client_secret":"s3","redirect_uris":[],"grant_types":["client_credentials"],"token_endpoint_auth_method":"client_secret_post","registration_client_uri":"https://sso.dev.example/auth/realms/shop/clients-registrations/openid-connect/abc","registration_access_token":"eyJ"}`,
			[]string{"abc|" + kc + "|shop||abc|client_secret_post|client_credentials|||client_secret =s3@https://sso.dev.example|[]|token.left_out registration_access_token"},
		},
		"a realm export": {
			FormatRealm, `{"realm":"shop","enabled":true,"attributes":{"frontendUrl":"https://sso.dev.example/auth"},"users":[{"username":"alice"}],"clients":[
				{"clientId":"account","publicClient":true},{"clientId":"saml-app","protocol":"saml"},
				{"clientId":"shop-web","publicClient":true,"standardFlowEnabled":true,"directAccessGrantsEnabled":true},
				{"clientId":"worker","publicClient":false,"secret":"**********","serviceAccountsEnabled":true}]}`,
			[]string{
				"shop-web|" + kc + "|shop||shop-web|none|authorization_code||||[]|",
				"worker|" + kc + "|shop||worker|client_secret_basic|client_credentials||||[]|secret.masked",
			},
		},
		"kcadm.config": {
			FormatKcadm, `{"serverUrl":"http://kc.example:8080","realm":"master","endpoints":{"http://kc.example:8080":{"master":{"clientId":"admin-cli","token":"eyJ","refreshToken":"eyJ","grantTypeForAuthentication":"password","expiresAt":1},"shop":{"clientId":"robot","secret":"s3","grantTypeForAuthentication":"client_credentials"}}}}`,
			[]string{
				"kcadm master|http://kc.example:8080|master||admin-cli|none|password||||[allow_http]|token.left_out token,token.left_out refreshToken",
				"kcadm shop|http://kc.example:8080|shop||robot|client_secret_basic|client_credentials|||client_secret =s3@http://kc.example:8080|[allow_http]|",
			},
		},
		"a discovery document": {
			FormatDiscovery, `{"issuer":"https://sso.dev.example/auth/realms/shop","token_endpoint":"https://evil.example/token","jwks_uri":"https://sso.dev.example/auth/realms/shop/protocol/openid-connect/certs"}`,
			[]string{"shop sso|" + kc + "|shop|||none|authorization_code||||[]|endpoint.other_origin evil.example"},
		},
		"a discovery address": {
			FormatAddress, "https://sso.dev.example/auth/realms/shop/.well-known/openid-configuration",
			[]string{"shop sso|" + kc + "|shop|||none|authorization_code||||[]|"},
		},
	}
}

// requestCases are token requests as texts.
func requestCases() map[string]formatCase {
	return map[string]formatCase{
		"a token request's body": {
			FormatForm, "grant_type=password&client_id=shop-web&username=alice&password=w%26nder&scope=openid+email&audience=x",
			[]string{"shop-web||||shop-web|none|password|openid email|alice|password alice=w&nder@|[]|"},
		},
		"a token request over the wire": {
			FormatHTTP, "POST /auth/realms/shop/protocol/openid-connect/token HTTP/1.1\r\nHost: sso.dev.example\r\nAuthorization: Basic c2hvcC1hcGk6czM=\r\n\r\ngrant_type=client_credentials",
			[]string{"shop shop-api sso|" + kc + "|shop||shop-api|client_secret_basic|client_credentials|||client_secret =s3@https://sso.dev.example|[]|"},
		},
		"a .http file": {
			FormatHTTP, "### Get a token\nPOST https://sso.dev.example/auth/realms/shop/protocol/openid-connect/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=password&client_id=shop-web&\nusername=bob&password=builder",
			[]string{"shop shop-web sso|" + kc + "|shop||shop-web|none|password||bob|password bob=builder@https://sso.dev.example|[]|"},
		},
	}
}

func TestEachFormatIsReadForWhatItTells(t *testing.T) {
	for name, tt := range formatCases() {
		t.Run(name, func(t *testing.T) { wantBatch(t, tt.text, "", tt.format, tt.want) })
	}
}

// wantBatch reads a text and compares the lines of its proposals.
func wantBatch(t *testing.T, text, name string, format Format, want []string) {
	t.Helper()
	b, err := Read([]byte(text), name)
	if err != nil {
		t.Fatalf("Read(%.80s) = %v, findings %v", text, err, b.Findings)
	}
	if b.Format != format {
		t.Errorf("format is %q, want %q", b.Format, format)
	}
	var got []string
	for _, p := range b.Proposals {
		got = append(got, line(p))
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("proposals differ (-got +want):\n%s", diff)
	}
	checkCodes(t, b)
}

func checkCodes(t *testing.T, b Batch) {
	t.Helper()
	all := slices.Clone(b.Findings)
	for _, p := range b.Proposals {
		all = append(all, p.Findings...)
	}
	for _, f := range all {
		if !slices.Contains(FindingCodes(), f.Code) {
			t.Errorf("FindingCodes() lacks %q", f.Code)
		}
	}
	if !slices.Contains(Formats(), b.Format) {
		t.Errorf("Formats() lacks %q", b.Format)
	}
}

func TestRealmExportSaysWhatItLeavesOut(t *testing.T) {
	b, err := Read([]byte(formatCases()["a realm export"].text), "")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range b.Findings {
		got[f.Code] = f.Args["Count"]
	}
	want := map[string]string{findUsers: "1", findInternal: "1", findOtherClients: "1"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("findings differ (-got +want):\n%s", diff)
	}
}

func TestOtherSpellingsOfTheSameText(t *testing.T) {
	const text = `{"realm":"shop","auth-server-url":"https://sso.dev.example/auth","resource":"shop-web","public-client":true}`
	utf16 := []byte{0xff, 0xfe}
	for _, c := range []byte(text) {
		utf16 = append(utf16, c, 0)
	}
	for name, data := range map[string][]byte{
		"byte order mark": []byte("\xef\xbb\xbf" + text), "UTF-16": utf16, "blanks around": []byte("\r\n " + text + "\n\n"),
	} {
		b, err := Read(data, "keycloak.json")
		if err != nil || len(b.Proposals) != 1 || b.Proposals[0].Profile.Client.ID != "shop-web" {
			t.Errorf("%s: Read = %v, %v", name, b, err)
		}
	}
}

func TestTextsThatAreNothing(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want error
	}{
		"prose": {"hello, how are you", ErrUnknown}, "an array of numbers": {"[1,2,3]", ErrUnknown}, "an object": {`{"a":1}`, ErrUnknown},
		"nothing": {" \n", ErrNothing}, "half a file": {`{"realm":"shop",`, ErrDamaged}, "bytes": {"\x00\x01\x02", ErrDamaged},
		"an age file": {"age-encryption.org/v1\n-> X25519 abc\n", ErrSealed}, "an empty pack": {`{"format":"realmscope-pack","schema":1,"profiles":[]}`, ErrNothing},
		"a newer pack":  {`{"format":"realmscope-pack","schema":2,"profiles":[]}`, ErrNewer},
		"a pack of nil": {`{"format":"realmscope-pack","schema":1}`, ErrDamaged},
		"deep":          {strings.Repeat("[", 65) + strings.Repeat("]", 65), ErrTooDeep}, "huge": {strings.Repeat("a", maxData+1), ErrTooLarge},
	} {
		if _, err := Read([]byte(tt.text), "x"); !isErr(err, tt.want) {
			t.Errorf("%s: Read = %v, want %v", name, err, tt.want)
		}
	}
}
