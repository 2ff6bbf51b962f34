package realkeycloak_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak"
)

// asked is what the server tells a phone: who, what about, and the token to
// answer with.
type asked struct {
	User    string `json:"login_hint"`
	Message string `json:"binding_message"`
	answer  string
}

// phones are the authentication channel of the server.
type phones struct {
	url  string
	rung chan asked
}

func newPhones(t *testing.T) phones {
	t.Helper()
	p := phones{rung: make(chan asked, 10)}
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		var a asked
		if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
			t.Errorf("read what the server tells a phone: %v", err)
		}
		a.answer = r.Header.Get("Authorization")
		if a.User == "bob" { // whose phone is off
			rw.WriteHeader(http.StatusBadGateway)
			return
		}
		rw.WriteHeader(http.StatusCreated)
		p.rung <- a
	}))
	t.Cleanup(s.Close)
	p.url = s.URL
	return p
}

// backchannels runs CIBA with a person at a phone.
func (w wire) backchannels(t *testing.T, p phones) {
	client, endpoint := auth(t, realkeycloak.CIBAClient, ""), w.realm.Endpoints().Backchannel
	for name, tt := range map[string]struct{ press, advice string }{
		"agreed":       {"SUCCEED", ""},
		"refused":      {"CANCELLED", "approval_denied"},
		"not allowed":  {"UNAUTHORIZED", "approval_denied"},
		"not answered": {"", "approval_expired"},
	} {
		t.Run(name, func(t *testing.T) {
			request := tokenclient.BackchannelRequest{LoginHint: "alice", BindingMessage: "W4SCT"}
			begun, err := w.client.StartBackchannel(t.Context(), endpoint, client, request)
			if err != nil {
				t.Fatal(err)
			}
			ring := <-p.rung
			if ring.User != "alice" || ring.Message != "W4SCT" || begun.Interval != time.Second || begun.ExpiresIn.Value != 10*time.Second || len(begun.Notes) != 0 {
				t.Errorf("the phone shows %q to %q; begun %+v", ring.Message, ring.User, begun)
			}
			set, err := w.client.AwaitBackchannel(t.Context(), w.request(client, nil), begun, func(progress tokenclient.DeviceProgress) {
				if progress.Err != nil {
					t.Errorf("trouble after %d polls: %v", progress.Polls, progress.Err)
				}
				if progress.Polls == 1 && tt.press != "" {
					w.press(t, ring, tt.press)
				}
			})
			if tt.advice != "" {
				if err == nil || tokenclient.Advise(err).ID != tt.advice {
					t.Errorf("error %s, want advice %s", words(err), tt.advice)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if claims := w.verify(t, set.AccessToken); claims["preferred_username"] != "alice" || set.IDToken.Empty() {
				t.Errorf("token of %v, no ID token: %t", claims["preferred_username"], set.IDToken.Empty())
			}
		})
	}
	w.refusesBackchannels(t, client, endpoint)
}

// refusesBackchannels are requests for which no phone rings.
func (w wire) refusesBackchannels(t *testing.T, client tokenclient.ClientAuth, endpoint string) {
	for name, tt := range map[string]struct {
		auth    tokenclient.ClientAuth
		request tokenclient.BackchannelRequest
		advice  string
	}{
		"an unknown person":     {client, tokenclient.BackchannelRequest{LoginHint: "mallory"}, "ciba_user"},
		"a phone that is off":   {client, tokenclient.BackchannelRequest{LoginHint: "bob"}, "ciba_channel"},
		"a client without it":   {auth(t, realkeycloak.SecretClient, ""), tokenclient.BackchannelRequest{LoginHint: "alice"}, "ciba_off"},
		"another hint":          {client, tokenclient.BackchannelRequest{IDTokenHint: tokenclient.NewSecret("x")}, "ciba_hint"},
		"a message with blanks": {client, tokenclient.BackchannelRequest{LoginHint: "alice", BindingMessage: "a b"}, "ciba_message"},
		"a user code":           {client, tokenclient.BackchannelRequest{LoginHint: "alice", UserCode: tokenclient.NewSecret("1234")}, "ciba_user_code"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.client.StartBackchannel(t.Context(), endpoint, tt.auth, tt.request)
			if err == nil || tokenclient.Advise(err).ID != tt.advice {
				t.Errorf("error %s, want advice %s", words(err), tt.advice)
			}
		})
	}
	t.Run("an id that is none", func(t *testing.T) {
		w.refused(t, w.request(client, tokenclient.CIBA{AuthReqID: tokenclient.NewSecret("xxxx")}), "ciba_request_invalid")
	})
}

// press answers the server as the phone does.
func (w wire) press(t *testing.T, ring asked, status string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.realm.Endpoints().Backchannel+"/callback", strings.NewReader(`{"status":"`+status+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", ring.answer)
	request.Header.Set("Content-Type", "application/json")
	answer, err := (&http.Client{}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("the server answers the phone %s", answer.Status)
	}
}
