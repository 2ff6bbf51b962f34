package tokenclient_test

import (
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient"
	"realmscope/tokenclient/kctest"
)

func TestClaroshopGivesAndRefreshesTokens(t *testing.T) {
	for _, in := range []kctest.Place{kctest.InBody, kctest.InQuery} {
		t.Run(string(in), func(t *testing.T) {
			d := kctest.Claroshop(t, in)
			client := tokenclient.New(tokenclient.Options{})
			r := tokenclient.TokenRequest{
				Endpoint: d.Endpoint,
				Auth:     tokenclient.ClientAuth{ClientID: kctest.ClaroshopClient},
				Grant:    tokenclient.Password{Username: kctest.ClaroshopUser, Password: tokenclient.NewSecret(kctest.ClaroshopPassword)},
				ParamsIn: tokenclient.ParamsIn(in),
			}
			first, err := client.Token(t.Context(), r)
			if err != nil {
				t.Fatalf("password grant: %v", err)
			}
			r.Grant = tokenclient.Refresh{Token: first.RefreshToken}
			second, err := client.Token(t.Context(), r)
			if err != nil {
				t.Fatalf("refresh grant: %v", err)
			}
			if second.AccessToken == first.AccessToken || second.ExpiresIn.Value != 5*time.Minute {
				t.Errorf("refresh gave the same token or life %v", second.ExpiresIn)
			}
			for _, got := range d.Requests() {
				if both := got.Body != "" && got.Query != ""; both {
					t.Errorf("parameters in both places: %q and %q", got.Body, got.Query)
				}
			}
		})
	}
}

func TestClaroshopExplainsWhatIsWrong(t *testing.T) {
	base := tokenclient.TokenRequest{
		Auth:  tokenclient.ClientAuth{ClientID: kctest.ClaroshopClient},
		Grant: tokenclient.Password{Username: kctest.ClaroshopUser, Password: tokenclient.NewSecret(kctest.ClaroshopPassword)},
	}
	tests := []struct {
		name   string
		change func(*tokenclient.TokenRequest)
		status int
		advice string
	}{
		{"parameters in the wrong place", func(r *tokenclient.TokenRequest) { r.ParamsIn = tokenclient.ParamsInQuery }, 400, "missing_grant_type"},
		{"a wrong password", func(r *tokenclient.TokenRequest) {
			r.Grant = tokenclient.Password{Username: "alicia", Password: tokenclient.NewSecret("x")}
		}, 401, "wrong_password"},
		{"an unknown client", func(r *tokenclient.TokenRequest) { r.Auth.ClientID = "nobody" }, 401, "client_unknown"},
		{"a foreign refresh token", func(r *tokenclient.TokenRequest) {
			r.Grant = tokenclient.Refresh{Token: tokenclient.NewSecret("foreign")}
		}, 400, "refresh_invalid"},
		{"another grant", func(r *tokenclient.TokenRequest) { r.Grant = tokenclient.ClientCredentials{} }, 400, "unsupported_grant"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := base
			r.Endpoint = kctest.Claroshop(t, kctest.InBody).Endpoint
			tt.change(&r)
			_, err := tokenclient.New(tokenclient.Options{}).Token(t.Context(), r)
			wantError(t, err, tt.status, tt.advice)
		})
	}
}

func TestBanficoGivesTheAnswerOfItsManual(t *testing.T) {
	d := kctest.Banfico(t)
	set, err := tokenclient.New(tokenclient.Options{}).Token(t.Context(), banficoRequest(d, kctest.BanficoSecret))
	if err != nil {
		t.Fatalf("Token: %v", err)
	}
	if got := set.Raw().Reveal(); got != kctest.BanficoAnswer {
		t.Errorf("raw answer differs:\n%s", cmp.Diff(got, kctest.BanficoAnswer))
	}
	type short struct {
		Type, Scope, State string
		Access, Refresh    tokenclient.Lifetime
		NotBefore, Date    time.Time
		Notes              []string
	}
	got := short{set.TokenType, set.Scope, set.SessionState, set.ExpiresIn, set.RefreshExpiresIn, set.NotBefore, set.ServerDate, set.Notes}
	want := short{
		Type: "Bearer", Scope: "profile offline_access email", State: "f09a01a6-c335-422a-aa3f-c2f956b7623f",
		Access:  tokenclient.Lifetime{Known: true, Value: 5 * time.Minute},
		Refresh: tokenclient.Lifetime{Known: true},
		Date:    time.Date(2019, 5, 20, 11, 9, 55, 0, time.UTC),
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("token set (-got +want):\n%s", diff)
	}
	if set.RefreshToken.Empty() {
		t.Error("the offline token is missing")
	}
	var names []string
	for _, m := range set.Members {
		names = append(names, m.Name)
	}
	wantNames := []string{"access_token", "expires_in", "refresh_expires_in", "refresh_token", "token_type", "not-before-policy", "session_state", "scope"}
	if !slices.Equal(names, wantNames) {
		t.Errorf("members %q, want %q", names, wantNames)
	}
}

func TestBanficoRefusesAWrongSecret(t *testing.T) {
	d := kctest.Banfico(t)
	_, err := tokenclient.New(tokenclient.Options{}).Token(t.Context(), banficoRequest(d, "wrong"))
	wantError(t, err, http.StatusUnauthorized, "client_secret")
}

func TestBanficoStatusCodesAreExplained(t *testing.T) {
	for status, advice := range map[int]string{
		400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "wrong_path", 405: "method_not_allowed",
		406: "not_acceptable", 415: "media_type", 429: "rate_limited", 500: "server_fault",
	} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			d := kctest.Banfico(t)
			d.Next(kctest.Answer{Status: status})
			_, err := tokenclient.New(tokenclient.Options{}).Token(t.Context(), banficoRequest(d, kctest.BanficoSecret))
			wantError(t, err, status, advice)
		})
	}
}

func banficoRequest(d *kctest.Deployment, secret string) tokenclient.TokenRequest {
	return tokenclient.TokenRequest{
		Endpoint: d.Endpoint,
		Auth:     tokenclient.ClientAuth{Method: tokenclient.AuthBasic, ClientID: kctest.BanficoClient, Secret: tokenclient.NewSecret(secret)},
		Grant:    tokenclient.ClientCredentials{},
	}
}

func TestOracleSBCGivesAndRefreshesTokens(t *testing.T) {
	for _, fields := range []kctest.Fields{kctest.RequiredOnly, kctest.WithOptional, kctest.AsPrinted} {
		t.Run(string(fields), func(t *testing.T) {
			d := kctest.OracleSBC(t, fields)
			client := tokenclient.New(tokenclient.Options{})
			set, err := client.Token(t.Context(), sbcRequest(d, sbcLogin(kctest.SBCPassword)))
			if err != nil {
				t.Fatalf("password grant: %v", err)
			}
			if set.ExpiresIn.Value != 15*time.Minute || set.RefreshExpiresIn.Value != time.Hour || set.TokenType != "Bearer" || len(set.Notes) != 0 {
				t.Errorf("lives %v and %v, type %q, notes %q", set.ExpiresIn, set.RefreshExpiresIn, set.TokenType, set.Notes)
			}
			if optional := set.Scope != "" && set.SessionState != ""; optional != (fields != kctest.RequiredOnly) {
				t.Errorf("scope %q and session_state %q", set.Scope, set.SessionState)
			}
			if _, err := client.Token(t.Context(), sbcRequest(d, tokenclient.Refresh{Token: set.RefreshToken})); err != nil {
				t.Errorf("refresh grant: %v", err)
			}
		})
	}
}

func TestOracleSBCErrorsAreExplained(t *testing.T) {
	for status, advice := range map[int]string{
		400: "refresh_invalid", 401: "wrong_password", 405: "method_not_allowed", 500: "server_fault", 503: "overloaded",
	} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			d := kctest.OracleSBC(t, kctest.RequiredOnly)
			d.Next(kctest.SBCError(status))
			_, err := tokenclient.New(tokenclient.Options{}).Token(t.Context(), sbcRequest(d, sbcLogin(kctest.SBCPassword)))
			wantError(t, err, status, advice)
		})
	}
	t.Run("a wrong password", func(t *testing.T) {
		d := kctest.OracleSBC(t, kctest.RequiredOnly)
		_, err := tokenclient.New(tokenclient.Options{}).Token(t.Context(), sbcRequest(d, sbcLogin("baz")))
		wantError(t, err, http.StatusUnauthorized, "wrong_password")
	})
}

func sbcLogin(password string) tokenclient.Grant {
	return tokenclient.Password{Username: kctest.SBCUser, Password: tokenclient.NewSecret(password)}
}

func sbcRequest(d *kctest.Deployment, g tokenclient.Grant) tokenclient.TokenRequest {
	return tokenclient.TokenRequest{Endpoint: d.Endpoint, Auth: tokenclient.ClientAuth{ClientID: kctest.SBCClient}, Grant: g}
}

// wantError checks the status of an error and what Advise makes of it.
func wantError(t *testing.T, err error, status int, advice string) {
	t.Helper()
	var e *tokenclient.Error
	if !errors.As(err, &e) {
		t.Fatalf("error %v, want an *Error", err)
	}
	if got := tokenclient.Advise(err).ID; e.Status != status || got != advice {
		t.Errorf("status %d, advice %q (%v: %s), want %d, %q", e.Status, got, e, e.Description, status, advice)
	}
}
