package tokenclient

import (
	"fmt"
	"strings"
	"testing"
)

// Lines of every shape with a secret lose it, and lines without stay as they are.
func TestHiddenLinesKeepWhatIsHarmless(t *testing.T) {
	shapes := []string{
		"got %s", "Authorization: Bearer %s", "authorization: basic %s", "DPoP %s", "POST /token?password=%s&x=1",
		"client_secret=%s", "https://sso.test/cb?code=%s&state=1", "refresh_token=%s", "client_assertion=%s", "code_verifier=%s",
		`{"access_token":"%s"}`, `{"password": "%s", "x": 1}`, "otp=%s",
	}
	for i := range 1000 {
		secret := fmt.Sprintf("eyJhbGciOiJIUzI1NiJ9.c%dcanary.sig%d", i, i)
		line := fmt.Sprintf(shapes[i%len(shapes)], secret)
		if got := HideSecrets(line); strings.Contains(got, "canary") || strings.Contains(got, "eyJ") {
			t.Fatalf("HideSecrets(%q) = %q", line, got)
		}
	}
	for _, shape := range shapes[1:] {
		line := fmt.Sprintf(shape, "canary-without-a-token-shape")
		if got := HideSecrets(line); strings.Contains(got, "canary") {
			t.Errorf("HideSecrets(%q) = %q", line, got)
		}
	}
	for i := range 1000 {
		line := []string{
			"2026/01/02 03:04:05 Fyne error:  failed to load font %d", "GET https://sso.test/realms/shop/account 200 in %d ms",
			"the password grant of client %d is off", "token expired %d s ago", "  At: /go/pkg/mod/fyne/app/preferences.go:%d",
			`{"error":"invalid_grant","error_description":"Invalid user credentials %d"}`, "basic roles of %d people",
		}[i%7]
		line = fmt.Sprintf(line, i)
		if got := HideSecrets(line); got != line {
			t.Fatalf("HideSecrets(%q) = %q: nothing is secret in it", line, got)
		}
	}
}
