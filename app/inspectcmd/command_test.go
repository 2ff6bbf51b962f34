package inspectcmd_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"realmscope/app/inspectcmd"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// ask answers one paste with --json.
func ask(t *testing.T, input string, args ...string) printed {
	t.Helper()
	code, out, errs := run(t, []byte(input), append([]string{"--json", "--offline"}, args...)...)
	var a printed
	if err := json.Unmarshal([]byte(out), &a); err != nil || strings.Count(out, "\n") != 1 || errs != "" {
		t.Fatalf("printed %q and %q", out, errs)
	}
	if want := map[bool]int{true: 1, false: 0}[a.Outcome == "clear_error"]; code != want {
		t.Errorf("exit %d for %s, want %d", code, a.Outcome, want)
	}
	return a
}

func TestWrongUsageSaysWhatIsWrong(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"an unknown option":       {[]string{"--frobnicate"}, "--frobnicate is not an option"},
		"a token as argument":     {[]string{samples()["access"]}, "standard input"},
		"batch alone":             {[]string{"--batch"}, "--batch goes with --json"},
		"now without a number":    {[]string{"--now", "tomorrow"}, "--now wants a number"},
		"now too large":           {[]string{"--now", "1e300"}, "--now wants a number"},
		"now in milliseconds":     {[]string{"--now", "1782900300000"}, "--now wants a number"},
		"an issuer without text":  {[]string{"--issuer"}, "--issuer wants a value"},
		"a switch with a value":   {[]string{"--offline=perhaps"}, "has a value that it cannot have"},
		"a token behind a switch": {[]string{"--json=" + samples()["short"]}, "has a value that it cannot have"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := run(t, nil, tt.args...)
			if code != 2 || out != "" || !strings.Contains(errs, tt.want) || !strings.Contains(errs, "Usage:") {
				t.Errorf("exit %d, printed %q and %q, want 2 and %q", code, out, errs, tt.want)
			}
			if strings.Contains(errs, "eyJ") || strings.Contains(errs, "strconv") {
				t.Errorf("printed a token or Go's words: %q", errs)
			}
		})
	}
}

func TestHelpPrintsTheUsage(t *testing.T) {
	code, out, errs := run(t, nil, "--help")
	if code != 0 || out != inspectcmd.Usage || errs != "" {
		t.Errorf("exit %d, printed %q and %q", code, out, errs)
	}
}

func TestNumbersKeepTheirDigits(t *testing.T) {
	a := ask(t, jwt(`{"alg":"RS256"}`, `{"n":9007199254740993,"f":1.10,"e":1E+2,"z":-0,"exp":1782900300.50}`, 256))
	want := `{"n":9007199254740993,"f":1.10,"e":1E+2,"z":-0,"exp":1782900300.50}`
	if got := string(a.Found[0].Claims); got != want {
		t.Errorf("claims %s, want %s", got, want)
	}
}

func TestDuplicatesAreBothShown(t *testing.T) {
	a := ask(t, jwt(`{"alg":"RS256"}`, `{"sub":"a","s\u0075b":"b","x":{"y":1,"y":2}}`, 256))
	f := a.Found[0]
	if got, want := string(f.Claims), `{"sub":"a","sub":"b","x":{"y":1,"y":2}}`; got != want {
		t.Errorf("claims %s, want %s", got, want)
	}
	if len(f.Duplicates) != 2 || f.Duplicates[0].Path != "payload.sub" || f.Duplicates[0].Used != "last" || len(f.Duplicates[0].Values) != 2 {
		t.Errorf("duplicates %+v", f.Duplicates)
	}
}

func TestNothingUnprovenIsInForce(t *testing.T) {
	for name, text := range samples() {
		for _, f := range ask(t, text).Found {
			if f.InForce || f.Signature == "valid" {
				t.Errorf("%s: signature %s, in force %v", name, f.Signature, f.InForce)
			}
		}
	}
}

func TestACutTokenShowsWhatIsThere(t *testing.T) {
	text := jwt(`{"alg":"RS256"}`, `{"iss":"x","realm_access":{"roles":["a","b"]},"name":"Alice"}`, 256)
	a := ask(t, text[:len(b64(`{"alg":"RS256"}`))+1+len(b64(`{"iss":"x","realm_access":{"roles":["a","b"`))])
	if got, want := string(a.Found[0].Claims), `{"iss":"x","realm_access":{"roles":["a","b"]}}`; got != want || !a.Found[0].Cut {
		t.Errorf("claims %s, cut %v, want %s", got, a.Found[0].Cut, want)
	}
}

// made signs a token with a key of its own.
func made(t *testing.T, claims string) (token, jwks string) {
	t.Helper()
	key, err := inspect.GenerateSigningKey("ES256")
	if err != nil {
		t.Fatal(err)
	}
	var mint inspect.Mint
	signed, err := mint.Sign(inspect.Draft{Claims: claims}, key)
	if err != nil {
		t.Fatal(err)
	}
	return signed.Token.Reveal(), key.PublicJWKS()
}

func TestAKeySetProvesASignature(t *testing.T) {
	token, jwks := made(t, `{"iss":"https://sso.example/realms/a","aud":"web","exp":1782900300,"iat":1782900000}`)
	_, other := made(t, `{}`)
	for name, tt := range map[string]struct {
		args      []string
		jwks      string
		signature string
		inForce   bool
	}{
		"the key fits":          {nil, jwks, "valid", true},
		"issuer and audience":   {[]string{"--issuer", "https://sso.example/realms/a", "--audience", "web"}, jwks, "valid", true},
		"another issuer":        {[]string{"--issuer", "https://sso.example/realms/A"}, jwks, "valid", false},
		"another audience":      {[]string{"--audience", "api"}, jwks, "valid", false},
		"expired at the moment": {[]string{"--now", "1782900300"}, jwks, "valid", false},
		"the second before":     {[]string{"--now", "1782900299"}, jwks, "valid", true},
		"another key":           {nil, other, "cannot_check", false},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			inspectcmd.Run(t.Context(), append([]string{"--json", "--offline", "--now", "1782900100", "--jwks", "keys.json"}, tt.args...), inspectcmd.Env{
				Stdin: strings.NewReader("Bearer " + token + "\n"), Stdout: &out, Stderr: &errs, Now: time.Now,
				ReadFile: func(name string) ([]byte, error) {
					if name != "keys.json" {
						t.Errorf("%q was read", name)
					}
					return []byte(tt.jwks), nil
				},
			})
			var a printed
			if err := json.Unmarshal(out.Bytes(), &a); err != nil || len(a.Found) != 1 {
				t.Fatalf("printed %q and %q", out.String(), errs.String())
			}
			if f := a.Found[0]; f.InForce != tt.inForce || f.Signature != tt.signature {
				t.Errorf("signature %s, in force %v (%+v), want %s and %v", f.Signature, f.InForce, f.Checks, tt.signature, tt.inForce)
			}
		})
	}
}

func TestABadFileIsWrongUsage(t *testing.T) {
	for name, tt := range map[string]struct {
		data []byte
		err  error
		want string
	}{
		"missing":   {nil, os.ErrNotExist, "cannot be read"},
		"empty":     {nil, nil, "is empty"},
		"too large": {make([]byte, inspect.MaxKeys+1), nil, "more than the limit of 1048576"},
		"no key":    {[]byte(`{"keys":[]}`), nil, "--jwks: "},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			code := inspectcmd.Run(t.Context(), []string{"--jwks", "k"}, inspectcmd.Env{
				Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Now: time.Now,
				ReadFile: func(string) ([]byte, error) { return tt.data, tt.err },
			})
			if code != 2 || !strings.Contains(errs.String(), tt.want) || strings.Contains(errs.String(), "keys.fault") || out.Len() > 0 {
				t.Errorf("exit %d, printed %q", code, errs.String())
			}
		})
	}
}

// recorder answers as a realm and counts what was asked.
type recorder struct {
	asked []string
	jwks  string
}

func (r *recorder) RoundTrip(q *http.Request) (*http.Response, error) {
	r.asked = append(r.asked, q.URL.String())
	if q.URL.Host != "sso.example" {
		return nil, errors.New("a host that nobody named")
	}
	body := r.jwks
	if strings.HasSuffix(q.URL.Path, "openid-configuration") {
		body = `{"issuer":"https://sso.example/realms/a","jwks_uri":"https://sso.example/realms/a/protocol/openid-connect/certs","token_endpoint":"https://sso.example/t","authorization_endpoint":"https://sso.example/a"}`
	}
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: q}, nil
}

func TestKeysComeFromTheNamedIssuerAlone(t *testing.T) {
	token, jwks := made(t, `{"iss":"https://sso.example/realms/a","exp":1782900300}`)
	foreign, _ := made(t, `{"iss":"https://evil.example/realms/a","exp":1782900300}`)
	for name, tt := range map[string]struct {
		token     string
		args      []string
		asked     int
		signature string
	}{
		"the issuer is named":         {token, []string{"--issuer", "https://sso.example/realms/a"}, 2, "valid"},
		"offline":                     {token, []string{"--issuer", "https://sso.example/realms/a", "--offline"}, 0, "not_checked"},
		"no issuer is named":          {token, nil, 0, "not_checked"},
		"the token names another one": {foreign, []string{"--issuer", "https://sso.example/realms/a"}, 2, "cannot_check"},
		"nothing to verify":           {"hello", []string{"--issuer", "https://sso.example/realms/a"}, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			net := &recorder{jwks: jwks}
			var out bytes.Buffer
			inspectcmd.Run(t.Context(), append([]string{"--json"}, tt.args...), inspectcmd.Env{
				Stdin: strings.NewReader(tt.token), Stdout: &out, Stderr: io.Discard, ReadFile: noFile(t),
				Client: tokenclient.New(tokenclient.Options{Transport: net}),
				Now:    func() time.Time { return time.Unix(1782900100, 0) },
			})
			var a printed
			if err := json.Unmarshal(out.Bytes(), &a); err != nil {
				t.Fatal(err)
			}
			got := ""
			if len(a.Found) > 0 {
				got = a.Found[0].Signature
			}
			if len(net.asked) != tt.asked || got != tt.signature {
				t.Errorf("asked %q, signature %q, want %d and %q", net.asked, got, tt.asked, tt.signature)
			}
		})
	}
}
