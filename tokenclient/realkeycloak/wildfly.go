package realkeycloak

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// wildfly is the artifact of the distributions up to Keycloak 16.
const wildfly = "keycloak-server-dist"

// wildflyHome makes a base folder of WildFly at home: a configuration of its
// own over the shared code.
func (t *tree) wildflyHome(home string, realm []byte, o Options) error {
	configuration := filepath.Join(home, "configuration")
	from := filepath.Join(t.dir, "standalone", "configuration")
	if err := os.CopyFS(configuration, os.DirFS(from)); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(home, "deployments"), 0o700); err != nil {
		return err
	}
	file := filepath.Join(configuration, "standalone.xml")
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	changed, err := wildflyConfiguration(string(text), o)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(home, "realm.json"), realm, 0o600); err != nil {
		return err
	}
	if o.TLS != nil {
		if err := o.TLS.makeKeyStore(); err != nil {
			return err
		}
	}
	return run(filepath.Join(t.dir, "bin", "add-user-keycloak.sh"), "--sc", configuration, "-u", AdminName, "-p", AdminName)
}

// wildflyConfiguration is the server's XML with a data base in memory, the
// channel of CIBA and the stores of its https address.
func wildflyConfiguration(text string, o Options) (string, error) {
	const data = "jdbc:h2:${jboss.server.data.dir}/keycloak;AUTO_SERVER=TRUE"
	changes := [][2]string{{data, "jdbc:h2:mem:keycloak;DB_CLOSE_DELAY=-1"}}
	if o.CIBAChannel != "" {
		const end = "<web-context>auth</web-context>"
		changes = append(changes, [2]string{end, end + `<spi name="ciba-auth-channel"><provider name="ciba-http-auth-channel" enabled="true"><properties>` +
			`<property name="httpAuthenticationChannelUri" value="` + o.CIBAChannel + `"/></properties></provider></spi>`})
	}
	if o.TLS != nil {
		changes = append(changes,
			[2]string{`<credential-reference clear-text="password"/>`, `<credential-reference clear-text="` + storePassword + `"/>`},
			[2]string{
				`<implementation type="JKS"/>
                        <file path="application.keystore" relative-to="jboss.server.config.dir"/>
                    </key-store>`,
				`<implementation type="PKCS12"/><file path="` + o.TLS.store("server") + `"/></key-store>` +
					`<key-store name="clients"><credential-reference clear-text="` + storePassword + `"/>` +
					`<implementation type="PKCS12"/><file path="` + o.TLS.store("trust") + `"/></key-store>`,
			},
			[2]string{` generate-self-signed-certificate-host="localhost"`, ""},
			[2]string{`</key-managers>`, `</key-managers><trust-managers><trust-manager name="clients" key-store="clients"/></trust-managers>`},
			[2]string{`key-manager="applicationKM"/>`, `key-manager="applicationKM" trust-manager="clients" want-client-auth="true"/>`})
	}
	for _, change := range changes {
		if !strings.Contains(text, change[0]) {
			return "", fmt.Errorf("the server's configuration lacks %q", change[0])
		}
		text = strings.ReplaceAll(text, change[0], change[1])
	}
	return text, nil
}

// wildflyArguments let the system choose the ports.
func (r Release) wildflyArguments(home string, o Options) []string {
	args := []string{
		"-b", "127.0.0.1", "-bmanagement", "127.0.0.1", "-Djboss.server.base.dir=" + home,
		"-Djboss.http.port=0", "-Djboss.https.port=0", "-Djboss.management.http.port=0", "-Djboss.ajp.port=0",
		"-Dkeycloak.migration.action=import", "-Dkeycloak.migration.provider=singleFile",
		"-Dkeycloak.migration.file=" + filepath.Join(home, "realm.json"), "-Dkeycloak.migration.strategy=IGNORE_EXISTING",
	}
	for _, feature := range r.switchedOn(o) {
		args = append(args, "-Dkeycloak.profile.feature."+feature+"=enabled")
	}
	return args
}
