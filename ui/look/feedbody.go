package look

import "fyne.io/fyne/v2"

// feedBody is the body of one row of a Feed.
type feedBody struct {
	feed  *Feed
	shown FeedRow
	cells [6]*Text
}

func newFeedBody(f *Feed) *feedBody {
	b := &feedBody{feed: f}
	for i, style := range []Style{Mono, TableText, TableText, TableText, TableText, Mono} {
		b.cells[i] = NewText(style, "")
	}
	b.cells[0].SetColor(ColorSecond)
	b.cells[3].SetColor(ColorSecond)
	b.cells[5].SetColor(ColorSecond)
	return b
}

func (b *feedBody) objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(b.cells))
	for i, c := range b.cells {
		out[i] = c
	}
	return out
}

func (b *feedBody) set(index int) {
	var row FeedRow
	if index >= 0 && index < len(b.feed.rows) {
		row = b.feed.rows[index]
	}
	if row == b.shown {
		return
	}
	b.shown = row
	for i, text := range []string{row.Time, row.Who, row.What, row.Where, row.Answer, row.Took} {
		b.cells[i].SetText(text)
	}
	b.cells[4].SetColor(row.Tone.Color())
}

func (b *feedBody) arrange(size fyne.Size) {
	// The list stands one hairline inside the feed.
	for i, c := range feedColumns(size.Width + 2*hairline) {
		show(b.cells[i], c.width > 0)
		place(b.cells[i], c.x-hairline, 0, c.width, size.Height)
	}
}
