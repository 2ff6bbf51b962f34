package tokenclient

import "strings"

// nothing is a token, code and scope that no server knows.
const nothing = "realmscope-connection-test"

// tryClient asks for a refresh with a token that cannot exist: the server judges
// the client first. False when it does not know the client at all.
func (t *trial) tryClient() bool {
	if t.in.Auth.ClientID == "" {
		t.fail(StepClient, Disproven, "no_id", &Error{Kind: KindRequest, Reason: "client_id"})
		return false
	}
	e := t.ask(Refresh{Token: NewSecret(nothing)}, "")
	public := t.in.Auth.Method == AuthNone || t.in.Auth.Method == ""
	switch judged := e.clientVerdict(); {
	case judged == Proven && public:
		t.say(StepClient, Proven, "public")
	case judged == Proven:
		t.say(StepClient, Proven, "accepted")
	case judged == Unknown && e.answered():
		t.fail(StepClient, Unknown, "unclear", e)
	case judged == Unknown:
		t.fail(StepClient, Unknown, "no_answer", e)
		return t.ctx.Err() == nil
	case Advise(e).ID == "client_unknown":
		t.fail(StepClient, Disproven, "absent", e)
		return false
	case public:
		wanted := *e
		wanted.Description = "Client secret not provided in request"
		s := Step{Name: StepClient, Verdict: Disproven, Reason: reasonKey(StepClient, "secret_wanted"), Args: t.args(), Advice: Advise(&wanted), Err: e}
		s.Args["Words"] = e.words()
		t.tell(s)
	default:
		t.fail(StepClient, Disproven, "refused", e)
	}
	return true
}

// clientVerdict reads the answer to a refresh that cannot be granted: words
// about the token prove that the client was accepted before.
func (e *Error) clientVerdict() Verdict {
	if e == nil {
		return Proven
	}
	if !e.answered() {
		return Unknown
	}
	id := Advise(e).ID
	switch fold(e.Code) {
	case "invalid_client":
		return Disproven
	case "unauthorized_client":
		if id == "client_not_allowed" { // words of another server: it may mean the grant
			return Unknown
		}
		return Disproven
	case "invalid_grant", "unsupported_grant_type":
		return Proven
	}
	if strings.HasPrefix(id, "refresh_") || id == "unsupported_grant" {
		return Proven
	}
	return Unknown
}

// tryGrant tells whether the client may get tokens in the profile's way, and
// whether a login may come back to the profile's address.
func (t *trial) tryGrant() {
	page := t.askForLogin()
	accepted := t.steps[len(t.steps)-1].Verdict != Disproven
	switch {
	case t.in.GrantType == "":
		t.say(StepGrant, Unchecked, "none")
	case t.in.GrantType == "authorization_code":
		t.tellCode(page)
	case !accepted:
		t.tell(Step{Name: StepGrant, Verdict: Unchecked, Reason: "connection.any.earlier"})
	case t.send && t.in.Grant != nil:
		t.spend()
	default:
		t.tellGrant(t.ask(t.harmless()))
	}
	t.tellRedirect(page)
}

// harmless is a request of the profile's grant that cannot be granted: a scope
// that does not exist is refused before any password would be looked at, and
// no user is named.
func (t *trial) harmless() (Grant, string) {
	kind := t.in.GrantType
	with := func(names ...string) Grant {
		g := trialGrant{kind: kind}
		for _, name := range names {
			g.with = append(g.with, Param{name, NewSecret(nothing)})
		}
		return g
	}
	switch kind {
	case "refresh_token":
		return with("refresh_token"), ""
	case "urn:ietf:params:oauth:grant-type:device_code":
		return with("device_code"), ""
	case "urn:openid:params:grant-type:ciba":
		return with("auth_req_id"), ""
	case "urn:ietf:params:oauth:grant-type:jwt-bearer":
		return with("assertion"), ""
	case "urn:ietf:params:oauth:grant-type:token-exchange":
		return with(), ""
	}
	return with(), nothing
}

func (t *trial) tellGrant(e *Error) {
	switch v := e.grantVerdict(); {
	case v == Proven:
		t.say(StepGrant, Proven, "allowed")
	case v == Disproven:
		t.fail(StepGrant, Disproven, "off", e)
	case e.answered():
		t.fail(StepGrant, Unknown, "unclear", e)
	default:
		t.fail(StepGrant, Unknown, "no_answer", e)
	}
}

// spend sends the real grant and ends what comes of it.
func (t *trial) spend() {
	r := t.in.request(t.endpoints.Token, t.in.Grant, t.in.Scope)
	r.Extra = t.in.Extra
	set, err := t.client.Token(t.ctx, r)
	if err != nil {
		e := asError(err)
		if e.answered() {
			t.fail(StepGrant, Disproven, "refused", e)
		} else {
			t.fail(StepGrant, Unknown, "no_answer", e)
		}
		return
	}
	if !set.RefreshToken.Empty() && t.endpoints.EndSession != "" {
		// A session that stays is no harm: it ends by itself.
		_ = t.client.Logout(t.ctx, t.endpoints.EndSession, t.in.Auth, set.RefreshToken)
	}
	t.say(StepGrant, Proven, "granted")
}

// grantVerdict reads the answer to a request that cannot be granted.
func (e *Error) grantVerdict() Verdict {
	if e == nil {
		return Proven
	}
	if !e.answered() {
		return Unknown
	}
	switch matchRule(grantSigns(), e.Code, e.Description) {
	case "allowed":
		return Proven
	case "off":
		return Disproven
	}
	return Unknown
}

// grantSigns are what Keycloak says about a grant that it would run, and about
// one that this client may not use. The switch is looked at first.
func grantSigns() []rule {
	return []rule{
		{"unsupported_grant_type", "", "off"},
		{"", "invalid grant_type", "off"}, // 4 to 8
		{"", "client not allowed for direct access grants", "off"},
		{"", "client requires user consent", "off"},
		{"", "resource owner password credentials grant is prohibited", "off"},
		{"", "client not enabled to retrieve service account", "off"},
		{"", "public client not allowed to retrieve service account", "off"},
		{"", "bearer-only client not allowed to retrieve service account", "off"},
		{"", "client not allowed oauth 2.0 device", "off"},
		{"", "client not allowed for oauth 2.0 device", "off"},
		{"", "client is not allowed to initiate oauth 2.0 device", "off"},
		{"", "client not allowed oidc ciba grant", "off"},
		{"", "standard token exchange is not enabled", "off"},
		{"", "public client is not allowed to exchange token", "off"},
		{"", "client not allowed to exchange", "off"},
		{"", "jwt authorization grant is not supported", "off"},
		{"", "request not allowed", "off"}, // a client policy
		{"invalid_scope", "", "allowed"},
		{"", "missing parameter: username", "allowed"}, // 4 to 8 do not look at the scope
		{"", "invalid refresh token", "allowed"},
		{"", "device code not valid", "allowed"},
		{"", "invalid auth req id", "allowed"},
		{"", "parameter 'subject_token' required", "allowed"},
		{"", "subject_token parameter not provided", "allowed"},
	}
}
