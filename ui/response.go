package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// responsePane lists the members of the answer as they came.
type responsePane struct {
	root  *fyne.Container
	chips *chipRow
	table *look.Table
	now   *session.Tokens
}

func newResponsePane() *responsePane {
	p := &responsePane{
		chips: newChipRow(), table: look.NewTable(T("response.name"), T("response.value"), T("response.meaning")),
	}
	p.root = container.New(&column{gap: 12, fill: true}, look.VGap(0), p.chips.root, p.table)
	return p
}

func (p *responsePane) reset() {
	p.now = nil
	p.chips.set(nil)
	p.table.SetRows(nil)
}

func (p *responsePane) render(t *session.Tokens) {
	if t == p.now {
		return
	}
	p.now = t
	rows := make([]look.TableRow, 0, len(t.Set.Members))
	for _, m := range t.Set.Members {
		rows = append(rows, look.TableRow{
			Name: visible(m.Name), Value: memberText(m.Name, m.JSON, t), Meaning: T(meaningOf(m.Name)),
		})
	}
	p.table.SetRows(rows)
	var chips []chip
	for _, n := range t.Set.Notes {
		chips = append(chips, caution(noteText(n)))
	}
	p.chips.set(chips)
	p.root.Refresh()
}

// meaningOf is the key of a member's explanation, from the dictionary of
// claims.
func meaningOf(name string) string {
	member := inspect.Member{Name: name, Value: inspect.Value{Kind: inspect.KindString}, Nth: 1, Of: 1}
	rows := inspect.Rows(&inspect.Value{Kind: inspect.KindObject, Members: []inspect.Member{member}}, time.Time{})
	return rows[0].Meaning
}

// memberText is a member's value; a token shows its length only.
func memberText(name, json string, t *session.Tokens) string {
	length := 0
	switch name {
	case "access_token":
		length = t.Set.AccessToken.Len()
	case "refresh_token":
		length = t.Set.RefreshToken.Len()
	case "id_token":
		length = t.Set.IDToken.Len()
	default:
		return visible(json)
	}
	return T("response.token", args{"Length": length})
}

// noteText puts a tolerance of the protocol into words.
func noteText(note string) string {
	if text, ok := known("response.note." + note); ok {
		return text
	}
	if name, ok := strings.CutPrefix(note, "duplicate."); ok {
		return T("response.note.duplicate", args{"Name": visible(name)})
	}
	if dot := strings.LastIndex(note, "."); dot > 0 {
		if text, ok := known("response.note."+note[dot+1:], args{"Name": visible(note[:dot])}); ok {
			return text
		}
	}
	return T("response.note_other", args{"Note": visible(note)})
}
