package tokenclient

import (
	"errors"
	"testing"

	"github.com/golang-jwt/jwt/v5"
)

func TestAGeneratedKeySignsWhatItsPublicHalfVerifies(t *testing.T) {
	for _, alg := range []string{"RS256", "PS512", "ES256", "ES384", "ES512", "EdDSA"} {
		k, err := GenerateKey(alg)
		if err != nil || k.Algorithm() != alg {
			t.Fatalf("%s: key for %q, %v", alg, k.Algorithm(), err)
		}
		signature, err := k.Signature(alg, "text")
		if err != nil {
			t.Fatal(err)
		}
		set, err := ReadKeySet(NewSecret(k.PublicJWKS("")))
		if err != nil || len(set.Keys) != 1 {
			t.Fatalf("%s: %+v, %v", alg, set, err)
		}
		if err := jwt.GetSigningMethod(alg).Verify("text", signature, set.Keys[0].Public); err != nil {
			t.Errorf("%s: %v", alg, err)
		}
		if _, err := k.Signature("HS256", "text"); reasonOf(err) != "key_algorithm" {
			t.Errorf("%s signs HS256: %v", alg, err)
		}
	}
	if _, err := GenerateKey("HS256"); reasonOf(err) != "key_algorithm" {
		t.Errorf("HS256: %v", err)
	}
	if _, err := (Key{}).Signature("RS256", "text"); reasonOf(err) != "key_missing" {
		t.Errorf("no key: %v", err)
	}
}

// reasonOf is the Reason of an *Error, "" for others.
func reasonOf(err error) string {
	var e *Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Reason
}

func TestAKeySetIsReadFromText(t *testing.T) {
	const point = `"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"`
	for name, tt := range map[string]struct {
		text            string
		usable, skipped int
		reason          string
	}{
		"a set":             {`{"keys":[{` + point + `},{"kty":"oct","k":"AA"}]}`, 1, 1, ""},
		"one key":           {"\uFEFF{" + point + "}", 1, 0, ""},
		"an empty set":      {`{"keys":[]}`, 0, 0, ""},
		"no text":           {"", 0, 0, "key_empty"},
		"no JSON":           {"x", 0, 0, "key_malformed"},
		"two documents":     {"{" + point + "}{}", 0, 0, "key_malformed"},
		"two lists of keys": {`{"keys":[],"keys":[]}`, 0, 0, "key_malformed"},
		"keys is no list":   {`{"keys":7}`, 0, 0, "key_malformed"},
		"too large":         {string(make([]byte, maxKeySet+1)), 0, 0, "key_too_large"},
	} {
		set, err := ReadKeySet(NewSecret(tt.text))
		if len(set.Keys) != tt.usable || len(set.Skipped) != tt.skipped || reasonOf(err) != tt.reason {
			t.Errorf("%s: %d keys, %d skipped, %v", name, len(set.Keys), len(set.Skipped), err)
		}
	}
}
