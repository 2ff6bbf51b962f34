package inspect

import (
	"math/big"
	"strings"
)

// maxExponent bounds the numbers that are compared by value; 1e999999999 would
// take a gigabyte of digits.
const maxExponent = 400

// Same tells whether two JSON values mean the same: order and blanks of
// objects do not matter, nor how a number or a character is written. The order
// of a list does.
func Same(a, b Value) bool {
	if a.Kind != b.Kind {
		return false
	}
	if a.Raw == b.Raw {
		return true
	}
	switch a.Kind {
	case KindObject:
		return sameMembers(a, b)
	case KindArray:
		if len(a.Items) != len(b.Items) {
			return false
		}
		for i := range a.Items {
			if !Same(a.Items[i], b.Items[i]) {
				return false
			}
		}
		return true
	case KindString:
		return a.Text == b.Text
	case KindNumber:
		return sameNumber(a.Raw, b.Raw)
	case KindBool, KindNull:
	}
	return false
}

// sameMembers compares objects; doubled members by their place among those of
// the same name.
func sameMembers(a, b Value) bool {
	if len(a.Members) != len(b.Members) {
		return false
	}
	type place struct {
		name string
		nth  int
	}
	others := make(map[place]Value, len(b.Members))
	for _, m := range b.Members {
		others[place{m.Name, m.Nth}] = m.Value
	}
	for _, m := range a.Members {
		other, ok := others[place{m.Name, m.Nth}]
		if !ok || !Same(m.Value, other) {
			return false
		}
	}
	return true
}

// sameNumber compares numbers exactly, 1.0 with 1 and 1e3 with 1000.
func sameNumber(a, b string) bool {
	if hugeNumber(a) || hugeNumber(b) {
		return a == b
	}
	x, ok := new(big.Rat).SetString(a)
	y, also := new(big.Rat).SetString(b)
	return ok && also && x.Cmp(y) == 0
}

func hugeNumber(s string) bool {
	_, exponent, _ := strings.Cut(strings.ToLower(s), "e")
	return len(s) > maxExponent || len(strings.Trim(exponent, "+-")) > 2
}
