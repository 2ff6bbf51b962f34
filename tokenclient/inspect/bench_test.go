package inspect_test

import (
	"crypto"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"realmscope/tokenclient/inspect"
)

// BenchmarkDecode stands beside golang-jwt's reader on the same tokens; the
// aim is at most twice its time, for all that it leaves out.
func BenchmarkDecode(b *testing.B) {
	data, err := os.ReadFile("testdata/banfico-access.txt")
	if err != nil {
		b.Fatal(err)
	}
	var roles []string
	for i := range 260 {
		roles = append(roles, fmt.Sprintf(`"role-of-shop-%d"`, i))
	}
	large := jws(`{"alg":"RS256","typ":"JWT","kid":"k"}`, `{"exp":1627035415,"iss":"https://sso.example/realms/shop",
		"realm_access":{"roles":[`+strings.Join(roles, ",")+`]},"preferred_username":"alice"}`)
	for name, text := range map[string]string{"1.4kB": strings.TrimSpace(string(data)), "8kB": large} {
		b.Run(name+"/inspect", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if inspect.Decode(text).Form != inspect.FormJWS {
					b.Fatal("not read")
				}
			}
		})
		b.Run(name+"/golang-jwt", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			parser := jwt.NewParser()
			for b.Loop() {
				if _, _, err := parser.ParseUnverified(text, jwt.MapClaims{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkVerify stands beside a bare golang-jwt parse of the same token with
// the same key; the aim, from text to verdict, is at most 1.15 times its time.
func BenchmarkVerify(b *testing.B) {
	for _, size := range []struct {
		name  string
		roles int
	}{{"1kB", 8}, {"8kB", 260}} {
		for _, alg := range []string{"RS256", "PS256", "ES256", "EdDSA", "HS256"} {
			claims := map[string]any{"realm_access": map[string]any{"roles": roles(size.roles)}}
			text := signed(b, alg, nil, claims)
			key := vectorKeys().signer(alg)
			with := keys(b, vectorKeys().secret)
			if s, ok := key.(crypto.Signer); ok {
				key, with = s.Public(), realmKeys(b, key, nil)
			}
			b.Run(size.name+"/"+alg+"/inspect", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if !inspect.InForce(inspect.Verify(inspect.Decode(text), with, atNoon())) {
						b.Fatal("not in force")
					}
				}
			})
			b.Run(size.name+"/"+alg+"/golang-jwt", func(b *testing.B) {
				b.ReportAllocs()
				parser := jwt.NewParser(jwt.WithTimeFunc(noon), jwt.WithIssuer(issuer), jwt.WithAudience("shop-api"))
				for b.Loop() {
					if _, err := parser.Parse(text, func(*jwt.Token) (any, error) { return key, nil }); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
