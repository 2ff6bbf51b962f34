package tokenclient_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"realmscope/app/profile"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// TestTolerancesOfPastedTokens is situation 28: what stands round a token and
// between its parts when people copy it. What was cleaned away is told, and what
// was in the token stays.
func TestTolerancesOfPastedTokens(t *testing.T) {
	part := base64.RawURLEncoding.EncodeToString
	header, claims := part([]byte(`{"alg":"RS256","typ":"JWT"}`)), part([]byte(`{"sub":"a?>","n":1}`))
	signature := strings.Repeat("aB3_", 85) + "aQ"
	token := header + "." + claims + "." + signature
	for name, tt := range map[string]struct {
		pasted, cleaned string
		cut             bool
	}{
		"28 a scheme before it":   {"Bearer " + token, "", false},
		"28 quotes":               {`"` + token + `"`, "", false},
		"28 line breaks":          {token[:76] + "\r\n" + token[76:152] + "\n" + token[152:], "lines", false},
		"28 soft hyphens":         {token[:50] + "\u00ad" + token[50:], "unseen", false},
		"28 zero-width blanks":    {token[:50] + "\u200b" + token[50:] + "\ufeff", "unseen", false},
		"28 URL-encoding":         {"id_token=" + strings.ReplaceAll(token, ".", "%2E"), "percent", false},
		"28 padding":              {header + "==." + claims + "=." + signature, "", false},
		"28 the standard letters": {header + "." + claims + "." + strings.ReplaceAll(signature, "_", "/"), "", false},
		"28 an end that is cut":   {header + "." + claims + "." + signature[:40] + "…", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			p := inspect.Find([]byte(tt.pasted))
			if len(p.Pieces) != 1 {
				t.Fatalf("found %d tokens, %q", len(p.Pieces), p.Thing)
			}
			piece := p.Pieces[0]
			if v, ok := piece.Token.Claim("sub"); !ok || v.Text != "a?>" || piece.Cut != tt.cut {
				t.Errorf("read %+v, cut %t", piece.Token.Issues, piece.Cut)
			}
			told := fmt.Sprint(p.Cleaned, piece.Cleaned)
			if tt.cleaned != "" && !strings.Contains(told, tt.cleaned) {
				t.Errorf("cleaned %s, want %s", told, tt.cleaned)
			}
			if tt.cleaned == "lines" && piece.Text != token {
				t.Error("the token came out changed")
			}
		})
	}
}

// TestTolerancesOfPastedRequests are situations 29 and 30 with the texts of the
// documented pages.
func TestTolerancesOfPastedRequests(t *testing.T) {
	t.Run("29 the request example of a page", func(t *testing.T) {
		d, ok := profile.FromExample("{\n\"client_id\":\"cnsbc-api-access\",\n\"username\":\"foo\",\n\"password\":\"bar\",\n\"grant_type\":\"password\"\n}")
		if !ok || d.Profile.Client.ID != "cnsbc-api-access" || d.Profile.Grant != profile.GrantPassword || d.Password.Reveal() != "bar" {
			t.Errorf("read %+v, %t", d.Profile, ok)
		}
	})
	t.Run("30 the command of a page", func(t *testing.T) {
		a, err := tokenclient.ParseAddress("curl -X POST\\\n-H \"Accept: application/json\"\\\n\"https://sso.dev.claroshop.com/auth/realms/{realm_name}/protocol/openid-connect/token?grant_type=&client_id=&username=&password=&refresh_token=\"")
		if err != nil || a.Realm.Base != "https://sso.dev.claroshop.com/auth" {
			t.Errorf("%+v, %v", a.Realm, err)
		}
	})
}

// TestEveryToleranceHasItsTest: each of the 38 situations stands with its number
// in a test of this folder.
func TestEveryToleranceHasItsTest(t *testing.T) {
	var numbers []int
	for _, file := range []string{"tolerances_test.go", "tolerancesindex_test.go"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`\{(\d{1,2}), "|"(\d{1,2}) [A-Za-z]`).FindAllStringSubmatch(string(text), -1) {
			n, err := strconv.Atoi(found[1] + found[2])
			if err != nil {
				t.Fatal(err)
			}
			numbers = append(numbers, n)
		}
	}
	for n := 1; n <= 38; n++ {
		if !slices.Contains(numbers, n) {
			t.Errorf("situation %d has no test", n)
		}
	}
}
