package session

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

func TestCopyText(t *testing.T) {
	raw := "{\"access_token\": \"a.b.c\" }\r\n"
	tokens := &Tokens{Set: tokenclient.TokenSet{
		AccessToken: tokenclient.NewSecret("a.b.c"), RefreshToken: tokenclient.NewSecret("refresh"), IDToken: tokenclient.NewSecret("id"),
		TokenType: "Bearer",
	}.WithRaw(tokenclient.NewSecret(raw))}
	tokens.Access = inspect.Decode("eyJhbGciOiJub25lIn0.eyJhenAiOiJzaG9wIiwic2NvcGUiOiJhIGIifQ.")
	address := "https://sso.test/realms/shop/protocol/openid-connect/userinfo"
	want := map[CopyForm]string{
		CopyAccess: "a.b.c", CopyRefresh: "refresh", CopyID: "id", CopyJSON: raw,
		CopyBearer: "Bearer a.b.c", CopyAuthorization: "Authorization: Bearer a.b.c",
		CopyCurl:          "curl -H 'Authorization: Bearer a.b.c' '" + address + "'",
		CopyHTTPie:        "http --ignore-stdin GET '" + address + "' 'Authorization:Bearer a.b.c'",
		CopyPowerShell:    "Invoke-RestMethod -Uri '" + address + "' -Headers @{ Authorization = 'Bearer a.b.c' }",
		CopyFetch:         `await fetch("` + address + `", { headers: { Authorization: "Bearer a.b.c" } })`,
		CopyEnvSh:         "export ACCESS_TOKEN='a.b.c'",
		CopyEnvFish:       "set -gx ACCESS_TOKEN 'a.b.c'",
		CopyEnvPowerShell: "$env:ACCESS_TOKEN = 'a.b.c'",
		CopyEnvCmd:        `set "ACCESS_TOKEN=a.b.c"`,
		CopyClaims:        "azp\tshop\nscope\ta b\n",
	}
	if len(CopyForms()) != len(want) {
		t.Errorf("%d forms, want %d", len(CopyForms()), len(want))
	}
	for _, form := range CopyForms() {
		got, ok := CopyText(form, shop(), tokens)
		if !ok || got.Reveal() != want[form] {
			t.Errorf("%s: got %q, %t; want %q", form, got.Reveal(), ok, want[form])
		}
		for name, none := range map[string]*Tokens{"nil": nil, "an empty set": {}} {
			if got, ok := CopyText(form, shop(), none); ok || !got.Empty() {
				t.Errorf("%s of %s: got %q", form, name, got.Reveal())
			}
		}
	}
	if _, ok := CopyText("unheard-of", shop(), tokens); ok {
		t.Error("an unknown form copies something")
	}
}

func TestCopyNamesTheScheme(t *testing.T) {
	for tokenType, want := range map[string]string{
		"Bearer": "Bearer", "bearer": "Bearer", "": "Bearer", "DPoP": "DPoP", "dpop": "DPoP", "MAC": "MAC",
		"N_A": "N_A", "x\r\nHost: evil": "Bearer", "Bearer eyJ": "Bearer", "B'": "Bearer", "Bεarer": "Bearer",
	} {
		tokens := &Tokens{Set: tokenclient.TokenSet{AccessToken: tokenclient.NewSecret("t"), TokenType: tokenType}}
		if got, _ := CopyText(CopyBearer, shop(), tokens); got.Reveal() != want+" t" {
			t.Errorf("type %q: got %q, want %q", tokenType, got.Reveal(), want+" t")
		}
	}
}

func TestHostileTokensAreNotCopiedIntoHeadersOrShells(t *testing.T) {
	for _, bad := range []string{"a\nb", "a\r\nX: y", "a\x1b[201~rm", "a\x00", "a\u009b"} {
		tokens := &Tokens{Set: tokenclient.TokenSet{AccessToken: tokenclient.NewSecret(bad), TokenType: "Bearer"}}
		for _, form := range CopyForms() {
			if slices.Contains([]CopyForm{CopyAccess, CopyRefresh, CopyID, CopyJSON}, form) {
				continue
			}
			if got, ok := CopyText(form, shop(), tokens); ok {
				t.Errorf("%s of %q gives %q", form, bad, got.Reveal())
			}
		}
		if got, ok := CopyText(CopyAccess, shop(), tokens); !ok || got.Reveal() != bad {
			t.Errorf("the token alone: got %q, want it as it is", got.Reveal())
		}
	}
}

func TestCurlSurvivesAShell(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no POSIX shell here")
	}
	for _, hostile := range []string{`a'b`, `'; touch x; '`, "$(id)`id`", `a\'b"c`, `!! $HOME *`, "'''"} {
		p := shop()
		p.Realm.Name = "my shop's"
		tokens := &Tokens{Set: tokenclient.TokenSet{AccessToken: tokenclient.NewSecret(hostile), TokenType: "Bearer"}}
		line, ok := CopyText(CopyCurl, p, tokens)
		if !ok {
			t.Errorf("no line for %q", hostile)
			continue
		}
		show := exec.CommandContext(t.Context(), sh, "-c", `curl() { for a; do printf '%s\n' "$a"; done; }; `+line.Reveal())
		show.Dir = t.TempDir()
		out, err := show.CombinedOutput()
		want := fmt.Sprintf("-H\nAuthorization: Bearer %s\n%s\n", hostile, p.Realm.Endpoints().UserInfo)
		if err != nil || string(out) != want {
			t.Errorf("%s\ngives %q, %v; want %q", line.Reveal(), out, err, want)
		}
		if strings.Contains(want, "shop's\n") {
			t.Error("the realm's name is not encoded")
		}
	}
}

func TestOtherShellsAreQuotedFor(t *testing.T) {
	for name, tt := range map[string]struct {
		form CopyForm
		want string
	}{
		"PowerShell takes curly quotes for straight ones": {CopyEnvPowerShell, "$env:ACCESS_TOKEN = 'a''b’’$(c)`d\\e%f\"'"},
		"fish has a backslash":                            {CopyEnvFish, "set -gx ACCESS_TOKEN 'a\\'b’$(c)`d\\\\e%f\"'"},
		"a POSIX shell has nothing":                       {CopyEnvSh, "export ACCESS_TOKEN='a'\\''b’$(c)`d\\e%f\"'"},
		"cmd cannot quote it":                             {CopyEnvCmd, ""},
	} {
		tokens := &Tokens{Set: tokenclient.TokenSet{AccessToken: tokenclient.NewSecret("a'b’$(c)`d\\e%f\"")}}
		if got, _ := CopyText(tt.form, shop(), tokens); got.Reveal() != tt.want {
			t.Errorf("%s: got %s, want %s", name, got.Reveal(), tt.want)
		}
	}
}
