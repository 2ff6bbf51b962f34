package tokenclient

// EndpointsFor are the addresses for a client authentication: those of
// mtls_endpoint_aliases, where the server names them, for a certificate on the
// connection, else Endpoints (RFC 8705 section 5). An alias may be of another
// origin than the realm, to which the profile's secrets are not bound.
func (d Discovery) EndpointsFor(m AuthMethod) Endpoints {
	if !m.OnConnection() {
		return d.Endpoints
	}
	e := d.Endpoints
	for _, pair := range []struct {
		to    *string
		alias string
	}{
		{&e.Token, d.MTLS.Token},
		{&e.Introspection, d.MTLS.Introspection},
		{&e.UserInfo, d.MTLS.UserInfo},
		{&e.Revocation, d.MTLS.Revocation},
		{&e.DeviceAuthorization, d.MTLS.DeviceAuthorization},
		{&e.PushedAuthorization, d.MTLS.PushedAuthorization},
		{&e.Backchannel, d.MTLS.Backchannel},
	} {
		if pair.alias != "" {
			*pair.to = pair.alias
		}
	}
	return e
}

// aliases reads mtls_endpoint_aliases with the same distrust as the other
// addresses; there is nothing to fall back on.
func (d *documentReader) aliases() Endpoints {
	const member = "mtls_endpoint_aliases"
	if d.last(member) == nil || d.ambiguous(member) {
		return Endpoints{}
	}
	o, err := readObject(d.last(member))
	if err != nil {
		d.note("endpoint.unusable")
		return Endpoints{}
	}
	inner := documentReader{object: o, origin: d.origin, twice: o.repeated()}
	e := Endpoints{
		Token:               inner.endpoint("token_endpoint", "", false),
		Introspection:       inner.endpoint("introspection_endpoint", "", false),
		UserInfo:            inner.endpoint("userinfo_endpoint", "", false),
		Revocation:          inner.endpoint("revocation_endpoint", "", false),
		DeviceAuthorization: inner.endpoint("device_authorization_endpoint", "", false),
		PushedAuthorization: inner.endpoint("pushed_authorization_request_endpoint", "", false),
		Backchannel:         inner.endpoint("backchannel_authentication_endpoint", "", false),
	}
	for _, word := range inner.notes {
		d.note(word)
	}
	return e
}
