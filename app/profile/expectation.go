package profile

import (
	"fmt"
	"time"
)

// ExpectationKind is what an expectation asks of a token.
type ExpectationKind string

// The kinds: the words of inspect.ExpectationKind.
const (
	ExpectRole       ExpectationKind = "role"
	ExpectNoRole     ExpectationKind = "no_role"
	ExpectScope      ExpectationKind = "scope"
	ExpectGroup      ExpectationKind = "group"
	ExpectAudience   ExpectationKind = "audience"
	ExpectClaim      ExpectationKind = "claim"
	ExpectNoClaim    ExpectationKind = "no_claim"
	ExpectEquals     ExpectationKind = "equals"
	ExpectContains   ExpectationKind = "contains"
	ExpectLifeAtMost ExpectationKind = "life_atmost"
)

// ExpectationKinds lists them in the order of the form.
func ExpectationKinds() []ExpectationKind {
	return []ExpectationKind{
		ExpectRole, ExpectNoRole, ExpectScope, ExpectGroup, ExpectAudience,
		ExpectClaim, ExpectNoClaim, ExpectEquals, ExpectContains, ExpectLifeAtMost,
	}
}

// HasClient tells whether an expectation of the kind can name a client.
func (k ExpectationKind) HasClient() bool { return k == ExpectRole || k == ExpectNoRole }

// HasName tells whether an expectation of the kind names what it asks for.
func (k ExpectationKind) HasName() bool { return k != ExpectLifeAtMost }

// HasValue tells whether an expectation of the kind compares with a value.
func (k ExpectationKind) HasValue() bool {
	return k == ExpectEquals || k == ExpectContains || k == ExpectLifeAtMost
}

// Expectation is what the access tokens of a profile should say. Its JSON is
// that of inspect.Expectation, which explains the members; it holds no secret.
type Expectation struct {
	Kind   ExpectationKind `json:"kind"`
	Client string          `json:"client,omitempty"`
	Name   string          `json:"name,omitempty"`
	Value  string          `json:"value,omitempty"`
}

// maxExpectations is how many expectations a profile may have: more than anyone
// reads below a token.
const maxExpectations = 50

// expectationCodes lists every Code of expectationProblems.
func expectationCodes() []string {
	return []string{"expectation.unknown", "expectation.name", "expectation.value", "expectation.life", "expectation.many", "expectation.duplicate"}
}

func (p Profile) expectationProblems() []Problem {
	var found []Problem
	if len(p.Expectations) > maxExpectations {
		found = append(found, Problem{Field: FieldExpectations, Code: "expectation.many", Row: maxExpectations})
	}
	seen := make(map[Expectation]bool, len(p.Expectations))
	for i, e := range p.Expectations {
		code := e.problem()
		if code == "" && seen[e] {
			code = "expectation.duplicate"
		}
		seen[e] = true
		if code != "" {
			found = append(found, Problem{Field: FieldExpectations, Code: code, Row: i})
		}
	}
	return found
}

// problem is the code of what is wrong with one expectation.
func (e Expectation) problem() string {
	if code := oneOf(e.Kind, ExpectationKinds(), "expectation.unknown"); code != "" {
		return code
	}
	if code := text(e.Client, maxName, ""); code != "" {
		return code
	}
	missing := ""
	if e.Kind.HasName() {
		missing = "expectation.name"
	}
	if code := text(e.Name, maxName, missing); code != "" {
		return code
	}
	missing = ""
	if e.Kind == ExpectContains {
		missing = "expectation.value"
	}
	if code := text(e.Value, maxValue, missing); code != "" {
		return code
	}
	if d, err := time.ParseDuration(e.Value); e.Kind == ExpectLifeAtMost && (err != nil || d <= 0) {
		return "expectation.life"
	}
	return ""
}

func expectationFields(e *Expectation) []field {
	return []field{in("client", &e.Client), in("name", &e.Name), in("value", &e.Value)}
}

// readExpectations reads the list of a profile.
func readExpectations(o object) ([]Expectation, error) {
	list, err := o.list("expectations")
	if err != nil {
		return nil, err
	}
	var all []Expectation
	for _, raw := range list {
		var e Expectation
		c, err := parseObject(raw)
		if err == nil {
			err = readFields(c, append(expectationFields(&e), in("kind", &e.Kind)))
		}
		if err != nil {
			return nil, fmt.Errorf("expectations: %w", err)
		}
		all = append(all, e)
	}
	return all, nil
}

// expectationsOf gives the expectations of p the unknown members of the same
// one, or, when only its value is another, of the one with the same name.
func (e entry) expectationsOf(p Profile) ([]object, error) {
	old, err := e.raw.list("expectations")
	if err != nil {
		return nil, err
	}
	same, named := map[Expectation]object{}, map[Expectation]object{}
	for i, raw := range old {
		o, err := parseObject(raw)
		if err != nil {
			return nil, err
		}
		was := e.profile.Expectations[i]
		same[was] = o
		was.Value = ""
		named[was] = o
	}
	var all []object
	for i := range p.Expectations {
		x := p.Expectations[i]
		o, ok := same[x]
		if !ok {
			o = named[Expectation{Kind: x.Kind, Client: x.Client, Name: x.Name}]
		}
		o = o.clone()
		if err := o.put(always("kind", x.Kind)); err != nil {
			return nil, err
		}
		if err := o.putFields(expectationFields(&x)); err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}
