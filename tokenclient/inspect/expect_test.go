package inspect_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient/inspect"
)

func TestExpectationsAreHeldAgainstTheToken(t *testing.T) {
	token := claims(`{"iss":"https://a.example","iat":1000,"exp":1300,"aud":["shop","account"],"scope":"openid email",
		"groups":["/sales"],"realm_access":{"roles":["buyer"]},"resource_access":{"shop.web":{"roles":["seller"]}},
		"address":{"country":"ES"},"a.b":1,"a":{"b":2},"n":1.0,"flag":true,"list":["x",{"y":[1]}],"sub":"1","sub":"2"}`)
	for name, tt := range map[string]struct {
		kind                inspect.ExpectationKind
		client, name, value string
		want                string
	}{
		"role":                    {inspect.ExpectRole, "", "buyer", "", "held"},
		"role of a client":        {inspect.ExpectRole, "shop.web", "seller", "", "held"},
		"role of another client":  {inspect.ExpectRole, "shop", "seller", "", "absent"},
		"client role as realm's":  {inspect.ExpectRole, "", "seller", "", "absent"},
		"no role":                 {inspect.ExpectNoRole, "", "admin", "", "held"},
		"no role, but there":      {inspect.ExpectNoRole, "", "buyer", "", "present"},
		"scope":                   {inspect.ExpectScope, "", "email", "", "held"},
		"part of a scope":         {inspect.ExpectScope, "", "mail", "", "absent"},
		"group":                   {inspect.ExpectGroup, "", "/sales", "", "held"},
		"audience":                {inspect.ExpectAudience, "", "shop", "", "held"},
		"audience missing":        {inspect.ExpectAudience, "", "Shop", "", "absent"},
		"claim":                   {inspect.ExpectClaim, "", "address.country", "", "held"},
		"claim missing":           {inspect.ExpectClaim, "", "address.city", "", "absent"},
		"no claim":                {inspect.ExpectNoClaim, "", "email", "", "held"},
		"no claim, but there":     {inspect.ExpectNoClaim, "", "flag", "", "present"},
		"equals a text":           {inspect.ExpectEquals, "", "address.country", "ES", "held"},
		"equals a quoted text":    {inspect.ExpectEquals, "", "address.country", `"ES"`, "held"},
		"equals another":          {inspect.ExpectEquals, "", "address.country", "es", "differs"},
		"name with dots first":    {inspect.ExpectEquals, "", "a.b", "1", "held"},
		"equal numbers":           {inspect.ExpectEquals, "", "n", "1e0", "held"},
		"boolean":                 {inspect.ExpectEquals, "", "flag", "true", "held"},
		"equal objects":           {inspect.ExpectEquals, "", "address", ` { "country" : "E\u0053" } `, "held"},
		"doubled":                 {inspect.ExpectEquals, "", "sub", "2", "differs"},
		"equals nothing":          {inspect.ExpectEquals, "", "x", "2", "absent"},
		"contains":                {inspect.ExpectContains, "", "list", "x", "held"},
		"contains an object":      {inspect.ExpectContains, "", "list", `{"y":[1.0]}`, "held"},
		"does not contain":        {inspect.ExpectContains, "", "list", "y", "differs"},
		"life":                    {inspect.ExpectLifeAtMost, "", "", "5m", "held"},
		"life too long":           {inspect.ExpectLifeAtMost, "", "", "4m59s", "longer"},
		"no limit":                {inspect.ExpectLifeAtMost, "", "", "soon", "malformed"},
		"limit without a unit":    {inspect.ExpectLifeAtMost, "", "", "300", "malformed"},
		"no name":                 {inspect.ExpectRole, "", "", "", "malformed"},
		"a kind of later release": {"colour", "", "x", "", "malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			e := inspect.Expectation{Kind: tt.kind, Client: tt.client, Name: tt.name, Value: tt.value}
			got := inspect.Expect(token, []inspect.Expectation{e})[0]
			if got.Reason != tt.want || got.Held != (tt.want == "held") || got.Expectation != e {
				t.Errorf("got %+v, want %s", got, tt.want)
			}
			sayOutcome(t, got)
		})
	}
}

func sayOutcome(t *testing.T, o inspect.Outcome) {
	t.Helper()
	key := "expect." + string(o.Expectation.Kind) + "." + o.Reason
	if o.Reason == "malformed" || o.Reason == "unreadable" {
		key = "expect." + o.Reason
	}
	fill(t, checkTexts(t, "es"), key, o.Args)
}

func TestNothingIsExpectedOfWhatCannotBeRead(t *testing.T) {
	e := []inspect.Expectation{{Kind: inspect.ExpectNoRole, Name: "admin"}, {Kind: inspect.ExpectNoClaim, Name: "x"}, {Kind: inspect.ExpectLifeAtMost, Value: "1h"}}
	for _, text := range []string{"", "opaque", jws(`{"alg":"RS256"}`, `[1]`), jws(`{"alg":"RS256"}`, `{}{}`), encode(`{"alg":"dir","enc":"A128GCM"}`) + "...."} {
		for _, o := range inspect.Expect(inspect.Decode(text), e) {
			if o.Held || o.Reason != "unreadable" {
				t.Errorf("%.40q: %+v", text, o)
			}
			sayOutcome(t, o)
		}
	}
	if got := inspect.Expect(claims(`{"exp":5,"iat":1,"iat":2}`), e[2:])[0].Reason; got != "no_life" {
		t.Errorf("doubled iat: got %s", got)
	}
}

func TestAnExpectationIsSavedAsItIs(t *testing.T) {
	want := inspect.Expectation{Kind: inspect.ExpectRole, Client: "shop", Name: "seller"}
	text := asJSON(t, want)
	if text != `{"kind":"role","client":"shop","name":"seller"}` {
		t.Errorf("got %s", text)
	}
	var got inspect.Expectation
	if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
		t.Errorf("(-got +want):\n%s, %v", cmp.Diff(got, want), err)
	}
}
