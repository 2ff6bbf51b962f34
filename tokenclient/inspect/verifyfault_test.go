package inspect_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"realmscope/tokenclient/inspect"
)

func publicOf(key any) crypto.PublicKey {
	if s, ok := key.(crypto.Signer); ok {
		return s.Public()
	}
	return nil
}

func certificate(t *testing.T, key any) []byte {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "shop"}, NotBefore: noon(), NotAfter: noon()}
	der, err := x509.CreateCertificate(rand.Reader, template, template, publicOf(key), key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// bad is a spoilt token and what must be told of it.
type bad struct {
	token string
	with  inspect.Keys
	// signature and key are "verdict reason"; an empty key is not looked at.
	signature, key string
}

func checkBad(t *testing.T, cases map[string]bad) {
	t.Helper()
	texts := checkTexts(t, "en")
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			checks := inspect.Verify(inspect.Decode(tt.token), tt.with, atNoon())
			sayChecks(t, texts, checks)
			got := told(checks)
			if got["signature"] != tt.signature || tt.key != "" && got["key"] != tt.key {
				t.Errorf("got %v, want signature %s, key %s", got, tt.signature, tt.key)
			}
			if inspect.InForce(checks) {
				t.Error("the token is in force")
			}
		})
	}
}

// swap puts other parts in place of a token's.
func swap(text string, parts map[int]string) string {
	all := strings.Split(text, ".")
	for i, part := range parts {
		all[i] = part
	}
	return strings.Join(all, ".")
}

func TestSpoiltSignaturesFail(t *testing.T) {
	cases := map[string]bad{}
	for _, alg := range algorithms() {
		with := everyForm(t, alg)["JWK"]
		good := signed(t, alg, nil, nil)
		signature := strings.Split(good, ".")[2]
		raw, err := base64.RawURLEncoding.DecodeString(signature)
		if err != nil {
			t.Fatal(err)
		}
		long := "failed wrong"
		if strings.HasPrefix(alg, "ES") {
			long = "failed length"
		}
		flipped := append([]byte{raw[0] ^ 1}, raw[1:]...)
		cases[alg+" other claims"] = bad{swap(good, map[int]string{1: encode(asJSON(t, with7(goodClaims())))}), with, "failed wrong", "passed given"}
		cases[alg+" other header"] = bad{swap(good, map[int]string{0: encode(`{"alg":"` + alg + `","kid":"k"}`)}), with, "failed wrong", ""}
		cases[alg+" bit flipped"] = bad{swap(good, map[int]string{2: encode(string(flipped))}), with, "failed wrong", ""}
		cases[alg+" no signature"] = bad{swap(good, map[int]string{2: ""}), with, "failed unsigned", ""}
		cases[alg+" one byte short"] = bad{swap(good, map[int]string{2: encode(string(raw[:len(raw)-1]))}), with, "failed short", ""}
		cases[alg+" one byte more"] = bad{swap(good, map[int]string{2: encode(string(raw) + "\x00")}), with, long, ""}
		cases[alg+" all zero"] = bad{swap(good, map[int]string{2: encode(strings.Repeat("\x00", len(raw)))}), with, "failed wrong", ""}
		cases[alg+" padded"] = bad{good + "=", with, "failed encoding_mended", "passed given"}
		cases[alg+" line end inside"] = bad{swap(good, map[int]string{2: signature[:9] + "\n" + signature[9:]}), with, "failed encoding_mended", "passed given"}
		cases[alg+" padded, other claims"] = bad{swap(good, map[int]string{1: encode(asJSON(t, with7(goodClaims()))) + "="}), with, "failed encoding", ""}
		cases[alg+" padded, other key"] = bad{good + "=", keys(t, "another secret that is long enough for each of the algorithms here....."), "failed encoding", ""}
	}
	checkBad(t, cases)
}

func with7(claims map[string]any) map[string]any { return with(claims, map[string]any{"sub": "8"}) }

func TestTheAlgorithmComesFromTheKey(t *testing.T) {
	s := vectorKeys()
	public, err := x509.MarshalPKIXPublicKey(s.rsa.Public())
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})
	confused := func(secret []byte) string {
		return signText(t, "HS256", secret, `{"alg":"HS256","kid":"k"}`, asJSON(t, goodClaims()))
	}
	realm := realmKeys(t, s.rsa, nil)
	none := func(alg string) string {
		return encode(`{"alg":"`+alg+`","kid":"k"}`) + "." + encode(asJSON(t, goodClaims())) + "."
	}
	good := signed(t, "RS256", nil, nil)
	cases := map[string]bad{
		"PEM as the secret, published": {confused(text), realm, "failed key_unfit", "failed kind"},
		"DER as the secret, published": {confused(public), realm, "failed key_unfit", "failed kind"},
		"PEM as the secret, given":     {confused(text), keys(t, string(text)), "cannot_check server_secret", ""},
		"PEM behind a blank":           {confused(append([]byte("\n "), text...)), keys(t, "\n "+string(text)), "cannot_check server_secret", ""},
		"base64 of DER as the secret":  {confused([]byte(base64.StdEncoding.EncodeToString(public))), keys(t, base64.StdEncoding.EncodeToString(public)), "cannot_check server_secret", ""},
		"HMAC of Keycloak's own key":   {signed(t, "HS512", map[string]any{"kid": "internal"}, nil), realm, "cannot_check server_secret", "cannot_check server_secret"},
		"secret inside a key set":      {signed(t, "HS256", nil, nil), keys(t, `{"keys":[{"kty":"oct","kid":"k","k":"`+encode(s.secret)+`"}]}`), "cannot_check server_secret", ""},
		"RSA key for ES256":            {signed(t, "ES256", nil, nil), realm, "failed key_unfit", "failed kind"},
		"P-384 for ES256":              {signed(t, "ES256", nil, nil), realmKeys(t, s.p384, nil), "failed key_unfit", "failed curve"},
		"alg of the key differs":       {good, realmKeys(t, s.rsa, map[string]any{"alg": "PS256"}), "failed key_unfit", "failed algorithm"},
		"alg of the key is for JWE":    {good, realmKeys(t, s.rsa, map[string]any{"alg": "RSA-OAEP"}), "failed key_unfit", "failed algorithm"},
		"key for encryption":           {good, realmKeys(t, s.rsa, map[string]any{"use": "enc"}), "failed key_unfit", "failed use"},
		"key that may only sign":       {good, realmKeys(t, s.rsa, map[string]any{"key_ops": []string{"sign"}}), "failed key_unfit", "failed operations"},
		"key that may only encrypt":    {good, realmKeys(t, s.rsa, map[string]any{"key_ops": []string{"encrypt", "wrapKey"}}), "failed key_unfit", "failed operations"},
		"alg in small letters":         {signed(t, "RS256", map[string]any{"alg": "rs256"}, nil), realm, "cannot_check algorithm", ""},
		"alg as a list":                {signed(t, "RS256", map[string]any{"alg": []string{"RS256"}}, nil), realm, "failed algorithm_missing", ""},
		"no alg":                       {signed(t, "RS256", map[string]any{"alg": nil}, nil), realm, "failed algorithm_missing", ""},
		"Ed448":                        {signed(t, "EdDSA", map[string]any{"alg": "Ed448"}, nil), realm, "cannot_check algorithm", ""},
		"ES256K":                       {signed(t, "ES256", map[string]any{"alg": "ES256K"}, nil), realm, "cannot_check algorithm", ""},
	}
	for _, alg := range []string{"none", "None", "NONE", "nOnE"} {
		cases["alg "+alg] = bad{none(alg), realm, "failed none", ""}
		cases["alg "+alg+" with a signature"] = bad{none(alg) + "AAAA", realm, "failed none", ""}
	}
	checkBad(t, cases)
}

func TestWeakKeysProveNothing(t *testing.T) {
	s := vectorKeys()
	weak := signText(t, "RS256", s.weak, `{"alg":"RS256","kid":"k"}`, asJSON(t, goodClaims()))
	short := func(alg, secret string) string {
		return signText(t, alg, []byte(secret), `{"alg":"`+alg+`"}`, asJSON(t, goodClaims()))
	}
	point := encode("\x01" + strings.Repeat("\x00", 31))
	zero := encode("\x01" + strings.Repeat("\x00", 63)) // R is the neutral element, S is 0
	forged := encode(`{"alg":"EdDSA","kid":"k"}`) + "." + encode(asJSON(t, goodClaims())) + "." + zero
	checkBad(t, map[string]bad{
		"RSA of 1,024 bits":    {weak, realmKeys(t, s.weak, nil), "cannot_check key_unfit", "failed weak"},
		"31 bytes for HS256":   {short("HS256", s.secret[:31]), keys(t, s.secret[:31]), "cannot_check key_unfit", "failed short"},
		"47 bytes for HS384":   {short("HS384", s.secret[:47]), keys(t, s.secret[:47]), "cannot_check key_unfit", "failed short"},
		"63 bytes for HS512":   {short("HS512", s.secret[:63]), keys(t, s.secret[:63]), "cannot_check key_unfit", "failed short"},
		"a password":           {short("HS256", "secret"), keys(t, "secret"), "cannot_check key_unfit", "failed short"},
		"the neutral element":  {forged, keys(t, `{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"k","x":"`+point+`"}]}`), "cannot_check key_unfit", "cannot_check unusable"},
		"AES key for an HMAC":  {short("HS256", s.secret[:32]), keys(t, `{"kty":"oct","alg":"A256GCM","k":"`+encode(s.secret[:32])+`"}`), "cannot_check server_secret", ""},
		"HS256 key for HS512":  {short("HS512", s.secret), keys(t, `{"kty":"oct","alg":"HS256","k":"`+encode(s.secret)+`"}`), "cannot_check server_secret", ""},
		"RSA of 512 bits":      {weak, keys(t, `{"keys":[{"kty":"RSA","kid":"k","e":"AQAB","n":"`+encode("\xff"+strings.Repeat("\x01", 63))+`"}]}`), "cannot_check key_unfit", "cannot_check unusable"},
		"exponent 1":           {weak, keys(t, `{"keys":[{"kty":"RSA","kid":"k","e":"AQ","n":"`+encode("\xff"+strings.Repeat("\x01", 255))+`"}]}`), "cannot_check key_unfit", "cannot_check unusable"},
		"point not on a curve": {signed(t, "ES256", nil, nil), keys(t, `{"keys":[{"kty":"EC","crv":"P-256","kid":"k","x":"`+encode(strings.Repeat("\x01", 32))+`","y":"`+encode(strings.Repeat("\x02", 32))+`"}]}`), "cannot_check key_unfit", "cannot_check unusable"},
	})
}

// Signatures that other programs have accepted.
func TestForgedSignaturesFail(t *testing.T) {
	s := vectorKeys()
	text := encode(`{"alg":"PS256","kid":"k"}`) + "." + encode(asJSON(t, goodClaims()))
	sum := sha256.Sum256([]byte(text))
	cases := map[string]bad{}
	for name, salt := range map[string]int{"no salt": 0, "a short salt": 16, "the longest salt": rsa.PSSSaltLengthAuto} {
		signature, err := rsa.SignPSS(rand.Reader, s.rsa, crypto.SHA256, sum[:], &rsa.PSSOptions{SaltLength: salt})
		if name == "no salt" {
			signature, err = signNoSalt(s.rsa, sum[:])
		}
		if err != nil {
			t.Fatal(err)
		}
		cases["PS256 with "+name] = bad{text + "." + encode(string(signature)), realmKeys(t, s.rsa, nil), "failed wrong", ""}
	}
	es := encode(`{"alg":"ES256","kid":"k"}`) + "." + encode(asJSON(t, goodClaims()))
	sum = sha256.Sum256([]byte(es))
	der, err := ecdsa.SignASN1(rand.Reader, s.p256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	cases["ES256 as DER, as Keycloak before 8"] = bad{es + "." + encode(string(der)), realmKeys(t, s.p256, nil), "failed der", ""}
	order := s.p256.Params().N.Bytes()
	cases["ES256 of the order"] = bad{es + "." + encode(string(order)+string(order)), realmKeys(t, s.p256, nil), "failed wrong", ""}
	cases["ES512 signature of P-256"] = bad{es + "." + encode(strings.Repeat("\x01", 132)), realmKeys(t, s.p256, nil), "failed length", ""}
	cases["RS256 by a cube root"] = bad{cubeRoot(t), cubeKey(t), "failed wrong", ""}
	cases["RS256 under the name of PS256"] = bad{signed(t, "RS256", map[string]any{"alg": "PS256"}, nil), realmKeys(t, s.rsa, nil), "failed wrong", ""}
	checkBad(t, cases)
}

// signNoSalt signs with an empty salt, which crypto/rsa has no number for: its
// PSSSaltLengthAuto is 0.
func signNoSalt(key *rsa.PrivateKey, sum []byte) ([]byte, error) {
	em := emsaPSS(sum, (key.N.BitLen()+7)/8)
	m := new(big.Int).SetBytes(em)
	return m.Exp(m, key.D, key.N).FillBytes(make([]byte, len(em))), nil
}

// emsaPSS is EMSA-PSS of RFC 8017 section 9.1.1 with SHA-256 and no salt, for a
// modulus of size bytes with its highest bit set.
func emsaPSS(sum []byte, size int) []byte {
	h := sha256.Sum256(append(make([]byte, 8), sum...))
	db := make([]byte, size-len(h)-1)
	db[len(db)-1] = 1
	var mask []byte
	for i := byte(0); len(mask) < len(db); i++ {
		block := sha256.Sum256(append(h[:], 0, 0, 0, i))
		mask = append(mask, block[:]...)
	}
	for i := range db {
		db[i] ^= mask[i]
	}
	db[0] &= 0x7f
	return append(append(db, h[:]...), 0xbc)
}

// cubeKey is a public key with the exponent 3.
func cubeKey(t *testing.T) inspect.Keys {
	t.Helper()
	return realmKeys(t, &rsa.PublicKey{N: vectorKeys().rsa.N, E: 3}, nil)
}

// cubeRoot forges for it: the root of a padding with rubbish behind the hash.
func cubeRoot(t *testing.T) string {
	t.Helper()
	text := encode(`{"alg":"RS256","kid":"k"}`) + "." + encode(asJSON(t, goodClaims()))
	sum := sha256.Sum256([]byte(text))
	prefix := []byte{0, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20}
	block := append(append(prefix, sum[:]...), make([]byte, 256-len(prefix)-len(sum))...)
	want := new(big.Int).SetBytes(block)
	root, bit := new(big.Int), new(big.Int)
	for i := 700; i >= 0; i-- {
		bit.SetBit(new(big.Int).Set(root), i, 1)
		if new(big.Int).Exp(bit, big.NewInt(3), nil).Cmp(want) <= 0 {
			root.Set(bit)
		}
	}
	root.Add(root, big.NewInt(1))
	cube := new(big.Int).Exp(root, big.NewInt(3), nil).FillBytes(make([]byte, 256))
	if string(cube[:len(prefix)+len(sum)]) != string(block[:len(prefix)+len(sum)]) {
		t.Fatal("the forgery does not begin as it should")
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(root.FillBytes(make([]byte, 256)))
}

func TestTheEmptySaltIsWhatOtherProgramsAccept(t *testing.T) {
	sum := sha256.Sum256([]byte("text"))
	signature, err := signNoSalt(vectorKeys().rsa, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	if err := jwt.SigningMethodPS256.Verify("text", signature, vectorKeys().rsa.Public()); err != nil {
		t.Errorf("the vector is no PSS signature: %v", err)
	}
}
