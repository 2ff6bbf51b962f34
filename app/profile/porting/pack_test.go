package porting

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

func shop() profile.Profile {
	return profile.Profile{
		ID: "00000000000000a1", Name: "claroshop dev", Environment: profile.Test, Group: "Team A",
		Realm:  tokenclient.Realm{Base: "https://sso.dev.example/auth", Name: "shop"},
		Client: profile.Client{ID: "shop-api", Auth: tokenclient.AuthBasic, SecretID: canary},
		Grant:  profile.GrantPassword, Scope: "openid", ParamsIn: tokenclient.ParamsInBody,
		Accounts: []profile.Account{{Username: "alice", PasswordID: canary}, {Username: "bob"}},
		Extra:    []profile.Extra{{Name: "audience", Value: "a&b"}}, Login: profile.Login{Prompt: "login"},
		Connection: profile.Connection{Timeout: 60},
	}
}

func shopItem() Item {
	return Item{Profile: shop(), Secrets: []Secret{
		{Kind: ClientSecret, Origin: "https://sso.dev.example", ClientID: "shop-api", Value: tokenclient.NewSecret("s3cret")},
		{Kind: Password, Name: "alice", Origin: "https://sso.dev.example", ClientID: "shop-api", Value: tokenclient.NewSecret("w\"onder\n")},
	}}
}

func TestPackComesBackWithoutSecrets(t *testing.T) {
	data, err := Pack([]Item{shopItem()})
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"s3cret", "onder", canary, "00000000000000a1"} {
		if strings.Contains(string(data), secret) {
			t.Errorf("pack holds %q:\n%s", secret, data)
		}
	}
	b, err := Read(data, "team.json")
	if err != nil || len(b.Proposals) != 1 || len(b.Findings) != 0 {
		t.Fatalf("Read = %+v, %v", b, err)
	}
	p := b.Proposals[0]
	if diff := cmp.Diff(p.Profile, bare(shop()), cmpopts.IgnoreFields(profile.Profile{}, "ID")); diff != "" {
		t.Errorf("profile differs (-got +want):\n%s", diff)
	}
	if len(p.Findings)+len(p.Secrets)+len(p.Wishes)+len(p.Asks) > 0 {
		t.Errorf("proposal says %v, holds %v, wishes %v, asks %v", p.Findings, p.Secrets, p.Wishes, p.Asks)
	}
}

func TestSealedPackOpensWithItsPassphraseOnly(t *testing.T) {
	pass := tokenclient.NewSecret("correct horse")
	data, err := seal([]Item{shopItem()}, pass, 10)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(data, []byte("shop")) {
		t.Errorf("sealed pack can be read:\n%s", data)
	}
	if _, err := Read(data, ""); !isErr(err, ErrSealed) {
		t.Errorf("Read = %v, want ErrSealed", err)
	}
	for name, wrong := range map[string]string{"wrong": "correct hors", "empty": ""} {
		if _, err := Unseal(data, tokenclient.NewSecret(wrong)); !isErr(err, ErrPassphrase) {
			t.Errorf("Unseal with a passphrase that is %s = %v", name, err)
		}
	}
	b, err := Unseal(data, pass)
	if err != nil || len(b.Proposals) != 1 {
		t.Fatalf("Unseal = %+v, %v", b, err)
	}
	if diff := cmp.Diff(b.Proposals[0].Secrets, shopItem().Secrets, cmp.AllowUnexported(tokenclient.Secret{}), cmp.Comparer(func(a, b tokenclient.Secret) bool { return a == b })); diff != "" {
		t.Errorf("secrets differ (-got +want):\n%s", diff)
	}
}

func TestEveryBitOfASealedPackCounts(t *testing.T) {
	pass := tokenclient.NewSecret("p")
	data, err := seal([]Item{shopItem()}, pass, 1)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(armor.NewReader(bytes.NewReader(data)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		bad := bytes.Clone(raw)
		bad[i] ^= 1 << (i % 8)
		if b, err := Unseal(bad, pass); err == nil {
			t.Fatalf("bit %d of byte %d flipped: opened as %+v", i%8, i, b)
		}
		if _, err := Unseal(raw[:i], pass); err == nil {
			t.Fatalf("opened when cut after %d bytes", i)
		}
	}
}

func TestCostlyAndNestedSeals(t *testing.T) {
	pass := tokenclient.NewSecret("p")
	costly := "age-encryption.org/v1\n-> scrypt GixTkc7+InSPLzPNGU6cFw 20\nkC4zjzi7LRutdBfOlGHCgox8SXgfYxRYhWM1qPs0ca8\n--- gUjEymFKMVXQEKdMMHL24oYexjE3TIC0O0zGSqJ2aUY\n"
	if _, err := Unseal([]byte(costly), pass); !isErr(err, ErrDamaged) {
		t.Errorf("a file that wants 1 GiB of memory: %v", err)
	}
	var nested bytes.Buffer
	recipient, err := age.NewScryptRecipient("p")
	if err != nil {
		t.Fatal(err)
	}
	recipient.SetWorkFactor(1)
	inner, err := seal(nil, pass, 1)
	if err != nil {
		t.Fatal(err)
	}
	w, err := age.Encrypt(&nested, recipient)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(inner)
	_ = w.Close()
	if _, err := Unseal(nested.Bytes(), pass); !isErr(err, ErrDamaged) {
		t.Errorf("a pack in a pack: %v", err)
	}
}

// TestAgeToolOpensASealedPack needs the age tool and skips without it. The tool
// asks on a terminal, which script(1) gives it.
func TestAgeToolOpensASealedPack(t *testing.T) {
	tool, err := exec.LookPath("age")
	script, err2 := exec.LookPath("script")
	if err != nil || err2 != nil {
		t.Skip("there is no age and script tool here")
	}
	data, err := Seal([]Item{shopItem()}, tokenclient.NewSecret("correct horse"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "pack.age"), filepath.Join(dir, "pack.json")
	if err := os.WriteFile(in, data, 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), script, "-qec", tool+" -d -o "+out+" "+in, "/dev/null")
	c.Stdin = strings.NewReader("correct horse\n")
	said, err := c.CombinedOutput()
	clear, readErr := os.ReadFile(out)
	if err != nil || readErr != nil || !bytes.Contains(clear, []byte("s3cret")) {
		t.Errorf("age said %v: %s", err, said)
	}
}

// TestPackCannotAttachASecretElsewhere has secrets for servers, clients,
// accounts and kinds other than those of their profile.
func TestPackCannotAttachASecretElsewhere(t *testing.T) {
	at := func(kind SecretKind, name, origin, client string) Secret {
		return Secret{Kind: kind, Name: name, Origin: origin, ClientID: client, Value: tokenclient.NewSecret("stolen")}
	}
	item := Item{Profile: shop(), Secrets: []Secret{
		at(ClientSecret, "", "https://evil.example", "shop-api"), at(ClientSecret, "", "", "shop-api"),
		at(ClientSecret, "", "http://sso.dev.example", "shop-api"), at(ClientSecret, "", "https://sso.dev.example:8443", "shop-api"),
		at(ClientSecret, "", "https://sso.dev.example", "other"), at(Password, "mallory", "https://sso.dev.example", "shop-api"),
		at(Password, "", "https://sso.dev.example", "shop-api"), at("refresh_token", "", "https://sso.dev.example", "shop-api"),
		at(ProxyPassword, "", "https://proxy.example", "shop-api"), at(Parameter, "nothing", "https://sso.dev.example", "shop-api"),
	}}
	data, err := writePack([]Item{item}, true)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Read(data, "")
	if err != nil || len(b.Proposals[0].Secrets) != 0 {
		t.Errorf("Read = %+v, %v", b.Proposals[0].Secrets, err)
	}
}

// TestPackAgreesToNothing has members that are a person's consent, or belong to
// a release to come.
func TestPackAgreesToNothing(t *testing.T) {
	const text = `{"format":"realmscope-pack","schema":1,"profiles":[{"id":"0","name":"a","realm":{"base":"http://sso.example","name":"r"},"client":{"id":"c"},` +
		`"grant":"authorization_code","allow_http":true,"origins":["https://evil.example"],"AGREED":true}]}`
	b, err := Read([]byte(text), "")
	if err != nil {
		t.Fatal(err)
	}
	p := b.Proposals[0]
	if p.Profile.AllowHTTP || len(p.Wishes) != 1 || p.Wishes[0] != WishHTTP || len(p.Findings) != 2 {
		t.Errorf("profile %+v, wishes %v, findings %v", p.Profile, p.Wishes, p.Findings)
	}
	if data, err := Pack([]Item{{Profile: p.Profile}}); err != nil || bytes.Contains(data, []byte("evil")) {
		t.Errorf("Pack = %s, %v", data, err)
	}
}

func TestAddressCompletesAProposal(t *testing.T) {
	b, err := Read([]byte(`{"clientId":"shop-api","protocol":"openid-connect","secret":"s3","serviceAccountsEnabled":true}`), "")
	if err != nil {
		t.Fatal(err)
	}
	p, ok := b.Proposals[0].At(" https://sso.dev.example/auth/realms/shop/ ")
	if !ok || len(p.Asks) != 0 || p.Profile.Realm.Name != "shop" || len(p.Profile.Validate()) > 0 {
		t.Fatalf("At = %+v, %v", p, ok)
	}
	if got := p.Releasable(p.Profile); len(got) != 1 {
		t.Errorf("releasable are %v", got)
	}
	q, ok := p.At("https://evil.example/realms/x")
	if ok || q.Profile.Realm != p.Profile.Realm {
		t.Errorf("a complete proposal was moved to %v", q.Profile.Realm)
	}
	plain, ok := b.Proposals[0].At("http://sso.dev.example/realms/shop")
	if !ok || len(plain.Wishes) != 1 {
		t.Errorf("plain HTTP is not asked about: %+v, %v", plain, ok)
	}
}
