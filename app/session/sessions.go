package session

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// Requester is the protocol: what a session asks of the network. It must be
// safe for concurrent use and honour its context.
type Requester interface {
	Token(ctx context.Context, r tokenclient.TokenRequest) (tokenclient.TokenSet, error)
	Discover(ctx context.Context, r tokenclient.Realm) (tokenclient.Discovery, error)
	Probe(ctx context.Context, pasted string) (tokenclient.ProbeResult, error)
	UserInfo(ctx context.Context, endpoint string, accessToken Secret, tokenType string) (tokenclient.UserInfo, error)
	Introspect(ctx context.Context, endpoint string, auth tokenclient.ClientAuth, token Secret, hint string) (tokenclient.Introspection, error)
	Revoke(ctx context.Context, endpoint string, auth tokenclient.ClientAuth, token Secret, hint string) (tokenclient.Revocation, error)
	UMA(ctx context.Context, r tokenclient.TokenRequest) (tokenclient.UMAResult, error)
	JWKS(ctx context.Context, endpoint string) (tokenclient.KeySet, error)
	Logout(ctx context.Context, endpoint string, auth tokenclient.ClientAuth, refreshToken Secret) error
	StartDevice(ctx context.Context, endpoint string, auth tokenclient.ClientAuth, scope string, extra []tokenclient.Param) (tokenclient.DeviceAuthorization, error)
	StartDevicePKCE(ctx context.Context, endpoint string, auth tokenclient.ClientAuth, scope string, extra []tokenclient.Param) (tokenclient.DeviceAuthorization, error)
	AwaitDevice(ctx context.Context, r tokenclient.TokenRequest, d tokenclient.DeviceAuthorization, progress func(tokenclient.DeviceProgress)) (tokenclient.TokenSet, error)
	TestConnection(ctx context.Context, in tokenclient.ConnectionTest, send bool, progress func(tokenclient.Step)) []tokenclient.Step
	StartLogin(ctx context.Context, d tokenclient.Discovery, l tokenclient.Login) (PendingLogin, error)
	StartBackchannel(ctx context.Context, endpoint string, auth tokenclient.ClientAuth, b tokenclient.BackchannelRequest) (tokenclient.BackchannelAuthentication, error)
	AwaitBackchannel(ctx context.Context, r tokenclient.TokenRequest, b tokenclient.BackchannelAuthentication, progress func(tokenclient.DeviceProgress)) (tokenclient.TokenSet, error)
	UserInfoBound(ctx context.Context, endpoint string, accessToken Secret, key tokenclient.DPoPKey) (tokenclient.UserInfo, error)
	// Connect is the Requester of another connection; see
	// tokenclient.Client.With. Equal connections share one.
	Connect(n tokenclient.Connection) (Requester, error)
}

// Params are what Sessions needs; none but Keep, Agree and Later may be missing.
type Params struct {
	// Base ends all work when it is cancelled.
	Base context.Context //nolint:containedctx // the owner's life, DESIGN: the session's base context
	// Post runs f on the goroutine that owns the sessions. It may drop f after
	// the program has begun to close.
	Post func(f func())
	// Client runs the requests.
	Client Requester
	// Vault holds the secrets.
	Vault vault.Vault
	// Keep is called on the owner's goroutine for every typed secret that the
	// vault has taken after a success with Typed.Keep, so that the profile can
	// name it, and for a key that a fetch has made for its tokens. account is
	// Key.Account, the name of the parameter for vault.KindParameter. Without
	// Keep nothing is kept.
	Keep func(profileID, account string, kind vault.Kind, secretID string)
	// Agree is called on the owner's goroutine when a fetch succeeded at an
	// origin that the user agreed to, so that the profile can name it. Without it
	// every fetch asks anew.
	Agree func(profileID, origin string)
	// Later runs a job in the background after those that it was given before,
	// and before the program ends. It keeps refresh tokens; without it none rest.
	Later func(job func())
	// OpenURL gives an address to the system's browser; it runs in the
	// background. allowHTTP is the profile's consent to plain HTTP. An error
	// means that the browser may not have opened. Without it none opens.
	OpenURL func(ctx context.Context, address string, allowHTTP bool) error
	// LoginPage is what the browser shows at the end of a login.
	LoginPage LoginPage
}

// Sessions are all live sessions. Every method runs on the owner's goroutine.
type Sessions struct {
	params Params
	worker worker
	root   context.Context //nolint:containedctx // Params.Base until Close
	stop   context.CancelFunc
	closed bool

	lives map[Key]*live
	subs  []*subscription
	queue []State // published while a subscriber runs, in order
	busy  bool    // a subscriber runs
	tick  ticker
	batch batch
	// published are the keys of the realms that were asked in this run.
	published map[keyPlace]published
	// owed are the ends of sessions that the vault has still to hear of.
	owed []ending
}

// live is one session with what only the owner knows of it.
type live struct {
	key   Key
	state State
	// next is when a shown text of state changes next, zero for never.
	next time.Time
	bond bond
	// resting are the records that hold, or may still hold, a refresh token of
	// the session; the newest is the last.
	resting []string
	// unkept says that the vault did not take the newest one.
	unkept bool
	// asked is what was typed for the operation that ended with State.Needs.
	asked *Typed
	// generation tells the running operation from cancelled ones.
	generation int
	cancel     context.CancelFunc
	// ctx is the running operation's.
	ctx context.Context //nolint:containedctx // what the operation starts ends with it
}

// New makes an empty set of sessions.
func New(p Params) *Sessions {
	root, stop := context.WithCancel(p.Base)
	return &Sessions{
		params: p, root: root, stop: stop, lives: map[Key]*live{},
		worker: worker{client: p.Client, vault: p.Vault, page: p.LoginPage},
	}
}

// Close cancels everything and stops the timer; it does not wait. Nothing is
// published afterwards and every other method does nothing.
func (s *Sessions) Close() {
	s.closed = true
	s.stop()
	s.tick.stop()
	s.queue = nil
}

// State returns the session's state as of now, a zero-valued one with its Key
// set for a session that does not exist.
func (s *Sessions) State(k Key) State {
	l, ok := s.lives[k]
	if !ok {
		return State{Key: k}
	}
	now := wall()
	st := l.state
	st.Clocks, _ = ComputeClocks(st.Tokens, nil, now)
	st.Answers.recount(now)
	st.At = now
	return st
}

// session returns the session of a key, a new one if there is none.
func (s *Sessions) session(k Key) *live {
	l, ok := s.lives[k]
	if !ok {
		l = &live{key: k, state: State{Key: k}, cancel: func() {}}
		s.lives[k] = l
	}
	return l
}

// ordered are all sessions by profile and account.
func (s *Sessions) ordered() []*live {
	return slices.SortedFunc(maps.Values(s.lives), func(a, b *live) int {
		return cmp.Or(cmp.Compare(a.key.ProfileID, b.key.ProfileID), cmp.Compare(a.key.Account, b.key.Account))
	})
}

// publish computes a session's clocks anew, hands the state to everybody and
// sets the timer.
func (s *Sessions) publish(l *live) {
	l.recount(wall())
	s.announce(l.state)
	s.arm()
}

// recount computes the clocks for now.
func (l *live) recount(now time.Time) {
	l.state.Clocks, l.next = ComputeClocks(l.state.Tokens, nil, now)
	l.next = earlier(l.next, l.state.Answers.recount(now))
	l.state.At = now
}

// subscription is one listener; off once it was cancelled.
type subscription struct {
	f   func(State)
	off bool
}

// Subscribe calls f with every new State until the returned cancel is called.
// It does not call f with past states. Cancelling inside f is allowed.
func (s *Sessions) Subscribe(f func(State)) (cancel func()) {
	sub := &subscription{f: f}
	s.subs = append(slices.Clip(s.subs), sub)
	return func() {
		sub.off = true
		s.subs = slices.DeleteFunc(slices.Clone(s.subs), func(other *subscription) bool { return other == sub })
	}
}

// announce calls the subscribers. What one of them causes waits until all have
// seen this state, so that nobody gets an older state after a newer one.
func (s *Sessions) announce(st State) {
	if s.closed {
		return
	}
	s.queue = append(s.queue, st)
	if s.busy {
		return
	}
	s.busy = true
	defer func() { s.busy = false }()
	for len(s.queue) > 0 {
		st, s.queue = s.queue[0], s.queue[1:]
		for _, sub := range s.subs {
			if !sub.off {
				sub.f(st)
			}
		}
	}
	s.queue = nil // the array behind it would keep the tokens
}

// wall is this machine's clock without its monotonic reading: lives are
// computed from what the clock on the wall says, after sleep and changes too.
func wall() time.Time { return time.Now().Round(0) }
