package tokenclient_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"realmscope/tokenclient"
	"realmscope/tokenclient/loopback"
)

// A person logs in with the browser; the program gets the tokens.
func ExampleClient_StartLogin() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet { // the login page of somebody who is logged in
			q := r.URL.Query()
			http.Redirect(w, r, q.Get("redirect_uri")+"?code=c0de&state="+q.Get("state"), http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, `{"access_token":"eyJ...","expires_in":300,"token_type":"Bearer"}`)
	}))
	defer server.Close()

	client := tokenclient.New(tokenclient.Options{})
	realm := tokenclient.Realm{Base: server.URL, Name: "acme"}
	login, err := client.StartLogin(context.Background(), tokenclient.Discovery{Endpoints: realm.Endpoints()}, tokenclient.Login{
		Auth: tokenclient.ClientAuth{ClientID: "shop-web"},
		Page: loopback.Page{Language: "en", Title: "Logged in", Done: "You can close this page."},
	})
	if err != nil {
		fmt.Println(tokenclient.Advise(err).ID)
		return
	}
	defer login.Close()
	page, err := http.Get(login.URL()) // a program opens the system's browser
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = page.Body.Close() }()
	set, err := login.Wait(context.Background())
	fmt.Println(page.Request.URL.RequestURI(), set.TokenType, set.ExpiresIn.Value, err)
	// Output: /callback/done Bearer 5m0s <nil>
}
