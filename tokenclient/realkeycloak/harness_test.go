package realkeycloak_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"

	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak"
)

// wire is a running server and the client under test.
type wire struct {
	server *realkeycloak.Server
	client *tokenclient.Client
	realm  tokenclient.Realm
	keys   jose.JSONWebKeySet
}

// newWire reads the realm's published keys, as an API that checks tokens does.
func newWire(t *testing.T, s *realkeycloak.Server) wire {
	t.Helper()
	w := wire{server: s, client: tokenclient.New(tokenclient.Options{}), realm: s.Realm()}
	found, err := w.client.Discover(t.Context(), w.realm)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, found.Endpoints.JWKS, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := (&http.Client{}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	if err := json.NewDecoder(answer.Body).Decode(&w.keys); err != nil {
		t.Fatalf("read the realm's keys: %v", err)
	}
	return w
}

// verify checks signature, issuer and validity of a token and returns its
// claims.
func (w wire) verify(t *testing.T, token tokenclient.Secret) jwt.MapClaims {
	t.Helper()
	claims := jwt.MapClaims{}
	_, err := jwt.ParseWithClaims(token.Reveal(), claims, func(token *jwt.Token) (any, error) {
		id, _ := token.Header["kid"].(string)
		keys := w.keys.Key(id)
		if len(keys) != 1 {
			return nil, jwt.ErrTokenUnverifiable
		}
		return keys[0].Key, nil
	}, jwt.WithValidMethods([]string{"RS256"}), jwt.WithExpirationRequired(),
		jwt.WithIssuer(w.server.URL()+"/realms/"+realkeycloak.RealmName))
	if err != nil {
		t.Fatalf("verify a token of the realm by its keys: %v", err)
	}
	return claims
}

// request makes a token request to the path table's endpoint.
func (w wire) request(auth tokenclient.ClientAuth, grant tokenclient.Grant) tokenclient.TokenRequest {
	return tokenclient.TokenRequest{Endpoint: w.realm.Endpoints().Token, Auth: auth, Grant: grant}
}

// get runs a grant that must succeed.
func (w wire) get(t *testing.T, auth tokenclient.ClientAuth, grant tokenclient.Grant) tokenclient.TokenSet {
	t.Helper()
	set, err := w.client.Token(t.Context(), w.request(auth, grant))
	if err != nil {
		t.Fatalf("%s for %s: %v", grant.GrantType(), auth.ClientID, err)
	}
	return set
}

// refused runs a request that must be refused and checks what is made of the
// refusal, and that no secret is in it.
func (w wire) refused(t *testing.T, r tokenclient.TokenRequest, want string, secrets ...tokenclient.Secret) {
	t.Helper()
	_, err := w.client.Token(t.Context(), r)
	if err == nil {
		t.Fatalf("the server granted it, want the refusal %s", want)
	}
	if got := tokenclient.Advise(err).ID; got != want {
		t.Errorf("advice of %s = %s, want %s", words(err), got, want)
	}
	for _, secret := range secrets {
		if strings.Contains(err.Error(), secret.Reveal()) {
			t.Error("the error holds a secret")
		}
	}
}

// words are an error with what the server said.
func words(err error) string {
	var e *tokenclient.Error
	if errors.As(err, &e) {
		return fmt.Sprintf("%v %q", err, e.Description)
	}
	return fmt.Sprint(err)
}

// auth is a client of the realm with its secret by a method of the test's
// choice; an empty method leaves the client's own.
func auth(t *testing.T, id string, method tokenclient.AuthMethod) tokenclient.ClientAuth {
	t.Helper()
	a, err := realkeycloak.Client(id)
	if err != nil {
		t.Fatal(err)
	}
	if method != "" {
		a.Method = method
	}
	return a
}

// password is the grant of a user of the realm with the right password.
func password(t *testing.T, user string) tokenclient.Password {
	t.Helper()
	secret, err := realkeycloak.Password(user)
	if err != nil {
		t.Fatal(err)
	}
	return tokenclient.Password{Username: user, Password: secret}
}
