package inspect

import (
	"crypto/sha256"
	"crypto/sha512"
	"slices"
	"strings"
)

// signatureGap tells how many bytes of the signature are missing (above 0) or
// too many (below 0) for its algorithm, 0 when it can be whole, when nobody
// knows, or when it was never meant as one.
func (t *Token) signatureGap() int {
	if len(t.Parts) != 3 || t.Parts[2] == "" || derSignature(t.Signature) {
		return 0
	}
	part, _ := tidy(t.Parts[2], "", nil)
	size := len(part) * 6 / 8
	sizes := signatureSizes(t.Algorithm())
	if len(sizes) == 0 || slices.Contains(sizes, size) || madeUp(part, t.Signature) {
		return 0
	}
	for _, usual := range usualSizes(t.Algorithm(), sizes) {
		const few = 3
		if size > usual && size-usual <= few {
			return usual - size
		}
	}
	for _, s := range sizes {
		if size < s {
			return s - size
		}
	}
	return sizes[len(sizes)-1] - size
}

// usualSizes are the lengths that nearly all signatures have: what is a little
// longer had something added to it, and is not one of a longer key cut off.
func usualSizes(alg string, sizes []int) []int {
	if strings.HasPrefix(alg, "RS") || strings.HasPrefix(alg, "PS") {
		return []int{128, 256, 384, 512, 1024}
	}
	return sizes
}

// madeUp tells what somebody put where a signature belongs, as examples and
// tests do: a word, a text in base64, the same sign over and over, or the bytes
// of a hash.
func madeUp(part string, signature []byte) bool {
	const least, signs = 8, 5
	seen := map[rune]bool{}
	for _, c := range part {
		seen[c] = true
	}
	word := strings.Trim(part, "abcdefghijklmnopqrstuvwxyz-_") == "" || strings.Trim(part, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_") == ""
	switch {
	case len(part) < least || len(seen) < signs || word:
		return true
	case strings.IndexFunc(string(signature), func(c rune) bool { return c < ' ' || c > '~' }) < 0:
		return len(signature) > 0
	}
	switch len(signature) {
	case sha256.Size, sha512.Size384, sha512.Size, 2 * sha512.Size384, 2 * sha512.Size:
		return true
	}
	return false
}

// signatureSizes are the bytes that a signature can have, ascending (RFC 7518
// sections 3.2 to 3.5, RFC 8032). RSA keys come in steps of 128 bits.
func signatureSizes(alg string) []int {
	switch alg {
	case "HS256":
		return []int{32}
	case "HS384":
		return []int{48}
	case "HS512", "ES256", "ES256K", "Ed25519":
		return []int{64}
	case "ES384":
		return []int{96}
	case "ES512":
		return []int{132}
	case "Ed448":
		return []int{114}
	case "EdDSA":
		return []int{64, 114}
	case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512":
		const least, step, most = 64, 16, 2048
		var sizes []int
		for s := least; s <= most; s += step {
			sizes = append(sizes, s)
		}
		return sizes
	}
	return nil
}

// derSignature tells an ECDSA signature in the form that Keycloak wrote before
// 8.0 (KEYCLOAK-9651), whose length varies.
func derSignature(signature []byte) bool {
	const sequence, long = 0x30, 0x81
	n := len(signature)
	return n > 8 && signature[0] == sequence && (int(signature[1]) == n-2 || signature[1] == long && int(signature[2]) == n-3)
}
