package session

import (
	"context"

	"realmscope/tokenclient/inspect"
)

// SigningKeyAnswer is a key to sign with, or why there is none.
type SigningKeyAnswer struct {
	Key inspect.SigningKey
	// Err is a *inspect.SignError, nil after a success and after a crash.
	Err error
	// Crash is set when the work itself broke down.
	Crash *Failure
}

// SignedAnswer is a token that was made here with the key that signed it, or
// why none was made.
type SignedAnswer struct {
	Made inspect.Made
	// Token is what Made says.
	Token *inspect.Token
	Key   inspect.SigningKey
	// Err is a *inspect.SignError, nil after a success and after a crash.
	Err   error
	Crash *Failure
}

// ReadSigningKey reads a private key or a secret that the user gave in the
// background, and calls done once on the owner's goroutine unless cancel is
// called first. Nothing is kept.
func (s *Sessions) ReadSigningKey(text Secret, done func(SigningKeyAnswer)) (cancel func()) {
	return aside(s, func() SigningKeyAnswer {
		key, err := inspect.ParseSigningKey(text)
		return SigningKeyAnswer{Key: key, Err: err}
	}, func(f *Failure) SigningKeyAnswer { return SigningKeyAnswer{Crash: f} }, done)
}

// SignToken makes a token with m in the background; without a key it makes one
// for the draft's algorithm first. It calls done as ReadSigningKey does.
func (s *Sessions) SignToken(m *inspect.Mint, d inspect.Draft, k inspect.SigningKey, done func(SignedAnswer)) (cancel func()) {
	return aside(s, func() SignedAnswer { return signed(m, d, k) },
		func(f *Failure) SignedAnswer { return SignedAnswer{Crash: f} }, done)
}

func signed(m *inspect.Mint, d inspect.Draft, k inspect.SigningKey) SignedAnswer {
	if k.Empty() {
		var err error
		if k, err = inspect.GenerateSigningKey(d.Algorithm); err != nil {
			return SignedAnswer{Err: err}
		}
	}
	k = k.For(d.Algorithm)
	made, err := m.Sign(d, k)
	if err != nil {
		return SignedAnswer{Key: k, Err: err}
	}
	return SignedAnswer{Made: made, Token: inspect.Decode(made.Token.Reveal()), Key: k}
}

// FindTokens looks for tokens in a text in the background and calls done as
// ReadSigningKey does. The empty Paste stands for a crash.
func (s *Sessions) FindTokens(text string, done func(inspect.Paste)) (cancel func()) {
	return aside(s, func() inspect.Paste { return inspect.Find([]byte(text)) },
		func(*Failure) inspect.Paste { return inspect.Paste{} }, done)
}

// CompareTokens compares two tokens in the background and calls done as
// ReadSigningKey does.
func (s *Sessions) CompareTokens(left, right *inspect.Token, done func(inspect.Comparison)) (cancel func()) {
	return aside(s, func() inspect.Comparison { return inspect.Compare(left, right) },
		func(*Failure) inspect.Comparison { return inspect.Comparison{} }, done)
}

// aside is start for work that belongs to no session. It cannot be stopped, but
// after cancel its answer is dropped.
func aside[T any](s *Sessions, work func() T, crashed func(*Failure) T, done func(T)) (cancel func()) {
	if s.closed {
		return func() {}
	}
	over := false
	start(s.root, s, func(context.Context) T { return work() }, crashed, func(answer T) {
		if !over {
			over = true
			done(answer)
		}
	})
	return func() { over = true }
}
