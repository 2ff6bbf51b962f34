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
	root   *fyne.Container
	chips  *chipRow
	claims *claimTable
	now    *session.Tokens
}

func newResponsePane(w *Window) *responsePane {
	p := &responsePane{
		chips: newChipRow(), claims: newClaimTable(w, T("response.name"), T("response.value"), T("response.meaning")),
	}
	p.root = container.New(&column{gap: 12, fill: true}, look.VGap(0), p.chips.root, p.claims.root)
	return p
}

func (p *responsePane) reset() {
	p.now = nil
	p.chips.set(nil)
	p.claims.reset()
}

func (p *responsePane) render(t *session.Tokens, now time.Time) {
	if t == p.now {
		return
	}
	p.now = t
	rows := make([]inspect.Row, len(t.Set.Members))
	shown := make([]look.TableRow, len(rows))
	for i, m := range t.Set.Members {
		rows[i] = memberRow(m.Name, m.JSON)
		value, hidden := hiddenText(m.Name, t)
		if hidden {
			rows[i].Exact = ""
		} else {
			value = visible(m.JSON)
		}
		rows[i].Value = value
		shown[i] = look.TableRow{Name: visible(m.Name), Value: value, Meaning: T(rows[i].Meaning)}
	}
	p.claims.setClaims(rows, shown, now)
	var chips []chip
	for _, n := range t.Set.Notes {
		chips = append(chips, caution(noteText(n)))
	}
	p.chips.set(chips)
	p.root.Refresh()
}

// memberRow is a member of the answer as a claim, explained by the dictionary
// of claims.
func memberRow(name, json string) inspect.Row {
	member := inspect.Member{Name: name, Value: inspect.Value{Kind: inspect.KindString}, Nth: 1, Of: 1}
	r := inspect.Rows(&inspect.Value{Kind: inspect.KindObject, Members: []inspect.Member{member}}, time.Time{})[0]
	r.Exact = json
	return r
}

// hiddenText is what stands for a token, which shows its length only; other
// members are not hidden.
func hiddenText(name string, t *session.Tokens) (text string, hidden bool) {
	length := 0
	switch name {
	case "access_token":
		length = t.Set.AccessToken.Len()
	case "refresh_token":
		length = t.Set.RefreshToken.Len()
	case "id_token":
		length = t.Set.IDToken.Len()
	default:
		return "", false
	}
	return T("response.token", args{"Length": length}), true
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
