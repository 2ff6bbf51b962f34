package ui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/google/go-cmp/cmp"

	"realmscope/ui/look"
)

// update has TestMasters write the masters instead of comparing.
var update = flag.Bool("update", false, "write the masters of the screens")

// tongue puts a page into words: no position, no size, no colour is in
// them, so that they are the same on every machine.
type tongue struct {
	s     *stage
	lines []string
	blur  *strings.Replacer
}

// written is what is in sight, in reading order: a line for each text and
// control, with what it is, what it says and whether it can be used.
func (s *stage) written() string {
	w := &tongue{s: s, blur: strings.NewReplacer(s.blurred...)}
	for i, layer := range s.layers() {
		if i > 0 {
			w.lines = append(w.lines, "---- above it")
		}
		w.visit(layer)
	}
	text := w.blur.Replace(strings.Join(w.lines, "\n") + "\n")
	if s.showsToken {
		text = regexp.MustCompile(`eyJ[\w.…-]+`).ReplaceAllString(text, "(token)")
	}
	return text
}

// line writes one control.
func (w *tongue) line(o fyne.CanvasObject, kind, text string) {
	line := kind
	if text != "" {
		line += fmt.Sprintf(" %q", text)
	}
	if b, ok := o.(interface{ Icon() fyne.Resource }); ok && b.Icon() != nil {
		line += " with " + b.Icon().Name()
	}
	if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
		line += " disabled"
	}
	if f := w.s.win.Canvas().Focused(); f != nil {
		target, holds := o.(interface{ FocusTarget() fyne.Focusable })
		if f == any(o) || holds && target.FocusTarget() == f {
			line += " focused"
		}
	}
	w.lines = append(w.lines, line)
}

func (w *tongue) visit(o fyne.CanvasObject) {
	if o == nil || !o.Visible() {
		return
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			w.visit(child)
		}
	case fyne.Widget:
		if tabs, ok := o.(*look.Tabs); ok {
			w.line(o, fmt.Sprintf("tabs at %d", tabs.Selected()), "")
		}
		if !w.simple(o) && !w.many(o) {
			for _, child := range test.WidgetRenderer(o).Objects() {
				w.visit(child)
			}
		}
	}
}

// simple writes a control with one text.
func (w *tongue) simple(o fyne.Widget) bool {
	switch o := o.(type) {
	case *look.Text:
		if o.Text() != "" {
			w.line(o, "text", o.Text())
		}
	case *look.Chip:
		w.line(o, "chip", o.Text())
	case *look.Button:
		w.line(o, "button", o.Text())
	case *look.MenuButton:
		w.line(o, "menu", o.Text())
	case *look.Check:
		w.line(o, map[bool]string{true: "[x]", false: "[ ]"}[o.Checked()], o.Text())
	case *look.Select:
		w.line(o, "choice", o.Selected)
		w.lines = append(w.lines, fmt.Sprintf("  of %q", o.Options))
	case *entry:
		text := o.Text
		if o.Password && text != "" {
			text = "•••"
		}
		w.line(o, "field", text)
		w.lines = append(w.lines, fmt.Sprintf("  hint %q", o.PlaceHolder))
	case *widget.RichText:
		w.line(o, "rich", o.String())
	case *look.Ring:
		w.line(o, "ring", "")
	default:
		item := itemOf(o)
		if item == nil {
			return false
		}
		w.item(item)
	}
	return true
}

// item writes an item of an open menu.
func (w *tongue) item(i *fyne.MenuItem) {
	line := fmt.Sprintf("item %q", look.MenuWords(i.Label))
	if key := keyText(i.Shortcut); key != "" {
		line += " " + key
	}
	if i.Disabled {
		line += " disabled"
	}
	if i.Checked {
		line += " checked"
	}
	w.lines = append(w.lines, line)
}

// many writes a control of many rows, and says whether it is one.
func (w *tongue) many(o fyne.Widget) bool {
	rows := func(selected int, n int, row func(i int) any) {
		for i := range n {
			mark := " "
			if i == selected {
				mark = ">"
			}
			w.lines = append(w.lines, fmt.Sprintf(" %s%q", mark, row(i)))
		}
	}
	switch o := o.(type) {
	case *look.Table:
		w.line(o, "table", "")
		rows(o.Selected(), len(o.Rows()), func(i int) any {
			r := o.Rows()[i]
			return []string{r.Name, r.Value, r.Meaning, r.Mark}
		})
	case *look.Board:
		w.line(o, "board", "")
		rows(o.Selected(), len(o.Rows()), func(i int) any {
			r := o.Rows()[i]
			return []string{r.Heading, r.Title, r.Who, r.Chip, r.Access, r.Refresh, r.Fresh, fmt.Sprint(r.Off)}
		})
	case *look.GroupList:
		w.line(o, "list", "")
		rows(-1, len(o.Items()), func(i int) any {
			r := o.Items()[i]
			chosen := map[bool]string{true: "chosen"}[r.ID != "" && r.ID == o.Selected()]
			return []string{r.Heading, r.Sign, r.Title, r.Second, r.Trailing, chosen}
		})
	case *look.Viewer:
		w.line(o, "viewer", "")
		rows(-1, len(o.Lines()), func(i int) any { return o.Lines()[i] })
	default:
		return false
	}
	return true
}

// writtenMenus is the menu bar with its keys.
func (s *stage) writtenMenus() string {
	var lines []string
	for _, m := range s.win.MainMenu().Items {
		lines = append(lines, m.Label)
		for _, i := range m.Items {
			line := fmt.Sprintf("  %q", look.MenuWords(i.Label))
			if i.Shortcut != nil {
				line += " " + keyText(i.Shortcut)
			}
			if i.Disabled {
				line += " disabled"
			}
			if i.Checked {
				line += " checked"
			}
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// blur has masters show a text that differs in each run as another.
func (s *stage) blur(text, as string) { s.blurred = append(s.blurred, text, as) }

// TestMenusAndMastersAreComplete compares the menu bar with its master, and
// looks for masters that no screen has. To accept what changed on a screen: go
// test ./ui -run 'TestScreensInEnglish|TestMenus' -args -update
func TestMenusAndMastersAreComplete(t *testing.T) {
	onStage(t, func(s *stage) { s.wantMaster("menus.txt", s.writtenMenus()) }, shop())
	files, err := filepath.Glob(filepath.Join(mastersDir, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	all := screens()
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".txt")
		if _, ok := all[name]; !ok && name != "menus" {
			t.Errorf("no screen belongs to %s", f)
		}
	}
}

const mastersDir = "testdata/masters"

// wantMaster compares with a master, or writes it with -update.
func (s *stage) wantMaster(name, got string) {
	s.t.Helper()
	for _, secret := range []string{"eyJ", "wonder", "builder", "money", "s3cret", "correct horse", "c2lnbmF0dXJl"} {
		if strings.Contains(got, secret) {
			s.t.Errorf("%s holds the secret %q", name, secret)
			return
		}
	}
	path := filepath.Join(mastersDir, name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			s.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatalf("%v; look at the screen and write its master with -update:\n%s", err, got)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		s.t.Errorf("%s shows something else than its master (-want +got):\n%s", name, diff)
	}
}
