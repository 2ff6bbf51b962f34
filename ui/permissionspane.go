package ui

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// permissionsPane shows what the owner of the token may do at a resource
// server.
type permissionsPane struct {
	*answerPane
	clock *clockCard
	token []*look.Button
}

func newPermissionsPane(w *Window) *permissionsPane {
	p := &permissionsPane{clock: newClockCard(T("permissions.token"))}
	p.token = []*look.Button{
		look.NewButton(look.Quiet, T("permissions.copy"), func() {
			w.copySecret(w.state().Token(session.WhichRPT), "permissions.copied")
		}),
		look.NewButton(look.Quiet, T("permissions.introspect"), func() { w.introspectOne(session.WhichRPT) }),
	}
	again := look.NewButton(look.Quiet, T("permissions.again"), w.openPermissions)
	heads := [3]string{T("permissions.head_resource"), T("permissions.head_scopes"), T("permissions.head_id")}
	p.answerPane = newAnswerPane(w, heads, p.token[0], p.token[1], again)
	p.more.Add(p.clock.root)
	return p
}

// render shows the answer of a state and tells whether its room changed.
func (p *permissionsPane) render(s session.State) bool {
	a := s.Answers.Permissions
	if a == nil {
		return false
	}
	changed := false
	for _, o := range []fyne.CanvasObject{p.clock.root, p.token[0], p.token[1]} {
		changed = setShown(o, a.Tokens != nil) || changed
	}
	p.clock.set(lifeText(s.Answers.RPTClock, s.At, look.ColorGood))
	setText(p.about, T("permissions.asked", args{
		"Time": moment(a.At, s.At), "Audience": visible(a.Ask.Audience), "Asked": permissionsText(a.Ask),
	}))
	rows := make([]inspect.Row, len(a.List))
	shown := make([]look.TableRow, len(a.List))
	for i, one := range a.List {
		rows[i] = permissionRow(i, one)
		shown[i] = look.TableRow{Name: rows[i].Name, Value: rows[i].Value, Meaning: visible(one.ID)}
		if one.Claims != "" {
			shown[i].Mark, shown[i].Tone = T("permissions.claims"), look.ToneAccent
		}
	}
	p.claims.setClaims(rows, shown, s.At)
	changed = setShown(p.claims.root, len(rows) > 0) || changed
	changed = p.chips.set(permissionChips(a)) || changed
	if changed {
		p.root.Refresh()
	}
	return changed
}

// permissionRow is a permission that can be shown whole and copied as JSON.
func permissionRow(i int, p session.Permission) inspect.Row {
	name := visible(p.Resource)
	if name == "" {
		name = visible(p.ID)
	}
	scopes := make([]string, len(p.Scopes))
	for n, s := range p.Scopes {
		scopes[n] = visible(s)
	}
	value := strings.Join(scopes, " ")
	if len(scopes) == 0 {
		value = T("permissions.no_scopes")
	}
	exact := map[string]any{"rsid": p.ID, "rsname": p.Resource, "scopes": slices.Clip(p.Scopes)}
	if json.Valid([]byte(p.Claims)) {
		exact["claims"] = json.RawMessage(p.Claims)
	}
	text, err := json.Marshal(exact)
	if err != nil {
		text = []byte(quoted(value))
	}
	return inspect.Row{Name: name, Value: value, Exact: string(text), Path: "$[" + strconv.Itoa(i) + "]"}
}

func permissionsText(ask session.PermissionAsk) string {
	if len(ask.Permissions) == 0 {
		return T("permissions.everything")
	}
	return visible(strings.Join(ask.Permissions, "; "))
}

func permissionChips(a *session.Permissions) []chip {
	if !a.Granted {
		return []chip{{look.ToneBad, T("chip.bad", args{"Text": T("permissions.denied")})}}
	}
	c := []chip{{look.ToneGood, T("chip.good", args{"Text": T("permissions.granted")})}}
	if a.Mode != a.Ask.Mode {
		c = append(c, caution(T("permissions.other_form")))
	}
	if a.Tokens != nil {
		c = append(c, chip{look.TonePlain, T("finding.unchecked")})
		if a.Ask.Upgrade && !a.Tokens.Set.Upgraded() {
			c = append(c, caution(T("permissions.not_upgraded")))
		}
	}
	return c
}
