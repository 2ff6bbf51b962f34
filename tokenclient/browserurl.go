package tokenclient

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxBrowserURL is the longest address that is given to a browser, in bytes.
const maxBrowserURL = 8 << 10

// CheckBrowserURL tells whether an address may be given to the program that
// opens the system's browser. Such addresses come from servers, and what opens
// them runs programs for schemes of all sorts (CVE-2025-6514): only https is
// let through, and http for this machine or when allowHTTP says that the user
// chose an http realm. Nothing is let through that a shell, an argument list or
// a registry entry could read as more than an address.
//
// The error is an *Error of KindAddress; its Reason is "empty", "scheme",
// "userinfo", "host" or "syntax".
func CheckBrowserURL(raw string, allowHTTP bool) error {
	if e := checkBrowserURL(raw, allowHTTP); e != nil {
		return e
	}
	return nil
}

func checkBrowserURL(raw string, allowHTTP bool) *Error {
	switch {
	case raw == "":
		return addressError("empty")
	case len(raw) > maxBrowserURL, !utf8.ValidString(raw), strings.ContainsFunc(raw, notInURL), hasEncodedBreak(raw):
		return addressError("syntax")
	}
	origin, err := Origin(raw)
	if err != nil {
		return asError(err)
	}
	u, err := url.Parse(raw)
	if err != nil {
		return addressError("syntax")
	}
	switch {
	case strings.Contains(u.Host, "%"): // a zone, or an encoded name
		return addressError("host")
	case strings.HasPrefix(origin, "http:") && !allowHTTP && !IsLoopback(u.Host):
		return addressError("scheme")
	}
	return nil
}

// notInURL tells characters that no address needs unencoded: controls, blanks
// of every kind, quotes, backslash, and what shells read. Letters of any script
// are left alone, for names of hosts.
func notInURL(r rune) bool {
	if r > unicode.MaxASCII {
		return !unicode.In(r, unicode.L, unicode.Nd, unicode.M)
	}
	return r <= ' ' || r == 0x7F || strings.ContainsRune("\"'`\\<>^{|}$", r)
}

// hasEncodedBreak tells an encoded end of a string or line.
func hasEncodedBreak(raw string) bool {
	lower := asciiLower(raw)
	return strings.Contains(lower, "%00") || strings.Contains(lower, "%0a") || strings.Contains(lower, "%0d")
}
