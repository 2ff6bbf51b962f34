package realkeycloak

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestTheEnvironmentChoosesTheRelease(t *testing.T) {
	for name, tt := range map[string]struct{ value, want string }{
		"nothing":    {"", Releases()[0].Name},
		"an old one": {"16.1.1", "16.1.1"},
		"an unknown": {"15.0.0", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(Variable, tt.value)
			got, err := Chosen()
			if got.Name != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("Chosen = %q, %v; want %q", got.Name, err, tt.want)
			}
			if err != nil && !strings.Contains(err.Error(), "26.0.8") {
				t.Errorf("the error %q names no release that is known", err)
			}
		})
	}
}

func TestEveryReleaseIsPinned(t *testing.T) {
	var before []string
	for _, r := range Releases() {
		if !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(r.digest) || slices.Contains(before, r.digest) || slices.Contains(before, r.Name) {
			t.Errorf("%s has the digest %q, want a SHA-256 of its own", r.Name, r.digest)
		}
		before = append(before, r.digest, r.Name)
	}
}

func TestReleasesAreStartedInTheirOwnWords(t *testing.T) {
	o := Options{CIBAChannel: "http://127.0.0.1:1/", TLS: &TLS{Certificate: "/c/server.pem", Key: "/c/key.pem", Trust: "/c/ca.pem"}}
	for release, want := range map[string][]string{
		"26.7.3": {"--spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri=http://127.0.0.1:1/", "--truststore-paths=/c/ca.pem", "--http-relative-path=/"},
		"24.0.5": {"--spi-ciba-auth-channel-ciba-http-auth-channel-http-authentication-channel-uri=http://127.0.0.1:1/", "--features=token-exchange"},
		"18.0.2": {"--https-trust-store-file=/c/trust.p12", "--http-relative-path=/auth"},
	} {
		t.Run(release, func(t *testing.T) {
			r, err := find(release)
			if err != nil {
				t.Fatal(err)
			}
			own := o
			own.Path = r.Path
			got := r.quarkusArguments(own)
			for _, argument := range want {
				if !slices.Contains(got, argument) {
					t.Errorf("arguments %q lack %s", got, argument)
				}
			}
		})
	}
	r, err := find("16.1.1")
	if err != nil {
		t.Fatal(err)
	}
	if got := r.wildflyArguments("/home", Options{}); !slices.Contains(got, "-Dkeycloak.profile.feature.token_exchange=enabled") {
		t.Errorf("arguments %q lack the feature", got)
	}
	if got, want := r.Note(Options{}), "WildFly distribution under `/auth`, with the feature `token_exchange` switched on"; got != want {
		t.Errorf("Note = %q, want %q", got, want)
	}
}

func TestAnUnknownWildFlyConfigurationIsAnError(t *testing.T) {
	if _, err := wildflyConfiguration("<server/>", Options{}); err == nil {
		t.Error("a configuration without a data base gave no error")
	}
}

func TestReportedOrigins(t *testing.T) {
	quarkus := "started in 9.1s. Listening on: http://127.0.0.1:4001 and https://127.0.0.1:4002\n"
	wild := "WFLYUT0006: Undertow HTTP listener default listening on 127.0.0.1:4001\nWFLYUT0006: Undertow HTTPS listener https listening on 127.0.0.1:4002\n"
	for name, log := range map[string]string{"Quarkus": quarkus, "WildFly": wild} {
		t.Run(name, func(t *testing.T) {
			if got := reported([]byte(log), "http", "HTTP"); got != "http://127.0.0.1:4001" {
				t.Errorf("http origin %q", got)
			}
			if got := reported([]byte(log), "https", "HTTPS"); got != "https://127.0.0.1:4002" {
				t.Errorf("https origin %q", got)
			}
		})
	}
}
