package kctest

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// fakeT records what a server under test reports.
type fakeT struct {
	testing.TB
	faults []string
}

func (f *fakeT) Errorf(format string, args ...any) {
	f.faults = append(f.faults, fmt.Sprintf(format, args...))
}

// send sends one request and gives status and body.
func send(t *testing.T, method, address, body string, header ...string) (int, string, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", formType)
	r.Header.Set("Accept", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), err
}

func TestScriptIsPlayedInOrder(t *testing.T) {
	s := New(t,
		Exchange{Want: Request{Path: "/a", Body: "x=1"}, Answer: Answer{Body: "first"}, Times: 1},
		Exchange{Want: Request{Path: "/a", Body: "x=1"}, Answer: Answer{Status: 503, Body: "then", Header: map[string]string{"X-Y": "z"}}},
		Exchange{Want: Request{Method: "GET", Path: "/b", Query: "q"}, Answer: Answer{Body: "get"}},
		Exchange{Want: Request{Path: "/form", Form: url.Values{"a": {"1"}, "b": {"2"}}}, Answer: Answer{Body: "form"}},
	)
	steps := []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"POST", "/a", "x=1", 200, "first"},
		{"POST", "/a", "x=1", 503, "then"},
		{"POST", "/a", "x=1", 503, "then"},
		{"GET", "/b?q", "", 200, "get"},
		{"POST", "/form", "b=2&a=1", 200, "form"},
	}
	for _, step := range steps {
		status, body, err := send(t, step.method, s.URL+step.path, step.body)
		if err != nil || status != step.status || body != step.want {
			t.Errorf("%s %s: %d %q %v, want %d %q", step.method, step.path, status, body, err, step.status, step.want)
		}
	}
	if got := s.Requests(); len(got) != len(steps) || got[3].Query != "q" || got[4].Body != "b=2&a=1" {
		t.Errorf("recorded %+v", got)
	}
}

func TestUnexpectedRequestsFailTheTest(t *testing.T) {
	want := Request{Path: "/a", Body: "x=1", Header: map[string]string{"Origin": "", "Content-Type": formType}}
	tests := []struct{ name, method, path, body, header string }{
		{"method", "PUT", "/a", "x=1", "X-A"},
		{"path", "POST", "/a/", "x=1", "X-A"},
		{"query", "POST", "/a?x=1", "x=1", "X-A"},
		{"body", "POST", "/a", "x=1&y=2", "X-A"},
		{"a header too many", "POST", "/a", "x=1", "Origin"},
		{"a header's value", "POST", "/a", "x=1", "Content-Type"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &fakeT{TB: t}
			s := New(f, Exchange{Want: want})
			status, _, err := send(t, tt.method, s.URL+tt.path, tt.body, tt.header, "v")
			if err != nil || status != http.StatusBadRequest || len(f.faults) != 1 {
				t.Errorf("status %d, %v, faults %q", status, err, f.faults)
			}
		})
	}
	f := &fakeT{TB: t}
	s := New(f, Exchange{Want: Request{Path: "/a"}, Times: 1})
	for range 2 {
		if _, _, err := send(t, "POST", s.URL+"/a", ""); err != nil {
			t.Fatal(err)
		}
	}
	if len(f.faults) != 1 || !strings.Contains(f.faults[0], "no exchange is left") {
		t.Errorf("faults %q", f.faults)
	}
}

func TestAnswersWaitAndCut(t *testing.T) {
	gate := make(chan struct{})
	s := New(t, Exchange{Want: Request{Path: "/wait"}, Answer: Answer{Wait: gate, Body: "late"}}, Exchange{Want: Request{Path: "/cut"}, Answer: Answer{Cut: true}})
	done := make(chan string)
	go func() {
		_, body, err := send(t, "POST", s.URL+"/wait", "")
		done <- fmt.Sprint(body, errors.Unwrap(err))
	}()
	select {
	case got := <-done:
		t.Fatalf("answered %q before the gate opened", got)
	default:
	}
	close(gate)
	if got := <-done; got != "late<nil>" {
		t.Errorf("answer %q", got)
	}
	if _, body, err := send(t, "POST", s.URL+"/cut", ""); err == nil {
		t.Errorf("answer %q, want none", body)
	}
}

func TestDeploymentsRefuseWhatTheirPagesDoNotSay(t *testing.T) {
	const form, basic = "grant_type=client_credentials", banficoIdentity
	sbc := func(t testing.TB) *Deployment { return OracleSBC(t, RequiredOnly) }
	shop := func(t testing.TB) *Deployment { return Claroshop(t, InBody) }
	tests := []struct {
		name        string
		start       func(testing.TB) *Deployment
		query, body string
		header      []string
	}{
		{"banfico with a client in the body", Banfico, "", form + "&client_id=x", []string{"Authorization", basic}},
		{"banfico with a scope", Banfico, "", form + "&scope=openid", []string{"Authorization", basic}},
		{"banfico with a query", Banfico, "?a=b", form, []string{"Authorization", basic}},
		{"banfico as JSON", Banfico, "", form, []string{"Authorization", basic, "Content-Type", "application/json"}},
		{"sbc with a scope", sbc, "", "client_id=cnsbc-api-access&grant_type=password&username=foo&password=bar&scope=x", nil},
		{"sbc without a password", sbc, "", "client_id=cnsbc-api-access&grant_type=password&username=foo", nil},
		{"sbc with Basic", sbc, "", "client_id=cnsbc-api-access&grant_type=password&username=foo&password=bar", []string{"Authorization", basic}},
		{"sbc with client credentials", sbc, "", "client_id=cnsbc-api-access&grant_type=client_credentials", nil},
		{"sbc with a repeated name", sbc, "", "client_id=cnsbc-api-access&client_id=x&grant_type=password&username=foo&password=bar", nil},
		{"claroshop in both places", shop, "?grant_type=password", "grant_type=password&client_id=shop-web&username=a&password=b", nil},
		{"claroshop with an unknown parameter", shop, "", "grant_type=password&client_id=shop-web&username=a&password=b&otp=1", nil},
		{"claroshop with a cookie", shop, "", "grant_type=password&client_id=shop-web&username=a&password=b", []string{"Cookie", "a=b"}},
		{"claroshop asked for HTML", shop, "", "grant_type=password&client_id=shop-web&username=a&password=b", []string{"Accept", "text/html"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &fakeT{TB: t}
			d := tt.start(f)
			status, body, err := send(t, "POST", d.Endpoint+tt.query, tt.body, tt.header...)
			if err != nil || status != http.StatusBadRequest || len(f.faults) != 1 {
				t.Errorf("status %d %s, %v, faults %q", status, body, err, f.faults)
			}
		})
	}
}

func TestDeploymentsAnswerTheirOwnPages(t *testing.T) {
	d := Banfico(t)
	if status, body, err := send(t, "POST", d.Endpoint, "grant_type=client_credentials", "Authorization", banficoIdentity); err != nil || status != 200 || body != BanficoAnswer {
		t.Errorf("banfico: %d %q %v", status, body, err)
	}
	if status, _, err := send(t, "GET", d.Base+"/realms/provider/.well-known/openid-configuration", ""); err != nil || status != 404 {
		t.Errorf("banfico's discovery: %d %v", status, err)
	}
	s := OracleSBC(t, AsPrinted)
	if status, body, err := send(t, "POST", s.Endpoint, "client_id=cnsbc-api-access&username=foo&password=bar&grant_type=password"); err != nil || status != 200 || body != SBCAnswer {
		t.Errorf("sbc: %d %q %v", status, body, err)
	}
	s.Next(SBCError(503))
	if status, _, err := send(t, "POST", s.Endpoint, "client_id=cnsbc-api-access&username=foo&password=bar&grant_type=password"); err != nil || status != 503 {
		t.Errorf("sbc's error: %d %v", status, err)
	}
}
