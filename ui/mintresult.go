package ui

import (
	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// mintResult is a token that was made here, and what can be done with it.
type mintResult struct {
	c       *mintCard
	root    *fyne.Container
	view    *look.Viewer
	copy    *look.Button
	jwks    *look.Button
	compare *look.Button
	made    inspect.Made
	token   *inspect.Token
}

func newMintResult(c *mintCard) *mintResult {
	r := &mintResult{c: c, view: look.NewViewer(5)}
	w := c.w
	r.copy = look.NewButton(look.Strong, T("mint.copy"), func() { w.copyAnswer(r.made.Token, "mint.copied") })
	r.jwks = look.NewButton(look.Quiet, T("mint.copy_jwks"), func() {
		w.copyAnswer(session.NewSecret(c.key.PublicJWKS()), "mint.jwks_copied")
	})
	key := look.NewButton(look.Quiet, T("mint.copy_secret"), func() { w.copyAnswer(c.key.Export(), "mint.secret_copied") })
	r.compare = look.NewButton(look.Quiet, T("mint.compare"), func() {
		token := r.token
		w.closeModal()
		w.compareTwo(c.token, token)
	})
	r.root = look.Column(8,
		newFlow(8, look.NewFinding(look.ToneCaution, T("chip.look", args{"Text": T("sign.made")}))),
		r.view, newFlow(8, r.copy, r.jwks, key, r.compare))
	r.root.Hide()
	return r
}

// show shows a token; without a public half there is no JWKS.
func (r *mintResult) show(a session.SignedAnswer) {
	r.made, r.token = a.Made, a.Token
	r.render()
	setShown(r.jwks, a.Key.PublicJWKS() != "")
	setShown(r.compare, r.c.token != nil)
	r.root.Show()
}

// render shows the token, or dots while values are hidden.
func (r *mintResult) render() {
	if r.token != nil {
		r.view.SetLines([]string{r.c.w.masked(inspect.Clip(r.made.Token.Reveal(), maxDetail))})
	}
}

// clear forgets the token.
func (r *mintResult) clear() {
	r.made, r.token = inspect.Made{}, nil
	r.view.SetLines(nil)
	r.root.Hide()
}
