package kctest

import (
	_ "embed"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"
)

// What Oracle's manual of the SBC prints.
const (
	SBCRealm    = "sbc"
	SBCClient   = "cnsbc-api-access"
	SBCUser     = "foo"
	SBCPassword = "bar"
	sbcPath     = "/console/auth/realms/" + SBCRealm + "/protocol/openid-connect/token"
)

// SBCAnswer is the 200 answer that the manual prints, byte for byte; its tokens
// are cut off there.
//
//go:embed testdata/sbc.json
var SBCAnswer string

// Fields is which members an SBC's 200 answer has.
type Fields string

// The variants of the schema.
const (
	RequiredOnly Fields = "required" // access_token, expires_in, refresh_expires_in, refresh_token, token_type
	WithOptional Fields = "optional" // and not-before-policy, session_state, scope
	AsPrinted    Fields = "printed"  // SBCAnswer
)

// OracleSBC is the SBC's token endpoint: the two request schemas of its manual,
// all members required and no others, as a form. 401 is for a wrong user or
// password, 400 for a refresh token that is not the SBC's own; 405, 500 and 503
// come through SBCError and Next.
func OracleSBC(t testing.TB, fields Fields) *Deployment {
	return deploy(t, "/console/auth", SBCRealm, func(d *Deployment, got Recorded) (Answer, error) {
		if a, ok := notOnPage(got); ok {
			return a, nil
		}
		if err := isTokenForm(got, sbcPath); err != nil {
			return Answer{}, err
		}
		if got.Query != "" || len(got.Header.Values("Authorization")) > 0 {
			return Answer{}, fmt.Errorf("query %q or an Authorization header", got.Query)
		}
		v, err := parameters(got.Body, "client_id", "grant_type", "username", "password", "refresh_token")
		if err != nil {
			return Answer{}, err
		}
		if v.Get("client_id") != SBCClient {
			return fault(http.StatusBadRequest, "invalid_client", "Invalid client credentials"), nil
		}
		return d.sbc(v, fields)
	})
}

func (d *Deployment) sbc(v url.Values, fields Fields) (Answer, error) {
	switch grant := v.Get("grant_type"); {
	case grant == "password" && len(v) == 4 && v.Has("username") && v.Has("password"):
		if v.Get("username") != SBCUser || v.Get("password") != SBCPassword {
			return SBCError(http.StatusUnauthorized), nil
		}
	case grant == "refresh_token" && len(v) == 3 && v.Has("refresh_token"):
		if d.issued[v.Get("refresh_token")] == "" {
			return SBCError(http.StatusBadRequest), nil
		}
	default:
		return Answer{}, fmt.Errorf("grant %q with %d parameters fits neither schema", grant, len(v))
	}
	if fields == AsPrinted {
		d.issued["eyJhbGciOiJIUzI1NiIsInR5cCIgOiAiSldUIiwia2lk"] = SBCUser
		return Answer{Header: map[string]string{"Content-Type": "application/json"}, Body: SBCAnswer}, nil
	}
	f := d.tokens(SBCClient, SBCUser, life{Access: 15 * time.Minute, Refresh: time.Hour})
	if fields == WithOptional {
		zero, state, scope := 0, "3d5ee6c7-d2e1-48f6-8fff-9164a179175a", "email profile"
		f.NotBefore, f.SessionState, f.Scope = &zero, &state, &scope
	}
	return f.answer(), nil
}

// SBCError is an error answer of the manual: 400, 401, 405, 500 or 503. The
// manual says that the body is an object; the members are Keycloak's.
func SBCError(status int) Answer {
	words := map[int][2]string{
		http.StatusBadRequest:          {"invalid_grant", "Invalid refresh token"},
		http.StatusUnauthorized:        {"invalid_grant", "Invalid user credentials"},
		http.StatusMethodNotAllowed:    {"RESTEASY003650: No resource method found for GET, return 405 with Allow header", ""},
		http.StatusInternalServerError: {"unknown_error", ""},
		http.StatusServiceUnavailable:  {"temporarily_unavailable", "Service unavailable"},
	}[status]
	return fault(status, words[0], words[1])
}
