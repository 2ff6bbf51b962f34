package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// placeActivity shows what was asked of whom and what came back.
const placeActivity placeKey = "activity"

// activityPause is how long new rows wait for more of them: hundreds may come
// in a second, and nobody reads that fast.
const activityPause = 100 * time.Millisecond

// activityPlace lists the exchanges, the newest above.
type activityPlace struct {
	w       *Window
	root    fyne.CanvasObject
	filter  *entry
	only    *look.Check
	summary *look.Text
	feed    *look.Feed
	empty   *fyne.Container
	none    *look.Text
	detail  *activityDetail
	save    *look.Button
	clear   *look.Button

	rows    map[int]activityRow // by number
	listed  []session.Observed  // as the feed shows them
	shown   bool
	waiting bool
}

// activityRow is a row that was made before; text is what a filter looks in.
type activityRow struct {
	row  look.FeedRow
	text string
}

func newActivityPlace(w *Window) *activityPlace {
	a := &activityPlace{
		w: w, rows: map[int]activityRow{}, summary: look.NewText(look.Second, ""),
		none: look.NewParagraph(look.Second, T("activity.none")), empty: newActivityEmpty(),
	}
	a.filter = newEntry(T("activity.filter"), a.escape)
	a.filter.OnChanged = func(string) { a.rebuild() }
	a.filter.onDown = a.focusRows
	a.only = look.NewCheck(T("activity.only"), func(bool) { a.rebuild() })
	a.feed = look.NewFeed([6]string{
		T("activity.time"), T("activity.who"), T("activity.what"), T("activity.host"), T("activity.answer"), T("activity.took"),
	})
	a.detail = newActivityDetail(a)
	a.feed.OnSelected = a.open
	a.feed.OnActivate = func(i int) {
		a.open(i)
		w.win.Canvas().Focus(a.detail.view)
	}
	a.feed.Menu = func(i int) *fyne.Menu { a.open(i); return fyne.NewMenu("", a.detail.menu()...) }
	a.save = look.NewButton(look.Strong, T("activity.save"), a.saveLog)
	a.clear = look.NewButton(look.Quiet, T("activity.clear"), w.p.Activity.Clear)
	a.summary.SetTruncate(true)
	title := look.NewText(look.Title, T("place.activity"))
	title.SetTruncate(false)
	head := container.NewBorder(nil, nil, title, container.NewCenter(look.Row(8, a.clear, a.save)), look.PadXY(12, 0, a.summary))
	search := container.NewBorder(nil, nil, nil, container.NewCenter(look.Row(0, look.HGap(12), look.Floor(onOneLine(a.only), a.only))), a.filter)
	body := container.New(&feedAbove{gap: 10}, a.feed, a.detail.root)
	a.root = look.PadXY(20, 14, container.New(&column{gap: 12, fill: true}, head, search, a.empty, a.none, body))
	w.stop = append(w.stop, w.p.Activity.Subscribe(a.changed), w.p.Profiles.Subscribe(a.renamed))
	return a
}

// onOneLine is the size at which the sentence of a box does not wrap.
func onOneLine(c *look.Check) fyne.Size {
	words := look.NewText(look.Body, c.Text()).Wanted()
	return fyne.NewSize(look.CheckIndent+words.Width+8, words.Height)
}

// newActivityEmpty says what will stand here.
func newActivityEmpty() *fyne.Container {
	return look.NewCard(look.PadXY(0, 4, look.Column(8,
		look.NewText(look.Strong, T("activity.empty")),
		look.NewParagraph(look.Body, T("activity.empty_text")))))
}

func (a *activityPlace) content() fyne.CanvasObject { return a.root }

func (a *activityPlace) come() {
	a.shown = true
	a.w.status.clear()
	a.rebuild()
	a.focusRows()
}

// focusRows puts the focus on the table, on the filter while it is empty.
func (a *activityPlace) focusRows() {
	if a.feed.Visible() {
		a.w.win.Canvas().Focus(a.feed.FocusTarget())
		return
	}
	a.w.win.Canvas().Focus(a.filter)
}

func (a *activityPlace) leave() { a.shown = false }

func (a *activityPlace) onSession() bool { return false }

// find puts the focus into the filter.
func (a *activityPlace) find() { a.w.win.Canvas().Focus(a.filter) }

// escape closes the details, then empties the filter.
func (a *activityPlace) escape() {
	switch {
	case a.w.win.Canvas().Focused() == a.filter && a.filter.Text != "":
		a.filter.SetText("")
	case a.detail.root.Visible():
		a.detail.close()
	case a.filter.Text != "":
		a.filter.SetText("")
	default:
		a.focusRows()
	}
}

// changed draws once for all that comes in a moment.
func (a *activityPlace) changed() {
	switch {
	case !a.shown || a.waiting:
	case a.w.p.After == nil:
		a.rebuild()
	default:
		a.waiting = true
		a.w.p.After(activityPause, func() {
			a.waiting = false
			a.rebuild()
		})
	}
}

// renamed makes the rows anew with the profiles' new names.
func (a *activityPlace) renamed() {
	clear(a.rows)
	a.rebuild()
}

// rebuild lists what the filter lets through.
func (a *activityPlace) rebuild() {
	if !a.shown {
		return
	}
	all := a.w.p.Activity.All()
	words := strings.Fields(strings.ToLower(a.filter.Text))
	kept := make(map[int]activityRow, len(all))
	a.listed = a.listed[:0:0]
	var rows []look.FeedRow
	failed := 0
	for _, x := range all {
		r, ok := a.rows[x.Number]
		if !ok {
			r = a.row(x)
		}
		kept[x.Number] = r
		if x.Failed() {
			failed++
		}
		if (x.Failed() || !a.only.Checked()) && hasAll(r.text, words) {
			a.listed = append(a.listed, x)
			rows = append(rows, r.row)
		}
	}
	a.rows = kept
	a.feed.SetRows(rows)
	a.detail.stay(a.feed.Selected())
	relaid := setShown(a.empty, len(all) == 0)
	relaid = setShown(a.none, len(all) > 0 && len(rows) == 0) || relaid
	relaid = setShown(a.feed, len(rows) > 0) || relaid
	setEnabled(a.save, len(all) > 0 && a.w.p.Logbook != nil)
	setEnabled(a.clear, len(all) > 0)
	text := ""
	if len(all) > 0 {
		text = list(T("activity.count", args{"Count": len(all)}), T("activity.failed", args{"Count": failed}))
	}
	setText(a.summary, text)
	if relaid {
		a.root.Refresh()
	}
}

func hasAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// open shows the details of a row.
func (a *activityPlace) open(i int) {
	if i >= 0 && i < len(a.listed) {
		a.detail.open(a.listed[i])
	}
}

// saveLog asks for a file and writes the debug log there.
func (a *activityPlace) saveLog() {
	all := a.w.p.Activity.All()
	a.w.choose(true, "realmscope-log.txt", func(to fyne.URI) {
		a.w.p.Logbook.Save(to, all, func(err error) {
			if err != nil {
				a.w.status.set(T("chip.bad", args{"Text": T("activity.save_failed", args{"Reason": errorText(err)})}))
				return
			}
			a.w.status.set(T("activity.saved", args{"Name": visible(to.Name())}))
		})
	})
}
