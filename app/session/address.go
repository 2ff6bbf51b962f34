package session

import (
	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// ReadAddress makes the start of a profile from a pasted address alone,
// without asking anybody. The error is a *tokenclient.Error of KindAddress.
func ReadAddress(pasted string) (profile.Draft, error) {
	a, err := tokenclient.ParseAddress(pasted)
	if err != nil {
		return profile.Draft{}, err
	}
	return profile.FromAddress(a), nil
}
