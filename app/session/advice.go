package session

import (
	"slices"

	"realmscope/tokenclient"
)

// The ids of the advice that this package gives itself, because no server had
// a part in the failure or because only a session can know.
const (
	adviceInternal       = "internal"
	advicePlainHTTP      = "plain_http_refused"
	adviceOtherSubject   = "other_subject"
	adviceOtherServer    = "other_server"
	adviceOtherOrigin    = "other_origin"
	adviceRefreshUnknown = "refresh_unknown"
	adviceVaultLocked    = "vault_locked"
	adviceVaultFailed    = "vault_failed"
	adviceNotKept        = "secret_not_kept"
	adviceUnreadable     = "file_unreadable"
	adviceNoAssertion    = "no_assertion"
)

// OwnAdvice lists every advice of this package, "internal" first and without
// Args, so that the texts in assets/translations/advice-session.*.json can be
// checked. "plain_http_refused", "other_server" and "other_origin" have the
// argument Address.
func OwnAdvice() []tokenclient.Advice {
	type causes = []tokenclient.Cause
	return append([]tokenclient.Advice{
		{
			ID:      adviceInternal,
			Causes:  causes{{ID: "defect", Who: tokenclient.WhoDeveloper}},
			Actions: []string{"retry"},
		}, {
			ID: advicePlainHTTP,
			Causes: causes{
				{ID: "scheme", Who: tokenclient.WhoYou},
				{ID: "consent", Who: tokenclient.WhoYou},
			},
			Actions: []string{"edit_address", "edit"},
		}, {
			ID: adviceOtherSubject,
			Causes: causes{
				{ID: "server", Who: tokenclient.WhoAdministrator},
				{ID: "renamed", Who: tokenclient.WhoYou},
			},
			Actions: []string{"get_again"},
		}, {
			ID:      adviceOtherServer,
			Causes:  causes{{ID: "edited", Who: tokenclient.WhoYou}},
			Actions: []string{"get_again", "edit"},
		}, {
			ID: adviceOtherOrigin,
			Causes: causes{
				{ID: "behind", Who: tokenclient.WhoAdministrator},
				{ID: "base", Who: tokenclient.WhoYou},
				{ID: "mixup", Who: tokenclient.WhoYou},
			},
			Actions: []string{"edit_address", "get_again"},
		}, {
			ID: adviceRefreshUnknown,
			Causes: causes{
				{ID: "lost", Who: tokenclient.WhoYou},
				{ID: "network", Who: tokenclient.WhoWait},
			},
			Actions: []string{"get_again"},
		}, {
			ID:      adviceVaultLocked,
			Causes:  causes{{ID: "locked", Who: tokenclient.WhoYou}},
			Actions: []string{"retry"},
		}, {
			ID: adviceVaultFailed,
			Causes: causes{
				{ID: "silent", Who: tokenclient.WhoWait},
				{ID: "broken", Who: tokenclient.WhoAdministrator},
			},
			Actions: []string{"retry"},
		}, {
			ID: adviceNotKept,
			Causes: causes{
				{ID: "vault", Who: tokenclient.WhoYou},
			},
			Actions: []string{"edit"},
		},
	}, materialAdvice()...)
}

// materialAdvice is about the long texts that ReadMaterial reads.
func materialAdvice() []tokenclient.Advice {
	return []tokenclient.Advice{
		{
			ID:      adviceUnreadable,
			Causes:  []tokenclient.Cause{{ID: "file", Who: tokenclient.WhoYou}},
			Actions: []string{"retry"},
		}, {
			ID:      adviceNoAssertion,
			Causes:  []tokenclient.Cause{{ID: "text", Who: tokenclient.WhoYou}},
			Actions: []string{"get_again"},
		},
	}
}

// advice is the advice of an id of this package, else that of a defect.
func advice(id string, args map[string]string) tokenclient.Advice {
	all := OwnAdvice()
	i := max(0, slices.IndexFunc(all, func(a tokenclient.Advice) bool { return a.ID == id }))
	all[i].Args = args
	return all[i]
}

// ownError is a failure with an advice of this package. Its texts hold no
// secret.
type ownError struct {
	id   string
	line string
	args map[string]string
	err  error
}

// Error is the advice's id.
func (e *ownError) Error() string { return e.id }

// Unwrap returns the cause.
func (e *ownError) Unwrap() error { return e.err }
