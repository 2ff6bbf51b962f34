package inspect

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/sha512"
	"slices"
	"strconv"
	"strings"
)

// maxTried is how many keys are tried for a token that names none; each can
// cost a millisecond.
const maxTried = 64

// checkSignature checks the signature, and tells which key it was checked with.
// Of one whose end is missing that is the reason, whatever else is wrong.
func checkSignature(t *Token, with Keys) (signature, key Check) {
	signature, key = signatureBy(t, with)
	switch signature.Reason {
	case "wrong", "length", "encoding":
		if t.signatureGap() > 0 {
			signature.Reason = "short"
		}
	case "no_key", "server_secret":
		if t.signatureGap() > 0 {
			signature.Verdict, signature.Reason = CannotCheck, "short"
		}
	}
	return signature, key
}

// signatureBy checks the signature with the keys at hand.
func signatureBy(t *Token, with Keys) (signature, key Check) {
	signature = Check{Name: CheckSignature, Args: map[string]string{"Algorithm": Clip(t.Algorithm(), maxArg)}}
	key = Check{Name: CheckKey, Verdict: NotChecked, Reason: "not_reached", Args: map[string]string{"Key": Clip(t.KeyID(), maxArg)}}
	if with.Empty() {
		key.Reason = "no_key"
	}
	switch signature.Verdict, signature.Reason = t.unsignable(); signature.Reason {
	case "":
	case "encoding":
		return t.sloppyFault(with, signature, key)
	default:
		return signature, key
	}
	a, ok := algorithmNamed(t.Algorithm())
	if !ok {
		signature.Verdict, signature.Reason = CannotCheck, "algorithm"
		return signature, key
	}
	if with.Empty() {
		signature.Verdict, signature.Reason = NotChecked, "no_key"
		if a.family == familyHMAC {
			// Keycloak's own secret: it never leaves the server.
			signature.Verdict, signature.Reason = CannotCheck, "server_secret"
		}
		return signature, key
	}
	key.Args["Algorithm"] = a.name
	with.check(t, a, &signature, &key)
	return signature, key
}

// unsignable tells why there is no signature to check, whatever the key: reason
// is "" when there is one.
func (t *Token) unsignable() (v Verdict, reason string) {
	switch {
	case t == nil || t.Form == FormOpaque || t.Form == FormEmpty:
		return CannotCheck, "not_a_token"
	case t.Form == FormJWE && t.Payload != nil:
		return CannotCheck, "opened" // whoever has the public key can have written it
	case t.Form == FormJWE:
		return CannotCheck, "encrypted"
	case len(t.Parts) != 3:
		return CannotCheck, "incomplete"
	case t.Header == nil || t.Header.Kind != KindObject || t.unclean(partHeader):
		return Failed, "header"
	}
	return t.headerFault()
}

// headerFault finds what makes a readable header refuse any key.
func (t *Token) headerFault() (v Verdict, reason string) {
	if slices.ContainsFunc(t.Header.Members, func(m Member) bool { return m.Of > 1 }) {
		return Failed, "header_doubled" // RFC 7515 section 4: names must be unique
	}
	_, critical := t.Header.last("crit")
	plain, unencoded := t.Header.last("b64")
	id, named := t.Header.last("kid")
	switch {
	case t.Algorithm() == "":
		return Failed, "algorithm_missing"
	case strings.EqualFold(t.Algorithm(), "none"):
		return Failed, "none"
	case t.Parts[2] == "":
		return Failed, "unsigned"
	case critical, unencoded && plain.Value.Raw != "true":
		// RFC 7515 section 4.1.11: nothing that may stand there is understood,
		// RFC 7797's unencoded payload included.
		return Failed, "critical"
	case named && id.Value.Kind != KindString:
		return Failed, "key_form"
	case t.sloppy():
		return Failed, "encoding"
	}
	return "", ""
}

// sloppyFault tells what is wrong with a token whose parts are not encoded as
// RFC 7515 section 2 wants it. It never passes: strict programs refuse it as it
// stands. Whether the signature would fit without what was added to the text,
// such as padding, is told apart from that by the reason "encoding_mended".
func (t *Token) sloppyFault(with Keys, signature, key Check) (Check, Check) {
	a, ok := algorithmNamed(t.Algorithm())
	if !ok || with.Empty() || len(t.Issues) >= maxIssues {
		return signature, key
	}
	mended := *t
	mended.Parts = make([]string, len(t.Parts))
	for i, part := range t.Parts {
		mended.Parts[i], _ = tidy(part, "", nil)
	}
	as, by := Check{Args: map[string]string{}}, Check{Args: map[string]string{"Key": key.Args["Key"], "Algorithm": a.name}, Name: key.Name}
	if with.check(&mended, a, &as, &by); as.Verdict == Passed {
		signature.Reason = "encoding_mended"
		return signature, by
	}
	return signature, key
}

// sloppy tells whether a part is not encoded as RFC 7515 section 2 wants it.
// What Decode reads all the same is no proof: another text has the same bytes.
func (t *Token) sloppy() bool {
	for _, i := range t.Issues {
		switch i.Code {
		case issueBase64, issuePadding, issueAlphabet, issueBase64Space, issueStray, issueLength:
			return true
		}
	}
	return len(t.Issues) >= maxIssues
}

// check tries the keys that may check the token.
func (k Keys) check(t *Token, a algorithm, signature, key *Check) {
	pool, named := k.pool(t.KeyID())
	fit, faults := fitting(pool, a)
	switch {
	case len(fit) == 0 && a.family == familyHMAC && !k.confused(pool, named):
		signature.Verdict, signature.Reason = CannotCheck, "server_secret"
		key.Verdict, key.Reason = CannotCheck, "server_secret"
		if faults["short"] {
			signature.Reason, key.Verdict, key.Reason = "key_unfit", Failed, "short"
			key.Args["Bits"] = strconv.Itoa(8 * a.hash)
		}
		return
	case len(pool) == 0 && k.unusable(t.KeyID(), key):
		signature.Verdict, signature.Reason = CannotCheck, "key_unfit"
		return
	case len(fit) == 0 && (named || !k.strict) && len(pool) > 0:
		k.refuse(pool[0], a, signature, key)
		return
	case len(fit) == 0:
		signature.Verdict, signature.Reason = CannotCheck, "key_unknown"
		key.Verdict, key.Reason = CannotCheck, "unknown"
		if t.KeyID() == "" {
			key.Reason = "none_fits"
		}
		return
	case len(fit) > maxTried:
		signature.Verdict, signature.Reason = CannotCheck, "too_many"
		key.Verdict, key.Reason = CannotCheck, "too_many"
		return
	}
	k.try(t, fit, a, signature, key)
}

// pool are the keys that a token's kid leaves; named tells that they bear it.
// Keys without a kid serve any token; a kid is only compared (RFC 8725 section
// 3.10).
func (k Keys) pool(id string) (pool []verifyingKey, named bool) {
	if id == "" || !k.strict {
		return k.list, false
	}
	var nameless []verifyingKey
	for _, candidate := range k.list {
		switch candidate.id {
		case id:
			pool = append(pool, candidate)
		case "":
			nameless = append(nameless, candidate)
		}
	}
	if len(pool) > 0 {
		return pool, true
	}
	return nameless, false
}

// fitting are the keys that may check a signature of an algorithm, and why
// others may not.
func fitting(pool []verifyingKey, a algorithm) (fit []verifyingKey, faults map[string]bool) {
	faults = map[string]bool{}
	for _, candidate := range pool {
		if reason := candidate.unfit(a); reason != "" {
			faults[reason] = true
		} else {
			fit = append(fit, candidate)
		}
	}
	return fit, faults
}

// confused tells whether a token with an HMAC names a public key: what it was
// made with is then no secret (RFC 8725 section 2.1).
func (k Keys) confused(pool []verifyingKey, named bool) bool {
	return named && len(pool) > 0 && pool[0].family() != familyHMAC
}

// unusable finds the key of an id among those that a set has but nobody can
// use.
func (k Keys) unusable(id string, key *Check) bool {
	for _, s := range k.skipped {
		if id == s.ID || id == "" && len(k.list) == 0 {
			key.Verdict, key.Reason = CannotCheck, "unusable"
			key.Args["Fault"] = s.Reason
			return true
		}
	}
	return false
}

// refuse tells why the one key in question must not check this token.
func (k Keys) refuse(candidate verifyingKey, a algorithm, signature, key *Check) {
	key.Verdict, key.Reason = Failed, candidate.unfit(a)
	k.describe(candidate, key)
	signature.Verdict, signature.Reason = Failed, "key_unfit"
	switch key.Reason {
	case "weak", "roca":
		signature.Verdict = CannotCheck
	}
}

// describe fills in what a key is.
func (k Keys) describe(candidate verifyingKey, key *Check) {
	key.Args["Kind"] = string(candidate.family())
	key.Args["Bits"] = strconv.Itoa(candidate.bits)
	key.Args["Want"] = Clip(candidate.algorithm, maxArg)
	key.Args["Use"] = Clip(candidate.use, maxArg)
	if candidate.id != "" {
		key.Args["Key"] = Clip(candidate.id, maxArg)
	}
}

// try checks the signature with one key after the other.
func (k Keys) try(t *Token, fit []verifyingKey, a algorithm, signature, key *Check) {
	signed := t.signed()
	for _, candidate := range fit {
		if candidate.verify(a, signed, t.Signature) {
			signature.Verdict, signature.Reason = Passed, "fits"
			key.Verdict, key.Reason = Passed, string(k.source)
			k.describe(candidate, key)
			return
		}
	}
	signature.Verdict, signature.Reason = Failed, "wrong"
	if a.family == familyEC {
		signature.Reason = ecdsaFault(t, fit, a, signed)
	}
	if len(fit) > 1 {
		key.Verdict, key.Reason = Failed, "none_fits"
		return
	}
	key.Verdict, key.Reason = Passed, string(k.source)
	k.describe(fit[0], key)
}

// signed is the text that the signature is over (RFC 7515 section 5.1).
func (t *Token) signed() string { return t.Parts[0] + "." + t.Parts[1] }

// ecdsaFault tells why an ECDSA signature does not fit: "der" for the form that
// Keycloak wrote before 8.0 (KEYCLOAK-9651), "length", or "wrong".
func ecdsaFault(t *Token, fit []verifyingKey, a algorithm, signed string) string {
	if len(t.Signature) == 2*((a.curve+7)/8) {
		return "wrong"
	}
	sum := digest(a.curve, signed)
	for _, candidate := range fit {
		if public, ok := candidate.public.(*ecdsa.PublicKey); ok && ecdsa.VerifyASN1(public, sum, t.Signature) {
			return "der"
		}
	}
	return "length"
}

// digest is the hash that goes with a curve (RFC 7518 section 3.4).
func digest(curve int, signed string) []byte {
	switch curve {
	case 256:
		sum := sha256.Sum256([]byte(signed))
		return sum[:]
	case 384:
		sum := sha512.Sum384([]byte(signed))
		return sum[:]
	default:
		sum := sha512.Sum512([]byte(signed))
		return sum[:]
	}
}

// UnknownKey tells that the only thing amiss is a key that the keys at hand do
// not have: the realm may have changed its keys, so they should be read anew,
// once (OpenID Connect Core section 10.1.1). tokenclient.KeyCache does so.
func UnknownKey(checks []Check) bool {
	for _, c := range checks {
		if c.Name == CheckKey && c.Verdict == CannotCheck && c.Reason == "unknown" {
			return true
		}
	}
	return false
}
