package realkeycloak

import (
	"strings"
	"testing"

	"realmscope/tokenclient"
)

func TestClientAndPasswordComeFromTheRealmFile(t *testing.T) {
	for name, want := range map[string]tokenclient.AuthMethod{
		PublicClient: tokenclient.AuthNone, ServiceClient: tokenclient.AuthBasic,
		RefreshClient: tokenclient.AuthBasic, SecretClient: tokenclient.AuthBasic,
		DeviceClient: tokenclient.AuthNone, BriefClient: tokenclient.AuthNone, SwapClient: tokenclient.AuthBasic,
		UMAClient: tokenclient.AuthBasic, CIBAClient: tokenclient.AuthBasic, JWTClient: tokenclient.AuthBasic,
	} {
		got, err := Client(name)
		if err != nil {
			t.Fatal(err)
		}
		if got.Method != want || got.ClientID != name || got.Secret.Empty() != (want == tokenclient.AuthNone) {
			t.Errorf("Client(%s) = method %s, id %s, no secret: %t; want method %s", name, got.Method, got.ClientID, got.Secret.Empty(), want)
		}
	}
	for _, user := range []string{"alice", "bob", "carol"} {
		if got, err := Password(user); err != nil || got.Empty() {
			t.Errorf("Password(%s) is empty: %t, %v", user, got.Empty(), err)
		}
	}
	if _, err := Client("mallory"); err == nil {
		t.Error("Client of an unknown id gave no error")
	}
	if _, err := Password("mallory"); err == nil {
		t.Error("Password of an unknown user gave no error")
	}
}

func TestDescribeNamesEveryUserAndClient(t *testing.T) {
	lines, err := Describe()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(lines, "\n")
	for _, want := range []string{"alice", "bob", "(disabled)", PublicClient, ServiceClient, RefreshClient, SecretClient} {
		if !strings.Contains(text, want) {
			t.Errorf("Describe lacks %q:\n%s", want, text)
		}
	}
}
