package tokenclient

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"time"
)

// The limits of Connection.Timeout.
const (
	minTimeout = 5 * time.Second
	maxTimeout = 120 * time.Second
)

// Connection is how one profile reaches its server. The zero value is the
// default of New: the system's roots, no client certificate, the proxy of the
// environment.
type Connection struct {
	// RootCAs are further authorities, or the server's own certificate, in PEM,
	// at most 64 KiB. OnlyRootCAs leaves the system's out.
	RootCAs     []byte
	OnlyRootCAs bool
	// Certificate is shown to a server that asks for one (RFC 8705).
	Certificate Certificate
	// Proxy is used for every host but this machine.
	Proxy Proxy
	// InsecureSkipVerify accepts any certificate of any server: whoever stands
	// on the way reads and changes everything, secrets first. It is never a
	// default, and every view of such a profile must say so.
	InsecureSkipVerify bool
	// Timeout is the limit of one whole request, 5 s to 120 s; 0 is the
	// Client's own. A server may use all of it until its first byte.
	Timeout time.Duration
}

// With makes a Client for another connection. It shares no connection with c
// and forgets the DPoP nonces, so that nothing of one profile shows in another.
// A Client whose Options gave a Transport keeps that one.
//
// The error is an *Error of KindSetting, with Reason "ca_malformed",
// "ca_missing" (OnlyRootCAs without any), "certificate_malformed",
// "certificate_mismatch" (another key's), "key_missing", "proxy_address",
// "proxy_userinfo" or "time_limit".
func (c *Client) With(n Connection) (*Client, error) {
	if n.Proxy.URL == "" {
		n.Proxy.Off = n.Proxy.Off || c.opts.NoProxy
	}
	transport, e := n.transport()
	if e != nil {
		return nil, e
	}
	other := New(c.opts)
	if c.opts.Transport == nil {
		other.transport = transport
	}
	other.connection = n
	if n.Timeout != 0 {
		other.opts.Timeout = n.Timeout
	}
	return other, nil
}

// transport checks the settings and makes the network of them.
func (n Connection) transport() (*http.Transport, *Error) {
	if n.Timeout != 0 && (n.Timeout < minTimeout || n.Timeout > maxTimeout) {
		return nil, settingError("time_limit")
	}
	proxy, e := n.Proxy.choose()
	if e != nil {
		return nil, e
	}
	roots, e := n.roots()
	if e != nil {
		return nil, e
	}
	own, e := n.Certificate.pair()
	if e != nil {
		return nil, e
	}
	t := newTransport(proxy)
	t.TLSClientConfig.RootCAs = roots
	t.TLSClientConfig.GetClientCertificate = noteAsked(own)
	t.TLSClientConfig.InsecureSkipVerify = n.InsecureSkipVerify // #nosec G402 -- asked for, and shown in red
	if n.Timeout != 0 {
		t.ResponseHeaderTimeout = n.Timeout
		t.TLSHandshakeTimeout = min(handshakeLimit, n.Timeout)
	}
	return t, nil
}

// roots are the authorities to trust, nil for the system's alone.
func (n Connection) roots() (*x509.CertPool, *Error) {
	found, ok := certificates(n.RootCAs)
	switch {
	case !ok:
		return nil, settingError("ca_malformed")
	case len(found) == 0 && n.OnlyRootCAs:
		return nil, settingError("ca_missing")
	case len(found) == 0:
		return nil, nil
	}
	pool := x509.NewCertPool()
	if !n.OnlyRootCAs {
		if system, err := x509.SystemCertPool(); err == nil { // else there are none to add to
			pool = system
		}
	}
	for _, certificate := range found {
		pool.AddCert(certificate)
	}
	return pool, nil
}

// secrets are what an error's text must not hold.
func (n Connection) secrets() []Secret {
	if n.Proxy.Password.Empty() {
		return nil
	}
	pair := n.Proxy.Username + ":" + n.Proxy.Password.Reveal()
	return []Secret{n.Proxy.Password, NewSecret(base64.StdEncoding.EncodeToString([]byte(pair)))}
}

// noteAsked answers a server that asks for a certificate with own, or with
// none, and lets the request's watcher know.
func noteAsked(own *tls.Certificate) func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
	return func(info *tls.CertificateRequestInfo) (*tls.Certificate, error) {
		w, watched := info.Context().Value(watchKey{}).(*watcher)
		d, direct := info.Context().Value(dialledKey{}).(*dialled)
		if watched {
			w.set(&w.asked)
		}
		if direct {
			d.asked.Store(true)
		}
		if own == nil {
			return &tls.Certificate{}, nil
		}
		if watched {
			w.set(&w.shown)
		}
		if direct {
			d.shown.Store(true)
		}
		return own, nil
	}
}
