package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// exchangeRows is how many rows of an exchange are in sight at once.
const exchangeRows = 13

// activityDetail is the strip below the activity with one whole exchange.
type activityDetail struct {
	place *activityPlace
	root  *fyne.Container
	title *look.Text
	when  *look.Text
	view  *look.Viewer
	// now is what is shown; its Number is 0 for nothing.
	now session.Exchanged
}

func newActivityDetail(place *activityPlace) *activityDetail {
	d := &activityDetail{place: place, title: look.NewText(look.Strong, ""), when: look.NewText(look.Second, ""), view: look.NewViewer(exchangeRows)}
	d.title.SetTruncate(false)
	d.when.SetTruncate(true)
	buttons := look.Row(8,
		look.NewButton(look.Quiet, T("activity.curl"), d.copyCurl),
		look.NewButton(look.Quiet, T("activity.ticket"), d.copyTicket),
		look.NewButton(look.Quiet, T("action.close"), d.close))
	row := container.NewBorder(nil, nil, d.title, container.NewCenter(buttons), look.PadXY(10, 0, d.when))
	d.root = container.NewStack(look.NewGround(look.ColorPanel, look.ColorHairline, 10), look.PadXY(12, 8, look.Column(6, row, d.view)))
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
func (d *activityDetail) open(x session.Exchanged) {
	if x.Number == d.now.Number {
		return
	}
	d.now = x
	d.title.SetText(purposeText(x))
	d.when.SetText(x.Seen.ReceivedAt.Local().Format("2006-01-02 15:04:05.000"))
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
	d.now = session.Exchanged{}
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

// people are the names of all accounts, saved and typed.
func (w *Window) people() []string {
	var names []string
	for _, p := range w.p.Profiles.All() {
		names = append(names, w.accounts(p)...)
	}
	return names
}
