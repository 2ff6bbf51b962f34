package ui

import (
	"slices"
	"strings"
	"time"

	"realmscope/tokenclient/inspect"
)

// copyTicket copies the shown comparison for somebody else to read: what may
// name a person, or came from somebody's own mapper, only says that it differs.
func (p *comparePlace) copyTicket() {
	if !p.ready {
		return
	}
	lines := p.found.Differences()
	if p.amount.Selected() == compareAll {
		lines = p.found.Lines
	}
	out := []string{
		T("compare.ticket_title", args{"Time": time.Now().UTC().Format(ticketTime)}),
		T("compare.side_line", args{"Side": T("compare.left"), "What": p.left.ticketText()}),
		T("compare.side_line", args{"Side": T("compare.right"), "What": p.right.ticketText()}),
		countsText(p.found), "",
	}
	left := false
	for i, l := range lines {
		if i == 0 || lines[i-1].Aspect != l.Aspect {
			out = append(out, T("compare.aspect."+string(l.Aspect)))
		}
		text, whole := ticketLine(l)
		out = append(out, text)
		left = left || !whole
	}
	if len(lines) == 0 {
		out = append(out, T("compare.same"))
	}
	if left {
		out = append(out, "", T("compare.ticket_left_out"))
	}
	p.w.copyPlain(strings.Join(out, "\n")+"\n", T("compare.copied"))
}

// ticketLine is a line of a comparison; whole tells that its values are there.
func ticketLine(l inspect.Line) (text string, whole bool) {
	sign, _ := changeSign(l.Change)
	name := sign + " " + list(lineName(l), l.Client)
	whole = l.Aspect == inspect.AspectLife || l.Aspect == inspect.AspectRights && l.Name != string(inspect.RightPermission) ||
		l.Aspect == inspect.AspectHeader && slices.Contains([]string{"alg", "typ", "cty"}, l.Name) || slices.Contains(ticketClaims(), l.Name)
	switch {
	case !whole:
		return name + ": " + T("compare.change."+string(l.Change)), false
	case l.Left != "" && l.Right != "" && l.Left != l.Right:
		return name + ": " + l.Left + " → " + l.Right, true
	case l.Left != "":
		return name + ": " + l.Left, true
	}
	return name + ": " + l.Right, true
}
