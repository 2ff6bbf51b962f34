package inspect_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient/inspect"
)

// short writes lines as "aspect change name(client) left|right".
func short(lines []inspect.Line) []string {
	var list []string
	for _, l := range lines {
		name := l.Name
		if l.Client != "" {
			name += "(" + l.Client + ")"
		}
		list = append(list, strings.Join([]string{string(l.Aspect), string(l.Change), name, l.Left + "|" + l.Right}, " "))
	}
	return list
}

func TestTokensAreComparedByMeaning(t *testing.T) {
	left := inspect.Decode(jws(`{"alg":"RS256","kid":"a"}`, `{"jti":"1","iat":1000,"exp":1300,"sub":"7","preferred_username":"alice",
		"realm_access":{"roles":["buyer","admin"]},"resource_access":{"shop":{"roles":["x"]}},"scope":"openid email","aud":"shop","n":1.0,"old":null}`))
	right := inspect.Decode(jws(`{"kid":"b","alg":"RS256"}`, `{"exp":2600,"iat":2000,"jti":"2","sub":"7","preferred_username":"bob",
		"realm_access":{"roles":["buyer"]},"resource_access":{"shop":{"roles":["x","y"]}},"scope":"email openid","aud":["shop"],"n":1,"new":[1]}`))
	c := inspect.Compare(left, right)
	want := []string{
		"identity equal sub 7|7",
		"identity changed preferred_username alice|bob",
		"rights equal realm_role buyer|buyer",
		"rights removed realm_role admin|",
		"rights equal client_role(shop) x|x",
		"rights equal scope openid|openid",
		"rights equal scope email|email",
		"rights equal audience shop|shop",
		"rights added client_role(shop) |y",
		"life fresh iat +0 s|+16 min 40 s",
		"life changed exp +5 min|+10 min",
		"rest fresh jti 1|2",
		"rest equal n 1.0|1",
		"rest removed old null|",
		"rest added new |1",
		"header equal alg RS256|RS256",
		"header changed kid a|b",
	}
	if diff := cmp.Diff(short(c.Lines), want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
	var differing []string
	for _, line := range want {
		if !strings.Contains(line, " equal ") && !strings.Contains(line, " fresh ") {
			differing = append(differing, line)
		}
	}
	if diff := cmp.Diff(short(c.Differences()), differing); diff != "" {
		t.Errorf("differences (-got +want):\n%s", diff)
	}
}

// A refreshed token has the same rights and the same life: nothing differs.
func TestARefreshMakesNoDifference(t *testing.T) {
	payload := `{"jti":"1","iat":1000,"exp":1300,"auth_time":900,"sub":"7","realm_access":{"roles":["a","b"]}}`
	later := `{"auth_time":900,"sub":"7","realm_access":{"roles":["b","a"]},"exp":1600,"iat":1300,"jti":"2"}`
	if got := inspect.Compare(claims(payload), claims(later)).Differences(); len(got) > 0 {
		t.Errorf("got %v", short(got))
	}
}

func TestOddTokensAreComparedAsTheyAre(t *testing.T) {
	for name, tt := range map[string]struct {
		left, right *inspect.Token
		want        []string
	}{
		"nothing":         {inspect.Decode(""), inspect.Decode("opaque"), nil},
		"no tokens":       {nil, nil, nil},
		"nothing and one": {nil, claims(`{"sub":"7"}`), []string{"identity added sub |7", "header added alg |RS256"}},
		"doubled":         {claims(`{"sub":"a","sub":"b"}`), claims(`{"sub":"a"}`), []string{"identity removed sub b|"}},
		"another form":    {claims(`{"aud":"a"}`), claims(`{"aud":7}`), []string{"rights removed audience a|", "rest changed aud a|7"}},
		"form turned":     {claims(`{"aud":7}`), claims(`{"aud":"a"}`), []string{"rights added audience |a", "rest changed aud 7|a"}},
		"hostile text":    {claims(`{"x":"\u202e"}`), claims(`{}`), []string{`rest removed x \u202e|`}},
		"times as text":   {claims(`{"iat":1,"exp":"5"}`), claims(`{"iat":1,"exp":5}`), []string{"life changed exp 5|+4 s"}},
		"more than roles": {claims(`{"realm_access":{"roles":["a"],"verify_caller":true}}`), claims(`{"realm_access":{"roles":["a"]}}`), []string{"rest changed realm_access a · verify_caller: true|a"}},
	} {
		if diff := cmp.Diff(short(inspect.Compare(tt.left, tt.right).Differences()), tt.want); diff != "" {
			t.Errorf("%s (-got +want):\n%s", name, diff)
		}
	}
}
