package session

import (
	"context"
	"io"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// PasteAnswer is what was found in a text, or why it could not be read.
type PasteAnswer struct {
	Paste   inspect.Paste
	Failure *Failure
}

// ReadPaste looks for tokens in a text in the background: it reads at most
// inspect.MaxPaste bytes of it, closes it, and calls done once on the owner's
// goroutine unless cancel is called first. Nothing is sent anywhere and nothing
// is kept.
func (s *Sessions) ReadPaste(source Source, done func(PasteAnswer)) (cancel func()) {
	return inBackground(s, func(context.Context) PasteAnswer { return readPaste(source) },
		func(f *Failure) PasteAnswer { return PasteAnswer{Failure: f} }, done)
}

func readPaste(source Source) PasteAnswer {
	data, err := readUpTo(source, inspect.MaxPaste)
	switch {
	case err != nil:
		return PasteAnswer{Failure: explain("", &ownError{id: adviceUnreadable, err: err}, nil)}
	case len(data) > inspect.MaxPaste:
		return PasteAnswer{Paste: inspect.TooLarge(len(data))}
	}
	return PasteAnswer{Paste: inspect.Find(data)}
}

// OpenAnswer is what an encrypted token held, or why it stays closed.
type OpenAnswer struct {
	Opened inspect.Opened
	// Err is a *inspect.DecryptError.
	Err     error
	Failure *Failure
}

// Open decrypts a token in the background with a key that the user gave, and
// calls done as ReadPaste does.
func (s *Sessions) Open(t *inspect.Token, key Secret, done func(OpenAnswer)) (cancel func()) {
	return inBackground(s, func(context.Context) OpenAnswer {
		opened, err := inspect.Decrypt(t, key)
		return OpenAnswer{Opened: opened, Err: err}
	}, func(f *Failure) OpenAnswer { return OpenAnswer{Failure: f} }, done)
}

// KeysGiven are keys that the user gave, or why the text holds none.
type KeysGiven struct {
	// Text is what was read, empty when nothing could be.
	Text Secret
	Keys inspect.Keys
	// Err is a *inspect.KeyError.
	Err     error
	Failure *Failure
}

// ReadKeys reads the keys in a text in the background, and calls done as
// ReadPaste does.
func (s *Sessions) ReadKeys(source Source, done func(KeysGiven)) (cancel func()) {
	return inBackground(s, func(context.Context) KeysGiven {
		data, err := readUpTo(source, inspect.MaxKeys)
		if err != nil {
			return KeysGiven{Failure: explain("", &ownError{id: adviceUnreadable, err: err}, nil)}
		}
		text := tokenclient.NewSecret(string(data))
		keys, err := inspect.KeysFrom(text)
		return KeysGiven{Text: text, Keys: keys, Err: err}
	}, func(f *Failure) KeysGiven { return KeysGiven{Failure: f} }, done)
}

// readUpTo reads a source, a byte more than the limit at most, and closes it.
func readUpTo(source Source, limit int64) ([]byte, error) {
	text, err := source()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(text, limit+1))
	if closing := text.Close(); err == nil {
		err = closing
	}
	return data, err
}

// inBackground is start for work that belongs to no session: the answer is
// dropped after cancel.
func inBackground[T any](s *Sessions, work func(context.Context) T, crashed func(*Failure) T, done func(T)) (cancel func()) {
	if s.closed {
		return func() {}
	}
	ctx, end := context.WithCancel(s.root)
	over := false
	start(ctx, s, work, crashed, func(answer T) {
		end()
		if !over {
			over = true
			done(answer)
		}
	})
	return func() {
		over = true
		end()
	}
}
