package inspect

import (
	"slices"
	"strings"
	"time"
)

// ExpectationKind is what an expectation asks.
type ExpectationKind string

// The kinds of expectations.
const (
	ExpectRole       ExpectationKind = "role"        // Name, of Client or of the realm, is granted
	ExpectNoRole     ExpectationKind = "no_role"     // it is not
	ExpectScope      ExpectationKind = "scope"       // Name is among the scopes
	ExpectGroup      ExpectationKind = "group"       // Name is among the groups
	ExpectAudience   ExpectationKind = "audience"    // Name is among the audiences
	ExpectClaim      ExpectationKind = "claim"       // claim Name is there
	ExpectNoClaim    ExpectationKind = "no_claim"    // it is not
	ExpectEquals     ExpectationKind = "equals"      // claim Name equals Value
	ExpectContains   ExpectationKind = "contains"    // claim Name, a list, has the item Value
	ExpectLifeAtMost ExpectationKind = "life_atmost" // from iat to exp it is Value at most, such as "5m" or "8h"
)

// ExpectationKinds lists all kinds.
func ExpectationKinds() []ExpectationKind {
	return []ExpectationKind{
		ExpectRole, ExpectNoRole, ExpectScope, ExpectGroup, ExpectAudience,
		ExpectClaim, ExpectNoClaim, ExpectEquals, ExpectContains, ExpectLifeAtMost,
	}
}

// Expectation is what a token should say, saved with a profile and looked at
// after each fetch. It holds no secret.
type Expectation struct {
	Kind ExpectationKind `json:"kind"`
	// Client is whose role it is; empty for a role of the realm.
	Client string `json:"client,omitempty"`
	// Name is a role, scope, group, audience or claim. A claim inside others is
	// named with dots (address.country); a claim whose own name has dots goes
	// first.
	Name string `json:"name,omitempty"`
	// Value is what a claim is compared with: a text bare, other JSON as
	// written; of ExpectLifeAtMost a duration in the form of
	// time.ParseDuration.
	Value string `json:"value,omitempty"`
}

// Outcome is how a token meets an expectation.
type Outcome struct {
	Expectation Expectation
	Held        bool
	// Reason is a stable word with the text "expect.{Kind}.{Reason}" in
	// assets/translations/checks.*.json: "held", "absent", "present",
	// "differs", "longer", "no_life"; or "unreadable" (the claims cannot be
	// read) and "malformed" (the expectation makes no sense), whose texts are
	// "expect.{Reason}".
	Reason string
	// Args fill the texts' places, as in Check.
	Args map[string]string
}

// Expect holds a token against expectations, in their order. A doubled claim
// meets an expectation only if each of its values does.
func Expect(t *Token, list []Expectation) []Outcome {
	outcomes := make([]Outcome, len(list))
	rights := Rights(t)
	unreadable := t.claimsFault() != ""
	for i, e := range list {
		out := Outcome{Expectation: e, Args: map[string]string{
			"Client": Clip(e.Client, maxArg), "Name": Clip(e.Name, maxArg), "Want": Clip(e.Value, maxArg), "Got": "",
		}}
		switch {
		case !e.Sound():
			out.Reason = "malformed"
		case unreadable:
			out.Reason = "unreadable"
		default:
			out.Reason = e.meet(t, rights, out.Args)
		}
		out.Held = out.Reason == "held"
		outcomes[i] = out
	}
	return outcomes
}

// Sound tells whether an expectation has all that its kind needs.
func (e Expectation) Sound() bool {
	if e.Kind == ExpectLifeAtMost {
		d, err := time.ParseDuration(e.Value)
		return err == nil && d > 0
	}
	return slices.Contains(ExpectationKinds(), e.Kind) && e.Name != ""
}

func (e Expectation) meet(t *Token, rights []Right, args map[string]string) string {
	granted := func(kind RightKind) bool {
		return slices.Contains(rights, Right{Kind: kind, Client: e.Client, Name: e.Name})
	}
	role := RightRealmRole
	if e.Client != "" {
		role = RightClientRole
	}
	switch e.Kind {
	case ExpectRole:
		return present(granted(role))
	case ExpectNoRole:
		return absent(granted(role))
	case ExpectScope:
		return present(slices.Contains(rights, Right{Kind: RightScope, Name: e.Name}))
	case ExpectGroup:
		return present(slices.Contains(rights, Right{Kind: RightGroup, Name: e.Name}))
	case ExpectAudience:
		return present(slices.Contains(rights, Right{Kind: RightAudience, Name: e.Name}))
	case ExpectClaim:
		return present(len(t.named(e.Name)) > 0)
	case ExpectNoClaim:
		return absent(len(t.named(e.Name)) > 0)
	case ExpectEquals, ExpectContains:
		return e.compare(t.named(e.Name), args)
	case ExpectLifeAtMost:
		return e.measure(t, args)
	}
	return "malformed"
}

func present(has bool) string {
	if has {
		return "held"
	}
	return "absent"
}

func absent(has bool) string {
	if has {
		return "present"
	}
	return "held"
}

// compare holds each value of a claim against the wanted one.
func (e Expectation) compare(values []Value, args map[string]string) string {
	if len(values) == 0 {
		return "absent"
	}
	for _, v := range values {
		args["Got"] = Clip(shownValue(v), maxArg)
		if e.Kind == ExpectEquals && !equals(v, e.Value) {
			return "differs"
		}
		if e.Kind == ExpectContains && !slices.ContainsFunc(v.Items, func(item Value) bool { return equals(item, e.Value) }) {
			return "differs"
		}
	}
	return "held"
}

// shownValue is a text bare and other JSON as it was sent.
func shownValue(v Value) string {
	if v.Kind == KindString {
		return v.Text
	}
	return v.Raw
}

// equals compares a value with one that a person wrote: a text bare, else JSON
// by meaning.
func equals(v Value, want string) bool {
	if v.Kind == KindString && v.Text == want {
		return true
	}
	other, issues, err := ParseJSON([]byte(want))
	return err == nil && len(issues) == 0 && Same(v, other)
}

// measure compares the token's life.
func (e Expectation) measure(t *Token, args map[string]string) string {
	limit, err := time.ParseDuration(e.Value)
	life, known := t.life()
	args["Want"], args["Got"] = lifeText(limit), lifeText(life)
	switch {
	case err != nil:
		return "malformed"
	case !known || t.Doubled("exp") || t.Doubled("iat"):
		args["Got"] = ""
		return "no_life"
	case life > limit:
		return "longer"
	}
	return "held"
}

// named finds the values of a claim by its name, else by a way with dots.
func (t *Token) named(name string) []Value {
	if values := t.all(name); len(values) > 0 {
		return values
	}
	at := t.payload()
	var found *Value
	for step := range strings.SplitSeq(name, ".") {
		m, ok := at.last(step)
		if !ok {
			return nil
		}
		found, at = &m.Value, &m.Value
	}
	return []Value{*found}
}
