package ui

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/app/profile/porting"
	"realmscope/ui/look"
)

// importCard is the preview of an import: what was found at the left, one of it
// at the right, and nothing saved before it is agreed to.
type importCard struct {
	w     *Window
	batch porting.Batch
	rows  []importRow
	shown int

	list     *look.GroupList
	detail   *fyne.Container
	scroll   *container.Scroll
	address  *entry
	withKeys *look.Check
	take     *look.Button
	problem  *look.Text
	busy     bool
}

// importRow is a proposal with what the person says to it.
type importRow struct {
	proposal porting.Proposal // completed by the address, if one was given
	original porting.Proposal
	chosen   bool
	agreed   map[porting.Wish]bool
}

func newImportCard(w *Window, b porting.Batch) *importCard {
	c := &importCard{w: w, batch: b, list: look.NewGroupList(), detail: look.Column(8), problem: newProblemText()}
	for _, p := range b.Proposals {
		row := importRow{proposal: p, original: p, agreed: map[porting.Wish]bool{}}
		row.chosen = !p.Known && row.missing() == ""
		c.rows = append(c.rows, row)
	}
	c.list.OnSelected = c.onSelected
	c.list.OnActivate = func(string) { c.toggle() }
	return c
}

// profile is the row's profile with what was agreed to.
func (r importRow) profile() profile.Profile {
	var agreed []porting.Wish
	for _, wish := range porting.Wishes() {
		if r.agreed[wish] {
			agreed = append(agreed, wish)
		}
	}
	return r.proposal.Accept(agreed...)
}

// missing says what keeps the row from being imported, "" for nothing.
func (r importRow) missing() string {
	for _, f := range r.proposal.Asks {
		return T("porting.ask." + string(f))
	}
	for _, p := range r.profile().Validate() {
		return T("problem." + p.Code)
	}
	return ""
}

// open shows the card.
func (c *importCard) open() {
	w := c.w
	head := look.Column(8, look.NewParagraph(look.Body, T("porting.found", args{
		"Count": len(c.rows), "Format": T("porting.format." + string(c.batch.Format)),
	})))
	c.withKeys = look.NewCheck(T("porting.keep_secrets", args{"Count": c.secrets()}), func(bool) { c.count() })
	setShown(c.withKeys, c.secrets() > 0)
	if slices.ContainsFunc(c.rows, func(r importRow) bool { return len(r.original.Asks) > 0 }) {
		c.address = newEntry(T("porting.address_hint"), w.closeModal)
		c.address.OnChanged = func(string) { c.complete() }
		head.Add(look.Column(4, look.NewText(look.Second, T("porting.address")), c.address))
	}
	foot := look.Column(6, c.withKeys, c.problem)
	c.scroll = container.NewVScroll(look.Pad(10, c.detail))
	body := container.New(&sidebar{}, look.PadXY(0, 4, c.list), look.VHairline(), c.scroll)
	c.take = look.NewButton(look.Primary, "", c.keep)
	w.openModal(T("porting.import_title"), newFrame(head, body, foot), fyne.NewSize(720, 500),
		look.NewButton(look.Quiet, T("porting.all"), func() { c.choose(true) }),
		look.NewButton(look.Quiet, T("porting.none"), func() { c.choose(false) }),
		look.NewButton(look.Strong, T("porting.cancel"), w.closeModal), c.take)
	w.modal.scroll = c.scroll
	c.render()
	c.list.Select("0")
	c.count()
	if c.address != nil {
		w.win.Canvas().Focus(c.address)
		return
	}
	w.win.Canvas().Focus(c.list.FocusTarget())
}

// secrets is how many secrets were found in all.
func (c *importCard) secrets() int {
	n := 0
	for _, r := range c.rows {
		n += len(r.proposal.Secrets)
	}
	return n
}

// render fills the list.
func (c *importCard) render() {
	items := make([]look.ListItem, len(c.rows))
	for i, r := range c.rows {
		p := r.proposal.Profile
		items[i] = look.ListItem{
			ID: strconv.Itoa(i), Title: visible(p.Name), Second: list(visible(p.Realm.Name), visible(p.Client.ID)),
			Sign: look.SignUnchecked, Tone: look.TonePlain,
		}
		switch {
		case r.chosen:
			items[i].Sign, items[i].Tone = look.SignProven, look.ToneGood
		case r.missing() != "":
			items[i].Sign, items[i].Tone = look.SignUnknown, look.ToneCaution
		}
		if r.proposal.Known {
			items[i].Trailing = T("porting.known")
		}
	}
	c.list.SetItems(items)
}

func (c *importCard) onSelected(id string) {
	if i, err := strconv.Atoi(id); err == nil && i < len(c.rows) {
		c.shown = i
		c.showDetail()
	}
}

// toggle chooses the shown row or drops it; one that cannot be imported says
// why.
func (c *importCard) toggle() {
	r := &c.rows[c.shown]
	r.chosen = !r.chosen && r.missing() == ""
	c.changed()
}

// choose takes all rows that can be imported, or none.
func (c *importCard) choose(all bool) {
	for i := range c.rows {
		c.rows[i].chosen = all && c.rows[i].missing() == ""
	}
	c.changed()
}

func (c *importCard) changed() {
	c.render()
	c.showDetail()
	c.count()
}

// count writes on the button how many will be imported.
func (c *importCard) count() {
	n := 0
	for _, r := range c.rows {
		if r.chosen {
			n++
		}
	}
	c.take.SetText(T("porting.take", args{"Count": n}))
	if n == 0 || c.busy {
		c.take.Disable()
		return
	}
	c.take.Enable()
}

// complete puts the typed address into the rows that lack one.
func (c *importCard) complete() {
	for i := range c.rows {
		r := &c.rows[i]
		p, ok := r.original.At(c.address.Text)
		if !ok {
			p = r.original
		}
		was := r.missing() != ""
		r.proposal, r.agreed = p, map[porting.Wish]bool{}
		now := r.missing() != ""
		r.chosen = !now && (r.chosen || was && !p.Known)
	}
	c.changed()
}

// keep saves what was chosen; the card stays when that fails.
func (c *importCard) keep() {
	var chosen []Chosen
	for _, r := range c.rows {
		if r.chosen {
			chosen = append(chosen, Chosen{Proposal: r.proposal, Profile: r.profile(), Secrets: c.withKeys.Checked()})
		}
	}
	if len(chosen) == 0 || c.busy {
		return
	}
	c.busy = true
	c.count()
	m := c.w.modal
	secrets := slices.ContainsFunc(chosen, func(one Chosen) bool { return one.Secrets && len(one.Proposal.Secrets) > 0 })
	c.w.p.Porter.Keep(chosen, func(kept []profile.Profile, err error) {
		c.busy = false
		c.count()
		if err != nil {
			c.problem.SetText(T("chip.bad", args{"Text": T("form.save_failed", args{"Reason": errorText(err)})}))
			setShown(c.problem, true)
			return
		}
		if c.w.modal == m {
			c.w.closeModal()
		}
		c.w.imported(kept)
		if secrets {
			c.w.askVault()
		}
	})
}

// imported turns to the first of what was saved.
func (w *Window) imported(kept []profile.Profile) {
	if len(kept) > 0 && w.form == nil {
		w.selected = kept[0].ID
	}
	w.list.filter.SetText("")
	w.onProfiles()
	w.note(T("porting.imported", args{"Count": len(kept)}))
}
