package demo

import (
	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// The ids of the demo profiles for what fewer people need, and of their
// secrets. They never change.
const (
	signedProfileID    = "de30000000005160"
	sharedProfileID    = "de30000000005ea2"
	boundProfileID     = "de3000000000b0d1"
	elsewhereProfileID = "de300000000e15e0"
	pushedProfileID    = "de300000000005ed"
	signedKeyID        = "de30000000005ec7"
	sharedSecretID     = "de30000000005ec8"
	elsewhereSecretID  = "de30000000005ec9"
	boundAliceID       = "de30000000005eca"
)

// moreProfiles show the rarer ways to a token. They stand under a heading of
// their own, so that the first five stay in sight.
func moreProfiles(realm tokenclient.Realm) []profile.Profile {
	list := []profile.Profile{
		{
			ID: signedProfileID, Name: "Demo: signed by key",
			Client: profile.Client{ID: "demo-signed", Auth: tokenclient.AuthPrivateKeyJWT, KeyID: signedKeyID},
			Grant:  profile.GrantClientCredentials,
		},
		{
			ID: sharedProfileID, Name: "Demo: signed by secret",
			Client: profile.Client{ID: "demo-shared", Auth: tokenclient.AuthSecretJWT, SecretID: sharedSecretID},
			Grant:  profile.GrantClientCredentials,
		},
		{
			ID: boundProfileID, Name: "Demo: bound by DPoP",
			Client: profile.Client{ID: "demo-bound", Auth: tokenclient.AuthNone, DPoP: true},
			Grant:  profile.GrantPassword, Scope: defaultScopeWords,
			Accounts: []profile.Account{{Username: "alice", PasswordID: boundAliceID}},
		},
		{
			ID: elsewhereProfileID, Name: "Demo: asked by CIBA",
			Client: profile.Client{ID: "demo-elsewhere", Auth: tokenclient.AuthBasic, SecretID: elsewhereSecretID},
			Grant:  profile.GrantCIBA, Scope: defaultScopeWords,
			Accounts:    []profile.Account{{Username: "alice"}, {Username: "bob"}},
			Backchannel: profile.Backchannel{Message: "W4SCT"},
		},
		{
			ID: pushedProfileID, Name: "Demo: pushed by PAR",
			Client: profile.Client{ID: webClientID, Auth: tokenclient.AuthNone},
			Grant:  profile.GrantAuthorizationCode, Scope: defaultScopeWords,
			Login: profile.Login{PAR: true, Prompt: "login"},
		},
	}
	for i := range list {
		list[i].Realm, list[i].Environment, list[i].Template = realm, profile.Staging, templateName
	}
	return list
}
