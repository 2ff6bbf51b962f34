package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// signatureProof says whether a session's token is genuine, by the keys of the
// profile's own realm, and asks that realm for them when it is told to.
type signatureProof struct {
	w      *Window
	root   *fyne.Container
	button *look.Button

	// of is the token that checks and trouble are about.
	of      *inspect.Token
	state   session.State
	checks  []inspect.Check
	trouble string
	cancel  func()
}

func newSignatureProof(w *Window) *signatureProof {
	p := &signatureProof{w: w}
	p.button = look.NewButton(look.Quiet, T("inspect.signature.check"), p.ask)
	p.root = look.Row(0, p.button)
	p.root.Hide()
	return p
}

// render shows a token and tells whether the room changed. Keys that the realm
// was asked for before check it at once.
func (p *signatureProof) render(s session.State, t *inspect.Token) bool {
	p.state = s
	if t != p.of {
		p.stop()
		p.of, p.checks, p.trouble = t, nil, ""
		if who, ok := p.issuer(); ok {
			p.check(p.w.p.Sessions.KeptKeys(who))
		}
	}
	_, ok := p.issuer()
	open := ok && (len(p.checks) == 0 || p.checks[0].Verdict == inspect.NotChecked || inspect.UnknownKey(p.checks))
	setEnabled(p.button, p.cancel == nil)
	return setShown(p.root, open && t.Form == inspect.FormJWS && !onlyServer(t))
}

// reset forgets the token and all that was found.
func (p *signatureProof) reset() {
	p.stop()
	p.of, p.state, p.checks, p.trouble = nil, session.State{}, nil, ""
	p.root.Hide()
}

// onlyServer tells a token that is signed with a secret of its server.
func onlyServer(t *inspect.Token) bool {
	return inspect.Verify(t, inspect.Keys{}, inspect.VerifyOptions{})[0].Reason == "server_secret"
}

// issuer is the profile's own realm, if the token names it.
func (p *signatureProof) issuer() (session.Issuer, bool) {
	if p.of == nil {
		return session.Issuer{}, false
	}
	iss, _ := p.of.Claim("iss")
	one := p.state.Profile
	for _, saved := range p.w.p.Profiles.All() {
		if saved.ID == p.state.Key.ProfileID {
			one = saved
		}
	}
	who, ok := session.IssuerOf(nil, iss.Text, "")
	if !ok || one.ID == "" || one.Realm != who.Profile.Realm {
		return session.Issuer{}, false
	}
	who.Profile = one
	return who, true
}

func (p *signatureProof) check(keys inspect.Keys) {
	if !keys.Empty() && p.of != nil {
		p.checks = inspect.Verify(p.of, keys, inspect.VerifyOptions{})
	}
}

// ask asks the realm for its keys.
func (p *signatureProof) ask() {
	who, ok := p.issuer()
	if !ok || p.cancel != nil {
		return
	}
	p.cancel = p.w.p.Sessions.AskKeys(who, func(a session.KeysAnswer) {
		p.cancel = nil
		p.trouble = ""
		if a.Failure != nil {
			p.trouble = materialFailure(a.Failure)
		}
		p.check(a.Keys)
		p.w.renderPage(p.w.state())
	})
	p.button.Disable()
}

func (p *signatureProof) stop() {
	if p.cancel != nil {
		p.cancel()
		p.cancel = nil
	}
}

// chips say what is proven; decoded alone is not verified.
func (p *signatureProof) chips(t *inspect.Token) []chip {
	if t == nil || t.Form == inspect.FormEmpty {
		return nil
	}
	if len(p.checks) == 0 {
		out := []chip{{look.TonePlain, T("finding.unchecked")}}
		if p.trouble != "" {
			out = append(out, chip{look.ToneBad, p.trouble})
		}
		return out
	}
	signature := p.checks[0]
	text := checkText(&foundToken{piece: inspect.Piece{Token: t}}, signature, time.Time{})
	switch signature.Verdict {
	case inspect.Passed:
		return []chip{{look.ToneGood, T("inspect.signature.good", args{"Algorithm": t.Algorithm()})}}
	case inspect.Failed:
		return []chip{{look.ToneBad, T("inspect.signature.bad", args{"Reason": text})}}
	case inspect.NotChecked, inspect.CannotCheck:
	}
	return []chip{{look.ToneCaution, T("inspect.signature.unknown", args{"Reason": text})}}
}
