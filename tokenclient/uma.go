package tokenclient

import (
	"context"
	"encoding/json"
	"strings"
	"time"
)

// AuthBearer puts a person's access token in the place of the client's
// authentication: ClientAuth.Secret goes out as "Authorization: Bearer" and no
// client_id is sent (RFC 6750 section 2.1). Keycloak accepts it for UMATicket
// only, where it is the way of public clients.
const AuthBearer AuthMethod = "bearer"

// UMAMode is the form in which an authorization decision is wanted.
type UMAMode string

// The modes of Keycloak's parameter response_mode.
const (
	UMAToken       UMAMode = ""            // a requesting party token
	UMADecision    UMAMode = "decision"    // yes, or an error
	UMAPermissions UMAMode = "permissions" // the list of what is granted
)

// Choice is a parameter that is true, false or left to the server.
type Choice string

// The choices.
const (
	ServersChoice Choice = ""
	Yes           Choice = "true"
	No            Choice = "false"
)

// UMATicket asks for permissions (UMA 2.0 Grant section 3.3.1 and Keycloak's
// additions to it): by a resource server's Ticket, or without one by Audience
// and Permissions.
type UMATicket struct {
	Ticket Secret
	// RPT is an earlier requesting party token whose permissions are kept.
	RPT Secret
	// ClaimToken is a token with facts about the person, or Base64 of a JSON
	// object; ClaimTokenFormat says which.
	ClaimToken       Secret
	ClaimTokenFormat string
	// Audience is the resource server's client id.
	Audience string
	// Permissions are asked for one by one: "RESOURCE#SCOPE", either part may
	// be missing. Without any, Keycloak checks everything there is.
	Permissions []string
	// SubmitRequest says whether to ask the resource's owner when the policies
	// deny; Keycloak does, with a Ticket.
	SubmitRequest Choice
	// IncludeResourceName is for the names of resources in the result.
	IncludeResourceName Choice
	// Mode is what Client.UMA gives; Client.Token can only have UMAToken.
	Mode UMAMode
}

// GrantType is "urn:ietf:params:oauth:grant-type:uma-ticket".
func (UMATicket) GrantType() string { return "urn:ietf:params:oauth:grant-type:uma-ticket" }

func (g UMATicket) params() []Param {
	list := []Param{
		{"ticket", g.Ticket},
		{"rpt", g.RPT},
		{"claim_token", g.ClaimToken},
		{"claim_token_format", NewSecret(g.ClaimTokenFormat)},
		{"audience", NewSecret(g.Audience)},
	}
	list = append(list, each("permission", g.Permissions)...)
	return present(append(list,
		Param{"submit_request", NewSecret(string(g.SubmitRequest))},
		Param{"response_include_resource_name", NewSecret(string(g.IncludeResourceName))},
		Param{"response_mode", NewSecret(string(g.Mode))},
	)...)
}

func (g UMATicket) secrets() []Secret { return []Secret{g.Ticket, g.RPT, g.ClaimToken} }

func (UMATicket) mayRepeat(name string) bool { return name == "permission" }

// Permission is one entry of a permissions answer.
type Permission struct {
	// ResourceID and ResourceName are Keycloak's rsid and rsname; the name may
	// be missing.
	ResourceID, ResourceName string
	Scopes                   []string
	// Claims is the JSON text of what policies added, "" for nothing.
	Claims string
}

// UMAResult is one answer to a UMATicket. It is immutable.
type UMAResult struct {
	// Mode says what came, which tells what of the rest is filled.
	Mode UMAMode
	// Tokens is the requesting party token; see TokenSet.Upgraded.
	Tokens TokenSet
	// Granted is the decision. Keycloak says no by an error, access_denied.
	Granted bool
	// Permissions are what is granted.
	Permissions []Permission
	// Raw is the body as received.
	Raw Secret
	// ReceivedAt and ServerDate are as in TokenSet.
	ReceivedAt, ServerDate time.Time
	// Status and Elapsed are as in TokenSet.
	Status  int
	Elapsed time.Duration
}

// UMA runs the grant UMATicket in any of its modes. The answer decides what the
// result is: a server that does not know response_mode sends a token. The error
// is always an *Error.
func (c *Client) UMA(ctx context.Context, r TokenRequest) (UMAResult, error) {
	x, e := c.post(ctx, r, maxToken)
	if e != nil {
		return UMAResult{}, e
	}
	result, e := x.umaResult()
	if e != nil {
		e.Grant = r.Grant.GrantType()
		return UMAResult{}, e
	}
	result.Raw = NewSecret(x.body)
	result.ReceivedAt, result.ServerDate = x.receivedAt, x.serverDate()
	result.Status, result.Elapsed = x.status, x.elapsed
	return result, nil
}

func (x exchange) umaResult() (UMAResult, *Error) {
	if e := x.detour(); e != nil {
		return UMAResult{}, e
	}
	body, _ := decodeText(x.body)
	if list := strings.TrimSpace(body); x.status < 300 && len(list) > 0 && list[0] == '[' {
		permissions, ok := readPermissions([]byte(list))
		if !ok {
			return UMAResult{}, x.fail(KindMalformed)
		}
		return UMAResult{Mode: UMAPermissions, Granted: true, Permissions: permissions}, nil
	}
	if o, err := readObject(body); err == nil && x.status < 300 && o.last("access_token") == nil {
		switch string(o.last("result")) {
		case "true":
			return UMAResult{Mode: UMADecision, Granted: true}, nil
		case "false":
			return UMAResult{Mode: UMADecision}, nil
		}
	}
	set, e := x.tokenSet()
	if e != nil {
		return UMAResult{}, e
	}
	return UMAResult{Mode: UMAToken, Granted: true, Tokens: set}, nil
}

// readPermissions reads a list of permissions; what is not of the expected
// type in an entry is left out of it.
func readPermissions(list []byte) ([]Permission, bool) {
	var entries []json.RawMessage
	if json.Unmarshal(list, &entries) != nil {
		return nil, false
	}
	permissions := make([]Permission, 0, len(entries))
	for _, entry := range entries {
		o, err := readObject(entry)
		if err != nil {
			return nil, false
		}
		p := Permission{
			ResourceID:   oneLine(o.firstText("rsid"), maxDescription),
			ResourceName: oneLine(o.firstText("rsname"), maxDescription),
			Scopes:       o.words("scopes"),
		}
		if claims := o.last("claims"); claims != nil {
			p.Claims = oneLine(string(claims), maxBody)
		}
		permissions = append(permissions, p)
	}
	return permissions, true
}

// Upgraded tells that a requesting party token also has the permissions of the
// RPT that was sent with the request (UMA 2.0 Grant section 3.3.5).
func (s TokenSet) Upgraded() bool { return s.member("upgraded") == "true" }
