package inspect_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient/inspect"
)

var madrid = time.FixedZone("CEST", 2*60*60)

// noon is the now of these tests.
func noon() time.Time { return time.Date(2026, 7, 1, 12, 0, 0, 0, madrid) }

func TestRowShowsTheValue(t *testing.T) {
	long := strings.Repeat("x", 3000)
	for name, tt := range map[string]struct{ member, want string }{
		"a string":             {`"sub":"abc"`, "abc"},
		"an empty string":      {`"sub":""`, `""`},
		"two lines":            {`"sub":"a\nb\u202e"`, `a\nb\u202e`},
		"exact digits":         {`"n":9007199254740993`, "9007199254740993"},
		"an exact exponent":    {`"n":-1.50E+10`, "-1.50E+10"},
		"a boolean":            {`"email_verified":false`, "false"},
		"null":                 {`"x":null`, "null"},
		"a date":               {`"exp":1627035415`, "23 Jul 2021 12:16:55"},
		"a fraction":           {`"exp":1627035415.25`, "23 Jul 2021 12:16:55.25"},
		"an exponent":          {`"iat":1.627035415e9`, "23 Jul 2021 12:16:55"},
		"milliseconds":         {`"updated_at":1627035415250`, "23 Jul 2021 12:16:55.25"},
		"a zero":               {`"exp":0`, "0"},
		"no possible date":     {`"exp":1e300`, "1e300"},
		"a quoted time":        {`"exp":"1627035415"`, "1627035415"},
		"a time in a list":     {`"exp":[1,2]`, "1 · 2"},
		"no date, big number":  {`"n":1627035415`, "1627035415"},
		"a list":               {`"aud":["a","b c"]`, "a · b c"},
		"a mixed list":         {`"x":["a",1,null,{"b": [2]},""]`, `a · 1 · null · {"b":[2]} · ""`},
		"an empty list":        {`"x":[]`, "[]"},
		"an empty object":      {`"x":{ }`, "{}"},
		"an object":            {`"x":{ "a" : [1, 2], "b":"c\"" }`, `{"a":[1,2],"b":"c\""}`},
		"an odd name inside":   {`"x":{"a\"\\\n":1}`, `{"a\"\\\n":1}`},
		"realm roles":          {`"realm_access":{"roles":["offline_access","shop-admin"]}`, "offline_access · shop-admin"},
		"realm roles and more": {`"realm_access":{"verify_caller":true,"roles":["a"]}`, "a · verify_caller: true"},
		"no realm roles":       {`"realm_access":{"roles":[]}`, `{"roles":[]}`},
		"odd realm roles":      {`"realm_access":{"roles":"a"}`, `{"roles":"a"}`},
		"doubled realm roles":  {`"realm_access":{"roles":["a"],"roles":["b"]}`, `{"roles":["a"],"roles":["b"]}`},
		"a list as realm":      {`"realm_access":["a","b"]`, "a · b"},
		"client roles":         {`"resource_access":{"account":{"roles":["manage-account","view-profile"]},"other":{"roles":["x"]}}`, "account: manage-account, view-profile; other: x"},
		"odd client roles":     {`"resource_access":{"a":{"roles":[1]},"b":7,"c":{}}`, "a: 1; b: 7; c: {}"},
		"no client roles":      {`"resource_access":{}`, "{}"},
		"a hostile client":     {`"resource_access":{"a\n\u202e":{"roles":["\u0000"]}}`, `a\n\u202e: \u0000`},
		"a long string":        {`"x":"` + long + `"`, long[:1999] + "…"},
		"a long list":          {`"x":["` + long + `","b"]`, long[:1999] + "…"},
	} {
		t.Run(name, func(t *testing.T) {
			rows := inspect.Rows(claims("{"+tt.member+"}").Payload, noon())
			if len(rows) != 1 {
				t.Fatalf("rows: got %d, want 1", len(rows))
			}
			if rows[0].Value != tt.want {
				t.Errorf("value: got %s, want %s", rows[0].Value, tt.want)
			}
			_, exact, _ := strings.Cut(tt.member, ":")
			if rows[0].Exact != exact {
				t.Errorf("exact: got %s, want %s", rows[0].Exact, exact)
			}
		})
	}
}

func TestRowMarksTimesThatAreNone(t *testing.T) {
	for member, tt := range map[string]struct {
		mark string
		at   int64 // milliseconds, 0 for none
	}{
		`"exp":1627035415`:           {"", 1627035415000},
		`"nbf":-1`:                   {"", -1000},
		`"exp":0`:                    {"claim.mark.zero_time", 0},
		`"not-before-policy":0`:      {"claim.mark.zero_time", 0},
		`"updated_at":1627035415250`: {"claim.mark.milliseconds", 1627035415250},
		`"exp":1e300`:                {"claim.mark.out_of_range", 0},
		`"exp":253402300800000`:      {"claim.mark.out_of_range", 0},
		`"exp":"1627035415"`:         {"claim.mark.not_a_time", 0},
		`"exp":null`:                 {"claim.mark.not_a_time", 0},
		`"expires_in":0`:             {"", 0},
		`"sub":"1627035415"`:         {"", 0},
	} {
		row := inspect.Rows(claims("{"+member+"}").Payload, noon())[0]
		if row.Mark != tt.mark {
			t.Errorf("%s: mark: got %q, want %q", member, row.Mark, tt.mark)
		}
		var at int64
		if !row.Time.IsZero() {
			at = row.Time.UnixMilli()
		}
		if at != tt.at {
			t.Errorf("%s: time: got %d, want %d", member, at, tt.at)
		}
	}
}

func TestRowsOfTheBanficoSample(t *testing.T) {
	token := inspect.Decode(sample(t, "banfico-access.txt"))
	rows := inspect.Rows(token.Payload, noon())
	if len(rows) != 19 {
		t.Fatalf("rows: got %d, want 19", len(rows))
	}
	exp := time.Unix(1627035415, 0).In(madrid)
	for i, want := range map[int]inspect.Row{
		0:  {Name: "exp", Path: "$.exp", Value: "23 Jul 2021 12:16:55", Exact: "1627035415", Time: exp, Meaning: "claim.exp", Nth: 1, Of: 1},
		5:  {Name: "sub", Path: "$.sub", Value: "b7639928-1b6b-48ba-9a2f-b2b709265d84", Exact: `"b7639928-1b6b-48ba-9a2f-b2b709265d84"`, Meaning: "claim.sub", Mark: "claim.mark.first_of", Nth: 1, Of: 2},
		6:  {Name: "typ", Path: "$.typ", Value: "Bearer", Exact: `"Bearer"`, Meaning: "claim.typ.bearer", Nth: 1, Of: 1},
		10: {Name: "allowed-origins", Path: "$['allowed-origins']", Value: "*", Exact: `["*"]`, Meaning: "claim.allowed_origins", Nth: 1, Of: 1},
		12: {Name: "sub", Path: "$.sub", Value: "service-account-outbound01", Exact: `"service-account-outbound01"`, Meaning: "claim.sub", Mark: "claim.mark.last_of", Nth: 2, Of: 2},
	} {
		if diff := cmp.Diff(rows[i], want); diff != "" {
			t.Errorf("row %d (-got +want):\n%s", i, diff)
		}
	}
	header := inspect.Rows(token.Header, noon())
	if len(header) != 3 || header[1].Meaning != "claim.typ.jwt" || header[2].Name != "kid" {
		t.Errorf("header: got %+v", header)
	}
}

func TestRowMarksEveryDuplicate(t *testing.T) {
	rows := inspect.Rows(claims(`{"exp":0,"a":1,"exp":1,"exp":"x"}`).Payload, noon())
	var got []string
	for _, r := range rows {
		got = append(got, r.Mark)
	}
	want := []string{"claim.mark.first_of", "", "claim.mark.nth_of", "claim.mark.last_of"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("marks (-got +want):\n%s", diff)
	}
}

func TestRowPathIsAJSONPath(t *testing.T) {
	for name, want := range map[string]string{
		`exp`:             "$.exp",
		`_sd`:             "$._sd",
		`a.b`:             "$['a.b']",
		`1st`:             "$['1st']",
		``:                "$['']",
		`it's`:            `$['it\'s']`,
		`a\\b`:            `$['a\\b']`,
		`\u202e`:          `$['\u202e']`,
		`https://x.y/z`:   "$['https://x.y/z']",
		`allowed-origins`: "$['allowed-origins']",
	} {
		row := inspect.Rows(claims(`{"`+name+`":1}`).Payload, noon())[0]
		if row.Path != want {
			t.Errorf("%s: got %s, want %s", name, row.Path, want)
		}
	}
}

func TestRowsOfWhatIsNoObject(t *testing.T) {
	for _, v := range []*inspect.Value{nil, {}, claims(`[1]`).Payload, claims(`null`).Payload} {
		if rows := inspect.Rows(v, noon()); rows != nil {
			t.Errorf("%+v: got %v, want none", v, rows)
		}
	}
}

func TestRowsOfHugeClaimsStayShort(t *testing.T) {
	for name, payload := range map[string]string{
		"a list":    `{"a":[` + strings.Repeat(`"\u202e",`, 90_000) + `1]}`,
		"an object": `{"a":{` + strings.Repeat(`"\u202e":{},`, 40_000) + `"x":1}}`,
		"clients":   `{"resource_access":{` + strings.Repeat(`"c":{"roles":["r","s"]},`, 20_000) + `"x":1}}`,
		"a name":    `{"` + strings.Repeat("\u202e", 100_000) + `":1}`,
	} {
		rows := inspect.Rows(claims(payload).Payload, noon())
		if len(rows) != 1 {
			t.Fatalf("%s: got %d rows, want 1", name, len(rows))
		}
		if n := utf8.RuneCountInString(rows[0].Value); n == 0 || n > 2000 {
			t.Errorf("%s: value: got %d characters, want 1 to 2000", name, n)
		}
		if n := utf8.RuneCountInString(rows[0].Name); n == 0 || n > 200 {
			t.Errorf("%s: name: got %d characters, want 1 to 200", name, n)
		}
	}
}

func TestSortedPutsIdentityFirst(t *testing.T) {
	rows := inspect.Rows(inspect.Decode(sample(t, "banfico-access.txt")).Payload, noon())
	var got, before []string
	for _, r := range rows {
		before = append(before, r.Name)
	}
	for _, r := range inspect.Sorted(rows) {
		name := r.Name
		if r.Nth > 1 {
			name += "!"
		}
		got = append(got, name)
	}
	want := "preferred_username sub sub! exp iat iss azp client_id aud scope typ jti session_state acr " +
		"allowed-origins email_verified clientHost clientId clientAddress"
	if diff := cmp.Diff(strings.Join(got, " "), want); diff != "" {
		t.Errorf("sorted (-got +want):\n%s", diff)
	}
	for i, r := range rows {
		if r.Name != before[i] {
			t.Errorf("row %d of the input became %s, want %s", i, r.Name, before[i])
		}
	}
}
