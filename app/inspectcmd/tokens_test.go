package inspectcmd_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
)

func b64(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// signature is base64url of n bytes that look like a signature and fit nothing.
func signature(n int) string {
	data := make([]byte, n)
	state := uint32(n)
	for i := range data {
		state = state*1664525 + 1013904223
		data[i] = byte(state >> 24)
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

func jwt(header, payload string, bytes int) string {
	return b64(header) + "." + b64(payload) + "." + signature(bytes)
}

// samples are the tokens of the corpus by name; <t> stands for each of the
// first three by turns.
func samples() map[string]string {
	const (
		rs    = `{"alg":"RS256","typ":"JWT","kid":"uUxNkA-9"}`
		es    = `{"alg":"ES256","typ":"JWT","kid":"e"}`
		hs    = `{"alg":"HS512","typ":"JWT","kid":"h"}`
		times = `"exp":1782900300,"iat":1782900000,"iss":"https://sso.example/realms/shop","sub":"f81d4fae-7dec-11d0-a765-00a0c91e6bf6"`
	)
	access := jwt(rs, `{`+times+`,"jti":"onrtro:a","aud":"account","typ":"Bearer","azp":"web","acr":"1","allowed-origins":["https://shop.example"],"realm_access":{"roles":["offline_access","shop-admin","uma_authorization"]},"resource_access":{"account":{"roles":["manage-account","view-profile"]}},"scope":"openid email profile","preferred_username":"alice","email":"alice@shop.example"}`, 256)
	id := jwt(es, `{`+times+`,"aud":"web","typ":"ID","azp":"web","nonce":"n","at_hash":"x","preferred_username":"alice"}`, 64)
	m := map[string]string{
		"access": access, "id": id,
		"short":        b64(`{"alg":"HS256","typ":"JWT"}`) + "." + b64(`{"sub":"1234567890","name":"John Doe","iat":1516239022}`) + ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
		"refresh":      jwt(hs, `{`+times+`,"typ":"Refresh","azp":"web","aud":"https://sso.example/realms/shop"}`, 64),
		"offline":      jwt(hs, `{"iat":1782900000,"typ":"Offline","azp":"web","iss":"https://sso.example/realms/shop"}`, 64),
		"logout":       jwt(rs, `{`+times+`,"typ":"Logout","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}`, 256),
		"rpt":          jwt(rs, `{`+times+`,"typ":"Bearer","authorization":{"permissions":[{"rsname":"r"}]}}`, 256),
		"proof":        jwt(`{"alg":"ES256","typ":"dpop+jwt","jwk":{"kty":"EC"}}`, `{"htm":"POST","htu":"https://x.example","iat":1782900000,"jti":"x"}`, 64),
		"atjwt":        jwt(`{"alg":"RS256","typ":"at+jwt"}`, `{`+times+`}`, 256),
		"light":        jwt(rs, `{`+times+`,"typ":"Bearer","jti":"onltac:b"}`, 256),
		"assertion":    jwt(rs, `{"iss":"web","sub":"web","aud":"https://sso.example/realms/shop","exp":1782900300,"jti":"z"}`, 256),
		"std":          std(access),
		"dash":         strings.Replace(jwt(rs, `{"sub":"a???~~~>>>","iat":1782900000}`, 256), "-", "–", 1),
		"dash2":        strings.ReplaceAll(jwt(rs, `{"sub":"a???~~~>>>","iat":1782900000}`, 256), "_", `\_`),
		"opaqueaccess": access,
		"samlxml":      `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1" Version="2.0"><saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/></samlp:Response>`,
	}
	oddSamples(m, rs, times)
	return m
}

// oddSamples adds the tokens that a reader must be warned of.
func oddSamples(m map[string]string, rs, times string) {
	plain := func(payload string) string { return jwt(rs, payload, 256) }
	m["none"] = b64(`{"alg":"none","typ":"JWT"}`) + "." + b64(`{"sub":"a"}`) + "."
	m["doubled"] = plain(`{"sub":"a","sub":"b"}`)
	m["doubledheader"] = jwt(`{"alg":"RS256","kid":"a","kid":"b"}`, `{"sub":"a"}`, 256)
	m["exptext"] = plain(`{"exp":"1782900300"}`)
	m["expms"] = plain(`{"exp":1782900300000}`)
	m["list"] = plain(`[1,2]`)
	m["plain"] = jwt(`{"alg":"RS256","kid":"k"}`, "It’s a dangerous business, Frodo", 256)
	m["utf8"] = plain("{\"sub\":\"a\xff\"}")
	m["surrogate"] = plain(`{"sub":"\ud83d"}`)
	m["stray"] = m["access"][:len(m["access"])-1] + "x"
	m["deep"] = plain(strings.Repeat(`{"a":`, 70) + "1" + strings.Repeat("}", 70))
	m["jku"] = jwt(`{"alg":"RS256","jku":"https://evil.example/keys"}`, `{`+times+`}`, 256)
	m["digits"] = plain(`{"iat":1782900000,"n":9007199254740993,"f":1.10,"e":1E+2}`)
	m["spacy"] = jwt("{ \"alg\" : \"RS256\",\r\n \"typ\":\"JWT\" }", `{`+times+`}`, 256)
	m["crit"] = jwt(`{"alg":"RS256","crit":["exp"],"exp":1}`, `{`+times+`}`, 256)
	m["emoji"] = plain(`{"name":"Zoë 👍","iat":1782900000}`)
	m["emptyclaims"] = plain(`{}`)
	m["detached"] = b64(rs) + ".." + signature(256)
	m["noalg"] = jwt(`{"typ":"JWT"}`, `{`+times+`}`, 256)
	jwe := b64(`{"alg":"RSA-OAEP","enc":"A128GCM","cty":"JWT","kid":"k"}`)
	m["jwe"] = strings.Join([]string{jwe, signature(256), signature(12), signature(300), signature(16)}, ".")
	m["jwedir"] = strings.Join([]string{b64(`{"alg":"dir","enc":"A128CBC-HS256"}`), "", signature(16), signature(96), signature(16)}, ".")
	m["jwejson"] = `{"protected":"` + jwe + `","encrypted_key":"` + signature(256) + `","iv":"` + signature(12) + `","ciphertext":"` + signature(30) + `","tag":"` + signature(16) + `"}`
	part := strings.Split(m["access"], ".")
	m["flat"] = `{"payload":"` + part[1] + `","protected":"` + part[0] + `","signature":"` + part[2] + `"}`
	m["general"] = `{"payload":"` + part[1] + `","signatures":[{"protected":"` + part[0] + `","signature":"` + part[2] + `"}]}`
	m["nested"] = b64(`{"alg":"RS256","cty":"JWT"}`) + "." + b64(m["access"]) + "." + signature(256)
	m["nested2"] = b64(`{"alg":"RS256","cty":"JWT"}`) + "." + b64(m["nested"]) + "." + signature(256)
	m["mldsa"] = jwt(`{"alg":"ML-DSA-65"}`, `{`+times+`}`, 256)
	m["path"] = jwt(`{"alg":"RS256","kid":"../../etc/passwd"}`, `{`+times+`}`, 256)
	m["capitals"] = plain(`{` + times + `,"EXP":99999999999}`)
	m["comma"] = plain(`{"sub":"a",}`)
	m["answer"] = `{"access_token": "` + m["access"] + `","expires_in":300}`
	disclosure, _ := json.Marshal([]string{"salt", "given_name", "Alice"})
	m["sdjwt"] = plain(`{"iss":"https://x.example","_sd":["a"],"_sd_alg":"sha-256"}`) + "~" + b64(string(disclosure)) + "~"
}

// std is a token in the standard alphabet; it must have something to change.
func std(token string) string {
	changed := strings.NewReplacer("-", "+", "_", "/").Replace(token)
	if changed == token {
		return "no letter to change"
	}
	return changed
}
