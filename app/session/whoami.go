package session

import (
	"context"
	"strings"
	"time"

	"realmscope/app/profile"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// UserInfo is what the realm said about the owner of a session's token. It is
// immutable.
type UserInfo struct {
	// Form is how the answer came: JSON, signed or encrypted.
	Form tokenclient.UserInfoForm
	// Members are what it says; nil when it is encrypted or cannot be read.
	// Nothing of it is verified.
	Members *inspect.Value
	// OtherSubject says that it is about somebody else than the token, so it
	// must not be used (OpenID Connect Core section 5.3.2).
	OtherSubject bool
	// Notes are tolerances, as in tokenclient.UserInfo.
	Notes []string
	At    time.Time
}

// CanAskWho tells whether WhoAmI would send anything: there is an access token
// and nothing runs.
func (s State) CanAskWho() bool {
	return s.Busy == "" && s.Tokens != nil && !s.Tokens.Set.AccessToken.Empty()
}

// CanLogOut tells whether LogOut would send anything: there is a refresh token
// and nothing runs.
func (s State) CanLogOut() bool { return s.CanRefresh() }

// WhoAmI asks the realm who the session's access token belongs to; the answer
// is State.UserInfo. Without an access token, and while something runs, it does
// nothing.
func (s *Sessions) WhoAmI(p profile.Profile, account string) {
	l, ok := s.lives[KeyOf(p, account, Typed{})]
	if s.closed || !ok || !l.state.CanAskWho() {
		return
	}
	s.begin(l, job{op: OpWhoAmI, profile: p.Clone(), account: l.key.Account, old: l.state.Tokens, bond: l.bond})
}

// LogOut ends the session at the realm by its refresh token. After a success
// the tokens are gone and State.LoggedOut is set; when the realm says that the
// session had ended before, the tokens are gone with that failure. Without a
// refresh token, and while something runs, it does nothing.
func (s *Sessions) LogOut(p profile.Profile, account string) {
	l, ok := s.lives[KeyOf(p, account, Typed{})]
	if s.closed || !ok || !l.state.CanLogOut() {
		return
	}
	s.begin(l, job{op: OpLogOut, profile: p.Clone(), account: l.key.Account, old: l.state.Tokens, bond: l.bond})
}

// whoAmI does the job of WhoAmI.
func (w worker) whoAmI(ctx context.Context, j job) outcome {
	address, err := j.beside("userinfo", j.profile.Realm.Endpoints().UserInfo)
	if err != nil {
		return failed(ctx, j, tokenclient.TokenRequest{}, err)
	}
	u, err := w.userInfo(ctx, j, address)
	if err != nil {
		return failed(ctx, j, tokenclient.TokenRequest{}, err)
	}
	return outcome{
		exchange: exchangeOf(j.op, u.Status, u.Elapsed, u.ReceivedAt, u.ServerDate),
		userInfo: newUserInfo(u, j.old),
	}
}

// userInfo asks with a proof where the token is bound to a key.
func (w worker) userInfo(ctx context.Context, j job, address string) (tokenclient.UserInfo, error) {
	set := j.old.Set
	if strings.EqualFold(set.TokenType, "DPoP") && !j.bond.dpop.Empty() {
		return w.client.UserInfoBound(ctx, address, set.AccessToken, j.bond.dpop)
	}
	return w.client.UserInfo(ctx, address, set.AccessToken, set.TokenType)
}

// newUserInfo reads an answer about the owner of t.
func newUserInfo(u tokenclient.UserInfo, t *Tokens) *UserInfo {
	info := &UserInfo{Form: u.Form, Notes: u.Notes, At: wall()}
	if u.Form == tokenclient.UserInfoJSON {
		if v, _, err := inspect.ParseJSON([]byte(u.Raw.Reveal())); err == nil {
			info.Members = &v
		}
	} else if token := decode(u.Raw); token != nil {
		info.Members = token.Payload
	}
	about := claims(&inspect.Token{Payload: info.Members}, "sub")
	for _, token := range []*inspect.Token{t.ID, t.Access} {
		if sub := claims(token, "sub"); len(sub) > 0 && len(about) > 0 && sub[len(sub)-1] != about[len(about)-1] {
			info.OtherSubject = true
		}
	}
	return info
}

// logOut does the job of LogOut.
func (w worker) logOut(ctx context.Context, j job) outcome {
	address, err := j.beside("logout", j.profile.Realm.Endpoints().EndSession)
	if err != nil {
		return failed(ctx, j, tokenclient.TokenRequest{}, err)
	}
	r, _, needs, err := w.request(ctx, j)
	if err == nil && len(needs) > 0 {
		return outcome{needs: needs}
	}
	if err == nil {
		err = w.client.Logout(ctx, address, r.Auth, j.old.Set.RefreshToken)
	}
	if err == nil {
		return outcome{loggedOut: wall()}
	}
	o := failed(ctx, j, r, err)
	o.ended = o.failure != nil && o.failure.Advice.ID == "already_logged_out"
	return o
}
