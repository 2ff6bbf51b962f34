package session

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"realmscope/tokenclient"
)

// ciba gets tokens by the agreement of a person on a device of their own
// (OpenID Connect CIBA Core 1.0, poll mode): r has all but the grant.
func (w worker) ciba(ctx context.Context, j job, r tokenclient.TokenRequest, wait func(Waiting)) (tokenclient.TokenSet, error) {
	var none tokenclient.TokenSet
	found, err := w.client.Discover(ctx, j.profile.Realm)
	if err != nil {
		return none, err
	}
	endpoint := cmp.Or(found.EndpointsFor(r.Auth.Method).Backchannel, j.profile.Realm.Endpoints().Backchannel)
	// The client's credentials go there, so it must be where the tokens come from.
	if err := j.checkOrigin(endpoint, r.Endpoint); err != nil {
		return none, err
	}
	wishes := j.profile.Backchannel
	b, err := w.client.StartBackchannel(ctx, endpoint, r.Auth, tokenclient.BackchannelRequest{
		LoginHint: j.account, Scope: withOpenID(r.Scope), BindingMessage: wishes.Message, ACRValues: j.profile.Login.ACRValues,
		RequestedExpiry: time.Duration(wishes.Expiry) * time.Second, Extra: r.Extra,
	})
	if err != nil {
		return none, err
	}
	waiting := Waiting{Kind: WaitApproval, Account: j.account, Message: wishes.Message}
	if positive(b.ExpiresIn) {
		waiting.Deadline = b.ReceivedAt.Round(0).Add(b.ExpiresIn.Value)
	}
	wait(waiting)
	return w.client.AwaitBackchannel(ctx, r, b, nil)
}

// withOpenID adds the word without which no realm takes a backchannel request
// (CIBA Core 1.0 section 7.1).
func withOpenID(scope string) string {
	if scope == "" || slices.Contains(strings.Fields(scope), "openid") {
		return scope
	}
	return "openid " + scope
}
