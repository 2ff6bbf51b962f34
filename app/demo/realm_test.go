package demo

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	jose "github.com/go-jose/go-jose/v4"
)

func TestUnknownPathsAndMethods(t *testing.T) {
	b := newBench(t, Options{})
	for name, tt := range map[string]struct{ method, path, want string }{
		"realm mistyped":            {"GET", "/realms/Demo", "Not Found | Realm does not exist | For more on this error consult the server log."},
		"realm mistyped, token":     {"POST", "/realms/shop" + protocol + "/token", "Not Found | Realm does not exist | For more on this error consult the server log."},
		"superfluous auth prefix":   {"POST", "/auth/realms/demo" + protocol + "/token", "Not Found | Unable to find matching target resource method | "},
		"unknown path of the realm": {"GET", "/realms/demo/nothing", "Not Found | Unable to find matching target resource method | "},
		"unknown path":              {"GET", "/admin", "Not Found | Unable to find matching target resource method | "},
		"token by GET":              {"GET", oidc + "/token", "Method Not Allowed | HTTP 405 Method Not Allowed | "},
		"certs by POST":             {"POST", oidc + "/certs", "Method Not Allowed | HTTP 405 Method Not Allowed | "},
		"double slash":              {"GET", "/realms//demo", "Bad Request | missingNormalization | Request path not normalized"},
		"dots":                      {"GET", "/realms/x/../demo", "Bad Request | missingNormalization | Request path not normalized"},
		"escaped dots":              {"GET", "/realms/x/%2e%2e/demo", "Bad Request | missingNormalization | Request path not normalized"},
		"path parameter":            {"GET", "/realms/demo;x=1", "Bad Request | missingNormalization | Request path not normalized"},
		"name of another host":      {"GET", "http://evil.example/realms/demo", "Forbidden | invalid_request | The demo realm answers to loopback names only"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := b.do(tt.method, tt.path, "").said(t); got != tt.want {
				t.Errorf("%s %s = %q, want %q", tt.method, tt.path, got, tt.want)
			}
		})
	}
}

func TestLoopbackNamesAreServed(t *testing.T) {
	b := newBench(t, Options{})
	for _, host := range []string{"127.0.0.1", "127.0.0.1:80", "localhost:8080", "[::1]:9"} {
		a := b.get("http://" + host + "/realms/demo/.well-known/openid-configuration")
		if got, want := decode[metadata](t, a.body).Issuer, "http://"+host+"/realms/demo"; got != want {
			t.Errorf("issuer at %s = %q, want %q", host, got, want)
		}
	}
}

func TestDiscovery(t *testing.T) {
	for name, prefix := range map[string]string{"no prefix": "", "auth prefix": "/auth", "two segments": "/console/auth"} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, Options{Prefix: prefix + "/"})
			a := b.get(prefix + "/realms/demo/.well-known/openid-configuration")
			m := decode[metadata](t, a.body)
			want := base + prefix + "/realms/demo"
			if m.Issuer != want || m.Token != want+protocol+"/token" {
				t.Errorf("issuer %q, token %q, want both under %q", m.Issuer, m.Token, want)
			}
			for _, other := range []string{
				prefix + "/realms/demo/.well-known/oauth-authorization-server",
				"/.well-known/oauth-authorization-server" + prefix + "/realms/demo",
			} {
				if got := b.get(other); got.body != a.body {
					t.Errorf("%s differs from discovery: %d %s", other, got.status, got.body)
				}
			}
			if got := a.header.Get("Cache-Control"); !strings.Contains(got, "no-store") {
				t.Errorf("Cache-Control = %q, want no-store in it", got)
			}
			for _, endpoint := range []string{m.Authorization, m.JWKS, m.UserInfo, m.EndSession} {
				if got := b.get(endpoint); got.status == http.StatusNotFound || got.status == http.StatusMethodNotAllowed {
					t.Errorf("GET %s = %d, listed but not there", endpoint, got.status)
				}
			}
			for _, endpoint := range []string{m.Token, m.Introspection, m.Revocation, m.DeviceAuthorization} {
				if got := b.post(endpoint, ""); got.status == http.StatusNotFound || got.status == http.StatusMethodNotAllowed {
					t.Errorf("POST %s = %d, listed but not there", endpoint, got.status)
				}
			}
		})
	}
}

func TestNeverClaimsToBeAKeycloak(t *testing.T) {
	b := newBench(t, Options{})
	for _, path := range []string{"/realms/demo", "/realms/demo/.well-known/openid-configuration", oidc + "/certs", oidc + "/token", "/nothing"} {
		a := b.get(path)
		if a.header.Get("Server") != "" {
			t.Errorf("%s: Server = %q, want none", path, a.header.Get("Server"))
		}
		if strings.Contains(strings.ToLower(a.body), "keycloak") {
			t.Errorf("%s names Keycloak: %s", path, a.body)
		}
	}
	if got := b.get("/").body; !strings.Contains(got, "not a Keycloak") {
		t.Errorf("welcome page does not say what it is: %s", got)
	}
}

func TestPublishedKeys(t *testing.T) {
	b := newBench(t, Options{})
	set := decode[jose.JSONWebKeySet](t, b.get(oidc+"/certs").body)
	got := map[string]string{}
	for _, k := range set.Keys {
		got[k.Algorithm] = k.Use
		if !k.IsPublic() || !k.Valid() {
			t.Errorf("key %s is not a valid public key", k.KeyID)
		}
		if len(k.Certificates) != 1 || len(k.CertificateThumbprintSHA256) == 0 {
			t.Errorf("key %s has no certificate", k.KeyID)
		}
	}
	if len(got) != 3 || got["RS256"] != "sig" || got["ES256"] != "sig" || got["RSA-OAEP"] != "enc" {
		t.Errorf("keys = %v, want RS256 and ES256 for sig, RSA-OAEP for enc", got)
	}
	info := decode[struct {
		Realm        string `json:"realm"`
		PublicKey    string `json:"public_key"`
		TokenService string `json:"token-service"`
	}](t, b.get("/realms/demo/").body)
	der, err := base64.StdEncoding.DecodeString(info.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		t.Fatal(err)
	}
	if info.Realm != "demo" || info.TokenService != issuer+protocol {
		t.Errorf("info = %+v", info)
	}
	if public, ok := key.(*rsa.PublicKey); !ok || !public.Equal(set.Keys[0].Key) {
		t.Errorf("public_key is %T, not the RS256 key of the JWKS", key)
	}
}
