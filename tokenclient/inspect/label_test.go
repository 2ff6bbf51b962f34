package inspect_test

import (
	"testing"

	"realmscope/tokenclient/inspect"
)

// TestThePlaceOfATokenIsNamed wants the name that stands before a token, past a
// scheme and whatever separates them.
func TestThePlaceOfATokenIsNamed(t *testing.T) {
	const token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln"
	for _, c := range []struct{ name, before, after, want string }{
		{"alone", "", "", ""},
		{"a scheme alone", "Bearer ", "", ""},
		{"a header", "Authorization: Bearer ", "", "Authorization"},
		{"a header of DPoP", "authorization: DPoP ", "\r\nDPoP: x", "authorization"},
		{"curl", "curl -H 'Authorization: Bearer ", "' https://api.example/orders", "Authorization"},
		{"a log", "19:03 ERROR rejected, Authorization: Bearer ", " status=401", "Authorization"},
		{"a response", `{"access_token":"`, `","expires_in":300}`, "access_token"},
		{"a query", "https://app.example/cb?id_token=", "&state=1", "id_token"},
		{"a word that ends like a scheme", `{"mytoken":"`, `"}`, "mytoken"},
		{"words", "see ", " please", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := inspect.Find([]byte(c.before + token + c.after)).Pieces
			if len(found) != 1 {
				t.Fatalf("%d tokens", len(found))
			}
			if got := found[0].Label; got != c.want {
				t.Errorf("the label is %q, want %q", got, c.want)
			}
		})
	}
}

func TestATokenInThePlaceOfAnAccessTokenIsABearerToken(t *testing.T) {
	const token = "eyJhbGciOiJub25lIn0.eyJ0eXAiOiJJRCJ9.c2ln"
	for text, want := range map[string]bool{
		"Authorization: Bearer " + token: true,
		`{"access_token":"` + token:      true,
		"id_token=" + token:              false,
		token:                            false,
	} {
		if found := inspect.Find([]byte(text)).Pieces; len(found) != 1 || found[0].Bearer() != want {
			t.Errorf("%.20q: got %+v, want a bearer token: %v", text, found, want)
		}
	}
}
