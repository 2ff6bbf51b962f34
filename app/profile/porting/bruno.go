package porting

import (
	"strings"

	"realmscope/app/profile"
)

// readBruno reads one .bru file: a request, a folder, a collection or an
// environment. outer are the variables of environments given with it.
func readBruno(text, name string, outer variables) Batch {
	f := parseBru(text)
	if title := f.blocks["meta"].value("name"); title != "" {
		name = title
	}
	v := outer.with(f.blocks["vars:pre-request"].scope()).with(f.blocks["vars"].scope())
	var c collection
	for _, block := range f.order {
		if strings.HasPrefix(block, "script:") || block == "tests" {
			c.found.name(findScript, name)
		}
	}
	for _, secret := range f.names {
		c.found.name(findVariable, secret)
	}
	if auth, ok := f.blocks["auth:oauth2"]; ok {
		c.bruno(func(key string) string { return v.fill(auth.value(key)) }, name)
	}
	m := message{fields: f.blocks["body:form-urlencoded"].fields(v), body: v.fill(f.raw["body:text"] + f.raw["body:json"])}
	m.fields = append(m.fields, f.blocks["body:multipart-form"].fields(v)...)
	for _, method := range []string{"post", "get", "put"} {
		if url := f.blocks[method].value("url"); url != "" {
			m.address = v.fill(url)
		}
	}
	for _, h := range f.blocks["headers"] {
		m.headers = append(m.headers, h.name+": "+v.fill(h.value))
	}
	if basic, ok := f.blocks["auth:basic"]; ok {
		m.user = v.fill(basic.value("username")) + ":" + v.fill(basic.value("password"))
	}
	c.message(m, name)
	if len(c.requests) == 0 {
		scope := f.blocks["vars"].scope()
		if q, ok := fromVariables(name, v, scope); ok {
			c.requests = append(c.requests, q)
		}
	}
	return gather(FormatBruno, c.requests, c.found)
}

// bruno reads the settings of Bruno's OAuth 2 pane, under their names in .bru
// files.
func (c *collection) bruno(of func(string) string, name string) {
	q := request{
		name: name, address: of("access_token_url"), endpoint: true, grant: of("grant_type"), clientID: of("client_id"),
		secret: of("client_secret"), scope: of("scope"), others: []string{of("authorization_url"), of("refresh_token_url")},
	}
	if user := of("username"); user != "" && q.grant == string(profile.GrantPassword) {
		q.people = []person{{user, of("password")}}
	}
	if q.address == "" {
		q.address, q.endpoint, q.others = of("authorization_url"), false, nil
	}
	q.credentials(of("credentials_placement") == "basic_auth_header")
	c.add(q)
}

// readBrunoJSON reads a collection that Bruno exported as one JSON file.
func readBrunoJSON(t tree) Batch {
	var environments []scopeNamed
	for _, e := range t.at("environments").list() {
		environments = append(environments, scopeNamed{e.at("name").text(), scopeOf(e.at("variables"))})
	}
	var all collection
	for _, e := range orAlone(environments) {
		v := variables{e.scope}
		all.brunoItem(t.at("root"), v, t.at("name").text(), e.name, 0)
		all.brunoItems(t.at("items"), v, e.name, 0)
	}
	return all.orVariables(FormatBruno, nil, environments)
}

func (c *collection) brunoItems(list tree, v variables, environment string, depth int) {
	for _, item := range list.list() {
		if c.items++; c.items > maxItems || depth > maxDepth {
			return
		}
		c.brunoItem(item, v, item.at("name").text(), environment, depth)
		c.brunoItem(item.at("root"), v, item.at("name").text(), environment, depth)
		c.brunoItems(item.at("items"), v, environment, depth+1)
	}
}

// brunoItem reads a request of the JSON form, whose names are in camel case.
func (c *collection) brunoItem(item tree, v variables, name, environment string, _ int) {
	r := item.at("request")
	name = joined(name, environment)
	auth := r.at("auth")
	m := message{address: v.fill(r.at("url").text()), fields: fieldsOf(r.at("body", "formUrlEncoded"), v, "name")}
	switch auth.at("mode").text() {
	case "oauth2":
		c.bruno(func(key string) string { return v.fill(auth.at("oauth2", camel(key)).text()) }, name)
	case "basic":
		m.user = v.fill(auth.at("basic", "username").text()) + ":" + v.fill(auth.at("basic", "password").text())
	}
	for _, h := range r.at("headers").list() {
		if !h.has("enabled") || h.at("enabled").yes() {
			m.headers = append(m.headers, h.at("name").text()+": "+v.fill(h.at("value").text()))
		}
	}
	m.body = v.fill(r.at("body", "text").text() + r.at("body", "json").text())
	c.message(m, name)
}

// camel turns access_token_url into accessTokenUrl.
func camel(s string) string {
	parts := strings.Split(s, "_")
	for i, p := range parts[1:] {
		parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
	}
	return strings.Join(parts, "")
}
