package ui

import (
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/ui/look"
)

// headView says whose page it is and how its tokens are asked for.
type headView struct {
	w       *Window
	root    *fyne.Container
	title   *look.Text
	second  *look.Text
	loud    *look.Text
	chip    *look.Chip
	account *look.MenuButton
}

func newHeadView(w *Window) *headView {
	h := &headView{
		w: w, title: look.NewText(look.Title, ""), second: look.NewText(look.TableText, ""),
		chip: look.NewChip(look.TonePlain, ""),
	}
	h.title.SetTruncate(true)
	h.second.SetTruncate(true)
	h.second.SetColor(look.ColorSecond)
	h.account = look.NewMenuButton(look.Quiet, "", h.menu)
	edit := look.NewButton(look.Quiet, T("page.edit"), w.edit)
	right := container.NewCenter(look.Row(8, h.account, edit))
	left := look.Row(10, look.NewTip(h.title), h.chip)
	h.loud = newProblemText()
	h.loud.SetText(T("chip.bad", args{"Text": T("way.insecure_note")}))
	h.root = look.Column(2, container.NewBorder(nil, nil, nil, right, left), look.NewTip(h.second), h.loud)
	return h
}

func (h *headView) render(p profile.Profile, account string) {
	setText(h.title, visible(p.Name))
	h.chip.Set(environmentTone(p.Environment), strings.ToUpper(environmentText(p.Environment)))
	setText(h.second, list(
		wordText("page.grant.", string(p.Grant)),
		T("page.client", args{"Client": visible(p.Client.ID)}),
		visible(p.Server()),
		T("page.realm", args{"Realm": visible(p.Realm.Name)}),
	))
	setShown(h.loud, p.Connection.Insecure)
	setShown(h.account, p.Grant.NeedsName() || p.Grant.ForPeople() && len(p.Accounts) > 0)
	as := T("page.as_nobody")
	if account != "" {
		as = T("page.as", args{"Account": shortened(look.TableText, h.w.masked(visible(account)), accountRoom)})
	}
	if h.account.Text() != as {
		h.account.SetText(as)
	}
}

// menu offers the profile's accounts, those typed in this run, and another.
func (h *headView) menu() *fyne.Menu {
	p, ok := h.w.profile()
	if !ok {
		return fyne.NewMenu("")
	}
	var items []*fyne.MenuItem
	for _, name := range h.w.accounts(p) {
		item := fyne.NewMenuItem(h.w.masked(visible(name)), func() { h.w.selectAccount(name) })
		item.Checked = name == h.w.account(p)
		items = append(items, item)
	}
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	items = append(items, fyne.NewMenuItem(T("page.someone_else"), func() { h.w.selectAccount("") }))
	return fyne.NewMenu("", items...)
}

// accountRoom is how wide a name may make the button of the accounts; its menu
// and the form have the whole name.
const accountRoom = 220

// shortened cuts a text of a style to a width.
func shortened(style look.Style, text string, width float32) string {
	letters := []rune(text)
	n := sort.Search(len(letters), func(n int) bool {
		return look.NewText(style, string(letters[:n+1])).Wanted().Width > width
	})
	if n == len(letters) {
		return text
	}
	return string(letters[:n]) + "…"
}

func environmentTone(e profile.Environment) look.Tone {
	switch e {
	case profile.Development:
		return look.ToneDevelopment
	case profile.Test:
		return look.ToneTest
	case profile.Staging:
		return look.ToneStaging
	case profile.Production:
		return look.ToneProduction
	}
	return look.TonePlain
}

// setText sets a text that differs from what is shown.
func setText(t *look.Text, text string) {
	if t.Text() != text {
		t.SetText(text)
	}
}
