package tokenclient

import (
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// proxyReport makes this test binary print its proxies and nothing else: Go
// reads the environment once, so another environment needs another process.
const proxyReport = "REALMSCOPE_TEST_PROXY_REPORT"

func TestNoProxyLeavesTheEnvironmentAlone(t *testing.T) {
	if os.Getenv(proxyReport) != "" {
		for _, off := range []bool{false, true} {
			c := New(Options{NoProxy: off})
			plain, err := c.With(Connection{})
			if err != nil {
				t.Fatal(err)
			}
			own, err := c.With(Connection{Proxy: Proxy{URL: "http://own.example:3128"}})
			if err != nil {
				t.Fatal(err)
			}
			u := &url.URL{Scheme: "https", Host: "sso.example"}
			t.Logf("proxies %v: [%s] [%s] [%s]", off, c.proxyOf(u), plain.proxyOf(u), own.proxyOf(u))
		}
		return
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), proxyReport+"=1", "HTTPS_PROXY=http://env.example:8080", "NO_PROXY=", "no_proxy=", "https_proxy=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
	for _, want := range []string{
		"proxies false: [env.example:8080] [env.example:8080] [own.example:3128]",
		"proxies true: [] [] [own.example:3128]",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no line %q in\n%s", want, out)
		}
	}
}
