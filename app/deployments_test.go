package app

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"realmscope/app/session"
	"realmscope/tokenclient"
	"realmscope/tokenclient/kctest"
)

// standIn sends what is meant for a documented deployment to the scripted
// server that answers as its page says. Addresses stay as documented: all but
// the host of the connection reaches the server as it would reach the real one.
type standIn struct {
	host string
	to   string
	t    *testing.T
}

func (s standIn) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "https" || r.URL.Host != s.host {
		s.t.Errorf("a request went to %s://%s, want https://%s only", r.URL.Scheme, r.URL.Host, s.host)
	}
	to, err := url.Parse(s.to)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = to.Scheme, to.Host, to.Host
	return http.DefaultTransport.RoundTrip(r)
}

// atDeployment is the program in front of a documented deployment.
func atDeployment(t *testing.T, host string, d *kctest.Deployment) *program {
	t.Helper()
	client := tokenclient.New(tokenclient.Options{Transport: standIn{host: host, to: d.URL, t: t}})
	return newProgram(t, t.TempDir(), session.Network(client))
}

// The entries of the form, by what stands in them while they are empty.
const (
	realmEntry    = "shop"
	clientEntry   = "shop-web"
	userEntry     = "user name"
	passwordEntry = "optional; asked for when needed"
)

func TestClaroshopFromTemplateToRefresh(t *testing.T) {
	for _, in := range []kctest.Place{kctest.InBody, kctest.InQuery} {
		t.Run("parameters in the "+string(in), func(t *testing.T) {
			d := kctest.Claroshop(t, in)
			p := atDeployment(t, "sso.dev.claroshop.com", d)
			p.press("Claroshop")
			p.fill(realmEntry, kctest.ClaroshopRealm)
			p.fill(clientEntry, kctest.ClaroshopClient)
			p.fill(userEntry, kctest.ClaroshopUser)
			p.fill(passwordEntry, kctest.ClaroshopPassword)
			if in == kctest.InQuery {
				p.check("Send parameters in the address (query) instead of the body")
				p.see("logs")
			}
			p.press("Save")
			p.see("claroshop dev", "as "+kctest.ClaroshopUser, "sso.dev.claroshop.com/auth")
			p.press("Get token")
			p.see("preferred_username\t"+kctest.ClaroshopUser, "200 in")
			before := p.token()
			p.press("Refresh")
			p.until("another access token", func() bool { return p.token() != before })
			if got := len(d.Requests()); got != 2 {
				t.Errorf("%d requests, want one for each grant", got)
			}
			for _, r := range d.Requests() {
				if inBody := in == kctest.InBody; (r.Body != "") != inBody || (r.Query != "") == inBody {
					t.Errorf("parameters in body: %t, in query: %t; want them in the %s only", r.Body != "", r.Query != "", in)
				}
			}
		})
	}
}

func TestClaroshopTriesTheBodyFirstAndThenOffersTheQuery(t *testing.T) {
	p := atDeployment(t, "sso.dev.claroshop.com", kctest.Claroshop(t, kctest.InQuery))
	p.press("Claroshop")
	p.fill(realmEntry, kctest.ClaroshopRealm)
	p.fill(clientEntry, kctest.ClaroshopClient)
	p.fill(userEntry, kctest.ClaroshopUser)
	p.fill(passwordEntry, kctest.ClaroshopPassword)
	p.press("Save")
	p.see("as " + kctest.ClaroshopUser)
	p.press("Get token")
	p.see("Missing form parameter: grant_type", "400")
}

func TestBanficoFromTemplateToItsOfflineToken(t *testing.T) {
	d := kctest.Banfico(t)
	p := atDeployment(t, "auth.banka.banfico.net", d)
	p.press("Banfico")
	p.fill("https://*.banfico.net/auth", "https://auth.banka.banfico.net/auth")
	p.fill(clientEntry, kctest.BanficoClient)
	p.fill(passwordEntry, kctest.BanficoSecret)
	p.press("Save")
	p.see("service account", "auth.banka.banfico.net/auth")
	p.press("Get token")
	p.see("200 in",
		"sub\tb7639928-1b6b-48ba-9a2f-b2b709265d84\t", "first of 2",
		"sub\tservice-account-outbound01\t", "last of 2",
		"no fixed end")
	if shown := p.shown(); strings.Contains(shown, "expired") {
		t.Errorf("the window says expired:\n%s", shown)
	}
	r := d.Requests()[0]
	if want := "grant_type=client_credentials"; r.Body != want || r.Query != "" {
		t.Errorf("sent %q and query %q, want %q alone", r.Body, r.Query, want)
	}
}

func TestOracleSBCFromTemplateToRefresh(t *testing.T) {
	for _, fields := range []kctest.Fields{kctest.AsPrinted, kctest.RequiredOnly, kctest.WithOptional} {
		t.Run(string(fields), func(t *testing.T) {
			d := kctest.OracleSBC(t, fields)
			p := atSBC(t, d)
			p.press("Get token")
			p.see("200 in", "of 15 min", "of 1 h")
			before := len(d.Requests())
			p.press("Refresh")
			p.until("a refresh", func() bool { return len(d.Requests()) == before+1 })
			p.see("200 in")
		})
	}
}

func TestOracleSBCErrorsAreExplained(t *testing.T) {
	for _, status := range []int{400, 401, 405, 500, 503} {
		words := strconv.Itoa(status)
		t.Run(words, func(t *testing.T) {
			d := kctest.OracleSBC(t, kctest.RequiredOnly)
			d.Next(kctest.SBCError(status))
			p := atSBC(t, d)
			p.press("Get token")
			p.see(words, "Copy for a ticket", "Details")
			if shown := p.shown(); strings.Contains(shown, kctest.SBCPassword+"\n") {
				t.Errorf("the window shows the password:\n%s", shown)
			}
			p.press("Get token")
			p.see("200 in")
		})
	}
}

// atSBC makes the profile of Oracle's SBC from its template.
func atSBC(t *testing.T, d *kctest.Deployment) *program {
	t.Helper()
	p := atDeployment(t, "iam.sbc.com", d)
	p.press("Oracle SBC")
	p.fill(userEntry, kctest.SBCUser)
	p.fill(passwordEntry, kctest.SBCPassword)
	p.press("Save")
	p.see("oracle sbc", "as "+kctest.SBCUser, "iam.sbc.com/console/auth", "realm sbc")
	return p
}
