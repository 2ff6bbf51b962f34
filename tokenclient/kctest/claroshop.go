package kctest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"
)

// What the claroshop server of this package knows. The manual leaves realm,
// client and user open.
const (
	ClaroshopRealm    = "claroshop"
	ClaroshopClient   = "shop-web"
	ClaroshopUser     = "alicia"
	ClaroshopPassword = "contraseña con espacio & más"
	claroshopPath     = "/auth/realms/" + ClaroshopRealm + "/protocol/openid-connect/token"
)

// Deployment is a ready-made server and how to reach it.
type Deployment struct {
	*Server
	// Base and Realm are what a profile holds; Endpoint is the token endpoint.
	Base, Realm, Endpoint string
	issued                map[string]string // refresh token to user
}

func deploy(t testing.TB, prefix, realm string, decide func(*Deployment, Recorded) (Answer, error)) *Deployment {
	d := &Deployment{Realm: realm, issued: map[string]string{}}
	d.Server = &Server{t: t, decide: func(got Recorded) (Answer, error) { return decide(d, got) }}
	d.start()
	d.Base = d.URL + prefix
	d.Endpoint = d.Base + "/realms/" + realm + "/protocol/openid-connect/token"
	return d
}

// Place is where claroshop reads its parameters.
type Place string

// The two readings of claroshop's manual: it lists query parameters, while the
// Keycloak behind it reads the body.
const (
	InBody  Place = "body"
	InQuery Place = "query"
)

// Claroshop is claroshop's token endpoint: a public client, grant_type and
// client_id mandatory, username, password and refresh_token optional, nothing
// else. Parameters in the other place get Keycloak's answer 400 "Missing form
// parameter: grant_type"; in both places, the test fails. 401 is for a wrong
// user or password.
func Claroshop(t testing.TB, in Place) *Deployment {
	return deploy(t, "/auth", ClaroshopRealm, func(d *Deployment, got Recorded) (Answer, error) {
		if a, ok := notOnPage(got); ok {
			return a, nil
		}
		if err := isTokenForm(got, claroshopPath); err != nil {
			return Answer{}, err
		}
		if accept := got.Header.Get("Accept"); accept != "application/json" {
			return Answer{}, fmt.Errorf("header Accept is %q", accept)
		}
		here, there := got.Body, got.Query
		if in == InQuery {
			here, there = there, here
		}
		switch {
		case here != "" && there != "":
			return Answer{}, errors.New("parameters in the body and in the query")
		case here == "":
			return fault(http.StatusBadRequest, "invalid_request", "Missing form parameter: grant_type"), nil
		}
		values, err := parameters(here, "grant_type", "client_id", "username", "password", "refresh_token")
		if err != nil {
			return Answer{}, err
		}
		return d.claroshop(values)
	})
}

func (d *Deployment) claroshop(v url.Values) (Answer, error) {
	if v.Get("client_id") != ClaroshopClient {
		return fault(http.StatusUnauthorized, "invalid_client", "Invalid client or Invalid client credentials"), nil
	}
	switch grant := v.Get("grant_type"); grant {
	case "password":
		if v.Has("refresh_token") || len(v) != 4 {
			return Answer{}, fmt.Errorf("password grant with %d parameters", len(v))
		}
		if v.Get("username") != ClaroshopUser || v.Get("password") != ClaroshopPassword {
			return fault(http.StatusUnauthorized, "invalid_grant", "Invalid user credentials"), nil
		}
	case "refresh_token":
		if len(v) != 3 {
			return Answer{}, fmt.Errorf("refresh grant with %d parameters", len(v))
		}
		if d.issued[v.Get("refresh_token")] == "" {
			return fault(http.StatusBadRequest, "invalid_grant", "Invalid refresh token"), nil
		}
	default:
		return fault(http.StatusBadRequest, "unsupported_grant_type", "Unsupported grant_type"), nil
	}
	return d.tokens(ClaroshopClient, ClaroshopUser, life{Access: 5 * time.Minute, Refresh: 30 * time.Minute}).answer(), nil
}

// tokens mints a pair and remembers the refresh token.
func (d *Deployment) tokens(client, user string, l life) answerFields {
	issuer, now := d.Base+"/realms/"+d.Realm, time.Now()
	f := answerFields{
		AccessToken:      mint(d.t, "Bearer", issuer, client, user, now, l.Access),
		ExpiresIn:        int(l.Access.Seconds()),
		RefreshExpiresIn: int(l.Refresh.Seconds()),
		RefreshToken:     mint(d.t, "Refresh", issuer, client, user, now, l.Refresh),
		TokenType:        "Bearer",
	}
	d.issued[f.RefreshToken] = user
	return f
}
