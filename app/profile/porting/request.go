package porting

import (
	"net/url"
	"slices"
	"strings"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// request is one way to get tokens as some file tells it: texts as they stood
// there, with their variables filled in. finish makes a proposal of it.
type request struct {
	name, group string
	// address is the token endpoint, the realm's address or the server's; realm
	// is the realm's name where the file gives it apart.
	address, realm string
	// endpoint says that address is the token endpoint itself.
	endpoint bool
	// others are further addresses of the same realm that the file names.
	others []string

	grant, clientID, scope string
	auth                   tokenclient.AuthMethod
	secret                 string
	people                 []person
	extra                  []profile.Extra
	login                  profile.Login
	dpop, inQuery          bool

	// wished are the settings that weaken the connection.
	wished                 profile.Connection
	proxyPassword          string
	clientKey, certificate string
	keyAlgorithm           string
	found                  findings
}

// person is an account with its password, if the file has it.
type person struct{ name, password string }

// finish makes a proposal; ok is false when nothing in it can be used.
func (q request) finish() (Proposal, bool) {
	out := Proposal{Profile: profile.Profile{
		ID: profile.NewID(), Client: profile.Client{Auth: q.auth, DPoP: q.dpop, KeyAlgorithm: q.field(q.keyAlgorithm, "alg")},
		ParamsIn: tokenclient.ParamsInBody, Login: q.login, Extra: q.extra,
	}}
	if q.inQuery {
		out.Profile.ParamsIn = tokenclient.ParamsInQuery
	}
	p := &out.Profile
	q.place(p)
	p.Client.ID = q.field(q.clientID, "client_id")
	p.Scope = strings.Join(strings.Fields(q.text(q.scope, "scope", maxText)), " ")
	if !q.choose(p) {
		return out, false
	}
	q.populate(p)
	p.Group = tidy(q.group, maxName)
	p.Name = q.title(*p)
	p.Environment = profile.FromAddress(tokenclient.Address{Realm: p.Realm}).Profile.Environment
	if p.Environment == "" {
		p.Environment = profile.Development
	}
	q.wish(&out)
	out.Secrets = q.secrets(*p)
	out.Asks = missing(*p)
	out.Findings = q.found
	return out, sound(*p, out.Asks, out.Wishes)
}

// place finds server and realm.
func (q *request) place(p *profile.Profile) {
	p.Realm.Name = q.field(q.realm, "realm")
	if q.address == "" {
		return
	}
	a, err := tokenclient.ParseAddress(q.address)
	switch {
	case unresolved(q.address) != "":
		q.found.name(findVariable, unresolved(q.address))
		return
	case err != nil || !plain(q.address, maxText):
		q.found.name(findAddress, hostOf(q.address))
		return
	}
	p.Realm.Base = a.Realm.Base
	if p.Realm.Name == "" {
		p.Realm.Name = a.Realm.Name
	}
	if u, err := url.Parse(q.address); err == nil && q.endpoint && p.Realm.Name != "" {
		u.RawQuery, u.Fragment = "", ""
		if at := u.String(); at != p.Realm.Endpoints().Token && u.Host != "" {
			p.TokenEndpoint = at
		}
	}
	origin, _ := tokenclient.Origin(p.Realm.Base)
	for _, other := range q.others {
		if at, err := tokenclient.Origin(other); other != "" && (err != nil || at != origin) {
			q.found.name(findOtherOrigin, hostOf(other))
		}
	}
}

// field keeps an identifier as it is or leaves it out: a mended one would be
// another.
func (q *request) field(s, what string) string { return q.text(strings.TrimSpace(s), what, maxName) }

func (q *request) text(s, what string, most int) string {
	switch {
	case unresolved(s) != "":
		q.found.name(findVariable, unresolved(s))
		return ""
	case !plain(s, most):
		q.found.name(findText, what)
		return ""
	}
	return s
}

// choose settles grant and client authentication.
func (q *request) choose(p *profile.Profile) bool {
	grant, ok := q.grantOf()
	if !ok || !slices.Contains(profile.Grants(), grant) {
		q.found.name(findGrantUnknown, q.grant)
		return false
	}
	p.Grant = grant
	if p.Client.Auth == "" {
		p.Client.Auth = tokenclient.AuthNone
		if q.secret != "" {
			p.Client.Auth = tokenclient.AuthPost
		}
	}
	if !slices.Contains(profile.AuthMethods(), p.Client.Auth) {
		q.found.say(findAssertion)
		p.Client.Auth = tokenclient.AuthBasic
	}
	if p.Grant == profile.GrantClientCredentials && p.Client.Auth == tokenclient.AuthNone {
		p.Client.Auth = tokenclient.AuthBasic
		q.found.say(findNoSecret)
	}
	return true
}

func (q *request) grantOf() (profile.Grant, bool) {
	switch strings.ToLower(strings.TrimSpace(q.grant)) {
	case "password", "password_credentials", "resource_owner_password_credentials":
		return profile.GrantPassword, true
	case "client_credentials":
		return profile.GrantClientCredentials, true
	case "authorization_code", "authorization_code_with_pkce", "code":
		return profile.GrantAuthorizationCode, true
	case "device_code", "urn:ietf:params:oauth:grant-type:device_code":
		return profile.GrantDevice, true
	case "ciba", "urn:openid:params:grant-type:ciba":
		return profile.GrantCIBA, true
	case "jwt_bearer", "urn:ietf:params:oauth:grant-type:jwt-bearer":
		return profile.GrantJWTBearer, true
	case "implicit":
		q.found.say(findGrantImplicit)
		return profile.GrantAuthorizationCode, true
	case "refresh_token":
		q.found.say(findGrantRefresh)
		return q.guess(), true
	case "":
		return q.guess(), true
	}
	return "", false
}

// guess is the grant of a file that does not name one.
func (q *request) guess() profile.Grant {
	switch {
	case len(q.people) > 0:
		return profile.GrantPassword
	case q.secret != "" || (q.auth != "" && q.auth != tokenclient.AuthNone):
		return profile.GrantClientCredentials
	}
	return profile.GrantAuthorizationCode
}

// populate adds the accounts that a grant for people can have.
func (q *request) populate(p *profile.Profile) {
	if !p.Grant.ForPeople() {
		return
	}
	left := 0
	for _, who := range q.people {
		name := strings.TrimSpace(who.name)
		known := slices.ContainsFunc(p.Accounts, func(a profile.Account) bool { return a.Username == name })
		switch {
		case name == "" || known:
		case unresolved(name) != "":
			q.found.name(findVariable, unresolved(name))
		case !plain(name, maxName) || len(p.Accounts) >= maxAccounts:
			left++
		default:
			p.Accounts = append(p.Accounts, profile.Account{Username: name})
		}
	}
	q.found.count(findAccounts, left)
}

// maxAccounts is as many accounts as profile.Validate lets a profile have.
const maxAccounts = 200

// title is the file's name for it, else one made of realm and host.
func (q *request) title(p profile.Profile) string {
	name := tidy(q.name, maxName)
	if unresolved(name) != "" {
		name = ""
	}
	if name != strings.TrimSpace(q.name) && q.name != "" {
		q.found.say(findName)
	}
	if name != "" {
		return name
	}
	host, _, _ := strings.Cut(hostOf(p.Realm.Base), ".")
	return tidy(strings.Join(strings.Fields(p.Realm.Name+" "+p.Client.ID+" "+host), " "), maxName)
}

// hostOf is the host of an address for a finding: never its path or query, in
// which a secret may stand.
func hostOf(address string) string {
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		rest = address
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = rest[i+1:]
	}
	return rest
}
