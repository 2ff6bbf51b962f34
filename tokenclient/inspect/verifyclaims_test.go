package inspect_test

import (
	"testing"
	"time"

	"realmscope/tokenclient/inspect"
)

// verifyPayload verifies a signed token with this payload.
func verifyPayload(t *testing.T, payload string, o inspect.VerifyOptions) []inspect.Check {
	t.Helper()
	text := signText(t, "EdDSA", vectorKeys().ed, `{"alg":"EdDSA","kid":"k"}`, payload)
	checks := inspect.Verify(inspect.Decode(text), realmKeys(t, vectorKeys().ed, nil), o)
	sayChecks(t, checkTexts(t, "es"), checks)
	if got := find(t, checks, "signature").Verdict; got != inspect.Passed {
		t.Fatalf("signature of %s: %s", payload, got)
	}
	return checks
}

func TestTimeIsJudgedToTheSecond(t *testing.T) {
	for name, tt := range map[string]struct {
		changes map[string]any
		leeway  time.Duration
		want    string
	}{
		"one second left":        {map[string]any{"exp": seconds(1)}, 0, "passed in_force"},
		"ends now":               {map[string]any{"exp": seconds(0)}, 0, "failed expired"},
		"ended within leeway":    {map[string]any{"exp": seconds(-9)}, 10 * time.Second, "passed in_force"},
		"ended at leeway":        {map[string]any{"exp": seconds(-10)}, 10 * time.Second, "failed expired"},
		"more leeway than any":   {map[string]any{"exp": seconds(-61)}, time.Hour, "failed expired"},
		"negative leeway":        {map[string]any{"exp": seconds(1)}, -time.Hour, "passed in_force"},
		"begins now":             {map[string]any{"nbf": seconds(0)}, 0, "passed in_force"},
		"begins later":           {map[string]any{"nbf": seconds(1)}, 0, "failed not_yet"},
		"begins within leeway":   {map[string]any{"nbf": seconds(5)}, 5 * time.Second, "passed in_force"},
		"issued later":           {map[string]any{"iat": seconds(2)}, 0, "failed issued_later"},
		"issued within leeway":   {map[string]any{"iat": seconds(2)}, 2 * time.Second, "passed in_force"},
		"exp in quotes":          {map[string]any{"exp": "4102444800"}, 0, "failed form"},
		"exp 1e300":              {map[string]any{"exp": 1e300}, 0, "failed form"},
		"exp negative":           {map[string]any{"exp": -1}, 0, "failed expired"},
		"exp in milliseconds":    {map[string]any{"exp": seconds(60) * 1000}, 0, "failed milliseconds"},
		"exp with a fraction":    {map[string]any{"exp": float64(seconds(0)) + 0.5}, 0, "passed in_force"},
		"exp 0":                  {map[string]any{"exp": 0}, 0, "failed expired"},
		"exp 0, offline":         {map[string]any{"exp": 0, "typ": "Offline"}, 0, "passed no_end"},
		"no exp, access token":   {map[string]any{"exp": nil}, 0, "failed end_missing"},
		"no exp, offline":        {map[string]any{"exp": nil, "typ": "Offline"}, 0, "passed no_end"},
		"no exp, of no kind":     {map[string]any{"exp": nil, "typ": nil}, 0, "passed no_end"},
		"nbf 0, as Keycloak 4":   {map[string]any{"nbf": 0}, 0, "passed in_force"},
		"exp in capital letters": {map[string]any{"exp": seconds(-1), "EXP": seconds(60)}, 0, "failed expired"},
	} {
		t.Run(name, func(t *testing.T) {
			o := atNoon()
			o.Leeway = tt.leeway
			checks := verifyPayload(t, asJSON(t, with(goodClaims(), tt.changes)), o)
			if got := told(checks)["time"]; got != tt.want || inspect.InForce(checks) != (tt.want[:6] == "passed") {
				t.Errorf("got %s, in force %v, want %s", got, inspect.InForce(checks), tt.want)
			}
		})
	}
}

func TestPayloadsThatProgramsReadDifferentlyAreNotInForce(t *testing.T) {
	now, later := asJSON(t, seconds(-5)), asJSON(t, seconds(300))
	for payload, want := range map[string]string{
		`{"exp":` + now + `,"exp":` + later + `}`:      "failed expired",
		`{"exp":` + later + `,"exp":` + now + `}`:      "failed expired",
		`{"exp":` + later + `,"e\u0078p":` + now + `}`: "failed expired",
		`{"exp":null}`:                                        "failed form",
		`{"exp":[` + later + `]}`:                             "failed form",
		`{"exp":9223372036854775808}`:                         "failed form",
		`{"exp":` + later + `}{"exp":` + now + `}`:            "failed malformed",
		"\uFEFF" + `{"exp":` + later + `}`:                    "failed malformed",
		"{\"exp\":" + later + ",\"a\":\"\xff\"}":              "failed malformed",
		"{\"exp\":" + later + ",\"a\":\"\n\"}":                "failed malformed",
		`{"exp":` + later + `,"a":"\ud800"}`:                  "failed malformed",
		`[{"exp":` + later + `}]`:                             "cannot_check no_claims",
		`null`:                                                "cannot_check no_claims",
		`"text"`:                                              "cannot_check no_claims",
		`{"exp":` + later + `,}`:                              "cannot_check no_claims",
		`It’s a dangerous business, Frodo`:                    "cannot_check no_claims",
		`{"exp":` + later + `,"sub":"a","sub":"b","nbf":1.5}`: "passed in_force",
	} {
		checks := verifyPayload(t, payload, inspect.VerifyOptions{Now: noon()})
		if got := told(checks)["time"]; got != want || inspect.InForce(checks) != (want == "passed in_force") {
			t.Errorf("%q: got %s, in force %v, want %s", payload, got, inspect.InForce(checks), want)
		}
	}
}

func TestIssuerAndAudienceAreComparedExactly(t *testing.T) {
	for name, tt := range map[string]struct {
		changes          map[string]any
		issuer, audience string
	}{
		"both":              {nil, "passed same", "passed named"},
		"audience as text":  {map[string]any{"aud": "shop-api"}, "passed same", "passed named"},
		"slash at the end":  {map[string]any{"iss": issuer + "/"}, "failed slash", "passed named"},
		"plain HTTP":        {map[string]any{"iss": "http" + issuer[len("https"):]}, "failed scheme", "passed named"},
		"prefix":            {map[string]any{"iss": "https://sso.example/auth/realms/shop"}, "failed prefix", "passed named"},
		"case":              {map[string]any{"iss": "https://SSO.example/realms/shop"}, "failed case", "passed named"},
		"blank before it":   {map[string]any{"iss": " " + issuer}, "failed unseen", "passed named"},
		"another realm":     {map[string]any{"iss": issuer + "2"}, "failed differs", "passed named"},
		"begins alike":      {map[string]any{"iss": issuer + ".evil.example"}, "failed differs", "passed named"},
		"list of issuers":   {map[string]any{"iss": []string{issuer}}, "failed form", "passed named"},
		"none":              {map[string]any{"iss": nil, "aud": nil}, "failed missing", "failed missing"},
		"other audience":    {map[string]any{"aud": []string{"shop-api2", "SHOP-API"}}, "passed same", "failed other"},
		"part of audience":  {map[string]any{"aud": "shop-api shop"}, "passed same", "failed other"},
		"no audience":       {map[string]any{"aud": []string{}}, "passed same", "failed other"},
		"number among them": {map[string]any{"aud": []any{"shop-api", 7}}, "passed same", "failed form"},
		"audience as map":   {map[string]any{"aud": map[string]any{"shop-api": true}}, "passed same", "failed form"},
	} {
		t.Run(name, func(t *testing.T) {
			checks := verifyPayload(t, asJSON(t, with(goodClaims(), tt.changes)), atNoon())
			got := told(checks)
			if got["issuer"] != tt.issuer || got["audience"] != tt.audience {
				t.Errorf("got %v, want %s, %s", got, tt.issuer, tt.audience)
			}
			if want := tt.issuer[0] == 'p' && tt.audience[0] == 'p'; inspect.InForce(checks) != want {
				t.Errorf("in force: got %v, want %v", !want, want)
			}
		})
	}
	twice := `{"exp":` + asJSON(t, seconds(9)) + `,"iss":"https://evil.example","iss":"` + issuer + `","aud":"x","aud":"shop-api"}`
	got := told(verifyPayload(t, twice, atNoon()))
	if got["issuer"] != "failed differs" || got["audience"] != "failed other" {
		t.Errorf("doubled claims: got %v", got)
	}
}

func TestWhatNobodyAskedForDoesNotCount(t *testing.T) {
	checks := verifyPayload(t, asJSON(t, goodClaims()), inspect.VerifyOptions{Now: noon()})
	if got := told(checks); got["issuer"] != "not_checked not_asked" || got["audience"] != "not_checked not_asked" || !inspect.InForce(checks) {
		t.Errorf("got %v, in force %v", got, inspect.InForce(checks))
	}
	timeless := verifyPayload(t, asJSON(t, goodClaims()), inspect.VerifyOptions{})
	if inspect.InForce(timeless) || inspect.InForce(nil) || inspect.InForce(checks[:2]) {
		t.Error("in force without a look at the time")
	}
}

func TestHeadersThatMustBeRefused(t *testing.T) {
	s := vectorKeys()
	payload := asJSON(t, goodClaims())
	cases := map[string]bad{}
	embedded := asJSON(t, jwkOf(t, s.otherRSA, nil))
	for header, want := range map[string]string{
		`{"alg":"RS256","kid":"k","crit":["exp"],"exp":1}`:          "failed critical",
		`{"alg":"RS256","kid":"k","crit":[]}`:                       "failed critical",
		`{"alg":"RS256","kid":"k","crit":"x"}`:                      "failed critical",
		`{"alg":"RS256","kid":"k","crit":null}`:                     "failed critical",
		`{"alg":"RS256","kid":"k","b64":false,"crit":["b64"]}`:      "failed critical",
		`{"alg":"RS256","kid":"k","b64":false}`:                     "failed critical",
		`{"alg":"RS256","kid":"k","alg":"none"}`:                    "failed header_doubled",
		`{"alg":"RS256","kid":"x","kid":"k"}`:                       "failed header_doubled",
		`{"alg":"RS256","kid":7}`:                                   "failed key_form",
		`{"alg":"RS256","kid":null}`:                                "failed key_form",
		`{"alg":"RS256","kid":"k"}{}`:                               "failed header",
		`["RS256"]`:                                                 "cannot_check not_a_token",
		"{\"alg\":\"RS256\",\"kid\":\"k\",\"x\":\"\xff\"}":          "failed header",
		`{"alg":"RS256","kid":"../../dev/null"}`:                    "cannot_check key_unknown",
		`{"alg":"RS256","kid":"k' OR '1'='1"}`:                      "cannot_check key_unknown",
		`{"alg":"RS256","kid":"K"}`:                                 "cannot_check key_unknown",
		`{"alg":"RS256","kid":"k","jwk":` + embedded + `}`:          "failed wrong",
		`{"alg":"RS256","kid":"k","jku":"https://evil.example/"}`:   "failed wrong",
		`{"alg":"RS256","kid":"k","x5u":"file:///etc/passwd"}`:      "failed wrong",
		`{"alg":"RS256","kid":"k","x5c":["MIIB"],"x5t":"AAAAAAAA"}`: "failed wrong",
	} {
		// Signed with a key of the attacker, who would like it to be used.
		text := signText(t, "RS256", s.otherRSA, header, payload)
		cases[header] = bad{text, realmKeys(t, s.rsa, nil), want, ""}
	}
	cases["a JWE"] = bad{encode(`{"alg":"dir","enc":"A128GCM"}`) + "..AAAA.AAAA.AAAA", realmKeys(t, s.rsa, nil), "cannot_check encrypted", ""}
	cases["opaque"] = bad{"2b00042f7481c7b056c4b410d28f33cf", realmKeys(t, s.rsa, nil), "cannot_check not_a_token", ""}
	cases["nothing"] = bad{"", realmKeys(t, s.rsa, nil), "cannot_check not_a_token", ""}
	cases["two parts"] = bad{encode(`{"alg":"RS256"}`) + "." + encode(`{}`), realmKeys(t, s.rsa, nil), "cannot_check incomplete", ""}
	checkBad(t, cases)
	if checks := inspect.Verify(nil, inspect.Keys{}, atNoon()); inspect.InForce(checks) || len(checks) != 5 {
		t.Errorf("no token at all: %v", checks)
	}
}
