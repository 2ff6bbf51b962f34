package inspect_test

import (
	"slices"
	"strings"
	"testing"

	"realmscope/tokenclient/inspect"
)

func TestMissingRoleNamesTheLikelyReason(t *testing.T) {
	const roles = `"realm_access":{"roles":["admin","Boss"]},"resource_access":{"shop":{"roles":["buyer"]}},"azp":"web"`
	for name, tt := range map[string]struct{ payload, client, role, want string }{
		"it is there":              {`{"typ":"Bearer",` + roles + `}`, "", "admin", ""},
		"it is there, of a client": {`{"typ":"Bearer",` + roles + `}`, "shop", "buyer", ""},
		"another spelling":         {`{"typ":"Bearer",` + roles + `}`, "", "boss", "spelling"},
		"of a client":              {`{"typ":"Bearer",` + roles + `}`, "", "buyer", "elsewhere"},
		"of the realm":             {`{"typ":"Bearer",` + roles + `}`, "shop", "admin", "elsewhere"},
		"another client":           {`{"typ":"Bearer",` + roles + `,"iat":1782900000}`, "stock", "x", "no_client issued_before"},
		"realm roles alone":        {`{"typ":"Bearer","realm_access":{"roles":["a"]}}`, "shop", "x", "realm_only"},
		"client roles alone":       {`{"typ":"Bearer","resource_access":{"a":{"roles":["b"]}}}`, "", "x", "client_only"},
		"others of that sort":      {`{"typ":"Bearer",` + roles + `,"iat":1782900000}`, "", "x", "not_granted issued_before"},
		"others of that client":    {`{"typ":"Bearer",` + roles + `}`, "shop", "x", "not_granted"},
		"no roles":                 {`{"typ":"Bearer"}`, "", "x", "no_roles"},
		"an ID token":              {`{"typ":"ID"}`, "", "x", "id_token no_roles"},
		"a refresh token":          {`{"typ":"Refresh"}`, "", "x", "refresh"},
		"a lightweight token":      {`{"typ":"Bearer","jti":"onltac:1"}`, "", "x", "lightweight no_roles"},
		"a group":                  {`{"typ":"Bearer","groups":["/sales"]}`, "", "sales", "group no_roles"},
		"a scope":                  {`{"typ":"Bearer","scope":"openid sales"}`, "", "sales", "scope no_roles"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range inspect.MissingRole(claims(tt.payload), tt.client, tt.role) {
				got = append(got, f.Code)
				if !slices.Contains(inspect.HintCodes(), f.Code) {
					t.Errorf("%q is not in HintCodes", f.Code)
				}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	sealed := inspect.Decode(encode(`{"alg":"dir","enc":"A128GCM"}`) + "..a.b.c")
	if got := inspect.MissingRole(sealed, "", "x"); len(got) != 1 || got[0].Code != "encrypted" {
		t.Errorf("encrypted: got %+v", got)
	}
}
