package ui

import (
	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// moreParts are the sections of the form that most profiles leave alone.
type moreParts struct {
	login *loginPart
	key   *keyPart
	bound *section
	dpop  *look.Check
	extra *extraPart
	way   *wayPart
	wants *expectPart
}

func newMoreParts(f *formPage) *moreParts {
	m := &moreParts{login: newLoginPart(f), key: newKeyPart(f), extra: newExtraPart(f), way: newWayPart(f), wants: newExpectPart(f)}
	m.dpop = look.NewCheck(T("bound.dpop"), func(bool) { f.react() })
	m.bound = newSection(T("section.bound"), f.relayout, m.dpop, look.NewParagraph(look.Second, T("bound.note")))
	return m
}

// roots are the sections in the order of the form.
func (m *moreParts) roots() []fyne.CanvasObject {
	return []fyne.CanvasObject{m.key.root, m.login.root, m.way.root, m.extra.root, m.bound.root, m.wants.root}
}

func (m *moreParts) fill(p profile.Profile) {
	m.login.fill(p)
	m.key.fill(p)
	m.extra.fill(p)
	m.way.fill(p)
	m.wants.fill(p)
	m.dpop.SetChecked(p.Client.DPoP)
	m.bound.open(p.Client.DPoP)
}

func (m *moreParts) collect(p *profile.Profile) {
	m.login.collect(p)
	m.key.collect(p)
	m.extra.collect(p)
	m.way.collect(p)
	m.wants.collect(p)
	p.Client.DPoP = m.dpop.Checked()
}

// react shows what belongs to the grant and the method of p, and tells whether
// anything changed.
func (m *moreParts) react(p profile.Profile) bool {
	changed := m.login.react(p)
	changed = m.key.react(p) || changed
	return m.way.react(p) || changed
}

// typed adds what was typed, pasted or opened to secrets.
func (m *moreParts) typed(p profile.Profile, to *ProfileSecrets) {
	if p.Client.WithKey() {
		to.ClientKey = m.key.key.whole()
	}
	to.ClientCertificate = m.way.certificate.whole()
	if m.way.proxy.value() == proxyOwn {
		to.ProxyPassword = session.NewSecret(m.way.password.entry.Text)
	}
	to.Extra = m.extra.secrets()
}

// clear forgets every secret.
func (m *moreParts) clear() {
	m.key.key.clear()
	m.way.certificate.clear()
	m.way.authority.clear()
	m.way.password.entry.SetText("")
	m.extra.clear()
}

// incomplete says what was given by half, and where: a certificate without its
// key, a secret parameter without a value.
func (m *moreParts) incomplete(p profile.Profile) (why string, at fyne.Focusable) {
	if m.way.certificate.now.Lacks != "" {
		m.way.open(true)
		return T("form.has_halves"), m.way.certificate.paste
	}
	if value := m.extra.lacking(p); value != nil {
		return T("form.has_problems"), value
	}
	return "", nil
}

// secrets is everything secret that stands in the form, as p uses it.
func (f *formPage) secrets(p profile.Profile) ProfileSecrets {
	var typed ProfileSecrets
	if p.Client.WithSecret() {
		typed.ClientSecret = session.NewSecret(f.secret.entry.Text)
	}
	if p.Grant == profile.GrantPassword {
		typed.Passwords = f.accounts.passwords()
	}
	f.more.typed(p, &typed)
	return typed
}

// given is what a connection test may use of that.
func (f *formPage) given(p profile.Profile) session.Typed {
	s := f.secrets(p)
	return session.Typed{
		ClientSecret: s.ClientSecret, ClientKey: s.ClientKey, ClientCertificate: s.ClientCertificate, ProxyPassword: s.ProxyPassword,
	}
}

// holdsSecrets tells whether anything secret was typed, pasted or opened.
func (f *formPage) holdsSecrets() bool {
	m := f.more
	return f.secret.entry.Text != "" || f.accounts.typed() || !m.key.key.now.Text.Empty() || !m.way.certificate.now.Text.Empty() ||
		m.way.password.entry.Text != "" || len(m.extra.secrets()) > 0
}
