package ui

import (
	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/app/profile/porting"
	"realmscope/ui/look"
)

// showDetail shows the selected proposal: what it is, what was found with it,
// what it asks to weaken, and what was left out.
func (c *importCard) showDetail() {
	r := &c.rows[c.shown]
	p := r.proposal.Profile
	take := look.NewCheck(T("porting.take_this"), nil)
	take.SetChecked(r.chosen)
	take.OnChanged = func(on bool) {
		if on != c.rows[c.shown].chosen {
			c.toggle()
		}
	}
	c.detail.RemoveAll()
	c.add(look.NewText(look.Strong, visible(p.Name)), take)
	if why := r.missing(); why != "" {
		c.add(coloured(T("chip.look", args{"Text": why}), look.ColorCaution))
	}
	c.add(
		look.NewParagraph(look.Second, list(visible(p.Realm.Name), visible(p.Server()))),
		look.NewParagraph(look.Second, list(visible(p.Client.ID), authText(string(p.Client.Auth)))),
		look.NewParagraph(look.Second, list(grantText(p.Grant), visible(p.Scope), environmentText(p.Environment), visible(p.Group))),
	)
	if r.proposal.Known {
		c.add(coloured(T("chip.look", args{"Text": T("porting.known_text")}), look.ColorCaution))
	}
	c.addSecrets(r.proposal)
	c.addWishes(r)
	for _, f := range r.proposal.Findings {
		c.add(look.NewParagraph(look.Second, findingText(f)))
	}
	c.addBatchFindings()
	c.add(loose(look.NewButton(look.Quiet, T("porting.in_form"), c.openInForm)))
	c.detail.Refresh()
	c.scroll.ScrollToTop()
	c.scroll.Refresh()
}

func (c *importCard) add(objects ...fyne.CanvasObject) {
	for _, o := range objects {
		c.detail.Add(o)
	}
}

// loose keeps a button from stretching.
func loose(o fyne.CanvasObject) fyne.CanvasObject { return look.Row(0, o) }

func coloured(text string, name fyne.ThemeColorName) *look.Text {
	t := look.NewParagraph(look.Body, text)
	t.SetColor(name)
	return t
}

// addSecrets names the secrets that were found, never their values.
func (c *importCard) addSecrets(p porting.Proposal) {
	for _, s := range p.Secrets {
		where := visible(s.Origin)
		if where == "" {
			where = T("porting.secret_anywhere")
		}
		c.add(look.NewParagraph(look.Body, T("porting.secret", args{
			"Kind": T("porting.secret."+string(s.Kind), args{"Name": visible(s.Name)}), "Where": where,
		})))
	}
}

// addWishes asks about each setting that weakens the connection.
func (c *importCard) addWishes(r *importRow) {
	for _, wish := range r.proposal.Wishes {
		text := T("porting.wish."+string(wish), args{"Proxy": visible(r.proposal.Wished.Proxy)})
		box := look.NewCheck(text, nil)
		box.SetChecked(r.agreed[wish])
		index := c.shown
		box.OnChanged = func(on bool) {
			row := &c.rows[index]
			was := row.missing() != ""
			row.agreed[wish] = on
			now := row.missing() != ""
			row.chosen = !now && (row.chosen || was && !row.proposal.Known)
			c.changed()
			c.w.win.Canvas().Focus(c.list.FocusTarget())
		}
		c.add(box)
	}
}

// addBatchFindings says once, below the details, what belongs to no proposal.
func (c *importCard) addBatchFindings() {
	if len(c.batch.Findings) == 0 {
		return
	}
	c.add(look.Hairline(), look.NewText(look.Caps, T("porting.of_file")))
	for _, f := range c.batch.Findings {
		c.add(look.NewParagraph(look.Second, findingText(f)))
	}
}

// openInForm takes the shown proposal into the form, to be completed there. Its
// secrets go along only if they are to be kept.
func (c *importCard) openInForm() {
	r := c.rows[c.shown]
	d := profile.Draft{Profile: r.profile(), Asks: r.proposal.Asks}
	if c.withKeys.Checked() {
		for _, s := range r.proposal.Secrets {
			first := len(d.Profile.Accounts) > 0 && s.Name == d.Profile.Accounts[0].Username
			switch {
			case s.Kind == porting.ClientSecret:
				d.ClientSecret = s.Value
			case s.Kind == porting.Password && first:
				d.Password = s.Value
			}
		}
	}
	c.w.closeModal()
	c.w.newFrom(d)
}
