package ui

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/ui/look"
)

// formPage is the form of one profile. It stands where the session's page
// stands otherwise; a failed probe or save leaves it as it was.
type formPage struct {
	w      *Window
	root   *fyne.Container
	scroll *container.Scroll
	column *fyne.Container
	start  profile.Profile
	// stored is the profile as it was saved when the form last looked.
	stored profile.Profile
	// back is what had the focus before the form was opened.
	back   fyne.Focusable
	isNew  bool
	saving bool

	probe    *probePart
	trial    *connectionPart
	name     *formField
	base     *formField
	realm    *formField
	client   *formField
	scope    *formField
	group    *formField
	secret   *formField
	env      *choice
	auth     *choice
	grant    *choice
	query    *look.Check
	plain    *look.Check
	stay     *look.Check
	accounts *accountsPart
	more     *moreParts
	// places are where the fields of the sections are.
	places map[profile.Field]spot
	// notices are the remarks that come and go: why it cannot be saved, what
	// the compatibility switch means.
	failed    *look.Text
	queryNote *fyne.Container
	grantNote *look.Text
	plainNote *fyne.Container
	people    *fyne.Container
	// endpoint and template are what the form keeps without a field.
	endpoint   string
	template   string
	problems   map[profile.Field]*look.Text
	save, drop *look.Button
}

// openForm shows the form of p; isNew tells that it is not saved yet.
func (w *Window) openForm(p profile.Profile, isNew bool) *formPage {
	f := &formPage{
		w: w, start: p, stored: p, isNew: isNew, back: w.win.Canvas().Focused(),
		places: map[profile.Field]spot{}, problems: map[profile.Field]*look.Text{},
	}
	f.build()
	f.fill(p)
	f.start = f.collect()
	w.form = f
	w.body.Add(f.root)
	w.show()
	return f
}

func (f *formPage) build() {
	leave := f.escape
	f.name = f.field(profile.FieldName, T("form.name"), newEntry(T("form.name_hint"), leave))
	f.base = f.field(profile.FieldBase, T("form.base"), newEntry(T("form.base_hint"), leave))
	f.realm = f.field(profile.FieldRealm, T("form.realm"), newEntry(T("form.realm_hint"), leave))
	f.client = f.field(profile.FieldClientID, T("form.client"), newEntry(T("form.client_hint"), leave))
	f.scope = f.field(profile.FieldScope, T("form.scope"), newEntry(T("form.scope_hint"), leave))
	f.group = f.field(profile.FieldGroup, T("form.group"), newEntry(T("form.group_hint"), leave))
	f.secret = f.field(profile.FieldClientSecret, T("form.secret"), f.w.newSecretEntry("", leave))
	f.env = newChoice(T("form.environment"), f.react)
	f.auth = newChoice(T("form.auth"), f.react)
	f.grant = newChoice(T("form.grant"), f.react)
	for _, e := range profile.Environments() {
		f.env.add(string(e), environmentText(e))
	}
	for _, a := range profile.AuthMethods() {
		f.auth.add(string(a), authText(string(a)))
	}
	for _, g := range profile.Grants() {
		f.grant.add(string(g), formGrantText(g))
	}
	f.problem(profile.FieldEnvironment, f.env.root)
	f.problem(profile.FieldAuth, f.auth.root)
	f.problem(profile.FieldGrant, f.grant.root)
	f.query = look.NewCheck(T("form.query"), func(bool) { f.react() })
	f.plain = look.NewCheck(T("form.plain"), func(bool) { f.react() })
	f.stay = look.NewCheck(T("form.stay"), nil)
	f.queryNote, f.plainNote = cautionText(T("form.query_note")), cautionText(T("form.plain_note"))
	f.grantNote = look.NewParagraph(look.Second, T("form.grant_note"))
	f.grantNote.SetColor(look.ColorCaution)
	f.failed = newProblemText()
	f.accounts = newAccountsPart(f)
	f.more = newMoreParts(f)
	f.probe = newProbePart(f)
	f.trial = newConnectionPart(f)
	f.base.entry.OnChanged = func(string) { f.endpoint = ""; f.react() }
	f.arrange()
}

// arrange puts the parts into cards, in the order in which one fills them.
func (f *formPage) arrange() {
	title := T("form.title_edit")
	if f.isNew {
		title = T("form.title_new")
	}
	from := look.NewMenuButton(look.Quiet, T("form.start_from"), f.templateMenu)
	head := container.NewBorder(nil, nil, nil, from, look.NewText(look.Title, title))
	what := look.NewCard(look.Column(10,
		look.ColumnsEqual(12, f.name.root, f.group.root, f.env.root),
		look.ColumnsEqual(12, f.base.root, f.realm.root),
		f.plain, f.plainNote, f.query, f.queryNote))
	how := look.NewCard(look.Column(10,
		look.ColumnsEqual(12, f.grant.root, f.scope.root), f.grantNote,
		look.ColumnsEqual(12, f.client.root, f.auth.root, f.secret.root), f.stay))
	f.people = look.NewCard(f.accounts.root)
	parts := append([]fyne.CanvasObject{head, f.probe.root, what, how, f.people}, f.more.roots()...)
	f.column = look.Column(12, append(parts, f.trial.root)...)
	f.scroll = container.NewVScroll(look.PadXY(20, 16, f.column))

	f.save = look.NewButton(look.Primary, T("form.save"), f.onSave)
	cancel := look.NewButton(look.Strong, T("form.cancel"), func() { f.leave(nil) })
	f.drop = look.NewButton(look.Quiet, T("form.delete"), f.w.remove)
	setShown(f.drop, !f.isNew)
	buttons := container.NewBorder(nil, nil, look.Row(8, f.save, cancel, f.trial.button), container.NewCenter(f.drop),
		look.PadXY(8, 0, f.failed))
	foot := onPanel(newFrame(look.Hairline(), look.PadXY(20, 10, buttons), look.VGap(0)))
	f.root = newFrame(look.VGap(0), f.scroll, foot)
}

// react shows and hides what depends on other fields.
func (f *formPage) react() {
	if f.column == nil {
		return
	}
	p := f.collect()
	changed := setShown(f.secret.root, p.Client.WithSecret())
	changed = f.more.react(p) || changed
	grant := p.Grant
	changed = setShown(f.grantNote, grant.Discouraged()) || changed
	changed = setShown(f.people, grant.ForPeople()) || changed
	changed = f.accounts.withPasswords(grant == profile.GrantPassword) || changed
	f.accounts.optional(grant == profile.GrantAuthorizationCode)
	changed = f.trial.react(p) || changed
	changed = setShown(f.queryNote, f.query.Checked()) || changed
	needed := f.plain.Checked() || needsConsent(p)
	changed = setShown(f.plain, needed) || changed
	changed = setShown(f.plainNote, needed) || changed
	if changed {
		f.relayout()
	}
}

func (f *formPage) relayout() {
	if f.column == nil {
		return
	}
	f.column.Refresh()
	f.scroll.Refresh()
}

// dirty tells whether anything was typed that is not saved.
func (f *formPage) dirty() bool {
	return !reflect.DeepEqual(f.collect(), f.start) || f.holdsSecrets()
}

// leave closes the form and calls then, if any; before typed things are lost
// it asks. While a save runs it stays.
func (f *formPage) leave(then func()) {
	if f.saving {
		return
	}
	done := func() {
		f.close()
		if then != nil {
			then()
		}
	}
	if !f.dirty() {
		done()
		return
	}
	f.w.confirm(T("form.leave_title"), T("form.leave_text"), T("form.leave_yes"), T("form.leave_no"), done)
}

// close takes the form away and forgets what was typed into it.
func (f *formPage) close() {
	if f.w.form != f {
		return
	}
	f.probe.stop()
	f.trial.stop()
	f.secret.entry.SetText("")
	f.accounts.clear()
	f.more.clear()
	f.w.form = nil
	f.w.body.Remove(f.root)
	f.w.show()
	f.w.focusBack(f.back)
}
