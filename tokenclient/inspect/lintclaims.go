package inspect

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// The lives that a reviewer asks about. Keycloak's own are 5 minutes for an
// access token and 30 days for an idle offline session.
const (
	longLife     = time.Hour
	veryLongLife = 24 * time.Hour
	longRefresh  = 30 * 24 * time.Hour
)

// lintUse finds a token that is used for what it is not made for (RFC 8725
// sections 3.11 and 3.12).
func lintUse(t *Token, o LintOptions) []Finding {
	if !o.Bearer {
		return nil
	}
	_, nonce := t.Claim("nonce")
	_, hash := t.Claim("at_hash")
	cnf, _ := t.Claim("cnf")
	typ, media := t.Typ(), t.mediaType()
	switch {
	case typ == "ID", typ == "" && media != "at+jwt" && (nonce || hash):
		return found(SeverityDanger, "id_as_bearer")
	case typ == "Refresh", typ == "Offline":
		return found(SeverityDanger, "refresh_as_bearer")
	case typ == "Logout", media == "logout+jwt":
		return found(SeverityDanger, "logout_as_bearer")
	case media == "dpop+jwt":
		return found(SeverityDanger, "proof_as_bearer")
	case len(cnf.Members) > 0:
		return found(SeverityNote, "bound_as_bearer", "Name", cnf.Members[0].Name)
	}
	return nil
}

// lintLife looks at how long the token lives.
func lintLife(t *Token, _ LintOptions) []Finding {
	life, known := t.life()
	args := []string{"Life", lifeText(life)}
	refresh := t.Typ() == "Refresh" || t.Typ() == "Offline"
	exp, has := t.Claim("exp")
	_, kind := date(exp)
	switch {
	case has && kind == dateZero:
		return found(SeverityWarning, "end_zero")
	case !has && refresh:
		return nil // Keycloak's offline tokens without a limit
	case !has:
		return found(SeverityDanger, "no_end")
	case !known:
		return nil
	case life <= 0:
		return found(SeverityWarning, "ends_before_issue")
	case refresh && life > longRefresh:
		return found(SeverityNote, "long_refresh", args...)
	case refresh:
		return nil
	case life > veryLongLife:
		return found(SeverityDanger, "very_long_life", args...)
	case life > longLife:
		return found(SeverityWarning, "long_life", args...)
	}
	return nil
}

// life is how long a token lives from iat (else nbf) to exp.
func (t *Token) life() (life time.Duration, known bool) {
	end, ends := t.Expiry()
	start, starts := t.IssuedAt()
	if !starts {
		start, starts = t.time("nbf")
	}
	return end.Sub(start), ends && starts
}

// lintMoments looks at the order of the times.
func lintMoments(t *Token, o LintOptions) []Finding {
	var list []Finding
	issued, dated := t.IssuedAt()
	login, known := t.AuthTime()
	begin, begins := t.time("nbf")
	end, ends := t.Expiry()
	if _, has := t.Claim("iat"); !has {
		list = append(list, found(SeverityNote, "no_issued_at")...)
	}
	if begins && ends && !begin.Before(end) {
		list = append(list, found(SeverityDanger, "never_in_force")...)
	}
	if dated && !o.Now.IsZero() && issued.After(o.Now) {
		list = append(list, found(SeverityWarning, "issued_later", "Ahead", lifeText(issued.Sub(o.Now)))...)
	}
	if dated && known && login.After(issued) {
		list = append(list, found(SeverityWarning, "login_after_issue")...)
	}
	return list
}

// lintIssuer looks at iss.
func lintIssuer(t *Token, _ LintOptions) []Finding {
	iss := t.payload().text("iss")
	if iss == "" {
		return found(SeverityWarning, "no_issuer")
	}
	u, err := url.Parse(iss)
	switch {
	case err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http":
		return found(SeverityNote, "issuer_form", "Value", iss)
	case u.Scheme == "http" && !local(u.Hostname()):
		return found(SeverityWarning, "issuer_plain", "Value", iss)
	}
	return nil
}

// local tells whether a host is this machine.
func local(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && addr.IsLoopback()
}

// manyAudiences is how many receivers a reviewer asks about: each can use the
// token at every other.
const manyAudiences = 10

// lintAudience looks at aud (RFC 8725 section 3.9).
func lintAudience(t *Token, _ LintOptions) []Finding {
	aud, _ := t.Claim("aud")
	names, _ := texts(aud)
	azp := t.payload().text("azp")
	switch {
	case t.Typ() == "Logout":
		return nil
	case len(names) == 0 || len(names) == 1 && names[0] == "":
		return found(SeverityWarning, "no_audience")
	case slices.Contains(names, "*"):
		return found(SeverityDanger, "audience_wildcard")
	case t.Typ() == "ID" && azp != "" && !slices.Contains(names, azp):
		return found(SeverityWarning, "audience_other_client", "Client", azp)
	case t.access() && len(names) == 1 && names[0] == "account":
		return found(SeverityWarning, "audience_account")
	case len(names) > manyAudiences:
		return found(SeverityWarning, "audience_many", "Count", count(len(names)))
	}
	return nil
}

// lintSubject looks for sub: from Keycloak 25 on a client scope writes it.
func lintSubject(t *Token, _ LintOptions) []Finding {
	if t.payload().text("sub") != "" || t.Typ() == "Logout" {
		return nil
	}
	return found(SeverityWarning, "no_subject")
}

// lintOrigins looks at the web origins from which a browser may call.
func lintOrigins(t *Token, _ LintOptions) []Finding {
	v, _ := t.Claim("allowed-origins")
	origins, _ := texts(v)
	for _, origin := range origins {
		if strings.Contains(origin, "*") {
			return found(SeverityWarning, "origins_wildcard", "Value", origin)
		}
	}
	for _, origin := range origins {
		if u, err := url.Parse(origin); err == nil && u.Scheme == "http" && !local(u.Hostname()) {
			return found(SeverityNote, "origins_plain", "Value", origin)
		}
	}
	return nil
}

// lintPerson looks for personal data: everybody who handles a token reads them.
func lintPerson(t *Token, _ LintOptions) []Finding {
	var plain, sensitive, secret []string
	for _, m := range t.Payload.Members {
		if m.Nth > 1 || m.Value.Kind == KindNull {
			continue
		}
		switch name := strings.ToLower(m.Name); name {
		case "email", "name", "given_name", "family_name", "middle_name", "nickname", "picture", "profile", "website", "locale", "zoneinfo":
			plain = append(plain, m.Name)
		case "address", "birthdate", "gender", "phone_number", "msisdn", "place_of_birth", "nationalities", "birth_family_name", "verified_claims":
			sensitive = append(sensitive, m.Name)
		case "gss_delegation_credential", "password", "passwd", "secret", "client_secret", "api_key", "apikey", "private_key", "credentials":
			secret = append(secret, m.Name)
		}
	}
	var list []Finding
	if len(secret) > 0 {
		list = found(SeverityDanger, "secret_claim", "Names", strings.Join(secret, ", "))
	}
	if len(sensitive) > 0 {
		list = append(list, found(SeverityWarning, "personal_sensitive", "Names", strings.Join(sensitive, ", "))...)
	}
	if len(plain) > 0 && t.access() {
		list = append(list, found(SeverityNote, "personal_data", "Names", strings.Join(plain, ", "))...)
	}
	if v, ok := t.Claim("email_verified"); ok && t.payload().text("email") != "" && v.Text == "false" {
		list = append(list, found(SeverityNote, "email_unverified")...)
	}
	return list
}

// The numbers of roles and of clients with roles that a reviewer asks about.
const (
	manyRoles   = 100
	manyClients = 4
)

// lintRights looks at roles and scopes.
func lintRights(t *Token, _ LintOptions) []Finding {
	var list []Finding
	roles, clients, admin := 0, map[string]bool{}, ""
	for _, r := range Rights(t) {
		if r.Kind != RightRealmRole && r.Kind != RightClientRole {
			continue
		}
		roles++
		if r.Client != "" && r.Client != "account" {
			clients[r.Client] = true
		}
		if r.administers() {
			admin = r.Name
		}
	}
	if admin != "" {
		list = append(list, found(SeverityWarning, "admin_role", "Role", admin)...)
	}
	if roles > manyRoles {
		list = append(list, found(SeverityNote, "many_roles", "Count", count(roles))...)
	}
	if len(clients) > manyClients {
		list = append(list, found(SeverityNote, "full_scope", "Count", count(len(clients)))...)
	}
	if roles > 0 && t.Typ() == "ID" {
		list = append(list, found(SeverityNote, "roles_in_id")...)
	}
	if t.Typ() == "Offline" {
		list = append(list, found(SeverityNote, "offline")...)
	}
	return list
}

// administers tells whether a role changes the realm or its users.
func (r Right) administers() bool {
	switch r.Name {
	case "realm-admin", "manage-realm", "manage-users", "impersonation":
		return true
	case "admin":
		return r.Client == ""
	}
	return false
}

// lintActor tells that somebody acts for the user (RFC 8693 section 4.1, and
// Keycloak's note of an administrator).
func lintActor(t *Token, _ LintOptions) []Finding {
	for _, by := range [...]struct{ claim, member string }{{"act", "sub"}, {"impersonator", "username"}} {
		if v, ok := t.Claim(by.claim); ok && v.Kind == KindObject {
			who := v.text("preferred_username")
			if who == "" {
				who = v.text(by.member)
			}
			return found(SeverityWarning, "impersonated", "Who", who)
		}
	}
	return nil
}
