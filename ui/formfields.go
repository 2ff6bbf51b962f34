package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"realmscope/app/profile"
	"realmscope/ui/look"
)

// formField is a labelled entry with room for its problem.
type formField struct {
	root  *fyne.Container
	label *look.Text
	entry *entry
}

// field makes a labelled entry; problems of that field are shown below it.
func (f *formPage) field(id profile.Field, label string, e *entry) *formField {
	ff := &formField{label: look.NewText(look.Second, label), entry: e}
	ff.root = look.Column(4, ff.label, e)
	f.problem(id, ff.root)
	return ff
}

// problem adds the line for a field's problem below its widget.
func (f *formPage) problem(id profile.Field, root *fyne.Container) {
	t := newProblemText()
	f.problems[id] = t
	root.Add(t)
}

func newProblemText() *look.Text {
	t := look.NewParagraph(look.Second, "")
	t.SetColor(look.ColorBad)
	t.Hide()
	return t
}

// cautionText is a remark below the sentence of a box.
func cautionText(text string) *fyne.Container {
	t := look.NewParagraph(look.Second, text)
	t.SetColor(look.ColorCaution)
	c := container.New(layout.NewCustomPaddedLayout(0, 0, look.CheckIndent, 0), t)
	c.Hide()
	return c
}

// showProblems puts each problem beside its field, and tells how many there
// are.
func (f *formPage) showProblems(found []profile.Problem) int {
	for _, t := range f.problems {
		t.Hide()
	}
	f.accounts.showProblems(found)
	f.more.extra.showProblems(found)
	f.more.wants.showProblems(found)
	for _, p := range slices.Backward(found) {
		t, ok := f.problems[p.Field]
		if !ok && p.Field == profile.FieldTokenEndpoint {
			t, ok = f.problems[profile.FieldBase]
		}
		if ok {
			t.SetText(problemText(p))
			t.Show()
		}
	}
	f.relayout()
	return len(found)
}

// problemText says what is wrong, with the sign that goes with the colour.
func problemText(p profile.Problem) string {
	return T("chip.bad", args{"Text": T("problem." + p.Code)})
}

// needsConsent tells whether a profile would send secrets in clear text to
// another machine.
func needsConsent(p profile.Profile) bool {
	p.AllowHTTP = false
	return slices.ContainsFunc(p.Validate(), func(x profile.Problem) bool { return x.Code == "http.consent" })
}

// choice is a labelled selection of a word that is shown as a text.
type choice struct {
	root  *fyne.Container
	pick  *look.Select
	words []string
	texts []string // of the words, as they are without a mark
}

func newChoice(label string, changed func()) *choice {
	c := &choice{pick: look.NewSelect(func(string) { changed() })}
	c.root = look.Column(4, look.NewText(look.Second, label), c.pick)
	return c
}

func (c *choice) add(word, text string) {
	c.words, c.texts = append(c.words, word), append(c.texts, text)
	c.pick.Options = append(c.pick.Options, text)
}

// value is the chosen word, "" for none.
func (c *choice) value() string {
	if i := c.pick.SelectedIndex(); i >= 0 && i < len(c.words) {
		return c.words[i]
	}
	return ""
}

func (c *choice) set(word string) { c.pick.SetSelectedIndex(slices.Index(c.words, word)) }

// offer chooses a word, also one of a newer release that this one does not
// know: saving the form must not lose it.
func (c *choice) offer(word string) {
	if word != "" && !slices.Contains(c.words, word) {
		c.add(word, visible(word))
	}
	c.set(word)
}
