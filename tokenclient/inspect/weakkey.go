package inspect

import (
	"crypto/ed25519"
	"crypto/rsa"
	"math/big"
)

// leastRSA is the least size of an RSA key in bits (RFC 7518 section 3.3).
const leastRSA = 2048

// weakness tells why a public key proves nothing, "" if it does: "weak" (RSA
// below 2,048 bits), "roca", "small_order".
func weakness(public any) string {
	switch key := public.(type) {
	case *rsa.PublicKey:
		if key.N.BitLen() < leastRSA {
			return "weak"
		}
		if roca(key.N) {
			return "roca"
		}
	case ed25519.PublicKey:
		if smallOrder(key) {
			return "small_order"
		}
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

// smallOrder tells whether an Ed25519 key is a point of order 1 to 8, or a
// second spelling of one: anybody can sign for it. The y coordinates are 0, 1,
// -1 and the two of order 8 (RFC 8032 section 5.1), and those above the field's
// prime that mean 0 and 1.
func smallOrder(key ed25519.PublicKey) bool {
	prime := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	little := make([]byte, len(key))
	for i, b := range key {
		little[len(key)-1-i] = b
	}
	little[0] &= 0x7f // the sign of x
	y := new(big.Int).SetBytes(little)
	y.Mod(y, prime)
	// y^2 of a point of order 8 solves d*y^4 + 2*y^2 - 1 = 0; doubling such a
	// point gives one with y = 0.
	square := func(v *big.Int) *big.Int { return new(big.Int).Mod(new(big.Int).Mul(v, v), prime) }
	switch y2 := square(y); {
	case y.Sign() == 0, y2.Cmp(big.NewInt(1)) == 0:
		return true
	default:
		d := new(big.Int).ModInverse(big.NewInt(121666), prime)
		d.Mul(d, big.NewInt(-121665)).Mod(d, prime)
		left := new(big.Int).Mul(d, square(y2))
		left.Add(left, new(big.Int).Lsh(y2, 1)).Sub(left, big.NewInt(1))
		return left.Mod(left, prime).Sign() == 0
	}
}
