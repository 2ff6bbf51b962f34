package ui

import (
	"fmt"
	"strings"
	"time"
)

// strangeToken is an old access token with a doubled subject.
func strangeToken() string {
	return jwt(`{"alg":"RS256","typ" : "JWT","kid" : "uUxNog4MYDtqu4aqfaEfPVgTPd1A3Bt2taROrfODr6Sc"}`,
		`{"exp":1627035415,"iat":1627035115,"jti":"7b7ac2cf-8e9f-4b44-a90d-1a8b62c1a6b1","iss":"https://auth.banka.banfico.net/auth/realms/provider",`+
			`"aud":"account","sub":"b7639928-1b6b-48ba-9a2f-b2b709265d84","typ":"Bearer","azp":"outbound01","acr":"1","allowed-origins":["*"],`+
			`"realm_access":{"roles":["offline_access","uma_authorization"]},"resource_access":{"account":{"roles":["manage-account","view-profile"]}},`+
			`"scope":"email profile","clientId":"outbound01","email_verified":false,"sub":"service-account-outbound01","preferred_username":"service-account-outbound01"}`)
}

// rolesToken has so many roles.
func rolesToken(n int) string {
	roles := make([]string, n)
	for i := range roles {
		roles[i] = fmt.Sprintf("%q", fmt.Sprintf("role-%04d", i))
	}
	return jwt(`{"alg":"RS256","kid":"k1"}`, fmt.Sprintf(`{"exp":%d,"iat":%d,"iss":"https://sso.dev.example/auth/realms/shop","typ":"Bearer","realm_access":{"roles":[%s]}}`,
		time.Now().Add(5*time.Minute).Unix(), time.Now().Unix(), strings.Join(roles, ",")))
}

// longToken has at least so many characters.
func longToken(size int) string {
	return jwt(`{"alg":"RS256","kid":"k1"}`, fmt.Sprintf(`{"exp":%d,"typ":"Bearer","preferred_username":"alice","note":%q}`,
		time.Now().Add(5*time.Minute).Unix(), strings.Repeat("n", size*3/4)))
}

const sealedToken = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00iLCJraWQiOiJlMSJ9.a2V5.aXY.Y2lwaGVydGV4dA.dGFn"

func inspectScenes() map[string]func(s *stage) {
	return map[string]func(s *stage){
		"inspect-empty": func(s *stage) { s.inspector() },
		"inspect-curl": func(s *stage) {
			s.onPastedText("curl -H 'Authorization: Bearer " + strangeToken() + "' https://api.example/ -d id_token=" + accessOf("alice", time.Minute))
		},
		"inspect-roles": func(s *stage) {
			s.onPastedText(rolesToken(1000))
			s.inspector().tabs.bar.Select(tokenRights)
		},
		"inspect-findings": func(s *stage) {
			s.onPastedText(strangeToken())
			s.inspector().tabs.bar.Select(tokenFindings)
		},
		"inspect-json": func(s *stage) {
			s.onPastedText(strangeToken())
			s.inspector().tabs.bar.Select(tokenJSON)
		},
		"inspect-edit": func(s *stage) {
			s.showsToken = true
			s.onPastedText(strangeToken())
			s.press(T("inspect.edit"))
		},
		"inspect-nothing": func(s *stage) { s.onPastedText("https://sso.dev.example/auth/realms/shop") },
		"inspect-cut":     func(s *stage) { s.onPastedText(strangeToken()[:420]) },
		"inspect-jwe":     func(s *stage) { s.onPastedText(sealedToken) },
		"inspect-key": func(s *stage) {
			s.onPastedText(strangeToken())
			s.press(T("inspect.give"))
			s.app.Clipboard().SetContent("not-a-good-secret")
			s.press(T("material.paste"))
		},
		"inspect-confirm": func(s *stage) {
			s.onPastedText(jwt(`{"alg":"RS256","kid":"k1"}`, `{"iss":"http://10.1.2.3:8080/realms/x","exp":1}`))
			s.press(T("inspect.ask", args{"Host": "10.1.2.3:8080"}))
		},
		"inspect-claim": func(s *stage) {
			s.onPastedText(strangeToken())
			s.inspector().tabs.claims.table.Select(3)
		},
	}
}

// onPastedText pastes where no field has the focus.
func (s *stage) onPastedText(text string) {
	s.win.Canvas().Unfocus()
	s.pasteAnywhere(text)
}
