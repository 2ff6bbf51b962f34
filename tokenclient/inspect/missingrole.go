package inspect

import (
	"strings"
	"time"
)

// HintCodes lists every Code of MissingRole; each has the text "hint.{Code}"
// in assets/translations/find.*.json.
func HintCodes() []string {
	return []string{
		"id_token", "refresh", "lightweight", "encrypted", "no_roles", "no_client", "realm_only", "client_only", "not_granted",
		"spelling", "elsewhere", "group", "scope", "issued_before",
	}
}

// MissingRole tells why a role may not be in a token, likeliest first: the
// wrong sort of token, a like name elsewhere, the client's scope, the token's
// age. client is whose role it is, "" for one of the realm. It is empty when
// the token has the role.
func MissingRole(t *Token, client, role string) []Finding {
	hint := func(code string, args ...string) []Finding { return found(SeverityNote, code, args...) }
	if t.shownHeader().text("enc") != "" && t.Payload == nil {
		return hint("encrypted")
	}
	rights := Rights(t)
	list, has := likeRole(rights, client, role)
	if has {
		return nil
	}
	origin, _ := t.Origin()
	switch t.Kind("") {
	case TokenID:
		list = append(hint("id_token"), list...)
	case TokenRefresh, TokenOffline:
		return hint("refresh")
	case TokenAccess, TokenRPT, TokenSigned:
		if origin.Lightweight() {
			list = append(hint("lightweight"), list...)
		}
	}
	others := otherRoles(rights, client, t.payload().text("azp"))
	if len(list)+len(others) == 0 {
		others = hint("not_granted", "Azp", t.payload().text("azp"))
	}
	list = append(list, others...)
	if at, ok := t.IssuedAt(); ok {
		list = append(list, hint("issued_before", "Issued", at.UTC().Format(time.RFC3339))...)
	}
	return list
}

// otherRoles tells which sorts of roles there are instead.
func otherRoles(rights []Right, client, azp string) []Finding {
	count := map[RightKind]int{}
	mine := 0
	for _, r := range rights {
		count[r.Kind]++
		if r.Kind == RightClientRole && r.Client == client {
			mine++
		}
	}
	switch {
	case count[RightRealmRole]+count[RightClientRole] == 0:
		return found(SeverityNote, "no_roles")
	case client == "" && count[RightRealmRole] == 0:
		return found(SeverityNote, "client_only")
	case client != "" && count[RightClientRole] == 0:
		return found(SeverityNote, "realm_only")
	case client != "" && mine == 0:
		return found(SeverityNote, "no_client", "Client", client, "Azp", azp)
	}
	return nil
}

// likeRole looks for the role, and for what was taken for it.
func likeRole(rights []Right, client, role string) (list []Finding, has bool) {
	for _, r := range rights {
		if !strings.EqualFold(r.Name, role) && !strings.EqualFold(strings.TrimPrefix(r.Name, "/"), role) {
			continue
		}
		here := r.Client == client && (r.Kind == RightRealmRole || r.Kind == RightClientRole)
		switch {
		case here && r.Name == role:
			return nil, true
		case here:
			list = append(list, found(SeverityNote, "spelling", "Have", r.Name)...)
		case r.Kind == RightClientRole:
			list = append(list, found(SeverityNote, "elsewhere", "Client", r.Client)...)
		case r.Kind == RightRealmRole:
			list = append(list, found(SeverityNote, "elsewhere", "Client", "realm")...)
		case r.Kind == RightGroup:
			list = append(list, found(SeverityNote, "group")...)
		case r.Kind == RightScope:
			list = append(list, found(SeverityNote, "scope")...)
		}
	}
	return list, false
}
