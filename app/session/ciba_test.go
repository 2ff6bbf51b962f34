package session

import (
	"context"

	"realmscope/tokenclient"
)

// fakeBackchannel is a person with a phone.
type fakeBackchannel struct {
	asked  []string
	wishes []tokenclient.BackchannelRequest
	polled []tokenclient.TokenRequest
	answer tokenclient.BackchannelAuthentication
	agreed chan error
}

func (c *fakeClient) StartBackchannel(_ context.Context, endpoint string, auth tokenclient.ClientAuth, b tokenclient.BackchannelRequest) (tokenclient.BackchannelAuthentication, error) {
	c.phone.asked = append(c.phone.asked, endpoint+" "+auth.ClientID+" "+auth.Secret.Reveal())
	c.phone.wishes = append(c.phone.wishes, b)
	return c.phone.answer, nil
}

func (c *fakeClient) AwaitBackchannel(ctx context.Context, r tokenclient.TokenRequest, _ tokenclient.BackchannelAuthentication, _ func(tokenclient.DeviceProgress)) (tokenclient.TokenSet, error) {
	c.phone.polled = append(c.phone.polled, r)
	select {
	case err := <-c.phone.agreed:
		if err != nil {
			return tokenclient.TokenSet{}, err
		}
		return answer(set{}), nil
	case <-ctx.Done():
		return tokenclient.TokenSet{}, &tokenclient.Error{Kind: tokenclient.KindCanceled, Err: ctx.Err()}
	}
}

func (c *fakeClient) UserInfoBound(_ context.Context, endpoint string, access Secret, key tokenclient.DPoPKey) (tokenclient.UserInfo, error) {
	return c.who(endpoint, access, "DPoP "+key.Thumbprint())
}

// Connect is the same client for every connection, which it remembers.
func (c *fakeClient) Connect(n tokenclient.Connection) (Requester, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ways = append(c.ways, n)
	return c, n.Check()
}
