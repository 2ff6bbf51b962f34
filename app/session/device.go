package session

import (
	"cmp"
	"context"

	"realmscope/tokenclient"
)

// device gets tokens by a login elsewhere (RFC 8628): r has all but the grant.
// wait is told the code and the page to type it at; nothing is opened.
func (w worker) device(ctx context.Context, j job, r tokenclient.TokenRequest, wait func(Waiting)) (tokenclient.TokenSet, error) {
	var none tokenclient.TokenSet
	found, err := w.client.Discover(ctx, j.profile.Realm)
	if err != nil {
		return none, err
	}
	// Releases before 13 name no such endpoint; their answer tells.
	endpoint := cmp.Or(found.EndpointsFor(r.Auth.Method).DeviceAuthorization, j.profile.Realm.Endpoints().DeviceAuthorization)
	// The client secret goes there, so it must be where the tokens come from.
	if err := j.checkOrigin(endpoint, r.Endpoint); err != nil {
		return none, err
	}
	start := w.client.StartDevice
	if found.OffersPKCE() { // then who learns the device code alone gets nothing
		start = w.client.StartDevicePKCE
	}
	d, err := start(ctx, endpoint, r.Auth, r.Scope, r.Extra)
	if err != nil {
		return none, err
	}
	waiting := Waiting{
		Kind: WaitDevice, UserCode: d.UserCode,
		VerificationURI:         cmp.Or(d.VerificationURI, d.VerificationURIComplete),
		VerificationURIComplete: d.VerificationURIComplete,
	}
	waiting.URL = tokenclient.NewSecret(cmp.Or(waiting.VerificationURIComplete, waiting.VerificationURI))
	if positive(d.ExpiresIn) {
		waiting.Deadline = d.ReceivedAt.Round(0).Add(d.ExpiresIn.Value)
	}
	wait(waiting)
	return w.client.AwaitDevice(ctx, r, d, nil)
}
