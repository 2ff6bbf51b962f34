package realkeycloak

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// storePassword is the one of the key stores that are made for a server; they
// hold the keys of one test.
const storePassword = "changeit"

// quarkusArguments keep everything in memory and let the system choose the
// port.
func (r Release) quarkusArguments(o Options) []string {
	args := []string{
		"start-dev", "--db=dev-mem", "--import-realm",
		"--http-host=127.0.0.1", "--http-port=0",
		"--http-relative-path=/" + strings.TrimPrefix(o.Path, "/"),
	}
	if features := r.switchedOn(o); len(features) != 0 {
		args = append(args, "--features="+strings.Join(features, ","))
	}
	if o.CIBAChannel != "" {
		parts := []string{"--spi", "ciba-auth-channel", "ciba-http-auth-channel", "http-authentication-channel-uri"}
		args = append(args, parts[0]+"-"+strings.Join(parts[1:], r.spi)+"="+o.CIBAChannel)
	}
	if o.TLS == nil {
		return args
	}
	args = append(args,
		"--https-port=0", "--https-client-auth=request",
		"--https-certificate-file="+o.TLS.Certificate, "--https-certificate-key-file="+o.TLS.Key)
	if r.pemTrust {
		return append(args, "--truststore-paths="+o.TLS.Trust)
	}
	return append(args, "--https-trust-store-file="+o.TLS.store("trust"), "--https-trust-store-type=PKCS12",
		"--https-trust-store-password="+storePassword)
}

// switchedOn are the features beside the default ones.
func (r Release) switchedOn(o Options) []string {
	return append(append([]string(nil), r.features...), o.Features...)
}

// store is the path of a PKCS 12 file beside the PEM files.
func (f *TLS) store(name string) string {
	return filepath.Join(filepath.Dir(f.Certificate), name+".p12")
}

// makeTrustStore writes the authorities in the form that older releases read.
func (f *TLS) makeTrustStore() error {
	return run("keytool", "-importcert", "-noprompt", "-alias", "authority", "-file", f.Trust,
		"-keystore", f.store("trust"), "-storetype", "PKCS12", "-storepass", storePassword)
}

// makeKeyStore writes the server's own key in that form.
func (f *TLS) makeKeyStore() error {
	return run("openssl", "pkcs12", "-export", "-name", "server", "-in", f.Certificate, "-inkey", f.Key,
		"-out", f.store("server"), "-passout", "pass:"+storePassword)
}

// run runs a program of the machine to its end.
func run(name string, args ...string) error {
	if _, err := exec.LookPath(name); err != nil {
		return fmt.Errorf("%w: no %s", ErrUnavailable, name)
	}
	//nolint:noctx // they end at once
	if text, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("run %s: %w: %s", filepath.Base(name), err, text)
	}
	return nil
}
