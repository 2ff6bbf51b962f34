package porting

import (
	"strings"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// maxItems is how many requests of a collection are looked at.
const maxItems = 20000

// collection gathers the token requests of a folder of requests.
type collection struct {
	requests []request
	items    int
	found    findings
}

// add keeps a request that is about tokens of some client.
func (c *collection) add(q request) {
	if q.clientID != "" || len(q.people) > 0 {
		c.requests = append(c.requests, q)
	}
}

// scopeOf reads Postman's list of variables; those that are switched off do not
// count.
func scopeOf(list tree) map[string]string {
	scope := map[string]string{}
	for _, v := range list.list() {
		off := v.at("disabled").yes() || (v.has("enabled") && !v.at("enabled").yes())
		if name := v.first("key", "id", "name"); name != "" && !off {
			scope[name] = v.at("value").text()
		}
	}
	return scope
}

// readPostmanVariables reads an environment or the globals.
func readPostmanVariables(t tree) Batch {
	scope := scopeOf(t.at("values"))
	q, ok := fromVariables(t.at("name").text(), variables{scope}, scope)
	if !ok {
		return Batch{Format: FormatPostmanVariables}
	}
	return gather(FormatPostmanVariables, []request{q}, nil)
}

// readPostman reads a collection of schema v2.0 or v2.1; outer are the variables
// of environments that were given with it.
func readPostman(t tree, outer variables) Batch {
	var c collection
	v := outer.with(nil)
	v = append(v, scopeOf(t.at("variable"))) // an environment goes before the collection's own
	c.postman(t, v, tree{}, t.at("info", "name").text(), 0)
	return gather(FormatPostmanCollection, c.requests, c.found)
}

// postman walks a collection, a folder or a request; auth is what it inherits.
func (c *collection) postman(t tree, v variables, auth tree, name string, depth int) {
	if c.items++; c.items > maxItems || depth > maxDepth {
		return
	}
	if len(t.at("event").list()) > 0 {
		c.found.name(findScript, name)
	}
	if own := t.at("auth"); own.isObject() && own.at("type").text() != "inherit" {
		auth = own
		c.postmanAuth(own, v, name)
	}
	if r := t.at("request"); r.isObject() {
		c.postmanRequest(r, v, auth, name)
	}
	for _, item := range t.at("item").list() {
		c.postman(item, v, auth, item.at("name").text(), depth+1)
	}
}

// settings reads the settings of an authentication: a list of key and value in
// v2.1, an object in v2.0.
func settings(auth tree, kind string) func(string) string {
	list := auth.at(kind)
	if list.isObject() {
		return func(name string) string { return list.at(name).text() }
	}
	values := map[string]string{}
	for _, e := range list.list() {
		values[e.at("key").text()] = e.at("value").text()
	}
	return func(name string) string { return values[name] }
}

func (c *collection) postmanAuth(auth tree, v variables, name string) {
	if auth.at("type").text() != "oauth2" {
		return
	}
	get := settings(auth, "oauth2")
	of := func(key string) string { return v.fill(get(key)) }
	q := request{
		name: name, address: of("accessTokenUrl"), endpoint: true, grant: of("grant_type"), clientID: of("clientId"),
		secret: of("clientSecret"), scope: of("scope"), others: []string{of("authUrl"), of("refreshTokenUrl")},
	}
	if title := of("tokenName"); title != "" && unresolved(title) == "" {
		q.name = title
	}
	if user := of("username"); user != "" && strings.HasPrefix(q.grant, string(profile.GrantPassword)) {
		q.people = []person{{user, of("password")}}
	}
	if q.address == "" {
		q.address, q.endpoint, q.others = of("authUrl"), false, nil
	}
	q.credentials(of("client_authentication") != "body")
	if get("accessToken") != "" || get("refreshToken") != "" {
		q.found.name(findToken, "accessToken")
	}
	if q.grant == "" {
		q.grant = string(profile.GrantAuthorizationCode) // Postman leaves its default out
	}
	c.add(q)
}

// credentials says where the client's secret goes.
func (q *request) credentials(inHeader bool) {
	switch {
	case q.secret == "":
		q.auth = tokenclient.AuthNone
	case inHeader:
		q.auth = tokenclient.AuthBasic
	default:
		q.auth = tokenclient.AuthPost
	}
}

// postmanRequest reads a request that is itself one for a token.
func (c *collection) postmanRequest(r tree, v variables, auth tree, name string) {
	if own := r.at("auth"); own.isObject() {
		auth = own
		c.postmanAuth(own, v, name)
	}
	address := r.at("url")
	m := message{address: v.fill(address.text())}
	if address.isObject() {
		m.address = v.fill(address.at("raw").text())
	}
	for _, h := range r.at("header").list() {
		if !h.at("disabled").yes() {
			m.headers = append(m.headers, h.at("key").text()+": "+v.fill(h.at("value").text()))
		}
	}
	body := r.at("body")
	for _, kind := range []string{"urlencoded", "formdata"} {
		m.fields = append(m.fields, fieldsOf(body.at(kind), v, "key")...)
	}
	m.body = v.fill(body.at("raw").text())
	if auth.at("type").text() == "basic" {
		get := settings(auth, "basic")
		m.user = v.fill(get("username")) + ":" + v.fill(get("password"))
	}
	c.message(m, name)
}

// fieldsOf reads a list of parameters as API clients keep it.
func fieldsOf(list tree, v variables, key string) []field {
	var out []field
	for _, e := range list.list() {
		off := e.at("disabled").yes() || (e.has("enabled") && !e.at("enabled").yes())
		if name := e.at(key).text(); name != "" && !off && len(out) < maxFields {
			out = append(out, field{v.fill(name), v.fill(e.at("value").text())})
		}
	}
	return out
}

// message adds a request if it is one for a token.
func (c *collection) message(m message, name string) {
	isToken := func(fields []field) bool {
		for _, f := range fields {
			if f.name == "grant_type" {
				return true
			}
		}
		return false
	}
	_, query, _ := strings.Cut(m.address, "?")
	if !isToken(m.fields) && !isToken(bodyFields(m.body)) && !isToken(formFields(query)) {
		return
	}
	q := request{name: name}
	m.into(&q)
	c.add(q)
}
