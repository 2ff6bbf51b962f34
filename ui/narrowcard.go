package ui

import (
	"fyne.io/fyne/v2"

	"realmscope/ui/look"
)

// narrowCard asks which of the granted scopes a refresh should ask for.
type narrowCard struct {
	w       *Window
	fields  *fyne.Container
	words   []string
	checks  []*look.Check
	problem *look.Text
}

// openNarrow opens the card with every granted scope ticked.
func (w *Window) openNarrow() {
	s := w.state()
	if _, ok := w.profile(); !ok || w.form != nil || !s.CanNarrow() {
		return
	}
	c := &narrowCard{w: w, words: s.Tokens.Scopes(), problem: newProblemText()}
	c.fields = look.Column(6, look.NewParagraph(look.Second, T("narrow.lead")))
	for _, word := range c.words {
		check := look.NewCheck(visible(word), nil)
		check.SetChecked(true)
		c.checks = append(c.checks, check)
		c.fields.Add(check)
	}
	c.fields.Add(c.problem)
	w.openAsk(T("narrow.title"), T("narrow.do"), c.fields, askShort, c.checks[0], c.submit)
}

// submit refreshes for what is ticked.
func (c *narrowCard) submit() {
	w := c.w
	var chosen []string
	for i, check := range c.checks {
		if check.Checked() {
			chosen = append(chosen, c.words[i])
		}
	}
	if len(chosen) == 0 {
		setText(c.problem, T("chip.bad", args{"Text": T("narrow.none")}))
		c.problem.Show()
		c.fields.Refresh()
		return
	}
	w.closeModal()
	p, ok := w.profile()
	if !ok {
		return
	}
	w.copied = ""
	w.p.Sessions.RefreshWith(p, w.account(p), chosen)
}
