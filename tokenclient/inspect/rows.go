package inspect

import (
	"slices"
	"strings"
	"time"
)

// Longest texts of a row in characters.
const (
	maxName  = 200
	maxValue = 2000
)

// dateLayout is how Row.Value shows a date, unless the window says it in the
// user's language, by Moment.
const dateLayout = "2 Jan 2006 15:04:05.999"

// Rows makes a claims table of a header, a payload or a token response: one
// row per member in the order of the text, duplicates included. Dates are in
// now's zone. What is no object has no rows.
func Rows(v *Value, now time.Time) []Row {
	if v == nil || v.Kind != KindObject {
		return nil
	}
	rows := make([]Row, len(v.Members))
	for i, m := range v.Members {
		rows[i] = row(m, now)
	}
	return rows
}

func row(m Member, now time.Time) Row {
	r := Row{
		Name:    Clip(m.Name, maxName),
		Path:    path(m.Name),
		Exact:   m.Value.Raw,
		Meaning: meaning(m),
		Nth:     m.Nth,
		Of:      m.Of,
	}
	c := cell{limit: maxValue}
	if isDate(m.Name) {
		var kind dateKind
		r.Time, kind = date(m.Value)
		r.Mark = dateMark(kind)
	}
	if !r.Time.IsZero() {
		r.Time = r.Time.In(now.Location())
		c.add(r.Time.Format(dateLayout))
	} else {
		c.show(m)
	}
	r.Value = string(c.text)
	if m.Of > 1 {
		r.Mark = orderMark(m)
	}
	return r
}

func dateMark(kind dateKind) string {
	switch kind {
	case dateZero:
		return "claim.mark.zero_time"
	case dateMilliseconds:
		return "claim.mark.milliseconds"
	case dateRange:
		return "claim.mark.out_of_range"
	case dateType:
		return "claim.mark.not_a_time"
	case dateGood:
	}
	return ""
}

func orderMark(m Member) string {
	switch m.Nth {
	case 1:
		return "claim.mark.first_of"
	case m.Of:
		return "claim.mark.last_of"
	default:
		return "claim.mark.nth_of"
	}
}

// path is a member's JSONPath: the short form for a plain name, else the
// quoted one with the escapes of RFC 9535 section 2.7.
func path(name string) string {
	plain := func(c rune) bool {
		return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
	}
	odd := strings.ContainsFunc(name, func(c rune) bool { return !plain(c) })
	if name != "" && !odd && (name[0] < '0' || name[0] > '9') {
		return "$." + name
	}
	name = strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(name)
	return "$['" + Visible(name) + "']"
}

// show adds a member's value.
func (c *cell) show(m Member) {
	v := m.Value
	switch {
	case m.Name == "realm_access" && hasRoles(v):
		c.roles(v, " · ")
	case m.Name == "resource_access" && v.Kind == KindObject && len(v.Members) > 0:
		for i, client := range v.Members {
			c.separate(i, "; ")
			c.add(client.Name + ": ")
			if hasRoles(client.Value) {
				c.roles(client.Value, ", ")
			} else {
				c.compact(client.Value)
			}
		}
	case v.Kind == KindArray && len(v.Items) > 0:
		c.list(v.Items, " · ")
	case v.Kind == KindString && v.Text != "":
		c.add(v.Text)
	default:
		c.compact(v)
	}
}

// hasRoles tells whether v is {"roles": [...]} as Keycloak writes it, with at
// least one role; the obsolete verify_caller may stand beside.
func hasRoles(v Value) bool {
	m, ok := v.last("roles")
	return ok && m.Of == 1 && m.Value.Kind == KindArray && len(m.Value.Items) > 0
}

// roles adds the roles of v and what else v has.
func (c *cell) roles(v Value, sep string) {
	m, _ := v.last("roles")
	c.list(m.Value.Items, sep)
	for _, m := range v.Members {
		if m.Name != "roles" {
			c.add(sep + m.Name + ": ")
			c.compact(m.Value)
		}
	}
}

// list adds items with a separator between them.
func (c *cell) list(items []Value, sep string) {
	for i, item := range items {
		if c.full {
			return
		}
		c.separate(i, sep)
		if item.Kind == KindString && item.Text != "" {
			c.add(item.Text)
		} else {
			c.compact(item)
		}
	}
}

func (c *cell) separate(i int, sep string) {
	if i > 0 {
		c.add(sep)
	}
}

// compact adds v as JSON without blanks, scalars as they were sent.
func (c *cell) compact(v Value) {
	if c.full {
		return
	}
	switch v.Kind {
	case KindObject:
		c.add("{")
		for i, m := range v.Members {
			if c.full {
				return
			}
			c.separate(i, ",")
			c.add(quoted(m.Name) + ":")
			c.compact(m.Value)
		}
		c.add("}")
	case KindArray:
		c.add("[")
		for i, item := range v.Items {
			if c.full {
				return
			}
			c.separate(i, ",")
			c.compact(item)
		}
		c.add("]")
	case KindString, KindNumber, KindBool, KindNull:
		c.add(v.Raw)
	}
}

// quoted is a name as a JSON string; unseen characters become escapes later.
func quoted(name string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
}

// Sorted returns the rows with what a reader looks for first on top: who,
// until when, from where, for whom, what is allowed. Other rows, and
// duplicates, keep their order.
func Sorted(rows []Row) []Row {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b Row) int { return rank(a.Name) - rank(b.Name) })
	return rows
}

func rank(name string) int {
	order := [...]string{
		"preferred_username", "username", "sub", "exp", "iat", "iss", "azp", "client_id",
		"aud", "realm_access", "resource_access", "scope", "typ", "name", "email",
	}
	if i := slices.Index(order[:], name); i >= 0 {
		return i
	}
	return len(order)
}
