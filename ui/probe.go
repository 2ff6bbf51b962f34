package ui

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// quietPaste is how long a pasted address rests before it is looked up.
const quietPaste = 600 * time.Millisecond

// probePart is the form's one-field start: paste any address of the realm,
// and what is found there fills the rest.
type probePart struct {
	form  *formPage
	root  *fyne.Container
	paste *entry
	state *look.Text
	// result says how a look-up ended, next what to do or what is offered.
	result *look.Text
	next   *look.Text
	chips  *chipRow
	accept *look.Check

	wait, cancel func()
	// offered is the token endpoint that the server names beside the path.
	offered string
}

func newProbePart(f *formPage) *probePart {
	p := &probePart{
		form: f, chips: newChipRow(), state: look.NewParagraph(look.Second, T("probe.hint")),
		result: look.NewParagraph(look.Strong, ""), next: look.NewParagraph(look.Body, ""),
		accept: look.NewCheck("", nil),
	}
	p.paste = newEntry(T("probe.paste_hint"), f.escape)
	p.paste.OnSubmitted = func(string) { p.start() }
	p.paste.onPaste = p.onPaste
	p.accept.OnChanged = func(on bool) {
		f.endpoint = ""
		if on {
			f.endpoint = p.offered
		}
	}
	for _, o := range []fyne.CanvasObject{p.accept, p.result, p.next} {
		o.Hide()
	}
	ask := look.NewButton(look.Strong, T("probe.look_up"), p.start)
	line := container.NewBorder(nil, nil, nil, look.Row(0, look.HGap(8), ask), p.paste)
	p.root = look.NewCard(look.Column(8,
		look.NewText(look.Strong, T("probe.title")), line, p.state, look.Column(2, p.result, p.next), p.chips.root, p.accept))
	return p
}

// onPaste looks a pasted text up after a moment of quiet.
func (p *probePart) onPaste() {
	p.fillFrom(p.paste.Text)
	if p.form.w.p.After == nil {
		return
	}
	p.stop()
	p.wait = p.form.w.p.After(quietPaste, p.start)
}

// stop ends what waits or runs.
func (p *probePart) stop() {
	for _, f := range []func(){p.wait, p.cancel} {
		if f != nil {
			f()
		}
	}
	p.wait, p.cancel = nil, nil
}

// start fills the form from the text itself and asks the server for the rest.
func (p *probePart) start() {
	p.stop()
	text := strings.TrimSpace(p.paste.Text)
	if text == "" {
		p.form.w.win.Canvas().Focus(p.paste)
		return
	}
	if !p.fillFrom(text) {
		return
	}
	p.say(T("probe.asking"))
	form := p.form.collect()
	p.cancel = p.form.w.p.Sessions.ProbeBy(form, p.form.given(form), text, p.answer)
}

// fillFrom puts what the text alone tells into the form, and tells whether it
// is an address that can be asked.
func (p *probePart) fillFrom(text string) bool {
	f := p.form
	if d, ok := profile.FromExample(text); ok {
		f.merge(d.Profile)
		if f.isNew && f.scope.entry.Text == blank().Scope {
			f.scope.entry.SetText(d.Profile.Scope) // an example is the whole request
		}
		f.addSecrets(d)
		p.say(T("probe.example"))
		return false
	}
	if d, err := session.ReadAddress(text); err == nil {
		f.merge(d.Profile)
	}
	return true
}

// answer shows what the server said of itself.
func (p *probePart) answer(a session.ProbeAnswer) {
	p.cancel = nil
	p.accept.Hide()
	p.offered = ""
	if a.Failure != nil {
		p.chips.set(nil)
		p.fail(a.Failure)
		return
	}
	found := a.Found
	f := p.form
	f.base.entry.SetText(found.Realm.Base)
	f.realm.entry.SetText(found.Realm.Name)
	if id := found.Address.ClientID; id != "" && f.client.entry.Text == "" {
		f.client.entry.SetText(id)
	}
	f.proposeName()
	f.hint(found.Discovery.GrantTypes, found.Discovery.AuthMethods)
	offers := offersText(found.Discovery.GrantTypes)
	if !found.Discovery.Discovered {
		p.tell(look.ToneCaution, T("chip.look", args{"Text": T("probe.found_path")}), offers)
	} else {
		text := T("probe.found", args{"Realm": visible(found.Realm.Name), "Base": visible(found.Realm.Base)})
		p.tell(look.ToneGood, T("chip.good", args{"Text": text}), offers)
	}
	p.offer(found.Discovery.Endpoints.Token, found.Realm.Endpoints().Token)
	var chips []chip
	for _, note := range found.Discovery.Notes {
		if name, ok := strings.CutPrefix(note, "duplicate."); ok {
			chips = append(chips, caution(T("probe.duplicate", args{"Name": visible(name)})))
		} else if text, ok := known("probe.note." + note); ok {
			chips = append(chips, caution(text))
		}
	}
	if found.Address.Guess {
		chips = append(chips, caution(T("probe.guess")))
	}
	if v := found.Discovery.ServerAtLeast; v != "" {
		chips = append(chips, chip{look.TonePlain, T("probe.version", args{"Version": visible(v)})})
	}
	p.chips.set(chips)
	f.relayout()
}

// offer asks whether to use a token endpoint that is not where the path table
// says: it may be another server's.
func (p *probePart) offer(named, usual string) {
	if named == "" || named == usual {
		return
	}
	p.offered = named
	p.accept.SetText(T("probe.accept", args{"Address": visible(named)}))
	p.accept.SetChecked(p.form.endpoint == named)
	p.accept.Show()
}

// offersText lists which of the ways to a token that this program knows the
// server names.
func offersText(given []string) string {
	var has []string
	for _, g := range profile.Grants() {
		if slices.Contains(given, g.Type()) {
			has = append(has, grantText(g))
		}
	}
	for _, more := range session.MoreGrantTypes() {
		if slices.Contains(given, more) {
			has = append(has, T("probe.offer."+more[strings.LastIndexByte(more, ':')+1:]))
		}
	}
	if len(has) == 0 {
		return ""
	}
	return T("probe.grants", args{"List": strings.Join(has, ", ")})
}

// fail shows why a look-up found nothing, and the first thing to do about it.
func (p *probePart) fail(f *session.Failure) {
	a := adviceArgs(f)
	next := ""
	if len(f.Advice.Causes) > 0 {
		why, do := causeText(f, 0, a)
		next = T("probe.next", args{"Why": why, "Do": do})
	}
	p.tell(look.ToneBad, T("chip.bad", args{"Text": T("advice."+f.Advice.ID+".title", a)}), next)
}

// tell shows how a look-up ended.
func (p *probePart) tell(tone look.Tone, result, next string) {
	p.result.SetText(result)
	p.result.SetColor(tone.Color())
	p.next.SetText(next)
	p.state.Hide()
	p.result.Show()
	setShown(p.next, next != "")
	p.form.relayout()
}

// say shows a plain sentence in place of a result.
func (p *probePart) say(text string) {
	p.state.SetText(text)
	p.state.Show()
	p.result.Hide()
	p.next.Hide()
	p.form.relayout()
}
