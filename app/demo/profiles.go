package demo

import (
	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// The ids of the demo profiles and of their secrets. They never change, so
// that adding the demo realm again replaces it.
const (
	webProfileID      = "de3000000000a11c"
	loginProfileID    = "de30000000010917"
	appProfileID      = "de30000000000a99"
	deviceProfileID   = "de3000000000dec1"
	serviceProfileID  = "de3000000000c0de"
	alicePasswordID   = "de30000000005ec1"
	bobPasswordID     = "de30000000005ec2"
	serviceSecretID   = "de30000000005ec3"
	appSecretID       = "de30000000005ec4"
	appAliceID        = "de30000000005ec5"
	appBobID          = "de30000000005ec6"
	templateName      = "demo"
	serviceClientID   = "demo-service"
	webClientID       = "demo-web"
	appClientID       = "demo-app"
	defaultScopeWords = "openid profile email"
)

// Profiles are ready-made profiles for a demo realm at base, as Server.URL
// gives it: one for two people, one for a program, one for a login in the
// browser, one for a login on another device, one for an application with a
// secret, which may introspect, exchange and ask for permissions, and those of
// moreProfiles. Their secrets are in Secrets.
func Profiles(base string) []profile.Profile {
	realm := tokenclient.Realm{Base: base, Name: RealmName}
	return append([]profile.Profile{
		{
			ID: webProfileID, Name: "Demo: alice and bob", Environment: profile.Development, Realm: realm,
			Client: profile.Client{ID: webClientID, Auth: tokenclient.AuthNone},
			Grant:  profile.GrantPassword, Scope: defaultScopeWords,
			Accounts: []profile.Account{
				{Username: "alice", PasswordID: alicePasswordID},
				{Username: "bob", PasswordID: bobPasswordID},
			},
			Template: templateName,
		},
		{
			ID: serviceProfileID, Name: "Demo: service", Environment: profile.Test, Realm: realm,
			Client: profile.Client{ID: serviceClientID, Auth: tokenclient.AuthBasic, SecretID: serviceSecretID},
			Grant:  profile.GrantClientCredentials, Template: templateName,
		},
		{
			ID: loginProfileID, Name: "Demo: browser login", Environment: profile.Development, Realm: realm,
			Client: profile.Client{ID: webClientID, Auth: tokenclient.AuthNone},
			Grant:  profile.GrantAuthorizationCode, Scope: defaultScopeWords, Template: templateName,
		},
		{
			ID: deviceProfileID, Name: "Demo: device login", Environment: profile.Development, Realm: realm,
			Client: profile.Client{ID: webClientID, Auth: tokenclient.AuthNone},
			Grant:  profile.GrantDevice, Scope: defaultScopeWords, Template: templateName,
		},
		{
			ID: appProfileID, Name: "Demo: app with a secret", Environment: profile.Test, Realm: realm,
			Client: profile.Client{ID: appClientID, Auth: tokenclient.AuthBasic, SecretID: appSecretID},
			Grant:  profile.GrantPassword, Scope: defaultScopeWords,
			Accounts: []profile.Account{
				{Username: "alice", PasswordID: appAliceID},
				{Username: "bob", PasswordID: appBobID},
			},
			Template: templateName,
		},
	}, moreProfiles(realm)...)
}

// Credentials are the secrets of one demo profile. The type has no name of its
// own, so that it fits any type of the same fields.
type Credentials = struct {
	// ClientSecret and ClientKey (PEM) are the client's, as far as it has them.
	ClientSecret, ClientKey tokenclient.Secret
	// Passwords are by user name.
	Passwords map[string]tokenclient.Secret
}

// Secrets are the secrets that a profile of Profiles names: the client's and
// its accounts', which CIBA has none of. They are the same at each start and printed on the demo
// realm's own pages. Another profile has none.
func Secrets(p profile.Profile) Credentials {
	out := Credentials{Passwords: map[string]tokenclient.Secret{}}
	if p.Template != templateName {
		return out
	}
	for _, c := range demoClients() {
		if c.id == p.Client.ID {
			out.ClientSecret = tokenclient.NewSecret(c.secret)
			if c.signs == signsWithKey {
				out.ClientKey = tokenclient.NewSecret(demoKeyPEM())
			}
		}
	}
	for _, u := range demoPeople() {
		for _, a := range p.Accounts {
			if a.Username == u.name && a.PasswordID != "" {
				out.Passwords[u.name] = tokenclient.NewSecret(u.password)
			}
		}
	}
	return out
}
