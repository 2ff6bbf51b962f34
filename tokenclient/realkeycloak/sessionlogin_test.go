package realkeycloak_test

import (
	"strings"
	"testing"
	"time"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/tokenclient"
	"realmscope/tokenclient/kctest"
	"realmscope/tokenclient/realkeycloak"
)

// waiting runs posted work until the session waits for a person.
func (o owner) waiting(t *testing.T, k session.Key) *session.Waiting {
	t.Helper()
	limit := time.After(time.Minute)
	for o.State(k).Waiting == nil {
		select {
		case f := <-o.posted:
			f()
		case <-limit:
			t.Fatalf("nothing to wait for after a minute; failure %+v", o.State(k).Failure)
		}
		if st := o.State(k); st.Busy == "" && st.Failure != nil {
			t.Fatalf("failure %+v", st.Failure)
		}
	}
	return o.State(k).Waiting
}

// sessionLogins logs in as the window does, asks who that is, and logs out.
func (w wire) sessionLogins(t *testing.T) {
	for name, tt := range map[string]struct {
		client string
		grant  profile.Grant
		owner  string
		agree  func(t *testing.T, wait *session.Waiting)
	}{
		"in the browser": {
			realkeycloak.BrowserClient, profile.GrantAuthorizationCode, "bob",
			func(t *testing.T, wait *session.Waiting) {
				b := kctest.NewBrowser(t)
				if page := signIn(t, b, b.Open(wait.URL.Reveal()), "bob"); !strings.Contains(page.Body, "✓") {
					t.Errorf("the browser ends with %d %s", page.Status, page.Body)
				}
			},
		},
		"on another device": {
			realkeycloak.DeviceClient, profile.GrantDevice, "alice",
			func(t *testing.T, wait *session.Waiting) {
				if wait.UserCode == "" || !strings.Contains(wait.VerificationURIComplete, wait.UserCode) || wait.Deadline.Before(time.Now()) {
					t.Errorf("waiting is %+v", wait)
				}
				decide(t, tokenclient.DeviceAuthorization{VerificationURIComplete: wait.VerificationURIComplete}, "accept")
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOwner(t, w)
			p := w.profileFor(t, tt.client, tokenclient.AuthNone, tt.grant)
			p.Scope = "openid email"
			k := session.KeyOf(p, "", session.Typed{})
			o.Fetch(p, "", session.Typed{})
			tt.agree(t, o.waiting(t, k))
			w.granted(t, o.finish(t, k), tt.owner)
			o.Refresh(p, "")
			w.granted(t, o.finish(t, k), tt.owner)
			o.WhoAmI(p, "")
			u := o.finish(t, k).UserInfo
			if u == nil || u.OtherSubject || u.Members == nil || len(u.Members.Members) < 2 {
				t.Errorf("user info %+v, failure %+v", u, o.State(k).Failure)
			}
			before := o.State(k).Tokens
			o.LogOut(p, "")
			if st := o.finish(t, k); st.LoggedOut.IsZero() || st.Tokens != nil || st.Failure != nil {
				t.Errorf("state after the logout: %+v, failure %+v", st, st.Failure)
			}
			w.refused(t, w.request(auth(t, tt.client, ""), tokenclient.Refresh{Token: before.Set.RefreshToken}), "session_ended", before.Set.RefreshToken)
		})
	}
}
