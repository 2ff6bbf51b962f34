package inspect

import (
	"crypto/rsa"
	"math/big"
)

// leastRSA is the least size of an RSA key in bits (RFC 7518 section 3.3).
const leastRSA = 2048

// weakness tells why a public key proves nothing, "" if it does: "weak" (RSA
// below 2,048 bits) or "roca". Points of small order on Ed25519 are refused when
// a key is read.
func weakness(public any) string {
	key, ok := public.(*rsa.PublicKey)
	switch {
	case !ok:
		return ""
	case key.N.BitLen() < leastRSA:
		return "weak"
	case roca(key.N):
		return "roca"
	}
	return ""
}

// roca tells whether an RSA modulus was made by the faulty generator of
// Infineon's chips (CVE-2017-15361), whose keys can be factored: modulo each
// small prime it is a power of 65537. Other moduli pass for one once in 2^27.
func roca(n *big.Int) bool {
	rest, prime := new(big.Int), new(big.Int)
	for p := int64(3); p <= 167; p += 2 {
		if !prime.SetInt64(p).ProbablyPrime(0) {
			continue
		}
		want := rest.Mod(n, prime).Int64()
		power := int64(1)
		for power != want {
			if power = power * 65537 % p; power == 1 {
				return false
			}
		}
	}
	return true
}
