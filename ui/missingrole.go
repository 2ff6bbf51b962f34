package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// mostMissed is for how many missing roles of a profile reasons are listed.
const mostMissed = 3

// roleHints tells why a role may not be in a token, likeliest reason first.
type roleHints struct {
	root  *fyne.Container
	title *look.Text
	list  *fyne.Container
}

func newRoleHints() *roleHints {
	h := &roleHints{title: look.NewParagraph(look.Strong, ""), list: look.Column(4)}
	h.root = look.Column(6, h.title, look.PadXY(12, 0, h.list))
	return h
}

// set lists the reasons; client is whose role it is, "" for one of the realm.
func (h *roleHints) set(t *inspect.Token, client, role string) {
	of := T("missing.realm")
	if client != "" {
		of = T("missing.client", args{"Client": inspect.Clip(client, 60)})
	}
	setText(h.title, T("missing.title", args{"Role": inspect.Clip(role, 80), "Of": of}))
	h.list.RemoveAll()
	reasons := inspect.MissingRole(t, client, role)
	for i, r := range reasons {
		h.list.Add(look.NewParagraph(look.TableText, T("error.cause", args{"Number": i + 1, "Why": translate("hint."+r.Code, r.Args)})))
	}
	if len(reasons) == 0 {
		h.list.Add(look.NewParagraph(look.TableText, T("missing.unknown")))
	}
	h.root.Refresh()
}

// missingRole is roleHints for a name that was looked for among the rights of a
// token, with a choice of whose role it is.
type missingRole struct {
	root  *fyne.Container
	ask   *look.Button
	of    *choice
	hints *roleHints
	panel *fyne.Container

	token *inspect.Token
	role  string
	// open tells that the reasons were asked for beside rights that were found.
	open     bool
	relayout func()
	// silent is set while the choice is filled by the program.
	silent bool
}

func newMissingRole(relayout func()) *missingRole {
	m := &missingRole{hints: newRoleHints(), relayout: relayout}
	m.ask = look.NewButton(look.Quiet, "", func() {
		m.open = true
		m.render(true)
		m.relayout()
	})
	m.of = newChoice("", func() {
		if !m.silent {
			m.render(false)
			m.relayout()
		}
	})
	whose := look.Row(8, look.NewText(look.Second, T("missing.of")), look.Floor(fyne.NewSize(240, 0), m.of.pick))
	m.panel = look.Column(10, m.hints.root, whose)
	m.root = look.Column(8, look.Row(0, m.ask), m.panel)
	m.root.Hide()
	return m
}

// set looks at a name that somebody looks for in a token; some tells that other
// rights hold it. It tells whether the room changed.
func (m *missingRole) set(t *inspect.Token, rights []inspect.Right, role string, some bool) bool {
	role = strings.TrimSpace(role)
	granted := slices.ContainsFunc(rights, func(r inspect.Right) bool {
		return r.Name == role && (r.Kind == inspect.RightRealmRole || r.Kind == inspect.RightClientRole)
	})
	if role == "" || granted {
		m.open, m.role = false, ""
		return setShown(m.root, false)
	}
	if t == m.token && role == m.role && m.root.Visible() {
		return false
	}
	if t != m.token {
		m.offer(t, rights)
	}
	m.token, m.role, m.open = t, role, !some
	m.render(some)
	setShown(m.root, true)
	return true
}

// offer fills the choice with the clients that the token names.
func (m *missingRole) offer(t *inspect.Token, rights []inspect.Right) {
	m.silent = true
	defer func() { m.silent = false }()
	m.of.words, m.of.texts, m.of.pick.Options = nil, nil, nil
	m.of.add("", T("missing.realm"))
	azp, _ := t.Claim("azp")
	clients := []string{azp.Text}
	for _, r := range rights {
		if r.Kind == inspect.RightClientRole {
			clients = append(clients, r.Client)
		}
	}
	const most = 100
	for _, name := range clients {
		if name != "" && len(m.of.words) < most && !slices.Contains(m.of.words, name) {
			m.of.add(name, T("missing.client", args{"Client": inspect.Clip(name, 60)}))
		}
	}
	m.of.set("")
}

// render shows the reasons, or beside other rights a way to them.
func (m *missingRole) render(some bool) {
	m.ask.SetText(T("missing.ask", args{"Role": inspect.Clip(m.role, 40)}))
	setShown(m.ask, some && !m.open)
	setShown(m.panel, m.open)
	if m.open {
		m.hints.set(m.token, m.of.value(), m.role)
	}
	m.root.Refresh()
}

// wantsView shows how the expectations of a profile are met, and why a role
// that is missing may be.
type wantsView struct {
	root  *fyne.Container
	chips *chipRow
	ask   *look.Button
	list  *fyne.Container

	token  *inspect.Token
	missed []inspect.Expectation
	open   bool
}

func newWantsView(relayout func()) *wantsView {
	v := &wantsView{chips: newChipRow(), list: look.Column(10)}
	v.ask = look.NewButton(look.Quiet, T("missing.why"), func() {
		v.open = !v.open
		v.render()
		relayout()
	})
	v.root = look.Column(8, v.chips.root, look.Row(0, v.ask), v.list)
	v.root.Hide()
	return v
}

// set shows what came of the expectations and tells whether the room changed.
func (v *wantsView) set(outcomes []inspect.Outcome, t *inspect.Token) bool {
	var missed []inspect.Expectation
	for _, o := range outcomes {
		if o.Expectation.Kind == inspect.ExpectRole && o.Reason == "absent" && len(missed) < mostMissed {
			missed = append(missed, o.Expectation)
		}
	}
	moved := v.chips.set(expectChips(outcomes))
	moved = setShown(v.root, len(outcomes) > 0) || moved
	if t == v.token && slices.Equal(missed, v.missed) {
		return moved
	}
	v.token, v.missed = t, missed
	v.render()
	return true
}

func (v *wantsView) render() {
	v.open = v.open && len(v.missed) > 0
	setShown(v.ask, len(v.missed) > 0)
	text := T("missing.why")
	if v.open {
		text = T("missing.hide")
	}
	v.ask.SetText(text)
	v.list.RemoveAll()
	setShown(v.list, v.open)
	if v.open {
		for _, e := range v.missed {
			h := newRoleHints()
			h.set(v.token, e.Client, e.Name)
			v.list.Add(h.root)
		}
	}
	v.root.Refresh()
}

// accessOfState is the access token of a session, nil for none.
func accessOfState(s session.State) *inspect.Token {
	if s.Tokens == nil {
		return nil
	}
	return s.Tokens.Access
}
