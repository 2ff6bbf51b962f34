package tokenclient

import "testing"

func TestRedirectsOfThisMachineAreRead(t *testing.T) {
	for text, want := range map[string]Redirect{
		"http://127.0.0.1/callback":      {},
		"http://127.0.0.1:8765/callback": {Port: 8765},
		"http://localhost/callback":      {Host: "localhost"},
		"http://localhost:8080/":         {Host: "localhost", Port: 8080, Path: "/"},
		"http://localhost:3000/auth/cb":  {Host: "localhost", Port: 3000, Path: "/auth/cb"},
		"http://[::1]:8080/x":            {Host: "::1", Port: 8080, Path: "/x"},
		"http://[::1]/callback":          {Host: "::1"},
	} {
		got, err := ParseRedirect(text)
		if err != nil || got != want {
			t.Errorf("%s is read as %+v, %v; want %+v", text, got, err, want)
		}
		if got.String() != text {
			t.Errorf("%s is written as %s", text, got)
		}
	}
	if got := (Redirect{}).String(); got != "http://127.0.0.1/callback" {
		t.Errorf("the usual one is %s", got)
	}
}

func TestRedirectsElsewhereAreRefused(t *testing.T) {
	for _, text := range []string{
		"", "callback", "/callback", "https://127.0.0.1/callback", "http://127.0.0.1", "http://127.0.0.1:8080", "http://evil.example/callback",
		"http://127.0.0.1.evil.example/callback", "http://127.0.0.2/callback", "http://0.0.0.0/callback", "http://user@127.0.0.1/callback",
		"http://127.0.0.1/callback?a=b", "http://127.0.0.1/callback?", "http://127.0.0.1/callback#a", "http://localhost:8080/*", "http://localhost:0/x",
		"http://localhost:65536/x", "http://localhost/a b", "http://localhost/a%20b", "http://localhost//x", "http://localhost/../x", "app.example:/callback",
		"http://localhost:8080/\u202e", "urn:ietf:wg:oauth:2.0:oob",
	} {
		r, err := ParseRedirect(text)
		if e := asError(err); err == nil || e.Kind != KindRequest || e.Reason != "redirect" || Advise(err).ID != "redirect_unfit" {
			t.Errorf("%q is taken as %+v, %v", text, r, err)
		}
	}
}
