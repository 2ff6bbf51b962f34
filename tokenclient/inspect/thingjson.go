package inspect

import "strings"

// nameJSON names a JSON text without a token; "" when it is none.
func nameJSON(s string) (Thing, map[string]string) {
	r := reader{text: s}
	r.skip()
	v, err := r.value()
	if err != nil && (len(v.Members) == 0 || v.Kind != KindObject) {
		return "", nil
	}
	if v.Kind == KindArray && len(v.Items) > 0 && v.Items[0].Kind == KindObject {
		if _, ok := v.Items[0].last("kty"); ok {
			return ThingJWKS, nil
		}
		return ThingJSON, nil
	}
	if v.Kind != KindObject {
		return ThingJSON, nil
	}
	for _, code := range [...]string{"error", "errorMessage"} {
		if v.text(code) != "" && !v.has("kty") {
			return ThingOAuthError, errorArgs(v.text(code), v.text("error_description"))
		}
	}
	return v.thing(), nil
}

// has tells whether an object has one of these members.
func (v *Value) has(names ...string) bool {
	for _, name := range names {
		if _, ok := v.last(name); ok {
			return true
		}
	}
	return false
}

// thing names an object by its members.
func (v *Value) thing() Thing {
	keys, _ := v.last("keys")
	switch {
	case v.has("kty"):
		return ThingJWK
	case v.has("log") && v.isArchive():
		return ThingHAR
	case keys.Value.Kind == KindArray && keysIn(keys.Value):
		return ThingJWKS
	case v.has("access_token", "refresh_token", "id_token"):
		return ThingResponse
	case v.has("device_code"):
		return ThingDevice
	case v.has("jwks_uri", "token_endpoint", "authorization_endpoint"):
		return ThingDiscovery
	case v.has("active"):
		return ThingIntrospection
	case isClaims(v) || v.has("sub", "preferred_username", "realm_access"):
		return ThingClaims
	case v.text("alg") != "":
		return ThingHeader
	}
	return ThingJSON
}

// isArchive tells a recording of web requests (HAR 1.2).
func (v *Value) isArchive() bool {
	log, _ := v.last("log")
	entries, _ := log.Value.last("entries")
	return entries.Value.Kind == KindArray
}

func keysIn(v Value) bool {
	if len(v.Items) == 0 {
		return true
	}
	_, ok := v.Items[0].last("kty")
	return ok
}

// beside names what stands beside tokens and is none.
func beside(text string) (Thing, map[string]string) {
	if len(text) > MaxText {
		return "", nil
	}
	bare := strings.TrimSpace(text)
	if hasBasic(text) {
		return ThingBasicBeside, nil
	}
	if !strings.HasPrefix(bare, "{") {
		return "", nil
	}
	v, _, err := ParseJSON([]byte(bare))
	if err != nil {
		return "", nil
	}
	if code := v.text("error"); code != "" {
		return ThingErrorBeside, errorArgs(code, v.text("error_description"))
	}
	for _, name := range [...]string{"access_token", "refresh_token", "id_token"} {
		if token := v.text(name); token != "" && Decode(token).Form == FormOpaque {
			return ThingOpaqueBeside, map[string]string{"Name": name}
		}
	}
	return "", nil
}
