package porting

import (
	"errors"
	"strings"
	"testing"
)

func isErr(err, want error) bool { return errors.Is(err, want) }

const tokenURL = kc + "/realms/shop/protocol/openid-connect/token"

func TestCurlCommands(t *testing.T) {
	const public = "shop shop-web sso|" + kc + "|shop||shop-web|none|password||alice|password alice=w o'nder@https://sso.dev.example|[]|"
	const basic = "shop shop-api sso|" + kc + "|shop||shop-api|client_secret_basic|client_credentials|||client_secret =s3@https://sso.dev.example|[]|"
	for name, tt := range map[string]struct{ text, want string }{
		"of a manual": {
			"$ curl -sS -X POST \\\n  '" + tokenURL + "' \\\n  -d grant_type=password -d client_id=shop-web \\\n  -d username=alice --data-urlencode \"password=w o'nder\" | jq .access_token", public,
		},
		"of Chrome on bash": {
			"curl '" + tokenURL + "' -H 'content-type: application/x-www-form-urlencoded' --data-raw $'grant_type=password&client_id=shop-web&username=alice&password=w%20o\\'nder' --compressed", public,
		},
		"of Chrome on Windows": {
			"curl ^\"" + tokenURL + "^\" ^\n  -H ^\"content-type: application/x-www-form-urlencoded^\" ^\n  --data-raw ^\"grant_type=password^&client_id=shop-web^&username=alice^&password=w^%^20o^%^27nder^\"", public,
		},
		"with a user":      {"curl -u shop-api:s3 -dgrant_type=client_credentials " + tokenURL, basic},
		"with a header":    {"curl --request POST --url " + tokenURL + " --header 'Authorization: Basic c2hvcC1hcGk6czM=' --data grant_type=client_credentials", basic},
		"with a multipart": {"curl -F grant_type=client_credentials -u 'shop-api:s3' " + tokenURL, basic},
		"with everything weak": {
			"curl -ksx http://me:pw@proxy.example:8080 --cacert ca.pem -E cert.pem -u shop-api:s3 -d @body.txt -d grant_type=client_credentials --resolve a:1:2 " + tokenURL,
			strings.Replace(strings.TrimSuffix(basic, "|[]|"), "@https://sso.dev.example", "@https://sso.dev.example,proxy_password =pw@http://proxy.example:8080", 1) +
				"|[insecure proxy]|file.not_read ca.pem,file.not_read cert.pem,file.not_read body.txt,option.left_out --resolve",
		},
		"with variables": {
			"curl -d client_id=$CLIENT -d \"client_secret=${SECRET}\" -d grant_type=client_credentials " + tokenURL,
			"shop sso|" + kc + "|shop|||client_secret_post|client_credentials||||[]|variable.unresolved CLIENT,variable.unresolved SECRET",
		},
		"parameters in the query": {
			"curl -G -d grant_type=password -d client_id=shop-web -d username=alice --data-urlencode \"password=w o'nder\" " + tokenURL, public,
		},
		"another server's token path": {
			"curl -u shop-api:s3 -d grant_type=client_credentials " + kc + "/realms/shop/token",
			strings.Replace(basic, "|shop||", "|shop|"+kc+"/realms/shop/token|", 1),
		},
		"a refresh": {
			"curl -d grant_type=refresh_token -d refresh_token=eyJ -d client_id=shop-web " + tokenURL,
			"shop shop-web sso|" + kc + "|shop||shop-web|none|authorization_code||||[]|token.left_out refresh_token,grant.refresh",
		},
	} {
		t.Run(name, func(t *testing.T) { wantBatch(t, tt.text, "", FormatCurl, []string{tt.want}) })
	}
}

const postman = `{"info":{"name":"Shop","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
"variable":[{"key":"base","value":"https://sso.dev.example/auth"},{"key":"secret","value":"s3"}],
"auth":{"type":"oauth2","oauth2":[{"key":"accessTokenUrl","value":"{{base}}/realms/shop/protocol/openid-connect/token"},
 {"key":"grant_type","value":"client_credentials"},{"key":"clientId","value":"shop-api"},{"key":"clientSecret","value":"{{secret}}"},
 {"key":"client_authentication","value":"header"},{"key":"authUrl","value":"https://evil.example/auth"}]},
"item":[{"name":"Folder","item":[{"name":"Token of alice","event":[{"listen":"test"}],"request":{"method":"POST",
 "url":{"raw":"{{base}}/realms/shop/protocol/openid-connect/token"},
 "body":{"mode":"urlencoded","urlencoded":[{"key":"grant_type","value":"password"},{"key":"client_id","value":"shop-web"},
 {"key":"username","value":"alice"},{"key":"password","value":"wonder"},{"key":"scope","value":"off","disabled":true}]}}},
 {"name":"Token of bob","request":{"method":"POST","url":"{{base}}/realms/shop/protocol/openid-connect/token",
 "body":{"mode":"urlencoded","urlencoded":[{"key":"grant_type","value":"password"},{"key":"client_id","value":"shop-web"},
 {"key":"username","value":"bob"},{"key":"password","value":"builder"}]}}}]}]}`

const brunoRequest = `meta {
  name: Shop token
  type: http
}

post {
  url: {{host}}/realms/shop/protocol/openid-connect/token
  body: none
  auth: oauth2
}

auth:oauth2 {
  grant_type: password
  access_token_url: {{host}}/realms/shop/protocol/openid-connect/token
  client_id: shop-api
  client_secret: {{client_secret}}
  username: alice
  password: '''
    wonder
  '''
  ~scope: off
  credentials_placement: basic_auth_header
}

script:pre-request {
  const x = { a: 1 };
}
`

const brunoEnvironment = "vars {\n  host: https://sso.dev.example/auth\n  ~host2: x\n}\nvars:secret [\n  client_secret\n]\n"

const insomnia5 = `type: collection.insomnia.rest/5.0
name: Shop
meta:
  id: wrk_1
collection:
  - name: Folder
    environment:
      realm: shop
    children:
      - url: https://api.example/
        name: Orders
        method: GET
        authentication:
          type: oauth2
          grantType: client_credentials
          accessTokenUrl: "{{ _.base }}/realms/{{ _.realm }}/protocol/openid-connect/token"
          clientId: shop-api
          clientSecret: "{{ _['secret'] }}"
          credentialsInBody: true
environments:
  name: Base Environment
  data:
    secret: s3
  subEnvironments:
    - name: dev
      data:
        base: https://sso.dev.example/auth
    - name: prod
      data:
        base: https://sso.example/auth
        secret: p9
`

func TestApiClients(t *testing.T) {
	const api = "|shop||shop-api|client_secret_"
	for name, tt := range map[string]struct {
		format Format
		text   string
		want   []string
	}{
		"a Postman collection": {FormatPostmanCollection, postman, []string{
			"Shop|" + kc + api + "basic|client_credentials|||client_secret =s3@https://sso.dev.example|[]|endpoint.other_origin evil.example",
			"Token of alice|" + kc + "|shop||shop-web|none|password||alice,bob|password alice=wonder@https://sso.dev.example,password bob=builder@https://sso.dev.example|[]|",
		}},
		"a Postman collection v2.0": {FormatPostmanCollection, `{"info":{"name":"S"},"item":[{"name":"R","request":{"auth":{"type":"oauth2","oauth2":{"accessTokenUrl":"` + tokenURL + `","clientId":"shop-api","clientSecret":"s3","grant_type":"client_credentials","client_authentication":"body"}}}}]}`, []string{
			"R|" + kc + api + "post|client_credentials|||client_secret =s3@https://sso.dev.example|[]|",
		}},
		"a Postman environment": {FormatPostmanVariables, `{"name":"Dev","_postman_variable_scope":"environment","values":[{"key":"KEYCLOAK_URL","value":"https://sso.dev.example/auth","enabled":true},{"key":"realm","value":"shop"},{"key":"client_id","value":"shop-api"},{"key":"client_secret","value":"s3","type":"secret"},{"key":"scope","value":"off","enabled":false}]}`, []string{
			"Dev|" + kc + api + "post|client_credentials|||client_secret =s3@https://sso.dev.example|[]|",
		}},
		"a Bruno request": {FormatBruno, brunoRequest, []string{
			"Shop token||" + "||shop-api|client_secret_basic|password||alice|password alice=wonder@|[]|variable.unresolved host,variable.unresolved client_secret",
		}},
		"a Bruno environment": {FormatBruno, "vars {\n  keycloakUrl: " + kc + "\n  realm: shop\n  clientId: shop-web\n}\n", []string{
			"file|" + kc + "|shop||shop-web|none|authorization_code||||[]|",
		}},
		"a Bruno collection as JSON": {FormatBruno, `{"name":"C","version":"1","items":[{"type":"http-request","name":"R","request":{"url":"x","auth":{"mode":"oauth2","oauth2":{"grantType":"client_credentials","accessTokenUrl":"{{host}}/realms/shop/protocol/openid-connect/token","clientId":"shop-api","clientSecret":"s3","credentialsPlacement":"body"}}}}],"environments":[{"name":"dev","variables":[{"name":"host","value":"` + kc + `","enabled":true}]}]}`, []string{
			"R · dev|" + kc + api + "post|client_credentials|||client_secret =s3@https://sso.dev.example|[]|",
		}},
		"Insomnia v5": {FormatInsomnia, insomnia5, []string{
			"Orders · dev|" + kc + api + "post|client_credentials|||client_secret =s3@https://sso.dev.example|[]|",
			"Orders · prod|https://sso.example/auth" + api + "post|client_credentials|||client_secret =p9@https://sso.example|[]|",
		}},
		"Insomnia v4": {FormatInsomnia, `{"_type":"export","__export_format":4,"resources":[{"_id":"wrk_1","_type":"workspace"},{"_id":"env_1","_type":"environment","parentId":"wrk_1","name":"Base","data":{"sso":{"url":"` + kc + `"}}},{"_id":"fld_1","_type":"request_group","parentId":"wrk_1","environment":{"realm":"shop"}},{"_id":"req_1","_type":"request","parentId":"fld_1","name":"Token","url":"{{ _.sso.url }}/realms/{{ _.realm }}/protocol/openid-connect/token","body":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"grant_type","value":"password"},{"name":"client_id","value":"shop-web"},{"name":"username","value":"alice"},{"name":"password","value":"wonder"}]}}]}`, []string{
			"Token|" + kc + "|shop||shop-web|none|password||alice|password alice=wonder@https://sso.dev.example|[]|",
		}},
	} {
		t.Run(name, func(t *testing.T) { wantBatch(t, tt.text, "/some/where/file.x", tt.format, tt.want) })
	}
}

// TestEnvironmentsFillTheCollectionBesideThem reads a Bruno request with two
// environments, as a person drops them together.
func TestEnvironmentsFillTheCollectionBesideThem(t *testing.T) {
	b, err := ReadTogether([]File{
		{"dev.bru", []byte(brunoEnvironment)},
		{"token.bru", []byte(brunoRequest)},
		{"prod.bru", []byte(strings.Replace(brunoEnvironment, "sso.dev", "sso", 1))},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range b.Proposals {
		got = append(got, p.Profile.Name+" "+p.Profile.Realm.Base)
	}
	want := "Shop token · dev https://sso.dev.example/auth\nShop token · prod https://sso.example/auth"
	if strings.Join(got, "\n") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
