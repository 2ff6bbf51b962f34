package ui

import (
	"strings"

	"realmscope/app/profile"
	"realmscope/ui/look"
)

// loginPart are the wishes for a login in the browser and for one by the phone.
type loginPart struct {
	*section
	prompt                                  *choice
	levels, provider, back, message, expiry *formField
	pushed                                  *look.Check
}

func newLoginPart(f *formPage) *loginPart {
	l := &loginPart{prompt: newChoice(T("login.prompt"), f.react)}
	l.prompt.add("", T("login.prompt.usual"))
	for _, word := range profile.Prompts() {
		l.prompt.add(word, wordText("login.prompt.", word))
	}
	f.problem(profile.FieldPrompt, l.prompt.root)
	l.levels = f.field(profile.FieldACRValues, T("login.levels"), newEntry(T("login.levels_hint"), f.escape))
	l.provider = f.field(profile.FieldProvider, T("login.provider"), newEntry(T("login.provider_hint"), f.escape))
	l.back = f.field(profile.FieldRedirect, T("login.redirect"), newEntry(T("login.redirect_hint"), f.escape))
	f.problem(profile.FieldPort, l.back.root)
	l.message = f.field(profile.FieldMessage, T("login.message"), newEntry(T("login.message_hint"), f.escape))
	l.expiry = f.field(profile.FieldExpiry, T("login.expiry"), newEntry(T("login.expiry_hint"), f.escape))
	l.pushed = look.NewCheck(T("login.pushed"), nil)
	l.section = newSection(T("section.login"), f.relayout,
		look.ColumnsEqual(12, l.prompt.root, l.message.root, l.levels.root),
		look.ColumnsEqual(12, l.back.root, l.expiry.root, l.provider.root), l.pushed)
	f.places[profile.FieldPrompt] = spot{l.prompt.pick, l.section}
	for field, ff := range map[profile.Field]*formField{
		profile.FieldACRValues: l.levels, profile.FieldProvider: l.provider, profile.FieldPort: l.back, profile.FieldRedirect: l.back,
		profile.FieldMessage: l.message, profile.FieldExpiry: l.expiry,
	} {
		f.places[field] = spot{ff.entry, l.section}
	}
	return l
}

func (l *loginPart) fill(p profile.Profile) {
	l.prompt.offer(p.Login.Prompt)
	l.levels.entry.SetText(p.Login.ACRValues)
	l.provider.entry.SetText(p.Login.IdentityProvider)
	l.back.entry.SetText(p.Login.RedirectText())
	l.pushed.SetChecked(p.Login.PAR)
	l.message.entry.SetText(p.Backchannel.Message)
	l.expiry.entry.SetText(numberText(p.Backchannel.Expiry))
	l.open(p.Login != (profile.Login{}) || p.Backchannel != (profile.Backchannel{}))
}

// collect reads the wishes. Those that the grant does not show stay for the
// next choice of one.
func (l *loginPart) collect(p *profile.Profile) {
	p.Login = profile.Login{
		Prompt: l.prompt.value(), ACRValues: strings.Join(strings.Fields(l.levels.entry.Text), " "),
		IdentityProvider: strings.TrimSpace(l.provider.entry.Text), PAR: l.pushed.Checked(),
	}
	p.Login.ReadRedirect(l.back.entry.Text)
	p.Backchannel = profile.Backchannel{Message: strings.TrimSpace(l.message.entry.Text), Expiry: number(l.expiry.entry.Text)}
}

// react shows the wishes of a grant and tells whether anything changed.
func (l *loginPart) react(p profile.Profile) bool {
	browser, phone := p.Grant == profile.GrantAuthorizationCode, p.Grant == profile.GrantCIBA
	changed := setShown(l.root, browser || phone)
	changed = setShown(l.prompt.root, browser) || changed
	changed = setShown(l.provider.root, browser) || changed
	changed = setShown(l.back.root, browser) || changed
	changed = setShown(l.pushed, browser) || changed
	changed = setShown(l.message.root, phone) || changed
	return setShown(l.expiry.root, phone) || changed
}
