package realkeycloak

import (
	"fmt"
	"os"
	"strings"
)

// Variable is the environment variable that chooses the release, by name.
const Variable = "REALMSCOPE_KEYCLOAK"

// release is the newest Keycloak when this was written; it runs on Java 17.
const release = "26.7.3"

// Release is one distribution of Keycloak and how it wants to be started.
type Release struct {
	// Name is the version.
	Name string
	// Path is the prefix that this release's server has unless Options say
	// another: "/auth" stands for the lines in which that was the rule.
	Path string

	artifact string   // of the group org.keycloak
	digest   string   // SHA-256 of the archive
	features []string // switched on beside the default ones
	admin    string   // prefix of the variables of the first administrator
	spi      string   // between the parts of a provider's option
	pemTrust bool     // authorities of clients come in PEM, else in PKCS 12
}

// Releases are the ones that the suite knows, newest first. What stands here
// was found by trying: each row is the least that makes the flows run. Previews
// stay off, but for the legacy token exchange, which never was more: the one of
// DPoP takes authorization services away from 26.0.
func Releases() []Release {
	const quarkus, bootstrap, first = "keycloak-quarkus-dist", "KC_BOOTSTRAP_ADMIN_", "KEYCLOAK_ADMIN"
	return []Release{
		{
			Name: release, artifact: quarkus, admin: bootstrap + "USERNAME " + bootstrap + "PASSWORD", spi: "--", pemTrust: true,
			digest: "27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f",
		},
		{
			Name: "26.0.8", artifact: quarkus, admin: bootstrap + "USERNAME " + bootstrap + "PASSWORD", spi: "-", pemTrust: true,
			digest:   "d82a52098db41f036bcfe8f2ebfd9251781c8af5959af8714e8aa9b311081786",
			features: []string{"token-exchange"},
		},
		{
			Name: "24.0.5", artifact: quarkus, admin: first + " " + first + "_PASSWORD", spi: "-", pemTrust: true,
			digest:   "5ee1aefa6c611c57e1ee94406e0e51b91b8242b93072cafd19b88f72a4404702",
			features: []string{"token-exchange"},
		},
		{
			Name: "22.0.5", artifact: quarkus, admin: first + " " + first + "_PASSWORD", spi: "-",
			digest:   "f1216b003e9e493d74c2b715e76148e50102babb670d5c0784843662ff48aa51",
			features: []string{"token-exchange"},
		},
		{
			Name: "18.0.2", Path: "/auth", artifact: quarkus, admin: first + " " + first + "_PASSWORD", spi: "-",
			digest:   "a2436540ecb14ea25dab63423a230e57ffde8ebd560223730c1baa9ad6fe5b7c",
			features: []string{"token-exchange"},
		},
		{
			Name: "16.1.1", Path: "/auth", artifact: wildfly,
			digest:   "c5f4c1eb03f9e01f22d32100d611084f8cc38dcdcf6986708f8304535209b91c",
			features: []string{"token_exchange"},
		},
	}
}

// Chosen is the release that the environment names, the newest without one.
func Chosen() (Release, error) {
	name := os.Getenv(Variable)
	if name == "" {
		name = release
	}
	return find(name)
}

func find(name string) (Release, error) {
	var names []string
	for _, r := range Releases() {
		if r.Name == name {
			return r, nil
		}
		names = append(names, r.Name)
	}
	return Release{}, fmt.Errorf("%s: no release %q is known, only %s", Variable, name, strings.Join(names, ", "))
}

// administrator are the variables that make the first administrator.
func (r Release) administrator() []string {
	var env []string
	for name := range strings.FieldsSeq(r.admin) {
		env = append(env, name+"="+AdminName)
	}
	return env
}

// Note says in a line how a server of this release is run.
func (r Release) Note(o Options) string {
	form := "Quarkus distribution"
	if r.artifact == wildfly {
		form = "WildFly distribution"
	}
	if path := firstWord(o.Path, r.Path); path != "" {
		form += " under `" + path + "`"
	}
	if features := r.switchedOn(o); len(features) != 0 {
		form += ", with the feature `" + strings.Join(features, "` and `") + "` switched on"
	}
	return form
}

func firstWord(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
