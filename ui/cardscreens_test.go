package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// failureScreens is the page after a failure of every kind.
func failureScreens() map[string]func(s *stage) {
	at := func(e *tokenclient.Error) func(s *stage) {
		e.Endpoint, e.Elapsed = "https://sso.dev.example/auth/realms/shop/protocol/openid-connect/token", 121*time.Millisecond
		return func(s *stage) {
			again := *e
			s.server.fail(&again)
			s.press(T("action.get"))
			s.pass(time.Second)
		}
	}
	all := map[string]func(s *stage){
		"failure-locked-client": at(&tokenclient.Error{Kind: tokenclient.KindOAuth, Status: 401, Code: "unauthorized_client", Description: "Invalid client or Invalid client credentials", Sent: true}),
		"failure-scope":         at(&tokenclient.Error{Kind: tokenclient.KindOAuth, Status: 400, Code: "invalid_scope", Description: "Invalid scopes: openid x", Sent: true}),
		"failure-disabled":      at(&tokenclient.Error{Kind: tokenclient.KindOAuth, Status: 400, Code: "invalid_grant", Description: "Account disabled", Sent: true}),
		"failure-certificate":   at(&tokenclient.Error{Kind: tokenclient.KindTLS, Reason: "expired"}),
	}
	for _, k := range []tokenclient.Kind{
		tokenclient.KindTimeout, tokenclient.KindName, tokenclient.KindConnect, tokenclient.KindProxy, tokenclient.KindRedirect,
		tokenclient.KindTooLarge, tokenclient.KindHTML, tokenclient.KindMalformed, tokenclient.KindEmpty, tokenclient.KindStatus,
	} {
		status := map[tokenclient.Kind]int{tokenclient.KindRedirect: 302, tokenclient.KindHTML: 502, tokenclient.KindStatus: 503}[k]
		all["failure-"+string(k)] = at(&tokenclient.Error{Kind: k, Status: status, Sent: true})
	}
	return all
}

// promptScreens ask for what is not kept, and wait for a person.
func promptScreens() map[string]func(s *stage) {
	with := func(change func(p *profile.Profile)) func(s *stage) {
		return func(s *stage) {
			p := bank()
			p.ID = "00000000000000d4"
			change(&p)
			s.saved.put(p)
			s.selectProfile(p.ID)
			s.press(T("action.get"))
		}
	}
	phone := func(p *profile.Profile) {
		p.Grant, p.Backchannel = profile.GrantCIBA, profile.Backchannel{Message: "W4SCT"}
	}
	assertion := func(p *profile.Profile) { p.Grant = profile.GrantJWTBearer }
	return map[string]func(s *stage){
		"prompt-much": with(func(p *profile.Profile) {
			p.Client = profile.Client{ID: "outbound01", Auth: tokenclient.AuthPrivateKeyJWT, CertificateID: "lost"}
			p.Connection = profile.Connection{Proxy: "http://proxy.test:3128", ProxyUser: "me"}
			p.Extra = []profile.Extra{{Name: "tenant_key", SecretID: "lost too"}}
		}),
		"prompt-assertion": with(assertion),
		"prompt-assertion-given": func(s *stage) {
			with(assertion)(s)
			s.paste(s.page.prompt.more.assertion, accessOf("alice", time.Hour))
		},
		"prompt-assertion-wrong": func(s *stage) {
			with(assertion)(s)
			s.paste(s.page.prompt.more.assertion, "hello")
		},
		"prompt-origin": func(s *stage) {
			s.server.named.Endpoints = bank().Realm.Endpoints()
			s.server.named.Endpoints.DeviceAuthorization = "https://login.example/device"
			with(func(p *profile.Profile) { p.Grant = profile.GrantDevice })(s)
		},
		"prompt-phone": with(phone),
		"waiting-phone": func(s *stage) {
			with(phone)(s)
			s.enter(s.page.prompt.username.entry, "alice")
		},
		"prompt-else": func(s *stage) { s.pick(s.page.head.menu(), T("page.someone_else")) },
		"welcome-demo": func(s *stage) {
			s.saved.all = nil
			s.saved.tell()
			s.demo = func(done func(string, error)) { done("", fmt.Errorf("no port is free")) }
			s.press(T("welcome.demo"))
		},
	}
}

// grantScreens are the form for each way to a token and each way of a client to
// prove itself, with all sections open, and what else its sections show.
func grantScreens() map[string]func(s *stage) {
	opened := func(pick func(s *stage)) func(s *stage) {
		return func(s *stage) {
			s.edit()
			pick(s)
			s.openSections()
		}
	}
	all := map[string]func(s *stage){
		"form-way":    opened(func(s *stage) { s.pickWord(s.form.more.way.proxy, proxyOwn) }),
		"form-unsafe": opened(func(s *stage) { test.Tap(s.form.more.way.insecure) }),
		"form-extra": opened(func(s *stage) {
			s.openSections()
			s.press(T("extra.add"))
		}),
		"form-secret": func(s *stage) { s.selectProfile(bank().ID); s.edit() },
		"form-template": func(s *stage) {
			s.newProfile()
			s.pick(s.form.templateMenu(), profile.Templates()[0].Name)
		},
		"form-wishes": opened(func(s *stage) { s.pickWord(s.form.grant, string(profile.GrantAuthorizationCode)) }),
	}
	for _, g := range profile.Grants() {
		all["form-grant-"+string(g)] = opened(func(s *stage) { s.pickWord(s.form.grant, string(g)) })
	}
	for _, a := range profile.AuthMethods() {
		all["form-auth-"+string(a)] = opened(func(s *stage) { s.pickWord(s.form.auth, string(a)) })
	}
	return all
}

// answerScreens show what came back besides tokens.
func answerScreens() map[string]func(s *stage) {
	found := func(active bool) func(s *stage) {
		return func(s *stage) {
			s.server.errands.found = tokenclient.Introspection{Active: active}
			if active {
				s.server.errands.found.Members = []tokenclient.Member{{Name: "username", JSON: `"alice"`}, {Name: "active", JSON: "true"}}
			}
			asks("more.introspect")(s)
		}
	}
	return map[string]func(s *stage){
		"introspection":          found(true),
		"introspection-inactive": found(false),
		"permissions-granted": func(s *stage) {
			s.server.errands.uma = tokenclient.UMAResult{Mode: tokenclient.UMAPermissions, Granted: true, Permissions: []tokenclient.Permission{
				{ResourceID: "1", ResourceName: "orders", Scopes: []string{"read"}}, {ResourceID: "2"},
			}}
			asks("more.permissions")(s)
			test.Type(s.firstField(), "api")
			s.walkPress(T("permissions.do"))
		},
		"permissions-denied": func(s *stage) {
			s.server.errands.fails = &tokenclient.Error{Kind: tokenclient.KindOAuth, Status: 403, Code: "access_denied", Description: "not_authorized", Grant: tokenclient.UMATicket{}.GrantType(), Sent: true}
			asks("more.permissions")(s)
			test.Type(s.firstField(), "api")
			s.walkPress(T("permissions.do"))
		},
		"permissions-empty": func(s *stage) { asks("more.permissions")(s); s.walkPress(T("permissions.do")) },
		"revoke-done":       func(s *stage) { asks("more.revoke")(s); s.walkPress(T("revoke.do")) },
		"clock-behind": func(s *stage) {
			set := goodAnswer("alice", 5*time.Minute)
			set.ServerDate = set.ServerDate.Add(-2 * time.Minute)
			s.serve(set, nil)
			s.press(T("action.get"))
		},
		"second-account": func(s *stage) { s.selectAccount("bob") },
		"menu-more":      func(s *stage) { live(s); test.Tap(s.page.actions.more) },
	}
}

// firstField is the first field of the card in front.
func (s *stage) firstField() *entry {
	s.t.Helper()
	var found *entry
	walk(s.front(), func(o fyne.CanvasObject) {
		if e, ok := o.(*entry); ok && found == nil {
			found = e
		}
	})
	if found == nil {
		s.t.Fatal("the card has no field")
	}
	return found
}
