package profile

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"realmscope/tokenclient"
)

// Draft is a profile to be completed in the form. What is not known is empty,
// so that it can be laid over a form without erasing anything.
type Draft struct {
	Profile Profile
	// Password and ClientSecret were typed or pasted; they go to the vault,
	// never into the profile.
	Password, ClientSecret tokenclient.Secret
	// Asks are the fields that the user has still to fill or to confirm.
	Asks []Field
}

// maxExample is the size of a pasted example, in bytes.
const maxExample = 64 << 10

// FromExample reads the JSON form of a token request, as Oracle's page prints
// it: {"client_id":"…","username":"…","password":"…","grant_type":"password"}.
// ok is false for any other text. Members that are not texts are passed over,
// and a refresh token is not kept.
func FromExample(text string) (d Draft, ok bool) {
	if len(text) > maxExample {
		return Draft{}, false
	}
	var members map[string]json.RawMessage
	if json.Unmarshal([]byte(strings.TrimSpace(text)), &members) != nil {
		return Draft{}, false
	}
	member := func(name string) string {
		var s string
		if json.Unmarshal(members[name], &s) != nil {
			return ""
		}
		return s
	}
	grant, clientID := member("grant_type"), member("client_id")
	if grant == "" && clientID == "" {
		return Draft{}, false
	}
	p := Profile{Client: Client{ID: clientID}, Scope: member("scope")}
	switch Grant(grant) {
	case GrantClientCredentials:
		p.Grant = GrantClientCredentials
	case GrantAuthorizationCode:
		p.Grant = GrantAuthorizationCode
	case GrantDevice, "urn:ietf:params:oauth:grant-type:device_code":
		p.Grant = GrantDevice
	case GrantCIBA, "urn:openid:params:grant-type:ciba":
		p.Grant = GrantCIBA
	case GrantJWTBearer, "urn:ietf:params:oauth:grant-type:jwt-bearer":
		p.Grant = GrantJWTBearer
	case GrantPassword, "refresh_token": // a refresh token came from a login
		p.Grant = GrantPassword
	}
	d = Draft{ClientSecret: tokenclient.NewSecret(member("client_secret"))}
	switch {
	case !d.ClientSecret.Empty():
		p.Client.Auth = tokenclient.AuthPost // that is where it stood
	case p.Grant == GrantPassword:
		p.Client.Auth = tokenclient.AuthNone
	}
	if user := member("username"); user != "" {
		p.Accounts = []Account{{Username: user}}
		d.Password = tokenclient.NewSecret(member("password"))
	}
	d.Profile = p
	d.Asks = asks(p)
	return d, true
}

// FromAddress makes a draft of what an address says. A realm's name that is
// only a guess is filled in and asked.
func FromAddress(a tokenclient.Address) Draft {
	p := Profile{Realm: a.Realm, Client: Client{ID: a.ClientID}, Scope: a.Scope}
	if placeholder(p.Realm.Name) {
		p.Realm.Name = ""
	}
	p.Environment = guessEnvironment(p.Realm.Base)
	if _, err := tokenclient.ParseRedirect(a.RedirectURI); err == nil {
		p.Login.ReadRedirect(a.RedirectURI)
	}
	d := Draft{Profile: p, Asks: asks(p)}
	if a.Guess && !slices.Contains(d.Asks, FieldRealm) {
		d.Asks = append(d.Asks, FieldRealm)
	}
	return d
}

// asks lists what a profile cannot do without.
func asks(p Profile) []Field {
	var fields []Field
	for _, f := range []struct {
		field Field
		value string
	}{{FieldBase, p.Realm.Base}, {FieldRealm, p.Realm.Name}, {FieldClientID, p.Client.ID}} {
		if f.value == "" || placeholder(f.value) {
			fields = append(fields, f.field)
		}
	}
	return fields
}

// guessEnvironment reads the words of a host name, as in sso.dev.example.com or
// sso-uat.example.com; "" when none tells.
func guessEnvironment(base string) Environment {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	if tokenclient.IsLoopback(u.Host) {
		return Development
	}
	words := strings.FieldsFunc(strings.ToLower(u.Hostname()), func(r rune) bool { return r == '.' || r == '-' || r == '_' })
	for _, w := range words {
		switch strings.TrimRight(w, "0123456789") {
		case "dev", "develop", "development", "desarrollo", "local":
			return Development
		case "test", "testing", "qa", "int", "integration", "pruebas":
			return Test
		case "stage", "staging", "stg", "uat", "pre", "preprod", "sandbox":
			return Staging
		case "prod", "production", "live", "produccion":
			return Production
		}
	}
	return ""
}
