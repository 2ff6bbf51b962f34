package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
)

// fill puts a profile into the fields.
func (f *formPage) fill(p profile.Profile) {
	f.name.entry.SetText(p.Name)
	f.base.entry.SetText(p.Realm.Base)
	f.realm.entry.SetText(p.Realm.Name)
	f.client.entry.SetText(p.Client.ID)
	f.scope.entry.SetText(p.Scope)
	f.group.entry.SetText(p.Group)
	f.env.offer(string(p.Environment))
	f.auth.offer(string(p.Client.Auth))
	f.grant.offer(string(p.Grant))
	f.query.SetChecked(p.ParamsIn == "query")
	f.plain.SetChecked(p.AllowHTTP)
	f.stay.SetChecked(p.KeepLoggedIn)
	f.endpoint, f.template = p.TokenEndpoint, p.Template
	f.secret.entry.SetPlaceHolder(keptHint(p.Client.SecretID))
	f.accounts.fill(p.Accounts)
	f.more.fill(p)
	f.react()
}

// keptHint says in an empty secret field whether there is a kept one.
func keptHint(id string) string {
	if id == "" {
		return T("form.secret_none")
	}
	return T("form.secret_kept")
}

// collect reads the fields into a copy of the profile that the form began
// with: what the form does not show stays as it was.
func (f *formPage) collect() profile.Profile {
	p := f.start.Clone()
	p.Name = strings.TrimSpace(f.name.entry.Text)
	p.Environment = profile.Environment(f.env.value())
	p.Realm.Base = strings.TrimRight(strings.TrimSpace(f.base.entry.Text), "/")
	p.Realm.Name = strings.TrimSpace(f.realm.entry.Text)
	p.Client.ID = strings.TrimSpace(f.client.entry.Text)
	for _, a := range profile.AuthMethods() {
		if string(a) == f.auth.value() {
			p.Client.Auth = a
		}
	}
	p.Grant = profile.Grant(f.grant.value())
	p.Scope = strings.Join(strings.Fields(f.scope.entry.Text), " ")
	p.ParamsIn = "body"
	if f.query.Checked() {
		p.ParamsIn = "query"
	}
	p.Group = strings.TrimSpace(f.group.entry.Text)
	p.TokenEndpoint = f.endpoint
	p.Template = f.template
	p.AllowHTTP = f.plain.Checked()
	p.KeepLoggedIn = f.stay.Checked()
	p.Accounts = f.accounts.collect()
	if !p.Grant.ForPeople() {
		p.Accounts = nil
	}
	f.more.collect(&p)
	if p.Realm != f.start.Realm {
		p.Origins = nil // agreed to for another realm
	}
	return p
}

// onSave checks the form and stores it; whatever fails, it stays as it was.
func (f *formPage) onSave() {
	if f.saving {
		return
	}
	p := f.collect()
	if f.showProblems(p.Validate()) > 0 {
		f.say(T("form.has_problems"))
		f.focusProblem(p.Validate())
		return
	}
	if why, at := f.more.incomplete(p); at != nil {
		f.say(why)
		f.w.win.Canvas().Focus(at)
		return
	}
	if !staysInProduction(f.start) && staysInProduction(p) {
		f.w.confirm(T("stay.title"), T("stay.text"), T("stay.yes"), T("action.cancel"), func() { f.store(p) })
		return
	}
	f.store(p)
}

// staysInProduction tells whether sessions of a profile for production are to
// outlive the program, which is asked about.
func staysInProduction(p profile.Profile) bool {
	return p.KeepLoggedIn && p.Environment == profile.Production
}

// store saves the profile.
func (f *formPage) store(p profile.Profile) {
	f.saving = true
	f.save.Disable()
	f.say("")
	asks := f.holdsSecrets() || p.KeepLoggedIn
	f.w.p.Profiles.Save(p, f.secrets(p), func(saved profile.Profile, err error) {
		f.saving = false
		f.save.Enable()
		if err != nil {
			f.say(T("form.save_failed", args{"Reason": errorText(err)}))
			return
		}
		f.saved(saved)
		if asks {
			f.w.askVault()
		}
	})
}

// saved closes the form and turns to the profile. Tokens of what it was
// before are no longer its tokens.
func (f *formPage) saved(p profile.Profile) {
	if !f.isNew && asksOtherwise(f.start, p) {
		f.w.p.Sessions.Forget(p.ID)
	}
	f.w.p.Sessions.Keeping(p.ID, p.KeepLoggedIn)
	f.w.selected = p.ID
	delete(f.w.chosen, p.ID)
	f.close()
	f.w.onProfiles()
	f.w.win.Canvas().Focus(f.w.page.actions.get)
}

// asksOtherwise tells whether a change of a profile makes its old tokens
// those of something else.
func asksOtherwise(a, b profile.Profile) bool {
	return a.Realm != b.Realm || a.Client.ID != b.Client.ID || a.Grant != b.Grant || a.Client.DPoP != b.Client.DPoP || a.TokenEndpoint != b.TokenEndpoint
}

// say shows why the form cannot be saved, or nothing.
func (f *formPage) say(text string) {
	f.failed.SetText(text)
	setShown(f.failed, text != "")
	f.root.Refresh()
}

// focusProblem puts the cursor where the first problem is.
func (f *formPage) focusProblem(found []profile.Problem) {
	if len(found) > 0 {
		f.focus(found[0].Field)
	}
}

// focus puts the cursor into a field.
func (f *formPage) focus(field profile.Field) {
	var to fyne.Focusable
	switch field {
	case profile.FieldName:
		to = f.name.entry
	case profile.FieldBase, profile.FieldTokenEndpoint:
		to = f.base.entry
	case profile.FieldRealm:
		to = f.realm.entry
	case profile.FieldClientID:
		to = f.client.entry
	case profile.FieldClientSecret:
		to = f.secret.entry
	case profile.FieldScope:
		to = f.scope.entry
	case profile.FieldGroup:
		to = f.group.entry
	case profile.FieldAuth:
		to = f.auth.pick
	case profile.FieldGrant:
		to = f.grant.pick
	case profile.FieldEnvironment:
		to = f.env.pick
	case profile.FieldAccounts:
		to = f.accounts.first()
	default:
		if at, ok := f.places[field]; ok {
			at.in.open(true)
			to = at.to
		}
	}
	if to != nil {
		f.w.win.Canvas().Focus(to)
	}
}

// templateText names a ready-made profile in the chosen language, or by the
// name that its package gives it.
func templateText(t profile.Template) string {
	if text, ok := known("template." + t.ID + ".name"); ok {
		return text
	}
	return t.Name
}

// templateMenu offers the ready-made profiles.
func (f *formPage) templateMenu() *fyne.Menu {
	var items []*fyne.MenuItem
	for _, t := range profile.Templates() {
		items = append(items, fyne.NewMenuItem(templateText(t), func() { f.useTemplate(t) }))
	}
	return fyne.NewMenu("", items...)
}

// remove asks and then deletes the selected profile with its secrets.
func (w *Window) remove() {
	p, ok := w.profile()
	if !ok || (w.form != nil && w.form.isNew) {
		return
	}
	text := T("delete.text", args{"Profile": visible(p.Name)})
	w.confirm(T("delete.title"), text, T("delete.yes"), T("delete.no"), func() {
		w.p.Profiles.Delete(p.ID, func(err error) { w.removed(p.ID, err) })
	})
}

func (w *Window) removed(id string, err error) {
	if err != nil {
		w.notices.add(T("delete.failed", args{"Reason": errorText(err)}))
		return
	}
	w.p.Sessions.Forget(id)
	delete(w.chosen, id)
	delete(w.typed, id)
	if w.form != nil && w.form.start.ID == id {
		w.form.close()
	}
	w.onProfiles()
}
