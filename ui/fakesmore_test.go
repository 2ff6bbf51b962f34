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

func (f *fakeServer) Connect(n tokenclient.Connection) (session.Requester, error) {
	f.ways = append(f.ways, n)
	return f, n.Check()
}
