package ui

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// fakeServer is the protocol as a script: each request is written down and
// answered by the function that is set, or by a good answer.
type fakeServer struct {
	mu     sync.Mutex
	asked  []tokenclient.TokenRequest
	answer func(ctx context.Context, r tokenclient.TokenRequest) (tokenclient.TokenSet, error)
	probe  func(pasted string) (tokenclient.ProbeResult, error)
	probed []string
	login  *fakeLogin
	opened int
	opens  error
	// complete takes the place of the link of a device login, if set.
	complete *string

	trial   fakeTrial
	errands fakeErrands
	pinged  []tokenclient.BackchannelRequest
	ways    []tokenclient.Connection
	named   tokenclient.Discovery
	asks    []tokenclient.Login

	who                string
	whoFails, outFails error

	keys                    tokenclient.KeySet
	keysFail                error
	keysAsked, introspected []string
	active                  bool

	outs int
}

func (f *fakeServer) Token(ctx context.Context, r tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
	f.mu.Lock()
	f.asked = append(f.asked, r)
	f.mu.Unlock()
	if f.answer != nil {
		return f.answer(ctx, r)
	}
	return goodAnswer(owner(r), 5*time.Minute), nil
}

func (f *fakeServer) Discover(_ context.Context, r tokenclient.Realm) (tokenclient.Discovery, error) {
	d := f.named
	if d.Endpoints == (tokenclient.Endpoints{}) {
		d.Endpoints = r.Endpoints()
	}
	return d, nil
}

// fakeLogin is a login whose browser comes back when it is told to.
type fakeLogin struct {
	deadline time.Time
	came     chan error
}

func (*fakeLogin) URL() string { return "https://sso.dev.example/auth/realms/shop/login?state=s3" }

func (f *fakeLogin) Deadline() time.Time { return f.deadline }

func (*fakeLogin) Close() {}

func (f *fakeLogin) Wait(ctx context.Context) (tokenclient.TokenSet, error) {
	select {
	case err := <-f.came:
		return goodAnswer("alice", 5*time.Minute), err
	case <-ctx.Done():
		return tokenclient.TokenSet{}, &tokenclient.Error{Kind: tokenclient.KindCanceled, Err: ctx.Err()}
	}
}

func (f *fakeServer) UserInfo(context.Context, string, tokenclient.Secret, string) (tokenclient.UserInfo, error) {
	if f.whoFails != nil {
		return tokenclient.UserInfo{}, f.whoFails
	}
	return tokenclient.UserInfo{
		Form: tokenclient.UserInfoJSON, Raw: tokenclient.NewSecret(f.who), Status: 200, Elapsed: 12 * time.Millisecond,
		ReceivedAt: time.Now().Round(0), ServerDate: time.Now().Round(0),
	}, nil
}

func (f *fakeServer) Logout(context.Context, string, tokenclient.ClientAuth, tokenclient.Secret) error {
	f.outs++
	return f.outFails
}

func (f *fakeServer) StartDevice(context.Context, string, tokenclient.ClientAuth, string, []tokenclient.Param) (tokenclient.DeviceAuthorization, error) {
	f.login = &fakeLogin{came: make(chan error, 1)}
	link := "https://sso.dev.example/device?user_code=WDJB-MJHT"
	if f.complete != nil {
		link = *f.complete
	}
	return tokenclient.DeviceAuthorization{
		UserCode: "WDJB-MJHT", VerificationURI: "https://sso.dev.example/device",
		VerificationURIComplete: link,
		ExpiresIn:               tokenclient.Lifetime{Known: true, Value: 10 * time.Minute}, ReceivedAt: time.Now(),
	}, nil
}

func (f *fakeServer) StartDevicePKCE(ctx context.Context, endpoint string, auth tokenclient.ClientAuth, scope string, extra []tokenclient.Param) (tokenclient.DeviceAuthorization, error) {
	return f.StartDevice(ctx, endpoint, auth, scope, extra)
}

func (f *fakeServer) AwaitDevice(ctx context.Context, _ tokenclient.TokenRequest, _ tokenclient.DeviceAuthorization, _ func(tokenclient.DeviceProgress)) (tokenclient.TokenSet, error) {
	return f.login.Wait(ctx)
}

func (f *fakeServer) StartLogin(_ context.Context, _ tokenclient.Discovery, l tokenclient.Login) (session.PendingLogin, error) {
	f.asks = append(f.asks, l)
	f.login = &fakeLogin{deadline: time.Now().Add(3 * time.Minute), came: make(chan error, 1)}
	return f.login, nil
}

func (f *fakeServer) Probe(_ context.Context, pasted string) (tokenclient.ProbeResult, error) {
	f.probed = append(f.probed, pasted)
	if f.probe == nil {
		return tokenclient.ProbeResult{}, &tokenclient.Error{Kind: tokenclient.KindName}
	}
	return f.probe(pasted)
}

// slow makes the server answer after a while, or never when cancelled first.
func (f *fakeServer) slow(d time.Duration) {
	f.answer = func(ctx context.Context, r tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
		select {
		case <-ctx.Done():
			return tokenclient.TokenSet{}, &tokenclient.Error{Kind: tokenclient.KindCanceled, Err: ctx.Err()}
		case <-time.After(d):
			return goodAnswer(owner(r), 5*time.Minute), nil
		}
	}
}

func (f *fakeServer) fail(e *tokenclient.Error) {
	f.answer = func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
		own := *e // requests run side by side
		own.ReceivedAt = time.Now()
		return tokenclient.TokenSet{}, &own
	}
}

// owner is for whom a request asks.
func owner(r tokenclient.TokenRequest) string {
	switch g := r.Grant.(type) {
	case tokenclient.Password:
		return g.Username
	case tokenclient.Refresh:
		return "alice"
	}
	return "service-account-" + r.Auth.ClientID
}

// jwt makes a token that says what is asked, signed by nobody.
func jwt(header, payload string) string {
	enc := base64.RawURLEncoding.EncodeToString
	return enc([]byte(header)) + "." + enc([]byte(payload)) + "." + enc([]byte("signature"))
}

// accessOf is the access token of goodAnswer.
func accessOf(name string, life time.Duration) string {
	return jwt(`{"alg":"RS256","typ":"JWT","kid":"k1"}`, fmt.Sprintf(
		`{"exp":%d,"iat":%d,"iss":"https://sso.dev.example/auth/realms/shop","aud":"account",`+
			`"sub":"7b0c1f5e-52d4-4d0a-9a53-0f2c7a6f9d11","typ":"Bearer","azp":"shop-web",`+
			`"realm_access":{"roles":["offline_access","shop-admin"]},`+
			`"resource_access":{"account":{"roles":["manage-account","view-profile"]}},`+
			`"scope":"openid profile email","preferred_username":%q}`,
		time.Now().Add(life).Unix(), time.Now().Unix(), name))
}

func refreshOf(life time.Duration) string {
	return jwt(`{"alg":"HS512","typ":"JWT","kid":"k2"}`, fmt.Sprintf(
		`{"exp":%d,"iat":%d,"iss":"https://sso.dev.example/auth/realms/shop","typ":"Refresh"}`,
		time.Now().Add(life).Unix(), time.Now().Unix()))
}

// goodAnswer is what a Keycloak says to a right question.
func goodAnswer(name string, life time.Duration) tokenclient.TokenSet {
	const refreshLife = 30 * time.Minute
	access, refresh := accessOf(name, life), refreshOf(refreshLife)
	return tokenclient.TokenSet{
		AccessToken: tokenclient.NewSecret(access), RefreshToken: tokenclient.NewSecret(refresh), TokenType: "Bearer",
		ExpiresIn:        tokenclient.Lifetime{Known: true, Value: life},
		RefreshExpiresIn: tokenclient.Lifetime{Known: true, Value: refreshLife},
		Members: []tokenclient.Member{
			{Name: "access_token", JSON: `"[hidden]"`},
			{Name: "expires_in", JSON: "300"},
			{Name: "refresh_token", JSON: `"[hidden]"`},
			{Name: "token_type", JSON: `"Bearer"`},
		},
		ReceivedAt: time.Now().Round(0), ServerDate: time.Now().Round(0), Status: 200, Elapsed: 83 * time.Millisecond,
	}.WithRaw(tokenclient.NewSecret(`{"access_token":"` + access + `"}`))
}

// refused is Keycloak's answer to a wrong password.
func refused() *tokenclient.Error {
	return &tokenclient.Error{
		Kind: tokenclient.KindOAuth, Status: 401, Code: "invalid_grant", Description: "Invalid user credentials",
		Endpoint: "https://sso.dev.example/auth/realms/shop/protocol/openid-connect/token",
		Body:     `{"error":"invalid_grant","error_description":"Invalid user credentials"}`,
		Elapsed:  121 * time.Millisecond, Sent: true,
	}
}

// shop is a profile with alice and bob; their passwords are in the vault when
// keepPassword was called.
func shop() profile.Profile {
	return profile.Profile{
		ID: "00000000000000a1", Name: "claroshop dev", Environment: profile.Development,
		Realm:  tokenclient.Realm{Base: "https://sso.dev.example/auth", Name: "shop"},
		Client: profile.Client{ID: "shop-web", Auth: tokenclient.AuthNone}, Grant: profile.GrantPassword,
		Accounts: []profile.Account{{Username: "alice", PasswordID: "pw-alice"}, {Username: "bob", PasswordID: "pw-bob"}},
		ParamsIn: tokenclient.ParamsInBody,
	}
}

// bank is a service account with its secret.
func bank() profile.Profile {
	return profile.Profile{
		ID: "00000000000000b2", Name: "banfico sandbox", Environment: profile.Test,
		Realm:  tokenclient.Realm{Base: "https://bank.example/auth", Name: "provider"},
		Client: profile.Client{ID: "outbound01", Auth: tokenclient.AuthBasic, SecretID: "secret-bank"},
		Grant:  profile.GrantClientCredentials, ParamsIn: tokenclient.ParamsInBody,
	}
}

// keepSecrets puts the secrets of shop and bank into the vault.
func (s *stage) keepSecrets() {
	s.t.Helper()
	for id, r := range map[string]vault.Record{
		"pw-alice":    {Kind: vault.KindPassword, Owner: vault.Owner{Origin: "https://sso.dev.example", ClientID: "shop-web"}, Secret: tokenclient.NewSecret("wonder")},
		"pw-bob":      {Kind: vault.KindPassword, Owner: vault.Owner{Origin: "https://sso.dev.example", ClientID: "shop-web"}, Secret: tokenclient.NewSecret("builder")},
		"secret-bank": {Kind: vault.KindClientSecret, Owner: vault.Owner{Origin: "https://bank.example", ClientID: "outbound01"}, Secret: tokenclient.NewSecret("money")},
	} {
		if err := s.vault.Put(s.t.Context(), id, r); err != nil {
			s.t.Fatal(err)
		}
	}
}

// fakeProfiles are saved profiles in memory; every write takes a second.
type fakeProfiles struct {
	stage *stage
	all   []profile.Profile
	typed ProfileSecrets
	fail  error
	subs  []func()
}

func (f *fakeProfiles) All() []profile.Profile { return slices.Clone(f.all) }

func (f *fakeProfiles) Find(id string) (profile.Profile, bool) { return find(f.all, id) }

func (f *fakeProfiles) Save(p profile.Profile, typed ProfileSecrets, done func(profile.Profile, error)) {
	f.stage.after(time.Second, func() {
		if f.fail != nil {
			done(profile.Profile{}, f.fail)
			return
		}
		f.typed = typed
		f.put(p)
		done(p, nil)
	})
}

func (f *fakeProfiles) put(p profile.Profile) {
	i := slices.IndexFunc(f.all, func(o profile.Profile) bool { return o.ID == p.ID })
	if i < 0 {
		f.all = append(f.all, p)
	} else {
		f.all[i] = p
	}
	f.tell()
}

func (f *fakeProfiles) Delete(id string, done func(error)) {
	f.stage.after(time.Second, func() {
		f.all = slices.DeleteFunc(f.all, func(p profile.Profile) bool { return p.ID == id })
		f.tell()
		done(f.fail)
	})
}

func (f *fakeProfiles) Subscribe(sub func()) func() {
	f.subs = append(f.subs, sub)
	return func() {}
}

func (f *fakeProfiles) tell() {
	for _, sub := range f.subs {
		sub()
	}
}

type fakeSettings struct {
	theme   string
	size    fyne.Size
	choices *Choices
}

func (f *fakeSettings) Theme() string             { return f.theme }
func (f *fakeSettings) SetTheme(name string)      { f.theme = name }
func (f *fakeSettings) WindowSize() fyne.Size     { return f.size }
func (f *fakeSettings) SetWindowSize(s fyne.Size) { f.size = s }
func (f *fakeSettings) SetChoices(c Choices)      { f.choices = &c }

func (f *fakeSettings) Choices() Choices {
	if f.choices == nil {
		return DefaultChoices()
	}
	return *f.choices
}

// reveal reads a request's password or client secret.
func reveal(r tokenclient.TokenRequest) string {
	if g, ok := r.Grant.(tokenclient.Password); ok {
		return strings.TrimSpace(g.Password.Reveal())
	}
	return r.Auth.Secret.Reveal()
}
