package session

import (
	"errors"
	"testing"

	"realmscope/tokenclient/inspect"
)

func TestThePreviousTokensAreThoseBeforeTheRefresh(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		first := o.fetched(shop())
		if got := o.state(alice).Previous; got != nil {
			t.Fatalf("after a fetch previous is %v", got)
		}
		o.s.Refresh(shop(), "alice")
		o.settle()
		if got := o.state(alice); got.Previous != first || got.Tokens == first {
			t.Errorf("after a refresh previous is %p, want %p; tokens %p", got.Previous, first, got.Tokens)
		}
		o.fetched(shop())
		if got := o.state(alice).Previous; got != nil {
			t.Errorf("after another fetch previous is %v", got)
		}
	})
}

func TestATokenIsMadeInTheBackground(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		var mint inspect.Mint
		var got SignedAnswer
		o.s.SignToken(&mint, inspect.Draft{Claims: `{"sub":"me"}`, Algorithm: "ES256"}, inspect.SigningKey{}, func(a SignedAnswer) { got = a })
		if got.Token != nil {
			t.Error("the answer came before the owner had time")
		}
		o.settle()
		if got.Err != nil || !mint.MadeHere(got.Token) || got.Token.Owner() != "me" || got.Key.Empty() {
			t.Errorf("got %v, %v", got.Err, got.Token)
		}
		o.s.SignToken(&mint, inspect.Draft{Claims: "no"}, got.Key, func(a SignedAnswer) { got = a })
		o.settle()
		var e *inspect.SignError
		if !errors.As(got.Err, &e) || e.Reason != "claims" {
			t.Errorf("bad claims give %v", got.Err)
		}
		o.s.SignToken(&mint, inspect.Draft{Claims: "{}", Algorithm: "none"}, inspect.SigningKey{}, func(a SignedAnswer) { got = a })
		o.settle()
		if !errors.As(got.Err, &e) || e.Reason != "algorithm" {
			t.Errorf("alg none gives %v", got.Err)
		}
	})
}

func TestWhatIsCancelledAsideNeverAnswers(t *testing.T) {
	inBubble(t, func(_ *testing.T, o *owner) {
		o.s.FindTokens("none", func(inspect.Paste) { o.t.Error("a cancelled search answered") })()
		o.s.CompareTokens(nil, nil, func(inspect.Comparison) { o.t.Error("a cancelled comparison answered") })()
		o.s.ReadSigningKey(Secret{}, func(SigningKeyAnswer) { o.t.Error("a cancelled reading answered") })()
		o.settle()
	})
}

func TestAPastedKeyIsReadAside(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		for text, want := range map[string]string{
			"0123456789abcdef0123456789abcdef": "HS256",
			"short":                            "",
		} {
			var got SigningKeyAnswer
			o.s.ReadSigningKey(NewSecret(text), func(a SigningKeyAnswer) { got = a })
			o.settle()
			if got.Key.Algorithm() != want || (got.Err == nil) != (want != "") {
				t.Errorf("a secret of %d signs with %q, %v; want %q", len(text), got.Key.Algorithm(), got.Err, want)
			}
		}
	})
}
