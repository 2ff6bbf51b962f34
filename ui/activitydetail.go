package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// exchangeRows is how many rows of an exchange are in sight at once, fewRows
// how many in the smallest window.
const (
	exchangeRows = 60
	fewRows      = 3
)

// activityDetail is the strip below the activity with one whole exchange.
type activityDetail struct {
	place *activityPlace
	root  *fyne.Container
	title *look.Text
	when  *look.Text
	view  *look.Viewer
	// now is what is shown; its Number is 0 for nothing.
	now session.Observed
}

func newActivityDetail(place *activityPlace) *activityDetail {
	d := &activityDetail{place: place, title: look.NewText(look.Strong, ""), when: look.NewText(look.Second, ""), view: look.NewViewer(exchangeRows)}
	d.view.SetFew(fewRows)
	d.title.SetTruncate(false)
	d.when.SetTruncate(true)
	buttons := look.Row(8,
		look.NewButton(look.Quiet, T("activity.curl"), d.copyCurl),
		look.NewButton(look.Quiet, T("activity.ticket"), d.copyTicket),
		look.NewButton(look.Quiet, T("action.close"), d.close))
	row := container.NewBorder(nil, nil, d.title, container.NewCenter(buttons), look.PadXY(10, 0, look.NewTip(d.when)))
	d.root = container.NewStack(look.NewGround(look.ColorPanel, look.ColorHairline, 10), look.PadXY(12, 8, container.New(&column{gap: 6, fill: true}, row, d.view)))
	d.root.Hide()
	return d
}

// menu is what can be done with the shown exchange.
func (d *activityDetail) menu() []*fyne.MenuItem {
	return []*fyne.MenuItem{
		fyne.NewMenuItem(T("activity.curl"), d.copyCurl),
		fyne.NewMenuItem(T("activity.ticket"), d.copyTicket),
	}
}

// open shows an exchange.
func (d *activityDetail) open(x session.Observed) {
	if x.Number == d.now.Number {
		return
	}
	d.now = x
	d.title.SetText(purposeText(x))
	// The table has no room for a long name.
	d.when.SetText(list(x.Seen.ReceivedAt.Local().Format("2006-01-02 15:04:05.000"), behalf(d.place.w.p.Profiles.All(), x.Key)))
	d.view.SetLines(exchangeLines(x))
	d.root.Show()
	d.place.root.Refresh()
}

// stay closes the strip when its row is no longer listed.
func (d *activityDetail) stay(selected int) {
	if d.root.Visible() && (selected < 0 || d.place.listed[selected].Number != d.now.Number) {
		d.close()
	}
}

// close puts the strip away and gives the focus back to the table.
func (d *activityDetail) close() {
	if !d.root.Visible() {
		return
	}
	d.now = session.Observed{}
	d.place.feed.Select(-1)
	d.root.Hide()
	d.place.root.Refresh()
	if c := d.place.w.win.Canvas(); c.Focused() != d.place.filter {
		d.place.focusRows()
	}
}

func (d *activityDetail) copyCurl() { d.copy(d.now.Curl(), "activity.curl_copied") }

func (d *activityDetail) copyTicket() {
	d.copy(d.now.Report(d.place.w.people()), "activity.ticket_copied")
}

func (d *activityDetail) copy(text, said string) {
	d.place.w.p.App.Clipboard().SetContent(text)
	d.place.w.status.set(T(said))
}

// feedAbove gives the details what the table does not need, and at least the
// better half.
type feedAbove struct{ gap float32 }

// MinSize implements fyne.Layout.
func (l *feedAbove) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := o[0].MinSize()
	if o[1].Visible() {
		strip := o[1].MinSize()
		size = fyne.NewSize(max(size.Width, strip.Width), size.Height+l.gap+strip.Height)
	}
	return size
}

// Layout implements fyne.Layout.
func (l *feedAbove) Layout(o []fyne.CanvasObject, size fyne.Size) {
	room := size.Height
	if table, ok := o[0].(interface{ Wanted() fyne.Size }); ok && o[1].Visible() {
		least := o[0].MinSize().Height
		room = min(max(least, size.Height*0.45), max(least, table.Wanted().Height))
	}
	o[0].Resize(fyne.NewSize(size.Width, room))
	o[1].Move(fyne.NewPos(0, room+l.gap))
	o[1].Resize(fyne.NewSize(size.Width, max(0, size.Height-room-l.gap)))
}

// people are the names of all accounts, saved and typed.
func (w *Window) people() []string {
	var names []string
	for _, p := range w.p.Profiles.All() {
		names = append(names, w.accounts(p)...)
	}
	return names
}
