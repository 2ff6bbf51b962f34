package tokenclient

import (
	"net"
	"net/url"
	"strconv"

	"realmscope/tokenclient/loopback"
)

// Redirect is a redirect URI on this machine (RFC 8252 section 7.3), as it is
// registered with the client. The zero value is http://127.0.0.1/callback.
type Redirect struct {
	// Host is loopback.IPv4 when empty, else that, loopback.IPv6 or
	// loopback.Localhost.
	Host string
	// Port is 0 for any free one; see Login.RedirectPort.
	Port int
	// Path is loopback.DefaultPath when empty.
	Path string
}

// ParseRedirect reads a redirect URI: http, a host of this machine, a port or
// none, and a plain path. The error is an *Error of KindRequest with the Reason
// "redirect".
func ParseRedirect(text string) (Redirect, error) {
	unfit := &Error{Kind: KindRequest, Reason: "redirect"}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" || u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.Path == "" {
		return Redirect{}, unfit
	}
	r := Redirect{Host: u.Hostname(), Path: u.EscapedPath()}
	if port := u.Port(); port != "" {
		if r.Port, err = strconv.Atoi(port); err != nil || r.Port == 0 {
			return Redirect{}, unfit
		}
	}
	if r.Host == loopback.IPv4 {
		r.Host = ""
	}
	if r.Path == loopback.DefaultPath {
		r.Path = ""
	}
	return r, r.Check()
}

// Check tells whether a browser can come back to it; the error is that of
// ParseRedirect.
func (r Redirect) Check() error {
	if (loopback.Options{Host: r.Host, Port: r.Port, Path: r.Path}).Check() != nil {
		return &Error{Kind: KindRequest, Reason: "redirect"}
	}
	return nil
}

// String is the redirect URI, without a port where any will do.
func (r Redirect) String() string {
	host, path := r.Host, r.Path
	if host == "" {
		host = loopback.IPv4
	}
	if path == "" {
		path = loopback.DefaultPath
	}
	if r.Port != 0 {
		host = net.JoinHostPort(host, strconv.Itoa(r.Port))
	} else if host == loopback.IPv6 {
		host = "[" + host + "]"
	}
	return "http://" + host + path
}
