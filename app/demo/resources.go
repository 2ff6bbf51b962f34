package demo

import (
	"slices"
	"strings"
)

// resource is something that the resource server demo-api guards.
type resource struct {
	id, name string
	// scopes are what can be done with it, and the role that each one takes: of
	// the client shop-api or of the realm.
	scopes []guarded
}

// guarded is a scope of a resource and the role that its policy wants.
type guarded struct{ name, role string }

// resourceServer is the one client with authorization services.
const resourceServer = "demo-api"

// demoResources are the resources. Ids are fixed, so that two starts agree.
func demoResources() []resource {
	return []resource{
		{"0de20000-0000-4000-8000-000000000001", "orders", []guarded{{"read", "orders-read"}, {"write", "orders-write"}}},
		{"2e902700-0000-4000-8000-000000000002", "reports", []guarded{{"read", "shop-admin"}}},
	}
}

// permission is what is granted on one resource, as the real server writes it.
type permission struct {
	Scopes []string `json:"scopes,omitempty"`
	ID     string   `json:"rsid"`
	Name   string   `json:"rsname,omitempty"`
}

// authorization is the claim of a requesting party token.
type authorization struct {
	Permissions []permission `json:"permissions"`
}

// wanted is one thing to decide about: a resource and some of its scopes.
type wanted struct {
	resource resource
	scopes   []string
}

// wishes reads the parameters permission, each RESOURCE#SCOPE,SCOPE with either
// part missing; without any, everything is wished for.
func wishes(params []string) ([]wanted, *refusal) {
	var out []wanted
	if len(params) == 0 {
		params = []string{""}
	}
	for _, p := range params {
		name, list, _ := strings.Cut(p, "#")
		scopes := strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
		found, f := resourcesOf(name, scopes)
		if f != nil {
			return nil, f
		}
		for _, r := range found {
			out = append(out, wanted{r, scopes})
		}
	}
	return out, nil
}

// resourcesOf finds the resources of a name or an id, all of them without one,
// that have the scopes.
func resourcesOf(name string, scopes []string) ([]resource, *refusal) {
	var known []string
	var found []resource
	for _, r := range demoResources() {
		if name != "" && r.name != name && r.id != name {
			continue
		}
		for _, s := range r.scopes {
			known = append(known, s.name)
		}
		if len(scopes) == 0 || name != "" || slices.ContainsFunc(r.scopes, func(s guarded) bool { return slices.Contains(scopes, s.name) }) {
			found = append(found, r)
		}
	}
	if name != "" && len(found) == 0 {
		return nil, refuse("invalid_resource", "Resource with id ["+name+"] does not exist.")
	}
	for _, s := range scopes {
		if !slices.Contains(known, s) {
			return nil, refuse("invalid_scope", "One of the given scopes ["+s+"] is invalid")
		}
	}
	return found, nil
}

// decide grants of the wishes what the roles allow.
func decide(wishes []wanted, roles []string) []permission {
	var granted []permission
	for _, w := range wishes {
		p := permission{ID: w.resource.id, Name: w.resource.name}
		for _, s := range w.resource.scopes {
			if (len(w.scopes) == 0 || slices.Contains(w.scopes, s.name)) && slices.Contains(roles, s.role) {
				p.Scopes = append(p.Scopes, s.name)
			}
		}
		if len(p.Scopes) > 0 {
			granted = merge(granted, p)
		}
	}
	return granted
}

// merge adds a permission to a list that may have one on the same resource.
func merge(list []permission, p permission) []permission {
	for i := range list {
		if list[i].ID != p.ID {
			continue
		}
		for _, s := range p.Scopes {
			if !slices.Contains(list[i].Scopes, s) {
				list[i].Scopes = append(list[i].Scopes, s)
			}
		}
		return list
	}
	return append(list, p)
}
