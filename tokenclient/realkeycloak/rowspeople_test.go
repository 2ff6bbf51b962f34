package realkeycloak_test

import (
	"slices"
	"strings"
	"testing"

	"realmscope/tokenclient"
	"realmscope/tokenclient/kctest"
	"realmscope/tokenclient/realkeycloak"
)

// loginRows are the ways to a token through a browser.
func loginRows() []row {
	const group = "Ways to a token"
	return []row{
		{group: group, name: "browser login with PKCE", elsewhere: true, run: loginRow(realkeycloak.BrowserClient, false)},
		{group: group, name: "browser login, pushed (PAR)", elsewhere: true, run: loginRow(realkeycloak.PushedClient, true)},
		{group: group, name: "browser login that names the issuer", since: "23", elsewhere: true, run: func(t *testing.T, b *bench) error {
			if err := b.has("authorization_response_iss_parameter_supported"); err != nil {
				return err
			}
			return loginRow(realkeycloak.BrowserClient, false)(t, b)
		}},
		{group: group, name: "browser login in a session that is there", run: silentRow},
	}
}

func loginRow(client string, push bool) func(*testing.T, *bench) error {
	return func(t *testing.T, b *bench) error {
		if push {
			if err := b.has("pushed_authorization_request_endpoint"); err != nil {
				return err
			}
		}
		set, err := b.login(t, tokenclient.Login{Auth: auth(t, client, ""), UsePAR: push}, nil)
		if err != nil {
			return err
		}
		if set.IDToken.Empty() {
			return wrong("no ID token")
		}
		return b.belongs(t, set, "alice", client)
	}
}

func silentRow(t *testing.T, b *bench) error {
	browser, a := kctest.NewBrowser(t), auth(t, realkeycloak.BrowserClient, "")
	if _, err := b.login(t, tokenclient.Login{Auth: a}, browser); err != nil {
		return err
	}
	set, err := b.login(t, tokenclient.Login{Auth: a, Prompt: "none"}, browser)
	if err != nil {
		return err
	}
	return b.belongs(t, set, "alice", a.ClientID)
}

func deviceRow(t *testing.T, b *bench) error {
	if err := b.has("device_authorization_endpoint"); err != nil {
		return err
	}
	a := auth(t, realkeycloak.DeviceClient, "")
	device, err := b.client.StartDevice(t.Context(), b.found.Endpoints.DeviceAuthorization, a, "openid", nil)
	if err != nil {
		return err
	}
	var trouble error
	r := tokenclient.TokenRequest{Endpoint: b.found.Endpoints.Token, Auth: a}
	set, err := b.client.AwaitDevice(t.Context(), r, device, func(p tokenclient.DeviceProgress) {
		if p.Polls == 1 {
			browser := kctest.NewBrowser(t)
			_, trouble = signsIn(t, browser, browser.Open(device.VerificationURIComplete))
		}
	})
	if err != nil || trouble != nil {
		return firstOf(trouble, err)
	}
	return b.belongs(t, set, "alice", a.ClientID)
}

func firstOf(list ...error) error {
	if i := slices.IndexFunc(list, func(err error) bool { return err != nil }); i >= 0 {
		return list[i]
	}
	return nil
}

func cibaRow(t *testing.T, b *bench) error {
	if err := b.has("backchannel_authentication_endpoint"); err != nil {
		return err
	}
	a := auth(t, realkeycloak.CIBAClient, "")
	begun, err := b.client.StartBackchannel(t.Context(), b.found.Endpoints.Backchannel, a, tokenclient.BackchannelRequest{LoginHint: "alice", BindingMessage: "W4SCT"})
	if err != nil {
		return err
	}
	ring := <-b.phones.rung
	r := tokenclient.TokenRequest{Endpoint: b.found.Endpoints.Token, Auth: a}
	set, err := b.client.AwaitBackchannel(t.Context(), r, begun, func(p tokenclient.DeviceProgress) {
		if p.Polls == 1 {
			b.press(t, ring, "SUCCEED")
		}
	})
	if err != nil {
		return err
	}
	return b.belongs(t, set, "alice", a.ClientID)
}

// loggedOut looks for the words by which a server's page says that a session has ended.
func loggedOut(page kctest.Page) bool {
	return strings.Contains(strings.ToLower(page.Body), "logged out") || strings.Contains(page.Body, "Sign-out Success")
}
