package tokenclient

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"slices"
)

// codeChallenge are the parameters of PKCE for a verifier (RFC 7636 section 4.3),
// always with S256.
func codeChallenge(verifier Secret) []Param {
	sum := sha256.Sum256([]byte(verifier.Reveal()))
	return []Param{
		{"code_challenge", NewSecret(base64.RawURLEncoding.EncodeToString(sum[:]))},
		{"code_challenge_method", NewSecret("S256")},
	}
}

// OffersPKCE tells whether the server announces S256 among its code challenge
// methods (RFC 8414 section 2), as Keycloak does from 8 on.
func (d Discovery) OffersPKCE() bool { return slices.Contains(d.ChallengeMethods, "S256") }

// StartDevicePKCE is StartDevice with a PKCE code challenge of 256 random bits,
// so that who learns the device code alone gets no tokens. RFC 8628 has no PKCE:
// ask Discovery.OffersPKCE first. Keycloak takes the challenge at its device
// endpoint, and clients can demand it. The verifier is in the result and goes
// out with every poll of AwaitDevice.
//
// The error is always an *Error; its reason is "duplicate" for a challenge or
// verifier among the extra parameters.
func (c *Client) StartDevicePKCE(ctx context.Context, endpoint string, auth ClientAuth, scope string, extra []Param) (DeviceAuthorization, error) {
	if slices.ContainsFunc(extra, func(p Param) bool { return p.Name == "code_verifier" }) {
		return DeviceAuthorization{}, &Error{Kind: KindRequest, Reason: "duplicate"}
	}
	verifier := unguessable()
	d, err := c.StartDevice(ctx, endpoint, auth, scope, slices.Concat(extra, codeChallenge(verifier)))
	if err != nil {
		return DeviceAuthorization{}, err
	}
	d.Verifier = verifier
	return d, nil
}
