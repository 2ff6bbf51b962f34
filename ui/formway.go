package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// The choices of a proxy.
const (
	proxySystem = "system"
	proxyNone   = "none"
	proxyOwn    = "own"
)

// wayPart is how the server is reached: whom to trust, what to show it, through
// which proxy and for how long.
type wayPart struct {
	*section
	form                           *formPage
	authority, certificate         *materialField
	only, insecure                 *look.Check
	loud                           *look.Text
	proxy                          *choice
	address, user, password, limit *formField
	proxyRow                       *fyne.Container
	start                          profile.Profile
	// filling says that the boxes are set by the program.
	filling bool
	// wasTLS says that the client showed a certificate when it was last looked at.
	wasTLS bool
}

func newWayPart(f *formPage) *wayPart {
	y := &wayPart{form: f, proxy: newChoice(T("way.proxy"), f.react)}
	y.authority = newMaterialField(f.w, T("way.authority"), session.MaterialAuthority, f.escape, f.relayout)
	f.problem(profile.FieldCA, y.authority.root)
	y.certificate = newMaterialField(f.w, T("way.certificate"), session.MaterialCertificate, f.escape, f.relayout)
	y.only = look.NewCheck(T("way.only"), nil)
	y.insecure = look.NewCheck(T("way.insecure"), y.onInsecure)
	y.loud = newProblemText()
	y.loud.SetText(T("chip.bad", args{"Text": T("way.insecure_note")}))
	for _, word := range []string{proxySystem, proxyNone, proxyOwn} {
		y.proxy.add(word, T("way.proxy."+word))
	}
	y.address = f.field(profile.FieldProxy, T("way.address"), newEntry("http://proxy.example:3128", f.escape))
	y.user = f.field(profile.FieldProxyUser, T("way.user"), newEntry(T("way.user_hint"), f.escape))
	y.password = &formField{entry: f.w.newSecretEntry("", f.escape)}
	y.password.root = look.Column(4, look.NewText(look.Second, T("way.password")), y.password.entry)
	y.limit = f.field(profile.FieldTimeout, T("way.limit"), newEntry("30", f.escape))
	y.proxyRow = look.ColumnsEqual(12, y.address.root, y.user.root, y.password.root)
	y.section = newSection(T("section.way"), f.relayout,
		y.certificate.root, y.authority.root, y.only,
		look.ColumnsEqual(12, y.proxy.root, y.limit.root), y.proxyRow, y.insecure)
	y.all.Add(y.loud)
	f.places[profile.FieldCA] = spot{y.authority.paste, y.section}
	f.places[profile.FieldProxy] = spot{y.address.entry, y.section}
	f.places[profile.FieldProxyUser] = spot{y.user.entry, y.section}
	f.places[profile.FieldTimeout] = spot{y.limit.entry, y.section}
	return y
}

func (y *wayPart) fill(p profile.Profile) {
	y.start, y.filling = p, true
	c := p.Connection
	y.authority.fill(c.CA, false)
	y.certificate.fill("", p.Client.CertificateID != "")
	y.only.SetChecked(c.OnlyCA)
	y.insecure.SetChecked(c.Insecure)
	y.address.entry.SetText("")
	switch c.Proxy {
	case "":
		y.proxy.set(proxySystem)
	case profile.ProxyNone:
		y.proxy.set(proxyNone)
	default:
		y.proxy.set(proxyOwn)
		y.address.entry.SetText(c.Proxy)
	}
	y.user.entry.SetText(c.ProxyUser)
	y.password.entry.SetText("")
	y.password.entry.SetPlaceHolder(keptHint(c.ProxyPasswordID))
	y.limit.entry.SetText(numberText(c.Timeout))
	y.filling = false
	y.wasTLS = p.Client.WithCertificate()
	y.open(c != (profile.Connection{}) || p.Client.CertificateID != "" || y.wasTLS)
}

func (y *wayPart) collect(p *profile.Profile) {
	c := profile.Connection{
		CA: y.authority.now.Text.Reveal(), OnlyCA: y.only.Checked(), Insecure: y.insecure.Checked(), Timeout: number(y.limit.entry.Text),
	}
	switch y.proxy.value() {
	case proxyNone:
		c.Proxy = profile.ProxyNone
	case proxyOwn:
		c.Proxy, c.ProxyUser = strings.TrimSpace(y.address.entry.Text), strings.TrimSpace(y.user.entry.Text)
		// A password stays with the proxy and the user that it was typed for.
		if old := y.start.Connection; c.Proxy == old.Proxy && c.ProxyUser == old.ProxyUser {
			c.ProxyPasswordID = old.ProxyPasswordID
		}
	}
	p.Connection = c
	p.Client.CertificateID = ""
	if y.certificate.kept {
		p.Client.CertificateID = y.start.Client.CertificateID
	}
}

func (y *wayPart) react(p profile.Profile) bool {
	changed := setShown(y.proxyRow, y.proxy.value() == proxyOwn)
	changed = setShown(y.loud, y.insecure.Checked()) || changed
	if tls := p.Client.WithCertificate(); tls != y.wasTLS {
		y.wasTLS = tls
		if tls {
			y.open(true)
		}
	}
	return changed
}

// onInsecure asks once more before anybody may pose as the server.
func (y *wayPart) onInsecure(on bool) {
	if y.filling || !on {
		y.form.react()
		return
	}
	y.filling = true
	y.insecure.SetChecked(false)
	y.filling = false
	y.form.w.confirm(T("way.insecure_title"), T("way.insecure_text"), T("way.insecure_yes"), T("way.insecure_no"), func() {
		y.filling = true
		y.insecure.SetChecked(true)
		y.filling = false
		y.form.react()
	})
}

// number reads a whole number; -1 is none, which no field takes.
func number(text string) int {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return n
}

func numberText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
