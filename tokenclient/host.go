package tokenclient

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// Origin is scheme, host and explicit port of a URL, lower case, default port
// dropped: what a secret is bound to. It is strict where ParseAddress is
// forgiving, and reads the URL as net/http does. The error is an *Error of
// KindAddress.
func Origin(rawURL string) (string, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return "", addressError("syntax")
	}
	origin, e := originOf(u)
	if e != nil {
		return "", e
	}
	return origin, nil
}

// originOf is Origin of a URL that is read already.
func originOf(u *url.URL) (string, *Error) {
	scheme := strings.ToLower(u.Scheme)
	switch {
	case scheme != "http" && scheme != "https":
		return "", addressError("scheme")
	case u.User != nil:
		return "", addressError("userinfo")
	}
	host, ok := normalHost(scheme, u.Host)
	if !ok {
		return "", addressError("host")
	}
	return scheme + "://" + host, nil
}

// splitScheme reads the scheme of a pasted address; a missing one is https.
func splitScheme(text string) (scheme, rest string, added bool, e *Error) {
	if name, after, ok := strings.Cut(text, "://"); ok && isSchemeName(name) {
		if scheme = strings.ToLower(name); scheme != "http" && scheme != "https" {
			return "", "", false, addressError("scheme")
		}
		return scheme, after, false, nil
	}
	if after, ok := strings.CutPrefix(text, "//"); ok {
		return "https", after, true, nil
	}
	authority, _, _ := cutAny(text, "/?#")
	name, after, ok := strings.Cut(authority, ":")
	switch {
	case strings.Contains(authority, "@"):
		return "", "", false, addressError("userinfo")
	case !ok || strings.HasPrefix(authority, "["):
		return "https", text, true, nil
	case strings.EqualFold(name, "http") || strings.EqualFold(name, "https"):
		// https:/host and https:host are slips of the hand.
		return strings.ToLower(name), text[len(name)+1:], true, nil
	case strings.Trim(after, "0123456789") == "":
		return "https", text, true, nil
	}
	return "", "", false, addressError("scheme")
}

func isSchemeName(s string) bool {
	for _, r := range s {
		if r > unicode.MaxASCII || !(unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("+-.", r)) {
			return false
		}
	}
	return s != ""
}

// normalHost checks host and port of an authority without user information and
// writes them in one way: lower case, no default port, short IPv6.
func normalHost(scheme, authority string) (string, bool) {
	host, port := authority, ""
	if i := strings.LastIndexByte(authority, ':'); i > strings.LastIndexByte(authority, ']') {
		host, port = authority[:i], authority[i+1:]
	}
	host, ok := normalName(host)
	if !ok {
		return "", false
	}
	if port == "" {
		return host, true
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return "", false
	}
	if scheme == "https" && n == 443 || scheme == "http" && n == 80 {
		return host, true
	}
	return host + ":" + strconv.FormatUint(n, 10), true
}

func normalName(host string) (string, bool) {
	if inner, ok := strings.CutPrefix(host, "["); ok {
		inner, ok = strings.CutSuffix(inner, "]")
		address, err := netip.ParseAddr(strings.Replace(inner, "%25", "%", 1))
		if !ok || err != nil || !address.Is6() || strings.ContainsAny(address.Zone(), "/?#[]@:% ") {
			return "", false
		}
		return "[" + strings.Replace(address.String(), "%", "%25", 1) + "]", true
	}
	host = strings.ToLower(host)
	if len(host) > 253 {
		return "", false
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(host, "."), ".") {
		if label == "" || len(label) > 63 || strings.ContainsFunc(label, notInLabel) {
			return "", false
		}
	}
	return host, true
}

// notInLabel allows what occurs in real names: letters and digits of any
// script, hyphen, and the underscore of container networks.
func notInLabel(r rune) bool {
	return !(unicode.In(r, unicode.L, unicode.Nd, unicode.M) || r == '-' || r == '_')
}

// IsLoopback tells whether a host, with or without port, is this machine: what
// is sent to it never leaves it (RFC 6761 section 6.3 for the names under
// localhost).
func IsLoopback(host string) bool {
	name := host
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		name = host[:i]
	}
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	if name == "localhost" || strings.HasSuffix(name, ".localhost") { // RFC 6761 section 6.3
		return true
	}
	address, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return err == nil && address.Unmap().IsLoopback()
}

// cutAny splits s before the first of chars; sep is that character.
func cutAny(s, chars string) (before, after string, sep byte) {
	i := strings.IndexAny(s, chars)
	if i < 0 {
		return s, "", 0
	}
	return s[:i], s[i+1:], s[i]
}

func addressError(reason string) *Error {
	return &Error{Kind: KindAddress, Reason: reason}
}
