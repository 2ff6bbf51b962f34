package profile

import (
	"slices"
	"strings"

	"realmscope/tokenclient"
)

// Template is a ready-made profile of a documented deployment.
type Template struct {
	// ID is a stable word. It stands in Profile.Template, and the description
	// is the text "template.{ID}.about".
	ID string
	// Name is the deployment's own name, the same in every language.
	Name string
	// Profile is what the template fills in. It has no ID yet.
	Profile Profile
	// Asks are the fields that the user has still to fill, in the order of the
	// form.
	Asks []Field
	// BasePattern is how the base looks where the user has to complete it,
	// with a star for the part that is asked; "" when nothing is known.
	BasePattern string
	// QueryDocumented says that the deployment's page shows the parameters in
	// the query: the form explains the switch. The body is tried first, since
	// Keycloak reads nothing else.
	QueryDocumented bool
}

// Templates returns the ready-made templates in the order of the menu. The
// caller owns the list.
func Templates() []Template {
	list := []Template{
		claroshop(), banfico(), oracleSBC(),
		keycloakBrowser(), keycloakConfidential(), keycloakDevice(), keycloakPublic(), keycloakService(), keycloakKey(),
	}
	for i := range list {
		list[i].Profile.Template = list[i].ID
	}
	return list
}

// Draft is the template as the start of a new profile, with an id of its own.
func (t Template) Draft() Draft {
	p := t.Profile.Clone()
	p.ID = NewID()
	return Draft{Profile: p, Asks: slices.Clone(t.Asks)}
}

// claroshop is the Token API of sso.dev.claroshop.com: public client, password
// and refresh; its page lists grant_type and the rest as query parameters.
func claroshop() Template {
	return Template{
		ID: "claroshop", Name: "Claroshop",
		Profile: Profile{
			Name: "claroshop dev", Environment: Development,
			Realm:    tokenclient.Realm{Base: "https://sso.dev.claroshop.com/auth"},
			Client:   Client{Auth: tokenclient.AuthNone},
			Grant:    GrantPassword,
			ParamsIn: tokenclient.ParamsInBody,
		},
		Asks:            []Field{FieldRealm, FieldClientID, FieldAccounts},
		QueryDocumented: true,
	}
}

// banfico is Banfico's OAuth page: a host for each bank, Basic authentication,
// grant_type=client_credentials and nothing else in the body.
func banfico() Template {
	return Template{
		ID: "banfico", Name: "Banfico",
		Profile: Profile{
			Name: "banfico", Environment: Development,
			Realm:  tokenclient.Realm{Name: "provider"},
			Client: Client{Auth: tokenclient.AuthBasic},
			Grant:  GrantClientCredentials,
		},
		Asks:        []Field{FieldBase, FieldClientID, FieldClientSecret},
		BasePattern: "https://*.banfico.net/auth",
	}
}

// oracleSBC is Oracle's session border controller: its REST page names address,
// realm and client.
func oracleSBC() Template {
	return Template{
		ID: "oracle-sbc", Name: "Oracle SBC",
		Profile: Profile{
			Name: "oracle sbc", Environment: Development,
			Realm:  tokenclient.Realm{Base: "https://iam.sbc.com/console/auth", Name: "sbc"},
			Client: Client{ID: "cnsbc-api-access", Auth: tokenclient.AuthNone},
			Grant:  GrantPassword,
		},
		Asks: []Field{FieldAccounts},
	}
}

// keycloakPublic asks for openid, which gives an ID token and lets the token
// into UserInfo (Keycloak 19.0.2 on).
func keycloakPublic() Template {
	return Template{
		ID: "keycloak-public", Name: "Keycloak · password",
		Profile: Profile{
			Environment: Development,
			Client:      Client{Auth: tokenclient.AuthNone},
			Grant:       GrantPassword, Scope: "openid",
		},
		Asks: []Field{FieldName, FieldBase, FieldRealm, FieldClientID, FieldAccounts},
	}
}

// keycloakBrowser is what Keycloak recommends for people: the password is typed
// on the realm's own page, with every second factor that it asks for.
func keycloakBrowser() Template {
	return Template{
		ID: "keycloak-browser", Name: "Keycloak · browser login",
		Profile: Profile{
			Environment: Development,
			Client:      Client{Auth: tokenclient.AuthNone},
			Grant:       GrantAuthorizationCode, Scope: "openid",
		},
		Asks: []Field{FieldName, FieldBase, FieldRealm, FieldClientID},
	}
}

// keycloakDevice is for machines without a browser: the code is typed on a
// phone.
func keycloakDevice() Template {
	t := keycloakBrowser()
	t.ID, t.Name, t.Profile.Grant = "keycloak-device", "Keycloak · device login", GrantDevice
	return t
}

func keycloakService() Template {
	return Template{
		ID: "keycloak-service", Name: "Keycloak · service account",
		Profile: Profile{
			Environment: Development,
			Client:      Client{Auth: tokenclient.AuthBasic},
			Grant:       GrantClientCredentials,
		},
		Asks: []Field{FieldName, FieldBase, FieldRealm, FieldClientID, FieldClientSecret},
	}
}

// keycloakConfidential is a web application with a server of its own: people log
// in by the browser, and the client shows its secret at the token endpoint.
func keycloakConfidential() Template {
	t := keycloakBrowser()
	t.ID, t.Name = "keycloak-confidential", "Keycloak · confidential client"
	t.Profile.Client.Auth = tokenclient.AuthBasic
	t.Asks = append(t.Asks, FieldClientSecret)
	return t
}

// keycloakKey is a service account that signs with a key of its own, which
// never leaves this machine (RFC 7523).
func keycloakKey() Template {
	t := keycloakService()
	t.ID, t.Name = "keycloak-key", "Keycloak · signed service account"
	t.Profile.Client.Auth = tokenclient.AuthPrivateKeyJWT
	t.Asks = []Field{FieldName, FieldBase, FieldRealm, FieldClientID}
	return t
}

// placeholder tells texts that a page gives in place of a value: "{realm_name}",
// "<host>", "*.banfico.net".
func placeholder(s string) bool { return strings.ContainsAny(s, "{}<>*") }
