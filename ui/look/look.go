// Package look is the window's look: theme, type and the few drawn widgets;
// it knows nothing of realms or tokens.
package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// The modes of the theme.
const (
	ModeSystem Mode = "system"
	ModeLight  Mode = "light"
	ModeDark   Mode = "dark"
)

// Mode says which variant the theme shows.
type Mode string

// NewTheme makes the theme.
func NewTheme(m Mode) fyne.Theme { return theme.DefaultTheme() }

// The colours that Fyne's own theme does not name.
const (
	ColorPanel          fyne.ThemeColorName = "look.panel"
	ColorHairline       fyne.ThemeColorName = "look.hairline"
	ColorSecond         fyne.ThemeColorName = "look.second"
	ColorSoft           fyne.ThemeColorName = "look.soft"
	ColorGood           fyne.ThemeColorName = "look.good"
	ColorGoodGround     fyne.ThemeColorName = "look.good.ground"
	ColorCaution        fyne.ThemeColorName = "look.caution"
	ColorCautionGround  fyne.ThemeColorName = "look.caution.ground"
	ColorBad            fyne.ThemeColorName = "look.bad"
	ColorBadGround      fyne.ThemeColorName = "look.bad.ground"
	ColorDevelopment    fyne.ThemeColorName = "look.development"
	ColorTest           fyne.ThemeColorName = "look.test"
	ColorStaging        fyne.ThemeColorName = "look.staging"
	ColorProduction     fyne.ThemeColorName = "look.production"
	ColorTokenHeader    fyne.ThemeColorName = "look.token.header"
	ColorTokenPayload   fyne.ThemeColorName = "look.token.payload"
	ColorTokenSignature fyne.ThemeColorName = "look.token.signature"
)

// The five signs, the same everywhere.
const (
	SignProven    = "✓"
	SignDisproven = "✗"
	SignUnchecked = "○"
	SignLook      = "!"
	SignUnknown   = "?"
)

// Strong is the bold Style of 14 and the ButtonKind with a hairline; it is
// untyped so that it serves as both.
const Strong = "strong"

// The styles of text.
const (
	Title      Style = "title"
	Subtitle   Style = "subtitle"
	Body       Style = "body"
	TableText  Style = "table"
	Mono       Style = "mono"
	MonoStrong Style = "mono.strong"
	Second     Style = "second"
	Caps       Style = "caps"
	Clock      Style = "clock"
)

// Style is a role of text.
type Style string

// Text is themed text.
type Text struct {
	widget.BaseWidget
	text string
}

// NewText makes one line of text.
func NewText(style Style, text string) *Text {
	t := &Text{text: text}
	t.ExtendBaseWidget(t)
	return t
}

// NewParagraph makes text that wraps words.
func NewParagraph(style Style, text string) *Text { return NewText(style, text) }

// SetText sets the text.
func (t *Text) SetText(text string) { t.text = text; t.Refresh() }

// SetColor sets the colour.
func (t *Text) SetColor(name fyne.ThemeColorName) {}

// Text is what was set.
func (t *Text) Text() string { return t.text }

// SetTruncate says whether the text may shrink with an ellipsis.
func (t *Text) SetTruncate(on bool) {}

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(widget.NewLabel(t.text))
}

// Ring shows the part of a life that is left.
type Ring struct{ widget.BaseWidget }

// NewRing makes a ring.
func NewRing(diameter, stroke float32) *Ring { r := &Ring{}; r.ExtendBaseWidget(r); return r }

// Set sets the part, 0 to 1; negative shows only the track.
func (r *Ring) Set(part float64, color fyne.ThemeColorName) {}

// CreateRenderer implements fyne.Widget.
func (r *Ring) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(layout.NewSpacer())
}

// The tones.
const (
	TonePlain       Tone = "plain"
	ToneAccent      Tone = "accent"
	ToneGood        Tone = "good"
	ToneCaution     Tone = "caution"
	ToneBad         Tone = "bad"
	ToneDevelopment Tone = "development"
	ToneTest        Tone = "test"
	ToneStaging     Tone = "staging"
	ToneProduction  Tone = "production"
)

// Tone is a pair of text and ground colour.
type Tone string

// Chip is a short text on a ground.
type Chip struct {
	widget.BaseWidget
	text string
}

// NewChip makes a chip.
func NewChip(tone Tone, text string) *Chip {
	c := &Chip{text: text}
	c.ExtendBaseWidget(c)
	return c
}

// NewFinding makes a chip with radius 7.
func NewFinding(tone Tone, text string) *Chip { return NewChip(tone, text) }

// Set sets tone and text.
func (c *Chip) Set(tone Tone, text string) { c.text = text; c.Refresh() }

// Text is what was set.
func (c *Chip) Text() string { return c.text }

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(widget.NewLabel(c.text))
}

// The kinds of button; Strong is the third.
const (
	Primary ButtonKind = "primary"
	Quiet   ButtonKind = "quiet"
)

// ButtonKind is the weight of a button.
type ButtonKind string

// Button is a drawn button.
type Button struct {
	widget.DisableableWidget
	// OnTapped is called on a tap, Space or Enter; nil does nothing.
	OnTapped func()
	text     string
}

// NewButton makes a button.
func NewButton(kind ButtonKind, text string, tapped func()) *Button {
	b := &Button{text: text, OnTapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

// Text is the button's text.
func (b *Button) Text() string { return b.text }

// SetText sets the text.
func (b *Button) SetText(text string) { b.text = text; b.Refresh() }

// SetIcon sets the icon.
func (b *Button) SetIcon(icon fyne.Resource) {}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(widget.NewLabel(b.text))
}

// MenuButton is a button that opens a menu.
type MenuButton struct{ Button }

// NewMenuButton makes a menu button; menu is asked at each opening.
func NewMenuButton(kind ButtonKind, text string, menu func() *fyne.Menu) *MenuButton {
	b := &MenuButton{}
	b.text = text
	b.ExtendBaseWidget(b)
	return b
}

// NewCard puts content on a panel.
func NewCard(content fyne.CanvasObject) *fyne.Container { return container.NewPadded(content) }

// NewStripeCard makes a card with a stripe at the left.
func NewStripeCard(c fyne.ThemeColorName, content fyne.CanvasObject) *fyne.Container {
	return container.NewPadded(content)
}

// Tab is one tab.
type Tab struct {
	Text    string
	Content fyne.CanvasObject
}

// Tabs are underline tabs.
type Tabs struct {
	widget.BaseWidget
	// OnSelected is called with the new index.
	OnSelected func(int)
}

// NewTabs makes tabs.
func NewTabs(tabs ...Tab) *Tabs { t := &Tabs{}; t.ExtendBaseWidget(t); return t }

// Selected is the index of the shown tab.
func (t *Tabs) Selected() int { return 0 }

// Select shows a tab.
func (t *Tabs) Select(i int) {}

// SetTabText renames a tab.
func (t *Tabs) SetTabText(i int, text string) {}

// SetHidden hides a tab.
func (t *Tabs) SetHidden(i int, hidden bool) {}

// SetDisabled disables a tab.
func (t *Tabs) SetDisabled(i int, disabled bool) {}

// CreateRenderer implements fyne.Widget.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(layout.NewSpacer())
}

// TableRow is one row of a Table.
type TableRow struct {
	Name, Value, Meaning, Mark string
	Tone                       Tone
}

// Table is a virtualised table of three columns.
type Table struct {
	widget.BaseWidget
	// OnSelected and OnActivate are called with the row's index.
	OnSelected, OnActivate func(int)
	rows                   []TableRow
}

// NewTable makes a table with column heads.
func NewTable(name, value, meaning string) *Table { t := &Table{}; t.ExtendBaseWidget(t); return t }

// SetRows sets the rows.
func (t *Table) SetRows(rows []TableRow) { t.rows = rows }

// Rows are the rows that were set.
func (t *Table) Rows() []TableRow { return t.rows }

// Selected is the selected row, -1 for none.
func (t *Table) Selected() int { return -1 }

// CreateRenderer implements fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(layout.NewSpacer())
}

// ListItem is one row of a GroupList; with a Heading it is a heading row.
type ListItem struct {
	ID, Heading, Title, Second, Trailing, Sign string
	Tone                                       Tone
}

// GroupList is a virtualised list in groups.
type GroupList struct {
	widget.BaseWidget
	// OnSelected and OnActivate are called with the item's id.
	OnSelected, OnActivate func(id string)
}

// NewGroupList makes an empty list.
func NewGroupList() *GroupList { l := &GroupList{}; l.ExtendBaseWidget(l); return l }

// SetItems sets the items.
func (l *GroupList) SetItems(items []ListItem) {}

// Select selects an item.
func (l *GroupList) Select(id string) {}

// Selected is the id of the selected item, empty for none.
func (l *GroupList) Selected() string { return "" }

// CreateRenderer implements fyne.Widget.
func (l *GroupList) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(layout.NewSpacer())
}

// Hairline is a horizontal line of 1 px.
func Hairline() fyne.CanvasObject { return widget.NewSeparator() }

// VHairline is a vertical line of 1 px.
func VHairline() fyne.CanvasObject { return widget.NewSeparator() }

// Pad puts equal space round o.
func Pad(all float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(all, all, all, all), o)
}

// PadXY puts x at the sides of o and y above and below.
func PadXY(x, y float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(y, y, x, x), o)
}

// HGap is empty width.
func HGap(width float32) fyne.CanvasObject { return Floor(fyne.NewSize(width, 0), nil) }

// VGap is empty height.
func VGap(height float32) fyne.CanvasObject { return Floor(fyne.NewSize(0, height), nil) }

// ColumnsEqual lays objects in columns of the same width.
func ColumnsEqual(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.NewGridWithColumns(len(objects), objects...)
}

// Row lays objects left to right at their wanted width, centred vertically;
// truncating texts give way when room is short.
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.NewHBox(objects...)
}

// Floor gives content an invisible least size.
func Floor(least fyne.Size, content fyne.CanvasObject) *fyne.Container {
	if content == nil {
		return container.NewStack()
	}
	return container.NewStack(content)
}
