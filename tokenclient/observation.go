package tokenclient

import (
	"context"
	"time"
)

// Purpose is what one request was for, as an Observation says it.
type Purpose string

// The purposes. Introspection, UserInfo, revocation, logout and keys are the
// words of their Operation.
const (
	PurposeToken       Purpose = "token" // Observation.Grant says by which grant
	PurposeDiscovery   Purpose = "discovery"
	PurposeRealmPage   Purpose = "realm_page"
	PurposeDevice      Purpose = "device"      // RFC 8628 section 3.1
	PurposeBackchannel Purpose = "backchannel" // CIBA, the authentication request
	PurposePushed      Purpose = "pushed"      // RFC 9126
	PurposeLoginPage   Purpose = "login_page"
	PurposeUserInfo            = Purpose(OperationUserInfo)
	PurposeIntrospect          = Purpose(OperationIntrospection)
	PurposeRevocation          = Purpose(OperationRevocation)
	PurposeLogout              = Purpose(OperationLogout)
	PurposeKeys                = Purpose(OperationKeys)
	PurposeUnspecified Purpose = ""
)

// maxObserved is how much of a body an Observation shows, in bytes.
const maxObserved = 8 << 10

// Observation is one HTTP exchange for somebody who looks on: a list of what
// was asked, a debug log. No field holds a secret: neither one that was sent
// nor one that came back, in whatever spelling the server echoed it. All texts
// are valid UTF-8 without control characters but line breaks in Body.
type Observation struct {
	// Label is what WithLabel put into the context, "" for none.
	Label   string
	Purpose Purpose
	// Grant is the grant_type of a token request.
	Grant string
	// Method and URL are the request's; the URL has no query, no fragment and
	// no user information.
	Method, URL string
	// InQuery says that the parameters stood in the address.
	InQuery bool
	// Params are the parameters in the order in which they were sent.
	Params []ObservedParam
	// Sent and Headers are the fields of the request and of the answer that
	// matter, in a fixed order.
	Sent, Headers []ObservedHeader
	// Status is 0 without an answer; Code is the error code of a refusal.
	Status int
	Code   string
	// Elapsed is the time from the request to the end of the answer, and
	// ReceivedAt the moment of that end, or of the failure.
	Elapsed    time.Duration
	ReceivedAt time.Time
	// Size is the length of the whole body as read, in bytes; Body is its
	// start, at most 8 KiB, masked.
	Size int
	Body string
	// Err is set for an exchange that failed or was refused. Its Body is empty:
	// it stands here.
	Err *Error
}

// ObservedParam is a parameter that was sent. Only values that are known to be
// harmless are shown.
type ObservedParam struct {
	Name, Value string
	// Hidden says that Value is a mask.
	Hidden bool
}

// ObservedHeader is a field of a request or an answer. Hidden says that Value
// is a mask, with the scheme before it where there is one.
type ObservedHeader struct {
	Name, Value string
	Hidden      bool
}

// labelKey and purposeKey are the keys of context values.
type (
	labelKey   struct{}
	purposeKey struct{}
)

// WithLabel marks the requests under a context: their Observations carry the
// label, which must be no secret.
func WithLabel(ctx context.Context, label string) context.Context {
	return context.WithValue(ctx, labelKey{}, label)
}

// purpose says what the requests under a context are for, if anybody looks on.
func (c *Client) purpose(ctx context.Context, p Purpose) context.Context {
	if c.opts.Observe == nil {
		return ctx
	}
	return context.WithValue(ctx, purposeKey{}, p)
}
