package tokenclient

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"testing"
)

// handlerTransport answers without a network.
type handlerTransport struct{ handler http.Handler }

func (h handlerTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	resp := w.Result()
	resp.Request = r
	return resp, nil
}

type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answering gives every request the same answer.
func answering(status int, header map[string]string, body string) *Client {
	return New(Options{Transport: handlerTransport{http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = nil // none unless given
		for name, value := range header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	})}})
}

// ask runs a refresh grant; its token is the secret of these tests.
func ask(ctx context.Context, c *Client, endpoint string) (TokenSet, *Error) {
	set, err := c.Token(ctx, TokenRequest{
		Endpoint: endpoint, Auth: ClientAuth{ClientID: "app"},
		Grant: Refresh{Token: NewSecret(canary)}, ParamsIn: ParamsInQuery,
	})
	if err == nil {
		return set, nil
	}
	return set, asError(err)
}

const (
	canary   = "canary-7d41 &/ü"
	endpoint = "https://sso.example.com/realms/acme/protocol/openid-connect/token"
)

// spellings are all ways in which the canary might come out.
func spellings() []string {
	return []string{"canary-7d41", url.QueryEscape(canary), url.PathEscape(canary)}
}

func mustRequest(t *testing.T, address string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func readSource(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func sorted(words []string) []string { return slices.Sorted(slices.Values(words)) }

// target is the endpoint as it stands in a request.
func target() *url.URL {
	u, err := url.Parse(endpoint)
	if err != nil {
		panic(err)
	}
	return u
}
