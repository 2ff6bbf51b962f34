package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// sessionPage is the page of one session: whose it is, its three clocks, what
// can be done, and what its tokens say.
type sessionPage struct {
	w      *Window
	root   *fyne.Container
	scroll *container.Scroll
	column *fyne.Container

	head    *headView
	clocks  *clocksView
	actions *actionsView
	failure *errorCard
	prompt  *promptCard
	waiting *waitingCard
	logout  *logoutCard
	hints   *chipRow
	wants   *wantsView
	tokens  *tokensView
	empty   *fyne.Container

	key session.Key
}

func newSessionPage(w *Window) *sessionPage {
	p := &sessionPage{
		w: w, head: newHeadView(w), clocks: newClocksView(), actions: newActionsView(w),
		failure: newErrorCard(w), prompt: newPromptCard(w), waiting: newWaitingCard(w), logout: newLogoutCard(w), hints: newChipRow(), tokens: newTokensView(w),
		empty: newEmptyCard(),
	}
	p.wants = newWantsView(func() { p.relayout() })
	p.column = container.New(&column{gap: 12, fill: true},
		p.head.root, p.clocks.root, p.actions.root, p.waiting.root, p.logout.root, p.prompt.root, p.failure.root, p.hints.root, p.wants.root, p.empty, p.tokens.root)
	p.scroll = container.NewVScroll(look.PadXY(20, 16, p.column))
	p.root = container.NewStack(p.scroll)
	return p
}

// open turns the page to a session: what was typed for another one is gone.
func (p *sessionPage) open(pr profile.Profile, k session.Key) {
	if k == p.key {
		return
	}
	p.key = k
	p.prompt.reset()
	p.waiting.reset()
	p.failure.reset()
	p.logout.reset()
	p.tokens.reset()
	if k.Account == "" && pr.Grant.NeedsName() {
		p.prompt.ask(firstNeeds(pr), k)
	}
	p.scroll.ScrollToTop()
}

// render shows a state of the page's session.
func (p *sessionPage) render(pr profile.Profile, s session.State) {
	if s.Key != p.key {
		return
	}
	p.head.render(pr, s.Key.Account)
	p.clocks.render(s)
	p.actions.render(s)
	changed := p.prompt.render(s)
	changed = p.waiting.render(s) || changed
	changed = p.logout.render(s) || changed
	changed = p.failure.render(pr, s) || changed
	changed = p.hints.set(p.w.hintsOf(pr, s)) || changed
	changed = p.wants.set(p.w.outcomes(pr, s), accessOfState(s)) || changed
	some := s.Tokens != nil || anyAnswer(s)
	changed = setShown(p.tokens.root, some) || changed
	changed = setShown(p.empty, !some && p.calm(s)) || changed
	changed = p.tokens.render(s) || changed
	if changed {
		p.relayout()
		p.w.mendFocus()
	}
}

// calm tells whether nothing asks for the user's attention.
func (p *sessionPage) calm(s session.State) bool {
	return s.Failure == nil && s.Waiting == nil && !p.prompt.root.Visible()
}

// relayout gives every part its room after one has come, gone or grown.
func (p *sessionPage) relayout() {
	p.column.Refresh()
	p.scroll.Refresh()
}
