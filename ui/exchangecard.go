package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// pasted is the choice of a subject that no session holds.
const pasted = "pasted"

// exchangeCard asks what to exchange, and for what.
type exchangeCard struct {
	w        *Window
	fields   *fyne.Container
	subjects []session.Subject
	subject  *choice
	kind     *choice
	result   *choice

	paste, audience, scope          *entry
	legacy                          *look.Check
	asSubject, asIssuer, fromIssuer *entry
	// pasteRoot and legacyRoot come and go.
	pasteRoot, legacyRoot *fyne.Container
	problem               *look.Text
}

// openExchange opens the card with what was asked for last.
func (w *Window) openExchange() {
	p, ok := w.profile()
	if !ok || w.form != nil || w.state().Busy != "" {
		return
	}
	c := &exchangeCard{w: w, subjects: w.p.Sessions.Subjects(p, w.account(p)), problem: newProblemText()}
	c.build()
	c.set(w.more.exchange[w.key()])
	w.openAsk(T("exchange.title"), T("exchange.do"), c.fields, askHeight, c.subject.pick, c.submit)
}

func (c *exchangeCard) build() {
	w := c.w
	c.subject = newChoice(T("exchange.what"), c.react)
	for i, s := range c.subjects {
		c.subject.add(subjectWord(s.Key), subjectText(s, i == 0 && s.Key == w.key()))
	}
	c.subject.add(pasted, T("exchange.pasted"))
	c.kind, c.result = newChoice(T("exchange.kind"), func() {}), newChoice(T("exchange.wanted"), func() {})
	c.result.add("", T("exchange.server_choice"))
	for _, uri := range session.ExchangeTypes() {
		c.kind.add(uri, typeText(uri))
		c.result.add(uri, typeText(uri))
	}
	var audience, scope, asSubject, asIssuer, fromIssuer *fyne.Container
	c.paste = w.newSecretEntry(T("exchange.paste_hint"), w.closeModal)
	c.audience, audience = w.askField(T("exchange.audience"), T("exchange.audience_hint"), c.submit)
	c.scope, scope = w.askField(T("exchange.scope"), T("exchange.scope_hint"), c.submit)
	c.asSubject, asSubject = w.askField(T("exchange.requested_subject"), "", c.submit)
	c.asIssuer, asIssuer = w.askField(T("exchange.requested_issuer"), "", c.submit)
	c.fromIssuer, fromIssuer = w.askField(T("exchange.subject_issuer"), "", c.submit)
	c.legacy = look.NewCheck(T("exchange.legacy"), func(bool) { c.react() })
	c.pasteRoot = look.ColumnsEqual(12, look.Column(4, look.NewText(look.Second, T("exchange.paste")), c.paste), c.kind.root)
	c.legacyRoot = look.ColumnsEqual(12, asSubject, asIssuer, fromIssuer)
	c.fields = look.Column(10,
		look.NewParagraph(look.Second, T("exchange.lead", args{"Client": c.client()})),
		c.subject.root, c.pasteRoot, look.ColumnsEqual(12, audience, scope), c.result.root, c.legacy, c.legacyRoot, c.problem)
}

func (c *exchangeCard) client() string {
	p, _ := c.w.profile()
	return visible(p.Client.ID)
}

// subjectWord is a session in the list of subjects.
func subjectWord(k session.Key) string { return k.ProfileID + "\x00" + k.Account }

// subjectRoom is how wide a name may make a line of that list: Fyne's choice cuts
// a longer one too late.
const subjectRoom = 360

func subjectText(s session.Subject, own bool) string {
	text := shortened(look.Body, list(visible(s.Profile), visible(s.Owner)), subjectRoom)
	if s.Clock.Phase == session.PhaseExpired || s.Clock.Phase == session.PhaseRevoked {
		text = list(text, T("clock.expired"))
	}
	if own {
		return T("exchange.own", args{"Whose": text})
	}
	return text
}

// set fills the card. What no longer exists falls back to the first subject.
func (c *exchangeCard) set(ask session.ExchangeAsk) {
	c.subject.set(subjectWord(ask.Subject))
	if c.subject.value() == "" {
		c.subject.pick.SetSelectedIndex(0)
	}
	c.kind.set(session.ExchangeTypes()[0])
	if ask.PastedType != "" {
		c.subject.set(pasted)
		c.kind.set(ask.PastedType)
	}
	c.result.set(ask.RequestedType)
	c.audience.SetText(strings.Join(ask.Audience, " "))
	c.scope.SetText(ask.Scope)
	c.asSubject.SetText(ask.RequestedSubject)
	c.asIssuer.SetText(ask.RequestedIssuer)
	c.fromIssuer.SetText(ask.SubjectIssuer)
	c.legacy.SetChecked(ask.RequestedSubject+ask.RequestedIssuer+ask.SubjectIssuer != "")
	c.react()
}

// react shows what the choices need.
func (c *exchangeCard) react() {
	if c.fields == nil {
		return
	}
	setShown(c.pasteRoot, c.subject.value() == pasted)
	setShown(c.legacyRoot, c.legacy.Checked())
	c.fields.Refresh()
}

// collect reads the card; the legacy parameters count only while they show.
func (c *exchangeCard) collect() session.ExchangeAsk {
	ask := session.ExchangeAsk{
		Audience: strings.Fields(c.audience.Text), Scope: strings.Join(strings.Fields(c.scope.Text), " "),
		RequestedType: c.result.value(),
	}
	word := c.subject.value()
	if word == pasted {
		ask.Pasted, ask.PastedType = session.NewSecret(strings.TrimSpace(c.paste.Text)), c.kind.value()
	}
	for _, s := range c.subjects {
		if subjectWord(s.Key) == word {
			ask.Subject = s.Key
		}
	}
	if c.legacy.Checked() {
		ask.RequestedSubject = strings.TrimSpace(c.asSubject.Text)
		ask.RequestedIssuer = strings.TrimSpace(c.asIssuer.Text)
		ask.SubjectIssuer = strings.TrimSpace(c.fromIssuer.Text)
	}
	return ask
}

// submit asks the realm.
func (c *exchangeCard) submit() {
	w := c.w
	p, ok := w.profile()
	ask := c.collect()
	if c.subject.value() == pasted && ask.Pasted.Empty() {
		setText(c.problem, T("chip.bad", args{"Text": T("exchange.paste_missing")}))
		c.problem.Show()
		c.fields.Refresh()
		w.win.Canvas().Focus(c.paste)
		return
	}
	c.paste.SetText("")
	w.closeModal()
	if !ok {
		return
	}
	remembered := ask
	remembered.Pasted = session.Secret{}
	w.more.exchange[w.key()] = remembered
	w.copied = ""
	w.p.Sessions.ExchangeToken(p, w.account(p), ask)
}
