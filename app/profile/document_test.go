package profile

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient"
)

// schema1 is a file of schema 1 with members of a later release at every
// level. It must be readable for ever.
const schema1 = `{
  "comment": "kept by <hand> & eye",
  "schema": 1,
  "profiles": [
    {
      "colour": "#ff0000",
      "id": "0123456789abcdef",
      "name": "Peñarol",
      "ID": "not the id",
      "environment": "staging",
      "realm": {
        "base": "https://sso.example.com/auth",
        "alias": null,
        "name": "shop"
      },
      "client": {
        "tls": {
          "pin": 1.50
        },
        "id": "web",
        "auth": "client_secret_basic",
        "secret_id": "s1"
      },
      "grant": "password",
      "accounts": [
        {
          "username": "alice",
          "password_id": "p1",
          "note": 12345678901234567890123
        },
        {
          "username": "bob",
          "otp": true
        }
      ],
      "last": [
        1,
        2e3
      ]
    }
  ],
  "later": {}
}
`

func TestReadDocumentOfSchema1(t *testing.T) {
	d, err := readDocument([]byte(schema1))
	if err != nil {
		t.Fatal(err)
	}
	want := []Profile{{
		ID: "0123456789abcdef", Name: "Peñarol", Environment: Staging,
		Realm:    tokenclient.Realm{Base: "https://sso.example.com/auth", Name: "shop"},
		Client:   Client{ID: "web", Auth: tokenclient.AuthBasic, SecretID: "s1"},
		Grant:    GrantPassword,
		Accounts: []Account{{Username: "alice", PasswordID: "p1"}, {Username: "bob"}},
	}}
	if diff := cmp.Diff(d.profiles(), want); diff != "" {
		t.Errorf("profiles differ (-got +want):\n%s", diff)
	}
}

// edited applies f to the profile of schema1 and returns the new text.
func edited(t *testing.T, f func(*Profile)) string {
	t.Helper()
	d, err := readDocument([]byte(schema1))
	if err != nil {
		t.Fatal(err)
	}
	p := d.profiles()[0]
	f(&p)
	if d, err = d.with(p); err != nil {
		t.Fatal(err)
	}
	data, err := d.encode()
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestUnknownMembersSurvive(t *testing.T) {
	replace := strings.NewReplacer
	for name, tt := range map[string]struct {
		change func(*Profile)
		want   *strings.Replacer
	}{
		"nothing changed": {func(*Profile) {}, replace()},
		"renamed":         {func(p *Profile) { p.Name = "a&b" }, replace("Peñarol", "a&b")},
		"other realm":     {func(p *Profile) { p.Realm.Name = "acme" }, replace(`"shop"`, `"acme"`)},
		"secret forgotten": {
			func(p *Profile) { p.Client.SecretID = "" },
			replace("\"client_secret_basic\",\n        \"secret_id\": \"s1\"", `"client_secret_basic"`),
		},
		"account renamed": {func(p *Profile) { p.Accounts[0].Username = "carol" }, replace(`"alice"`, `"carol"`)},
		"account removed": {
			func(p *Profile) { p.Accounts = p.Accounts[:1] },
			replace("},\n        {\n          \"username\": \"bob\",\n          \"otp\": true\n        }", "}"),
		},
		"accounts exchanged": {
			func(p *Profile) { p.Accounts[0], p.Accounts[1] = p.Accounts[1], p.Accounts[0] },
			replace(`"alice",
          "password_id": "p1",
          "note": 12345678901234567890123`, `"bob",
          "otp": true`, `"bob",
          "otp": true`, `"alice",
          "password_id": "p1",
          "note": 12345678901234567890123`),
		},
		"member added": {
			func(p *Profile) { p.Scope = "openid" },
			replace("2e3\n      ]\n", "2e3\n      ],\n      \"scope\": \"openid\"\n"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(edited(t, tt.change), tt.want.Replace(schema1)); diff != "" {
				t.Errorf("file differs (-got +want):\n%s", diff)
			}
		})
	}
}

func TestEveryFieldSurvives(t *testing.T) {
	d, err := newDocument().with(shop())
	if err != nil {
		t.Fatal(err)
	}
	data, err := d.encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := readDocument(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(back.profiles(), []Profile{shop()}); diff != "" {
		t.Errorf("profiles differ (-got +want):\n%s", diff)
	}
	// What encoding/json makes of the type is the same, so the tags are true.
	byTags, err := json.Marshal(shop())
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := errors.Join(json.Unmarshal(back.entries[0].values(), &got), json.Unmarshal(byTags, &want)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("file differs from the type's tags (-got +want):\n%s", diff)
	}
}

func (e entry) values() []byte {
	b, err := e.raw.MarshalJSON()
	if err != nil {
		return nil
	}
	return b
}

// file is a document with the given profiles as JSON texts.
func file(profiles ...string) string {
	return `{"schema":1,"profiles":[` + strings.Join(profiles, ",") + `]}`
}

func TestReadDocumentRefuses(t *testing.T) {
	many := strings.Repeat("{},", maxProfiles) + "{}"
	for name, tt := range map[string]struct {
		text   string
		reason string
	}{
		"nothing":               {"", "empty"},
		"blanks":                {" \r\n\t", "empty"},
		"zero bytes":            {strings.Repeat("\x00", 512), "syntax"},
		"half a file":           {schema1[:len(schema1)/2], "syntax"},
		"a second object":       {file() + file(), "syntax"},
		"merge marks":           {"<<<<<<< ours\n" + file() + "\n=======\n", "syntax"},
		"byte order mark":       {"\xef\xbb\xbf" + file(), "encoding"},
		"Latin-1":               {file("{\"name\":\"Pe\xf1arol\"}"), "encoding"},
		"a list":                {"[]", "syntax"},
		"null":                  {"null", "syntax"},
		"no schema":             {`{"profiles":[]}`, "schema"},
		"schema 0":              {`{"schema":0,"profiles":[]}`, "schema"},
		"schema as text":        {`{"schema":"1","profiles":[]}`, "schema"},
		"schema with a part":    {`{"schema":1.5,"profiles":[]}`, "schema"},
		"no profiles":           {`{"schema":1}`, "profiles"},
		"profiles null":         {`{"schema":1,"profiles":null}`, "profiles"},
		"profiles an object":    {`{"schema":1,"profiles":{}}`, "syntax"},
		"profile a number":      {file("1"), "syntax"},
		"name a number":         {file(`{"name":1}`), "syntax"},
		"realm a text":          {file(`{"realm":"shop"}`), "syntax"},
		"account a text":        {file(`{"accounts":["alice"]}`), "syntax"},
		"account name a number": {file(`{"accounts":[{"username":1}]}`), "syntax"},
		"consent a text":        {file(`{"allow_http":"yes"}`), "syntax"},
		"a member twice":        {file(`{"name":"a","name":"b"}`), "twice"},
		"profiles twice":        {`{"schema":1,"profiles":[],"profiles":[]}`, "twice"},
		"1,001 profiles":        {file(many), "too_many"},
		"over 1 MiB":            {file() + strings.Repeat(" ", maxFile), "too_large"},
		"65 levels": {
			`{"schema":1,"profiles":[],"x":` + strings.Repeat("[", 64) + strings.Repeat("]", 64) + `}`,
			"too_deep",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readDocument([]byte(tt.text))
			if err == nil {
				t.Fatal("readDocument gave no error")
			}
			if got := (&damage{err: err}).reason(); got != tt.reason {
				t.Errorf("reason of %q = %q, want %q", err, got, tt.reason)
			}
		})
	}
}

func TestReadDocumentAccepts(t *testing.T) {
	for name, text := range map[string]string{
		"CRLF":            strings.ReplaceAll(schema1, "\n", "\r\n"),
		"brackets quoted": file(`{"id":"0123456789abcdef","name":"` + strings.Repeat(`[{\"`, 100) + `"}`),
		"64 levels":       `{"schema":1,"profiles":[{"id":"0123456789abcdef"}],"x":` + strings.Repeat("[", 63) + strings.Repeat("]", 63) + `}`,
		"nulls":           file(`{"id":"0123456789abcdef","accounts":null,"client":null,"realm":null,"name":null}`),
		"hostile name":    file(`{"id":"0123456789abcdef","name":"\u202e\u0000` + strings.Repeat("x", 10_000) + `"}`),
	} {
		t.Run(name, func(t *testing.T) {
			d, err := readDocument([]byte(text))
			if err != nil || len(d.entries) != 1 {
				t.Fatalf("readDocument = %d profiles, %v, want 1", len(d.entries), err)
			}
			if _, err := d.encode(); err != nil {
				t.Errorf("encode = %v", err)
			}
		})
	}
}

func TestAbsentMembersTakeTheFirst(t *testing.T) {
	d, err := readDocument([]byte(file(`{"id":"0123456789abcdef"}`)))
	if err != nil {
		t.Fatal(err)
	}
	want := []Profile{{
		ID: "0123456789abcdef", Environment: Development, Grant: GrantAuthorizationCode,
		Client: Client{Auth: tokenclient.AuthNone},
	}}
	if diff := cmp.Diff(d.profiles(), want); diff != "" {
		t.Errorf("profiles differ (-got +want):\n%s", diff)
	}
}

// A person who copies a block by hand gets two profiles, and the copy does not
// hold the other's secrets: deleting it would take them away.
func TestCopiedProfilesGetTheirOwnID(t *testing.T) {
	one := `{"id":"0123456789abcdef","name":%q,"client":{"secret_id":"s"},"accounts":[{"username":"a","password_id":"p"}]}`
	text := file(fmt.Sprintf(one, "original"), fmt.Sprintf(one, "copy"), `{"name":"by hand"}`, `{"id":"../x"}`)
	read := func() document {
		d, err := readDocument([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	d := read()
	if d.renamed != 3 {
		t.Errorf("renamed = %d, want 3", d.renamed)
	}
	if diff := cmp.Diff(d.profiles(), read().profiles()); diff != "" {
		t.Errorf("a second reading gives other ids:\n%s", diff)
	}
	seen := map[string]bool{}
	for i, p := range d.profiles() {
		if !validID(p.ID) || seen[p.ID] {
			t.Errorf("profile %d has the id %q, want a valid one of its own", i, p.ID)
		}
		seen[p.ID] = true
		if got, want := len(p.SecretIDs()), map[int]int{0: 2}[i]; got != want {
			t.Errorf("profile %d names %d secrets, want %d", i, got, want)
		}
	}
	data, err := d.encode()
	if err != nil {
		t.Fatal(err)
	}
	saved, err := readDocument(data)
	if err != nil || saved.renamed != 0 {
		t.Fatalf("after a save: renamed = %d, %v, want 0", saved.renamed, err)
	}
	if diff := cmp.Diff(saved.profiles(), d.profiles()); diff != "" {
		t.Errorf("after a save (-got +want):\n%s", diff)
	}
}
