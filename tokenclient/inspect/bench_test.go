package inspect_test

import (
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
