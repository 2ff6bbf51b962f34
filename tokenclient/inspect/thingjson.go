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
	has := func(names ...string) bool {
		for _, name := range names {
			if _, ok := v.last(name); ok {
				return true
			}
		}
		return false
	}
	keys, _ := v.last("keys")
	switch {
	case has("kty"):
		return ThingJWK, nil
	case keys.Value.Kind == KindArray && keysIn(keys.Value):
		return ThingJWKS, nil
	case v.text("error") != "":
		return ThingOAuthError, errorArgs(v.text("error"), v.text("error_description"))
	case v.text("errorMessage") != "":
		return ThingOAuthError, errorArgs(v.text("errorMessage"), "")
	case has("access_token", "refresh_token", "id_token"):
		return ThingResponse, nil
	case has("device_code"):
		return ThingDevice, nil
	case has("jwks_uri", "token_endpoint", "authorization_endpoint"):
		return ThingDiscovery, nil
	case has("active"):
		return ThingIntrospection, nil
	case isClaims(&v) || has("sub", "preferred_username", "realm_access"):
		return ThingClaims, nil
	case v.text("alg") != "":
		return ThingHeader, nil
	}
	return ThingJSON, nil
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
