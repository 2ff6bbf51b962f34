package inspect

// Verify checks a token: its signature, the key and where it came from, its
// time, its issuer and its audience, in this order and always all five. It
// makes no connection; see UnknownKey for when to read the keys anew.
//
// Nothing that stands in the token chooses how it is checked: the key decides
// the algorithm (RFC 8725 section 3.1), and keys in the header (jwk, jku, x5u,
// x5c) are never used.
func Verify(t *Token, with Keys, o VerifyOptions) []Check {
	o.Leeway = min(max(o.Leeway, 0), MaxLeeway)
	signature, key := checkSignature(t, with)
	return []Check{signature, key, checkTime(t, o), checkIssuer(t, o), checkAudience(t, o)}
}
