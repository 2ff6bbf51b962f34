package tokenclient

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// TestCheckAgreesWithWith: what Check takes, With makes a Client of, and what it
// refuses With refuses for the same reason.
func TestCheckAgreesWithWith(t *testing.T) {
	c := New(Options{})
	for name, n := range map[string]Connection{
		"nothing":                {},
		"a short limit":          {Timeout: time.Second},
		"a negative limit":       {Timeout: -time.Second},
		"a limit":                {Timeout: 5 * time.Second},
		"no certificate":         {RootCAs: []byte("hello")},
		"no authority at all":    {OnlyRootCAs: true},
		"a proxy":                {Proxy: Proxy{URL: "proxy:3128"}},
		"a proxy with a user":    {Proxy: Proxy{URL: "http://a:b@proxy:3128"}},
		"a proxy with a path":    {Proxy: Proxy{URL: "http://proxy:3128/a"}},
		"a proxy of a mail":      {Proxy: Proxy{URL: "mailto:proxy"}},
		"a wrong proxy, off":     {Proxy: Proxy{URL: "mailto:proxy", Off: true}},
		"a broken certificate":   {Certificate: Certificate{Chain: []byte("hello")}},
		"an unchecked server":    {InsecureSkipVerify: true},
		"everything wrong":       {RootCAs: []byte("x"), Timeout: 1, Proxy: Proxy{URL: "mailto:x"}},
		"a wrong proxy and root": {RootCAs: []byte("x"), Proxy: Proxy{URL: "mailto:x"}},
	} {
		_, made := c.With(n)
		checked := n.Check()
		if (made == nil) != (checked == nil) {
			t.Errorf("%s: With says %v, Check %v", name, made, checked)
			continue
		}
		var a, b *Error
		if errors.As(made, &a) && errors.As(checked, &b) && (a.Reason != b.Reason || a.Kind != b.Kind) {
			t.Errorf("%s: With says %v, Check %v", name, a, b)
		}
	}
}

func TestOriginOfAProxy(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "Proxy.Test:3128": "http://proxy.test:3128", "socks5h://127.0.0.1:1080/": "socks5h://127.0.0.1:1080",
		"https://PROXY.test": "https://proxy.test", "http://a@proxy": "!", "ftp://proxy": "!",
	} {
		got, err := Proxy{URL: text, Username: "me", Password: NewSecret("p")}.Origin()
		if err != nil {
			got = "!"
		}
		if got != want {
			t.Errorf("origin of %q is %q, want %q", text, got, want)
		}
	}
	if got, err := (Proxy{URL: "proxy:1", Off: true}).Origin(); got != "" || err != nil {
		t.Errorf("a proxy that is off has the origin %q, %v", got, err)
	}
}

// TestParametersThatNoBrowserSees: they go with the code, the others with the
// address.
func TestParametersThatNoBrowserSees(t *testing.T) {
	a := &authorizer{}
	p := a.start(t, found(), Login{
		Extra: []Param{{"open", NewSecret("1")}}, TokenExtra: []Param{{"open", NewSecret("1")}, {"hidden", NewSecret("t3")}},
	})
	if address := p.URL(); !strings.Contains(address, "open=1") || strings.Contains(address, "t3") {
		t.Errorf("the browser opens %s", address)
	}
	_ = back(t, p.RedirectURI(), a.agree(t, p, loginCode))
	if _, err := p.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(a.asked) != 1 || a.asked[0].Get("open") != "1" || a.asked[0].Get("hidden") != "t3" {
		t.Errorf("asked %v", a.asked)
	}
}
