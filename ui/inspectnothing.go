package ui

import (
	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// nothingCard names a text that holds no token, and a way on.
type nothingCard struct {
	p     *inspectPlace
	root  *fyne.Container
	title *look.Text
	next  *look.Text
	make  *look.Button
	// causes are the likely reasons of a server's error.
	causes *fyne.Container
}

func newNothingCard(p *inspectPlace) *nothingCard {
	n := &nothingCard{p: p, title: look.NewParagraph(look.Strong, ""), next: look.NewParagraph(look.Body, ""), causes: look.Column(6)}
	n.make = look.NewButton(look.Strong, T("inspect.make_profile"), n.makeProfile)
	edit := look.NewButton(look.Quiet, T("inspect.edit"), p.startEdit)
	again := look.NewButton(look.Quiet, T("inspect.paste"), p.clearAndPaste)
	n.root = look.NewStripeCard(look.ColorCaution, look.Column(10, n.title, n.next, look.PadXY(12, 0, n.causes), look.Row(8, n.make, edit, again)))
	n.root.Hide()
	return n
}

// show says what the text is.
func (n *nothingCard) show() {
	n.causes.RemoveAll()
	if n.p.failure != "" {
		n.title.SetText(n.p.failure)
		n.next.SetText(T("inspect.way.again"))
		n.make.Hide()
		return
	}
	n.title.SetText(n.p.thingText())
	way := wayOn(n.p.paste.Thing)
	_, err := session.ReadAddress(n.p.kept)
	setShown(n.make, way == "address" && err == nil)
	if way == "error" {
		n.explain()
		return
	}
	n.next.SetText(T("inspect.way." + way))
}

// explain says of a server's error what an answer to this program would be
// explained with.
func (n *nothingCard) explain() {
	f := session.ExplainAnswer(n.p.paste.Args["Code"], n.p.paste.Args["Description"])
	a := adviceArgs(f)
	n.next.SetText(T("advice."+f.Advice.ID+".title", a))
	if lead, ok := known("advice."+f.Advice.ID+".lead", a); ok && lead != "" {
		n.next.SetText(lead)
	}
	setCauses(n.causes, f, a)
}

// wayOn is what one can do with a text that is no token.
func wayOn(t inspect.Thing) string {
	switch t {
	case inspect.ThingURL, inspect.ThingDiscovery:
		return "address"
	case inspect.ThingOpaque, inspect.ThingUUID, inspect.ThingHex, inspect.ThingResponse, inspect.ThingIntrospection, inspect.ThingCode, inspect.ThingDevice:
		return "server"
	case inspect.ThingCertificate, inspect.ThingPublicKey, inspect.ThingPrivateKey, inspect.ThingJWK, inspect.ThingJWKS, inspect.ThingPEM:
		return "key"
	case inspect.ThingDamaged, inspect.ThingUpperCase, inspect.ThingPlaceholder, inspect.ThingTooLarge, inspect.ThingBinary:
		return "again"
	case inspect.ThingOAuthError:
		return "error"
	}
	return "other"
}

// makeProfile opens the form with the realm of an address.
func (n *nothingCard) makeProfile() {
	if d, err := session.ReadAddress(n.p.kept); err == nil {
		n.p.w.goTo(placeRealms)
		n.p.w.newFrom(withDefaults(d))
	}
}
