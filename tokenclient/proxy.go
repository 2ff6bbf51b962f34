package tokenclient

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Proxy is the proxy of one profile. The zero value is the one of the
// environment (HTTP_PROXY, HTTPS_PROXY, NO_PROXY). This machine is never asked
// through a proxy.
type Proxy struct {
	// Off goes without any proxy.
	Off bool
	// URL is scheme (http, https, socks5 or socks5h; http when missing), host
	// and port, without user information.
	URL string
	// Username and Password log in to the proxy: Basic, or RFC 1929 with SOCKS.
	Username string
	Password Secret
}

// choose makes the function that picks the proxy of a request.
func (p Proxy) choose() (func(*http.Request) (*url.URL, error), *Error) {
	switch {
	case p.Off:
		return func(*http.Request) (*url.URL, error) { return nil, nil }, nil
	case p.URL == "":
		return http.ProxyFromEnvironment, nil
	}
	u, reason := p.parse()
	if reason != "" {
		return nil, settingError(reason)
	}
	return func(*http.Request) (*url.URL, error) { return u, nil }, nil
}

// parse reads the proxy's address.
func (p Proxy) parse() (u *url.URL, reason string) {
	text := strings.TrimSpace(p.URL)
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, "proxy_address"
	case u.User != nil: // it would be shown with the address
		return nil, "proxy_userinfo"
	case !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme),
		strings.Trim(u.Path, "/") != "", u.RawQuery != "", u.Fragment != "":
		return nil, "proxy_address"
	}
	if _, ok := normalHost(u.Scheme, u.Host); !ok {
		return nil, "proxy_address"
	}
	u = &url.URL{Scheme: u.Scheme, Host: u.Host}
	if p.Username != "" || !p.Password.Empty() {
		u.User = url.UserPassword(p.Username, p.Password.Reveal())
	}
	return u, ""
}
