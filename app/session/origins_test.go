package session

import (
	"slices"
	"testing"

	"realmscope/tokenclient"
)

// asksForAnOrigin tells whether a state asks about another origin, or refuses
// one that is not encrypted.
func asksForAnOrigin(st State) bool {
	if st.Failure != nil {
		return st.Failure.Advice.ID == "other_origin" && !encrypted(st.Failure.Advice.Args["Address"])
	}
	if len(st.Needs) != 1 {
		return false
	}
	origin, ok := st.Needs[0].Origin()
	return ok && encrypted(origin)
}

func TestAnotherOriginIsAskedAboutOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		p := tv()
		p.Client.Auth = tokenclient.AuthBasic
		d := o.types(p) // at its own origin
		d.agreed <- nil
		o.settle()
		o.client.discovery.Endpoints.DeviceAuthorization = "https://login.test:8443/dev"
		d.asked = nil
		o.s.Fetch(p, "", Typed{ClientSecret: tokenclient.NewSecret("s3")})
		o.settle()
		st := o.state(siteKey)
		if len(d.asked) != 0 || !slices.Equal(st.Needs, []Need{"origin.https://login.test:8443"}) {
			t.Fatalf("asked %q, needs %v; want the question and nothing sent", d.asked, st.Needs)
		}
		// The yes alone: what was typed before is still there.
		o.s.Fetch(p, "", Typed{Origins: []string{"https://login.test:8443"}})
		o.settle()
		if want := "https://login.test:8443/dev web s3 openid"; !slices.Equal(d.asked, []string{want}) {
			t.Fatalf("asked %q, want %q", d.asked, want)
		}
		if len(o.agreed) != 0 {
			t.Errorf("agreed to %q before it proved useful", o.agreed)
		}
		d.agreed <- nil
		o.settle()
		if want := []string{"p1 https://login.test:8443"}; !slices.Equal(o.agreed, want) {
			t.Errorf("agreed to %q, want %q", o.agreed, want)
		}
		// The profile that names it is not asked again.
		p.Origins = []string{"https://login.test:8443"}
		o.s.Fetch(p, "", Typed{ClientSecret: tokenclient.NewSecret("s3")})
		o.settle()
		if len(d.asked) != 2 {
			t.Errorf("asked %q, needs %v", d.asked, o.state(siteKey).Needs)
		}
	})
}

func TestTypedThingsAreForgottenWithTheQuestion(t *testing.T) {
	for name, forget := range map[string]func(o *owner){
		"dismissed": func(o *owner) { o.s.Dismiss(siteKey) },
		"cancelled": func(o *owner) {
			o.client.reply = after(1<<40, tokenclient.TokenSet{}, nil)
			o.s.Fetch(tv(), "", Typed{Origins: []string{"https://evil.test"}})
			o.settle()
			o.s.Cancel(siteKey)
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				p := tv()
				p.Client.Auth = tokenclient.AuthBasic
				o.client.device = fakeDevice{agreed: make(chan error, 1)}
				o.client.discovery.Endpoints.DeviceAuthorization = "https://evil.test/dev"
				o.s.Fetch(p, "", Typed{ClientSecret: tokenclient.NewSecret("s3")})
				o.settle()
				forget(o)
				if l := o.s.lives[siteKey]; l.asked != nil {
					t.Error("what was typed is still in memory")
				}
				o.s.Fetch(p, "", Typed{})
				o.settle()
				if st := o.state(siteKey); !slices.Contains(st.Needs, NeedClientSecret) {
					t.Errorf("needs %v, want the client secret anew", st.Needs)
				}
			})
		})
	}
}
