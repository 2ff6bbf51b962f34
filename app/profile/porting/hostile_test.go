package porting

import (
	"encoding/json"
	"fmt"
	"go/build"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"realmscope/app/durable/durabletest"
	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// canary is a secret's id that stands for one of somebody else's profile.
const canary = "5ec2e7a15ec2e7a1"

// hostileTexts are texts that stand where a value is expected.
func hostileTexts() map[string]string {
	return map[string]string{
		"control": "a\x01b\x1b[31m", "bidi": "shop\u202e\u2066moc", "zero width": "sh\u200bop", "long": strings.Repeat("n", 10000),
		"traversal": "../../etc/passwd", "command": "$(touch /tmp/x)`id`", "variable": "{{x}}", "line": "a\r\nHost: evil.example",
		"markup": "<script>alert(1)</script>", "file": "file:///etc/passwd", "nul": "a\u0000b", "quotes": `"'\"`, "emoji": "🏴‍☠️", "empty": "",
		"userinfo": "https://sso.dev.example@evil.example/realms/x", "javascript": "javascript:alert(1)", "unc": `\\evil.example\share`,
		"huge unicode": strings.Repeat("𝕬", 5000), "not UTF-8": "a\xff\xed\xa0\xbd", "stars": "********",
	}
}

// templates are texts of every format with @@ where a hostile value goes.
func templates() map[string]string {
	return map[string]string{
		"adapter":            `{"realm":"@@","auth-server-url":"https://sso.dev.example","resource":"@@","credentials":{"secret":"@@"},"proxy-url":"@@","truststore":"@@"}`,
		"address of adapter": `{"realm":"shop","auth-server-url":"@@","resource":"a","credentials":{"secret":"s3"}}`,
		"client":             `{"clientId":"@@","name":"@@","secret":"@@","protocol":"openid-connect","publicClient":false,"serviceAccountsEnabled":true}`,
		"realm":              `{"realm":"@@","enabled":true,"attributes":{"frontendUrl":"@@"},"clients":[{"clientId":"@@","name":"@@","secret":"@@","serviceAccountsEnabled":true}]}`,
		"kcadm":              `{"serverUrl":"@@","endpoints":{"@@":{"@@":{"clientId":"@@","secret":"@@","token":"@@"}}}}`,
		"discovery":          `{"issuer":"@@","token_endpoint":"@@"}`,
		"pack": `{"format":"realmscope-pack","schema":1,"profiles":[{"id":"00000000000000a1","name":"@@","group":"@@","realm":{"base":"https://sso.dev.example","name":"@@"},` +
			`"client":{"id":"@@","auth":"client_secret_basic","secret_id":"` + canary + `","key_id":"` + canary + `","certificate_id":"` + canary + `","dpop_key_id":"` + canary + `"},"grant":"password",` +
			`"accounts":[{"username":"@@","password_id":"` + canary + `"}],"allow_http":true,"token_endpoint":"@@","scope":"@@",` +
			`"extra":[{"name":"x","secret_id":"` + canary + `"}],"connection":{"insecure":true,"proxy":"@@","proxy_password_id":"` + canary + `","ca":"@@","only_ca":true}}],` +
			`"secrets":[{"profile":0,"kind":"client_secret","origin":"https://evil.example","client_id":"@@","value":"s3"},{"profile":7,"kind":"password","value":"x"}]}`,
		"postman":  `{"info":{"name":"@@"},"item":[{"name":"@@","request":{"auth":{"type":"oauth2","oauth2":[{"key":"accessTokenUrl","value":"@@"},{"key":"clientId","value":"@@"},{"key":"clientSecret","value":"@@"},{"key":"grant_type","value":"client_credentials"}]}}}]}`,
		"insomnia": `{"_type":"export","resources":[{"_type":"request","name":"@@","authentication":{"type":"oauth2","grantType":"@@","accessTokenUrl":"https://sso.dev.example/realms/@@/protocol/openid-connect/token","clientId":"@@","clientSecret":"@@"}}]}`,
		"bruno":    "meta {\n  name: @@\n}\nauth:oauth2 {\n  grant_type: client_credentials\n  access_token_url: @@\n  client_id: @@\n  client_secret: @@\n}\n",
		"curl":     "curl -k -x @@ -u '@@:@@' -d @@ -d grant_type=password -d username=@@ -d password=@@ https://sso.dev.example/realms/shop/protocol/openid-connect/token",
		"http":     "POST https://sso.dev.example/realms/@@/protocol/openid-connect/token\nAuthorization: @@\n\ngrant_type=password&client_id=@@&username=@@&password=@@",
		"form":     "grant_type=@@&client_id=@@&client_secret=@@&scope=@@&x=@@",
		"address":  "https://sso.dev.example/realms/@@",
	}
}

// TestHostileImports puts every hostile text into every format: nothing may be
// proposed that could not be saved, name a secret of the vault, or be weak
// without having been agreed to.
func TestHostileImports(t *testing.T) {
	n, attached := 0, 0
	for format, template := range templates() {
		for name, text := range hostileTexts() {
			n++
			if strings.HasPrefix(template, "{") {
				quoted, err := json.Marshal(text)
				if err != nil {
					t.Fatal(err)
				}
				text = string(quoted[1 : len(quoted)-1])
			}
			b, err := Read([]byte(strings.ReplaceAll(template, "@@", text)), text)
			if err != nil && b.Proposals != nil {
				t.Errorf("%s in %s: proposals beside the error %v", name, format, err)
			}
			for _, p := range b.Proposals {
				checkSafe(t, name+" in "+format, p)
				attached += len(secretIDs(reflect.ValueOf(p.Profile)))
			}
			checkFindings(t, b)
		}
	}
	if n < 200 {
		t.Errorf("%d hostile imports, want at least 200", n)
	}
	durabletest.Figure(t, "hostile imports that were given a secret of the vault", n, attached)
}

// checkSafe holds a proposal against everything that an import must not do.
func checkSafe(t *testing.T, where string, p Proposal) {
	t.Helper()
	q := p.Profile
	if ids := secretIDs(reflect.ValueOf(q)); len(ids) > 0 {
		t.Errorf("%s: proposal names secrets %q", where, ids)
	}
	if q.ID == "00000000000000a1" || len(q.ID) != 16 {
		t.Errorf("%s: id %q was taken over", where, q.ID)
	}
	if q.AllowHTTP || q.Connection.Insecure || q.Connection.Proxy != "" || q.Connection.CA != "" || q.Connection.OnlyCA {
		t.Errorf("%s: weak settings are on: %+v", where, q.Connection)
	}
	if !sound(q, p.Asks, p.Wishes) {
		t.Errorf("%s: proposal can never be saved: %v", where, q.Validate())
	}
	origin, _ := tokenclient.Origin(q.Endpoint())
	for _, s := range p.Secrets {
		if s.Kind != ProxyPassword && s.Origin != "" && s.Origin != origin {
			t.Errorf("%s: %s for %s stands beside a profile of %s", where, s.Kind, s.Origin, origin)
		}
		if s.ClientID != q.Client.ID {
			t.Errorf("%s: %s of client %q stands beside client %q", where, s.Kind, s.ClientID, q.Client.ID)
		}
	}
	elsewhere := q.Clone()
	elsewhere.Realm.Base, elsewhere.TokenEndpoint = "https://evil.example", ""
	for _, s := range p.Releasable(elsewhere) {
		if s.Origin != "" {
			t.Errorf("%s: %s of %s would go to evil.example", where, s.Kind, s.Origin)
		}
	}
	for _, text := range []string{q.Name, q.Group, q.Realm.Base, q.Realm.Name, q.Client.ID, q.Scope} {
		if strings.ContainsFunc(text, invisible) || utf8.RuneCountInString(text) > maxText {
			t.Errorf("%s: %.60q is unfit to be shown", where, text)
		}
	}
}

// secretIDs finds every member whose name says that it names a secret.
func secretIDs(v reflect.Value) []string {
	var ids []string
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if f := v.Field(i); strings.HasSuffix(tag, "_id") && f.Kind() == reflect.String && f.String() != "" {
				ids = append(ids, tag)
			} else {
				ids = append(ids, secretIDs(f)...)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			ids = append(ids, secretIDs(v.Index(i))...)
		}
	}
	return ids
}

func checkFindings(t *testing.T, b Batch) {
	t.Helper()
	all := slices.Clone(b.Findings)
	for _, p := range b.Proposals {
		all = append(all, p.Findings...)
	}
	for _, f := range all {
		for _, arg := range f.Args {
			if utf8.RuneCountInString(arg) > maxShow || strings.ContainsFunc(arg, invisible) {
				t.Errorf("finding %s shows %.100q", f.Code, arg)
			}
		}
	}
}

// TestNoIDOfASecretSurvives fills every text of a profile with a canary: a
// member that somebody adds later is found here.
func TestNoIDOfASecretSurvives(t *testing.T) {
	var p profile.Profile
	fill(reflect.ValueOf(&p).Elem())
	if ids := secretIDs(reflect.ValueOf(p)); len(ids) < 6 {
		t.Fatalf("only %q are known as ids of secrets", ids)
	}
	if ids := secretIDs(reflect.ValueOf(bare(p))); len(ids) > 0 {
		t.Errorf("bare leaves %q", ids)
	}
	data, err := Pack([]Item{{Profile: p, Secrets: []Secret{{Kind: Password, Value: tokenclient.NewSecret(canary)}}}})
	if err != nil || strings.Contains(string(data), "_id\": \""+canary) || strings.Contains(string(data), `"value": "`+canary+`"`) && strings.Contains(string(data), "secrets") {
		t.Errorf("Pack = %v:\n%s", err, data)
	}
}

func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(canary)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	}
}

func TestTenThousandClients(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"realm":"big","enabled":true,"clients":[`)
	for i := range 10000 {
		fmt.Fprintf(&b, `{"clientId":"c%d","publicClient":true,"standardFlowEnabled":true},`, i)
	}
	b.WriteString(`{"clientId":"last","publicClient":true}]}`)
	got, err := Read([]byte(b.String()), "big.json")
	if err != nil || len(got.Proposals) != maxProposals {
		t.Fatalf("%d proposals, %v, want %d", len(got.Proposals), err, maxProposals)
	}
	if f := got.Findings[0]; f.Code != findReadLess || f.Args["Count"] != "9001" {
		t.Errorf("findings are %v, want 9001 left out", got.Findings)
	}
}

// TestBombs are small texts that want to become large.
func TestBombs(t *testing.T) {
	laughs := "vars {\n  a0: xxxxxxxxxxxxxxxx\n"
	for i := range 40 {
		laughs += fmt.Sprintf("  a%d: {{a%d}}{{a%d}}{{a%d}}\n", i+1, i, i, i)
	}
	laughs += "  client_id: {{a40}}\n  url: {{url}}\n}\n"
	yaml := "type: collection.insomnia.rest/5.0\na: &a [x,x]\nb: &b [*a,*a]\ncollection: [*b,*b]\n"
	deep := "type: collection.insomnia.rest/5.0\ncollection: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000)
	for name, text := range map[string]string{"variables": laughs, "aliases": yaml, "nesting": deep, "words": "curl " + strings.Repeat("-d a=b ", 100000)} {
		b, err := Read([]byte(text), "")
		for _, p := range b.Proposals {
			checkSafe(t, name, p)
		}
		if name != "words" && err == nil {
			t.Errorf("%s: was read as %v", name, b.Proposals)
		}
	}
}

// TestNothingHereCanReachOut: a package without net, os and syscall connects to
// nobody, opens no file and runs nothing, whatever it reads.
func TestNothingHereCanReachOut(t *testing.T) {
	p, err := build.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range p.Imports {
		root, _, _ := strings.Cut(path, "/")
		if path != "net/url" && slices.Contains([]string{"net", "os", "syscall", "plugin", "unsafe", "C"}, root) {
			t.Errorf("porting imports %s", path)
		}
	}
}
