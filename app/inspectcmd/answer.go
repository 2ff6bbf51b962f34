package inspectcmd

import (
	"encoding/json"
	"time"

	"realmscope/tokenclient/inspect"
)

// The outcomes.
const (
	outcomeDecodes = "decodes"
	outcomeWarning = "decodes_with_warning"
	outcomeError   = "clear_error"
)

// answer is what --json prints for one paste.
type answer struct {
	// ID is that of the question, with --batch.
	ID      json.RawMessage `json:"id,omitempty"`
	Outcome string          `json:"outcome"`
	Found   []token         `json:"found"`
	// Warnings are sentences, WarningCodes their stable words in the same order.
	Warnings     []string `json:"warnings"`
	WarningCodes []string `json:"warning_codes"`
	// Thing is the stable word for what the text is when it holds no token.
	Thing inspect.Thing `json:"thing,omitempty"`
	// Error is one sentence when nothing was decoded, null otherwise.
	Error *string `json:"error"`
}

// token is one token found.
type token struct {
	Kind inspect.TokenKind `json:"kind"`
	// Form is "jws", "jwe" or "broken".
	Form  inspect.Form `json:"form"`
	Label string       `json:"label,omitempty"`
	// Header and Claims are as they were sent: order, digits, duplicates. null
	// when they could not be read.
	Header json.RawMessage `json:"header"`
	Claims json.RawMessage `json:"claims"`
	// Content is a payload that is no JSON, as text safe to show.
	Content    string      `json:"content,omitempty"`
	Duplicates []duplicate `json:"duplicates,omitempty"`
	// Signature is "valid", "invalid", "not_checked" or "cannot_check".
	Signature string `json:"signature"`
	// InForce is true only if every check holds.
	InForce      bool          `json:"in_force"`
	Cut          bool          `json:"cut"`
	Encrypted    bool          `json:"encrypted"`
	Checks       []check       `json:"checks"`
	Findings     []finding     `json:"findings"`
	Origin       *origin       `json:"origin,omitempty"`
	Certificates []certificate `json:"certificates,omitempty"`
	Nested       []token       `json:"nested,omitempty"`
}

// duplicate is a member that stands more than once in its object.
type duplicate struct {
	Path   string            `json:"path"`
	Values []json.RawMessage `json:"values"`
	// Used tells which one most programs take.
	Used string `json:"used"`
}

type check struct {
	Name    inspect.CheckName `json:"name"`
	Verdict inspect.Verdict   `json:"verdict"`
	Reason  string            `json:"reason"`
	Text    string            `json:"text"`
}

type finding struct {
	Code     string           `json:"code"`
	Severity inspect.Severity `json:"severity"`
	Text     string           `json:"text"`
}

// origin is what the prefix of jti says.
type origin struct {
	Session     string `json:"session"`
	Token       string `json:"token"`
	Grant       string `json:"grant"`
	Lightweight bool   `json:"lightweight"`
}

type certificate struct {
	Subject   string `json:"subject,omitempty"`
	Issuer    string `json:"issuer,omitempty"`
	Serial    string `json:"serial,omitempty"`
	Key       string `json:"key,omitempty"`
	NotBefore string `json:"not_before,omitempty"`
	NotAfter  string `json:"not_after,omitempty"`
	SHA256    string `json:"sha256,omitempty"`
	Broken    bool   `json:"broken"`
}

func certificates(from []inspect.Certificate) []certificate {
	var list []certificate
	for _, c := range from {
		if c.Broken {
			list = append(list, certificate{Broken: true})
			continue
		}
		list = append(list, certificate{
			Subject: c.Subject, Issuer: c.Issuer, Serial: c.Serial, Key: c.Key, SHA256: c.SHA256,
			NotBefore: c.NotBefore.UTC().Format(time.RFC3339), NotAfter: c.NotAfter.UTC().Format(time.RFC3339),
		})
	}
	return list
}

// signatureWord is the answer's word for the verdict on a signature.
func signatureWord(checks []inspect.Check) string {
	for _, c := range checks {
		if c.Name == inspect.CheckSignature {
			switch c.Verdict {
			case inspect.Passed:
				return "valid"
			case inspect.Failed:
				return "invalid"
			case inspect.CannotCheck:
				return "cannot_check"
			case inspect.NotChecked:
			}
		}
	}
	return "not_checked"
}
