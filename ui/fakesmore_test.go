package ui

import (
	"context"
	"time"

	"realmscope/app/session"
	"realmscope/tokenclient"
)

func (f *fakeServer) StartBackchannel(_ context.Context, _ string, _ tokenclient.ClientAuth, b tokenclient.BackchannelRequest) (tokenclient.BackchannelAuthentication, error) {
	f.pinged = append(f.pinged, b)
	f.login = &fakeLogin{came: make(chan error, 1)}
	return tokenclient.BackchannelAuthentication{ExpiresIn: tokenclient.Lifetime{Known: true, Value: 2 * time.Minute}, ReceivedAt: time.Now()}, nil
}

func (f *fakeServer) AwaitBackchannel(ctx context.Context, _ tokenclient.TokenRequest, _ tokenclient.BackchannelAuthentication, _ func(tokenclient.DeviceProgress)) (tokenclient.TokenSet, error) {
	return f.login.Wait(ctx)
}

func (f *fakeServer) UserInfoBound(ctx context.Context, endpoint string, access tokenclient.Secret, _ tokenclient.DPoPKey) (tokenclient.UserInfo, error) {
	return f.UserInfo(ctx, endpoint, access, "DPoP")
}

// JWKS publishes the keys that the test set.
func (f *fakeServer) JWKS(_ context.Context, endpoint string) (tokenclient.KeySet, error) {
	f.keysAsked = append(f.keysAsked, endpoint)
	if f.keysFail != nil {
		return tokenclient.KeySet{}, f.keysFail
	}
	return f.keys, nil
}

// Introspect says whether the test holds the token for active.
func (f *fakeServer) Introspect(_ context.Context, endpoint string, _ tokenclient.ClientAuth, _ tokenclient.Secret, _ string) (tokenclient.Introspection, error) {
	f.introspected = append(f.introspected, endpoint)
	return tokenclient.Introspection{Active: f.active}, nil
}

func (f *fakeServer) Connect(n tokenclient.Connection) (session.Requester, error) {
	f.ways = append(f.ways, n)
	return f, n.Check()
}
