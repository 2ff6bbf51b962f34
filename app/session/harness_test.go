package session

import (
	"context"
	"encoding/base64"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// owner is the goroutine of a test in the place of the UI's: it runs what was
// posted when it is told to.
type owner struct {
	t      *testing.T
	s      *Sessions
	client *fakeClient
	vault  vault.Vault
	posted chan func()
	states []State
	kept   []string
	agreed []string
	opener opener
}

// inBubble runs f with sessions in a bubble whose time is the test's. Leaving
// it with a goroutine still there fails the test.
func inBubble(t *testing.T, f func(t *testing.T, o *owner)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o := newOwner(t, vault.NewSession())
		f(t, o)
		o.s.Close()
	})
}

func newOwner(t *testing.T, v vault.Vault) *owner {
	o := &owner{t: t, client: &fakeClient{}, vault: v, posted: make(chan func(), 10_000)}
	o.s = New(Params{
		Base: t.Context(), Post: func(f func()) { o.posted <- f }, Client: o.client, Vault: v, OpenURL: o.openURL,
		Keep: func(profileID, account string, kind vault.Kind, id string) {
			o.kept = append(o.kept, fmt.Sprint(profileID, " ", account, " ", kind, " ", id))
		},
	})
	o.s.params.Agree = func(profileID, origin string) { o.agreed = append(o.agreed, profileID+" "+origin) }
	o.s.Subscribe(func(st State) { o.states = append(o.states, st) })
	return o
}

// settle runs what was posted until nothing happens any more by itself.
func (o *owner) settle() {
	for {
		synctest.Wait()
		select {
		case f := <-o.posted:
			f()
		default:
			return
		}
	}
}

// pass lets time go by and runs what comes meanwhile.
func (o *owner) pass(d time.Duration) {
	end := time.NewTimer(d)
	defer end.Stop()
	for {
		select {
		case f := <-o.posted:
			f()
		case <-end.C:
			o.settle()
			return
		}
	}
}

func (o *owner) state(k Key) State { return o.s.State(k) }

// fakeClient answers as reply says and remembers what it was asked.
type fakeClient struct {
	mu    sync.Mutex
	asked []tokenclient.TokenRequest
	reply func(ctx context.Context, r tokenclient.TokenRequest) (tokenclient.TokenSet, error)
	probe func(ctx context.Context, pasted string) (tokenclient.ProbeResult, error)
	// discovery, logins and login are for the login in the browser.
	discovery tokenclient.Discovery
	logins    []tokenclient.Login
	login     *fakeLogin
	device    fakeDevice
	trial     fakeTrial
	phone     fakeBackchannel
	ways      []tokenclient.Connection
	errands   fakeErrands
	// who and out are for the requests about a session.
	who  func(endpoint string, access Secret, tokenType string) (tokenclient.UserInfo, error)
	out  error
	slow time.Duration
	outs []string
}

func (c *fakeClient) Token(ctx context.Context, r tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
	c.mu.Lock()
	c.asked = append(c.asked, r)
	c.mu.Unlock()
	if c.reply == nil {
		return answer(set{}), nil
	}
	return c.reply(ctx, r)
}

func (c *fakeClient) Discover(context.Context, tokenclient.Realm) (tokenclient.Discovery, error) {
	return c.discovery, nil
}

func (c *fakeClient) Probe(ctx context.Context, pasted string) (tokenclient.ProbeResult, error) {
	return c.probe(ctx, pasted)
}

func (c *fakeClient) requests() []tokenclient.TokenRequest {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.asked
}

// after answers when d has passed, or when the context ends.
func after(d time.Duration, s tokenclient.TokenSet, err error) func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
	return func(ctx context.Context, _ tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
		select {
		case <-time.After(d):
			mine := s // many may ask at once
			mine.ReceivedAt = wall()
			return mine, err
		case <-ctx.Done():
			return tokenclient.TokenSet{}, &tokenclient.Error{Kind: tokenclient.KindCanceled, Err: ctx.Err()}
		}
	}
}

// jwt is an unsigned token with these claims.
func jwt(claims string) string {
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	return part(`{"alg":"RS256","typ":"JWT"}`) + "." + part(claims) + "." + part("signature")
}

// set is a token answer in short: what is empty takes a common value, "-"
// leaves a token out.
type set struct {
	access, refresh, id string
	expires, refreshes  time.Duration
	skew                time.Duration
	state               string
}

// answer builds the token set that a server would give now.
func answer(s set) tokenclient.TokenSet {
	now := wall()
	text := func(given, common string) Secret {
		switch given {
		case "":
			return tokenclient.NewSecret(jwt(common))
		case "-":
			return Secret{}
		}
		return tokenclient.NewSecret(given)
	}
	life := func(given, common time.Duration) tokenclient.Lifetime {
		if given == 0 {
			given = common
		}
		return tokenclient.Lifetime{Known: true, Value: given}
	}
	iat := now.Unix()
	t := tokenclient.TokenSet{
		AccessToken: text(s.access, fmt.Sprintf(
			`{"iss":"https://sso.test/realms/shop","sub":"u1","preferred_username":"alice","iat":%d,"exp":%d}`, iat, iat+300)),
		RefreshToken: text(s.refresh, fmt.Sprintf(`{"typ":"Refresh","iat":%d,"exp":%d}`, iat, iat+1800)),
		TokenType:    "Bearer", SessionState: s.state,
		ExpiresIn: life(s.expires, 300*time.Second), RefreshExpiresIn: life(s.refreshes, 1800*time.Second),
		ReceivedAt: now, ServerDate: now.Add(s.skew), Status: 200, Elapsed: 83 * time.Millisecond,
	}
	if s.id != "" {
		t.IDToken = text(s.id, "")
	}
	return t
}

// shop is a confidential client with the password grant and one account.
func shop() profile.Profile {
	return profile.Profile{
		ID: "p1", Name: "shop", Grant: profile.GrantPassword,
		Realm:    tokenclient.Realm{Base: "https://sso.test", Name: "shop"},
		Client:   profile.Client{ID: "web", Auth: tokenclient.AuthBasic},
		Accounts: []profile.Account{{Username: "alice"}},
	}
}

var (
	alice = Key{ProfileID: "p1", Account: "alice"}
	typed = Typed{Password: tokenclient.NewSecret("pass-canary"), ClientSecret: tokenclient.NewSecret("secret-canary")}
)

// fetched has a session with tokens.
func (o *owner) fetched(p profile.Profile) *Tokens {
	o.t.Helper()
	o.s.Fetch(p, "alice", typed)
	o.settle()
	st := o.state(alice)
	if st.Tokens == nil || st.Failure != nil {
		o.t.Fatalf("state after fetch: tokens %v, failure %+v", st.Tokens, st.Failure)
	}
	return st.Tokens
}

// refused is an answer of Keycloak 26 to a wrong password.
func refused(code, description string) *tokenclient.Error {
	return &tokenclient.Error{
		Kind: tokenclient.KindOAuth, Endpoint: "https://sso.test/realms/shop/protocol/openid-connect/token",
		Status: 401, Code: code, Description: description, Sent: true, ReceivedAt: wall(), ServerDate: wall(),
		Elapsed: 121 * time.Millisecond, Body: `{"error":"` + code + `"}`,
	}
}
