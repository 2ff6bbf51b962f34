package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"realmscope/app/profile"
	"realmscope/app/profile/porting"
	"realmscope/app/session"
	"realmscope/app/vault"
	"realmscope/tokenclient"
	"realmscope/ui"
)

// portStage is a store, a vault and a porter, with work done at once.
type portStage struct {
	porter
	vault vault.Vault
	dir   string
}

func newPortStage(t *testing.T) portStage {
	t.Helper()
	dir := t.TempDir()
	store, _, err := profile.Open(filepath.Join(dir, "config"))
	if err != nil {
		t.Fatal(err)
	}
	v := vault.NewSession()
	// Each operation's test waits for done, so that it may run where it is.
	s := newShelf(t.Context(), func(f func()) { f() }, store, v)
	t.Cleanup(s.queue.wait)
	return portStage{porter{s}, v, dir}
}

// await runs an operation that calls done and waits for it.
func await(t *testing.T, run func(done func())) {
	t.Helper()
	end := make(chan struct{})
	run(func() { close(end) })
	select {
	case <-end:
	case <-t.Context().Done():
		t.Fatal("it never ended")
	}
}

func (p portStage) read(t *testing.T, from ui.PortSource, passphrase string) (b porting.Batch, err error) {
	t.Helper()
	await(t, func(done func()) {
		p.Read(from, tokenclient.NewSecret(passphrase), func(got porting.Batch, e error) { b, err = got, e; done() })
	})
	return b, err
}

func (p portStage) keep(t *testing.T, b porting.Batch, secrets bool) []profile.Profile {
	t.Helper()
	var chosen []ui.Chosen
	for _, q := range b.Proposals {
		chosen = append(chosen, ui.Chosen{Proposal: q, Profile: q.Profile, Secrets: secrets})
	}
	var kept []profile.Profile
	await(t, func(done func()) {
		p.Keep(chosen, func(list []profile.Profile, err error) {
			if err != nil {
				t.Error(err)
			}
			kept = list
			done()
		})
	})
	return kept
}

const aCurl = "curl -u api:s3cret -d grant_type=password -d username=alice -d password=wonder https://sso.dev.example/realms/shop/protocol/openid-connect/token"

// held is what the vault gives for a profile, by kind and name.
func (p portStage) held(t *testing.T, q profile.Profile) string {
	t.Helper()
	secrets, err := secretsOf(t.Context(), p.vault, q)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range secrets {
		out = append(out, string(s.Kind)+" "+s.Name+"="+s.Value.Reveal())
	}
	return strings.Join(out, ",")
}

// TestPackCarriesProfilesToAnotherMachine imports a command, exports it sealed
// and opens the file in a program with another vault.
func TestPackCarriesProfilesToAnotherMachine(t *testing.T) {
	here, there := newPortStage(t), newPortStage(t)
	b, err := here.read(t, ui.PortSource{Text: aCurl}, "")
	if err != nil {
		t.Fatal(err)
	}
	kept := here.keep(t, b, true)
	const want = "client_secret =s3cret,password alice=wonder"
	if got := here.held(t, kept[0]); got != want {
		t.Fatalf("vault holds %q, want %q", got, want)
	}
	for name, tt := range map[string]struct{ passphrase, want string }{
		"plain": {"", ""}, "sealed": {"correct horse", want},
	} {
		t.Run(name, func(t *testing.T) {
			to := storage.NewFileURI(filepath.Join(here.dir, "a folder ñ "+name))
			await(t, func(done func()) {
				here.Write(ui.Outgoing{IDs: []string{kept[0].ID, "gone"}, Passphrase: tokenclient.NewSecret(tt.passphrase), To: to}, func(err error) {
					if err != nil {
						t.Error(err)
					}
					done()
				})
			})
			if info, err := os.Stat(to.Path()); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("file is %v, %v", info, err)
			}
			b, err := there.read(t, ui.PortSource{URIs: []fyne.URI{to}}, tt.passphrase)
			if err != nil {
				t.Fatal(err)
			}
			q := there.keep(t, b, true)[0]
			if got := there.held(t, q); got != tt.want || q.ID == kept[0].ID || q.Name != kept[0].Name {
				t.Errorf("the other machine holds %q for %+v, want %q", got, q, tt.want)
			}
		})
	}
}

func TestSecretsAreKeptOnlyOnWishAndNeverShared(t *testing.T) {
	p := newPortStage(t)
	b, err := p.read(t, ui.PortSource{Text: aCurl}, "")
	if err != nil {
		t.Fatal(err)
	}
	if q := p.keep(t, b, false)[0]; len(q.SecretIDs()) != 0 {
		t.Errorf("kept without having been asked: %+v", q)
	}
	kept := p.keep(t, b, true)[0]
	var copied profile.Profile
	await(t, func(done func()) {
		p.Duplicate(kept.ID, "copy", func(q profile.Profile, err error) { copied = q; done() })
	})
	if p.held(t, copied) != p.held(t, kept) || copied.Client.SecretID == kept.Client.SecretID || copied.Name != "copy" {
		t.Errorf("copy is %+v", copied)
	}
	again, err := p.read(t, ui.PortSource{Text: aCurl}, "")
	if err != nil || !again.Proposals[0].Known {
		t.Errorf("what is saved is not known again: %v", err)
	}
}

// TestSecretOfAnotherServerIsNotKept has the profile moved between preview and
// save.
func TestSecretOfAnotherServerIsNotKept(t *testing.T) {
	p := newPortStage(t)
	b, err := p.read(t, ui.PortSource{Text: aCurl}, "")
	if err != nil {
		t.Fatal(err)
	}
	moved := b.Proposals[0].Profile.Clone()
	moved.Realm.Base = "https://evil.example"
	await(t, func(done func()) {
		p.Keep([]ui.Chosen{{Proposal: b.Proposals[0], Profile: moved, Secrets: true}}, func(kept []profile.Profile, err error) {
			if err != nil || len(kept[0].SecretIDs()) > 0 {
				t.Errorf("kept %+v, %v", kept, err)
			}
			done()
		})
	})
}

func TestFolderOfBrunoIsRead(t *testing.T) {
	p := newPortStage(t)
	folder := filepath.Join(p.dir, "shop")
	for name, text := range map[string]string{
		"environments/dev.bru": "vars {\n  host: https://sso.dev.example/auth\n}\n", "bruno.json": "{",
		"token.bru":  "meta {\n  name: Token\n}\nauth:oauth2 {\n  grant_type: client_credentials\n  access_token_url: {{host}}/realms/shop/protocol/openid-connect/token\n  client_id: api\n  client_secret: s3\n}\n",
		"orders.bru": "meta {\n  name: Orders\n}\nget {\n  url: {{host}}/orders\n}\n", "node_modules/x.bru": "meta {\n",
	} {
		path := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	b, err := p.read(t, ui.PortSource{URIs: []fyne.URI{storage.NewFileURI(folder)}}, "")
	if err != nil || len(b.Proposals) != 1 || b.Proposals[0].Profile.Name != "Token · dev" {
		t.Errorf("read %+v, %v", b, err)
	}
}

// TestChangeOfAnotherProgramReachesTheWindow has a second program rename a
// profile; the first shows it without a click.
func TestChangeOfAnotherProgramReachesTheWindow(t *testing.T) {
	dir := t.TempDir()
	other, _, err := profile.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	q := profile.Profile{ID: profile.NewID(), Name: "before", Environment: profile.Test, Grant: profile.GrantClientCredentials}
	if err := other.Put(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	p := newProgram(t, dir, session.Network(tokenclient.New(tokenclient.Options{})))
	q.Name = "after another"
	if err := other.Put(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	p.until("the new name is in the list", func() bool { return p.shelf.All()[0].Name == "after another" })
}
