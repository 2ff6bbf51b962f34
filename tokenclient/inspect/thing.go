package inspect

import (
	"encoding/base64"
	"strings"
	"unicode"
)

// Thing is what a text without a token turned out to be. The sentence that
// names it has the key "thing.{Thing}".
type Thing string

// The things that Find can name.
const (
	ThingEmpty         Thing = "empty"
	ThingTooLarge      Thing = "too_large"
	ThingOpaque        Thing = "opaque"
	ThingUUID          Thing = "uuid"
	ThingPASETO        Thing = "paseto"
	ThingSAML          Thing = "saml"
	ThingCertificate   Thing = "certificate"
	ThingPrivateKey    Thing = "private_key"
	ThingPublicKey     Thing = "public_key"
	ThingPEM           Thing = "pem"
	ThingSSHKey        Thing = "ssh_key"
	ThingJWK           Thing = "jwk"
	ThingJWKS          Thing = "jwks"
	ThingHTML          Thing = "html"
	ThingXML           Thing = "xml"
	ThingBasic         Thing = "basic"
	ThingDigest        Thing = "digest"
	ThingKerberos      Thing = "kerberos"
	ThingAPIKey        Thing = "api_key"
	ThingCode          Thing = "code"
	ThingPlaceholder   Thing = "placeholder"
	ThingURL           Thing = "url"
	ThingDiscovery     Thing = "discovery"
	ThingOAuthError    Thing = "oauth_error"
	ThingResponse      Thing = "token_response"
	ThingDevice        Thing = "device_response"
	ThingIntrospection Thing = "introspection"
	ThingClaims        Thing = "claims"
	ThingHeader        Thing = "header"
	ThingHAR           Thing = "har"
	ThingJSON          Thing = "json"
	ThingForeign       Thing = "base64_json"
	ThingDamaged       Thing = "damaged"
	ThingUpperCase     Thing = "letter_case"
	ThingBinary        Thing = "binary"
	ThingHex           Thing = "hex"
	ThingNumber        Thing = "number"
	ThingText          Thing = "text"
	// ThingOpaqueBeside and ThingBasicBeside stand beside tokens.
	ThingOpaqueBeside Thing = "opaque_beside"
	ThingBasicBeside  Thing = "basic_beside"
	ThingErrorBeside  Thing = "error_beside"
)

// Things lists every Thing.
func Things() []Thing {
	return []Thing{
		ThingEmpty, ThingTooLarge, ThingOpaque, ThingUUID, ThingPASETO, ThingSAML, ThingCertificate, ThingPrivateKey,
		ThingPublicKey, ThingPEM, ThingSSHKey, ThingJWK, ThingJWKS, ThingHTML, ThingXML, ThingBasic, ThingDigest,
		ThingKerberos, ThingAPIKey, ThingCode, ThingPlaceholder, ThingURL, ThingDiscovery, ThingOAuthError, ThingResponse,
		ThingDevice, ThingIntrospection, ThingClaims, ThingHeader, ThingHAR, ThingJSON, ThingForeign, ThingDamaged, ThingUpperCase,
		ThingBinary, ThingHex, ThingNumber, ThingText, ThingOpaqueBeside, ThingBasicBeside, ThingErrorBeside,
	}
}

// final tells what cannot be an encoding of something else.
func (t Thing) final() bool {
	switch t {
	case ThingOpaque, ThingHex, ThingText, ThingURL, ThingJSON, ThingDamaged, ThingUpperCase, ThingForeign, ThingHTML, ThingXML, ThingResponse, ThingHAR:
		return false
	}
	return true
}

// secondhand tells what is worth a name when it comes out of an encoding.
func (t Thing) secondhand() bool {
	switch t {
	case ThingSAML, ThingCertificate, ThingPrivateKey, ThingPublicKey, ThingJWK, ThingJWKS, ThingBasic, ThingOAuthError,
		ThingClaims, ThingHeader, ThingXML, ThingHTML, ThingDiscovery, ThingResponse, ThingIntrospection:
		return true
	}
	return false
}

// nameOf names a text in which there is no token.
func nameOf(text string, f *finder) (Thing, map[string]string) {
	bare := strings.TrimFunc(text, func(c rune) bool {
		g := unseenOrBlank(c, 1)
		return unicode.IsSpace(c) || c == 0 || g.class == soft || g.class == hard
	})
	if bare == "" {
		return ThingEmpty, nil
	}
	head := bare[:min(len(bare), MaxText)]
	if !readable(head) {
		return ThingBinary, nil
	}
	for _, namer := range [...]func(string) (Thing, map[string]string){
		alone(pemThing), namedJSON, alone(markup), nameByWords, alone(page), bareCode,
	} {
		if t, args := namer(head); t != "" {
			return t, args
		}
	}
	return nameRun(head, f), nil
}

// alone makes a namer of one that has no arguments for its sentence.
func alone(namer func(string) Thing) func(string) (Thing, map[string]string) {
	return func(s string) (Thing, map[string]string) { return namer(s), nil }
}

// namedJSON names a text of JSON, or one in which an answer stands.
func namedJSON(s string) (Thing, map[string]string) {
	json := strings.Trim(strings.TrimPrefix(strings.TrimPrefix(s, "```json"), "```"), "`\n\r\t ")
	if strings.HasPrefix(json, "{") || strings.HasPrefix(json, "[") {
		if t, args := nameJSON(json); t != "" {
			return t, args
		}
	}
	if at := strings.Index(s, "{\""); at > 0 {
		if t, args := nameJSON(s[at:]); t == ThingOAuthError || t == ThingJWKS || t == ThingJWK {
			return t, args
		}
	}
	return "", nil
}

// pemThing names what stands between the lines of RFC 7468.
func pemThing(s string) Thing {
	_, after, ok := strings.Cut(s, "-----BEGIN ")
	if !ok {
		if strings.HasPrefix(s, "ssh-") || strings.HasPrefix(s, "ecdsa-sha2-") {
			return ThingSSHKey
		}
		if strings.HasPrefix(s, "AGE-SECRET-KEY-") {
			return ThingPrivateKey
		}
		return ""
	}
	label, _, _ := strings.Cut(after[:min(len(after), 64)], "-----")
	switch {
	case strings.Contains(label, "PRIVATE KEY"):
		return ThingPrivateKey
	case strings.Contains(label, "PUBLIC KEY"):
		return ThingPublicKey
	case strings.Contains(label, "CERTIFICATE"):
		return ThingCertificate
	}
	return ThingPEM
}

// markup names a text that begins with a tag.
func markup(s string) Thing {
	if !strings.HasPrefix(s, "<") {
		return ""
	}
	const probe = 4096
	head := strings.ToLower(s[:min(len(s), probe)])
	switch {
	case strings.Contains(head, "urn:oasis:names:tc:saml"), strings.Contains(head, "<saml"):
		return ThingSAML
	case strings.Contains(head, "<html"), strings.Contains(head, "<!doctype html"), strings.Contains(head, "<body"),
		strings.Contains(head, "<head"), strings.Contains(head, "<div"), strings.Contains(head, "<p>"), strings.Contains(head, "<script"):
		return ThingHTML
	case strings.HasPrefix(head, "<?xml"), strings.Contains(head, "</"):
		return ThingXML
	}
	return ""
}

// nameRun names a text by its letters alone.
func nameRun(s string, f *finder) Thing {
	_, credential := afterScheme(s)
	credential = strings.Trim(credential, "\"'`“”,; \t\r\n")
	switch {
	case placeholder(credential):
		return ThingPlaceholder
	case uuid(credential):
		return ThingUUID
	case len(credential) > 2 && strings.EqualFold(credential[:3], "eyJ") && credential[:3] != "eyJ":
		return ThingUpperCase
	case f.damaged:
		return ThingDamaged
	case f.foreign:
		return ThingForeign
	case strings.HasPrefix(credential, "eyJ"):
		return ThingDamaged
	}
	if t := nameShape(credential); t != "" {
		return t
	}
	if scheme, _ := afterScheme(s); scheme != "" && !strings.ContainsAny(credential, " \t\r\n") {
		return ThingOpaque
	}
	return ThingText
}

// nameShape names a text by its length and its letters; "" when they say
// nothing.
func nameShape(s string) Thing {
	const least, der = 16, 64
	switch {
	case digitsOnly(s):
		return ThingNumber
	case strings.ContainsAny(s, " \t\r\n"):
		return lines(s)
	case strings.Contains(s, "://"):
		return ThingURL
	case strings.HasPrefix(s, "MII") && len(s) > der:
		return ThingPEM // DER in base64
	case len(s) < least || uniform(s):
		return ""
	case strings.Trim(s, "0123456789abcdefABCDEF") == "":
		return ThingHex
	case strings.Trim(s, base64Letters+"=.~:|$*!") == "":
		return ThingOpaque
	}
	return ""
}

// uniform tells a line that is drawn with one or two signs.
func uniform(s string) bool {
	return strings.Trim(s, s[:1]) == "" || strings.Trim(s, s[:1]+s[len(s)-1:]) == ""
}

// lines names base64 that was wrapped.
func lines(s string) Thing {
	for line := range strings.FieldsSeq(s) {
		if strings.Trim(line, base64Letters+"=") != "" {
			return ""
		}
		const least = 30
		if len(line) < least && !strings.HasSuffix(s, line) {
			return ""
		}
	}
	return ThingOpaque
}

func uuid(s string) bool {
	const longest = len("{urn:uuid:}") + 36
	if len(s) > longest {
		return false
	}
	s = strings.TrimPrefix(strings.Trim(strings.ToLower(s), "{}"), "urn:uuid:")
	if len(s) != 36 {
		return false
	}
	for i := range s {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (s[i] == '-') || !dash && strings.IndexByte("0123456789abcdef", s[i]) < 0 {
			return false
		}
	}
	return true
}

// placeholder tells a name that stands for a token: a variable that nobody
// filled.
func placeholder(s string) bool {
	if len(s) > 80 || len(s) < 2 {
		return false
	}
	switch strings.ToLower(s) {
	case "null", "undefined", "none", "nil", "nan", "[object object]", "true", "false", "(null)":
		return true
	}
	inner := strings.Trim(s, "${}<>%[]#@")
	return (strings.HasPrefix(s, "$") || strings.HasPrefix(s, "{{") || strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">") ||
		strings.HasPrefix(s, "%") && strings.HasSuffix(s, "%")) &&
		inner != "" && strings.Trim(strings.ToLower(inner), "abcdefghijklmnopqrstuvwxyz_-. ") == ""
}

// basicPair tells whether base64 holds a name and a password (RFC 7617).
func basicPair(s string) bool {
	data, ok := decodeEither(strings.TrimRight(s, "="))
	if !ok || len(s)%4 == 1 {
		return false
	}
	before, _, found := strings.Cut(string(data), ":")
	if !found || before == "" || strings.Contains(string(data), "eyJ") || strings.ContainsAny(before, "{}<>\"/ \n") {
		return false
	}
	return !strings.ContainsFunc(string(data), func(c rune) bool { return c < ' ' || c == unicode.ReplacementChar }) &&
		base64.StdEncoding.EncodedLen(len(data))-len(s) < 3
}
