package tokenclient

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Kind is the closed set of ways in which a request can fail.
type Kind string

// The kinds, in the order in which an answer is classified.
const (
	KindAddress   Kind = "address"   // the address cannot be used at all
	KindRequest   Kind = "request"   // the request is not fit to be sent; Reason says why
	KindSetting   Kind = "setting"   // a key, certificate or connection setting is not usable; Reason says which
	KindCanceled  Kind = "canceled"  // the caller's context was cancelled
	KindTimeout   Kind = "timeout"   // no or no whole answer in time
	KindName      Kind = "name"      // the host name was not found
	KindConnect   Kind = "connect"   // refused, unreachable, or cut off
	KindTLS       Kind = "tls"       // certificate or handshake; Reason says which
	KindProxy     Kind = "proxy"     // the proxy refused, not the server
	KindRedirect  Kind = "redirect"  // a 3xx, never followed; Location says where to
	KindTooLarge  Kind = "too_large" // the answer is over the cap
	KindOAuth     Kind = "oauth"     // a body with an error (RFC 6749 section 5.2, RFC 9457)
	KindHTML      Kind = "html"      // a web page: gateway, captive portal, wrong address
	KindMalformed Kind = "malformed" // neither tokens nor an error in the answer
	KindEmpty     Kind = "empty"     // a success status with an empty body
	KindStatus    Kind = "status"    // an error status without a readable body
	KindLogin     Kind = "login"     // a browser login failed on this machine; Reason says why
)

// Error is every failure of this package. Its text and its fields hold no
// secret: addresses are without query, bodies are masked.
type Error struct {
	Kind Kind
	// Operation is what was asked for; empty for a token or a document.
	Operation Operation
	// Grant is the grant_type of a refused token request, else empty.
	Grant string
	// Endpoint is the URL asked, without query and user information.
	Endpoint string
	// Status is the HTTP status, 0 without an answer.
	Status int
	// Code and Description are error and error_description, or the best text
	// that a look-alike sent instead (RFC 6749 section 5.2, RFC 9457).
	Code, Description string
	// Reason is a stable word inside a kind. For KindTLS: "expired",
	// "not_yet_valid", "wrong_host", "unknown_authority", "self_signed",
	// "old_version", "client_certificate" (it wants one),
	// "client_certificate_refused", "handshake", "plain_http". For KindAddress:
	// "empty", "scheme", "userinfo", "host", "realm", "syntax". For
	// KindRequest: "duplicate", "grant", "client_id", "colon", "method",
	// "secret", "certificate", "hint", "token", "redirect_uri", "too_long",
	// "endpoint" (the realm lacks it), "par", "login_hint", "redirect". For
	// KindSetting: see ParseKey and Connection. For KindProxy: "login" when it
	// wants a name and password. For KindTimeout: "approval" when nobody agreed
	// before the request ended. For KindConnect: "refused" before and "cut"
	// after the connection stood. For KindLogin: "port" (taken), "ipv6",
	// "localhost", "listen", "no_answer", "issuer", "nonce", "at_hash", "used".
	// For KindOAuth: "callback" when the browser brought it and no answer of an
	// endpoint. For KindStatus: "token" when the server asks for an access token
	// without saying more.
	Reason string
	// Location is where a redirect pointed, without query; of a login, the
	// redirect URI to register.
	Location string
	// Title is the title of a web page that came instead of an answer.
	Title string
	// RetryAfter is how long the server asked to wait, 0 if it did not.
	RetryAfter time.Duration
	// Body is the start of the answer, at most 64 KiB, secrets masked. It is
	// valid UTF-8; control and format characters other than line break and
	// tab are written as \uXXXX.
	Body string
	// ReceivedAt and ServerDate are as in TokenSet; zero without an answer.
	ReceivedAt, ServerDate time.Time
	Elapsed                time.Duration
	// Sent says that the credentials may have reached the server: after a
	// refresh with rotation the old refresh token may be used up.
	Sent bool
	// Err is the cause below, for errors.Is and errors.As; its text is never
	// part of Error's.
	Err error
}

// Error is one line without secrets: kind, reason, status, code.
func (e *Error) Error() string {
	parts := []string{string(e.Kind)}
	if e.Reason != "" {
		parts = append(parts, e.Reason)
	}
	if e.Status != 0 {
		parts = append(parts, "status "+strconv.Itoa(e.Status))
	}
	if e.Code != "" {
		parts = append(parts, strconv.Quote(e.Code))
	}
	return strings.Join(parts, ": ")
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// asError is err as an *Error; every error of this package is one already.
func asError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Kind: KindMalformed, Err: err}
}
