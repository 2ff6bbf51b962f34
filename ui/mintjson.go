package ui

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"realmscope/tokenclient/inspect"
)

// mintLife is a lifetime that is written by one press; its word is
// "mint.life.{life}".
type mintLife string

// The lifetimes.
const (
	lifeLive    mintLife = "live"    // from now on for 5 minutes
	lifeExpired mintLife = "expired" // it ended a minute ago
	lifeLater   mintLife = "later"   // it begins in an hour
)

// prettyJSON is a part of a token to be edited: one member a line, values as
// they were sent, but what nobody sees as an escape.
func prettyJSON(text string) string {
	v, _, err := inspect.ParseJSON([]byte(text))
	if err != nil {
		return seenJSON(text)
	}
	var b strings.Builder
	writePretty(&b, v, 0)
	return b.String()
}

func writePretty(b *strings.Builder, v inspect.Value, depth int) {
	inner, outer := "\n"+strings.Repeat("  ", depth+1), "\n"+strings.Repeat("  ", depth)
	switch {
	case v.Kind == inspect.KindObject && len(v.Members) > 0:
		b.WriteByte('{')
		for i, m := range v.Members {
			b.WriteString(inner + jsonString(m.Name) + ": ")
			writePretty(b, m.Value, depth+1)
			b.WriteString(comma(i, len(v.Members)))
		}
		b.WriteString(outer + "}")
	case v.Kind == inspect.KindArray && len(v.Items) > 0:
		b.WriteByte('[')
		for i, item := range v.Items {
			b.WriteString(inner)
			writePretty(b, item, depth+1)
			b.WriteString(comma(i, len(v.Items)))
		}
		b.WriteString(outer + "]")
	default:
		b.WriteString(seenJSON(v.Raw))
	}
}

// jsonString is a text as a JSON string.
func jsonString(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return seenJSON(string(text))
}

// seenJSON writes characters that nobody sees, or that turn the direction of
// writing, as JSON escapes: the meaning stays.
func seenJSON(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == ' ' || r == '\n' || unicode.IsGraphic(r) && !unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Zs, r):
			b.WriteRune(r)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// wrongLine tells whether a text is one JSON object, and else the line where a
// reader gave up, 0 for none in particular.
func wrongLine(text string) (line int, ok bool) {
	var syntax *json.SyntaxError
	if err := json.Unmarshal([]byte(text), &map[string]json.RawMessage{}); errors.As(err, &syntax) {
		at := min(max(int(syntax.Offset)-1, 0), len(text))
		return 1 + strings.Count(text[:at], "\n"), false
	}
	v, issues, err := inspect.ParseJSON([]byte(text))
	for _, i := range issues {
		if i.Code != "duplicate" {
			return 0, false
		}
	}
	return 0, err == nil && v.Kind == inspect.KindObject
}

// withLife writes a lifetime into claims; ok is false when they cannot be read.
func withLife(text string, life mintLife, now time.Time) (out string, ok bool) {
	v, _, err := inspect.ParseJSON([]byte(text))
	if err != nil || v.Kind != inspect.KindObject {
		return text, false
	}
	const length = 5 * time.Minute
	from := now
	switch life {
	case lifeLive:
	case lifeExpired:
		from = now.Add(-length - time.Minute)
	case lifeLater:
		from = now.Add(time.Hour)
	}
	issued := from
	if life == lifeLater {
		issued = now
		setTime(&v, "nbf", from, true)
	} else {
		setTime(&v, "nbf", from, false)
	}
	setTime(&v, "iat", issued, true)
	setTime(&v, "exp", from.Add(length), true)
	var b strings.Builder
	writePretty(&b, v, 0)
	return b.String(), true
}

// setTime writes a time into every member of the name; without one it adds one
// if it must.
func setTime(v *inspect.Value, name string, at time.Time, must bool) {
	value := inspect.Value{Kind: inspect.KindNumber, Raw: strconv.FormatInt(at.Unix(), 10)}
	members := append([]inspect.Member(nil), v.Members...)
	found := false
	for i := range members {
		if members[i].Name == name {
			members[i].Value, found = value, true
		}
	}
	if !found && must {
		members = append(members, inspect.Member{Name: name, Value: value, Nth: 1, Of: 1})
	}
	v.Members = members
}
