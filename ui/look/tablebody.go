package look

import "fyne.io/fyne/v2"

// tableBody is the body of one row of a Table.
type tableBody struct {
	table                      *Table
	shown                      TableRow
	name, value, meaning, mark *Text
}

func newTableBody(t *Table) *tableBody {
	b := &tableBody{
		table: t,
		name:  NewText(MonoStrong, ""), value: NewText(Mono, ""),
		meaning: NewText(TableText, ""), mark: NewText(styleTab, ""),
	}
	b.meaning.SetColor(ColorSecond)
	b.mark.SetColor(ColorCaution)
	return b
}

func (b *tableBody) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.name, b.value, b.meaning, b.mark}
}

func (b *tableBody) set(index int) {
	var row TableRow
	if index >= 0 && index < len(b.table.rows) {
		row = b.table.rows[index]
	}
	if row == b.shown {
		return
	}
	b.shown = row
	b.name.SetText(row.Name)
	b.value.SetText(row.Value)
	b.meaning.SetText(row.Meaning)
	mark := row.Mark
	if mark != "" && row.Meaning != "" {
		mark = "· " + mark
	}
	b.mark.SetText(mark)
	tone := row.Tone
	if tone == "" {
		tone = ToneCaution
	}
	b.mark.SetColor(tone.Color())
}

func (b *tableBody) arrange(size fyne.Size) {
	// The list stands one hairline inside the table.
	c := tableColumns(size.Width + 2*hairline)
	place(b.name, c[0].x-hairline, 0, c[0].width, size.Height)
	place(b.value, c[1].x-hairline, 0, c[1].width, size.Height)
	x, room := c[2].x-hairline, c[2].width
	mark := min(b.mark.Wanted().Width, room)
	var meaning float32
	if b.shown.Meaning != "" {
		meaning = min(b.meaning.Wanted().Width, max(0, room-mark-4))
		if mark == 0 {
			meaning = min(b.meaning.Wanted().Width, room)
		}
	}
	// A meaning with no room for three letters only disturbs the mark.
	show(b.meaning, meaning >= b.meaning.MinSize().Width)
	if !b.meaning.Visible() {
		meaning = 0
	}
	place(b.meaning, x, 0, meaning, size.Height)
	if meaning > 0 {
		x, room = x+meaning+4, room-meaning-4
	}
	place(b.mark, x, 0, min(mark, room), size.Height)
}
