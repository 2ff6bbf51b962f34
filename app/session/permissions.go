package session

import (
	"context"
	"strings"
	"time"

	"realmscope/app/profile"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// PermissionMode is the form in which permissions are wanted.
type PermissionMode string

// The modes of a question for permissions.
const (
	PermissionToken    PermissionMode = "token"       // a requesting party token
	PermissionDecision PermissionMode = "decision"    // yes or no
	PermissionList     PermissionMode = "permissions" // what is granted
)

// PermissionAsk asks what the owner of the session's access token may do at a
// resource server (UMA 2.0 and Keycloak's additions).
type PermissionAsk struct {
	// Audience is the resource server's client id.
	Audience string
	// Permissions are "RESOURCE#SCOPE", either part may be missing; none asks
	// for everything.
	Permissions []string
	Mode        PermissionMode
	// Upgrade sends the requesting party token of the last answer along, whose
	// permissions are kept.
	Upgrade bool

	rpt Secret
}

// Permissions is an answer to a PermissionAsk. It is immutable.
type Permissions struct {
	Ask PermissionAsk
	// Mode is the form of the answer: a realm that does not know the form that
	// was asked for sends a token.
	Mode PermissionMode
	// Granted is the decision; it is true where permissions came.
	Granted bool
	// List are what is granted; for a token, what it says itself.
	List []Permission
	// Tokens is the requesting party token, nil in the other modes.
	Tokens *Tokens
	At     time.Time
}

// Permission is what is granted on one resource. The texts are the realm's.
type Permission struct {
	Resource, ID string
	Scopes       []string
	// Claims is the JSON text of what policies added, "" for nothing.
	Claims string
}

// AskPermissions asks the realm for permissions with the session's access
// token alone, as public clients do as well; the answer is
// State.Answers.Permissions. A refusal is an answer and a failure that explains
// it. Without an access token, and while something runs, it does nothing.
func (s *Sessions) AskPermissions(p profile.Profile, account string, ask PermissionAsk) {
	if ask.Upgrade {
		ask.rpt = s.State(KeyOf(p, account, Typed{})).Token(WhichRPT)
	}
	s.about(OpPermissions, p, account, State.CanAskPermissions, errand{which: WhichAccess, permissions: ask})
}

// permissions does the job of AskPermissions.
func (w worker) permissions(ctx context.Context, j job) outcome {
	if err := j.sameBond(); err != nil {
		return failed(ctx, j, tokenclient.TokenRequest{}, err)
	}
	ask := j.errand.permissions
	r := tokenclient.TokenRequest{
		Endpoint: j.bond.endpoint, ParamsIn: j.profile.ParamsIn,
		Auth:  tokenclient.ClientAuth{Method: tokenclient.AuthBearer, Secret: j.errand.token},
		Grant: umaTicket(ask),
	}
	found, err := w.client.UMA(ctx, r)
	p := &Permissions{Ask: ask, Mode: ask.Mode, At: wall()}
	answered := func(st *State) { st.Answers.Permissions = p }
	if err != nil {
		o := failed(ctx, j, r, err)
		if o.failure != nil && o.failure.Advice.ID == "uma_denied" {
			o.apply = answered
		}
		return o
	}
	p.read(found)
	return outcome{
		exchange: exchangeOf(j.op, found.Status, found.Elapsed, found.ReceivedAt, found.ServerDate),
		apply:    answered,
	}
}

func umaTicket(ask PermissionAsk) tokenclient.UMATicket {
	g := tokenclient.UMATicket{Audience: ask.Audience, Permissions: ask.Permissions, RPT: ask.rpt}
	switch ask.Mode {
	case PermissionDecision:
		g.Mode = tokenclient.UMADecision
	case PermissionList:
		g.Mode = tokenclient.UMAPermissions
	case PermissionToken:
	}
	return g
}

// read takes the answer in.
func (p *Permissions) read(found tokenclient.UMAResult) {
	p.Granted = found.Granted
	switch found.Mode {
	case tokenclient.UMADecision:
		p.Mode = PermissionDecision
	case tokenclient.UMAPermissions:
		p.Mode = PermissionList
		for _, one := range found.Permissions {
			p.List = append(p.List, Permission{Resource: one.ResourceName, ID: one.ResourceID, Scopes: one.Scopes, Claims: one.Claims})
		}
	default:
		p.Mode = PermissionToken
		p.Tokens = newTokens(found.Tokens, nil, 1)
		p.List = grantedBy(p.Tokens.Access)
	}
}

// grantedBy reads the claim authorization.permissions of a requesting party
// token; what is not of the expected type is left out.
func grantedBy(token *inspect.Token) []Permission {
	if token == nil || token.Payload == nil {
		return nil
	}
	v, _ := token.Claim("authorization")
	list := member(v, "permissions")
	out := make([]Permission, 0, len(list.Items))
	for _, item := range list.Items {
		if item.Kind != inspect.KindObject {
			continue
		}
		p := Permission{Resource: text(item, "rsname"), ID: text(item, "rsid"), Claims: member(item, "claims").Raw}
		for _, scope := range member(item, "scopes").Items {
			if scope.Kind == inspect.KindString {
				p.Scopes = append(p.Scopes, scope.Text)
			}
		}
		out = append(out, p)
	}
	return out
}

// member is the last member of a name, the zero value for none.
func member(v inspect.Value, name string) inspect.Value {
	var found inspect.Value
	for _, m := range v.Members {
		if m.Name == name {
			found = m.Value
		}
	}
	return found
}

func text(v inspect.Value, name string) string {
	if m := member(v, name); m.Kind == inspect.KindString {
		return m.Text
	}
	return ""
}

// PermissionWords splits what was typed into permissions: semicolons stand between
// them, since commas stand between the scopes of one.
func PermissionWords(typed string) []string {
	var out []string
	for part := range strings.SplitSeq(typed, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
