package inspect

import (
	"slices"
	"strings"
	"time"
)

// maxArg is the longest text in Args, in characters.
const maxArg = 200

// claimsFault is why no claim of a token can be relied on, "" for none:
// programs read a payload that is no clean JSON object differently.
func (t *Token) claimsFault() string {
	switch {
	case t == nil || t.Form == FormOpaque || t.Form == FormEmpty:
		return "not_a_token"
	case t.Form == FormJWE && t.Payload == nil:
		return "encrypted"
	case t.Payload == nil || t.Payload.Kind != KindObject:
		return "no_claims"
	case t.unclean(partPayload):
		return "malformed"
	}
	return ""
}

// unclean tells whether a part's JSON is such that other readers refuse it or
// read it differently. A full list of issues may have left some out.
func (t *Token) unclean(part string) bool {
	if len(t.Issues) >= maxIssues {
		return true
	}
	return slices.ContainsFunc(t.Issues, func(i Issue) bool {
		if i.Where != part && !strings.HasPrefix(i.Where, part+".") {
			return false
		}
		switch i.Code {
		case issueBOM, issueTrailing, issueControl, issueUTF8, issueSurrogate:
			return true
		}
		return false
	})
}

// all are all members of the payload called name: a doubled claim must hold
// in each of its values, since programs disagree about which one counts.
func (t *Token) all(name string) []Value {
	var values []Value
	for _, m := range t.payload().members() {
		if m.Name == name {
			values = append(values, m.Value)
		}
	}
	return values
}

func (v *Value) members() []Member {
	if v == nil {
		return nil
	}
	return v.Members
}

// faultVerdict is what a check of claims gives when they cannot be read.
func faultVerdict(fault string) Verdict {
	if fault == "malformed" {
		return Failed
	}
	return CannotCheck
}

// checkTime judges exp, nbf and iat (RFC 7519 section 4.1).
func checkTime(t *Token, o VerifyOptions) Check {
	c := Check{Name: CheckTime, Verdict: NotChecked, Reason: "not_asked"}
	if o.Now.IsZero() {
		return c
	}
	if fault := t.claimsFault(); fault != "" {
		c.Verdict, c.Reason = faultVerdict(fault), fault
		return c
	}
	c.Verdict = Failed
	for _, name := range []string{"exp", "nbf", "iat"} {
		for _, v := range t.all(name) {
			if c.Reason, c.At = judgeTime(t, name, v, o); c.Reason != "" {
				c.Args = timeArgs(name, v, c.At, o)
				return c
			}
		}
	}
	return timeLeft(t, o)
}

// judgeTime finds fault with one time, "" for none.
func judgeTime(t *Token, name string, v Value, o VerifyOptions) (string, time.Time) {
	at, kind := date(v)
	switch {
	case kind == dateType || kind == dateRange:
		return "form", time.Time{}
	case kind == dateMilliseconds:
		return "milliseconds", at
	case kind == dateZero:
		// Keycloak 4 to 9 wrote 0 for "none": always in nbf, and in exp of
		// offline tokens alone.
		if name == "exp" && t.Typ() != "Offline" {
			return "expired", time.Unix(0, 0)
		}
	case name == "exp" && !o.Now.Before(at.Add(o.Leeway)):
		return "expired", at
	case name == "nbf" && o.Now.Add(o.Leeway).Before(at):
		return "not_yet", at
	case name == "iat" && o.Now.Add(o.Leeway).Before(at):
		return "issued_later", at
	}
	return "", time.Time{}
}

// timeLeft is the check of a token with whose times nothing is wrong.
func timeLeft(t *Token, o VerifyOptions) Check {
	c := Check{Name: CheckTime, Verdict: Passed, Reason: "in_force"}
	var end Value
	for _, v := range t.all("exp") {
		if at, kind := date(v); kind == dateGood && (c.At.IsZero() || at.Before(c.At)) {
			c.At, end = at, v
		}
	}
	switch {
	case !c.At.IsZero():
		c.Args = timeArgs("exp", end, c.At, o)
	case t.mustEnd():
		c.Verdict, c.Reason = Failed, "end_missing"
	default:
		c.Reason = "no_end"
	}
	return c
}

// mustEnd tells whether a token of this kind always has an end: ID tokens
// (OpenID Connect Core section 2), logout tokens (Back-Channel Logout section
// 2.4), access tokens of RFC 9068 (section 2.2) and of Keycloak.
func (t *Token) mustEnd() bool {
	switch t.Typ() {
	case "ID", "Logout", "Bearer", "DPoP":
		return true
	}
	return t.mediaType() == "at+jwt" || t.mediaType() == "logout+jwt"
}

// mediaType is the header's typ in lower case and without "application/" (RFC
// 7515 section 4.1.9).
func (t *Token) mediaType() string {
	return strings.TrimPrefix(strings.ToLower(t.header().text("typ")), "application/")
}

func timeArgs(name string, v Value, at time.Time, o VerifyOptions) map[string]string {
	a := map[string]string{"Claim": name, "Got": Clip(v.Raw, maxArg), "At": "", "Leeway": o.Leeway.String()}
	if !at.IsZero() {
		a["At"] = at.In(o.Now.Location()).Format(dateLayout)
	}
	return a
}

// checkIssuer holds iss against the expected issuer, byte for byte.
func checkIssuer(t *Token, o VerifyOptions) Check {
	c := Check{Name: CheckIssuer, Verdict: NotChecked, Reason: "not_asked"}
	if o.Issuer == "" {
		return c
	}
	if fault := t.claimsFault(); fault != "" {
		c.Verdict, c.Reason = faultVerdict(fault), fault
		return c
	}
	c.Args = map[string]string{"Want": Clip(o.Issuer, maxArg), "Got": ""}
	issuers := t.all("iss")
	c.Verdict, c.Reason = Failed, "missing"
	for _, v := range issuers {
		c.Args["Got"] = Clip(v.Text, maxArg)
		switch {
		case v.Kind != KindString:
			c.Reason = "form"
			return c
		case v.Text != o.Issuer:
			c.Reason = issuerDifference(v.Text, o.Issuer)
			return c
		}
		c.Verdict, c.Reason = Passed, "same"
	}
	return c
}

// issuerDifference names in what two issuers differ, when that is all.
func issuerDifference(got, want string) string {
	withoutAuth := func(s string) string { return strings.Replace(s, "/auth/realms/", "/realms/", 1) }
	withoutScheme := func(s string) string {
		return strings.TrimPrefix(strings.TrimPrefix(s, "http://"), "https://")
	}
	switch {
	case strings.TrimRight(got, "/") == strings.TrimRight(want, "/"):
		return "slash"
	case withoutScheme(got) == withoutScheme(want):
		return "scheme"
	case withoutAuth(got) == withoutAuth(want):
		return "prefix"
	case strings.EqualFold(got, want):
		return "case"
	case Visible(got) == Visible(want) || strings.TrimSpace(got) == strings.TrimSpace(want):
		return "unseen"
	}
	return "differs"
}

// checkAudience looks for the expected audience in aud, which is a text or a
// list of texts (RFC 7519 section 4.1.3).
func checkAudience(t *Token, o VerifyOptions) Check {
	c := Check{Name: CheckAudience, Verdict: NotChecked, Reason: "not_asked"}
	if o.Audience == "" {
		return c
	}
	if fault := t.claimsFault(); fault != "" {
		c.Verdict, c.Reason = faultVerdict(fault), fault
		return c
	}
	c.Args = map[string]string{"Want": Clip(o.Audience, maxArg), "Got": ""}
	c.Verdict, c.Reason = Failed, "missing"
	for _, v := range t.all("aud") {
		names, ok := texts(v)
		c.Args["Got"] = Clip(strings.Join(names, " · "), maxArg)
		switch {
		case !ok:
			c.Verdict, c.Reason = Failed, "form"
			return c
		case !slices.Contains(names, o.Audience):
			c.Verdict, c.Reason = Failed, "other"
			return c
		}
		c.Verdict, c.Reason = Passed, "named"
	}
	return c
}

// texts are the texts of a text or of a list of texts; ok is false for
// anything else.
func texts(v Value) (list []string, ok bool) {
	if v.Kind == KindString {
		return []string{v.Text}, true
	}
	for _, item := range v.Items {
		if item.Kind != KindString {
			return list, false
		}
		list = append(list, item.Text)
	}
	return list, v.Kind == KindArray
}
