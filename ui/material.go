package ui

import (
	"io"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// materialField takes a long text, such as a key, from the clipboard or a file
// and says what it is. The text itself is never drawn.
type materialField struct {
	w      *Window
	root   *fyne.Container
	state  *look.Text
	wrong  *look.Text
	file   *entry
	line   *fileLine
	paste  *look.Button
	drop   *look.Button
	public *look.Button
	kind   session.MaterialKind
	// changed is called after every change, relayout included.
	changed func()

	now session.Material
	// kept says that the vault has one.
	kept   bool
	cancel func()
	// wanted says that nothing goes on without a text.
	wanted bool
}

func newMaterialField(w *Window, label string, kind session.MaterialKind, escape, changed func()) *materialField {
	m := &materialField{w: w, kind: kind, changed: changed, state: look.NewParagraph(look.Second, ""), wrong: newProblemText()}
	m.paste = look.NewButton(look.Strong, T("material.paste"), m.fromClipboard)
	m.drop = look.NewButton(look.Quiet, T("material.remove"), m.remove)
	m.public = look.NewButton(look.Quiet, T("material.public"), m.copyPublic)
	m.line = newFileLine(w, escape, m.take)
	m.file = m.line.name
	line := container.NewBorder(nil, nil, look.Row(0, m.paste, look.HGap(8)), look.Row(8, m.public, m.drop), m.line.root)
	// The Tab key goes by the order of objects: as they stand, left to right.
	line.Objects = []fyne.CanvasObject{line.Objects[1], line.Objects[0], line.Objects[2]}
	m.root = look.Column(6, look.NewText(look.Second, label), line, m.state, m.wrong)
	m.show()
	return m
}

// fromClipboard takes what is on the clipboard.
func (m *materialField) fromClipboard() {
	m.take(fromText(m.w.p.App.Clipboard().Content()))
}

// fromText is a text as a source.
func fromText(text string) session.Source {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}

// take reads a text in the background; one that is not usable changes nothing.
func (m *materialField) take(source session.Source) { m.read(source, session.Secret{}) }

// read is take; own is the text itself where it must stay as it is.
func (m *materialField) read(source session.Source, own session.Secret) {
	m.stop()
	var half session.Secret
	if m.now.Lacks != "" {
		half = m.now.Text
	}
	m.cancel = m.w.p.Sessions.ReadMaterial(m.kind, half, source, func(found session.Material, f *session.Failure) {
		m.cancel = nil
		if f != nil {
			m.say(materialFailure(f))
			return
		}
		if !own.Empty() {
			found.Text = own
		}
		m.now = found
		m.file.SetText("")
		m.say("")
	})
}

// materialFailure says what is wrong with a text and what to do.
func materialFailure(f *session.Failure) string {
	a := adviceArgs(f)
	text := T("advice."+f.Advice.ID+".title", a)
	if len(f.Advice.Causes) == 0 {
		return T("chip.bad", args{"Text": text})
	}
	why, do := causeText(f, 0, a)
	return T("material.wrong", args{"Text": text, "Next": T("probe.next", args{"Why": why, "Do": do})})
}

// fill shows what a profile has: a text of its own, or one in the vault.
func (m *materialField) fill(text string, kept bool) {
	m.stop()
	m.now, m.kept = session.Material{}, kept
	m.say("")
	if text != "" {
		m.now.Text = session.NewSecret(text)
		m.read(fromText(text), m.now.Text)
	}
}

// remove forgets the text, and the kept one when the form is saved.
func (m *materialField) remove() {
	m.stop()
	m.now, m.kept = session.Material{}, false
	m.say("")
	m.w.win.Canvas().Focus(m.paste)
}

// clear forgets what was taken.
func (m *materialField) clear() {
	m.stop()
	m.now = session.Material{}
}

func (m *materialField) stop() {
	if m.cancel != nil {
		m.cancel()
		m.cancel = nil
	}
}

// whole is the text, empty while a half of it is missing.
func (m *materialField) whole() session.Secret {
	if m.now.Lacks != "" {
		return session.Secret{}
	}
	return m.now.Text
}

func (m *materialField) copyPublic() {
	m.w.copyPlain(m.now.Public, T("material.public_copied"))
}

// say shows why a text was not taken, or nothing, and what the field holds.
func (m *materialField) say(wrong string) {
	m.wrong.SetText(wrong)
	setShown(m.wrong, wrong != "")
	m.show()
	m.changed()
}

func (m *materialField) show() {
	m.state.SetText(m.describe(time.Now()))
	setShown(m.drop, m.kept || !m.now.Text.Empty())
	setShown(m.public, m.now.Public != "")
	m.root.Refresh()
}

// describe puts into words what the field holds.
func (m *materialField) describe(now time.Time) string {
	x := m.now
	switch {
	case x.Text.Empty() && m.kept:
		return T("material.kept")
	case x.Text.Empty() && m.wanted:
		return T("material.none.assertion")
	case x.Text.Empty():
		return T("material.none." + string(m.kind))
	}
	count, name, until, lacks := "", "", "", ""
	if x.Count > 1 {
		count = T("material.count", args{"Count": x.Count})
	}
	if x.Name != "" {
		name = visible(x.Name)
	}
	if !x.Until.IsZero() {
		until = T("material.until", args{"Time": moment(x.Until, now)})
		if now.After(x.Until) {
			until = T("chip.look", args{"Text": T("material.ended", args{"Time": moment(x.Until, now)})})
		}
	}
	if x.Lacks != "" {
		lacks = T("chip.look", args{"Text": T("material.lacks." + x.Lacks)})
	}
	return list(T("material.is."+string(m.kind)), x.Algorithm, name, count, until,
		T("material.size", args{"Size": x.Size}), T("material.fingerprint", args{"Text": fingerprint(x.Fingerprint)}), lacks)
}

// fingerprint is the start of a fingerprint in groups of four.
func fingerprint(text string) string {
	const shown = 16
	if len(text) > shown {
		text = text[:shown] + "…"
	}
	return text
}
