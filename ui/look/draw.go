package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

const (
	radiusButton = 7
	radiusCard   = 10
	// hairline is the width of thin lines, focusLine that of a focus ring.
	hairline  = 1
	focusLine = 2
)

// drawn is a widget that keeps its canvas objects itself, so that a renderer
// holds no state: Fyne drops the renderer of what is long out of sight.
type drawn interface {
	// parts are the canvas objects, back to front.
	parts() []fyne.CanvasObject
	// arrange places the parts in a size.
	arrange(size fyne.Size)
	// least is the minimum size.
	least() fyne.Size
	// paint takes colours and sizes from the theme anew.
	paint()
}

type renderer struct {
	drawn
	widget fyne.Widget
}

func newRenderer(d drawn, w fyne.Widget) fyne.WidgetRenderer {
	d.paint()
	return renderer{drawn: d, widget: w}
}

// Destroy implements fyne.WidgetRenderer.
func (r renderer) Destroy() {}

// Layout implements fyne.WidgetRenderer.
func (r renderer) Layout(size fyne.Size) { r.arrange(size) }

// MinSize implements fyne.WidgetRenderer.
func (r renderer) MinSize() fyne.Size { return r.least() }

// Objects implements fyne.WidgetRenderer.
func (r renderer) Objects() []fyne.CanvasObject { return r.parts() }

// Refresh implements fyne.WidgetRenderer.
func (r renderer) Refresh() {
	r.paint()
	r.arrange(r.widget.Size())
	canvas.Refresh(r.widget)
}

// themed is what every widget of Fyne has.
type themed interface{ Theme() fyne.Theme }

// colorOf looks a colour up in the theme that holds for w.
func colorOf(w themed, name fyne.ThemeColorName) color.Color {
	return w.Theme().Color(name, fyne.CurrentApp().Settings().ThemeVariant())
}

// place moves and resizes in one step.
func place(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(width, 0), max(height, 0)))
}

// show sets whether o is visible and leaves it alone when it is so already.
func show(o fyne.CanvasObject, visible bool) {
	if o.Visible() == visible {
		return
	}
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
}
