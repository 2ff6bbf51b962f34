package session

import (
	"errors"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"realmscope/tokenclient"
)

// direct is a Post that runs at once.
func direct(f func()) { f() }

func TestTheActivityRemembersTheLastExchanges(t *testing.T) {
	a := NewActivity(direct)
	told := 0
	cancel := a.Subscribe(func() { told++ })
	for range maxActivity + 7 {
		a.Observe(Observation{Label: "p1\x00alice"})
	}
	all := a.All()
	if len(all) != maxActivity || all[0].Number != maxActivity+7 || all[maxActivity-1].Number != 8 {
		t.Fatalf("%d exchanges from %d to %d", len(all), all[0].Number, all[len(all)-1].Number)
	}
	if want := (Key{ProfileID: "p1", Account: "alice"}); all[0].Key != want {
		t.Errorf("belongs to %v, want %v", all[0].Key, want)
	}
	a.Clear()
	if len(a.All()) != 0 || told != maxActivity+8 {
		t.Errorf("%d left after Clear, told %d times", len(a.All()), told)
	}
	cancel()
	a.Observe(Observation{})
	if all := a.All(); told != maxActivity+8 || all[0].Number != maxActivity+8 || all[0].Key != (Key{}) {
		t.Errorf("told %d times; number %d of %v", told, all[0].Number, all[0].Key)
	}
}

// hostile is an exchange whose every text wants to be more than that.
func hostile() Observed {
	const evil = "a'; touch /tmp/x; $(id) `id` \"$HOME\" \\"
	return Observed{Number: 3, Key: Key{ProfileID: "p", Account: "zoe"}, Seen: &Observation{
		Method: "POST", URL: "https://h.example/" + evil, Status: 400, ReceivedAt: time.Unix(0, 0),
		Params: []tokenclient.ObservedParam{
			{Name: "scope", Value: evil},
			{Name: evil, Value: "[hidden]", Hidden: true},
			{Name: "client_secret", Value: "[hidden]", Hidden: true},
			{Name: "username", Value: "alice"},
		},
		Sent:    []tokenclient.ObservedHeader{{Name: "Accept", Value: evil}, {Name: "Authorization", Value: "Basic [hidden]", Hidden: true}},
		Headers: []tokenclient.ObservedHeader{{Name: "Server", Value: "for zoe"}},
		Err:     &tokenclient.Error{Kind: tokenclient.KindOAuth},
		Body:    `{"error":"x","preferred_username":"mary","note":"Zoe, zoe (bob@example.com)"}`,
	}}
}

func TestACurlCommandIsOnlyThat(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh to read the command with")
	}
	x := hostile()
	script := "curl() { for word; do printf '%s\\n' \"$word\"; done; }\nCLIENT_SECRET=one BASIC_CREDENTIALS=two\n" + x.Curl()
	out, err := exec.CommandContext(t.Context(), shell, "-c", script).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s\n%s", err, out, script)
	}
	evil := x.Seen.Params[0].Value
	want := strings.Join([]string{
		"-H", "Accept: " + evil, "-H", "Authorization: Basic two", "--data-urlencode", "scope=" + evil, "--data-urlencode", evil + "=[hidden]",
		"--data-urlencode", "client_secret=one", "--data-urlencode", "username=alice", x.Seen.URL, "",
	}, "\n")
	if string(out) != want {
		t.Errorf("curl would hear\n%s\nwant\n%s", out, want)
	}
	x.Seen.InQuery = true
	if got := x.Curl(); !strings.Contains(got, "-X 'POST'") || !strings.Contains(got, `--url-query "client_secret=$CLIENT_SECRET"`) {
		t.Errorf("parameters of the query come as\n%s", got)
	}
}

func TestADebugLogNamesNobody(t *testing.T) {
	good := hostile()
	good.Seen.Err, good.Number = nil, 2
	got := DebugLog([]string{"Realmscope 1", "zoe's settings"}, []Observed{hostile(), good}, []string{"zoe", "person", ""})
	for _, name := range []string{"alice", "zoe", "Zoe", "mary", "bob@", "example.com)"} {
		if strings.Contains(got, name) {
			t.Errorf("the log names %q:\n%s", name, got)
		}
	}
	for _, want := range []string{"Realmscope 1\n", "#2 1970-01-01T00:00:00.000Z POST https://h.example/", "> username=[person]", `| {"error":"x"`, "< Server: for [person]"} {
		if !strings.Contains(got, want) {
			t.Errorf("the log lacks %q:\n%s", want, got)
		}
	}
	if strings.Index(got, "#2 ") > strings.Index(got, "#3 ") || strings.Count(got, "  | ") != 1 {
		t.Errorf("the order or the bodies are wrong:\n%s", got)
	}
}

// unplugged is a network that is never there.
type unplugged struct{}

func (unplugged) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New("offline") }

func TestExchangesBelongToTheirSession(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		a := NewActivity(o.s.params.Post)
		wired := tokenclient.New(tokenclient.Options{Transport: unplugged{}, Observe: a.Observe})
		o.client.reply = wired.Token
		o.client.probe = wired.Probe
		o.s.Fetch(shop(), "alice", typed)
		o.settle()
		o.s.ProbeBy(shop(), Typed{}, "https://sso.test/realms/shop", func(ProbeAnswer) {})
		o.settle()
		all := a.All()
		if len(all) < 2 {
			t.Fatalf("%d exchanges", len(all))
		}
		if got := all[len(all)-1]; got.Key != alice || got.Seen.Grant != "password" || !got.Failed() {
			t.Errorf("the fetch belongs to %v: %+v", got.Key, got.Seen)
		}
		if got, want := all[0].Key, (Key{ProfileID: "p1"}); got != want || all[0].Seen.Purpose != tokenclient.PurposeDiscovery {
			t.Errorf("the probe belongs to %v, want %v: %+v", got, want, all[0].Seen)
		}
	})
}
