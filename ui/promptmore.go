package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// promptMore are the parts of the prompt for what is not typed in a line: keys,
// certificates, assertions, secret parameters, and the leave to send to another
// origin.
type promptMore struct {
	card *promptCard
	root *fyne.Container

	proxy                       *promptField
	key, certificate, assertion *materialField
	params                      *fyne.Container
	names                       []string
	entries                     []*promptField
	origin                      *fyne.Container
	why                         *look.Text
	agree                       *look.Check
	asked                       string
}

func newPromptMore(c *promptCard) *promptMore {
	m := &promptMore{card: c, params: look.Column(8), why: look.NewParagraph(look.Body, ""), agree: look.NewCheck("", nil)}
	m.proxy = c.field(T("way.password"), c.w.newSecretEntry("", c.dismiss))
	grown := func() {
		if c.w.page != nil {
			c.w.page.relayout()
		}
	}
	m.key = newMaterialField(c.w, T("key.key"), session.MaterialKey, c.dismiss, grown)
	m.certificate = newMaterialField(c.w, T("way.certificate"), session.MaterialCertificate, c.dismiss, grown)
	m.assertion = newMaterialField(c.w, T("prompt.assertion"), session.MaterialAssertion, c.dismiss, grown)
	m.key.wanted, m.certificate.wanted = true, true
	m.key.show()
	m.certificate.show()
	m.origin = look.Column(6, m.why, m.agree)
	m.root = look.Column(10, m.origin, m.assertion.root, m.key.root, m.certificate.root, m.proxy.root, m.params)
	return m
}

// ask shows the parts for needs.
func (m *promptMore) ask(needs []session.Need) {
	has := func(n session.Need) bool { return slices.Contains(needs, n) }
	setShown(m.proxy.root, has(session.NeedProxyPassword))
	setShown(m.key.root, has(session.NeedClientKey))
	setShown(m.certificate.root, has(session.NeedClientCertificate))
	setShown(m.assertion.root, has(session.NeedAssertion))
	m.names, m.entries, m.asked = nil, nil, ""
	m.params.RemoveAll()
	for _, n := range needs {
		if name, ok := n.Parameter(); ok {
			field := m.card.field(T("prompt.parameter", args{"Name": visible(name)}), m.card.w.newSecretEntry("", m.card.dismiss))
			m.names, m.entries = append(m.names, name), append(m.entries, field)
			m.params.Add(field.root)
		}
		if origin, ok := n.Origin(); ok {
			m.asked = origin
			m.why.SetText(T("prompt.origin", args{"Address": visible(origin)}))
			m.agree.SetText(T("prompt.origin_agree", args{"Address": visible(origin)}))
		}
	}
	setShown(m.origin, m.asked != "")
	setShown(m.params, len(m.entries) > 0)
	m.root.Refresh()
}

// missing is what still has to be given, nil for nothing.
func (m *promptMore) missing() fyne.Focusable {
	if m.asked != "" && !m.agree.Checked() {
		return m.agree
	}
	for _, x := range []*materialField{m.assertion, m.key, m.certificate} {
		if x.root.Visible() && x.whole().Empty() {
			return x.paste
		}
	}
	for _, f := range append([]*promptField{m.proxy}, m.entries...) {
		if f.root.Visible() && f.entry.Text == "" {
			return f.entry
		}
	}
	return nil
}

// typed adds what was given to t.
func (m *promptMore) typed(t *session.Typed) {
	t.ProxyPassword = session.NewSecret(m.proxy.entry.Text)
	t.ClientKey, t.ClientCertificate, t.Assertion = m.key.whole(), m.certificate.whole(), m.assertion.whole()
	if m.asked != "" {
		t.Origins = []string{m.asked}
	}
	for i, name := range m.names {
		if t.Extra == nil {
			t.Extra = map[string]session.Secret{}
		}
		t.Extra[name] = session.NewSecret(m.entries[i].entry.Text)
	}
}

// holds tells whether f is one of the parts.
func (m *promptMore) holds(f fyne.Focusable) bool {
	o, ok := f.(fyne.CanvasObject)
	return ok && look.Shown(m.root, o)
}

func (m *promptMore) clear() {
	for _, x := range []*materialField{m.key, m.certificate, m.assertion} {
		x.fill("", false)
	}
	for _, f := range append([]*promptField{m.proxy}, m.entries...) {
		f.entry.SetText("")
	}
	m.agree.SetChecked(false)
}

// firstNeeds are what a grant for people asks before anything is known.
func firstNeeds(p profile.Profile) []session.Need {
	if p.Grant == profile.GrantPassword {
		return []session.Need{session.NeedUsername, session.NeedPassword}
	}
	return []session.Need{session.NeedUsername}
}
