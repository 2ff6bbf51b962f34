package loopback

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzCallback sends queries: only one with the right state, once, is taken,
// and nothing of any comes back.
func FuzzCallback(f *testing.F) {
	for _, query := range []string{
		"", "state=" + state, "code=c&state=" + state, "code=a&code=b&state=" + state, "state=" + state + "&state=x",
		"error=access_denied&error_description=%3Cscript%3E&state=" + state, "code=%zz&state=" + state, "a;b=c", "&&&&", "=&=",
		strings.Repeat("a&", 64), "st%61te=" + state, "%00=%00", "state[]=" + state, "+state=" + state,
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		r := &Receiver{
			o: Options{Host: IPv4, State: state}.withDefaults(), port: 4711,
			answer: make(chan url.Values, 1), taken: make(chan struct{}), seen: make(chan struct{}),
		}
		w := httptest.NewRecorder()
		r.handle(w, &http.Request{
			Method: http.MethodGet, Host: net.JoinHostPort(IPv4, "4711"), RequestURI: "/callback?" + query, Header: http.Header{},
		})
		values, err := url.ParseQuery(query)
		right := err == nil && len(values["state"]) == 1 && values.Get("state") == state
		select {
		case got := <-r.answer:
			if !right || w.Code != http.StatusSeeOther || got.Get("state") != state {
				t.Errorf("took %q as %v, status %d", query, got, w.Code)
			}
			for name, all := range got {
				if len(all) != 1 {
					t.Errorf("took %s %d times", name, len(all))
				}
			}
		default:
			if w.Code < 400 || w.Code > 499 || w.Header().Get("Location") != "" {
				t.Errorf("refused %q with %d", query, w.Code)
			}
		}
		if len(w.Body.String()) > 64 {
			t.Errorf("the answer is long: %q", w.Body.String())
		}
	})
}
