package porting

import (
	"slices"
	"strings"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// readAdapter reads keycloak.json, which the admin console offers under
// 'Adapter config', and the settings of keycloak.js (url, realm, clientId).
func readAdapter(t tree) Batch {
	q := request{
		address: t.first("auth-server-url", "url", "authServerUrl"), realm: t.at("realm").text(),
		clientID: t.first("resource", "clientId", "client-id"), auth: tokenclient.AuthNone,
	}
	credentials := t.at("credentials")
	switch {
	case t.at("public-client").yes():
	case credentials.has("secret"):
		q.secret, q.auth = credentials.at("secret").text(), tokenclient.AuthBasic
	case credentials.has("secret-jwt"):
		q.secret, q.auth = credentials.at("secret-jwt", "secret").text(), tokenclient.AuthSecretJWT
		q.keyAlgorithm = credentials.at("secret-jwt", "algorithm").text()
	case credentials.has("jwt"):
		q.auth = tokenclient.AuthPrivateKeyJWT
		q.file(credentials.at("jwt", "client-keystore-file").text())
	case t.at("bearer-only").yes():
		q.found.say(findNoFlow)
	}
	q.file(t.at("truststore").text())
	q.file(t.at("client-keystore").text())
	q.wished.Proxy = t.at("proxy-url").text()
	q.wished.Insecure = t.at("disable-trust-manager").yes()
	return gather(FormatAdapter, []request{q}, nil)
}

// file says that another file is named; nothing is read but what was given.
func (q *request) file(path string) {
	if path != "" {
		q.found.name(findFile, path)
	}
}

// readClients reads clients of the admin API, one or a list of them.
func readClients(clients []tree) Batch {
	var c clientReader
	for _, t := range clients {
		c.read(t, request{})
	}
	return gather(FormatClient, c.requests, c.findings())
}

// readRealms reads realm exports: one, or the list that a full export writes.
func readRealms(realms []tree) Batch {
	var c clientReader
	for _, r := range realms {
		frontend := r.at("attributes", "frontendUrl").text()
		for _, t := range r.at("clients").list() {
			c.read(t, request{address: frontend, realm: r.at("realm").text(), group: r.at("realm").text()})
		}
		c.users += len(r.at("users").list()) + len(r.at("federatedUsers").list())
	}
	b := gather(FormatRealm, c.requests, c.findings())
	return b
}

// clientReader reads clients and counts what it leaves out.
type clientReader struct {
	requests                []request
	users, internal, others int
}

func (c *clientReader) findings() findings {
	var f findings
	f.count(findUsers, c.users)
	f.count(findInternal, c.internal)
	f.count(findOtherClients, c.others)
	return f
}

// internalClients are those that Keycloak makes in every realm for itself.
func internalClients() []string {
	return []string{"account", "account-console", "broker", "realm-management", "security-admin-console", "master-realm", "admin-permissions"}
}

// read adds what a client can do, one request for a grant and client: the one
// that says most about how it is used.
func (c *clientReader) read(t tree, q request) {
	id := t.first("clientId", "client_id")
	protocol := t.at("protocol").text()
	switch {
	case slices.Contains(internalClients(), id) || strings.HasSuffix(id, "-realm") && t.at("bearerOnly").yes():
		c.internal++
		return
	case (protocol != "" && protocol != "openid-connect") || t.at("bearerOnly").yes() || id == "":
		c.others++
		return
	}
	q.clientID, q.name = id, t.first("name", "client_name")
	if strings.HasPrefix(q.name, "${") {
		q.name = ""
	}
	if q.name == "" {
		q.name = id
	}
	if t.has("client_id") {
		q.registered(t)
	} else {
		q.represented(t)
	}
	c.requests = append(c.requests, q)
}

// represented reads a ClientRepresentation of the admin API.
func (q *request) represented(t tree) {
	attributes := t.at("attributes")
	q.auth = clientAuth(t)
	if q.auth != tokenclient.AuthNone {
		q.secret = t.at("secret").text()
	}
	q.keyAlgorithm = attributes.at("token.endpoint.auth.signing.alg").text()
	q.dpop = attributes.at("dpop.bound.access.tokens").yes()
	flows := []struct {
		on    bool
		grant profile.Grant
	}{
		{t.at("directAccessGrantsEnabled").yes() && !t.at("standardFlowEnabled").yes(), profile.GrantPassword},
		{t.at("standardFlowEnabled").yes(), profile.GrantAuthorizationCode},
		{t.at("directAccessGrantsEnabled").yes(), profile.GrantPassword},
		{t.at("serviceAccountsEnabled").yes(), profile.GrantClientCredentials},
		{attributes.at("oauth2.device.authorization.grant.enabled").yes(), profile.GrantDevice},
	}
	for _, f := range flows {
		if f.on {
			q.grant = string(f.grant)
			break
		}
	}
	if q.grant == "" {
		q.found.say(findNoFlow)
		q.grant = string(profile.GrantAuthorizationCode)
	}
	if t.has("enabled") && !t.at("enabled").yes() {
		q.found.say(findDisabled)
	}
	if q.auth != tokenclient.AuthNone && q.secret == "" {
		q.found.say(findNoSecret)
	}
}

// clientAuth is how a client of the admin API proves itself.
func clientAuth(t tree) tokenclient.AuthMethod {
	if t.at("publicClient").yes() {
		return tokenclient.AuthNone
	}
	switch t.at("clientAuthenticatorType").text() {
	case "client-jwt":
		return tokenclient.AuthPrivateKeyJWT
	case "client-secret-jwt":
		return tokenclient.AuthSecretJWT
	case "client-x509":
		return tokenclient.AuthTLS
	}
	return tokenclient.AuthBasic
}

// registered reads the answer of a dynamic registration (RFC 7591 section
// 3.2.1).
func (q *request) registered(t tree) {
	if q.address == "" {
		q.address = t.at("registration_client_uri").text()
	}
	q.scope = t.at("scope").text()
	q.secret = t.at("client_secret").text()
	q.auth = tokenclient.AuthBasic
	if method := t.at("token_endpoint_auth_method").text(); method != "" {
		q.auth = tokenclient.AuthMethod(method)
	} else if q.secret == "" {
		q.auth = tokenclient.AuthNone
	}
	if t.has("registration_access_token") {
		q.found.name(findToken, "registration_access_token")
	}
	known := []string{"authorization_code", "password", "client_credentials", "urn:ietf:params:oauth:grant-type:device_code"}
	for _, grant := range known {
		if slices.ContainsFunc(t.at("grant_types").list(), func(g tree) bool { return g.text() == grant }) {
			q.grant = grant
			return
		}
	}
	q.grant = string(profile.GrantAuthorizationCode) // section 2: the default
}

// readKcadm reads kcadm.config: servers and realms that somebody logged in to.
// The tokens in it are left out: they die in minutes, and are nobody's settings.
func readKcadm(t tree) Batch {
	var requests []request
	endpoints := t.at("endpoints")
	for _, server := range endpoints.keys() {
		for _, realm := range endpoints.at(server).keys() {
			e := endpoints.at(server, realm)
			q := request{
				address: server, realm: realm, clientID: e.at("clientId").text(), secret: e.at("secret").text(),
				grant: e.at("grantTypeForAuthentication").text(), name: "kcadm " + realm, auth: tokenclient.AuthNone,
			}
			if q.secret != "" {
				q.auth = tokenclient.AuthBasic
			}
			if q.clientID == "" {
				q.clientID = "admin-cli"
			}
			if q.grant == "" && q.secret == "" {
				q.grant = string(profile.GrantPassword)
			}
			for _, token := range []string{"token", "refreshToken", "signingToken", "initialRegistrationToken"} {
				if e.at(token).text() != "" {
					q.found.name(findToken, token)
				}
			}
			q.file(t.at("truststore").text())
			requests = append(requests, q)
		}
	}
	return gather(FormatKcadm, requests, nil)
}

// readDiscovery reads a discovery document: a realm without a client.
func readDiscovery(t tree) Batch {
	q := request{address: t.at("issuer").text(), grant: string(profile.GrantAuthorizationCode)}
	for _, endpoint := range []string{"token_endpoint", "authorization_endpoint", "userinfo_endpoint", "jwks_uri"} {
		q.others = append(q.others, t.at(endpoint).text())
	}
	return gather(FormatDiscovery, []request{q}, nil)
}

// readAddress reads any address of a realm.
func readAddress(text string) (Batch, bool) {
	a, err := tokenclient.ParseAddress(text)
	if err != nil || (a.Realm.Name == "" && !strings.Contains(text, "://")) {
		return Batch{}, false
	}
	q := request{
		address: a.Realm.Base, realm: a.Realm.Name, clientID: a.ClientID, scope: a.Scope,
		grant: string(profile.GrantAuthorizationCode),
	}
	return gather(FormatAddress, []request{q}, nil), true
}
