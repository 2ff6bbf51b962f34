package inspect

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// RightKind is where a right comes from.
type RightKind string

// The kinds of rights that Keycloak writes into tokens.
const (
	RightRealmRole  RightKind = "realm_role"  // realm_access, and flat lists of roles
	RightClientRole RightKind = "client_role" // resource_access
	RightScope      RightKind = "scope"       // scope, scp
	RightGroup      RightKind = "group"       // groups
	RightAudience   RightKind = "audience"    // aud
	RightPermission RightKind = "permission"  // authorization.permissions
)

// Right is one thing that a token lets its bearer do. The texts are as sent;
// see Visible.
type Right struct {
	Kind RightKind
	// Client is whose role it is, or the resource of a permission.
	Client string
	Name   string
}

// Rights lists what a token grants, each right once, in the order of the text.
func Rights(t *Token) []Right {
	var list []Right
	seen := map[Right]bool{}
	put := func(r Right) {
		if !seen[r] {
			seen[r] = true
			list = append(list, r)
		}
	}
	for _, m := range t.payload().members() {
		switch m.Name {
		case "realm_access":
			putRoles(m.Value, "", put)
		case "resource_access":
			for _, client := range m.Value.Members {
				putRoles(client.Value, client.Name, put)
			}
		case "roles":
			putTexts(m.Value, RightRealmRole, put)
		case "groups":
			putTexts(m.Value, RightGroup, put)
		case "aud":
			putTexts(m.Value, RightAudience, put)
		case "scope", "scp":
			putScopes(m.Value, put)
		case "authorization":
			putPermissions(m.Value, put)
		}
	}
	return list
}

func putRoles(v Value, client string, put func(Right)) {
	kind := RightClientRole
	if client == "" {
		kind = RightRealmRole
	}
	roles, _ := v.last("roles")
	for _, item := range roles.Value.Items {
		if item.Kind == KindString {
			put(Right{Kind: kind, Client: client, Name: item.Text})
		}
	}
}

func putTexts(v Value, kind RightKind, put func(Right)) {
	names, _ := texts(v)
	for _, name := range names {
		put(Right{Kind: kind, Name: name})
	}
}

// putScopes reads a list with blanks between (RFC 6749 section 3.3) or, as
// other providers write it, an array.
func putScopes(v Value, put func(Right)) {
	names, _ := texts(v)
	for _, list := range names {
		for name := range strings.FieldsSeq(list) {
			put(Right{Kind: RightScope, Name: name})
		}
	}
}

// putPermissions reads the permissions of Keycloak's authorization services: a
// resource, with its scopes or as a whole.
func putPermissions(v Value, put func(Right)) {
	permissions, _ := v.last("permissions")
	for _, p := range permissions.Value.Items {
		resource := p.text("rsname")
		if resource == "" {
			resource = p.text("rsid")
		}
		scopes, _ := p.last("scopes")
		names, _ := texts(scopes.Value)
		if len(names) == 0 {
			put(Right{Kind: RightPermission, Name: resource})
		}
		for _, name := range names {
			put(Right{Kind: RightPermission, Client: resource, Name: name})
		}
	}
}

func count(n int) string { return strconv.Itoa(n) }

// lifeText is a length of time in the signs that every language shares, two
// units at most: 5 min, 9 h 30 min, 30 d.
func lifeText(d time.Duration) string { return spanText(int64(d/time.Second), 2) }

// spanText is a number of seconds in at most so many units.
func spanText(s int64, units int) string {
	if s < 0 {
		return "-" + spanText(-max(s, -math.MaxInt64), units)
	}
	var parts []string
	for _, unit := range []struct {
		length int64
		sign   string
	}{{86400, " d"}, {3600, " h"}, {60, " min"}, {1, " s"}} {
		if n := s / unit.length; n > 0 && len(parts) < units {
			parts = append(parts, strconv.FormatInt(n, 10)+unit.sign)
			s -= n * unit.length
		} else if len(parts) > 0 && units == 2 {
			break
		}
	}
	if len(parts) == 0 {
		return "0 s"
	}
	return strings.Join(parts, " ")
}
