package look

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// listRow is one row of a rowList: a ground that shows selection, focus and the
// mouse, and a body.
type listRow struct {
	widget.BaseWidget
	list    *rowList
	body    rowBody
	ground  *plate
	index   int
	hovered bool
}

func newListRow(list *rowList, body rowBody) *listRow {
	r := &listRow{list: list, body: body, ground: newPlate(), index: -1}
	r.ground.CornerRadius = radiusButton
	r.ExtendBaseWidget(r)
	return r
}

// set shows the item of an index and lays the body out, since the parts that
// it needs may be others than before.
func (r *listRow) set(index int) {
	if r.index != index {
		hint(r, "")
	}
	r.index = index
	r.body.set(index)
	r.body.arrange(r.Size())
	r.paint()
}

// Tapped implements fyne.Tappable.
func (r *listRow) Tapped(*fyne.PointEvent) { r.list.tapped(r.index) }

// TappedSecondary implements fyne.SecondaryTappable.
func (r *listRow) TappedSecondary(e *fyne.PointEvent) { r.list.openMenu(r.index, e) }

// MouseIn implements desktop.Hoverable.
func (r *listRow) MouseIn(*desktop.MouseEvent) {
	r.hovered = true
	r.paint()
	if r.list.tips {
		hint(r, r.cut())
	}
}

// cut is what the row shows in part, whole.
func (r *listRow) cut() string {
	var whole []string
	for _, o := range r.body.objects() {
		if t, ok := o.(*Text); ok && t.Visible() && t.Cut() {
			whole = append(whole, t.line)
		}
	}
	return strings.Join(whole, " · ")
}

// MouseMoved implements desktop.Hoverable.
func (r *listRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (r *listRow) MouseOut() {
	r.hovered = false
	r.paint()
	hint(r, "")
}

// CreateRenderer implements fyne.Widget.
func (r *listRow) CreateRenderer() fyne.WidgetRenderer { return newRenderer(r, r) }

func (r *listRow) parts() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.ground.object()}, r.body.objects()...)
}

func (r *listRow) least() fyne.Size { return r.list.least }

func (r *listRow) arrange(size fyne.Size) {
	place(r.ground, r.list.inset, 0, size.Width-2*r.list.inset, size.Height)
	r.body.arrange(size)
}

func (r *listRow) paint() {
	selected := r.index >= 0 && r.index == r.list.selected
	name := theme.ColorNameHover
	if selected {
		name = ColorSoft
	}
	r.ground.FillColor = colorOf(r, name)
	r.ground.StrokeColor, r.ground.StrokeWidth = nil, 0
	if selected && r.list.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = colorOf(r, theme.ColorNamePrimary), focusLine
	}
	show(r.ground, selected || r.hovered && r.list.can(r.index))
	r.ground.Refresh()
}
