package tokenclient

import (
	"context"
	"strconv"
	"time"
)

// BackchannelRequest asks a person for agreement on a device of their own
// (OpenID Connect CIBA Core 1.0 section 7.1, poll mode). Exactly one of the
// three hints says who: Keycloak reads only LoginHint, a user name.
type BackchannelRequest struct {
	LoginHint string
	// LoginHintToken is a token about the person, IDTokenHint an ID token that
	// the client got for them before.
	LoginHintToken Secret
	IDTokenHint    Secret
	// Scope must have the word openid; empty sends just that.
	Scope string
	// BindingMessage is shown on both devices. Keycloak takes at most 50 plain
	// characters without blanks.
	BindingMessage string
	// ACRValues are words separated by spaces.
	ACRValues string
	// RequestedExpiry is the life asked for, in whole seconds; 0 leaves it to
	// the server.
	RequestedExpiry time.Duration
	// UserCode is a code that only the person knows; Keycloak refuses it.
	UserCode Secret
	// Extra parameters follow the others in order.
	Extra []Param
}

// BackchannelAuthentication is the answer of a backchannel authentication
// endpoint (CIBA Core 1.0 section 7.3). It is immutable.
type BackchannelAuthentication struct {
	// AuthReqID stands for this request at the token endpoint; Keycloak's is
	// encrypted.
	AuthReqID Secret
	// ExpiresIn is its life, counted from ReceivedAt.
	ExpiresIn Lifetime
	// Interval is the shortest pause between two polls, 5 s when the server
	// named none.
	Interval time.Duration
	// Members are all members of the answer in order, the id masked.
	Members []Member
	// Notes are as in TokenSet.
	Notes []string
	// ReceivedAt and ServerDate are as in TokenSet.
	ReceivedAt, ServerDate time.Time
}

// CIBA is one poll for a backchannel authentication (CIBA Core 1.0 section
// 10.1, Keycloak 15 and newer). AwaitBackchannel polls as often as it is
// allowed to.
type CIBA struct{ AuthReqID Secret }

// GrantType is "urn:openid:params:grant-type:ciba".
func (CIBA) GrantType() string { return "urn:openid:params:grant-type:ciba" }

func (g CIBA) params() []Param { return []Param{{"auth_req_id", g.AuthReqID}} }

func (g CIBA) secrets() []Secret { return []Secret{g.AuthReqID} }

// StartBackchannel begins a backchannel authentication. The error is always an
// *Error; KindRequest with the reason "hint" says that not exactly one hint is
// given.
func (c *Client) StartBackchannel(ctx context.Context, endpoint string, auth ClientAuth, b BackchannelRequest) (BackchannelAuthentication, error) {
	hints := present(
		Param{"login_hint", NewSecret(b.LoginHint)},
		Param{"login_hint_token", b.LoginHintToken},
		Param{"id_token_hint", b.IDTokenHint},
	)
	if len(hints) != 1 {
		return BackchannelAuthentication{}, &Error{Kind: KindRequest, Reason: "hint"}
	}
	r := TokenRequest{Endpoint: endpoint, Auth: auth, Scope: b.Scope, Extra: b.Extra}
	if r.Scope == "" {
		r.Scope = "openid"
	}
	expiry := ""
	if b.RequestedExpiry > 0 {
		expiry = strconv.FormatInt(int64(b.RequestedExpiry/time.Second), 10)
	}
	r.Grant = noGrant{append(hints, present(
		Param{"binding_message", NewSecret(b.BindingMessage)},
		Param{"acr_values", NewSecret(b.ACRValues)},
		Param{"requested_expiry", NewSecret(expiry)},
		Param{"user_code", b.UserCode},
	)...)}
	x, read, e := c.open(c.purpose(ctx, PurposeBackchannel), r, "auth_req_id")
	if e != nil {
		return BackchannelAuthentication{}, e
	}
	a := BackchannelAuthentication{
		AuthReqID: read.token("auth_req_id"),
		ExpiresIn: read.lifetime("expires_in"),
		Interval:  read.interval(),
		Members:   x.mask.members(read.object), ReceivedAt: x.receivedAt, ServerDate: x.serverDate(),
	}
	x.answerNotes(read)
	a.Notes = read.notes
	return a, nil
}

// AwaitBackchannel polls until the person has agreed or refused, the request
// has expired or ctx ends, by the rules of AwaitDevice (CIBA Core 1.0 section
// 11: authorization_pending, slow_down, expired_token, access_denied). Of r it
// takes endpoint, client and extra parameters; progress is as in AwaitDevice.
// The error is always an *Error.
func (c *Client) AwaitBackchannel(ctx context.Context, r TokenRequest, b BackchannelAuthentication, progress func(DeviceProgress)) (TokenSet, error) {
	r.Grant, r.Scope = CIBA{AuthReqID: b.AuthReqID}, ""
	return c.await(ctx, r, approval{b.ReceivedAt, b.ExpiresIn, b.Interval}, progress)
}

// present leaves out the parameters without a value.
func present(params ...Param) []Param {
	var out []Param
	for _, p := range params {
		if !p.Value.Empty() {
			out = append(out, p)
		}
	}
	return out
}
