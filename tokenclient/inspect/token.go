// Package inspect tells what a token says: it decodes a JSON Web Token without
// believing it, keeps member order, duplicates and exact digits, and explains
// claims in Keycloak's words. Decoded is not verified.
//
// All functions are pure; those that speak of time take now.
package inspect

// Kind is what sort of JSON value a node is.
type Kind string

// The kinds of JSON values (RFC 8259 section 3).
const (
	KindObject Kind = "object"
	KindArray  Kind = "array"
	KindString Kind = "string"
	KindNumber Kind = "number"
	KindBool   Kind = "bool"
	KindNull   Kind = "null"
)

// Value is one JSON value as it was sent.
type Value struct {
	Kind Kind
	// Raw is the exact text of the value.
	Raw string
	// Text is the decoded text of a string, and Raw for numbers, booleans
	// and null. It may hold any character; see Visible.
	Text string
	// Members are an object's members in order, duplicates included.
	Members []Member
	// Items are an array's items.
	Items []Value
}

// Member is one member of an object.
type Member struct {
	Name  string
	Value Value
	// Nth and Of count members of the same name in this object, from 1.
	// Of above 1 marks a duplicate: programs disagree about which one counts
	// (RFC 7519 section 4; most take the last).
	Nth, Of int
}

// Token is one decoded token. It is immutable.
type Token struct {
	// Form is what the text turned out to be.
	Form Form
	// Header and Payload are nil when they could not be read.
	Header, Payload *Value
	// BegunHeader and BegunPayload are what could be read of a part that is cut
	// off or damaged: to be shown, never to be believed or verified. Header or
	// Payload is then nil.
	BegunHeader, BegunPayload *Value
	// Parts are the dot-separated parts as they were sent, six at most (the
	// last then holds the rest); none of an opaque text, and without the
	// disclosures of an SD-JWT.
	Parts []string
	// Signature is the decoded third part.
	Signature []byte
	// Issues are what a reader should know about the encoding.
	Issues []Issue
}

// Form is what a text turned out to be.
type Form string

// The forms.
const (
	FormJWS    Form = "jws"    // three parts, header and payload readable
	FormJWE    Form = "jwe"    // five parts: encrypted, only the header is readable
	FormOpaque Form = "opaque" // not a JWT; a token all the same
	FormBroken Form = "broken" // looks like a JWT but cannot be read whole
	FormEmpty  Form = "empty"
)

// Issue is one thing to know about a token's encoding. Code is a word of
// IssueCodes with the text "issue.{Code}"; Where names the part and member
// ("payload.sub") as text safe to show.
type Issue struct {
	Code  string
	Where string
}
