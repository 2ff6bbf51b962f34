package look

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// TestGallery draws every widget in both variants; with LOOK_OUT set to a
// folder it leaves the pictures there to be looked at.
func TestGallery(t *testing.T) {
	for name, page := range map[string]func() fyne.CanvasObject{
		"realms": galleryRealms, "parts": galleryParts,
	} {
		for _, mode := range []Mode{ModeLight, ModeDark} {
			t.Run(name+" "+string(mode), func(t *testing.T) {
				test.NewTempApp(t)
				test.ApplyTheme(t, NewTheme(mode))
				w := test.NewTempWindow(t, page())
				w.SetPadded(false)
				w.Resize(fyne.NewSize(1180, 780))
				w.Resize(fyne.NewSize(1180, 781))
				img := w.Canvas().Capture()
				if got := img.Bounds().Dx(); got < 1180 {
					t.Fatalf("picture is %d wide, want 1180", got)
				}
				dir := os.Getenv("LOOK_OUT")
				if dir == "" {
					return
				}
				f, err := os.Create(filepath.Join(dir, name+"-"+string(mode)+".png"))
				if err != nil {
					t.Fatal(err)
				}
				if err := png.Encode(f, img); err != nil {
					t.Fatal(err)
				}
				if err := f.Close(); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
}

func galleryRealms() fyne.CanvasObject {
	list := NewGroupList()
	list.SetItems([]ListItem{
		{Heading: "DEVELOPMENT"},
		{ID: "a", Title: "claroshop dev", Second: "alice · password", Trailing: "4:32", Tone: ToneGood},
		{ID: "b", Title: "banfico sandbox", Second: "service account", Trailing: "0:21", Tone: ToneCaution},
		{Heading: "TEST"},
		{ID: "c", Title: "sbc lab", Second: "maria · password", Trailing: "expired", Tone: ToneBad},
		{ID: "d", Title: "shop-api exchange", Second: "alice → shop-api", Trailing: "12:08", Tone: ToneGood},
		{Heading: "STAGING"},
		{ID: "e", Title: "intranet stage", Second: "browser login", Trailing: "–"},
		{Heading: "PRODUCTION"},
		{ID: "f", Title: "a realm with a name that is far too long for it", Second: "service account of a very long client", Trailing: "12 h 08 min", Tone: ToneGood},
		{ID: "g", Title: "signs", Second: "unchecked", Trailing: "?", Sign: SignUnchecked},
	})
	list.Select("a")
	filter := widget.NewEntry()
	filter.SetPlaceHolder("Filter realms…")
	side := container.NewStack(NewGround(ColorPanel, "", 0),
		container.NewBorder(nil, nil, nil, VHairline(),
			container.NewBorder(Pad(10, container.NewBorder(nil, nil, nil, NewButton(Quiet, "+ New", nil), filter)),
				nil, nil, nil, PadXY(10, 0, list))))

	rings := ColumnsEqual(12,
		galleryClock("Access token", "4:32", "until 14:05:11 of 5 min", 0.9, ColorGood),
		galleryClock("Refresh token", "16:40", "until 14:17:19 of 30 min", 0.55, theme.ColorNamePrimary),
		galleryClock("Session", "9 h 48 min", "until 23:48 of 10 h", 0.98, theme.ColorNamePrimary))
	actions := Row(8, NewButton(Primary, "Get token", nil), NewButton(Strong, "Refresh", nil),
		NewMenuButton(Strong, "Copy token", nil), Spacer(),
		NewButton(Quiet, "☐ Keep fresh", nil), NewButton(Quiet, "Who am I", nil), NewButton(Quiet, "Log out", nil))
	head := Row(8, NewText(Title, "claroshop dev"), NewChip(ToneDevelopment, "DEVELOPMENT"), Spacer(),
		NewMenuButton(Quiet, "as alice", nil), NewButton(Quiet, "Edit", nil))
	sub := NewText(TableText, "password grant · client shop-web · sso.dev.example/auth · realm shop")
	sub.SetColor(ColorSecond)
	findings := Flow(8, NewFinding(ToneGood, "✓ signature RS256, key Jx3b…uXo of the realm"),
		NewFinding(ToneGood, "✓ in force, server clock +1 s"), NewFinding(ToneCaution, "! allowed origin * is any web page"))
	table := galleryTable()
	tabs := NewTabs(Tab{"Access", container.NewBorder(PadXY(0, 12, findings), nil, nil, nil, table)},
		Tab{"Refresh", nil}, Tab{"ID", nil}, Tab{"Roles 6", nil}, Tab{"Response", nil})
	page := container.NewBorder(Column(12, head, sub, rings, actions), nil, nil, nil, PadXY(0, 8, tabs))
	bar := NewTabs(Tab{Text: "Realms"}, Tab{Text: "Inspect"}, Tab{Text: "Compare"})
	status := container.NewStack(NewGround(ColorPanel, "", 0), Column(0, Hairline(),
		PadXY(14, 6, NewText(Second, "200 OK in 83 ms  ·  copied the access token of claroshop dev (alice)"))))
	return container.NewBorder(container.NewStack(NewGround(ColorPanel, "", 0), bar), status,
		Floor(fyne.NewSize(268, 0), side), nil, PadXY(20, 16, page))
}

func galleryClock(title, clock, note string, part float64, color fyne.ThemeColorName) fyne.CanvasObject {
	ring := NewRing(54, 6)
	ring.Set(part, color)
	return NewCard(container.NewBorder(nil, nil, container.NewHBox(ring, HGap(8)), nil,
		Column(0, NewText(Second, title), NewText(Clock, clock), NewText(Second, note))))
}

func galleryTable() *Table {
	table := NewTable("CLAIM", "VALUE", "WHAT IT MEANS")
	table.SetRows([]TableRow{
		{Name: "preferred_username", Value: "alice", Meaning: "login name, may be reused over time"},
		{Name: "sub", Value: "7b0c1f5e-52d4-4d0a-9a53-0f2c7a6f9d11", Meaning: "the user’s id", Mark: "first of two"},
		{Name: "sub", Value: "service-account-outbound01", Mark: "second of two: most programs use this one, and so on"},
		{Name: "exp", Value: "in 4 min 32 s · today 14:05:11", Meaning: "end of life", Mark: "expired", Tone: ToneBad},
		{Name: "iss", Value: "https://sso.dev.example/auth/realms/shop/a/very/long/address/that/does/not/fit", Meaning: "the realm that issued it"},
		{Name: "azp", Value: "evil \u202e text \x00 and\nlines", Meaning: "hostile text is made visible"},
	})
	table.Select(1)
	return table
}

func galleryParts() fyne.CanvasObject {
	styles := Column(4)
	for _, s := range []Style{Title, Subtitle, Body, Strong, TableText, Mono, MonoStrong, Second, Caps, Clock} {
		styles.Add(NewText(s, "Ag 4:32 ✓ ✗ ○ ! ? ▾ ● ☐ ☑ → · … "+string(s)))
	}
	rings := Row(12)
	for _, part := range []float64{-1, 0, 0.02, 0.1, 0.25, 0.5, 0.75, 0.97, 1} {
		large, small := NewRing(54, 6), NewRing(22, 4)
		large.Set(part, ColorGood)
		small.Set(part, ColorBad)
		rings.Add(large)
		rings.Add(small)
	}
	chips := Flow(8)
	for _, tone := range []Tone{TonePlain, ToneAccent, ToneGood, ToneCaution, ToneBad, ToneDevelopment, ToneTest, ToneStaging, ToneProduction} {
		chips.Add(NewChip(tone, string(tone)))
		chips.Add(NewFinding(tone, "✓ "+string(tone)))
	}
	buttons := Column(12)
	for _, kind := range []ButtonKind{Primary, Strong, Quiet} {
		disabled, focused, hovered := NewButton(kind, "Disabled", nil), NewButton(kind, "Focused", nil), NewButton(kind, "Hovered", nil)
		disabled.Disable()
		focused.FocusGained()
		hovered.MouseIn(nil)
		icon, only := NewButton(kind, "Icon", nil), NewButton(kind, "", nil)
		icon.SetIcon(theme.SearchIcon())
		only.SetIcon(theme.SettingsIcon())
		buttons.Add(Row(12, NewButton(kind, "Plain", nil), disabled, focused, hovered, icon, only, NewMenuButton(kind, "Menu", nil)))
	}
	failure := NewStripeCard(ColorBad, Column(12,
		NewText(Subtitle, "The server did not accept the name, the password or the one-time code"),
		NewParagraph(Body, "Keycloak gives the same answer for all of these, and it does so on purpose: who tries names should not learn which of them exist. Most likely first: the password is wrong."),
		Row(8, NewButton(Primary, "Try again", nil), NewButton(Strong, "Copy for a ticket", nil))))
	tabs := NewTabs(Tab{Text: "Focused"}, Tab{Text: "Other"}, Tab{Text: "Disabled"}, Tab{Text: "Hidden"}, Tab{Text: "Last"})
	tabs.SetDisabled(2, true)
	tabs.SetHidden(3, true)
	tabs.bar.FocusGained()
	focused := galleryTable()
	focused.list.FocusGained()
	return Pad(20, container.NewBorder(Column(12, ColumnsEqual(20, styles, Column(12, buttons, tabs)), rings, chips, failure), nil, nil, nil,
		PadXY(0, 12, focused)))
}
