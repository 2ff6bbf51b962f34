package ui

import (
	"strings"

	"realmscope/app/profile"
	"realmscope/app/session"
)

// newProfile opens an empty form.
func (w *Window) newProfile() { w.newFrom(profile.Draft{Profile: blank()}) }

// newFrom opens the form of a new profile; an open one is left first.
func (w *Window) newFrom(d profile.Draft) {
	open := func() {
		d.Profile.ID = profile.NewID()
		f := w.openForm(d.Profile, true)
		f.addSecrets(d)
		if len(d.Asks) > 0 {
			f.focus(d.Asks[0])
			return
		}
		w.win.Canvas().Focus(f.probe.paste)
	}
	if w.form != nil {
		w.form.leave(open)
		return
	}
	open()
}

// blank is a profile with what most have: a login on the realm's own page, and
// the word that gives an ID token.
func blank() profile.Profile {
	return profile.Profile{
		Environment: profile.Development, Grant: profile.GrantAuthorizationCode, Scope: "openid",
		Client: profile.Client{Auth: "none"}, ParamsIn: "body",
	}
}

// edit opens the form of the selected profile.
func (w *Window) edit() {
	if p, ok := w.profile(); ok && w.form == nil {
		f := w.openForm(p, false)
		w.win.Canvas().Focus(f.name.entry)
	}
}

// duplicate opens the form of a new profile that is like the selected one.
// Secrets stay behind: they belong to the profile that they were typed for.
func (w *Window) duplicate() {
	p, ok := w.profile()
	if !ok || w.form != nil {
		return
	}
	p = p.Duplicate()
	p.Name = T("form.copy_of", args{"Profile": p.Name})
	w.newFrom(profile.Draft{Profile: p, Asks: []profile.Field{profile.FieldName}})
}

// useTemplate puts a ready-made profile into the form.
func (f *formPage) useTemplate(t profile.Template) {
	d := t.Draft()
	d.Profile.ID = f.start.ID
	f.fill(d.Profile)
	f.addSecrets(d)
	f.explain(t)
	f.showProblems(nil)
	if len(d.Asks) > 0 {
		f.focus(d.Asks[0])
	}
}

// explain says what a template is of, and how its base address looks.
func (f *formPage) explain(t profile.Template) {
	f.template = t.ID
	if t.BasePattern != "" {
		f.base.entry.SetPlaceHolder(t.BasePattern)
	}
	if about, ok := known("template." + t.ID + ".about"); ok {
		f.probe.say(about)
	}
}

// addSecrets puts secrets that were pasted with an example into their fields.
func (f *formPage) addSecrets(d profile.Draft) {
	if !d.ClientSecret.Empty() {
		f.secret.entry.SetText(d.ClientSecret.Reveal())
	}
	if !d.Password.Empty() && len(f.accounts.rows) > 0 {
		f.accounts.rows[0].password.SetText(d.Password.Reveal())
	}
}

// merge puts what a pasted text told into the fields; what it did not tell
// stays as it was.
func (f *formPage) merge(p profile.Profile) {
	for field, text := range map[*entry]string{
		f.base.entry: p.Realm.Base, f.realm.entry: p.Realm.Name, f.client.entry: p.Client.ID, f.scope.entry: p.Scope,
	} {
		if text != "" {
			field.SetText(text)
		}
	}
	if p.Client.Auth != "" {
		f.auth.set(string(p.Client.Auth))
	}
	if p.Grant != "" {
		f.grant.set(string(p.Grant))
	}
	if p.Environment != "" && f.isNew {
		f.env.set(string(p.Environment))
	}
	if len(p.Accounts) > 0 && len(f.accounts.used()) == 0 {
		f.accounts.fill(p.Accounts)
	}
	if p.Login.RedirectText() != "" {
		f.more.login.back.entry.SetText(p.Login.RedirectText())
	}
	f.proposeName()
	f.react()
}

// proposeName fills an empty name from the realm and its host.
func (f *formPage) proposeName() {
	if f.name.entry.Text != "" || f.realm.entry.Text == "" {
		return
	}
	f.name.entry.SetText(strings.TrimSpace(f.realm.entry.Text + " " + strings.SplitN(host(f.base.entry.Text), ".", 2)[0]))
}

// adviceAction is what a button of the error card does, nil for what the
// window cannot do.
func (w *Window) adviceAction(id string, s session.State) func() {
	switch id {
	case "retry":
		switch s.Failure.Op {
		case session.OpRefresh:
			return w.refresh
		case session.OpWhoAmI:
			return w.whoAmI
		case session.OpLogOut:
			return w.logOut
		case session.OpFetch:
		default:
			if do := w.retryMore(s.Failure.Op); do != nil {
				return do
			}
		}
		return w.fetch
	case "get_again":
		return w.fetch
	case "type_password":
		return w.askPassword
	case "edit":
		return w.edit
	case "edit_address":
		return func() { w.editAt(profile.FieldBase, nil) }
	case "edit_secret":
		return w.editSecret
	case "use_auth_prefix":
		return func() {
			w.editAt(profile.FieldBase, func(f *formPage) { f.base.entry.SetText(f.base.entry.Text + "/auth") })
		}
	case "use_body":
		return func() { w.editAt(profile.FieldBase, func(f *formPage) { f.query.SetChecked(false) }) }
	case "use_query":
		return func() { w.editAt(profile.FieldBase, func(f *formPage) { f.query.SetChecked(true) }) }
	}
	return nil
}

// askPassword opens the prompt for the shown account.
func (w *Window) askPassword() {
	w.page.prompt.ask([]session.Need{session.NeedPassword}, w.key())
	w.page.relayout()
	w.page.prompt.focus()
}

// editAt opens the form at a field, after a change that the user sees before
// it is saved.
func (w *Window) editAt(field profile.Field, change func(*formPage)) {
	w.edit()
	if w.form == nil {
		return
	}
	if change != nil {
		change(w.form)
	}
	w.form.focus(field)
}

func (w *Window) editSecret() {
	w.edit()
	if w.form != nil && w.form.secret.root.Visible() {
		w.win.Canvas().Focus(w.form.secret.entry)
	}
}
