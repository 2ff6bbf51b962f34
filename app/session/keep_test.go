package session

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

var typedKeep = Typed{Password: typed.Password, ClientSecret: typed.ClientSecret, OTP: tokenclient.NewSecret("123456"), Keep: true}

// idOf is the id in a line that Keep noted.
func idOf(line string) string { return line[strings.LastIndex(line, " ")+1:] }

func TestKeepStoresTypedSecretsAndTellsTheirIDs(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.s.Fetch(shop(), "alice", typedKeep)
		o.settle()
		if len(o.kept) != 2 || !strings.HasPrefix(o.kept[0], "p1 alice password ") || !strings.HasPrefix(o.kept[1], "p1 alice client_secret ") {
			t.Fatalf("kept %q, want alice's password and the client secret", o.kept)
		}
		owner := vault.Owner{Origin: "https://sso.test", ClientID: "web"}
		for i, want := range []string{"pass-canary", "secret-canary"} {
			got, err := o.vault.Get(t.Context(), idOf(o.kept[i]), owner)
			if err != nil || got.Reveal() != want {
				t.Errorf("%s: got %q, %v; want %q", o.kept[i], got.Reveal(), err, want)
			}
		}
		p := shop()
		p.Accounts[0].PasswordID, p.Client.SecretID = idOf(o.kept[0]), idOf(o.kept[1])
		o.s.Fetch(p, "alice", Typed{})
		o.settle()
		if st := o.state(alice); st.Tokens.Generation != 2 || st.Needs != nil {
			t.Errorf("a fetch with the ids: generation %d, needs %v", st.Tokens.Generation, st.Needs)
		}
	})
}

func TestWhatIsNotKept(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(p *profile.Profile, typed *Typed)
		err    error
	}{
		"without Keep":    {func(_ *profile.Profile, typed *Typed) { typed.Keep = false }, nil},
		"after a failure": {func(*profile.Profile, *Typed) {}, refused("invalid_grant", "x")},
		"what the profile never uses": {func(p *profile.Profile, _ *Typed) {
			p.Grant, p.Client.Auth = profile.GrantClientCredentials, tokenclient.AuthNone
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				p, typed := shop(), typedKeep
				tt.change(&p, &typed)
				o.client.reply = after(0, answer(set{}), tt.err)
				o.s.Fetch(p, "alice", typed)
				o.settle()
				if len(o.kept) != 0 {
					t.Errorf("kept %q, want nothing", o.kept)
				}
			})
		})
	}
}

func TestKeepReplacesOwnRecordsOnly(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		p := keptShop(t, o.vault)
		foreign := vault.Owner{Origin: "https://bank.test", ClientID: "web"}
		if err := o.vault.Put(t.Context(), "id-secret", vault.Record{Owner: foreign, Secret: tokenclient.NewSecret("of the bank")}); err != nil {
			t.Fatal(err)
		}
		o.s.Fetch(p, "alice", typedKeep)
		o.settle()
		if len(o.kept) != 2 || idOf(o.kept[0]) != "id-password" || idOf(o.kept[1]) == "id-secret" {
			t.Fatalf("kept %q; want the own password replaced and a new id for the secret", o.kept)
		}
		if got, err := o.vault.Get(t.Context(), "id-secret", foreign); err != nil || got.Reveal() != "of the bank" {
			t.Errorf("the other profile's record is now %q, %v", got.Reveal(), err)
		}
	})
}

func TestKeepThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &badVault{Vault: vault.NewSession(), put: errors.New("refused")}
		o := newOwner(t, v)
		o.s.Fetch(shop(), "alice", typedKeep)
		o.settle()
		st := o.state(alice)
		if st.Tokens == nil || st.Failure == nil || st.Failure.Advice.ID != "secret_not_kept" || len(o.kept) != 0 {
			t.Errorf("tokens %v, failure %+v, kept %q; want tokens and secret_not_kept", st.Tokens, st.Failure, o.kept)
		}
		o.s.Close()
	})
}

// slowVault takes its time and knows which ids it holds.
type slowVault struct {
	vault.Vault
	ids map[string]bool
}

func (v *slowVault) Put(ctx context.Context, id string, r vault.Record) error {
	time.Sleep(time.Minute)
	v.ids[id] = true
	return v.Vault.Put(ctx, id, r)
}

func (v *slowVault) Delete(ctx context.Context, id string) error {
	delete(v.ids, id)
	return v.Vault.Delete(ctx, id)
}

func TestKeepOfAForgottenSessionIsUndone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &slowVault{Vault: vault.NewSession(), ids: map[string]bool{}}
		o := newOwner(t, v)
		o.s.Fetch(shop(), "alice", typedKeep)
		o.pass(time.Second)
		if o.state(alice).Tokens == nil {
			t.Error("tokens wait for the vault")
		}
		o.s.Forget("p1")
		o.pass(time.Hour)
		if len(o.kept) != 0 || len(v.ids) != 0 {
			t.Errorf("kept %q, in the vault %v; want nothing", o.kept, v.ids)
		}
		o.s.Close()
	})
}

func TestKeepIsOptional(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.s.params.Keep = nil
		o.s.Fetch(shop(), "alice", typedKeep)
		o.settle()
		if st := o.state(alice); st.Tokens == nil || st.Failure != nil {
			t.Errorf("state %+v, want tokens", st)
		}
	})
}
