package tokenclient

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ParseAddress reads a realm out of any pasted text: a realm's address, one of
// its endpoints with or without query, a console's address, a curl line, a
// sentence or document with an address in it; see Address. Nothing is sent.
// The error is an *Error of KindAddress.
func ParseAddress(pasted string) (Address, error) {
	p, e := cleanPasted(pasted)
	if e != nil {
		return Address{}, e
	}
	var found []Address
	for _, raw := range p.urls {
		a, err := readAddress(raw, &p)
		if err != nil {
			if e == nil {
				e = err
			}
			continue
		}
		found = append(found, a)
	}
	if len(found) == 0 {
		return Address{}, e
	}
	a := found[0]
	if i := slices.IndexFunc(found, func(a Address) bool { return a.Realm.Name != "" }); i >= 0 {
		a = found[i]
	}
	for _, other := range found {
		if other.Realm.Name != "" {
			a.Others = append(a.Others, other.Realm)
		}
		a.Others = append(a.Others, other.Others...)
	}
	a.Others = distinct(a.Realm, a.Others)
	a.Cleaned = p.cleaned
	return a, nil
}

// distinct drops repeats of first and of one another.
func distinct(first Realm, others []Realm) []Realm {
	seen := []Realm{first}
	for _, r := range others {
		if !slices.Contains(seen, r) {
			seen = append(seen, r)
		}
	}
	if len(seen) == 1 {
		return nil
	}
	return seen[1:]
}

// readAddress reads one address.
func readAddress(raw string, p *pasted) (Address, *Error) {
	scheme, rest, added, e := splitScheme(raw)
	if e != nil {
		return Address{}, e
	}
	if added {
		p.note("scheme")
	}
	if trimmed := strings.TrimLeft(rest, "/"); trimmed != rest {
		p.note("slashes")
		rest = trimmed
	}
	authority, _, _ := cutAny(rest, "/?#")
	if strings.Contains(authority, "@") {
		return Address{}, addressError("userinfo")
	}
	host, ok := normalHost(scheme, authority)
	if !ok {
		return Address{}, addressError("host")
	}
	rest, fragment, _ := strings.Cut(rest[len(authority):], "#")
	path, query, _ := strings.Cut(rest, "?")
	segments, e := p.splitPath(path)
	if e != nil {
		return Address{}, e
	}
	a := readRealm(scheme+"://"+host, segments, fragment)
	if !validRealmName(a.Realm.Name) {
		return Address{}, addressError("realm")
	}
	if added && scheme == "https" && IsLoopback(host) {
		// A development server on this machine seldom speaks TLS.
		plain := a.Realm
		plain.Base = "http" + strings.TrimPrefix(a.Realm.Base, "https")
		a.Others = append(a.Others, plain)
	}
	values, _ := url.ParseQuery(query) // what is readable of it is enough to prefill
	a.ClientID = tidy(values.Get("client_id"))
	a.Scope = tidy(values.Get("scope"))
	a.RedirectURI = tidy(values.Get("redirect_uri"))
	return a, nil
}

// splitPath cuts a path into decoded segments and normalises it: Keycloak 26.5
// refuses a path with // or dot segments, 26.6 one with path parameters.
func (p *pasted) splitPath(path string) ([]string, *Error) {
	var out []string
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, raw := range parts {
		raw, _, parameter := cutAny(raw, ";")
		segment, err := url.PathUnescape(raw)
		if err != nil || !utf8.ValidString(segment) || strings.ContainsFunc(segment, unicode.IsControl) {
			return nil, addressError("syntax")
		}
		odd := true
		switch segment {
		case "":
			odd = i < len(parts)-1
		case ".":
		case "..":
			out = out[:max(0, len(out)-1)]
		default:
			odd = false
			out = append(out, segment)
		}
		if odd || parameter != 0 {
			p.note("slashes")
		}
	}
	return out, nil
}

// tidy makes a value from a query fit for a form field.
func tidy(value string) string {
	value = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf) || r == utf8.RuneError {
			return -1
		}
		return r
	}, value)
	if len(value) > 2048 {
		return ""
	}
	return strings.TrimSpace(value)
}

// validRealmName refuses what no path can carry; an empty name is for others
// to judge.
func validRealmName(name string) bool {
	return name != "." && name != ".." && utf8.ValidString(name) && !strings.ContainsFunc(name, unicode.IsControl)
}
