package session

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// keptShop has its secrets in the vault, for its own endpoint and client.
func keptShop(t *testing.T, v vault.Vault) profile.Profile {
	t.Helper()
	p := shop()
	namingSecrets(&p)
	owner := vault.Owner{Origin: "https://sso.test", ClientID: "web"}
	for id, r := range map[string]vault.Record{
		"id-secret":   {Kind: vault.KindClientSecret, Owner: owner, Secret: tokenclient.NewSecret("kept-secret")},
		"id-password": {Kind: vault.KindPassword, Owner: owner, Secret: tokenclient.NewSecret("kept-password")},
	} {
		if err := v.Put(t.Context(), id, r); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func TestVaultGivesWhatWasNotTyped(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		p := keptShop(t, o.vault)
		o.s.Fetch(p, "alice", Typed{Password: tokenclient.NewSecret("typed-password")})
		o.settle()
		o.s.Fetch(p, "alice", Typed{})
		o.settle()
		o.s.Refresh(p, "alice")
		o.settle()
		asked := o.client.requests()
		if len(asked) != 3 {
			t.Fatalf("%d requests, want 3", len(asked))
		}
		var passwords []string
		for _, r := range asked {
			if got := r.Auth.Secret.Reveal(); got != "kept-secret" {
				t.Errorf("client secret %q, want the kept one", got)
			}
			if g, ok := r.Grant.(tokenclient.Password); ok {
				passwords = append(passwords, g.Password.Reveal())
			}
		}
		if want := []string{"typed-password", "kept-password"}; !slices.Equal(passwords, want) {
			t.Errorf("passwords %q, want %q", passwords, want)
		}
	})
}

func TestSecretsGoNowhereElse(t *testing.T) {
	bases := []string{
		"https://evil.test", "https://sso.test:8443", "https://sso.test.", "https://SSO.TEST.evil.test",
		"https://sso.test.evil.test", "https://sso.test@evil.test", "https://sso.test:pw@evil.test", "https://evil.test/sso.test",
		"https://sso-test", "https://ss\u043e.test", "https://xn--ss-flc.test", "https://[fe80::1%25eth0]", "https://sso.test%2eevil.test",
		"https://sso.test\\@evil.test", "https://evil.test#sso.test", "https://evil.test?sso.test", "//sso.test", "ftp://sso.test", "",
	}
	for _, base := range bases {
		t.Run(url.PathEscape(base), func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				p := keptShop(t, o.vault)
				p.Realm.Base = base
				o.s.Fetch(p, "alice", Typed{})
				o.settle()
				if n := len(o.client.requests()); n != 0 {
					t.Fatalf("%d requests to %s", n, o.client.requests()[0].Endpoint)
				}
				if st := o.state(alice); st.Failure == nil && len(st.Needs) != 2 {
					t.Errorf("needs %v, failure %v; want both secrets asked for or a failure", st.Needs, st.Failure)
				}
			})
		})
	}
	t.Run("other client", func(t *testing.T) {
		inBubble(t, func(t *testing.T, o *owner) {
			p := keptShop(t, o.vault)
			p.Client.ID = "other"
			o.s.Fetch(p, "alice", Typed{Password: tokenclient.NewSecret("typed")})
			o.settle()
			if st := o.state(alice); !slices.Equal(st.Needs, []Need{NeedClientSecret}) || len(o.client.requests()) != 0 {
				t.Errorf("needs %v, %d requests; want the client secret asked for", st.Needs, len(o.client.requests()))
			}
		})
	})
}

func TestPlainHTTP(t *testing.T) {
	for base, sent := range map[string]bool{
		"http://sso.test": false, "http://10.0.0.1:8080": false, "http://127.0.0.1.evil.test": false,
		"http://localhost.evil.test": false, "http://0.0.0.0": false, "http://[::ffff:10.0.0.1]": false, "http://2130706433": false,
		"HTTP://sso.test": false, "http://localhost:8080": true, "http://LOCALHOST": true, "http://127.0.0.1:8080": true,
		"http://127.9.9.9": true, "http://[::1]:8080": true, "http://[::ffff:127.0.0.1]": true, "https://sso.test": true,
	} {
		t.Run(url.PathEscape(base), func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				p := shop()
				p.Realm.Base = base
				o.s.Fetch(p, "alice", typed)
				o.settle()
				st := o.state(alice)
				if got := len(o.client.requests()) == 1; got != sent {
					t.Errorf("sent %t, want %t; failure %+v", got, sent, st.Failure)
				}
				if !sent && (st.Failure == nil || st.Failure.Advice.ID != "plain_http_refused" || st.Failure.Advice.Args["Address"] == "") {
					t.Errorf("failure %+v, want plain_http_refused with the address", st.Failure)
				}
				p.AllowHTTP = true
				before := len(o.client.requests())
				o.s.Fetch(p, "alice", typed)
				o.settle()
				if len(o.client.requests()) != before+1 {
					t.Errorf("not sent although allowed: %+v", o.state(alice).Failure)
				}
			})
		})
	}
}

// badVault fails or waits as it is told, else it is a memory.
type badVault struct {
	vault.Vault
	get, put error
	slow     time.Duration
}

func (v *badVault) Get(ctx context.Context, id string, o vault.Owner) (Secret, error) {
	select {
	case <-time.After(v.slow):
	case <-ctx.Done():
		return Secret{}, ctx.Err()
	}
	if v.get != nil {
		return Secret{}, v.get
	}
	return v.Vault.Get(ctx, id, o)
}

func (v *badVault) Put(ctx context.Context, id string, r vault.Record) error {
	if v.put != nil {
		return v.put
	}
	return v.Vault.Put(ctx, id, r)
}

func TestVaultTrouble(t *testing.T) {
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"locked":      {fmt.Errorf("get: %w", vault.ErrLocked), "vault_locked"},
		"no answer":   {context.DeadlineExceeded, "vault_failed"},
		"broken file": {errors.New("bad file"), "vault_failed"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := &badVault{Vault: vault.NewSession()}
				o := newOwner(t, v)
				p := keptShop(t, v)
				v.get = tt.err
				o.s.Fetch(p, "alice", Typed{})
				o.settle()
				st := o.state(alice)
				if st.Failure == nil || st.Failure.Advice.ID != tt.want || st.Failures != 0 || len(o.client.requests()) != 0 {
					t.Errorf("failure %+v, want %s and nothing sent", st.Failure, tt.want)
				}
				v.get, v.slow = nil, time.Hour
				o.s.Fetch(p, "alice", Typed{})
				o.pass(time.Minute)
				o.s.Cancel(alice)
				o.pass(2 * time.Hour)
				if st := o.state(alice); st.Failure != nil || st.Busy != "" || len(o.client.requests()) != 0 {
					t.Errorf("after a cancelled wait for the vault: %+v", st)
				}
				o.s.Close()
			})
		})
	}
}

func TestNoSecretInAnyState(t *testing.T) {
	const canary = "Kanarienvogel/+ 7"
	secret := tokenclient.NewSecret(canary)
	echo := refused("invalid_grant", "Wrong password: "+canary)
	echo.Body, echo.Title, echo.Location = `{"sent":"`+url.QueryEscape(canary)+`"}`, canary, "https://x/"+url.PathEscape(canary)
	crash := func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
		err := error(nil)
		return tokenclient.TokenSet{TokenType: err.Error()}, nil
	}
	replies := []func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error){
		after(0, answer(set{access: "access-" + canary, refresh: "refresh-" + canary, id: "id-" + canary}), nil),
		after(0, tokenclient.TokenSet{}, echo),
		after(0, tokenclient.TokenSet{}, errors.New("dial "+canary)),
		crash,
	}
	inBubble(t, func(t *testing.T, o *owner) {
		for _, reply := range replies {
			o.client.reply = reply
			o.s.Fetch(shop(), "alice", Typed{Password: secret, ClientSecret: secret, OTP: secret, Keep: true})
			o.settle()
			o.s.Refresh(shop(), "alice")
			o.settle()
		}
		failures := 0
		for _, st := range o.states {
			text := fmt.Sprintf("%+v %#v", st, st)
			if st.Failure != nil {
				failures++
				text += fmt.Sprintf("%+v %#v", *st.Failure, *st.Failure)
			}
			if st.Tokens != nil {
				text += fmt.Sprintf("%+v %#v", *st.Tokens, *st.Tokens)
			}
			for _, spelling := range []string{canary, url.QueryEscape(canary), url.PathEscape(canary)} {
				if strings.Contains(text, spelling) {
					t.Fatalf("a state holds %q: %s", spelling, text)
				}
			}
		}
		if failures == 0 {
			t.Error("no state had a failure: the test saw nothing")
		}
		if line := o.states[slices.IndexFunc(o.states, func(s State) bool { return s.Failure != nil })].Failure.Line; line != "401 invalid_grant · Wrong password: [hidden]" {
			t.Errorf("line %q", line)
		}
	})
}
