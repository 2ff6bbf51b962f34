package tokenclient

// MaxMaterial is how long the text of a key or of certificates may be, in bytes.
const MaxMaterial = maxKey

// Check tells whether With would take a connection, without making one: it
// reads no file of the system and is fast enough for every keystroke. The error
// is that of With.
func (n Connection) Check() error {
	if n.Timeout != 0 && (n.Timeout < minTimeout || n.Timeout > maxTimeout) {
		return settingError("time_limit")
	}
	if !n.Proxy.Off && n.Proxy.URL != "" {
		if _, reason := n.Proxy.parse(); reason != "" {
			return settingError(reason)
		}
	}
	found, ok := certificates(n.RootCAs)
	switch {
	case !ok:
		return settingError("ca_malformed")
	case len(found) == 0 && n.OnlyRootCAs:
		return settingError("ca_missing")
	}
	if _, e := n.Certificate.pair(); e != nil {
		return e
	}
	return nil
}

// Origin is scheme, host and port of the proxy, to which its password belongs;
// "" without an address of its own. The error is an *Error of KindSetting.
func (p Proxy) Origin() (string, error) {
	if p.Off || p.URL == "" {
		return "", nil
	}
	u, reason := p.parse()
	if reason != "" {
		return "", settingError(reason)
	}
	host, _ := normalHost(u.Scheme, u.Host) // read by parse before
	return u.Scheme + "://" + host, nil
}
