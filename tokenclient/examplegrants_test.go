package tokenclient_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"realmscope/tokenclient"
)

// exampleServer answers every endpoint by the last word of its path, and a
// token request by its grant.
func exampleServer() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answers := map[string]string{
			"/token":      `{"access_token":"eyJ...","expires_in":300,"token_type":"Bearer","scope":"` + r.PostFormValue("grant_type") + `"}`,
			"/device":     `{"device_code":"d","user_code":"WDJB-MJHT","verification_uri":"https://sso.example.com/device","expires_in":600,"interval":1}`,
			"/introspect": `{"active":true,"username":"alice"}`,
			"/userinfo":   `{"sub":"7f3a","preferred_username":"alice"}`,
			"/certs":      `{"keys":[]}`,
			"/revoke":     "",
		}
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/logout" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		_, _ = io.WriteString(w, answers[r.URL.Path])
	}))
}

// One request runs any grant; what differs is the Grant.
func ExampleClient_Token() {
	server := exampleServer()
	defer server.Close()
	client := tokenclient.New(tokenclient.Options{})
	token := tokenclient.NewSecret("eyJ...")
	for _, grant := range []tokenclient.Grant{
		tokenclient.Password{Username: "alice", Password: tokenclient.NewSecret("opensesame"), OTP: tokenclient.NewSecret("123456")},
		tokenclient.ClientCredentials{},
		tokenclient.Refresh{Token: token},
		tokenclient.TokenExchange{SubjectToken: token, Audience: []string{"api"}},
		tokenclient.JWTBearer{Assertion: token},
	} {
		set, err := client.Token(context.Background(), tokenclient.TokenRequest{
			Endpoint: server.URL + "/token",
			Auth:     tokenclient.ClientAuth{Method: tokenclient.AuthBasic, ClientID: "app", Secret: tokenclient.NewSecret("s3cret")},
			Grant:    grant,
		})
		fmt.Println(set.Scope, set.ExpiresIn.Value, err)
	}
	// Output:
	// password 5m0s <nil>
	// client_credentials 5m0s <nil>
	// refresh_token 5m0s <nil>
	// urn:ietf:params:oauth:grant-type:token-exchange 5m0s <nil>
	// urn:ietf:params:oauth:grant-type:jwt-bearer 5m0s <nil>
}

// A person types a short code elsewhere while the program waits.
func ExampleClient_AwaitDevice() {
	server := exampleServer()
	defer server.Close()
	client := tokenclient.New(tokenclient.Options{})
	auth := tokenclient.ClientAuth{ClientID: "tv"}
	device, err := client.StartDevicePKCE(context.Background(), server.URL+"/device", auth, "openid", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(device.UserCode, device.VerificationURI)
	request := tokenclient.TokenRequest{Endpoint: server.URL + "/token", Auth: auth}
	set, err := client.AwaitDevice(context.Background(), request, device, nil)
	fmt.Println(set.TokenType, err)
	// Output:
	// WDJB-MJHT https://sso.example.com/device
	// Bearer <nil>
}

// The server says what it knows of a token.
func ExampleClient_Introspect() {
	server := exampleServer()
	defer server.Close()
	client := tokenclient.New(tokenclient.Options{})
	auth := tokenclient.ClientAuth{Method: tokenclient.AuthPost, ClientID: "api", Secret: tokenclient.NewSecret("s3cret")}
	seen, err := client.Introspect(context.Background(), server.URL+"/introspect", auth, tokenclient.NewSecret("eyJ..."), "")
	fmt.Println(seen.Active, seen.Members[1].Name, seen.Members[1].JSON, err)
	// Output: true username "alice" <nil>
}

// UserInfo tells who a token is about.
func ExampleClient_UserInfo() {
	server := exampleServer()
	defer server.Close()
	client := tokenclient.New(tokenclient.Options{})
	user, err := client.UserInfo(context.Background(), server.URL+"/userinfo", tokenclient.NewSecret("eyJ..."), "Bearer")
	fmt.Println(user.Subject, err)
	// Output: 7f3a <nil>
}

// A session ends when its refresh token is revoked, or by a logout.
func ExampleClient_Logout() {
	server := exampleServer()
	defer server.Close()
	client := tokenclient.New(tokenclient.Options{})
	auth, token := tokenclient.ClientAuth{ClientID: "app"}, tokenclient.NewSecret("eyJ...")
	_, err := client.Revoke(context.Background(), server.URL+"/revoke", auth, token, "refresh_token")
	fmt.Println(err)
	fmt.Println(client.Logout(context.Background(), server.URL+"/logout", auth, token))
	// Output:
	// <nil>
	// <nil>
}

// A realm's keys come without those that cannot be used.
func ExampleClient_JWKS() {
	server := exampleServer()
	defer server.Close()
	client := tokenclient.New(tokenclient.Options{})
	set, err := client.JWKS(context.Background(), server.URL+"/certs")
	fmt.Println(len(set.Keys), len(set.Skipped), err)
	// Output: 0 0 <nil>
}

// A key of its own makes tokens useless to a thief (RFC 9449).
func ExampleNewDPoPKey() {
	key, err := tokenclient.NewDPoPKey("ES256")
	if err != nil {
		fmt.Println(err)
		return
	}
	proof, err := key.Proof(http.MethodPost, "https://sso.example.com/token", "", tokenclient.Secret{})
	fmt.Println(key.Algorithm(), proof, len(key.Thumbprint()), err)
	// Output: ES256 [hidden] 43 <nil>
}
