package porting

import "strings"

// The limits of filling in variables, which may name one another.
const (
	maxFilled     = 64 << 10 // bytes of one text
	maxFillRounds = 16
)

// variables are the values that a file gives to names, the nearest scope first.
type variables []map[string]string

// with puts a nearer scope before the others.
func (v variables) with(scope map[string]string) variables {
	if len(scope) == 0 {
		return v
	}
	return append(variables{scope}, v...)
}

func (v variables) value(name string) (string, bool) {
	for _, scope := range v {
		if s, ok := scope[name]; ok {
			return s, true
		}
	}
	return "", false
}

// fill puts values in the place of {{name}} and {{ _.name }}. A variable without
// a value stays: the field that holds it is left out, and said.
func (v variables) fill(s string) string {
	for range maxFillRounds {
		next, changed := v.fillOnce(s)
		if !changed || len(next) > maxFilled {
			break
		}
		s = next
	}
	return s
}

func (v variables) fillOnce(s string) (string, bool) {
	var b strings.Builder
	changed := false
	for {
		before, rest, ok := strings.Cut(s, "{{")
		name, after, closed := strings.Cut(rest, "}}")
		if !ok || !closed || b.Len() > maxFilled {
			b.WriteString(s)
			return b.String(), changed
		}
		b.WriteString(before)
		value, known := v.value(variableName(name))
		if known {
			b.WriteString(value)
			changed = true
		} else {
			b.WriteString("{{" + name + "}}")
		}
		s = after
	}
}

// variableName is what stands between the braces, without Insomnia's prefix.
func variableName(s string) string {
	s = strings.TrimSpace(s)
	s = strings.TrimPrefix(s, "_.")
	return strings.Trim(strings.TrimSuffix(strings.TrimPrefix(s, "_['"), "']"), " ")
}

// unresolved is the first variable that still stands in a text, "" for none:
// {{name}}, ${NAME}, $(command), {% tag %}, <placeholder>.
func unresolved(s string) string {
	if len(s) > 2 && s[0] == '<' && strings.IndexByte(s, '>') == len(s)-1 {
		return s[1 : len(s)-1] // the whole text; within one, these are letters
	}
	for _, marks := range [][2]string{{"{{", "}}"}, {"${", "}"}, {"$(", ")"}, {"{%", "%}"}} {
		if _, rest, ok := strings.Cut(s, marks[0]); ok {
			if name, _, closed := strings.Cut(rest, marks[1]); closed && strings.TrimSpace(name) != "" {
				return strings.TrimSpace(name)
			}
		}
	}
	return ""
}

// fromVariables reads an environment alone: what its names mean by custom.
func fromVariables(name string, v variables, scope map[string]string) (request, bool) {
	q := request{name: name}
	user, password, endpoint := "", "", ""
	targets := map[string]*string{
		"url": &q.address, "baseurl": &q.address, "host": &q.address, "hostname": &q.address, "server": &q.address,
		"serverurl": &q.address, "authurl": &q.address, "issuer": &q.address, "issueruri": &q.address, "issuerurl": &q.address,
		"authserverurl": &q.address, "authority": &q.address, "domain": &q.address,
		"tokenurl": &endpoint, "accesstokenurl": &endpoint, "tokenendpoint": &endpoint, "tokenuri": &endpoint,
		"realm": &q.realm, "realmname": &q.realm,
		"clientid": &q.clientID, "client": &q.clientID, "clientsecret": &q.secret, "secret": &q.secret,
		"granttype": &q.grant, "scope": &q.scope, "scopes": &q.scope,
		"username": &user, "user": &user, "login": &user, "password": &password, "pass": &password, "userpassword": &password,
	}
	for _, key := range (tree{asTree(scope)}).keys() {
		if into, ok := targets[customName(key)]; ok && *into == "" {
			*into = v.fill(scope[key])
		}
	}
	if endpoint != "" {
		q.address, q.endpoint = endpoint, true
	}
	if user != "" {
		q.people = []person{{user, password}}
	}
	return q, q.clientID != "" || (q.address != "" && q.realm != "") || endpoint != ""
}

func asTree(scope map[string]string) map[string]any {
	m := make(map[string]any, len(scope))
	for k, v := range scope {
		m[k] = v
	}
	return m
}

// customName brings the spellings of a name together: KEYCLOAK_CLIENT_ID,
// kc-clientId and oauth2.client_id are all clientid.
func customName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune("_-. ", r) {
			return -1
		}
		return r
	}, strings.ToLower(s))
	for _, prefix := range []string{"keycloak", "kc", "oauth2", "oauth", "oidc", "sso", "iam", "idp"} {
		if rest, ok := strings.CutPrefix(s, prefix); ok && rest != "" {
			return rest
		}
	}
	return s
}
