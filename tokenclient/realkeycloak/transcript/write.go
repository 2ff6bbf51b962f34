package transcript

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Write is the transcript of exchanges, one line for each part of them. An
// exchange that repeats the one before, as polls do, is counted and not
// written again.
func (m Mask) Write(exchanges []Exchange) string {
	var out strings.Builder
	before, times := "", 0
	flush := func() {
		if times > 1 {
			fmt.Fprintln(&out, "(and again)")
		}
	}
	for _, e := range exchanges {
		text := m.one(e)
		if text == before {
			times++
			continue
		}
		flush()
		if before != "" {
			out.WriteByte('\n')
		}
		out.WriteString(text)
		before, times = text, 1
	}
	flush()
	return out.String()
}

func (m Mask) one(e Exchange) string {
	var out strings.Builder
	if e.Note != "" {
		fmt.Fprintln(&out, "#", e.Note)
		m.address(&out, "", e.URL)
		return out.String()
	}
	m.address(&out, e.Method+" ", e.URL)
	headers(&out, e.Header, m.requestHeader, "Accept", "Authorization", "Content-Type", "DPoP")
	m.form(&out, e.Body)
	fmt.Fprintln(&out, e.Status)
	headers(&out, e.AnswerHeader, m.challenge, "Cache-Control", "Content-Type", "DPoP-Nonce", "Pragma", "Allow", "WWW-Authenticate")
	m.answer(&out, e.Answer)
	return out.String()
}

// address writes path and parameters of a URL.
func (m Mask) address(out *strings.Builder, before, address string) {
	path, query, _ := strings.Cut(address, "?")
	fmt.Fprintln(out, before+strings.TrimPrefix(m.text(path), "<server>"))
	m.form(out, query)
}

// form writes the fields of a form in their order.
func (m Mask) form(out *strings.Builder, form string) {
	for field := range strings.SplitSeq(form, "&") {
		if field == "" {
			continue
		}
		name, value, _ := strings.Cut(field, "=")
		if plain, err := url.QueryUnescape(value); err == nil {
			value = plain
		}
		fmt.Fprintf(out, "  %s=%s\n", name, m.Value(name, value))
	}
}

// headers writes the named headers that are there.
func headers(out *strings.Builder, h http.Header, write func(string) string, names ...string) {
	for _, name := range names {
		for _, value := range slices.Sorted(slices.Values(h.Values(name))) {
			fmt.Fprintf(out, "  %s: %s\n", name, write(value))
		}
	}
}

// requestHeader hides credentials: their scheme is enough.
func (m Mask) requestHeader(value string) string {
	scheme, rest, two := strings.Cut(value, " ")
	switch {
	case two && (scheme == "Basic" || scheme == "Bearer" || scheme == "DPoP"):
		return scheme + " <" + describe(rest, "credentials") + ">"
	case strings.HasPrefix(value, "eyJ"):
		return "<" + describe(value, "proof") + ">"
	}
	return m.text(value)
}

// answer writes a JSON answer member by member, sorted, and anything else in
// one line.
func (m Mask) answer(out *strings.Builder, body string) {
	body = strings.TrimSpace(body)
	var value any
	switch {
	case body == "":
	case json.Unmarshal([]byte(body), &value) == nil:
		m.member(out, "", value)
	case strings.HasPrefix(body, "eyJ"):
		fmt.Fprintf(out, "  <%s>\n", describe(body, "body"))
	case strings.HasPrefix(body, "<"):
		fmt.Fprintln(out, "  (a page)")
	default:
		fmt.Fprintln(out, " ", m.text(body))
	}
}

func (m Mask) member(out *strings.Builder, name string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for _, member := range slices.Sorted(maps.Keys(v)) {
			m.member(out, strings.TrimPrefix(name+"."+member, "."), v[member])
		}
	case []any:
		m.list(out, name, v)
	case string:
		fmt.Fprintf(out, "  %s: %s\n", name, m.Value(name, v))
	case float64:
		fmt.Fprintf(out, "  %s: %s\n", name, m.Value(name, strconv.FormatFloat(v, 'f', -1, 64)))
	default:
		fmt.Fprintf(out, "  %s: %v\n", name, v)
	}
}

// list writes a list in an order of its own: that of servers changes with each
// start.
func (m Mask) list(out *strings.Builder, name string, list []any) {
	var entries []string
	for _, entry := range list {
		var one strings.Builder
		m.member(&one, name+"[]", entry)
		entries = append(entries, one.String())
	}
	slices.Sort(entries)
	if len(entries) == 0 {
		fmt.Fprintf(out, "  %s: []\n", name)
	}
	for _, entry := range entries {
		out.WriteString(entry)
	}
}
