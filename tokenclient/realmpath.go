package tokenclient

import (
	"net/url"
	"slices"
	"strings"
)

// readRealm finds base and realm in the decoded segments of a path. origin is
// scheme and host; fragment is read for admin consoles only.
func readRealm(origin string, segments []string, fragment string) Address {
	// RFC 8414 section 3.1 puts the well-known name before the issuer's path.
	if len(segments) > 1 && segments[0] == ".well-known" {
		segments = segments[2:]
	}
	pairs := realmPairs(segments)
	if len(pairs) > 0 {
		a := Address{Realm: pairRealm(origin, segments, pairs[0])}
		if last := pairs[len(pairs)-1]; len(pairs) > 1 {
			a.Others = []Realm{pairRealm(origin, segments, last)}
		}
		return a
	}
	if i := slices.Index(segments, "admin"); i >= 0 {
		return adminRealm(origin, segments, i, fragment)
	}
	return Address{Realm: Realm{Base: baseURL(origin, untilKnown(segments))}}
}

// realmPairs are the places of "realms" with a name behind it.
func realmPairs(segments []string) []int {
	var at []int
	for i := 0; i+1 < len(segments); i++ {
		if segments[i] == "realms" && strings.TrimSpace(segments[i+1]) != "" {
			at = append(at, i)
		}
	}
	return at
}

func pairRealm(origin string, segments []string, at int) Realm {
	base := segments[:at]
	if at > 0 && segments[at-1] == "admin" { // admin REST: {base}/admin/realms/{realm}
		base = segments[:at-1]
	}
	return Realm{Base: baseURL(origin, base), Name: notPlaceholder(segments[at+1])}
}

// adminRealm reads an admin console's address. The path names the realm of the
// administrator's login; the fragment names the realm being looked at: #/{r}
// since Keycloak 19, #/realms/{r} before.
func adminRealm(origin string, segments []string, at int, fragment string) Address {
	a := Address{Realm: Realm{Base: baseURL(origin, segments[:at])}}
	if name := fragmentRealm(fragment); name != "" {
		a.Realm.Name = name
		return a
	}
	if at+1 < len(segments) {
		a.Realm.Name = notPlaceholder(segments[at+1])
		a.Guess = a.Realm.Name != ""
	}
	return a
}

func fragmentRealm(fragment string) string {
	route, ok := strings.CutPrefix(fragment, "/")
	if !ok {
		return ""
	}
	route, _, _ = cutAny(route, "?&#")
	parts := strings.Split(route, "/")
	name := parts[0]
	switch name {
	case "realms":
		if len(parts) < 2 {
			return ""
		}
		name = parts[1]
	case "create", "server-info", "access-denied":
		return "" // pages of the old console outside any realm
	}
	name, err := url.PathUnescape(name)
	if err != nil || !validRealmName(name) {
		return ""
	}
	return notPlaceholder(name)
}

// notPlaceholder drops names that a manual left open, such as {realm_name},
// <realm>, :realm, $REALM or ${realm}.
func notPlaceholder(name string) string {
	name = strings.TrimSpace(name)
	if name == "" || strings.ContainsAny(name, "{}<>") || name[0] == ':' || name[0] == '$' {
		return ""
	}
	return name
}

// untilKnown cuts a path without realm at the first part that belongs to
// Keycloak or is a file: the rest is the base.
func untilKnown(segments []string) []string {
	for i, s := range segments {
		switch s {
		case "realms", "js", "resources", "welcome-content", ".well-known", "health", "metrics":
			return segments[:i]
		}
		if i == len(segments)-1 && strings.Contains(s, ".") {
			return segments[:i]
		}
	}
	return segments
}

func baseURL(origin string, segments []string) string {
	var b strings.Builder
	b.WriteString(origin)
	for _, s := range segments {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(s))
	}
	return b.String()
}

// Endpoints is the realm's path table (Keycloak's documented paths).
func (r Realm) Endpoints() Endpoints {
	issuer := strings.TrimRight(r.Base, "/") + "/realms/" + url.PathEscape(r.Name)
	oidc := issuer + "/protocol/openid-connect"
	return Endpoints{
		Issuer:              issuer,
		Authorization:       oidc + "/auth",
		Token:               oidc + "/token",
		Introspection:       oidc + "/token/introspect",
		UserInfo:            oidc + "/userinfo",
		Revocation:          oidc + "/revoke",
		EndSession:          oidc + "/logout",
		JWKS:                oidc + "/certs",
		DeviceAuthorization: oidc + "/auth/device",
		PushedAuthorization: oidc + "/ext/par/request",
		Backchannel:         oidc + "/ext/ciba/auth",
	}
}
