package tokenclient

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
)

func TestSecretMasksItselfEverywhere(t *testing.T) {
	s := NewSecret("canary-7d41")
	holder := struct {
		Public  Secret
		private Secret
		Deep    map[Secret][]*Secret
	}{s, s, map[Secret][]*Secret{s: {&s}}}
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%10.3s", "%-20v", "%c", "%U", "%e"} {
		fmt.Fprintf(&out, verb+" "+verb+" "+verb+"\n", s, &s, holder)
	}
	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewJSONHandler(&log, nil), slog.NewTextHandler(&log, nil)} {
		slog.New(h).Error("x", "s", s, "p", &s, "h", holder, "g", slog.GroupValue(slog.Any("s", s)))
	}
	out.Write(log.Bytes())
	type named struct{ S Secret }
	for _, encode := range []func(any) ([]byte, error){json.Marshal, xml.Marshal} {
		b, err := encode(named{s})
		if err != nil {
			t.Fatal(err)
		}
		out.Write(b)
	}
	b, err := json.Marshal(map[Secret]Secret{s: s})
	if err != nil {
		t.Fatal(err)
	}
	out.Write(b)
	out.WriteString(s.String() + s.GoString())
	if got := out.String(); strings.Contains(got, "canary") || strings.Contains(got, "7d41") {
		t.Errorf("the secret shows:\n%s", got)
	}
	for _, part := range []string{"63616e617279", "63 61 6e"} {
		if strings.Contains(strings.ToLower(out.String()), part) {
			t.Errorf("the secret shows as hexadecimal")
		}
	}
}

func TestSecretIsReadOnlyByReveal(t *testing.T) {
	s := NewSecret("abc")
	if s.Reveal() != "abc" || s.Len() != 3 || s.Empty() || s.String() != "[hidden]" {
		t.Errorf("secret %q of %d bytes shows as %q", s.Reveal(), s.Len(), s)
	}
	if empty := NewSecret(""); empty != (Secret{}) || !empty.Empty() || empty.String() != "" {
		t.Errorf("an empty secret is not the zero one: %q", empty.String())
	}
}

// Every field of this package's types that is named like a secret has the type
// that hides it.
func TestFieldsNamedLikeSecretsAreSecrets(t *testing.T) {
	names := []string{"token", "password", "secret", "otp", "raw"}
	innocent := map[string]bool{"TokenType": true, "Token": true} // Endpoints.Token is an address
	checked := 0
	for _, v := range []any{
		TokenSet{},
		TokenRequest{},
		ClientAuth{},
		Password{},
		Refresh{},
		ClientCredentials{},
		Param{},
		Error{},
		Discovery{},
		ProbeResult{},
		Address{},
		Realm{},
		Options{},
		Member{},
		Advice{},
		Endpoints{},
		UserInfo{},
		Introspection{},
		KeySet{},
	} {
		typ := reflect.TypeOf(v)
		for i := range typ.NumField() {
			f := typ.Field(i)
			for _, name := range names {
				if !strings.Contains(strings.ToLower(f.Name), name) || innocent[f.Name] && f.Type.Kind() == reflect.String {
					continue
				}
				checked++
				if f.Type != reflect.TypeOf(Secret{}) {
					t.Errorf("%s.%s is a %s, want Secret", typ, f.Name, f.Type)
				}
			}
		}
	}
	if checked < 8 {
		t.Errorf("only %d fields were looked at", checked)
	}
}

func TestRequestsAndResultsFormatWithoutSecrets(t *testing.T) {
	s := NewSecret("canary-7d41")
	r := TokenRequest{
		Endpoint: endpoint, Auth: ClientAuth{Method: AuthPost, ClientID: "app", Secret: s}, Extra: []Param{{"x", s}},
		Grant: Password{Username: "u", Password: s, OTP: s},
	}
	set := TokenSet{AccessToken: s, RefreshToken: s, IDToken: s}.WithRaw(s)
	if set.Raw() != s || !(TokenSet{}).Raw().Empty() {
		t.Errorf("raw %q, %q", set.Raw().Reveal(), TokenSet{}.Raw().Reveal())
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if got := fmt.Sprintf(verb+verb+verb, r, set, Refresh{s}); strings.Contains(got, "canary") {
			t.Errorf("%s shows the secret: %s", verb, got)
		}
	}
}
