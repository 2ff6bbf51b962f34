package tokenclient

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
)

// landing is where a request for a login led.
type landing struct {
	// place is the reason of the redirect step: "login", "returned",
	// "refused", "client", "elsewhere", "unclear", "no_answer", "none".
	place string
	// err is the failure, or the error that came back to the redirect URI.
	err *Error
}

// askForLogin asks for the login page as a browser would, without cookies and
// without following anything.
func (t *trial) askForLogin() landing {
	if t.in.RedirectURI == "" {
		return landing{place: "none"}
	}
	u, e := TokenRequest{Endpoint: t.endpoints.Authorization}.url()
	if e != nil {
		return landing{"no_answer", e}
	}
	challenge := sha256.Sum256([]byte(rand.Text() + rand.Text()))
	address := withQuery(u, []Param{
		{"response_type", NewSecret("code")},
		{"client_id", NewSecret(t.in.Auth.ClientID)},
		{"redirect_uri", NewSecret(t.in.RedirectURI)},
		{"scope", NewSecret("openid")},
		{"state", NewSecret(rand.Text())},
		{"nonce", NewSecret(rand.Text())},
		{"code_challenge", NewSecret(base64.RawURLEncoding.EncodeToString(challenge[:]))},
		{"code_challenge_method", NewSecret("S256")},
	})
	req, err := http.NewRequestWithContext(t.ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return landing{"no_answer", addressError("syntax")}
	}
	req.Header.Set("Accept", "text/html")
	req.Header.Set("Accept-Language", "en")
	x, e := t.client.send(t.client.purpose(t.ctx, PurposeLoginPage), req, maxToken, nil)
	if e != nil {
		return landing{"no_answer", e}
	}
	return t.readLanding(x)
}

func (t *trial) readLanding(x exchange) landing {
	if x.status >= 300 && x.status < 400 {
		return t.readReturn(x)
	}
	page := x.body
	_, isPage := strings.CutPrefix(strings.TrimSpace(page), "<")
	switch {
	case x.status == http.StatusOK && isPage && strings.Contains(page, "login-actions/"):
		return landing{place: "login"}
	case x.status >= 400 && x.status < 500 && isPage && strings.Contains(pageText(page), "redirect_uri"):
		e := x.fail(KindOAuth)
		e.Description = "Invalid parameter: redirect_uri"
		return landing{"refused", e}
	case x.status >= 400 && x.status < 500 && isPage && strings.Contains(pageText(page), "Client not found"):
		e := x.fail(KindOAuth)
		e.Code, e.Description = "invalid_client", "Client not found."
		return landing{"client", e}
	}
	return landing{"unclear", x.refused()}
}

// pageText is a page without what stands between angle brackets, from the
// place of Keycloak's error message on if there is one.
func pageText(page string) string {
	if at := strings.Index(page, `id="kc-error-message"`); at >= 0 {
		page = page[at:]
	}
	var b strings.Builder
	for _, part := range strings.Split(page, "<") {
		_, text, _ := strings.Cut(part, ">")
		b.WriteString(text)
	}
	return b.String()
}

// readReturn tells a redirect back to the application from one to a login.
func (t *trial) readReturn(x exchange) landing {
	to := x.location()
	back, err := url.Parse(t.in.RedirectURI)
	if to == nil || err != nil {
		return landing{"unclear", x.detour()}
	}
	if to.Scheme == back.Scheme && strings.EqualFold(to.Host, back.Host) && to.Path == back.Path {
		e := x.fail(KindOAuth)
		q := to.Query()
		x.say(e, q.Get("error"), q.Get("error_description"))
		return landing{"returned", e}
	}
	own, _ := Origin(x.endpoint()) // it was asked just now
	if there, err := Origin(to.String()); err == nil && there == own && strings.Contains(to.Path, "/realms/") {
		return landing{place: "login"}
	}
	return landing{"elsewhere", x.detour()}
}

// tellCode judges the authorization code grant by where the request led: the
// token endpoint looks at the code before it looks at the switch.
func (t *trial) tellCode(page landing) {
	switch page.place {
	case "login":
		t.say(StepGrant, Proven, "allowed")
	case "returned":
		switch fold(page.err.Code) {
		case "unauthorized_client", "unsupported_response_type":
			t.fail(StepGrant, Disproven, "off", page.err)
		case "", "login_required", "interaction_required", "invalid_scope":
			t.say(StepGrant, Proven, "allowed")
		default:
			t.fail(StepGrant, Unknown, "unclear", page.err)
		}
	case "none", "refused":
		t.say(StepGrant, Unchecked, "redirect")
	default:
		t.fail(StepGrant, Unknown, "no_answer", page.err)
	}
}

func (t *trial) tellRedirect(page landing) {
	switch page.place {
	case "none":
		t.say(StepRedirect, Unchecked, "none")
	case "login", "returned":
		t.say(StepRedirect, Proven, page.place)
	case "refused", "client":
		t.fail(StepRedirect, Disproven, page.place, page.err)
	default:
		t.fail(StepRedirect, Unknown, page.place, page.err)
	}
}
