package tokenclient_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"realmscope/tokenclient"
)

// A realm is found from any address of it; one request gives its tokens.
func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.PostFormValue("password") != "opensesame" {
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, `{"error":"invalid_grant","error_description":"Invalid user credentials"}`)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"access_token":"eyJ...","expires_in":300,"token_type":"Bearer"}`)
	}))
	defer server.Close()

	address, err := tokenclient.ParseAddress(server.URL + "/auth/realms/acme/account/#/security")
	if err != nil {
		fmt.Println(err)
		return
	}
	client := tokenclient.New(tokenclient.Options{})
	request := tokenclient.TokenRequest{
		Endpoint: address.Realm.Endpoints().Token,
		Auth:     tokenclient.ClientAuth{ClientID: "shop-web"},
		Grant:    tokenclient.Password{Username: "alice", Password: tokenclient.NewSecret("opensesame")},
	}
	set, err := client.Token(context.Background(), request)
	fmt.Println(set.TokenType, set.ExpiresIn.Value, set.AccessToken, err)

	request.Grant = tokenclient.Password{Username: "alice", Password: tokenclient.NewSecret("guess")}
	_, err = client.Token(context.Background(), request)
	fmt.Println(err)
	for _, cause := range tokenclient.Advise(err).Causes {
		fmt.Println(cause.ID, cause.Who)
	}
	// Output:
	// Bearer 5m0s [hidden] <nil>
	// oauth: status 401: "invalid_grant"
	// password you
	// otp you
	// locked wait
	// user administrator
}

func ExampleParseAddress() {
	address, err := tokenclient.ParseAddress(`curl "https://sso.example.com/auth/realms/acme/protocol/openid-connect/token?client_id=app"`)
	fmt.Println(address.Realm.Base, address.Realm.Name, address.ClientID, err)
	// Output: https://sso.example.com/auth acme app <nil>
}
