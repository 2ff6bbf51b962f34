package porting

import (
	"slices"
	"strings"

	"realmscope/app/profile"
)

// readInsomnia4 reads an export of format 4: a flat list of things that name
// their parents.
func readInsomnia4(t tree) Batch {
	resources := t.at("resources").list()
	var environments []scopeNamed
	base := variables{}
	for _, r := range resources {
		if r.at("_type").text() != "environment" {
			continue
		}
		scope := flat(r.at("data"))
		if strings.HasPrefix(r.at("parentId").text(), "wrk_") || r.at("parentId").text() == "__WORKSPACE_ID__" {
			base = append(base, scope)
			continue
		}
		environments = append(environments, scopeNamed{r.at("name").text(), scope})
	}
	folders := map[string]tree{}
	for _, r := range resources {
		if r.at("_type").text() == "request_group" {
			folders[r.at("_id").text()] = r
		}
	}
	var all collection
	for _, e := range orAlone(environments) {
		for _, r := range resources {
			if kind := r.at("_type").text(); kind == "request" || kind == "request_group" {
				all.insomnia(r, inFolders(r, folders, base.with(e.scope)), joined(r.at("name").text(), e.name))
			}
		}
	}
	return all.orVariables(FormatInsomnia, base, environments)
}

// inFolders adds the variables of the folders round a request, the nearest first.
func inFolders(r tree, folders map[string]tree, v variables) variables {
	var scopes []map[string]string
	for range maxDepth {
		scopes = append(scopes, flat(r.at("environment")))
		parent, ok := folders[r.at("parentId").text()]
		if !ok {
			break
		}
		r = parent
	}
	for _, scope := range slices.Backward(scopes) {
		v = v.with(scope)
	}
	return v
}

// readInsomnia5 reads an export of format 5: a collection or environments.
func readInsomnia5(t tree) Batch {
	base := variables{flat(t.at("environments", "data"))}
	var environments []scopeNamed
	for _, e := range t.at("environments", "subEnvironments").list() {
		environments = append(environments, scopeNamed{e.at("name").text(), flat(e.at("data"))})
	}
	var all collection
	for _, e := range orAlone(environments) {
		all.insomniaFolder(t.at("collection"), base.with(e.scope), e.name, 0)
	}
	return all.orVariables(FormatInsomnia, base, environments)
}

// scopeNamed is an environment with its name.
type scopeNamed struct {
	name  string
	scope map[string]string
}

// orAlone gives one empty environment where there is none: the requests are
// read once in any case.
func orAlone(environments []scopeNamed) []scopeNamed {
	if len(environments) == 0 {
		return []scopeNamed{{}}
	}
	return environments
}

func joined(name, environment string) string {
	if environment == "" || name == "" {
		return name + environment
	}
	return name + " · " + environment
}

// orVariables makes the batch; without any request the environments are read by
// the names of their variables.
func (c *collection) orVariables(format Format, base variables, environments []scopeNamed) Batch {
	if len(c.requests) == 0 {
		for _, e := range orAlone(environments) {
			v := base.with(e.scope)
			merged := map[string]string{}
			for i := len(v) - 1; i >= 0; i-- {
				for name, value := range v[i] {
					merged[name] = value
				}
			}
			if q, ok := fromVariables(e.name, v, merged); ok {
				c.requests = append(c.requests, q)
			}
		}
	}
	return gather(format, c.requests, c.found)
}

// flat names nested values by their path: {"sso":{"url":"x"}} is sso.url.
func flat(t tree) map[string]string {
	out := map[string]string{}
	var walk func(t tree, prefix string)
	walk = func(t tree, prefix string) {
		for _, name := range t.keys() {
			v := t.at(name)
			if v.isObject() {
				walk(v, prefix+name+".")
				continue
			}
			if len(out) < maxItems {
				out[prefix+name] = v.text()
			}
		}
	}
	walk(t, "")
	return out
}

// insomniaFolder walks the requests and folders of format 5.
func (c *collection) insomniaFolder(list tree, v variables, environment string, depth int) {
	for _, r := range list.list() {
		if depth > maxDepth {
			return
		}
		inner := v.with(flat(r.at("environment")))
		c.insomnia(r, inner, joined(r.at("name").text(), environment))
		c.insomniaFolder(r.at("children"), inner, environment, depth+1)
	}
}

// insomnia reads a request or a folder, of both formats.
func (c *collection) insomnia(r tree, v variables, name string) {
	if c.items++; c.items > maxItems {
		return
	}
	a := r.at("authentication")
	of := func(key string) string { return v.fill(a.at(key).text()) }
	m := message{address: v.fill(r.at("url").text())}
	switch kind := a.at("type").text(); {
	case a.at("disabled").yes():
	case kind == "oauth2":
		q := request{
			name: name, address: of("accessTokenUrl"), endpoint: true, grant: of("grantType"), clientID: of("clientId"),
			secret: of("clientSecret"), scope: of("scope"), others: []string{of("authorizationUrl")},
		}
		if user := of("username"); user != "" && q.grant == string(profile.GrantPassword) {
			q.people = []person{{user, of("password")}}
		}
		if q.grant == "" {
			q.grant = string(profile.GrantAuthorizationCode)
		}
		if q.address == "" {
			q.address, q.endpoint, q.others = of("authorizationUrl"), false, nil
		}
		q.credentials(!a.at("credentialsInBody").yes())
		c.add(q)
	case kind == "basic":
		m.user = of("username") + ":" + of("password")
	}
	for _, h := range r.at("headers").list() {
		if !h.at("disabled").yes() {
			m.headers = append(m.headers, h.at("name").text()+": "+v.fill(h.at("value").text()))
		}
	}
	m.fields = fieldsOf(r.at("body", "params"), v, "name")
	m.body = v.fill(r.at("body", "text").text())
	for _, script := range []string{"preRequestScript", "afterResponseScript"} {
		if r.at(script).text() != "" {
			c.found.name(findScript, name)
		}
	}
	c.message(m, name)
}
