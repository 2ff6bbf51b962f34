package demo

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// umaAnswer is the body of a permission grant: a requesting party token.
type umaAnswer struct {
	Upgraded bool `json:"upgraded"`
	tokenAnswer
}

// uma is the UMA grant (UMA 2.0 Grant section 3.3.1) with Keycloak's
// additions: a person's access token in the header asks for what that person
// may do at a resource server. There are no permission tickets here.
func (rl *realm) uma(w http.ResponseWriter, r *request) {
	subject, u, f := rl.requestingParty(r)
	if f == nil && r.duplicated("permission") {
		f = refuse("invalid_request", "duplicated parameter")
	}
	if f == nil {
		f = umaAllowed(r, subject)
	}
	var wish []wanted
	if f == nil {
		wish, f = wishes(r.form["permission"])
	}
	if f != nil {
		f.write(w)
		return
	}
	granted := decide(wish, slices.Concat(u.realmRoles, u.shopRoles))
	if len(granted) == 0 {
		(&refusal{http.StatusForbidden, "access_denied", "not_authorized"}).write(w)
		return
	}
	upgraded := false
	if rpt := r.form.Get("rpt"); rpt != "" {
		old, _, ok := rl.activeAccess(r, rpt)
		if !ok || old.Authorization == nil || old.Subject != subject.Subject {
			(&refusal{http.StatusForbidden, "invalid_rpt", "RPT signature is invalid"}).write(w)
			return
		}
		for _, p := range old.Authorization.Permissions {
			granted = merge(granted, p)
		}
		upgraded = true
	}
	if r.form.Get("response_include_resource_name") == "false" {
		for i := range granted {
			granted[i].Name = ""
		}
	}
	rl.permit(w, r, subject, u, granted, upgraded)
}

// requestingParty is whose access token stands in the header.
func (rl *realm) requestingParty(r *request) (claims, *user, *refusal) {
	text, f := rl.presented(r)
	if f == nil && text != "" {
		if c, u, ok := rl.activeAccess(r, text); ok {
			return c, u, nil
		}
	}
	return claims{}, nil, refuse("invalid_grant", "Invalid bearer token") // 401 before release 26.6
}

// umaAllowed checks the audience and the form of the answer.
func umaAllowed(r *request, subject claims) *refusal {
	audience := r.form.Get("audience")
	if audience == "" {
		audience = subject.AuthorizedParty
	}
	known := slices.ContainsFunc(demoClients(), func(c client) bool { return c.id == audience })
	switch {
	case r.form.Get("ticket") != "":
		return &refusal{http.StatusForbidden, "invalid_ticket", "Invalid permission ticket."}
	case !known:
		return refuse("invalid_request", "Unknown resource server id: ["+audience+"]")
	case audience != resourceServer:
		return refuse("invalid_request", "Client does not support permissions")
	case !slices.Contains([]string{"", "decision", "permissions"}, r.form.Get("response_mode")):
		return refuse("invalid_request", "Invalid response_mode")
	}
	return nil
}

// permit answers in the form that was asked for.
func (rl *realm) permit(w http.ResponseWriter, r *request, subject claims, u *user, granted []permission, upgraded bool) {
	switch r.form.Get("response_mode") {
	case "decision":
		sendJSON(w, http.StatusOK, map[string]bool{"result": true})
		return
	case "permissions":
		sendJSON(w, http.StatusOK, granted)
		return
	}
	c, ok := rl.client(subject.AuthorizedParty)
	if !ok {
		refuse("invalid_grant", "Invalid bearer token").write(w)
		return
	}
	i := issue{grant: "pg", client: c, user: u, scope: scopeOf(subject.Scope)}
	if subject.SessionID != "" {
		i.ticket = &ticket{
			session: subject.SessionID, started: time.Unix(subject.AuthTime, 0), offline: strings.HasPrefix(subject.ID, "of"),
		}
	}
	rpt := rl.accessClaims(r, i, time.Now())
	rpt.Audience, rpt.Authorization = audience{resourceServer}, &authorization{granted}
	text, err := rl.sign(c, rpt)
	if err != nil {
		broken().write(w)
		return
	}
	sendJSON(w, http.StatusOK, umaAnswer{upgraded, tokenAnswer{
		AccessToken: text, ExpiresIn: rpt.Exp - rpt.Iat, TokenType: "Bearer", SessionState: rpt.SessionID, Scope: rpt.Scope,
	}})
}
