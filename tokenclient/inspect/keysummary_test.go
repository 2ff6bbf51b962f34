package inspect_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

func TestKeysAreShownByKindAndFingerprint(t *testing.T) {
	const ed = `{"kty":"OKP","crv":"Ed25519","kid":"k1","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`
	for name, tt := range map[string]struct {
		text string
		want []inspect.KeySummary
	}{
		"a public key": {ed, []inspect.KeySummary{{
			Kind: "Ed25519", ID: "k1", Bits: 256, Fingerprint: "06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9",
		}}},
		"a set":                        {`{"keys":[` + ed + `]}`, []inspect.KeySummary{{Kind: "Ed25519", ID: "k1", Bits: 256, Fingerprint: "06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9"}}},
		"a secret, read as base64 too": {"c2VjcmV0LWNhbmFyeQ==", []inspect.KeySummary{{Kind: "secret", Bits: 160}}},
	} {
		t.Run(name, func(t *testing.T) {
			keys, err := inspect.KeysFrom(tokenclient.NewSecret(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(keys.Summaries(), tt.want); diff != "" {
				t.Errorf("differs (-got +want):\n%s", diff)
			}
		})
	}
}
