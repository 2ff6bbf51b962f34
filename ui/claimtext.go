package ui

import (
	"strings"
	"time"

	"realmscope/tokenclient/inspect"
)

// maxDetail is how many bytes of one value the window shows; Copy value has
// the rest.
const maxDetail = 64 << 10

// wholeValue is a claim's value as lines to read: lists one item a line, roles
// by client, other JSON indented, times in words, in UTC and as sent.
func wholeValue(r inspect.Row, now time.Time) []string {
	if !r.Time.IsZero() {
		return []string{inspect.Moment(r.Time, now, translate), r.Time.UTC().Format(time.RFC3339), inspect.Visible(r.Exact)}
	}
	p := &linePrinter{room: maxDetail}
	v, _, err := inspect.ParseJSON([]byte(r.Exact))
	switch {
	case err != nil:
		p.add(0, r.Exact)
	case r.Path == "$.scope" && v.Kind == inspect.KindString:
		for scope := range strings.FieldsSeq(v.Text) {
			p.add(0, scope)
		}
	case r.Path == "$.realm_access" && justRoles(v):
		p.items(0, v.Members[0].Value.Items)
	case r.Path == "$.resource_access" && v.Kind == inspect.KindObject:
		for _, client := range v.Members {
			p.client(client)
		}
	case v.Kind == inspect.KindString:
		for line := range strings.SplitSeq(v.Text, "\n") {
			p.add(0, strings.TrimSuffix(line, "\r"))
		}
	case v.Kind == inspect.KindArray:
		p.items(0, v.Items)
	default:
		p.json(0, "", v, "")
	}
	if p.room <= 0 {
		p.lines = append(p.lines, T("detail.cut"))
	}
	return p.lines
}

// justRoles tells whether v is {"roles": [...]} and nothing else.
func justRoles(v inspect.Value) bool {
	return v.Kind == inspect.KindObject && len(v.Members) == 1 && v.Members[0].Name == "roles" &&
		v.Members[0].Value.Kind == inspect.KindArray
}

// copyable is a claim's value for the clipboard: the text of a string, else
// the exact JSON. A string with characters that nobody sees stays JSON, so
// that pasting it runs nothing.
func copyable(r inspect.Row) string {
	v, _, err := inspect.ParseJSON([]byte(r.Exact))
	if err == nil && v.Kind == inspect.KindString && inspect.Visible(v.Text) == v.Text {
		return v.Text
	}
	return r.Exact
}

// linePrinter writes values as lines until there is no room left.
type linePrinter struct {
	lines []string
	room  int
}

func (p *linePrinter) add(depth int, text string) {
	if p.room <= 0 {
		return
	}
	text = strings.Repeat("  ", depth) + inspect.Visible(text[:min(len(text), p.room)])
	p.room -= len(text) + 1
	p.lines = append(p.lines, text)
}

// items writes the items of a list, texts without their quotes.
func (p *linePrinter) items(depth int, items []inspect.Value) {
	if len(items) == 0 {
		p.add(depth, "[]")
	}
	for _, item := range items {
		if item.Kind == inspect.KindString && item.Text != "" {
			p.add(depth, item.Text)
		} else {
			p.json(depth, "", item, "")
		}
	}
}

// client writes a client with its roles.
func (p *linePrinter) client(m inspect.Member) {
	if !justRoles(m.Value) {
		p.json(0, m.Name+": ", m.Value, "")
		return
	}
	p.add(0, m.Name+":")
	p.items(1, m.Value.Members[0].Value.Items)
}

// json writes a value as indented JSON between two texts.
func (p *linePrinter) json(depth int, before string, v inspect.Value, after string) {
	switch {
	case p.room <= 0:
	case v.Kind == inspect.KindObject && len(v.Members) > 0:
		p.add(depth, before+"{")
		for i, m := range v.Members {
			p.json(depth+1, `"`+m.Name+`": `, m.Value, comma(i, len(v.Members)))
		}
		p.add(depth, "}"+after)
	case v.Kind == inspect.KindArray && len(v.Items) > 0:
		p.add(depth, before+"[")
		for i, item := range v.Items {
			p.json(depth+1, "", item, comma(i, len(v.Items)))
		}
		p.add(depth, "]"+after)
	default:
		p.add(depth, before+v.Raw+after)
	}
}

func comma(i, of int) string {
	if i < of-1 {
		return ","
	}
	return ""
}
