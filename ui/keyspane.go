package ui

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// keysPane lists the realm's published keys; those of the shown tokens are
// marked.
type keysPane struct{ *answerPane }

func newKeysPane(w *Window) *keysPane {
	again := look.NewButton(look.Quiet, T("keyset.again"), w.fetchKeys)
	heads := [3]string{T("keyset.head_id"), T("keyset.head_kind"), T("keyset.head_certificate")}
	return &keysPane{newAnswerPane(w, heads, again)}
}

// render shows the keys of a state and tells whether its room changed.
func (p *keysPane) render(s session.State) bool {
	k := s.Answers.Keys
	if k == nil {
		return false
	}
	setText(p.about, T("keyset.asked", args{"Time": moment(k.At, s.At), "Address": visible(k.Address)}))
	var rows []inspect.Row
	var shown []look.TableRow
	for i, key := range k.All {
		row := inspect.Row{Name: visible(key.ID), Path: "$.keys[" + strconv.Itoa(i) + "]", Exact: key.JSON.Reveal(), Value: kindText(key)}
		if key.Private() || row.Exact == "" { // what nobody may see is not copied on
			row.Exact = quoted(row.Value)
		}
		rows = append(rows, row)
		shown = append(shown, keyRow(row, key, s))
	}
	for _, key := range k.Skipped {
		row := inspect.Row{Name: visible(key.ID), Path: "$.keys[" + strconv.Itoa(key.Index) + "]", Value: visible(key.Type)}
		row.Exact = quoted(row.Value)
		rows = append(rows, row)
		shown = append(shown, look.TableRow{
			Name: row.Name, Value: row.Value, Mark: wordText("keyset.skipped.", key.Reason), Tone: look.ToneCaution,
		})
	}
	p.claims.setClaims(rows, shown, s.At)
	setShown(p.claims.root, len(rows) > 0)
	moved := p.chips.set(keyChips(k, s))
	if moved {
		p.root.Refresh()
	}
	return moved
}

func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		return `""`
	}
	return string(b)
}

// kindText is what a key is: "RSA · 2048 bit · RS256 · sig".
func kindText(k session.PublishedKey) string {
	size := ""
	if k.Bits > 0 {
		size = T("keyset.bits", args{"Bits": k.Bits})
	}
	if k.Curve != "" {
		size = visible(k.Curve)
	}
	use := visible(k.Use)
	if text, ok := known("keyset.use." + k.Use); ok && k.Use != "" {
		use = text
	}
	return list(visible(k.Type), size, visible(k.Algorithm), use)
}

// keyRow is a key in words.
func keyRow(r inspect.Row, k session.PublishedKey, s session.State) look.TableRow {
	row := look.TableRow{Name: r.Name, Value: r.Value, Meaning: certificateText(k.Certificate, s.At)}
	marks := []string{}
	for _, n := range k.Notes {
		row.Tone = look.ToneCaution
		marks = append(marks, wordText("keyset.note.", strings.ReplaceAll(n, ".", "_")))
	}
	if k.Certificate != nil && k.Certificate.OtherKey {
		row.Tone = look.ToneCaution
		marks = append(marks, T("keyset.other_key"))
	}
	if text := signedText(k, s.Tokens); text != "" {
		if len(marks) == 0 {
			row.Tone = look.ToneGood
		}
		marks = append([]string{text}, marks...)
	}
	row.Mark = list(marks...)
	return row
}

// signedText says which of the shown tokens name a key.
func signedText(k session.PublishedKey, t *session.Tokens) string {
	switch {
	case t == nil:
		return ""
	case k.Signs(t.Access) && k.Signs(t.ID):
		return T("keyset.signed_both")
	case k.Signs(t.Access):
		return T("keyset.signed_access")
	case k.Signs(t.ID):
		return T("keyset.signed_id")
	}
	return ""
}

func certificateText(c *session.Certificate, now time.Time) string {
	switch {
	case c == nil:
		return T("keyset.no_certificate")
	case c.Ends.Before(now):
		return T("keyset.certificate_ended", args{"Time": day(c.Ends, now)})
	}
	return T("keyset.certificate_until", args{"Time": day(c.Ends, now)})
}

// day is a date alone.
func day(t, now time.Time) string { return t.In(now.Location()).Format("2006-01-02") }

func keyChips(k *session.Keys, s session.State) []chip {
	var c []chip
	if s.Tokens != nil && s.Tokens.Access != nil && s.Tokens.Access.Form == inspect.FormJWS && !published(k, s.Tokens.Access) {
		c = append(c, caution(T("keyset.not_published")))
	}
	if len(k.All)+len(k.Skipped) == 0 {
		c = append(c, caution(T("keyset.none")))
	}
	for _, n := range k.Notes {
		word, aboutKeys := strings.CutPrefix(n, "keys.")
		switch over, ok := strings.CutPrefix(word, "over."); {
		case aboutKeys && ok:
			c = append(c, caution(T("keyset.over", args{"Count": visible(over)})))
		case aboutKeys: // there are none: said above
		default:
			c = append(c, caution(noteText(n)))
		}
	}
	return c
}

// published tells whether a token's key is among the keys.
func published(k *session.Keys, t *inspect.Token) bool {
	for _, key := range k.All {
		if key.Signs(t) {
			return true
		}
	}
	return false
}
