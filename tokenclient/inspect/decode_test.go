package inspect_test

import (
	"encoding/base64"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient/inspect"
)

func encode(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// jws makes a token of JSON texts, with a signature that fits nothing.
func jws(header, payload string) string {
	return encode(header) + "." + encode(payload) + "." + encode("signature")
}

// claims makes a token with this payload.
func claims(payload string) *inspect.Token {
	return inspect.Decode(jws(`{"alg":"RS256"}`, payload))
}

func sample(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(data))
}

func codes(issues []inspect.Issue) []string {
	var list []string
	for _, i := range issues {
		list = append(list, strings.TrimSpace(i.Code+" "+i.Where))
	}
	return list
}

// formCase is a text, what it turns out to be, and its issues.
type formCase struct {
	text string
	form inspect.Form
	want []string
}

func checkForms(t *testing.T, cases map[string]formCase) {
	t.Helper()
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			token := inspect.Decode(tt.text)
			if token.Form != tt.form {
				t.Errorf("form: got %q, want %q", token.Form, tt.form)
			}
			if diff := cmp.Diff(codes(token.Issues), tt.want); diff != "" {
				t.Errorf("issues (-got +want):\n%s", diff)
			}
			for _, issue := range token.Issues {
				if !slices.Contains(inspect.IssueCodes(), issue.Code) {
					t.Errorf("code %q is not in IssueCodes", issue.Code)
				}
			}
		})
	}
}

func TestDecodeTellsTheForm(t *testing.T) {
	const h = `{"alg":"RS256"}`
	good := jws(h, `{"sub":"a"}`)
	header, body := encode(h), encode(`{"sub":"a"}`)
	checkForms(t, map[string]formCase{
		"a plain token has no issues":    {good, inspect.FormJWS, nil},
		"an odd header is normal":        {jws("{\"typ\" : \"JWT\" ,\n\"alg\": \"RS256\"}", `{}`), inspect.FormJWS, nil},
		"nothing":                        {"", inspect.FormEmpty, nil},
		"blanks alone":                   {" \n\t", inspect.FormEmpty, nil},
		"blanks round a token":           {" " + good + "\n", inspect.FormJWS, []string{"space"}},
		"an opaque text":                 {"e1b7c7c4-6c9a", inspect.FormOpaque, nil},
		"an opaque text with dots":       {"ya29.a0Af.xyz", inspect.FormOpaque, nil},
		"an opaque text with a tilde":    {"abc~def", inspect.FormOpaque, nil},
		"a header that is no object":     {jws(`[1]`, `{}`), inspect.FormOpaque, nil},
		"two dots":                       {"..", inspect.FormOpaque, nil},
		"ten MiB of dots":                {strings.Repeat(".", 10<<20), inspect.FormBroken, []string{"too_large"}},
		"two MiB of dots":                {strings.Repeat(".", inspect.MaxText), inspect.FormOpaque, nil},
		"a header alone":                 {header, inspect.FormBroken, []string{"parts"}},
		"a lost signature":               {header + "." + body, inspect.FormBroken, []string{"parts"}},
		"four parts":                     {good + ".x", inspect.FormBroken, []string{"parts"}},
		"six parts":                      {good + ".x.y.z", inspect.FormBroken, []string{"parts"}},
		"many parts":                     {header + strings.Repeat(".", 1<<20), inspect.FormBroken, []string{"parts"}},
		"an encrypted token":             {encode(`{"alg":"RSA-OAEP","enc":"A128GCM"}`) + ".a.b.c.d", inspect.FormJWE, nil},
		"an encrypted token, empty key":  {encode(`{"alg":"dir","enc":"A128GCM","zip":"DEF"}`) + "..b.c.d", inspect.FormJWE, nil},
		"an encrypted token, bad header": {encode(`{"alg"`) + ".a.b.c.d", inspect.FormBroken, []string{"json header"}},
		"an empty payload":               {header + ".." + encode("s"), inspect.FormBroken, []string{"empty_part payload"}},
		"an empty signature":             {header + "." + body + ".", inspect.FormJWS, []string{"unsigned signature"}},
		"nothing but a header":           {header + "..", inspect.FormBroken, []string{"empty_part payload", "unsigned signature"}},
		"an SD-JWT":                      {good + "~abc~d.e.f", inspect.FormJWS, []string{"sd_jwt"}},
	})
}

func TestDecodeReadsSloppyBase64(t *testing.T) {
	const h = `{"alg":"RS256"}`
	header, body := encode(h), encode(`{"sub":"a"}`)
	checkForms(t, map[string]formCase{
		"padding":                       {header + "." + encode(`{"sub":"ab"}`) + "." + "YQ==", inspect.FormJWS, []string{"base64.padding signature"}},
		"standard alphabet":             {header + "." + body + ".+/+/", inspect.FormJWS, []string{"base64.alphabet signature"}},
		"stray bits":                    {header + "." + body + ".YR", inspect.FormJWS, []string{"base64.stray signature"}},
		"a line end inside":             {header + "." + body[:4] + "\r\n" + body[4:] + ".YQ", inspect.FormJWS, []string{"base64.space payload"}},
		"a letter too many":             {header + "." + body + ".YWJjZ", inspect.FormJWS, []string{"base64.length signature"}},
		"a signature that is no base64": {header + "." + body + ".a!b", inspect.FormJWS, []string{"base64 signature"}},
		"a payload cut by an ellipsis":  {header + "." + body[:8] + "….YQ", inspect.FormBroken, []string{"base64 payload"}},
		"a damaged header":              {header[:6] + "*" + header[6:] + "." + body + ".YQ", inspect.FormBroken, []string{"base64 header"}},
	})
}

func TestDecodeTellsOfOddJSON(t *testing.T) {
	const h = `{"alg":"RS256"}`
	deep := strings.Repeat(`{"a":`, 65) + "1" + strings.Repeat("}", 65)
	checkForms(t, map[string]formCase{
		"a payload that is no JSON":              {jws(h, "hello"), inspect.FormBroken, []string{"json payload"}},
		"a payload cut short":                    {jws(h, `{"sub":"a`), inspect.FormBroken, []string{"json payload"}},
		"a payload that is a list":               {jws(h, `[1]`), inspect.FormJWS, []string{"json.not_object payload"}},
		"a payload that is null":                 {jws(h, `null`), inspect.FormJWS, []string{"json.not_object payload"}},
		"two payloads":                           {jws(h, `{"a":1}{"b":2}`), inspect.FormJWS, []string{"json.trailing payload"}},
		"a byte order mark":                      {jws(h, "\uFEFF{}"), inspect.FormJWS, []string{"bom payload"}},
		"a byte order mark in the header":        {jws("\uFEFF"+h, "{}"), inspect.FormJWS, []string{"bom header"}},
		"a deep payload":                         {jws(h, deep), inspect.FormBroken, []string{"depth payload"}},
		"a deep header":                          {jws(deep, `{}`), inspect.FormBroken, []string{"depth header"}},
		"a million values":                       {jws(h, `{"a":[`+strings.Repeat("0,", 500_000)+"0]}"), inspect.FormBroken, []string{"too_large payload"}},
		"invalid UTF-8":                          {jws(h, "{\"a\":{\"b\":\"\xff\"}}"), inspect.FormJWS, []string{"utf8 payload.a.b"}},
		"half a surrogate pair":                  {jws(h, `{"a":"\ud83d"}`), inspect.FormJWS, []string{"surrogate payload.a"}},
		"a control character":                    {jws(h, "{\"a\":\"\x01\"}"), inspect.FormJWS, []string{"json.control payload.a"}},
		"a doubled key":                          {jws(`{"alg":"none","alg":"RS256"}`, `{}`), inspect.FormJWS, []string{"duplicate header.alg"}},
		"a doubled name, once escaped":           {jws(h, `{"sub":1,"s\u0075b":2}`), inspect.FormJWS, []string{"duplicate payload.sub"}},
		"a hostile doubled name":                 {jws(h, "{\"\u202e\":1,\"\u202e\":2}"), inspect.FormJWS, []string{`duplicate payload.\u202e`}},
		"times that are none":                    {jws(h, `{"exp":"1","iat":1e300,"nbf":1627035415000,"auth_time":null}`), inspect.FormJWS, []string{"time.type payload.exp", "time.range payload.iat", "time.milliseconds payload.nbf", "time.type payload.auth_time"}},
		"zero times of an old server are normal": {jws(h, `{"exp":0,"nbf":0,"auth_time":0}`), inspect.FormJWS, nil},
	})
}

func TestDecodeKeepsWhatWasSent(t *testing.T) {
	text := sample(t, "banfico-access.txt")
	token := inspect.Decode(text)
	if got := strings.Join(token.Parts, "."); got != text {
		t.Errorf("parts joined: got %s, want %s", got, text)
	}
	if got, want := len(token.Signature), 256; got != want {
		t.Errorf("signature: got %d bytes, want %d", got, want)
	}
	header, err := base64.RawURLEncoding.DecodeString(token.Parts[0])
	if err != nil {
		t.Fatal(err)
	}
	if got, want := token.Header.Raw, string(header); got != want {
		t.Errorf("header: got %s, want %s", got, want)
	}
	if !strings.Contains(token.Header.Raw, `"typ" : "JWT"`) {
		t.Errorf("odd spacing lost: %s", token.Header.Raw)
	}
}

func TestDecodeBanficoAccessToken(t *testing.T) {
	token := inspect.Decode(sample(t, "banfico-access.txt"))
	if token.Form != inspect.FormJWS {
		t.Errorf("form: got %q, want %q", token.Form, inspect.FormJWS)
	}
	if diff := cmp.Diff(codes(token.Issues), []string{"duplicate payload.sub"}); diff != "" {
		t.Errorf("issues (-got +want):\n%s", diff)
	}
	var names []string
	for _, m := range token.Payload.Members {
		names = append(names, m.Name)
	}
	want := "exp iat jti iss aud sub typ azp session_state acr allowed-origins scope sub " +
		"email_verified clientHost clientId preferred_username clientAddress client_id"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("members:\n got %s\nwant %s", got, want)
	}
}

func TestDecodeBoundsTheListOfIssues(t *testing.T) {
	var b strings.Builder
	for range 5000 {
		b.WriteString(`"`)
		b.WriteString(strings.Repeat("x", b.Len()%97))
		b.WriteString(`":"` + "\x01\xff" + `",`)
	}
	token := claims("{" + b.String() + `"z":1}`)
	if got := len(token.Issues); got == 0 || got > 32 {
		t.Errorf("issues: got %d, want 1 to 32", got)
	}
	for _, issue := range token.Issues {
		if got := len([]rune(issue.Where)); got > 80 {
			t.Errorf("where: got %d characters, want at most 80", got)
		}
	}
}
