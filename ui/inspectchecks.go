package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// checksView is what is proven of a token, one line a check, and what can be
// done to prove more.
type checksView struct {
	p    *inspectPlace
	root *fyne.Container

	signature, key, life, issuer *look.CheckLine
	ask, give, server, make      *look.Button
	leeway                       *look.MenuButton

	now []inspect.Check
	// who issued it, as far as that is known.
	who     session.Issuer
	whoIs   bool
	of      *foundToken
	trouble string
}

func newChecksView(p *inspectPlace) *checksView {
	c := &checksView{p: p}
	c.ask = look.NewButton(look.Quiet, "", c.onAsk)
	c.give = look.NewButton(look.Quiet, T("inspect.give"), func() { newKeyCard(p).open() })
	c.server = look.NewButton(look.Quiet, T("inspect.introspect"), c.onServer)
	c.make = look.NewButton(look.Quiet, T("inspect.make_profile"), c.makeProfile)
	c.leeway = look.NewMenuButton(look.Quiet, "", c.leewayMenu)
	c.signature = look.NewCheckLine(T("check.name.signature"), c.server, c.ask, c.give)
	c.key = look.NewCheckLine(T("check.name.key"))
	c.life = look.NewCheckLine(T("check.name.time"), c.leeway)
	c.issuer = look.NewCheckLine(T("inspect.issuer_audience"), c.make)
	c.root = look.NewCheckList(c.signature, c.key, c.life, c.issuer)
	return c
}

// render checks the token in sight as of now and tells whether the list's room
// changed.
func (c *checksView) render(now time.Time) bool {
	t := c.p.token()
	if t == nil {
		c.of = nil
		return false
	}
	if t != c.of {
		c.of, c.trouble = t, ""
	}
	c.who, c.whoIs = c.issuerOf(t)
	c.now = inspect.Verify(t.piece.Token, c.keys(t), c.options(t, now))
	moved := c.setButtons(t)
	for _, check := range c.now {
		moved = c.line(t, check, now) || moved
	}
	if moved {
		c.root.Refresh()
	}
	return moved
}

// line shows one check and tells whether its line changed.
func (c *checksView) line(t *foundToken, check inspect.Check, now time.Time) bool {
	sign, tone := verdictSign(check.Verdict)
	text := checkText(t, check, now)
	switch check.Name {
	case inspect.CheckSignature:
		sign, tone, text = c.signatureLine(check, sign, tone, text)
		return c.signature.Set(sign, tone, text)
	case inspect.CheckKey:
		return c.key.Set(sign, tone, text)
	case inspect.CheckTime:
		return c.life.Set(sign, tone, text)
	case inspect.CheckIssuer:
		sign, tone, text = c.issuerLine(t, check, now)
		return c.issuer.Set(sign, tone, text)
	case inspect.CheckAudience: // stands with the issuer
	}
	return false
}

// signatureLine is the line of the signature with what the realm said.
func (c *checksView) signatureLine(check inspect.Check, sign string, tone look.Tone, text string) (string, look.Tone, string) {
	if o := c.of.opened; o != nil && len(o.Nested) > 0 {
		text = T("inspect.opened_inside_check")
	}
	if c.trouble != "" && check.Verdict != inspect.Passed {
		text = list(clause(text), c.trouble)
	}
	switch of := c.of; {
	case of.server == nil:
	case of.server.Active:
		return look.SignProven, look.ToneGood, T("inspect.active", args{"Host": of.host})
	default:
		return look.SignDisproven, look.ToneBad, T("inspect.inactive", args{"Host": of.host})
	}
	return sign, tone, text
}

// next is when a line changes by itself.
func (c *checksView) next(now time.Time) (at time.Time, ok bool) {
	if c.p.token() == nil {
		return time.Time{}, false
	}
	for _, check := range c.now {
		if !check.At.IsZero() {
			return inspect.NextChange(check.At, now), true
		}
	}
	return time.Time{}, false
}

// issuerOf finds out who issued a token, by its own word.
func (c *checksView) issuerOf(t *foundToken) (session.Issuer, bool) {
	iss, _ := t.piece.Token.Claim("iss")
	azp, _ := t.piece.Token.Claim("azp")
	if iss.Kind != inspect.KindString {
		return session.Issuer{}, false
	}
	return session.IssuerOf(c.p.w.p.Profiles.All(), iss.Text, azp.Text)
}

// keys are what the token is checked with: what the user gave for it, else what
// its realm published.
func (c *checksView) keys(t *foundToken) inspect.Keys {
	switch {
	case !t.given.Empty():
		return t.given
	case !t.asked.Empty():
		return t.asked
	case c.whoIs:
		return c.p.w.p.Sessions.KeptKeys(c.who)
	}
	return inspect.Keys{}
}

// options are what the token is held against: the issuer of the profile that it
// belongs to, and for an ID token that profile's client.
func (c *checksView) options(t *foundToken, now time.Time) inspect.VerifyOptions {
	o := inspect.VerifyOptions{Now: now, Leeway: c.p.leeway}
	if c.whoIs && c.who.Known() {
		o.Issuer = c.who.Name
		azp, _ := t.piece.Token.Claim("azp")
		if id := c.who.Profile.Client.ID; t.piece.Token.Kind(t.piece.Label) == inspect.TokenID && azp.Text == id {
			o.Audience = id
		}
	}
	return o
}

// setButtons offers what can be done.
func (c *checksView) setButtons(t *foundToken) bool {
	can := c.possible(t)
	moved := setShown(c.ask, can.ask)
	moved = setShown(c.give, can.give) || moved
	moved = setShown(c.server, can.server) || moved
	moved = setShown(c.make, c.whoIs && !c.who.Known()) || moved
	if text := T("inspect.ask", args{"Host": inspect.Clip(c.who.Host, 60)}); c.ask.Text() != text {
		c.ask.SetText(text)
		moved = true
	}
	_, ends := t.piece.Token.Expiry()
	moved = setShown(c.leeway, ends) || moved
	c.leeway.SetText(T("inspect.leeway", args{"Seconds": int(c.p.leeway / time.Second)}))
	setEnabled(c.ask, c.p.job == nil)
	setEnabled(c.server, c.p.job == nil)
	return moved
}

// possible tells what could prove more of a signature.
func (c *checksView) possible(t *foundToken) (can struct{ ask, give, server bool }) {
	signature, form := c.now[0], t.piece.Token.Form
	hmac := signature.Reason == "server_secret"
	open := form == inspect.FormJWS && signature.Verdict != inspect.Passed &&
		// Another key may be the right one, and one tells whether the token fits
		// but for its encoding.
		(signature.Verdict != inspect.Failed || !t.given.Empty() || signature.Reason == "encoding")
	can.ask = c.whoIs && open && !hmac
	can.give = open || form == inspect.FormJWE && t.opened == nil
	can.server = c.whoIs && hmac && c.who.CanIntrospect() && t.server == nil
	return can
}

func (c *checksView) leewayMenu() *fyne.Menu {
	var items []*fyne.MenuItem
	for _, d := range []time.Duration{0, 5 * time.Second, 30 * time.Second, inspect.MaxLeeway} {
		item := fyne.NewMenuItem(T("inspect.leeway_item", args{"Seconds": int(d / time.Second)}), func() {
			c.p.leeway = d
			c.p.render(time.Now())
		})
		item.Checked = d == c.p.leeway
		items = append(items, item)
	}
	return fyne.NewMenu("", items...)
}

// verdictSign is the sign of a verdict.
func verdictSign(v inspect.Verdict) (string, look.Tone) {
	switch v {
	case inspect.Passed:
		return look.SignProven, look.ToneGood
	case inspect.Failed:
		return look.SignDisproven, look.ToneBad
	case inspect.NotChecked:
		return look.SignUnchecked, look.TonePlain
	case inspect.CannotCheck:
	}
	return look.SignUnknown, look.TonePlain
}

// checkText says why a check came out as it did; times are told as of now.
func checkText(t *foundToken, check inspect.Check, now time.Time) string {
	if check.Reason == "no_key" && check.Name == inspect.CheckSignature {
		if kid := t.piece.Token.KeyID(); kid != "" {
			return T("inspect.key_unknown_here", args{"Key": inspect.Clip(kid, 24)})
		}
	}
	if check.Reason == "no_claims" && claimsOf(t) != nil {
		return T("inspect.begun_claims")
	}
	if check.Name == inspect.CheckTime && !check.At.IsZero() {
		if text, ok := known("inspect.time."+check.Reason, args{"When": distance(check.At, now)}); ok {
			return list(text, wholeLife(t))
		}
	}
	return translate("check."+string(check.Name)+"."+check.Reason, check.Args)
}

// clause is a sentence without its full stop, to stand beside another.
func clause(text string) string { return strings.TrimSuffix(text, ".") }

// wholeLife is how long a token lives in all.
func wholeLife(t *foundToken) string {
	from, ok := t.piece.Token.IssuedAt()
	to, more := t.piece.Token.Expiry()
	if !ok || !more || !to.After(from) {
		return ""
	}
	return T("inspect.time.life", args{"Life": duration(to.Sub(from))})
}

// issuerLine is the line of issuer and audience together: the worse of both.
func (c *checksView) issuerLine(t *foundToken, issuer inspect.Check, now time.Time) (string, look.Tone, string) {
	audience := c.now[len(c.now)-1]
	worst := issuer.Verdict
	if audience.Verdict == inspect.Failed {
		worst = inspect.Failed
	}
	sign, tone := verdictSign(worst)
	text := checkText(t, issuer, now)
	switch {
	case issuer.Reason != "not_asked":
		if c.who.Known() {
			text = list(clause(text), T("inspect.profile", args{"Profile": visible(c.who.Profile.Name)}))
		}
	case claimsOf(t) == nil:
		sign, text = look.SignUnknown, T("check.issuer.no_claims")
		if t.piece.Token.Form == inspect.FormJWE {
			text = T("check.issuer.encrypted")
		}
	case t.piece.Token.Payload == nil:
		sign, text = look.SignUnknown, T("inspect.begun_claims")
	case c.whoIs:
		sign, text = look.SignUnknown, T("inspect.no_profile")
	default:
		sign, text = look.SignUnknown, T("inspect.no_issuer")
	}
	if audience.Reason != "not_asked" {
		return sign, tone, list(clause(text), checkText(t, audience, now))
	}
	for _, r := range inspect.Rows(t.piece.Token.Payload, now) {
		if r.Name == "aud" {
			return sign, tone, list(clause(text), T("inspect.audience", args{"Audience": inspect.Clip(r.Value, 120)}))
		}
	}
	return sign, tone, text
}

// makeProfile opens the form with the realm and the client of the token.
func (c *checksView) makeProfile() {
	iss, _ := c.of.piece.Token.Claim("iss")
	d, err := session.ReadAddress(iss.Text)
	if err != nil {
		return
	}
	if azp, _ := c.of.piece.Token.Claim("azp"); azp.Kind == inspect.KindString {
		d.Profile.Client.ID = azp.Text
	}
	c.p.w.goTo(placeRealms)
	c.p.w.newFrom(withDefaults(d))
}
