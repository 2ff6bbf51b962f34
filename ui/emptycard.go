package ui

import (
	"fyne.io/fyne/v2"

	"realmscope/ui/look"
)

// newEmptyCard stands below the buttons while a session has no token: what to
// do, by which key, and that nothing has happened yet.
func newEmptyCard() *fyne.Container {
	keys := look.NewChip(look.TonePlain, keyText(ctrl(fyne.KeyReturn)))
	card := look.NewCard(look.PadXY(0, 4, look.Column(8,
		look.NewText(look.Strong, T("page.empty")),
		look.NewParagraph(look.Body, T("page.empty_text")),
		look.Row(8, keys, look.NewText(look.Second, T("action.get"))))))
	return card
}
