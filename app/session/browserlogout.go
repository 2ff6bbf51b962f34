package session

import (
	"context"
	"errors"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// LogOutInBrowser opens the realm's logout page in the browser, with the
// session's ID token as a hint (OpenID Connect RP-Initiated Logout 1.0 section
// 2). The tokens stay: whether the person logs out there is not known here.
// What was opened is State.Answers.BrowserLogOut. Without tokens, and while
// something runs, it does nothing.
func (s *Sessions) LogOutInBrowser(p profile.Profile, account string) {
	s.about(OpBrowserLogOut, p, account, State.CanLogOutInBrowser, errand{open: s.params.OpenURL})
}

// browserLogOut does the job of LogOutInBrowser.
func (w worker) browserLogOut(ctx context.Context, j job) outcome {
	endpoint, err := j.beside("logout", j.profile.Realm.Endpoints().EndSession)
	if err != nil {
		return failed(ctx, j, tokenclient.TokenRequest{}, err)
	}
	hint := j.old.Set.IDToken
	address, err := tokenclient.LogoutURL(endpoint, hint, "", j.profile.Client.ID, "")
	if e := (*tokenclient.Error)(nil); errors.As(err, &e) && e.Reason == "too_long" {
		hint = Secret{}
		address, err = tokenclient.LogoutURL(endpoint, hint, "", j.profile.Client.ID, "")
	}
	if err != nil {
		return failed(ctx, j, tokenclient.TokenRequest{}, err)
	}
	b := &BrowserLogOut{URL: NewSecret(address), Hinted: !hint.Empty(), At: wall()}
	b.OpenFailed = j.errand.open == nil || j.errand.open(ctx, address, j.profile.AllowHTTP) != nil
	if ctx.Err() != nil {
		return outcome{}
	}
	return outcome{apply: func(st *State) { st.Answers.BrowserLogOut = b }}
}
