package inspect

import "time"

// Verdict is what came of a check.
type Verdict string

// The verdicts. Only Passed proves anything.
const (
	Passed     Verdict = "passed"
	Failed     Verdict = "failed"
	NotChecked Verdict = "not_checked" // nothing was there to check it with
	// CannotCheck tells that nobody can find out with what was given: a key
	// that never leaves the server, an algorithm that is not supported.
	CannotCheck Verdict = "cannot_check"
)

// CheckName is what a check is about.
type CheckName string

// The checks, in the order in which Verify gives them. A window shows issuer
// and audience on one line.
const (
	CheckSignature CheckName = "signature"
	CheckKey       CheckName = "key" // which one, and where it came from
	CheckTime      CheckName = "time"
	CheckIssuer    CheckName = "issuer"
	CheckAudience  CheckName = "audience"
)

// Check is one step of verifying a token.
type Check struct {
	Name    CheckName
	Verdict Verdict
	// Reason is a stable word with the text "check.{Name}.{Reason}" in
	// assets/translations/checks.*.json; never empty.
	Reason string
	// Args fill the text's places ({{.Key}} and such): one line each, safe to
	// show as plain text (see Visible), 200 characters at most.
	Args map[string]string
	// At is the moment that a check of the time is about: when the token
	// ended, begins or will end. Zero for others.
	At time.Time
}

// Severity is how much a finding matters.
type Severity string

// The severities, the mildest first.
const (
	SeverityNote    Severity = "note"    // good to know
	SeverityWarning Severity = "warning" // a reviewer would ask about it
	SeverityDanger  Severity = "danger"  // must not go into production
)

// Finding is something a reader should know about a token. It proves nothing
// about whether the token is genuine.
type Finding struct {
	// Code is a stable word with the texts "finding.{Code}.title" and
	// "finding.{Code}.why" in assets/translations/checks.*.json.
	Code     string
	Severity Severity
	// Args fill the texts' places, as in Check.
	Args map[string]string
}

// MaxLeeway is the longest leeway that Verify grants.
const MaxLeeway = time.Minute

// VerifyOptions are what a token is held against.
type VerifyOptions struct {
	// Now is the moment to judge by; the time is not checked when it is zero.
	Now time.Time
	// Issuer is the issuer that is expected, byte for byte; not checked when
	// empty.
	Issuer string
	// Audience is who must be named in aud; not checked when empty.
	Audience string
	// Leeway forgives clocks that differ: 0 to MaxLeeway, what lies outside
	// is cut.
	Leeway time.Duration
}

// InForce tells whether a token is genuine and may be used now: signature, key
// and time have passed, and so have issuer and audience where one was asked
// for. An issuer or audience that nobody asked for does not count.
func InForce(checks []Check) bool {
	passed := map[CheckName]bool{}
	for _, c := range checks {
		optional := c.Name == CheckIssuer || c.Name == CheckAudience
		if c.Verdict != Passed && (!optional || c.Verdict != NotChecked) {
			return false
		}
		passed[c.Name] = c.Verdict == Passed
	}
	return passed[CheckSignature] && passed[CheckKey] && passed[CheckTime]
}
