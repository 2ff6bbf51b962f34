package session

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// fakeDevice is a device login whose person agrees when it is told so.
type fakeDevice struct {
	answer  tokenclient.DeviceAuthorization
	err     error
	agreed  chan error
	asked   []string
	awaited int
	left    bool
	proven  bool
}

func (c *fakeClient) StartDevicePKCE(ctx context.Context, endpoint string, auth tokenclient.ClientAuth, scope string, extra []tokenclient.Param) (tokenclient.DeviceAuthorization, error) {
	c.device.proven = true
	return c.StartDevice(ctx, endpoint, auth, scope, extra)
}

func (c *fakeClient) StartDevice(_ context.Context, endpoint string, auth tokenclient.ClientAuth, scope string, _ []tokenclient.Param) (tokenclient.DeviceAuthorization, error) {
	c.device.asked = append(c.device.asked, endpoint+" "+auth.ClientID+" "+auth.Secret.Reveal()+" "+scope)
	return c.device.answer, c.device.err
}

func (c *fakeClient) AwaitDevice(ctx context.Context, _ tokenclient.TokenRequest, _ tokenclient.DeviceAuthorization, _ func(tokenclient.DeviceProgress)) (tokenclient.TokenSet, error) {
	c.device.awaited++
	select {
	case err := <-c.device.agreed:
		if err != nil {
			return tokenclient.TokenSet{}, err
		}
		return answer(set{}), nil
	case <-ctx.Done():
		c.device.left = true
		return tokenclient.TokenSet{}, &tokenclient.Error{Kind: tokenclient.KindCanceled, Err: ctx.Err()}
	}
}

// tv is a profile with the device login.
func tv() profile.Profile {
	p := site()
	p.Grant = profile.GrantDevice
	return p
}

// types starts a device login and lets it come to where it waits.
func (o *owner) types(p profile.Profile) *fakeDevice {
	o.t.Helper()
	o.client.device = fakeDevice{agreed: make(chan error, 1), answer: tokenclient.DeviceAuthorization{
		UserCode: "WDJB-MJHT", VerificationURI: "https://sso.test/device",
		VerificationURIComplete: "https://sso.test/device?user_code=WDJB-MJHT",
		ExpiresIn:               tokenclient.Lifetime{Known: true, Value: 10 * time.Minute}, ReceivedAt: wall(),
	}}
	o.client.discovery.Endpoints.DeviceAuthorization = "https://sso.test/dev"
	o.s.Fetch(p, "", Typed{ClientSecret: tokenclient.NewSecret("s3")})
	o.settle()
	return &o.client.device
}

func TestDeviceLoginProvesItselfWhereTheServerTakesIt(t *testing.T) {
	for name, methods := range map[string][]string{"offered": {"plain", "S256"}, "not offered": {"plain"}, "not said": nil} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				o.client.discovery.ChallengeMethods = methods
				if got, want := o.types(tv()).proven, len(methods) == 2; got != want {
					t.Errorf("code challenge sent: %t, want %t", got, want)
				}
			})
		})
	}
}

func TestDeviceLogin(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		p := tv()
		p.Client.Auth = tokenclient.AuthBasic
		began := wall()
		d := o.types(p)
		w := o.state(siteKey).Waiting
		if w == nil || w.Kind != WaitDevice || w.UserCode != "WDJB-MJHT" || w.VerificationURI != "https://sso.test/device" ||
			w.URL.Reveal() != w.VerificationURIComplete || !w.Deadline.Equal(began.Add(10*time.Minute)) || w.Opened || w.OpenFailed {
			t.Fatalf("waiting is %+v", w)
		}
		if len(d.asked) != 1 || d.asked[0] != "https://sso.test/dev web s3 openid" || len(o.opener.urls) != 0 {
			t.Errorf("asked %q, opened %q; want nothing opened by itself", d.asked, o.opener.urls)
		}
		o.s.OpenAgain(siteKey)
		o.settle()
		if w := o.state(siteKey).Waiting; len(o.opener.urls) != 1 || o.opener.urls[0] != d.answer.VerificationURIComplete || !w.Opened {
			t.Errorf("opened %q, waiting %+v", o.opener.urls, w)
		}
		d.agreed <- nil
		o.settle()
		st := o.state(siteKey)
		if st.Tokens == nil || st.Waiting != nil || st.Busy != "" || st.Failure != nil {
			t.Fatalf("state after the login: %+v", st)
		}
		o.s.Refresh(p, "")
		o.settle()
		if asked := o.client.requests(); len(asked) != 1 || asked[0].Auth.Secret.Reveal() != "s3" {
			t.Errorf("requests after Refresh: %+v", asked)
		}
	})
}

func TestDeviceLoginCancelled(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		d := o.types(tv())
		o.s.Cancel(siteKey)
		synctest.Wait()
		if st := o.state(siteKey); st.Busy != "" || st.Waiting != nil || st.Failure != nil || !d.left {
			t.Errorf("state after Cancel: %+v, still polling: %t", st, !d.left)
		}
		d.agreed <- nil
		o.pass(time.Hour)
		if o.state(siteKey).Tokens != nil {
			t.Error("a late answer got through")
		}
	})
}

func TestDeviceLoginThatEnds(t *testing.T) {
	for name, tt := range map[string]struct {
		err      *tokenclient.Error
		advice   string
		exchange bool
	}{
		"nobody agreed": {&tokenclient.Error{Kind: tokenclient.KindTimeout, Reason: "approval"}, "approval_expired", false},
		"refused":       {refused("access_denied", "The end user denied the authorization request"), "", true},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				d := o.types(tv())
				d.agreed <- tt.err
				o.settle()
				st := o.state(siteKey)
				if st.Failure == nil || tt.advice != "" && st.Failure.Advice.ID != tt.advice || st.Waiting != nil || st.Failures != 0 {
					t.Fatalf("state %+v, failure %+v", st, st.Failure)
				}
				if (st.Last != nil) != tt.exchange {
					t.Errorf("exchange %+v", st.Last)
				}
			})
		})
	}
}

func TestDeviceEndpoint(t *testing.T) {
	for name, tt := range map[string]struct{ endpoint, want string }{
		"as discovered":   {"https://sso.test/dev", "https://sso.test/dev"},
		"not named":       {"", "https://sso.test/realms/shop/protocol/openid-connect/auth/device"},
		"on another host": {"https://evil.test/dev", ""},
		"without TLS":     {"http://sso.test/dev", ""},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				o.client.device = fakeDevice{agreed: make(chan error, 1), answer: tokenclient.DeviceAuthorization{VerificationURIComplete: "https://x.test"}}
				o.client.discovery.Endpoints.DeviceAuthorization = tt.endpoint
				o.s.Fetch(tv(), "", Typed{})
				o.settle()
				asked := o.client.device.asked
				st := o.state(siteKey)
				if tt.want == "" {
					if len(asked) != 0 || !asksForAnOrigin(st) {
						t.Errorf("asked %q, needs %v, failure %+v; want the origin", asked, st.Needs, st.Failure)
					}
					return
				}
				if len(asked) != 1 || asked[0] != tt.want+" web  openid" {
					t.Fatalf("asked %q, want %s", asked, tt.want)
				}
				if w := st.Waiting; w == nil || w.VerificationURI != "https://x.test" || !w.Deadline.IsZero() {
					t.Errorf("waiting is %+v, want the only address and no deadline", w)
				}
			})
		})
	}
}

func TestDeviceLoginThatCannotStart(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.client.device.err = refused("unauthorized_client", "Client is not allowed to initiate OAuth 2.0 Device Authorization Grant")
		o.client.discovery.Endpoints.DeviceAuthorization = "https://sso.test/dev"
		o.s.Fetch(tv(), "", Typed{})
		o.settle()
		if st := o.state(siteKey); st.Failure == nil || st.Waiting != nil || o.client.device.awaited != 0 {
			t.Errorf("state %+v", st)
		}
	})
}
