package tokenclient

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// probed is a pasted address, what answers where, and what is found.
type probed struct {
	name, pasted string
	pages        pages
	realm        Realm
	tried        []string
	discovered   bool
}

const authRealm = base + "/auth/realms/acme"

// documented is the discovery document of an issuer.
func documented(issuer string) page { return page{body: document(issuer, "")} }

func TestProbeFindsTheReadingThatAnswers(t *testing.T) {
	const auth = authRealm
	for _, tt := range []probed{
		{"as pasted", acme, pages{acme + wellAt: documented(acme)}, Realm{base, "acme"}, []string{acme}, true},
		{"a prefix is missing", acme, pages{auth + wellAt: documented(auth)}, Realm{base + "/auth", "acme"}, []string{acme, auth}, true},
		{"a prefix too many", auth, pages{acme + wellAt: documented(acme)}, Realm{base, "acme"}, []string{auth, acme}, true},
		{
			"the first part is the prefix", base + "/console/extra/realms/acme",
			pages{base + "/console/realms/acme" + wellAt: documented(base + "/console/realms/acme")},
			Realm{base + "/console", "acme"},
			[]string{base + "/console/extra/realms/acme", acme, auth, base + "/console/realms/acme"},
			true,
		},
		{
			"the last pair", base + "/realms/x/realms/acme",
			pages{base + "/realms/x/realms/acme" + wellAt: documented(base + "/realms/x/realms/acme")},
			Realm{base + "/realms/x", "acme"},
			[]string{base + "/realms/x", base + "/realms/x/realms/acme"},
			true,
		},
	} {
		t.Run(tt.name, tt.check)
	}
}

func TestProbeFindsTheRealmElsewhere(t *testing.T) {
	const auth = authRealm
	for _, tt := range []probed{
		{
			"this machine over http", "localhost:8080/realms/acme",
			pages{"https://localhost:8080/realms/acme" + wellAt: {status: -1}, "http://localhost:8080/realms/acme" + wellAt: documented("http://localhost:8080/realms/acme")},
			Realm{"http://localhost:8080", "acme"},
			[]string{"https://localhost:8080/realms/acme", "http://localhost:8080/realms/acme"},
			true,
		},
		{
			"a server that moves to https", "http://sso.example.com/realms/acme",
			pages{"http://sso.example.com/realms/acme" + wellAt: {301, "", acme + wellAt}, acme + wellAt: documented(acme)},
			Realm{base, "acme"},
			[]string{"http://sso.example.com/realms/acme", acme},
			true,
		},
		{
			"a redirect to the prefix at home", acme,
			pages{acme + wellAt: {302, "", auth + wellAt}, auth + wellAt: documented(auth)},
			Realm{base + "/auth", "acme"},
			[]string{acme},
			true,
		},
		{
			"the realm's page without a document", auth,
			pages{auth: {body: `{"realm":"acme","public_key":"x"}`}},
			Realm{base + "/auth", "acme"},
			[]string{auth, acme},
			false,
		},
		{"a gateway that forbids looking", acme, pages{acme + wellAt: {403, "<html>", ""}}, Realm{base, "acme"}, []string{acme, auth}, false},
	} {
		t.Run(tt.name, tt.check)
	}
}

func (p probed) check(t *testing.T) {
	var asked []string
	got, err := p.pages.client(&asked).Probe(t.Context(), p.pasted)
	if err != nil {
		t.Fatalf("Probe(%q): %v after %q", p.pasted, err, asked)
	}
	if diff := cmp.Diff(got.Tried, p.tried); diff != "" || got.Realm != p.realm || got.Discovery.Discovered != p.discovered {
		t.Errorf("realm %+v, discovered %v, tried (-got +want):\n%s", got.Realm, got.Discovery.Discovered, diff)
	}
	if p.discovered && len(got.Discovery.Notes) > 0 {
		t.Errorf("notes %q", got.Discovery.Notes)
	}
}

func TestProbeTellsWhyNothingAnswers(t *testing.T) {
	tests := []struct {
		name, pasted string
		pages        pages
		advice       string
		tried        int
	}{
		{"a realm that does not exist", acme, pages{acme + wellAt: {404, noRealm, ""}}, "realm_not_found", 1},
		{"a realm that does not exist behind the prefix", acme, pages{base + "/auth/realms/acme" + wellAt: {404, noRealm, ""}}, "realm_not_found", 2},
		{"nothing anywhere", acme, pages{}, "wrong_path", 2},
		{"no connection", acme, pages{acme + wellAt: {status: -1}}, "connection_cut", 1},
		{"a redirect to another host", "http://sso.example.com/realms/acme", pages{"http://sso.example.com/realms/acme" + wellAt: {302, "", "https://evil.example/realms/acme"}}, "redirect", 1},
		{"a web page", acme, pages{acme + wellAt: {200, "<html>", ""}}, "html", 2},
		{"no address", "hello world", pages{}, "address_syntax", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var asked []string
			got, err := tt.pages.client(&asked).Probe(t.Context(), tt.pasted)
			if advice := Advise(err).ID; err == nil || advice != tt.advice || len(got.Tried) != tt.tried {
				t.Errorf("error %v, advice %q, tried %q, want %q after %d", err, advice, got.Tried, tt.advice, tt.tried)
			}
		})
	}
}

func TestProbeAsksForTheRealmsName(t *testing.T) {
	var asked []string
	got, err := pages{}.client(&asked).Probe(t.Context(), "sso.example.com/auth/")
	var e *Error
	if !errors.As(err, &e) || e.Reason != "realm" || got.Address.Realm.Base != base+"/auth" || len(asked) != 0 {
		t.Errorf("error %v, address %+v after %q", err, got.Address, asked)
	}
}
