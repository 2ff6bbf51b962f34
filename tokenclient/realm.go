package tokenclient

// Realm is a Keycloak realm: everything hangs under {Base}/realms/{Name}.
type Realm struct {
	// Base is scheme, host, port and path prefix ("/auth", "/console/auth",
	// or none), without a trailing slash: https://sso.example.com/auth.
	Base string `json:"base"`
	// Name is the realm's name as typed in the admin console, decoded and
	// case-sensitive.
	Name string `json:"name"`
}

// Endpoints are absolute URLs of a realm; an empty one is not known.
// Names follow OpenID Connect Discovery 1.0 section 3 and RFC 8414.
type Endpoints struct {
	Issuer              string
	Authorization       string
	Token               string
	Introspection       string
	UserInfo            string
	Revocation          string
	EndSession          string
	JWKS                string
	DeviceAuthorization string
	PushedAuthorization string
	Backchannel         string // CIBA
}

// Address is what ParseAddress read out of a pasted text.
type Address struct {
	// Realm is the first candidate; its Name is empty when the text names no
	// realm and the user has to be asked.
	Realm Realm
	// Others are further readings of the same text, best first.
	Others []Realm
	// Guess says that Realm.Name is likely but must be confirmed (an admin
	// console address names the realm of the administrator's own login).
	Guess bool
	// ClientID, Scope and RedirectURI come from the query, to prefill a form.
	ClientID, Scope, RedirectURI string
	// Cleaned lists what was changed, as stable words: "quotes", "invisible",
	// "scheme" (it was missing), "slashes" (doubled ones, dot segments or path
	// parameters), "text" (the address stood in a longer text).
	Cleaned []string
}
