package realkeycloak

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"realmscope/tokenclient"
)

// RealmName is the name of the imported realm.
const RealmName = "scope-it"

// AdminName is the name and the password of the master realm's administrator.
const AdminName = "admin"

// The clients of the realm. Their secrets come from [Client].
const (
	PublicClient  = "it-web"             // public, direct access grants
	ServiceClient = "it-service"         // service account, awkward secret, no refresh token
	RefreshClient = "it-service-refresh" // service account with a refresh token
	SecretClient  = "it-secret"          // confidential, both grants

	BrowserClient = "it-browser"         // public, login in the browser with PKCE
	PushedClient  = "it-browser-par"     // confidential, takes pushed logins only
	ConsentClient = "it-browser-consent" // public, asks for consent, answers without iss
	DeviceClient  = "it-device"          // public, device grant, polled every second; exchange is on in vain
	BriefClient   = "it-device-short"    // the same with codes of three seconds
	SwapClient    = "it-exchange"        // confidential, standard token exchange
	UMAClient     = "it-uma"             // resource server with the resource catalogue
	CIBAClient    = "it-ciba"            // confidential, CIBA in poll mode
	JWTClient     = "it-jwt"             // confidential, JWT grant of the provider it-issuer
)

//go:embed realm.json
var realmJSON []byte

// description is what the package reads back out of its own realm file.
type description struct {
	Users []struct {
		Username    string
		Enabled     bool
		Credentials []struct{ Value string }
	}
	Clients []struct {
		ClientID     string
		Name         string
		PublicClient bool
		Secret       string
	}
}

func describe() (description, error) {
	var d description
	if err := json.Unmarshal(realmJSON, &d); err != nil {
		return description{}, fmt.Errorf("read the realm file: %w", err)
	}
	return d, nil
}

// realmWith is the realm file with further clients and users.
func realmWith(o Options) ([]byte, error) {
	if len(o.Clients)+len(o.Users) == 0 {
		return realmJSON, nil
	}
	realm := map[string]any{}
	if err := json.Unmarshal(realmJSON, &realm); err != nil {
		return nil, fmt.Errorf("read the realm file: %w", err)
	}
	for member, more := range map[string][]map[string]any{"clients": o.Clients, "users": o.Users} {
		all, _ := realm[member].([]any)
		for _, entry := range more {
			all = append(all, entry)
		}
		realm[member] = all
	}
	return json.Marshal(realm)
}

// Password is a user's password: alice, bob (with characters that need
// encoding) or carol, whose account is disabled.
func Password(username string) (tokenclient.Secret, error) {
	d, err := describe()
	if err != nil {
		return tokenclient.Secret{}, err
	}
	for _, user := range d.Users {
		if user.Username == username && len(user.Credentials) == 1 {
			return tokenclient.NewSecret(user.Credentials[0].Value), nil
		}
	}
	return tokenclient.Secret{}, fmt.Errorf("realm %s has no user %s", RealmName, username)
}

// Client is a client of the realm: without authentication when it is public,
// with its secret by Basic when it is not.
func Client(id string) (tokenclient.ClientAuth, error) {
	d, err := describe()
	if err != nil {
		return tokenclient.ClientAuth{}, err
	}
	for _, client := range d.Clients {
		if client.ClientID != id {
			continue
		}
		if client.PublicClient {
			return tokenclient.ClientAuth{Method: tokenclient.AuthNone, ClientID: id}, nil
		}
		return tokenclient.ClientAuth{
			Method: tokenclient.AuthBasic, ClientID: id, Secret: tokenclient.NewSecret(client.Secret),
		}, nil
	}
	return tokenclient.ClientAuth{}, fmt.Errorf("realm %s has no client %s", RealmName, id)
}

// Describe lists users and clients with their secrets, one a line, for a
// person who wants to play with the server.
func Describe() ([]string, error) {
	d, err := describe()
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, user := range d.Users {
		state := ""
		if !user.Enabled {
			state = "   (disabled)"
		}
		lines = append(lines, fmt.Sprintf("user    %-20s password %s%s", user.Username, user.Credentials[0].Value, state))
	}
	for _, client := range d.Clients {
		secret := "no secret"
		if !client.PublicClient {
			secret = "secret " + client.Secret
		}
		lines = append(lines, fmt.Sprintf("client  %-20s %s   (%s)", client.ClientID, secret, client.Name))
	}
	return lines, nil
}
