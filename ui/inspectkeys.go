package ui

import (
	"errors"
	"io"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// onAsk asks the realm for its keys. A host that no profile names is asked about
// first: a token can be written by anybody, and name any address.
func (c *checksView) onAsk() {
	if !c.whoIs || c.p.job != nil {
		return
	}
	who, t := c.who, c.of
	if who.Known() {
		c.fetch(who, t)
		return
	}
	text := T("inspect.confirm.text", args{"Host": visible(who.Host), "Realm": visible(who.Profile.Realm.Name)})
	body := look.Column(8, look.NewParagraph(look.Body, text))
	if who.Plain {
		body.Add(warning(T("inspect.confirm.plain")))
	}
	if who.Private {
		body.Add(warning(T("inspect.confirm.private")))
	}
	agree := look.NewButton(look.Primary, T("inspect.ask", args{"Host": inspect.Clip(who.Host, 60)}), func() {
		c.p.w.closeModal()
		c.fetch(who, t)
	})
	refuse := look.NewButton(look.Strong, T("inspect.confirm.no"), c.p.w.closeModal)
	c.p.w.openModal(T("inspect.confirm.title"), look.Floor(fyne.NewSize(460, 0), body), fyne.Size{}, refuse, agree)
	c.p.w.win.Canvas().Focus(refuse)
}

// warning is a sentence that asks to be looked at.
func warning(text string) fyne.CanvasObject {
	t := look.NewParagraph(look.TableText, T("chip.look", args{"Text": text}))
	t.SetColor(look.ColorCaution)
	return t
}

// fetch asks for the keys and checks with what comes.
func (c *checksView) fetch(who session.Issuer, t *foundToken) {
	c.trouble = T("inspect.asking", args{"Host": visible(who.Host)})
	c.p.job = c.p.w.p.Sessions.AskKeys(who, func(a session.KeysAnswer) {
		c.p.job = nil
		c.trouble = ""
		if a.Failure != nil {
			c.trouble = materialFailure(a.Failure)
		} else {
			t.asked, t.given = a.Keys, inspect.Keys{}
		}
		c.p.line = T("inspect.asked", args{"Host": visible(who.Host)})
		c.p.show(false)
	})
	c.p.show(false)
}

// reload asks a realm anew, once, for a key that it did not have when it was
// asked: keys are rotated.
func (c *checksView) reload(t *foundToken) {
	if t.reloaded || c.p.job != nil || !c.whoIs || !t.given.Empty() || !inspect.UnknownKey(c.now) || !c.p.w.p.Sessions.MayReload(c.who) {
		return
	}
	t.reloaded = true
	c.fetch(c.who, t)
}

// onServer asks the realm about a token that only it can check.
func (c *checksView) onServer() {
	who, t := c.who, c.of
	if !c.whoIs || c.p.job != nil {
		return
	}
	c.trouble = T("inspect.asking", args{"Host": visible(who.Host)})
	c.p.job = c.p.w.p.Sessions.AskServer(who, session.NewSecret(t.piece.Text), func(a session.ServerAnswer) {
		c.p.job = nil
		c.trouble = ""
		c.p.line = T("inspect.sent", args{"Host": visible(who.Host)})
		switch {
		case a.Failure != nil:
			c.trouble = materialFailure(a.Failure)
		case a.Held != "":
			c.trouble, c.p.line = T(a.Held), T("inspect.local")
		default:
			t.server, t.host = a.Introspection, visible(who.Host)
		}
		c.p.show(false)
		if t == c.p.token() && t.server != nil {
			c.p.tabs.bar.Select(tokenServer)
		}
	})
	c.p.show(false)
}

// withDefaults fills in what a draft of an address alone leaves open.
func withDefaults(d profile.Draft) profile.Draft {
	b := blank()
	if d.Profile.Grant == "" {
		d.Profile.Grant = b.Grant
	}
	if d.Profile.Client.Auth == "" {
		d.Profile.Client.Auth = b.Client.Auth
	}
	if d.Profile.ParamsIn == "" {
		d.Profile.ParamsIn = b.ParamsIn
	}
	return d
}

// keyCard takes a key for the token in sight: from the clipboard, a file, or
// typed. Its text is never shown.
type keyCard struct {
	p      *inspectPlace
	of     *foundToken
	typed  *pasteEntry
	file   *entry
	state  *look.Text
	use    *look.Button
	text   session.Secret
	keys   inspect.Keys
	cancel func()
	// card is the open dialog; an answer that comes after it has closed is late.
	card *modal
}

func newKeyCard(p *inspectPlace) *keyCard {
	k := &keyCard{p: p, of: p.token(), state: look.NewParagraph(look.Second, T("inspect.key.none"))}
	k.typed = newPasteEntry(T("inspect.key.hint"), k.close, func(text string) { k.take(fromText(text)) })
	k.typed.Password = true
	k.typed.OnChanged = func(text string) { k.take(fromText(text)) }
	k.typed.OnSubmitted = func(string) { k.done() }
	k.file = newEntry(T("material.file"), k.close)
	k.file.OnSubmitted = func(string) { k.fromFile() }
	k.use = look.NewButton(look.Primary, T("inspect.key.use"), k.done)
	k.use.Disable()
	return k
}

func (k *keyCard) open() {
	w := k.p.w
	paste := look.NewButton(look.Strong, T("material.paste"), func() { k.take(fromText(w.p.App.Clipboard().Content())) })
	open := look.NewButton(look.Strong, T("material.open"), k.fromFile)
	about := "inspect.key.about"
	if k.of.piece.Token.Form == inspect.FormJWE {
		about = "inspect.key.about_jwe"
	}
	body := look.Column(10, look.NewParagraph(look.Body, T(about)),
		container.NewBorder(nil, nil, nil, look.Row(0, look.HGap(8), paste), k.typed),
		container.NewBorder(nil, nil, nil, look.Row(0, look.HGap(8), open), k.file), look.Floor(fyne.NewSize(0, 44), k.state))
	w.openModal(T("inspect.key.title"), look.Floor(fyne.NewSize(520, 0), body), fyne.Size{},
		look.NewButton(look.Strong, T("action.cancel"), k.close), k.use)
	k.card = w.modal
	k.card.paste = func(text string) { k.take(fromText(text)) }
	w.win.Canvas().Focus(k.typed)
}

func (k *keyCard) close() {
	k.stop()
	k.p.w.closeModal()
}

func (k *keyCard) stop() {
	if k.cancel != nil {
		k.cancel()
		k.cancel = nil
	}
}

func (k *keyCard) fromFile() {
	name := strings.TrimSpace(k.file.Text)
	open := k.p.w.p.OpenFile
	if name == "" || open == nil {
		k.p.w.win.Canvas().Focus(k.file)
		return
	}
	k.take(func() (io.ReadCloser, error) { return open(name) })
}

// take reads a key in the background and says what it is.
func (k *keyCard) take(source session.Source) {
	k.stop()
	k.cancel = k.p.w.p.Sessions.ReadKeys(source, func(a session.KeysGiven) {
		k.cancel = nil
		k.text, k.keys = a.Text, a.Keys
		var e *inspect.KeyError
		text := keysText(a.Keys)
		switch {
		case a.Failure != nil:
			text = materialFailure(a.Failure)
		case errors.As(a.Err, &e) && k.of.piece.Token.Form == inspect.FormJWE && !a.Text.Empty():
			text = T("inspect.key.other")
		case errors.As(a.Err, &e):
			text = T("chip.bad", args{"Text": T("keys.fault." + e.Reason)})
		}
		usable := a.Failure == nil && (a.Err == nil || k.of.piece.Token.Form == inspect.FormJWE && !a.Text.Empty())
		setEnabled(k.use, usable)
		k.state.SetText(text)
	})
}

// keysText says what keys there are by kind and fingerprint.
func keysText(keys inspect.Keys) string {
	const most = 4
	var lines []string
	all := keys.Summaries()
	for i, s := range all {
		if i == most {
			lines = append(lines, T("inspect.key.more", args{"Count": len(all) - most}))
			break
		}
		print := ""
		if s.Fingerprint != "" {
			print = T("material.fingerprint", args{"Text": fingerprint(s.Fingerprint)})
		}
		lines = append(lines, list(T("inspect.key.kind."+s.Kind, args{"Bits": s.Bits}), s.ID, print))
	}
	return T("chip.good", args{"Text": strings.Join(lines, "; ")})
}

// done checks or opens the token with the key.
func (k *keyCard) done() {
	if k.use.Disabled() {
		return
	}
	t, p := k.of, k.p
	if t.piece.Token.Form != inspect.FormJWE {
		t.given = k.keys
		k.close()
		p.show(false)
		return
	}
	k.stop()
	k.cancel = p.w.p.Sessions.Open(t.piece.Token, k.text, func(a session.OpenAnswer) {
		k.cancel = nil
		var e *inspect.DecryptError
		switch {
		case p.w.modal != k.card:
		case a.Failure != nil:
			k.state.SetText(materialFailure(a.Failure))
		case errors.As(a.Err, &e):
			k.state.SetText(T("chip.bad", args{"Text": T("decrypt." + e.Reason)}))
		default:
			k.close()
			p.opened(t, a.Opened)
		}
	})
}

// opened shows what was in an encrypted token; tokens in it stand behind it.
func (p *inspectPlace) opened(t *foundToken, o inspect.Opened) {
	t.opened = &o
	t.piece.Token = o.In(t.piece.Token)
	for i, at := range p.tokens {
		if at != t {
			continue
		}
		var inner []*foundToken
		for _, piece := range o.Nested {
			inner = append(inner, flatten(piece, t.depth+1)...)
		}
		p.tokens = append(p.tokens[:i+1:i+1], append(inner, p.tokens[i+1:]...)...)
		if len(inner) > 0 {
			p.choose(i + 1)
			return
		}
	}
	p.show(true)
	p.render(time.Now())
}
