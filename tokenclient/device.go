package tokenclient

import (
	"context"
	"time"
)

// DeviceAuthorization is the answer of a device authorization endpoint (RFC
// 8628 section 3.2). It is immutable.
type DeviceAuthorization struct {
	// DeviceCode stands for this request at the token endpoint.
	DeviceCode Secret
	// UserCode is what the person types at VerificationURI.
	UserCode string
	// VerificationURI is a web address; "" with a Note when the server sent
	// something else.
	VerificationURI string
	// VerificationURIComplete has the code in it, for a link or a QR code;
	// optional.
	VerificationURIComplete string
	// ExpiresIn is the life of both codes, counted from ReceivedAt.
	ExpiresIn Lifetime
	// Verifier is the PKCE code verifier of StartDevicePKCE, which AwaitDevice
	// sends; empty otherwise.
	Verifier Secret
	// Interval is the shortest pause between two polls, 5 s when the server
	// named none.
	Interval time.Duration
	// Members are all members of the answer in order, the device code masked.
	Members []Member
	// Notes are as in TokenSet.
	Notes []string
	// ReceivedAt and ServerDate are as in TokenSet.
	ReceivedAt, ServerDate time.Time
}

// DeviceCode is one poll of the device authorization grant (RFC 8628 section
// 3.4, Keycloak 13 and newer). AwaitDevice polls as often as it is allowed to.
type DeviceCode struct {
	Code Secret
	// Verifier is the PKCE code verifier when StartDevice had a code_challenge
	// among its extra parameters, which Keycloak accepts. Optional.
	Verifier Secret
}

// GrantType is "urn:ietf:params:oauth:grant-type:device_code".
func (DeviceCode) GrantType() string { return "urn:ietf:params:oauth:grant-type:device_code" }

func (g DeviceCode) params() []Param {
	p := []Param{{"device_code", g.Code}}
	if !g.Verifier.Empty() {
		p = append(p, Param{"code_verifier", g.Verifier})
	}
	return p
}

func (g DeviceCode) secrets() []Secret { return []Secret{g.Code, g.Verifier} }

// StartDevice asks a device authorization endpoint for a code that a person
// can type elsewhere (RFC 8628 section 3.1). Scope is not checked by Keycloak
// before the person has agreed. The error is always an *Error.
func (c *Client) StartDevice(ctx context.Context, endpoint string, auth ClientAuth, scope string, extra []Param) (DeviceAuthorization, error) {
	r := TokenRequest{Endpoint: endpoint, Auth: auth, Grant: noGrant{}, Scope: scope, Extra: extra}
	x, read, e := c.open(c.purpose(ctx, PurposeDevice), r, "device_code", "user_code")
	if e != nil {
		return DeviceAuthorization{}, e
	}
	d := DeviceAuthorization{
		DeviceCode: read.token("device_code"),
		UserCode:   oneLine(read.firstText("user_code"), maxCode),
		// Google's endpoint, older than the standard, says verification_url.
		VerificationURI:         read.webAddress("verification_uri", "verification_url"),
		VerificationURIComplete: read.webAddress("verification_uri_complete", "verification_url_complete"),
		ExpiresIn:               read.lifetime("expires_in"),
		Interval:                read.interval(),
		Members:                 x.mask.members(read.object),
		ReceivedAt:              x.receivedAt, ServerDate: x.serverDate(),
	}
	if d.VerificationURI == "" && d.VerificationURIComplete == "" {
		return DeviceAuthorization{}, x.fail(KindMalformed)
	}
	x.answerNotes(read)
	d.Notes = read.notes
	return d, nil
}

// AwaitDevice polls until the person has agreed or refused, the code has
// expired or ctx ends; it never asks sooner than the server allows (RFC 8628
// section 3.5). Of r it takes endpoint, client and extra parameters; a DeviceCode
// as its grant is asked for its Verifier.
//
// Each pause is told to progress, which may be nil and is called on the
// caller's goroutine. The error is always an *Error: a refusal is the server's,
// an expiry is KindTimeout with the reason "approval" or the server's
// expired_token.
func (c *Client) AwaitDevice(ctx context.Context, r TokenRequest, d DeviceAuthorization, progress func(DeviceProgress)) (TokenSet, error) {
	g, _ := r.Grant.(DeviceCode)
	g.Code = d.DeviceCode
	if g.Verifier.Empty() {
		g.Verifier = d.Verifier
	}
	r.Grant, r.Scope = g, ""
	return c.await(ctx, r, approval{d.ReceivedAt, d.ExpiresIn, d.Interval}, progress)
}
