package inspect

import (
	"crypto/rand"
	"crypto/rsa"
	"math/big"
	"testing"
)

// rocaModulus has the shape of the faulty generator's: both factors are powers
// of 65537 modulo the product of the small primes.
func rocaModulus(t *testing.T) *big.Int {
	t.Helper()
	m := big.NewInt(1)
	for p := int64(2); p <= 701; p++ {
		if big.NewInt(p).ProbablyPrime(10) {
			m.Mul(m, big.NewInt(p))
		}
	}
	factor := func(power int64) *big.Int {
		rest := new(big.Int).Exp(big.NewInt(65537), big.NewInt(power), m)
		// The prime's other bits do not matter to the fingerprint, nor whether
		// it is prime.
		return rest.Add(rest, new(big.Int).Lsh(m, uint(1023-m.BitLen())))
	}
	n := factor(12345)
	return n.Mul(n, factor(67891))
}

func TestFaultyRSAKeysAreKnown(t *testing.T) {
	if !roca(rocaModulus(t)) {
		t.Error("a modulus of the faulty generator passes")
	}
	for range 3 {
		key, err := rsa.GenerateKey(rand.Reader, leastRSA)
		if err != nil {
			t.Fatal(err)
		}
		if reason := weakness(key.Public()); reason != "" {
			t.Errorf("an ordinary key is %q", reason)
		}
	}
}
