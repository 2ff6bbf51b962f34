package inspect

import (
	"testing"
)

func TestThePublicKeySetNamesTheKeyAsTheTokenDoes(t *testing.T) {
	for _, name := range []string{"ES256", "EdDSA", "RS256"} {
		t.Run(name, func(t *testing.T) {
			k, err := GenerateSigningKey(name)
			if err != nil {
				t.Fatal(err)
			}
			if name == "RS256" {
				k, name = k.For("PS384"), "PS384"
			}
			if k.For("HS256").Algorithm() != name {
				t.Errorf("an algorithm that does not fit changed %s", name)
			}
			made, err := new(Mint).Sign(Draft{Claims: "{}"}, k)
			if err != nil {
				t.Fatal(err)
			}
			set, _, err := ParseJSON([]byte(k.PublicJWKS()))
			if err != nil {
				t.Fatalf("%v in %s", err, k.PublicJWKS())
			}
			list, _ := set.last("keys")
			for _, want := range []struct{ member, value string }{{"kid", made.KeyID}, {"alg", name}, {"d", ""}} {
				if got := list.Value.Items[0].text(want.member); got != want.value {
					t.Errorf("%s is %q, want %q", want.member, got, want.value)
				}
			}
			if made.KeyID == "" || made.Algorithm != name {
				t.Errorf("made with %q, kid %q", made.Algorithm, made.KeyID)
			}
		})
	}
}
