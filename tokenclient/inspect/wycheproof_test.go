package inspect_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// wycheproof is the module that holds the vectors of Wycheproof (C2SP).
const wycheproof = "github.com/c2sp/wycheproof@v0.0.0-20260902155932-3fa63dd0344a"

// wycheproofGroup is a key with signed texts.
type wycheproofGroup struct {
	Comment         string
	Public, Private json.RawMessage
	Tests           []struct {
		TcID            int
		Comment, Result string
		JWS             json.RawMessage
	}
}

// wycheproofDir is the folder of the vectors, downloaded as a module.
func wycheproofDir(t *testing.T) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "mod", "download", "-json", wycheproof).Output()
	if err != nil {
		t.Skipf("SKIP: the vectors of Wycheproof cannot be had: %v", err)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(out, &module); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(module.Dir, "testvectors_v1")
}

// wycheproofGroups reads a file of vectors.
func wycheproofGroups(t *testing.T, path string) []wycheproofGroup {
	t.Helper()
	data, err := os.ReadFile(path) //nolint:gosec // of the module
	if err != nil {
		t.Fatal(err)
	}
	var vectors struct{ TestGroups []wycheproofGroup }
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	return vectors.TestGroups
}

// verified tells whether a token in the compact form is shown as signed by one
// of the keys.
func verified(keys, token string) bool {
	with, err := inspect.KeysFrom(tokenclient.NewSecret(keys))
	if err != nil {
		return false
	}
	passed := map[inspect.CheckName]bool{}
	for _, c := range inspect.Verify(inspect.Decode(token), with, inspect.VerifyOptions{Now: time.Now()}) {
		passed[c.Name] = c.Verdict == inspect.Passed
	}
	return passed[inspect.CheckSignature] && passed[inspect.CheckKey]
}

// explained are the verdicts that differ from the collection's, by file, group
// and number, each with its reason.
func explained() map[string]string {
	const (
		unpadded = "the text has no padding at all: it is the good token of the same group, byte for byte"
		named    = "the key names another algorithm than the token (RFC 7517 section 4.4)"
		strange  = "a character outside of the alphabet: RFC 7515 appendix C allows none"
		set      = "a secret is taken alone, never out of a key set: a set is what a server publishes"
	)
	return map[string]string{
		"json_web_signature_test.json base64 367": unpadded, "json_web_signature_test.json base64 370": unpadded,
		"json_web_signature_test.json rfc7520 346": named, "json_web_signature_test.json rfc7520 347": named,
		"json_web_signature_test.json rfc7520WithKeyOps 350": named, "json_web_signature_test.json rfc7520WithKeyOps 351": named,
		"json_web_signature_test.json base64 372": strange, "json_web_signature_test.json base64 373": strange,
		"json_web_key_test.json jws_keyset 2": set, "json_web_crypto_test.json jws_keyset 48": set,
		"json_web_key_test.json HS256 13": set, "json_web_key_test.json HS384 14": set, "json_web_key_test.json HS512 15": set,
	}
}

// TestWycheproof checks every signed text of the collection in the compact form:
// none of the bad ones is shown as verified, and every good one is, but for
// those that are explained.
func TestWycheproof(t *testing.T) {
	dir, left := wycheproofDir(t), explained()
	for _, file := range []string{"json_web_signature_test.json", "json_web_key_test.json", "json_web_crypto_test.json"} {
		t.Run(file, func(t *testing.T) {
			count := map[string]int{}
			for _, g := range wycheproofGroups(t, filepath.Join(dir, file)) {
				keys := string(g.Public)
				if keys == "" {
					keys = string(g.Private)
				}
				for _, test := range g.Tests {
					var token string
					if json.Unmarshal(test.JWS, &token) != nil {
						continue // the JSON form, which has no compact text
					}
					count[test.Result]++
					name := file + " " + g.Comment + " " + strconv.Itoa(test.TcID)
					got, want := verified(keys, token), test.Result == "valid"
					if _, known := left[name]; got != want && !known {
						t.Errorf("%s (%s): shown as verified: %t, want %t", name, test.Comment, got, want)
					} else if got != want {
						delete(left, name)
					}
				}
			}
			if count["valid"] == 0 || count["invalid"] == 0 {
				t.Fatalf("%v were tried", count)
			}
			t.Logf("%v", count)
		})
	}
	if len(left) > 0 && !t.Failed() {
		t.Errorf("as the collection wants it by now: %v", left)
	}
}
