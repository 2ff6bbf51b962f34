package inspectcmd

import (
	"bufio"
	"fmt"
	"strings"
	"time"

	"realmscope/tokenclient/inspect"
)

// print writes an answer for people.
func (i *inspector) print(r reading) error {
	w := bufio.NewWriter(i.env.Stdout)
	if r.Error != nil {
		_, _ = fmt.Fprintln(w, *r.Error)
		return w.Flush()
	}
	for n, piece := range r.paste.Pieces {
		if n > 0 {
			_, _ = fmt.Fprintln(w)
		}
		i.printToken(w, piece, r.Found[n], "")
	}
	for n, warning := range r.Warnings {
		if n == 0 {
			_, _ = fmt.Fprintln(w)
		}
		_, _ = fmt.Fprintf(w, "! %s\n", warning)
	}
	return w.Flush()
}

// printToken writes one token: what it is, its members, its checks, its
// findings.
func (i *inspector) printToken(w *bufio.Writer, p inspect.Piece, t token, indent string) {
	title := i.words.text("inspectcmd.kind."+string(t.Kind), nil)
	if p.Label != "" {
		title += " (" + p.Label + ")"
	}
	_, _ = fmt.Fprintf(w, "%s%s\n", indent, title)
	i.printRows(w, i.words.text("inspectcmd.header", nil), firstOf(p.Token.Header, p.Token.BegunHeader), indent)
	i.printRows(w, i.words.text("inspectcmd.claims", nil), firstOf(p.Token.Payload, p.Token.BegunPayload), indent)
	if t.Content != "" {
		_, _ = fmt.Fprintf(w, "%s  %s\n", indent, t.Content)
	}
	for _, c := range t.Certificates {
		if !c.Broken {
			_, _ = fmt.Fprintf(w, "%s  x5c: %s, %s – %s\n", indent, c.Subject, c.NotBefore, c.NotAfter)
		}
	}
	for _, c := range t.Checks {
		verdict := i.words.text("check.verdict."+string(c.Verdict), nil)
		name := i.words.text("check.name."+string(c.Name), nil)
		_, _ = fmt.Fprintf(w, "%s  %s: %s. %s\n", indent, name, verdict, c.Text)
	}
	for _, f := range t.Findings {
		_, _ = fmt.Fprintf(w, "%s  * %s\n", indent, f.Text)
	}
	for n, inner := range t.Nested {
		if n < len(p.Nested) {
			i.printToken(w, p.Nested[n], inner, indent+"    ")
		} else {
			_, _ = fmt.Fprintf(w, "%s    %s\n", indent, inner.Claims)
		}
	}
}

func firstOf(a, b *inspect.Value) *inspect.Value {
	if a != nil {
		return a
	}
	return b
}

// printRows writes the members of a part with their meaning.
func (i *inspector) printRows(w *bufio.Writer, title string, v *inspect.Value, indent string) {
	rows := inspect.Rows(v, i.moment())
	if len(rows) == 0 {
		return
	}
	_, _ = fmt.Fprintf(w, "%s  %s\n", indent, title)
	widest := 0
	const widestName = 24
	for _, r := range rows {
		widest = min(max(widest, len([]rune(r.Name))), widestName)
	}
	for _, r := range rows {
		value := r.Value
		if !r.Time.IsZero() {
			value = inspect.Moment(r.Time, i.moment(), i.words.text) + ", " + inspect.Distance(r.Time, i.moment(), i.words.text) +
				", " + r.Time.UTC().Format(time.RFC3339)
		}
		note := i.words.text(r.Meaning, nil)
		if r.Mark != "" {
			note += "; " + i.words.text(r.Mark, map[string]string{"Nth": fmt.Sprint(r.Nth), "Of": fmt.Sprint(r.Of)})
		}
		pad := strings.Repeat(" ", max(0, widest-len([]rune(r.Name))))
		_, _ = fmt.Fprintf(w, "%s    %s%s  %s   (%s)\n", indent, r.Name, pad, value, note)
	}
}
