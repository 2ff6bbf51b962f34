package tokenclient_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"realmscope/tokenclient"
	"realmscope/tokenclient/loopback"
)

// A realm says of itself where its endpoints are and what it can do.
func ExampleClient_Discover() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		issuer := "http://" + r.Host + "/realms/acme"
		_, _ = io.WriteString(w, `{"issuer":"`+issuer+`","token_endpoint":"`+issuer+`/protocol/openid-connect/token",
			"grant_types_supported":["authorization_code","password"],"require_pushed_authorization_requests":true}`)
	}))
	defer server.Close()
	client := tokenclient.New(tokenclient.Options{})
	found, err := client.Discover(context.Background(), tokenclient.Realm{Base: server.URL, Name: "acme"})
	fmt.Println(found.Discovered, found.GrantTypes, found.PushedOnly, found.Notes, err)
	fmt.Println(strings.TrimPrefix(found.Endpoints.Token, server.URL))
	// Output:
	// true [authorization_code password] true [] <nil>
	// /realms/acme/protocol/openid-connect/token
}

// A person agrees on a device of their own while the program waits (CIBA).
func ExampleClient_AwaitBackchannel() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answers := map[string]string{
			"/ciba":  `{"auth_req_id":"r","expires_in":120,"interval":1}`,
			"/token": `{"access_token":"eyJ...","expires_in":300,"token_type":"Bearer"}`,
		}
		_, _ = io.WriteString(w, answers[r.URL.Path])
	}))
	defer server.Close()
	client := tokenclient.New(tokenclient.Options{})
	auth := tokenclient.ClientAuth{Method: tokenclient.AuthBasic, ClientID: "till", Secret: tokenclient.NewSecret("s3cret")}
	asked, err := client.StartBackchannel(context.Background(), server.URL+"/ciba", auth, tokenclient.BackchannelRequest{
		LoginHint: "alice", BindingMessage: "W4SCT",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(asked.AuthReqID, asked.ExpiresIn.Value, asked.Interval)
	set, err := client.AwaitBackchannel(context.Background(), tokenclient.TokenRequest{Endpoint: server.URL + "/token", Auth: auth}, asked, nil)
	fmt.Println(set.TokenType, err)
	// Output:
	// [hidden] 2m0s 1s
	// Bearer <nil>
}

// A person's access token asks what that person may do at a resource server.
func ExampleClient_UMA() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `[{"scopes":["read"],"rsid":"7f3a","rsname":"`+r.PostFormValue("permission")+`"}]`)
	}))
	defer server.Close()
	client := tokenclient.New(tokenclient.Options{})
	result, err := client.UMA(context.Background(), tokenclient.TokenRequest{
		Endpoint: server.URL,
		Auth:     tokenclient.ClientAuth{Method: tokenclient.AuthBearer, Secret: tokenclient.NewSecret("eyJ...")},
		Grant: tokenclient.UMATicket{
			Audience: "shop-api", Permissions: []string{"orders"}, Mode: tokenclient.UMAPermissions,
		},
	})
	for _, p := range result.Permissions {
		fmt.Println(p.ResourceName, p.Scopes, err)
	}
	// Output: orders [read] <nil>
}

// A pushed login keeps its parameters out of the browser's address (RFC 9126).
func ExampleLogin_pushed() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"request_uri":"urn:ietf:params:oauth:request_uri:1","expires_in":60}`)
	}))
	defer server.Close()
	client := tokenclient.New(tokenclient.Options{})
	endpoints := tokenclient.Realm{Base: server.URL, Name: "acme"}.Endpoints()
	login, err := client.StartLogin(context.Background(), tokenclient.Discovery{Endpoints: endpoints}, tokenclient.Login{
		Auth: tokenclient.ClientAuth{ClientID: "shop-web"}, Scope: "openid", UsePAR: true,
		Page: loopback.Page{Language: "en", Title: "Logged in", Done: "You can close this page."},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer login.Close()
	_, query, _ := strings.Cut(login.URL(), "?")
	fmt.Println(query)
	// Output: client_id=shop-web&request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A1
}

// The browser ends a session at an address of its own. It holds the ID token:
// give it to the browser and to nobody else.
func ExampleLogoutURL() {
	address, err := tokenclient.LogoutURL("https://sso.example.com/realms/acme/protocol/openid-connect/logout",
		tokenclient.NewSecret("eyJ..."), "https://shop.example.com/", "shop-web", "")
	fmt.Println(address, err)
	_, err = tokenclient.LogoutURL("https://sso.example.com/logout", tokenclient.Secret{}, "https://shop.example.com/", "", "")
	fmt.Println(err)
	// Output:
	// https://sso.example.com/realms/acme/protocol/openid-connect/logout?id_token_hint=eyJ...&client_id=shop-web&post_logout_redirect_uri=https%3A%2F%2Fshop.example.com%2F <nil>
	// request: client_id
}
