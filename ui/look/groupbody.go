package look

import "fyne.io/fyne/v2"

const (
	dotSize   = 9
	groupSide = 8
	groupText = 26
)

// groupBody is the body of one row of a GroupList, heading or item.
type groupBody struct {
	owner                                  *GroupList
	shown                                  ListItem
	heading, sign, title, second, trailing *Text
	dot                                    *Ground
}

func newGroupBody(l *GroupList) *groupBody {
	return &groupBody{
		owner:   l,
		heading: NewText(Caps, ""), sign: NewText(MonoStrong, ""),
		title: NewText(Strong, ""), second: NewText(Second, ""),
		trailing: NewText(MonoStrong, ""),
		dot:      NewGround(ColorSecond, "", dotSize/2),
	}
}

func (b *groupBody) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.heading, b.dot, b.sign, b.title, b.second, b.trailing}
}

func (b *groupBody) set(index int) {
	var item ListItem
	if index >= 0 && index < len(b.owner.items) {
		item = b.owner.items[index]
	}
	if item == b.shown {
		return
	}
	b.shown = item
	head := item.Heading != ""
	b.heading.SetText(item.Heading)
	b.sign.SetText(item.Sign)
	b.title.SetText(item.Title)
	b.second.SetText(item.Second)
	b.second.SetColor(ColorSecond)
	if item.Bad {
		b.second.SetColor(ColorBad)
	}
	b.trailing.SetText(item.Trailing)
	tone := item.Tone.Color()
	b.sign.SetColor(tone)
	b.trailing.SetColor(tone)
	b.dot.SetFill(tone)
	show(b.heading, head)
	show(b.dot, !head && item.Sign == "")
	show(b.sign, !head && item.Sign != "")
	for _, o := range []fyne.CanvasObject{b.title, b.second, b.trailing} {
		show(o, !head)
	}
}

func (b *groupBody) arrange(size fyne.Size) {
	left := b.owner.list.inset
	size.Width -= 2 * left
	if b.shown.Heading != "" {
		place(b.heading, left+groupSide, 4, size.Width-2*groupSide, size.Height-4)
		return
	}
	middle := size.Height / 2
	place(b.dot, left+groupSide, middle-dotSize/2, dotSize, dotSize)
	place(b.sign, left+groupSide, 0, groupText-groupSide, size.Height)
	trailing := min(b.trailing.Wanted().Width, size.Width/2)
	place(b.trailing, left+size.Width-groupSide-trailing, 0, trailing, size.Height)
	room := size.Width - groupText - 2*groupSide - trailing
	if b.shown.Trailing == "" {
		room += groupSide
	}
	place(b.title, left+groupText, middle-21, room, 22)
	place(b.second, left+groupText, middle, room, 20)
}
