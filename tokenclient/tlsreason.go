package tokenclient

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"slices"
	"strings"
	"time"
)

// watchKey finds the watcher of a request in the context of its handshake.
type watchKey struct{}

// Alerts by which a server refuses a handshake (RFC 8446 section 6.2).
const (
	alertHandshakeFailure    = tls.AlertError(40)
	alertProtocolVersion     = tls.AlertError(70)
	alertCertificateRequired = tls.AlertError(116)
)

// certificateAlerts are what a server may say of our certificate: bad,
// unsupported, revoked, expired, unknown, of an unknown authority, denied.
func certificateAlerts() []tls.AlertError { return []tls.AlertError{42, 43, 44, 45, 46, 48, 49} }

// tlsReason names what is wrong with a certificate or handshake, "" for errors
// of another sort.
func (w *watcher) tlsReason(err error) string {
	reason := tlsReason(err, time.Now())
	if reason != "" && reason != "handshake" {
		return reason
	}
	refused := slices.ContainsFunc(certificateAlerts(), func(a tls.AlertError) bool { return saysAlert(err, a) })
	switch {
	case saysAlert(err, alertCertificateRequired), w.asked && !w.shown && (refused || saysAlert(err, alertHandshakeFailure)):
		return "client_certificate"
	case w.shown && refused:
		return "client_certificate_refused"
	case saysAlert(err, alertProtocolVersion), choseOldVersion(err):
		return "old_version"
	case reason == "" && (w.handshake || refused):
		return "handshake"
	}
	return reason
}

// saysAlert tells whether the server sent an alert. The type of the error in
// it is not exported by crypto/tls, but has the text of one that is.
func saysAlert(err error, alert tls.AlertError) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "remote error" && op.Err != nil && op.Err.Error() == alert.Error()
}

// choseOldVersion tells a server that does not send the alert but answers with
// TLS older than 1.2. crypto/tls has no type for it.
func choseOldVersion(err error) bool {
	const text = "tls: server selected unsupported protocol version"
	for ; err != nil; err = errors.Unwrap(err) {
		if strings.HasPrefix(err.Error(), text) {
			return true
		}
	}
	return false
}

// signsItself tells whether the certificate that could not be verified has no
// authority at all.
func signsItself(err error) bool {
	var unverified *tls.CertificateVerificationError
	if !errors.As(err, &unverified) || len(unverified.UnverifiedCertificates) == 0 {
		return false
	}
	leaf := unverified.UnverifiedCertificates[0]
	return string(leaf.RawIssuer) == string(leaf.RawSubject) &&
		leaf.CheckSignature(leaf.SignatureAlgorithm, leaf.RawTBSCertificate, leaf.Signature) == nil
}

// isAuthority tells whether err says that nobody trusted signed a certificate.
func isAuthority(err error) bool {
	var (
		authority x509.UnknownAuthorityError
		roots     x509.SystemRootsError
		unchecked *tls.CertificateVerificationError
	)
	return errors.As(err, &authority) || errors.As(err, &roots) || errors.As(err, &unchecked)
}
