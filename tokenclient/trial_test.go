package tokenclient

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fakeServer answers what a connection test asks, by path and grant.
type fakeServer struct {
	discovery, realm, token, login func(http.ResponseWriter, *http.Request)
	forms                          []string // what came to the token endpoint
}

func says(status int, body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func (f *fakeServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	const realm = "/realms/acme"
	switch r.URL.Path {
	case realm + "/.well-known/openid-configuration":
		f.discovery(w, r)
	case realm:
		f.realm(w, r)
	case realm + "/protocol/openid-connect/token":
		_ = r.ParseForm()
		f.forms = append(f.forms, r.PostForm.Encode())
		f.token(w, r)
	case realm + "/protocol/openid-connect/auth":
		f.login(w, r)
	case realm + "/protocol/openid-connect/logout":
		f.forms = append(f.forms, "logout")
		w.WriteHeader(http.StatusNoContent)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

const loginPage = `<html><form action="/realms/acme/login-actions/authenticate?x"></form></html>`

// keycloakLike is a server at which everything is right.
func keycloakLike() *fakeServer {
	return &fakeServer{
		discovery: says(200, document("https://sso.example.com/realms/acme", "")),
		realm:     says(404, ""),
		login:     says(200, loginPage),
		token: func(w http.ResponseWriter, r *http.Request) {
			code, text := "invalid_grant", "Invalid refresh token"
			if r.PostForm.Has("scope") {
				code, text = "invalid_scope", "Invalid scopes: "+r.PostForm.Get("scope")
			}
			says(400, fmt.Sprintf(`{"error":%q,"error_description":%q}`, code, text))(w, r)
		},
	}
}

func whole7() ConnectionTest {
	return ConnectionTest{
		Realm: Realm{Base: "https://sso.example.com", Name: "acme"}, Auth: ClientAuth{Method: AuthPost, ClientID: "app", Secret: NewSecret("the-secret")},
		GrantType: "password", Grant: Password{Username: "alice", Password: NewSecret(canary)}, RedirectURI: "http://127.0.0.1/cb",
	}
}

// short writes steps as "verdict reason advice".
func short(steps []Step) []string {
	var out []string
	for _, s := range steps {
		reason := strings.TrimPrefix(strings.TrimPrefix(s.Reason, "connection."), string(s.Name)+".")
		out = append(out, strings.TrimSpace(string(s.Verdict)+" "+reason+" "+s.Advice.ID))
	}
	return out
}

func TestConnectionTestWalksAllSteps(t *testing.T) {
	f := keycloakLike()
	var told []Step
	c := New(Options{Transport: handlerTransport{f}})
	steps := c.TestConnection(t.Context(), whole7(), false, func(s Step) { told = append(told, s) })
	want := []string{"proven answered", "proven answered", "proven answered", "proven found", "proven accepted", "proven allowed", "proven login"}
	if diff := cmp.Diff(short(steps), want); diff != "" {
		t.Errorf("steps (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(short(told), want); diff != "" {
		t.Errorf("told (-got +want):\n%s", diff)
	}
	if all := strings.Join(f.forms, " "); strings.Contains(all, "canary") || strings.Contains(all, "username") || strings.Contains(all, "alice") {
		t.Errorf("the user was named: %s", all)
	}
}

// stepVector changes the server or the test and says what comes of it; the
// steps before are proven.
type stepVector struct {
	name   string
	change func(*fakeServer, *ConnectionTest)
	step   StepName
	want   string
}

func TestEachStepIsJudged(t *testing.T) {
	for _, tt := range slices.Concat(realmSteps(), clientSteps(), grantSteps(), redirectSteps()) {
		t.Run(string(tt.step)+" "+tt.name, func(t *testing.T) {
			f, in := keycloakLike(), whole7()
			tt.change(f, &in)
			steps := New(Options{Transport: handlerTransport{f}}).TestConnection(t.Context(), in, false, nil)
			if len(steps) != 7 {
				t.Fatalf("%d steps: %v", len(steps), short(steps))
			}
			i := slices.IndexFunc(steps, func(s Step) bool { return s.Name == tt.step })
			if got := short(steps)[i]; got != tt.want {
				t.Errorf("got %q, want %q; all: %q", got, tt.want, short(steps))
			}
			for _, s := range steps {
				if (s.Verdict == Disproven) != (s.Verdict == Disproven && s.Advice.ID != "" && s.Err != nil) {
					t.Errorf("%s fails without advice or error", s.Name)
				}
			}
		})
	}
}

func realmSteps() []stepVector {
	discovery := func(status int, body string) func(*fakeServer, *ConnectionTest) {
		return func(f *fakeServer, _ *ConnectionTest) { f.discovery = says(status, body) }
	}
	return []stepVector{
		{"of another issuer", discovery(200, document("https://login.example.org/realms/acme", "")), StepRealm, "proven issuer"},
		{"that is not there", discovery(404, `{"error":"Realm does not exist"}`), StepRealm, "disproven absent realm_not_found"},
		{"that is switched off", discovery(403, `{"error":"access_denied","error_description":"Realm not enabled"}`), StepRealm, "disproven absent realm_disabled"},
		{"at another path", discovery(404, `{"error":"Unable to find matching target resource method"}`), StepRealm, "disproven missing wrong_path"},
		{"behind a gateway", discovery(403, "<html>no</html>"), StepRealm, "unknown blocked html"},
		{"of a server that fails", discovery(500, ""), StepRealm, "unknown no_answer server_fault"},
		{"that has moved", func(f *fakeServer, _ *ConnectionTest) {
			f.discovery = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "https://new.example/x")
				w.WriteHeader(302)
			}
		}, StepRealm, "disproven redirect redirect"},
		{"without discovery", func(f *fakeServer, _ *ConnectionTest) {
			f.discovery, f.realm = says(404, ""), says(200, `{"realm":"acme"}`)
		}, StepRealm, "proven page"},
		{"without a name", func(_ *fakeServer, in *ConnectionTest) { in.Realm.Name = "" }, StepRealm, "disproven address address_realm"},
		{"without an address", func(_ *fakeServer, in *ConnectionTest) { in.Realm.Base = "" }, StepResolve, "disproven address address_scheme"},
		{"after that", discovery(404, `{"error":"Realm does not exist"}`), StepClient, "unchecked any.earlier"},
	}
}

func clientSteps() []stepVector {
	token := func(status int, code, text string) func(*fakeServer, *ConnectionTest) {
		return func(f *fakeServer, _ *ConnectionTest) {
			f.token = says(status, fmt.Sprintf(`{"error":%q,"error_description":%q}`, code, text))
		}
	}
	public := func(change func(*fakeServer, *ConnectionTest)) func(*fakeServer, *ConnectionTest) {
		return func(f *fakeServer, in *ConnectionTest) {
			in.Auth = ClientAuth{ClientID: "app"}
			change(f, in)
		}
	}
	const both = "Invalid client or Invalid client credentials"
	return []stepVector{
		{"that is public", public(func(*fakeServer, *ConnectionTest) {}), StepClient, "proven public"},
		{"that is unknown", token(401, "invalid_client", both), StepClient, "disproven absent client_unknown"},
		{"that was unknown to 15", token(400, "invalid_client", "Invalid client credentials"), StepClient, "disproven absent client_unknown"},
		{"with a wrong secret", token(401, "unauthorized_client", both), StepClient, "disproven refused client_secret"},
		{"that needs a secret", public(token(401, "unauthorized_client", both)), StepClient, "disproven secret_wanted client_secret_missing"},
		{"of another protocol", token(400, "invalid_client", "Wrong client protocol."), StepClient, "disproven refused client_protocol"},
		{"of another server's words", token(400, "unauthorized_client", "no refresh for you"), StepClient, "unknown unclear client_not_allowed"},
		{"that may not refresh", token(400, "unsupported_grant_type", "Unsupported grant_type"), StepClient, "proven accepted"},
		{"that gets tokens for nothing", func(f *fakeServer, _ *ConnectionTest) { f.token = says(200, `{"access_token":"t","expires_in":1}`) }, StepClient, "proven accepted"},
		{"at a page", func(f *fakeServer, _ *ConnectionTest) { f.token = says(200, "<html>") }, StepClient, "unknown no_answer html"},
		{"without an id", func(_ *fakeServer, in *ConnectionTest) { in.Auth.ClientID = "" }, StepClient, "disproven no_id request_incomplete"},
		{"then the grant", token(401, "unauthorized_client", both), StepGrant, "unchecked any.earlier"},
		{"then the redirect", token(401, "unauthorized_client", both), StepRedirect, "proven login"},
		{"and no redirect of one unknown", token(401, "invalid_client", both), StepRedirect, "unchecked any.earlier"},
	}
}

func grantSteps() []stepVector {
	// The first request to the token endpoint is the client's.
	second := func(kind, code, text string) func(*fakeServer, *ConnectionTest) {
		return func(f *fakeServer, in *ConnectionTest) {
			in.GrantType = kind
			before := f.token
			f.token = func(w http.ResponseWriter, r *http.Request) {
				if len(f.forms) == 1 {
					before(w, r)
					return
				}
				says(400, fmt.Sprintf(`{"error":%q,"error_description":%q}`, code, text))(w, r)
			}
		}
	}
	const urn = "urn:ietf:params:oauth:grant-type:"
	return []stepVector{
		{"of passwords is off", second("password", "unauthorized_client", "Client not allowed for direct access grants"), StepGrant, "disproven off direct_access_off"},
		{"of passwords before scopes were checked", second("password", "invalid_request", "Missing parameter: username"), StepGrant, "proven allowed"},
		{"needs consent", second("password", "invalid_client", "Client requires user consent"), StepGrant, "disproven off consent_needed"},
		{"of the client itself is off", second("client_credentials", "unauthorized_client", "Client not enabled to retrieve service account"), StepGrant, "disproven off service_account_off"},
		{"of the client itself", second("client_credentials", "invalid_scope", "Invalid scopes: x"), StepGrant, "proven allowed"},
		{"of a refresh", second("refresh_token", "invalid_grant", "Invalid refresh token"), StepGrant, "proven allowed"},
		{"of devices", second(urn+"device_code", "invalid_grant", "Device code not valid"), StepGrant, "proven allowed"},
		{"of devices is off", second(urn+"device_code", "invalid_grant", "Client not allowed OAuth 2.0 Device Authorization Grant"), StepGrant, "disproven off device_off"},
		{"of exchange", second(urn+"token-exchange", "invalid_request", "Parameter 'subject_token' required for standard token exchange"), StepGrant, "proven allowed"},
		{"that is unknown", second("banana", "unsupported_grant_type", "Unsupported grant_type"), StepGrant, "disproven off unsupported_grant"},
		{"that says something else", second("password", "invalid_request", "flub"), StepGrant, "unknown unclear bad_request"},
		{"that is not named", func(_ *fakeServer, in *ConnectionTest) { in.GrantType = "" }, StepGrant, "unchecked none"},
	}
}

func redirectSteps() []stepVector {
	login := func(status int, body, location string) func(*fakeServer, *ConnectionTest) {
		return func(f *fakeServer, in *ConnectionTest) {
			in.GrantType = "authorization_code"
			f.login = func(w http.ResponseWriter, r *http.Request) {
				if location != "" {
					w.Header().Set("Location", location)
				}
				says(status, body)(w, r)
			}
		}
	}
	const sorry = `<html><script>redirect_uri</script><div id="kc-error-message"><p>%s</p></div></html>`
	refused, unknown := fmt.Sprintf(sorry, "Parámetro no válido: redirect_uri"), fmt.Sprintf(sorry, "Client not found.")
	off := "http://127.0.0.1/cb?error=unauthorized_client&error_description=Client+is+not+allowed+to+initiate+browser+login"
	return []stepVector{
		{"is registered", login(200, loginPage, ""), StepRedirect, "proven login"},
		{"is registered, so the code flow is on", login(200, loginPage, ""), StepGrant, "proven allowed"},
		{"is not registered", login(400, refused, ""), StepRedirect, "disproven refused redirect_unregistered"},
		{"is not registered, so the flow is not seen", login(400, refused, ""), StepGrant, "unchecked redirect"},
		{"of an unknown client", login(400, unknown, ""), StepRedirect, "disproven client client_unknown"},
		{"comes back at once", login(302, "", "http://127.0.0.1/cb?error=login_required"), StepRedirect, "proven returned"},
		{"comes back to say that the flow is off", login(302, "", off), StepRedirect, "proven returned"},
		{"says that the flow is off", login(302, "", off), StepGrant, "disproven off standard_flow_off"},
		{"with a code", login(302, "", "http://127.0.0.1/cb?code=x"), StepGrant, "proven allowed"},
		{"goes on to another login", login(303, "", "/realms/acme/broker/x/login"), StepRedirect, "proven login"},
		{"goes elsewhere", login(302, "", "https://gateway.example/login"), StepRedirect, "unknown elsewhere redirect"},
		{"to nowhere", login(302, "", ""), StepRedirect, "unknown unclear redirect"},
		{"at another page", login(200, "<html><title>Wi-Fi</title>", ""), StepRedirect, "unknown unclear html"},
		{"at a server that fails", login(500, "", ""), StepRedirect, "unknown unclear server_fault"},
		{"is none", func(_ *fakeServer, in *ConnectionTest) { in.RedirectURI = "" }, StepRedirect, "unchecked none"},
	}
}

func TestAPasswordIsSentOnlyWhenAsked(t *testing.T) {
	for name, tt := range map[string]struct {
		answer string
		status int
		want   string
	}{
		"granted": {`{"access_token":"t","refresh_token":"r","expires_in":1}`, 200, "proven granted"},
		"refused": {`{"error":"invalid_grant","error_description":"Invalid user credentials"}`, 401, "disproven refused wrong_password"},
		"no word": {"<html>", 502, "unknown no_answer gateway"},
	} {
		t.Run(name, func(t *testing.T) {
			f := keycloakLike()
			before := f.token
			f.token = func(w http.ResponseWriter, r *http.Request) {
				if r.PostForm.Get("password") == canary {
					says(tt.status, tt.answer)(w, r)
					return
				}
				before(w, r)
			}
			steps := New(Options{Transport: handlerTransport{f}}).TestConnection(t.Context(), whole7(), true, nil)
			if got := short(steps)[5]; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if n := strings.Count(strings.Join(f.forms, " "), "password=canary"); n != 1 {
				t.Errorf("the password was sent %d times", n)
			}
			if got := slices.Contains(f.forms, "logout"); got != (name == "granted") {
				t.Errorf("the session was ended: %t", got)
			}
		})
	}
}

func TestATestKeepsSecretsOnTheTypedOrigin(t *testing.T) {
	var hosts []string
	f := keycloakLike()
	f.discovery = says(200, `{"issuer":"https://sso.example.com/realms/acme","token_endpoint":"https://evil.example/realms/acme/protocol/openid-connect/token","end_session_endpoint":"https://evil.example/out"}`)
	c := New(Options{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
		hosts = append(hosts, r.URL.Host)
		return handlerTransport{f}.RoundTrip(r)
	})})
	steps := c.TestConnection(t.Context(), whole7(), true, nil)
	if slices.ContainsFunc(hosts, func(h string) bool { return h != "sso.example.com" }) || len(steps) != 7 {
		t.Errorf("asked %q", hosts)
	}
}
