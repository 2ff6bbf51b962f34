package profile

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExpectationsAreChecked(t *testing.T) {
	long := strings.Repeat("x", maxName+1)
	for name, tt := range map[string]struct {
		list []Expectation
		code string
		row  int
	}{
		"sound ones": {list: []Expectation{
			{Kind: ExpectRole, Name: "admin"},
			{Kind: ExpectRole, Client: "shop", Name: "admin"},
			{Kind: ExpectEquals, Name: "azp"},
			{Kind: ExpectContains, Name: "aud", Value: "api"},
			{Kind: ExpectLifeAtMost, Value: "5m"},
		}},
		"a kind of a newer release":  {[]Expectation{{Kind: "moon", Name: "x"}}, "expectation.unknown", 0},
		"a role without a name":      {[]Expectation{{Kind: ExpectScope, Name: "a"}, {Kind: ExpectRole, Client: "shop"}}, "expectation.name", 1},
		"a list item that is not":    {[]Expectation{{Kind: ExpectContains, Name: "aud"}}, "expectation.value", 0},
		"a life that is none":        {[]Expectation{{Kind: ExpectLifeAtMost, Value: "long"}}, "expectation.life", 0},
		"a life that ended before":   {[]Expectation{{Kind: ExpectLifeAtMost, Value: "-5m"}}, "expectation.life", 0},
		"the same twice":             {[]Expectation{{Kind: ExpectRole, Name: "a"}, {Kind: ExpectRole, Name: "a"}}, "expectation.duplicate", 1},
		"a name that looks like one": {[]Expectation{{Kind: ExpectRole, Name: "ad\u202emin"}}, "control", 0},
		"a name without end":         {[]Expectation{{Kind: ExpectRole, Name: long}}, "too_long", 0},
		"a client without end":       {[]Expectation{{Kind: ExpectRole, Client: long, Name: "a"}}, "too_long", 0},
	} {
		t.Run(name, func(t *testing.T) {
			var want []Problem
			if tt.code != "" {
				want = []Problem{{Field: FieldExpectations, Code: tt.code, Row: tt.row}}
			}
			if diff := cmp.Diff(Profile{Expectations: tt.list}.expectationProblems(), want); diff != "" {
				t.Errorf("problems of %v (-got +want):\n%s", tt.list, diff)
			}
		})
	}
	var many []Expectation
	for range maxExpectations + 1 {
		many = append(many, Expectation{Kind: ExpectRole, Name: NewID()})
	}
	if diff := cmp.Diff(Profile{Expectations: many}.expectationProblems(), []Problem{{Field: FieldExpectations, Code: "expectation.many", Row: maxExpectations}}); diff != "" {
		t.Errorf("many (-got +want):\n%s", diff)
	}
}

func TestUnknownMembersOfExpectationsSurvive(t *testing.T) {
	const text = `{"schema":1,"profiles":[{"id":"00000000000000a1","name":"n","expectations":[` +
		`{"kind":"role","name":"admin","since":"26"},{"kind":"life_atmost","value":"5m","note":{"a":1}}]}]}`
	d, err := readDocument([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	p := d.profiles()[0]
	want := []Expectation{{Kind: ExpectRole, Name: "admin"}, {Kind: ExpectLifeAtMost, Value: "5m"}}
	if diff := cmp.Diff(p.Expectations, want); diff != "" {
		t.Fatalf("read (-got +want):\n%s", diff)
	}
	p.Expectations = []Expectation{{Kind: ExpectScope, Name: "email"}, {Kind: ExpectLifeAtMost, Value: "10m"}, want[0]}
	if d, err = d.with(p); err != nil {
		t.Fatal(err)
	}
	written, err := d.encode()
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(strings.Fields(string(written)), "")
	for _, part := range []string{
		`{"kind":"scope","name":"email"}`, `{"kind":"life_atmost","value":"10m","note":{"a":1}}`, `{"kind":"role","name":"admin","since":"26"}`,
	} {
		if !strings.Contains(got, part) {
			t.Errorf("the file lacks %s:\n%s", part, written)
		}
	}
	p.Expectations = nil
	if d, err = d.with(p); err != nil {
		t.Fatal(err)
	}
	if written, err = d.encode(); err != nil || strings.Contains(string(written), "expectations") {
		t.Errorf("an empty list is written: %v\n%s", err, written)
	}
}

func TestCopiesShareNoExpectations(t *testing.T) {
	p := Profile{Expectations: []Expectation{{Kind: ExpectRole, Name: "a"}}}
	c := p.Clone()
	c.Expectations[0].Name = "b"
	if p.Expectations[0].Name != "a" {
		t.Error("a change of the copy changed the profile")
	}
}
