package tokenclient

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
)

// slowObject reads an object with encoding/json alone: what readObject must
// agree with in every byte.
func slowObject(text []byte) (names, texts, values []string, trailing bool, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return nil, nil, nil, false, errNotObject
	}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, nil, nil, false, err
		}
		name, _ := token.(string)
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return nil, nil, nil, false, err
		}
		text := ""
		if raw[0] == '"' {
			if err := json.Unmarshal(raw, &text); err != nil {
				return nil, nil, nil, false, err
			}
		}
		names, texts, values = append(names, name), append(texts, text), append(values, string(raw))
	}
	if _, err := decoder.Token(); err != nil {
		return nil, nil, nil, false, err
	}
	_, err = decoder.Token()
	return names, texts, values, !errors.Is(err, io.EOF), nil
}

func agree(t *testing.T, text []byte) {
	t.Helper()
	names, texts, values, trailing, err := slowObject(text)
	o, got := readObject(text)
	if (got == nil) != (err == nil) {
		t.Fatalf("%q: error %v, encoding/json says %v", text, got, err)
	}
	if err != nil {
		return
	}
	if len(o.members) != len(names) || o.trailing != trailing {
		t.Fatalf("%q: %d members, trailing %t, want %d, %t", text, len(o.members), o.trailing, len(names), trailing)
	}
	for i, m := range o.members {
		if m.name != names[i] || m.text != texts[i] || m.json != values[i] || m.isText != (values[i][0] == '"') {
			t.Errorf("%q: member %d is %q %q %q, want %q %q %q", text, i, m.name, m.json, m.text, names[i], values[i], texts[i])
		}
	}
}

// objects are texts at every border of RFC 8259.
func objects() []string {
	texts := []string{
		``, ` `, `{`, `}`, `{}`, " \t\r\n{ } \n", `{}x`, `{}{}`, "{}\x00", `[]`, `null`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{,}`, `{"a":1 "b":2}`,
		`{"a":1,"a":2}`, `{a:1}`, `{'a':1}`, `{"a":1}}`, "\x00", "{\x00}", `{"a\u0041":"\u00e9\ud83d\ude00\ud800x\udc00"}`, "{\"\xff\":\"\xff\xfe\"}",
		`{"é":"ñ€😀"}`, "{\"a\":\"\x7f\"}", "{\"a\":\"\x1f\"}", "{\"a\":\"\n\"}", `{"a":"\x"}`, `{"a":"\u12"}`, `{"a":"\u12G4"}`, `{"a":"\uABcd\/\b\f\n\r\t\"\\"}`,
		`{"a":"`, `{"a":"\`, `{"a":"\u`, `{"":""}`, "{ \"a\" : 1 , \"b\" : [ ] , \"c\" : { } }",
		`{"a":` + strings.Repeat("[", 300) + strings.Repeat("]", 300) + `}`, `{"a":` + strings.Repeat(`{"b":`, 300) + "1" + strings.Repeat("}", 300) + `}`,
		`{"a":` + strings.Repeat("[", 9_990) + strings.Repeat("]", 9_990) + `}`, `{"a":` + strings.Repeat("[", 10_010) + strings.Repeat("]", 10_010) + `}`,
		`{"a":` + strings.Repeat("[", 100_000),
	}
	for _, value := range []string{
		`0`, `-0`, `-`, `+1`, `01`, `1.`, `.1`, `1.5`, `1e5`, `1E+5`, `1e-05`, `1e`, `1e+`, `-1.25e-7`, `1x`, `0x1`, `NaN`, `Infinity`, `1_0`, `1 2`,
		`true`, `false`, `null`, `tru`, `truex`, `True`, `nul`, `[1,"a",null,{}]`, `[1,]`, `[,1]`, `[1 2]`, `[1}`, `{"b":[1,{"c":"\u0000"}]}`, `{"b":1]`, `{"b" 1}`, `{1:2}`,
	} {
		texts = append(texts, `{"a":`+value+`}`, `{"a":`+value, `{"a":[`+value+`],"b":1}`)
	}
	return texts
}

func TestObjectsAreReadAsEncodingJSONReadsThem(t *testing.T) {
	for _, text := range objects() {
		agree(t, []byte(text))
	}
}

func FuzzReadObject(f *testing.F) {
	for _, text := range objects() {
		if len(text) < 1000 {
			f.Add([]byte(text))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) { agree(t, text) })
}
