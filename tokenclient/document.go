package tokenclient

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// documentReader reads the addresses of a discovery document with distrust.
type documentReader struct {
	object
	origin, issuer string   // of the realm as typed
	twice          []string // members that occur more than once
	notes          []string
}

func (d *documentReader) note(word string) { d.notes = appendNew(d.notes, word) }

// ambiguous tells, and notes, that a member occurs twice: programs disagree
// about which one counts, so neither does.
func (d *documentReader) ambiguous(name string) bool {
	if !slices.Contains(d.twice, name) {
		return false
	}
	d.note("duplicate." + name)
	return true
}

// issuerOf is the issuer as the document says it; it must equal the address
// asked (RFC 8414 section 3.3), but Keycloak's hostname settings let it differ.
func (d *documentReader) issuerOf() string {
	issuer, _ := d.text("issuer")
	if d.ambiguous("issuer") {
		return d.issuer
	}
	if issuer != d.issuer {
		d.note("issuer.differs")
	}
	if _, err := Origin(issuer); err != nil {
		return d.issuer
	}
	return issuer
}

// endpoint is a member's address, and table's where it cannot be used. A
// missing member is an endpoint that the server lacks, but for the needed ones.
func (d *documentReader) endpoint(name, table string, needed bool) string {
	if d.ambiguous(name) {
		return table
	}
	text, isText := d.text(name)
	if text == "" && (isText || d.last(name) == nil) {
		if needed {
			return table
		}
		return ""
	}
	u, err := url.Parse(text)
	origin, wrong := Origin(text)
	if err != nil || wrong != nil || strings.Contains(text, "#") {
		d.note("endpoint.unusable")
		return table
	}
	if strings.HasPrefix(d.origin, "https:") && strings.HasPrefix(origin, "http:") {
		// The proxy in front does not tell the server that it speaks TLS.
		d.note("endpoint.downgrade")
		onHost(u, "https")
		text = u.String()
		if origin, wrong = Origin(text); wrong != nil {
			return table
		}
	}
	if origin != d.origin {
		d.note("endpoint.other_origin")
	}
	return text
}

// introspection had another name in Keycloak 4 to 8.
func (d *documentReader) introspection(table string) string {
	if d.last("introspection_endpoint") == nil && d.last("token_introspection_endpoint") != nil {
		return d.endpoint("token_introspection_endpoint", table, false)
	}
	return d.endpoint("introspection_endpoint", table, false)
}

// words is a list of texts; what is no text is left out.
func (o object) words(name string) []string {
	const most = 500
	var items []json.RawMessage
	if json.Unmarshal(o.last(name), &items) != nil {
		return nil
	}
	var words []string
	for _, raw := range items {
		var word string
		if json.Unmarshal(raw, &word) == nil && word != "" && len(words) < most {
			words = append(words, oneLine(word, maxCode))
		}
	}
	return words
}

// fingerprint is a lower bound of the Keycloak release by the members that its
// document has; administrators can hide some, so absence proves nothing.
func fingerprint(o object, e Endpoints) string {
	if !strings.Contains(e.Issuer, "/realms/") || !strings.HasSuffix(e.Token, "/protocol/openid-connect/token") {
		return "" // another provider has the same members for other reasons
	}
	for _, mark := range []struct{ member, release string }{
		{"prompt_values_supported", "26.1"},
		{"dpop_signing_alg_values_supported", "23"},
		{"authorization_response_iss_parameter_supported", "23"},
		{"acr_values_supported", "18"},
		{"userinfo_encryption_alg_values_supported", "18"},
		{"frontchannel_logout_supported", "17"},
		{"pushed_authorization_request_endpoint", "15"},
		{"mtls_endpoint_aliases", "15"},
		{"backchannel_authentication_endpoint", "15"},
		{"device_authorization_endpoint", "13"},
		{"revocation_endpoint", "12"},
		{"backchannel_logout_supported", "12"},
		{"id_token_encryption_alg_values_supported", "8"},
		{"introspection_endpoint", "6"},
		{"token_introspection_endpoint", "4"},
	} {
		if o.last(mark.member) != nil {
			return mark.release
		}
	}
	return ""
}
