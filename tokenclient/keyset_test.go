package tokenclient

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// publishedJWK writes a key with further members, or others in their place.
func publishedJWK(t testing.TB, key any, kid string, more ...string) string {
	t.Helper()
	b, err := (&jose.JSONWebKey{Key: key, KeyID: kid, Algorithm: "x", Use: "sig"}).MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	members := map[string]json.RawMessage{}
	if err := json.Unmarshal(b, &members); err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(more); i += 2 {
		members[more[i]] = json.RawMessage(more[i+1])
	}
	b, err = json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// number is a JWK's base64url number of a given size in bits.
func number(bits int, odd bool) string {
	n := new(big.Int).Lsh(big.NewInt(1), uint(bits-1))
	if odd {
		n.SetBit(n, 0, 1)
	}
	return `"` + base64.RawURLEncoding.EncodeToString(n.Bytes()) + `"`
}

// testKeys are one of each kind.
func testKeys(t testing.TB) (rsaKey *rsa.PrivateKey, ecKey *ecdsa.PrivateKey, edKey ed25519.PrivateKey) {
	t.Helper()
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	if ecKey, err = ecdsa.GenerateKey(elliptic.P384(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	if _, edKey, err = ed25519.GenerateKey(rand.Reader); err != nil {
		t.Fatal(err)
	}
	return rsaKey, ecKey, edKey
}

func keysOf(t *testing.T, keys ...string) (KeySet, error) {
	t.Helper()
	body := `{"keys":[` + strings.Join(keys, ",") + `]}`
	return answering(200, map[string]string{"Content-Type": jsonType}, body).JWKS(t.Context(), endpoint)
}

// keyVector is a key in the middle of a set and what is made of it.
type keyVector struct{ name, key, reason, notes string }

func rsaVectors(t *testing.T, rsaKey *rsa.PrivateKey) []keyVector {
	return []keyVector{
		{"RSA", publishedJWK(t, rsaKey.Public(), "k"), "", ""},
		{"for encryption", publishedJWK(t, rsaKey.Public(), "k", "use", `"enc"`), "", ""},
		{"no id", publishedJWK(t, rsaKey.Public(), ""), "", "kid.missing"},
		{"no alg", publishedJWK(t, rsaKey.Public(), "k", "alg", "null"), "", ""},
		{"a private RSA key", publishedJWK(t, rsaKey, "k"), "", "private"},
		{"a bad certificate", publishedJWK(t, rsaKey.Public(), "k", "x5c", `["AAAA"]`, "x5t", `17`), "", ""},
		{"a weak key", publishedJWK(t, rsaKey.Public(), "k", "n", number(1024, true)), "", "weak"},
		{"too small", publishedJWK(t, rsaKey.Public(), "k", "n", number(1023, true)), "too_small", ""},
		{"large", publishedJWK(t, rsaKey.Public(), "k", "n", number(16384, true)), "", ""},
		{"too large", publishedJWK(t, rsaKey.Public(), "k", "n", number(16385, true)), "too_large", ""},
		{"far too large", publishedJWK(t, rsaKey.Public(), "k", "n", number(262144, true)), "too_large", ""},
		{"an even modulus", publishedJWK(t, rsaKey.Public(), "k", "n", number(2048, false)), "modulus", ""},
		{"e is 1", publishedJWK(t, rsaKey.Public(), "k", "e", `"AQ"`), "exponent", ""},
		{"e is 2", publishedJWK(t, rsaKey.Public(), "k", "e", `"Ag"`), "exponent", ""},
		{"e is 3", publishedJWK(t, rsaKey.Public(), "k", "e", `"Aw"`), "", ""},
		{"e is even", publishedJWK(t, rsaKey.Public(), "k", "e", `"AQAA"`), "exponent", ""},
		{"e is 2^31-1", publishedJWK(t, rsaKey.Public(), "k", "e", `"f____w"`), "", ""},
		{"e is 2^31+1", publishedJWK(t, rsaKey.Public(), "k", "e", `"gAAAAQ"`), "exponent", ""},
		{"e beyond numbers", publishedJWK(t, rsaKey.Public(), "k", "e", number(100, true)), "broken", ""},
		{"no modulus", publishedJWK(t, rsaKey.Public(), "k", "n", "null"), "broken", ""},
		{"a number for a modulus", publishedJWK(t, rsaKey.Public(), "k", "n", "17"), "broken", ""},
		{"another alphabet", publishedJWK(t, rsaKey.Public(), "k", "n", `"++++"`), "broken", ""},
	}
}

func otherVectors(t *testing.T, ecKey *ecdsa.PrivateKey, edKey ed25519.PrivateKey, good string) []keyVector {
	return []keyVector{
		{"EC", publishedJWK(t, ecKey.Public(), "k"), "", ""},
		{"Ed25519", publishedJWK(t, edKey.Public(), "k"), "", ""},
		{"a private EC key", publishedJWK(t, ecKey, "k"), "", "private"},
		{"a private Ed25519 key", publishedJWK(t, edKey, "k"), "", "private"},
		{"not on the curve", publishedJWK(t, ecKey.Public(), "k", "y", number(384, true)), "broken", ""},
		{"another curve's size", publishedJWK(t, ecKey.Public(), "k", "crv", `"P-256"`), "broken", ""},
		{"an unknown curve", publishedJWK(t, ecKey.Public(), "k", "crv", `"secp256k1"`), "crv.unknown", ""},
		{"no curve", publishedJWK(t, ecKey.Public(), "k", "crv", "null"), "crv.unknown", ""},
		{"Ed448", publishedJWK(t, edKey.Public(), "k", "crv", `"Ed448"`), "crv.unknown", ""},
		{"half an Ed25519 key", publishedJWK(t, edKey.Public(), "k", "x", `"AAAA"`), "broken", ""},
		{"Ed25519 in another alphabet", publishedJWK(t, edKey.Public(), "k", "x", `"`+strings.Repeat("+", ed25519In)+`"`), "broken", ""},
		{"a secret key", `{"kty":"oct","kid":"k","k":"c2VjcmV0"}`, "kty.secret", ""},
		{"a key of tomorrow", `{"kty":"AKP","kid":"k","alg":"ML-DSA-44","pub":"AA"}`, "kty.unknown", ""},
		{"another case", `{"kty":"rsa","kid":"k","n":"AQ","e":"AQAB"}`, "kty.unknown", ""},
		{"no type", `{"kid":"k"}`, "kty.missing", ""},
		{"a type of another kind", `{"kid":"k","kty":1}`, "kty.missing", ""},
		{"two ids", `{"kid":"k","kid":"l",` + good[1:], "duplicate", ""},
		{"two exponents", `{"e":"Aw",` + good[1:], "duplicate", ""},
		{"a text", `"RSA"`, "not_object", ""},
		{"null", `null`, "not_object", ""},
	}
}

func TestOneBrokenKeyNeverSpoilsTheOthers(t *testing.T) {
	rsaKey, ecKey, edKey := testKeys(t)
	good := publishedJWK(t, rsaKey.Public(), "good")
	for _, tt := range append(rsaVectors(t, rsaKey), otherVectors(t, ecKey, edKey, good)...) {
		t.Run(tt.name, func(t *testing.T) {
			set, err := keysOf(t, good, tt.key, publishedJWK(t, ecKey.Public(), "also good"))
			if err != nil {
				t.Fatal(err)
			}
			if len(set.Find("good")) != 1 || len(set.Find("also good")) != 1 {
				t.Fatalf("the others are gone: %d keys, skipped %+v", len(set.Keys), set.Skipped)
			}
			if tt.reason != "" {
				if len(set.Skipped) != 1 || set.Skipped[0].Reason != tt.reason || set.Skipped[0].Index != 1 {
					t.Errorf("skipped %+v, want the second for %q", set.Skipped, tt.reason)
				}
				return
			}
			if len(set.Skipped) != 0 || len(set.Keys) != 3 {
				t.Fatalf("skipped %+v", set.Skipped)
			}
			k := set.Keys[1]
			if strings.Join(k.Notes, " ") != tt.notes || k.JSON.Reveal() != tt.key || k.Public == nil || k.Bits == 0 {
				t.Errorf("notes %q, want %q; key %T of %d bits; text kept: %t", k.Notes, tt.notes, k.Public, k.Bits, k.JSON.Reveal() == tt.key)
			}
			switch k.Public.(type) {
			case *rsa.PublicKey, *ecdsa.PublicKey, ed25519.PublicKey:
			default:
				t.Errorf("a %T is no public key", k.Public)
			}
		})
	}
}

func TestKeySetsThatAreOdd(t *testing.T) {
	rsaKey, ecKey, _ := testKeys(t)
	one := publishedJWK(t, ecKey.Public(), "k")
	twice, err := keysOf(t, one, publishedJWK(t, rsaKey.Public(), "k"))
	if err != nil || len(twice.Find("k")) != 2 || !slices.Equal(twice.Keys[0].Notes, []string{"kid.repeated"}) {
		t.Errorf("a repeated id: %d found, notes %q, %v", len(twice.Find("k")), twice.Keys[0].Notes, err)
	}
	crowd, err := keysOf(t, slices.Repeat([]string{one}, maxKeys+3)...)
	if err != nil || len(crowd.Keys) != maxKeys || !slices.Equal(crowd.Notes, []string{"keys.over.3"}) {
		t.Errorf("a crowd: %d keys, %q, %v", len(crowd.Keys), crowd.Notes, err)
	}
	tests := []struct {
		name, body string
		status     int
		want       string
	}{
		{"empty", `{"keys":[]}`, 200, "[keys.empty]"},
		{"no list", `{"keys":{}}`, 200, "malformed malformed"},
		{"no keys", `{}`, 200, "malformed malformed"},
		{"two lists", `{"keys":[],"keys":[]}`, 200, "malformed malformed"},
		{"a list alone", `[]`, 200, "malformed malformed"},
		{"cut off", `{"keys":[` + one, 200, "malformed malformed"},
		{"a page", "<html>", 200, "html html"},
		{"an error", `{"error":"Realm does not exist"}`, 404, "oauth realm_not_found"},
		{"keys with an error's status", `{"keys":[]}`, 500, "malformed server_fault"},
		{"nothing", "", 200, "empty empty"},
		{"more than a megabyte", `{"keys":["` + strings.Repeat("x", maxKeySet) + `"]}`, 200, "too_large too_large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set, err := answering(tt.status, map[string]string{"Content-Type": jsonType}, tt.body).JWKS(t.Context(), endpoint)
			got := fmt.Sprint(set.Notes)
			if err != nil {
				e := asError(err)
				got = string(e.Kind) + " " + Advise(e).ID
				if e.Operation != OperationKeys {
					t.Errorf("operation %q", e.Operation)
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestKeysFollowThreeRedirectsOnTheirOwnOriginOnly(t *testing.T) {
	tests := []struct {
		name, to string
		hops     int
		asked    int
		fine     bool
	}{
		{"three", "https://sso.example.com/", 3, 4, true},
		{"four", "https://sso.example.com/", 4, 4, false},
		{"another host", "https://evil.example/", 1, 1, false},
		{"another port", "https://sso.example.com:8443/", 1, 1, false},
		{"no encryption", "http://sso.example.com/", 1, 1, false},
		{"a user", "https://u@sso.example.com/", 1, 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			asked := 0
			c := New(Options{Transport: handlerTransport{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked++
				if r.Header.Get("Authorization")+r.Header.Get("Cookie") != "" {
					t.Error("credentials are attached")
				}
				if asked <= tt.hops {
					w.Header().Set("Location", fmt.Sprint(tt.to, asked))
					w.WriteHeader(http.StatusFound)
					return
				}
				_, _ = w.Write([]byte(`{"keys":[]}`))
			})}})
			_, err := c.JWKS(t.Context(), "https://sso.example.com/certs")
			if asked != tt.asked || (err == nil) != tt.fine || err != nil && asError(err).Kind != KindRedirect {
				t.Errorf("%d requests, %v", asked, err)
			}
		})
	}
}

func TestUnknownKeysAreAskedForOnceAMinute(t *testing.T) {
	_, ecKey, _ := testKeys(t)
	synctest.Test(t, func(t *testing.T) {
		asked, published := 0, "old"
		fail := false
		c := New(Options{Transport: handlerTransport{http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			asked++
			if fail {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			_, _ = w.Write([]byte(`{"keys":[` + publishedJWK(t, ecKey.Public(), published) + `]}`))
		})}})
		cache := c.KeyCache("https://sso.example.com/certs")
		find := func(id string, found, requests int) {
			t.Helper()
			_, keys, err := cache.Find(t.Context(), id)
			if err != nil || len(keys) != found || asked != requests {
				t.Errorf("Find(%q): %d keys after %d requests, %v; want %d after %d", id, len(keys), asked, err, found, requests)
			}
		}
		find("old", 1, 1)
		find("old", 1, 1)
		find("", 0, 1)
		published = "new"
		find("new", 1, 2)
		for i := range 1000 {
			find(fmt.Sprint("../../", i), 0, 2)
		}
		time.Sleep(reloadPause)
		fail = true
		if set, _, err := cache.Find(t.Context(), "newer"); asError(err).Status != 503 || len(set.Keys) != 1 {
			t.Errorf("a server that is down: %v, %d keys kept", err, len(set.Keys))
		}
		fail = false
		find("new", 1, 3)
		find("newer", 0, 3)
	})
}

func TestKeysAreFetchedOnceForMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate, asked := make(chan struct{}), 0
		c := New(Options{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
			asked++
			select {
			case <-gate:
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
			return handlerTransport{http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"keys":[]}`)) })}.RoundTrip(r)
		})})
		cache := c.KeyCache("https://sso.example.com/certs")
		var group sync.WaitGroup
		for range 100 {
			group.Go(func() {
				if _, _, err := cache.Find(t.Context(), ""); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, _, err := cache.Find(gone, ""); asError(err).Kind != KindCanceled {
			t.Errorf("a cancelled wait: %v", err)
		}
		close(gate)
		group.Wait()
		if asked != 1 {
			t.Errorf("%d requests, want 1", asked)
		}
	})
}

func FuzzKeySet(f *testing.F) {
	rsaKey, ecKey, edKey := testKeys(f)
	f.Add(`{"keys":[` + publishedJWK(f, rsaKey.Public(), "a") + `,` + publishedJWK(f, ecKey, "b") + `,` + publishedJWK(f, edKey.Public(), "") + `]}`)
	f.Add(`{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"},1,null,[],{"kty":"oct","k":""}]}`)
	f.Add(`{"keys":[{"kty":"EC","crv":"P-256","x":"","y":"","key_ops":["a",1]}],"keys":0}`)
	f.Fuzz(func(t *testing.T, body string) {
		x := exchange{target: target(), status: 200, body: body, header: http.Header{}}
		set, e := x.keySet()
		if e != nil {
			if Advise(e).ID == "unknown" || len(set.Keys) > 0 {
				t.Fatalf("error %+v of %q", e, body)
			}
			return
		}
		if len(set.Keys)+len(set.Skipped) > maxKeys {
			t.Fatalf("%d keys of %q", len(set.Keys), body)
		}
		for _, k := range set.Keys {
			if k.Public == nil || k.Bits == 0 || k.JSON.Empty() || !strings.Contains(body, k.JSON.Reveal()) {
				t.Fatalf("key %+v of %q", k, body)
			}
		}
		for _, s := range set.Skipped {
			if s.Reason == "" || oneLine(s.ID, maxCode) != s.ID {
				t.Fatalf("skipped %+v of %q", s, body)
			}
		}
	})
}
