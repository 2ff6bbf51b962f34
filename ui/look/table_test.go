package look

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

func claims(n int) []TableRow {
	rows := make([]TableRow, n)
	for i := range rows {
		rows[i] = TableRow{Name: fmt.Sprintf("claim%d", i), Value: fmt.Sprintf("value %d", i), Meaning: "what it means"}
	}
	return rows
}

// reads is what a row in sight says.
func reads(t *testing.T, table *Table, i int) [4]string {
	t.Helper()
	b, ok := rowAt(t, table.list, i).body.(*tableBody)
	if !ok {
		t.Fatal("the row has no table body")
	}
	return [4]string{seen(b.name), seen(b.value), seen(b.meaning), seen(b.mark)}
}

func TestTableShowsRows(t *testing.T) {
	newApp(t)
	table := NewTable("CLAIM", "VALUE", "WHAT IT MEANS")
	newWindow(t, 900, 400, table)
	rows := []TableRow{
		{Name: "sub", Value: "7b0c", Meaning: "the user’s id", Mark: "first of two"},
		{Name: "exp", Value: "in 4 min", Meaning: "end of life"},
		{Name: "sub", Value: "9f3a", Mark: "second of two", Tone: ToneBad},
	}
	table.SetRows(rows)
	for i, want := range [][4]string{
		{"sub", "7b0c", "the user’s id", "· first of two"},
		{"exp", "in 4 min", "end of life", ""},
		{"sub", "9f3a", "", "second of two"},
	} {
		if got := reads(t, table, i); got != want {
			t.Errorf("row %d reads %q, want %q", i, got, want)
		}
	}
	first, third := rowAt(t, table.list, 0).body.(*tableBody), rowAt(t, table.list, 2).body.(*tableBody)
	isColor(t, "mark of no tone", first.mark.drawn[0].Color, ColorCaution)
	isColor(t, "mark of a bad tone", third.mark.drawn[0].Color, ColorBad)
	if !slices.Equal(table.Rows(), rows) {
		t.Errorf("Rows() = %v, want %v", table.Rows(), rows)
	}
	rows[0].Name = "changed by the caller"
	if table.Rows()[0].Name != "sub" {
		t.Error("the table shares the caller's slice")
	}
}

func TestTableSelection(t *testing.T) {
	newApp(t)
	for name, tt := range map[string]struct {
		do                 func(*Table)
		want               int
		selected, activate []int
	}{
		"none at first":            {func(*Table) {}, -1, nil, nil},
		"a tap selects":            {func(x *Table) { tap(x.list, x.list.live[2]) }, 2, []int{2}, nil},
		"two taps activate":        {func(x *Table) { r := x.list.live[2]; tap(x.list, r); tap(x.list, r) }, 2, []int{2}, []int{2}},
		"taps on two rows do not":  {func(x *Table) { tap(x.list, x.list.live[2]); tap(x.list, x.list.live[3]) }, 3, []int{2, 3}, nil},
		"down takes the first":     {func(x *Table) { typeKeys(x.list, fyne.KeyDown) }, 0, []int{0}, nil},
		"up takes the last":        {func(x *Table) { typeKeys(x.list, fyne.KeyUp) }, 99, []int{99}, nil},
		"down, down, up":           {func(x *Table) { typeKeys(x.list, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp) }, 0, []int{0, 1, 0}, nil},
		"up at the top stays":      {func(x *Table) { typeKeys(x.list, fyne.KeyDown, fyne.KeyUp) }, 0, []int{0}, nil},
		"end, down stays":          {func(x *Table) { typeKeys(x.list, fyne.KeyEnd, fyne.KeyDown) }, 99, []int{99}, nil},
		"end, home":                {func(x *Table) { typeKeys(x.list, fyne.KeyEnd, fyne.KeyHome) }, 0, []int{99, 0}, nil},
		"a page down and up again": {func(x *Table) { typeKeys(x.list, fyne.KeyHome, fyne.KeyPageDown, fyne.KeyPageUp) }, 0, []int{0, 10, 0}, nil},
		"enter activates":          {func(x *Table) { x.Select(4); typeKeys(x.list, fyne.KeyReturn) }, 4, []int{4}, []int{4}},
		"enter on none":            {func(x *Table) { typeKeys(x.list, fyne.KeyEnter) }, -1, nil, nil},
		"select what is not there": {func(x *Table) { x.Select(100) }, -1, nil, nil},
		"select none":              {func(x *Table) { x.Select(4); x.Select(-1) }, -1, []int{4}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			table := NewTable("A", "B", "C")
			var selected, activated []int
			table.OnSelected = func(i int) { selected = append(selected, i) }
			table.OnActivate = func(i int) { activated = append(activated, i) }
			table.SetRows(claims(100))
			newWindow(t, 900, 400, table)
			tt.do(table)
			if got := table.Selected(); got != tt.want {
				t.Errorf("selected %d, want %d", got, tt.want)
			}
			if !slices.Equal(selected, tt.selected) || !slices.Equal(activated, tt.activate) {
				t.Errorf("told selected %v, activated %v, want %v, %v", selected, activated, tt.selected, tt.activate)
			}
			if tt.want >= 0 && !rowAt(t, table.list, tt.want).ground.Visible() {
				t.Errorf("row %d does not stand out", tt.want)
			}
		})
	}
}

func TestTableKeepsSelectionByName(t *testing.T) {
	newApp(t)
	for name, tt := range map[string]struct {
		rows []TableRow
		want int
	}{
		"same place":    {claims(5), 3},
		"moved up":      {claims(5)[2:], 1},
		"gone":          {claims(3), -1},
		"an empty list": {nil, -1},
	} {
		t.Run(name, func(t *testing.T) {
			table := NewTable("A", "B", "C")
			newWindow(t, 900, 400, table)
			table.SetRows(claims(5))
			table.Select(3)
			table.SetRows(tt.rows)
			if got := table.Selected(); got != tt.want {
				t.Errorf("selected %d, want %d", got, tt.want)
			}
		})
	}
}

func TestTableFocusIsSeen(t *testing.T) {
	newApp(t)
	table := NewTable("A", "B", "C")
	table.SetRows(claims(5))
	w := newWindow(t, 900, 400, table)
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != table.FocusTarget() {
		t.Fatalf("focus is on %T, want the list of rows", w.Canvas().Focused())
	}
	isColor(t, "frame without a selection", table.frame.rect.StrokeColor, theme.ColorNamePrimary)
	typeKeys(table.FocusTarget(), fyne.KeyDown)
	isColor(t, "frame with a selection", table.frame.rect.StrokeColor, ColorHairline)
	isColor(t, "selected row", rowAt(t, table.list, 0).ground.StrokeColor, theme.ColorNamePrimary)
	w.Canvas().Unfocus()
	if rowAt(t, table.list, 0).ground.StrokeWidth != 0 {
		t.Error("the row still shows the focus")
	}
}

func TestTableOnlyHoldsRowsInSight(t *testing.T) {
	newApp(t)
	table := NewTable("A", "B", "C")
	newWindow(t, 900, 400, table)
	table.SetRows(claims(100_000))
	typeKeys(table.list, fyne.KeyEnd)
	if got := reads(t, table, 99_999)[0]; got != "claim99999" {
		t.Errorf("last row reads %q", got)
	}
	if got := len(table.list.live); got > 40 {
		t.Errorf("%d rows are held, want those in sight", got)
	}
}

func TestTableColumnsFitEveryWidth(t *testing.T) {
	for _, width := range []float32{240, 480, 872, 1140, 3000} {
		c := tableColumns(width)
		for i := range c {
			if c[i].width < 0 || i > 0 && c[i-1].x+c[i-1].width > c[i].x {
				t.Errorf("at %v columns overlap: %v", width, c)
			}
		}
		if right := c[2].x + c[2].width; right > width {
			t.Errorf("at %v the last column ends at %v", width, right)
		}
	}
}

// A table that has no room for all its rows ends with a whole one, whatever the
// room, and its list leaves the round corners of the frame alone.
func TestTablesEndWithAWholeRow(t *testing.T) {
	newApp(t)
	table := NewTable("CLAIM", "VALUE", "WHAT IT MEANS")
	board := NewBoard([6]string{"REALM", "AS", "ENVIRONMENT", "ACCESS", "REFRESH", "KEEP FRESH"}, [3]string{"Get", "Refresh", "Copy"})
	var claims []TableRow
	var sessions []BoardRow
	for i := range 60 {
		claims = append(claims, TableRow{Name: strconv.Itoa(i)})
		r := BoardRow{ID: strconv.Itoa(i), Title: "realm"}
		if i%7 == 0 {
			r = BoardRow{Heading: "TEST"}
		}
		sessions = append(sessions, r)
	}
	table.SetRows(claims)
	board.SetRows(sessions)
	w := newWindow(t, 900, 400, container.NewGridWithColumns(2, table, board))
	driver := fyne.CurrentApp().Driver()
	for height := float32(300); height < 345; height += 3 {
		w.Resize(fyne.NewSize(900, height))
		for name, list := range map[string]*rowList{"table": table.list, "board": board.list} {
			end, cut := list.Size().Height, false
			var last float32
			for i, r := range list.live {
				top := driver.AbsolutePositionForObject(r).Y - driver.AbsolutePositionForObject(list).Y
				if r.index != i || top >= end {
					continue
				}
				cut = cut || top+r.Size().Height > end+0.5
				last = max(last, top+r.Size().Height)
			}
			if cut || end-last > 0.5 {
				t.Errorf("at %v the %s's last row ends at %v of %v", height, name, last, end)
			}
			if name == "table" && table.frame.Size().Height-list.Position().Y-end < 5 {
				t.Errorf("at %v the rows reach into the corners", height)
			}
		}
	}
}
