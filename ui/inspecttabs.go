package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// The tabs of a token in their order.
const (
	tokenClaims = iota
	tokenHeader
	tokenRights
	tokenFindings
	tokenJSON
	// tokenServer is there once the realm was asked about the token.
	tokenServer
)

// inspectTabs show what a token says.
type inspectTabs struct {
	p      *inspectPlace
	root   *fyne.Container
	bar    *look.Tabs
	filter *entry
	bodies *fyne.Container
	claims *claimTable
	header *claimTable
	rights *rightsView
	json   *look.Viewer
	server *introspectionPane
	about  *look.Text
	why    *fyne.Container
	whyBox *container.Scroll

	of *foundToken
	// rows are those of the tab in sight, without what the filter hides.
	rows []inspect.Row
	// cached are all rows of a part, which only change with the part.
	cachedOf *inspect.Value
	cached   []inspect.Row
	// filled is the token whose findings and text stand in their tabs.
	filled [2]*foundToken
}

func newInspectTabs(p *inspectPlace) *inspectTabs {
	v := &inspectTabs{p: p, json: look.NewFillingViewer(), about: look.NewParagraph(look.Second, ""), why: look.Column(8)}
	v.claims = newClaimTable(p.w, T("claims.name"), T("claims.value"), T("claims.meaning"))
	v.header = newClaimTable(p.w, T("inspect.member"), T("claims.value"), T("claims.meaning"))
	v.claims.relayout, v.header.relayout = p.relayout, p.relayout
	v.rights = newRightsView(p)
	v.server = newIntrospectionPane(p.w, func() { p.checks.onServer() })
	v.about.Hide()
	v.whyBox = container.NewVScroll(v.why)
	v.bodies = container.NewStack(v.claims.root, v.header.root, v.rights.root, v.whyBox, v.json, v.server.root)
	v.bar = look.NewTabs(look.Tab{Text: T("inspect.tab.claims")}, look.Tab{Text: T("inspect.tab.header")},
		look.Tab{Text: T("inspect.tab.rights")}, look.Tab{Text: T("inspect.tab.findings")}, look.Tab{Text: T("inspect.tab.json")}, look.Tab{Text: T("tab.introspection")})
	v.bar.SetHidden(tokenServer, true)
	v.bar.OnSelected = func(int) {
		v.render(time.Now())
		v.p.relayout()
		v.p.arm(time.Now())
	}
	v.filter = newEntry(T("inspect.filter"), v.clearFilter)
	v.filter.OnChanged = func(string) { v.render(time.Now()) }
	v.filter.onDown = v.focusTable
	field := look.Floor(fyne.NewSize(200, 0), v.filter)
	top := container.NewBorder(nil, nil, nil, container.NewCenter(field), v.bar)
	v.root = look.Floor(fyne.NewSize(0, 260), container.New(&column{gap: 12, fill: true}, top, v.about, v.bodies))
	return v
}

// reset forgets what was open in the tabs.
func (v *inspectTabs) reset() {
	v.of = nil
	v.claims.reset()
	v.header.reset()
	v.rights.reset()
	v.json.SetLines(nil)
	v.server.reset()
	v.filled = [2]*foundToken{}
	v.filter.SetText("")
}

// clearFilter empties the filter; an empty one gives the focus back.
func (v *inspectTabs) clearFilter() {
	if v.filter.Text == "" {
		v.p.w.win.Canvas().Focus(v.p.view)
		return
	}
	v.filter.SetText("")
}

func (v *inspectTabs) focusTable() {
	switch v.bar.Selected() {
	case tokenClaims:
		v.p.w.win.Canvas().Focus(v.claims.table.FocusTarget())
	case tokenHeader:
		v.p.w.win.Canvas().Focus(v.header.table.FocusTarget())
	case tokenRights:
		v.p.w.win.Canvas().Focus(v.rights.table.FocusTarget())
	}
}

// closeStrip closes the open claim and tells whether one was open.
func (v *inspectTabs) closeStrip() bool {
	for _, t := range []*claimTable{v.claims, v.header, v.server.claims} {
		if t.isOpen() && t.root.Visible() {
			t.close()
			return true
		}
	}
	return false
}

// render fills the tab in sight; the others wait until they are turned to.
func (v *inspectTabs) render(now time.Time) {
	t := v.p.token()
	v.rows = nil
	if t == nil {
		return
	}
	if t != v.of {
		v.of = t
		v.name(t)
	}
	v.bar.SetHidden(tokenServer, t.server == nil)
	at := v.bar.Selected()
	for i, body := range v.bodies.Objects {
		setShown(body, i == at)
	}
	setShown(v.filter, at <= tokenRights)
	about := ""
	switch at {
	case tokenClaims:
		about = v.fill(v.claims, claimsOf(t), now, true)
		if about == "" && len(v.claims.rows) == 0 {
			about = v.p.w.noClaims(t)
		}
	case tokenHeader:
		about = v.fill(v.header, headerOf(t), now, false)
	case tokenRights:
		about = v.rights.fill(t, v.filter.Text)
	case tokenFindings:
		about = v.fillWhy(t)
	case tokenServer:
		v.server.show(t.server, T("inspect.asked_about", args{"Time": moment(t.server.At, now), "Host": t.host}), false, now)
	default:
		v.fillJSON(t)
	}
	setText(v.about, about)
	if setShown(v.about, about != "") {
		v.p.relayout()
	}
}

// name writes how much each tab holds.
func (v *inspectTabs) name(t *foundToken) {
	count := func(i, n int, key string) { v.bar.SetTabText(i, T(key, args{"Count": n})) }
	members := 0
	if c := claimsOf(t); c != nil {
		members = len(c.Members)
	}
	count(tokenClaims, members, "inspect.tab.claims_n")
	count(tokenRights, len(t.rights), "inspect.tab.rights_n")
	count(tokenFindings, len(remarksOf(t)), "inspect.tab.findings_n")
}

// claimsOf are the claims of a token, those of a part that is cut off too; nil
// when none can be read.
func claimsOf(t *foundToken) *inspect.Value {
	switch {
	case t.piece.Token.Payload != nil:
		return t.piece.Token.Payload
	}
	return t.piece.Token.BegunPayload
}

func headerOf(t *foundToken) *inspect.Value {
	if t.piece.Token.Header != nil {
		return t.piece.Token.Header
	}
	return t.piece.Token.BegunHeader
}

// noClaims says why there are none.
func (w *Window) noClaims(t *foundToken) string {
	switch {
	case t.opened != nil && t.opened.Text != "":
		return T("inspect.opened_text", args{"Text": w.masked(inspect.Clip(t.opened.Text, 600))})
	case t.opened != nil:
		return T("inspect.nested")
	case t.piece.Token.Form == inspect.FormJWE:
		return T("inspect.locked")
	case len(t.piece.Nested) > 0:
		return T("inspect.nested")
	}
	return T("inspect.no_claims")
}

// fill shows the members of a part that the filter lets through, and says when
// it lets none.
func (v *inspectTabs) fill(table *claimTable, of *inspect.Value, now time.Time, sort bool) string {
	all := v.rowsOf(of, now, sort)
	words := strings.ToLower(strings.TrimSpace(v.filter.Text))
	v.rows = all[:0:0]
	var shown []look.TableRow
	for _, r := range all {
		row := tableRow(r, now)
		if words != "" && !matches(words, r.Name, row.Value, r.Value, r.Exact) {
			continue
		}
		v.rows = append(v.rows, r)
		shown = append(shown, row)
	}
	table.setClaims(v.rows, shown, now)
	setShown(table.root, len(shown) > 0)
	if len(shown) == 0 && words != "" {
		return T("inspect.filter_none", args{"Text": visible(v.filter.Text)})
	}
	return ""
}

// rowsOf are all rows of a part; their times are told anew by the caller.
func (v *inspectTabs) rowsOf(of *inspect.Value, now time.Time, sort bool) []inspect.Row {
	switch {
	case of == nil:
		return nil
	case of == v.cachedOf:
		return v.cached
	}
	v.cachedOf, v.cached = of, inspect.Rows(of, now)
	if sort {
		v.cached = inspect.Sorted(v.cached)
	}
	return v.cached
}

// matches tells whether one of the texts holds the words.
func matches(words string, texts ...string) bool {
	for _, t := range texts {
		if strings.Contains(strings.ToLower(t), words) {
			return true
		}
	}
	return false
}

// next is when a time in sight will read differently.
func (v *inspectTabs) next(now time.Time) (at time.Time, ok bool) {
	for _, r := range v.rows {
		if r.Time.IsZero() {
			continue
		}
		if change := inspect.NextChange(r.Time, now); !ok || change.Before(at) {
			at, ok = change, true
		}
	}
	return at, ok
}

// fillWhy lists all remarks with why they matter.
func (v *inspectTabs) fillWhy(t *foundToken) string {
	all := remarksOf(t)
	if v.filled[0] != t {
		v.filled[0] = t
		v.why.RemoveAll()
		for _, r := range all {
			v.why.Add(newFlow(8, look.NewFinding(r.tone, r.title)))
			if r.why != "" {
				v.why.Add(look.PadXY(10, 0, look.NewParagraph(look.TableText, r.why)))
			}
		}
		v.whyBox.ScrollToTop()
	}
	if len(all) == 0 {
		return T("inspect.no_findings")
	}
	return ""
}

// fillJSON shows header and claims as they were sent.
func (v *inspectTabs) fillJSON(t *foundToken) {
	if v.filled[1] == t {
		return
	}
	v.filled[1] = t
	var lines []string
	for _, part := range []*inspect.Value{headerOf(t), claimsOf(t)} {
		if part == nil {
			continue
		}
		if lines != nil {
			lines = append(lines, "")
		}
		for line := range strings.SplitSeq(part.Raw, "\n") {
			lines = append(lines, v.p.w.masked(inspect.Visible(strings.TrimSuffix(line, "\r"))))
		}
	}
	v.json.SetLines(lines)
}
