package ui
import ("testing";"realmscope/tokenclient/inspect";"time")
func TestZZ(t *testing.T) {
	f, o := newForge(t), newForge(t)
	t.Log(f.key.ID(), o.key.ID())
	p := inspect.Find([]byte(o.token(shopIssuer)))
	for _, c := range inspect.Verify(p.Pieces[0].Token, inspect.KeysOf(f.published(), inspect.SourceRealm), inspect.VerifyOptions{Now: time.Now()}) { t.Log(c) }
	t.Log(f.key.PublicJWKS())
}
