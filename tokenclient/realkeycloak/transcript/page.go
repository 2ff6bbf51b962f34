package transcript

import (
	"fmt"
	"strings"
)

// opening is what the page says before its table.
const opening = `# Servers

What of Realmscope runs on which server. The tests on real servers make this page: ` + "`make keycloak RELEASES=\"…\"`" + ` runs
them and writes it. A tick is a flow that passed, as a person would use it, with its tokens checked. A number is a flow that
this server does not have, with its own words below; no cell is empty and none has failed.
`

// Page is docs/servers.md for these results. Rows come in the order of the
// first one; what another has beside them follows.
func Page(results []Result) string {
	var out strings.Builder
	out.WriteString(opening)
	notes := &notes{at: map[string]int{}}
	for _, group := range groups(results) {
		fmt.Fprintf(&out, "\n## %s\n\n|", group)
		for _, r := range results {
			fmt.Fprintf(&out, " | %s", r.Server)
		}
		fmt.Fprintf(&out, " |\n|---%s|\n", strings.Repeat("|:-:", len(results)))
		for _, row := range rows(results, group) {
			fmt.Fprintf(&out, "| %s", row)
			for _, r := range results {
				fmt.Fprintf(&out, " | %s", notes.cell(r, group, row))
			}
			out.WriteString(" |\n")
		}
	}
	out.WriteString("\n## How they were run\n\n")
	for _, r := range results {
		fmt.Fprintf(&out, "* %s: %s\n", r.Server, r.Note)
	}
	out.WriteString("\n## What the servers say\n\n")
	for i, note := range notes.list {
		fmt.Fprintf(&out, "%d. %s\n", i+1, note)
	}
	return out.String()
}

// notes are the servers' words, each written once.
type notes struct {
	list []string
	at   map[string]int
}

func (n *notes) cell(r Result, group, row string) string {
	for _, c := range r.Cells {
		if c.Group != group || c.Row != row {
			continue
		}
		switch c.Outcome {
		case Passed:
			return "✓"
		case Unsupported:
			return fmt.Sprintf("not supported (%d)", n.number(c.Words))
		}
		return "**failed**"
	}
	return ""
}

func (n *notes) number(words string) int {
	if n.at[words] == 0 {
		n.list = append(n.list, words)
		n.at[words] = len(n.list)
	}
	return n.at[words]
}

func groups(results []Result) []string {
	return distinct(results, func(c Cell) (string, bool) { return c.Group, true })
}

func rows(results []Result, group string) []string {
	return distinct(results, func(c Cell) (string, bool) { return c.Row, c.Group == group })
}

// distinct are the texts of cells in the order of their first use.
func distinct(results []Result, of func(Cell) (string, bool)) []string {
	var list []string
	seen := map[string]bool{}
	for _, r := range results {
		for _, c := range r.Cells {
			text, wanted := of(c)
			if wanted && !seen[text] {
				seen[text] = true
				list = append(list, text)
			}
		}
	}
	return list
}

// Gaps are the cells that are empty: rows that one result has and another not.
func Gaps(results []Result) []string {
	var list []string
	n := &notes{at: map[string]int{}}
	for _, group := range groups(results) {
		for _, row := range rows(results, group) {
			for _, r := range results {
				if n.cell(r, group, row) == "" {
					list = append(list, fmt.Sprintf("%s: %s is empty", r.Server, row))
				}
			}
		}
	}
	return list
}
