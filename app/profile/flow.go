package profile

import (
	"strconv"
	"strings"

	"realmscope/tokenclient"
)

// Login are the wishes for a login in the browser (OpenID Connect Core section
// 3.1.2.1). Empty fields are not sent.
type Login struct {
	// Prompt is none, login, consent or select_account, or several.
	Prompt string `json:"prompt,omitempty"`
	// ACRValues are the levels of authentication asked for, by blanks.
	ACRValues string `json:"acr_values,omitempty"`
	// IdentityProvider is Keycloak's kc_idp_hint, an alias.
	IdentityProvider string `json:"identity_provider,omitempty"`
	// Port is the loopback port of the redirect address; 0 is any free one.
	Port int `json:"port,omitempty"`
	// RedirectHost and RedirectPath are what else the realm has registered, where
	// it is not http://127.0.0.1/callback: localhost or ::1, and a path.
	RedirectHost string `json:"redirect_host,omitempty"`
	RedirectPath string `json:"redirect_path,omitempty"`
	// PAR sends the parameters ahead (RFC 9126) where the server does not ask
	// for it by itself.
	PAR bool `json:"par,omitempty"`
}

// Redirect is where the browser comes back to.
func (l Login) Redirect() tokenclient.Redirect {
	return tokenclient.Redirect{Host: l.RedirectHost, Port: l.Port, Path: l.RedirectPath}
}

// RedirectText is that address in a form, "" for the usual one.
func (l Login) RedirectText() string {
	if r := l.Redirect(); r != (tokenclient.Redirect{}) {
		return r.String()
	}
	return ""
}

// ReadRedirect takes what stands in a form: an address, a port alone, or nothing
// for the usual one. What is none of them stays, for Validate to complain of.
func (l *Login) ReadRedirect(text string) {
	text = strings.TrimSpace(text)
	l.RedirectHost, l.Port, l.RedirectPath = "", 0, ""
	if text == "" {
		return
	}
	if port, err := strconv.Atoi(text); err == nil {
		l.Port = port
		return
	}
	r, err := tokenclient.ParseRedirect(text)
	if err != nil {
		l.RedirectPath = text
		return
	}
	l.RedirectHost, l.Port, l.RedirectPath = r.Host, r.Port, r.Path
}

// Backchannel are the wishes for CIBA. The account is the login_hint.
type Backchannel struct {
	// Message is shown on both devices: at most 50 plain characters.
	Message string `json:"message,omitempty"`
	// Expiry is the life asked for in seconds, 0 for the server's own.
	Expiry int `json:"expiry,omitempty"`
}

// Extra is a parameter that the user adds. A secret one has its value in the
// vault and none here.
type Extra struct {
	Name     string `json:"name"`
	Value    string `json:"value,omitempty"`
	SecretID string `json:"secret_id,omitempty"`
}
