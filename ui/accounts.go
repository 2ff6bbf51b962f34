package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// accountsPart is the list of user names in the form, each with room for a
// password.
type accountsPart struct {
	form *formPage
	root *fyne.Container
	list *fyne.Container
	rows []*accountRow
	// bare says that the accounts have no passwords here.
	passwordsTitle *look.Text
	bare           bool
	// hint is what an empty name shows.
	hint string
}

type accountRow struct {
	root     *fyne.Container
	username *entry
	password *entry
	problem  *look.Text
	was      profile.Account
}

func newAccountsPart(f *formPage) *accountsPart {
	a := &accountsPart{form: f, list: look.Column(8), hint: T("form.account_hint")}
	add := look.NewButton(look.Quiet, T("form.account_add"), func() {
		row := a.add(profile.Account{})
		f.relayout()
		f.w.win.Canvas().Focus(row.username)
	})
	a.passwordsTitle = look.NewText(look.Second, T("form.passwords"))
	titles := look.ColumnsEqual(12, look.NewText(look.Second, T("form.accounts")), a.passwordsTitle)
	edge := look.HGap(look.NewButton(look.Quiet, T("form.account_remove"), nil).MinSize().Width + 4)
	head := container.NewBorder(nil, nil, nil, edge, titles)
	a.root = look.Column(8, head, a.list, container.NewHBox(add))
	return a
}

func (a *accountsPart) add(was profile.Account) *accountRow {
	leave := func() { a.form.escape() }
	r := &accountRow{
		username: newEntry(a.hint, leave), problem: newProblemText(), was: was,
		password: a.form.w.newSecretEntry(keptHint(was.PasswordID), leave),
	}
	r.username.SetText(was.Username)
	r.username.mask(a.form.w, a.form.w.hidden)
	drop := look.NewButton(look.Quiet, T("form.account_remove"), func() { a.drop(r) })
	setShown(r.password, !a.bare)
	line := container.NewBorder(nil, nil, nil, look.Row(0, look.HGap(4), drop), look.ColumnsEqual(12, r.username, r.password))
	r.root = look.Column(4, line, r.problem)
	a.rows = append(a.rows, r)
	a.list.Add(r.root)
	return r
}

// withPasswords shows or hides the passwords, and tells whether that changed
// anything: a login in the browser has none here.
func (a *accountsPart) withPasswords(shown bool) bool {
	if a.bare == !shown {
		return false
	}
	a.bare = !shown
	setShown(a.passwordsTitle, shown)
	for _, r := range a.rows {
		setShown(r.password, shown)
		r.root.Refresh()
	}
	a.root.Refresh()
	return true
}

// optional says in empty fields whether a name is only proposed to a login page.
func (a *accountsPart) optional(on bool) {
	hint := T("form.account_hint")
	if on {
		hint = T("form.account_proposed")
	}
	if hint == a.hint {
		return
	}
	a.hint = hint
	for _, r := range a.rows {
		r.username.SetPlaceHolder(hint)
	}
}

func (a *accountsPart) drop(r *accountRow) {
	a.rows = slices.DeleteFunc(a.rows, func(o *accountRow) bool { return o == r })
	a.list.Remove(r.root)
	a.form.relayout()
}

// fill replaces the rows; there is always one to type into.
func (a *accountsPart) fill(accounts []profile.Account) {
	a.rows = nil
	a.list.RemoveAll()
	for _, was := range accounts {
		a.add(was)
	}
	if len(accounts) == 0 {
		a.add(profile.Account{})
	}
}

// used are the rows that hold anything.
func (a *accountsPart) used() []*accountRow {
	return slices.DeleteFunc(slices.Clone(a.rows), func(r *accountRow) bool {
		return strings.TrimSpace(r.username.Text) == "" && r.password.Text == ""
	})
}

// collect reads the accounts; a kept password stays with its user name only.
func (a *accountsPart) collect() []profile.Account {
	var out []profile.Account
	for _, r := range a.used() {
		account := profile.Account{Username: strings.TrimSpace(r.username.Text)}
		if account.Username == r.was.Username {
			account.PasswordID = r.was.PasswordID
		}
		out = append(out, account)
	}
	return out
}

// passwords are the typed ones, by user name.
func (a *accountsPart) passwords() map[string]session.Secret {
	typed := map[string]session.Secret{}
	for _, r := range a.used() {
		if r.password.Text != "" {
			typed[strings.TrimSpace(r.username.Text)] = session.NewSecret(r.password.Text)
		}
	}
	return typed
}

// typed tells whether a password was typed.
func (a *accountsPart) typed() bool { return len(a.passwords()) > 0 }

func (a *accountsPart) clear() {
	for _, r := range a.rows {
		r.password.SetText("")
	}
}

// showProblems puts the problems of accounts below their rows.
func (a *accountsPart) showProblems(found []profile.Problem) {
	rows := a.used()
	for _, r := range a.rows {
		r.problem.Hide()
	}
	for _, p := range found {
		if p.Field != profile.FieldAccounts || len(rows) == 0 {
			continue
		}
		r := rows[min(p.Row, len(rows)-1)]
		r.problem.SetText(problemText(p))
		r.problem.Show()
	}
}

// first is where to begin typing.
func (a *accountsPart) first() fyne.Focusable {
	if len(a.rows) == 0 {
		return nil
	}
	return a.rows[0].username
}
