package tokenclient

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestStartDeviceReadsTheAnswer(t *testing.T) {
	header := map[string]string{"Content-Type": "application/json", "Date": "Tue, 02 Jan 2024 03:04:05 GMT"}
	const rest = `"device_code":"dc-1","user_code":"ABCD-EFGH"`
	full := DeviceAuthorization{
		DeviceCode: NewSecret("dc-1"), UserCode: "ABCD-EFGH", VerificationURI: "https://h/device",
		VerificationURIComplete: "https://h/device?user_code=ABCD-EFGH", ExpiresIn: Lifetime{true, 10 * time.Minute}, Interval: 7 * time.Second,
		ServerDate: time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC),
	}
	bare := DeviceAuthorization{DeviceCode: full.DeviceCode, UserCode: full.UserCode, VerificationURI: "https://h/d", Interval: 5 * time.Second, ServerDate: full.ServerDate}
	with := func(change func(*DeviceAuthorization)) DeviceAuthorization {
		d := bare
		change(&d)
		return d
	}
	for name, tt := range map[string]struct {
		body string
		want DeviceAuthorization
	}{
		"everything": {`{` + rest + `,"verification_uri":"https://h/device","verification_uri_complete":"https://h/device?user_code=ABCD-EFGH","expires_in":600,"interval":7}`, full},
		"numbers as text": {`{` + rest + `,"verification_uri":"https://h/device","verification_uri_complete":"https://h/device?user_code=ABCD-EFGH","expires_in":"600","interval":"7"}`, func() DeviceAuthorization {
			d := full
			d.Notes = []string{"expires_in.text", "interval.text"}
			return d
		}()},
		"no interval and no life": {`{` + rest + `,"verification_uri":"https://h/d"}`, with(func(d *DeviceAuthorization) { d.Notes = []string{"expires_in.missing"} })},
		"an interval of 0":        {`{` + rest + `,"verification_uri":"https://h/d","interval":0,"expires_in":1}`, with(func(d *DeviceAuthorization) { d.ExpiresIn = Lifetime{true, time.Second} })},
		"a negative interval": {`{` + rest + `,"verification_uri":"https://h/d","interval":-3,"expires_in":1}`, with(func(d *DeviceAuthorization) {
			d.ExpiresIn, d.Notes = Lifetime{true, time.Second}, []string{"interval.negative"}
		})},
		"Google's name": {`{` + rest + `,"verification_url":"https://h/d","expires_in":1}`, with(func(d *DeviceAuthorization) { d.ExpiresIn = Lifetime{true, time.Second} })},
		"a link that is no web address": {`{` + rest + `,"verification_uri":"https://h/d","verification_uri_complete":"javascript:alert(1)","expires_in":1}`, with(func(d *DeviceAuthorization) {
			d.ExpiresIn, d.Notes = Lifetime{true, time.Second}, []string{"verification_uri_complete.unusable"}
		})},
		"a link with a password in it": {`{` + rest + `,"verification_uri":"https://h/d","verification_uri_complete":"https://u:p@h/","expires_in":1}`, with(func(d *DeviceAuthorization) {
			d.ExpiresIn, d.Notes = Lifetime{true, time.Second}, []string{"verification_uri_complete.unusable"}
		})},
		"a code that turns the text": {`{"device_code":"dc-1","user_code":"A\u202eB","verification_uri":"https://h/d","expires_in":1}`, with(func(d *DeviceAuthorization) {
			d.UserCode, d.ExpiresIn = `A\u202EB`, Lifetime{true, time.Second}
		})},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := answering(http.StatusOK, header, tt.body).StartDevice(t.Context(), endpoint, ClientAuth{ClientID: "app"}, "", nil)
			if err != nil {
				t.Fatal(err)
			}
			if time.Since(got.ReceivedAt).Abs() > time.Minute {
				t.Errorf("received at %v", got.ReceivedAt)
			}
			if diff := cmp.Diff(tt.want, got, cmp.Comparer(func(a, b Secret) bool { return a == b }), cmpopts.IgnoreFields(DeviceAuthorization{}, "ReceivedAt", "Members")); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			code := slices.IndexFunc(got.Members, func(m Member) bool { return m.Name == "device_code" })
			if code < 0 || got.Members[code].JSON != `"`+hidden+`"` {
				t.Errorf("members %v show the device code", got.Members)
			}
		})
	}
}

func TestOpeningsThatAreNotAnswered(t *testing.T) {
	for name, start := range openings() {
		for _, tt := range []struct {
			name   string
			status int
			header map[string]string
			body   string
			kind   Kind
			advice string
		}{
			{"nothing needed in it", 200, nil, `{"expires_in":5,"verification_uri":"https://h/"}`, KindMalformed, "malformed"},
			{"blank codes", 200, nil, `{"device_code":" ","user_code":"u","auth_req_id":" ","verification_uri":"https://h/"}`, KindMalformed, "malformed"},
			{"tokens instead", 200, nil, `{"access_token":"t"}`, KindMalformed, "malformed"},
			{"a page", 200, nil, `<html><title>Sign in</title>`, KindHTML, "html"},
			{"a list", 200, nil, `[]`, KindMalformed, "malformed"},
			{"nothing", 200, nil, ``, KindEmpty, "empty"},
			{"a redirect", 307, map[string]string{"Location": "https://evil.example/?x"}, ``, KindRedirect, "redirect"},
			{"an old server", 404, nil, `{"error":"Unable to find matching target resource method"}`, KindOAuth, "wrong_path"},
			{"an error that echoes", 400, nil, `{"error":"invalid_request","error_description":"` + strings.ReplaceAll(canary, `"`, ``) + ` is no"}`, KindOAuth, "bad_request"},
			{"an error with status 200", 200, nil, `{"error":"invalid_scope"}`, KindOAuth, "invalid_scope"},
		} {
			t.Run(name+" "+tt.name, func(t *testing.T) {
				err := start(t.Context(), answering(tt.status, tt.header, tt.body), endpoint)
				e := asError(err)
				if err == nil || e.Kind != tt.kind || Advise(err).ID != tt.advice || !e.Sent {
					t.Fatalf("error %+v, want %s with advice %s", err, tt.kind, tt.advice)
				}
				noCanary(t, e)
			})
		}
	}
}

func TestADeviceAnswerWithoutAnyAddressIsMalformed(t *testing.T) {
	for _, uris := range []string{``, `,"verification_uri":"file:///etc/passwd"`, `,"verification_uri":"https://h/` + strings.Repeat("x", 3000) + `"`, `,"verification_uri":7`} {
		_, err := answering(http.StatusOK, nil, `{"device_code":"d","user_code":"u"`+uris+`}`).StartDevice(t.Context(), endpoint, ClientAuth{ClientID: "app"}, "", nil)
		if err == nil || asError(err).Kind != KindMalformed {
			t.Errorf("%s: error %v", uris, err)
		}
	}
}

func TestStartBackchannelReadsTheAnswer(t *testing.T) {
	got, err := answering(http.StatusOK, map[string]string{"Content-Type": "application/json"}, `{"auth_req_id":"secret-id","expires_in":120,"interval":5.5}`).
		StartBackchannel(t.Context(), endpoint, ClientAuth{ClientID: "app"}, BackchannelRequest{LoginHint: "alice"})
	want := BackchannelAuthentication{
		AuthReqID: NewSecret("secret-id"), ExpiresIn: Lifetime{true, 2 * time.Minute}, Interval: 5500 * time.Millisecond,
		Members: []Member{{"auth_req_id", `"` + hidden + `"`}, {"expires_in", "120"}, {"interval", "5.5"}}, Notes: []string{"interval.fraction"},
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b Secret) bool { return a == b }), cmpopts.IgnoreFields(BackchannelAuthentication{}, "ReceivedAt")); diff != "" || err != nil {
		t.Errorf("error %v, -want +got\n%s", err, diff)
	}
}

func TestOpeningsRefuseToSend(t *testing.T) {
	for name, start := range openings() {
		for _, bad := range []string{"", "https://u:p@h.example/", "file:///x"} {
			if err := start(t.Context(), New(Options{}), bad); asError(err).Kind != KindAddress {
				t.Errorf("%s to %q: error %v", name, bad, err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := start(ctx, New(Options{}), "http://127.0.0.1:1/"); asError(err).Kind != KindCanceled {
			t.Errorf("%s after cancel: error %v", name, err)
		}
	}
}
