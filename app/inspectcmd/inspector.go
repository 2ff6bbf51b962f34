package inspectcmd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// inspector answers pastes.
type inspector struct {
	options
	env   Env
	words words
	keys  inspect.Keys
	// decrypting is what --key holds.
	decrypting tokenclient.Secret
	// fetch remembers the keys of the issuer, and why there are none.
	fetched bool
	trouble string
}

// maxFile is the longest file of keys in bytes.
const maxFile = inspect.MaxKeys

// readKeys reads the files that were named.
func (i *inspector) readKeys() error {
	if i.jwks != "" {
		text, err := i.readFile("--jwks", i.jwks)
		if err != nil {
			return err
		}
		if i.keys, err = inspect.KeysFrom(text); err != nil {
			var e *inspect.KeyError
			if errors.As(err, &e) {
				return fmt.Errorf("--jwks: %s", i.words.text("keys.fault."+e.Reason, nil))
			}
			return errors.New("--jwks: the file holds no key")
		}
	}
	if i.key != "" {
		var err error
		if i.decrypting, err = i.readFile("--key", i.key); err != nil {
			return err
		}
	}
	return nil
}

func (i *inspector) readFile(option, name string) (tokenclient.Secret, error) {
	data, err := i.env.ReadFile(name)
	switch {
	case err != nil:
		return tokenclient.Secret{}, fmt.Errorf("%s: the file %s cannot be read", option, inspect.Clip(name, 200))
	case len(data) > maxFile:
		return tokenclient.Secret{}, fmt.Errorf("%s: the file has %d bytes, more than the limit of %d", option, len(data), maxFile)
	case len(data) == 0:
		return tokenclient.Secret{}, fmt.Errorf("%s: the file is empty", option)
	}
	return tokenclient.NewSecret(string(data)), nil
}

// one answers standard input as a whole.
func (i *inspector) one(ctx context.Context) int {
	// One byte more than is looked through tells that there was more.
	data, err := io.ReadAll(io.LimitReader(i.env.Stdin, inspect.MaxPaste+1))
	if err != nil {
		_, _ = fmt.Fprintln(i.env.Stderr, "realmscope inspect: standard input cannot be read")
		return exitNothing
	}
	size := len(data)
	if size > inspect.MaxPaste {
		rest, _ := io.Copy(io.Discard, i.env.Stdin)
		size += int(rest)
	}
	r := i.read(ctx, data, size)
	if i.json {
		err = write(i.env.Stdout, r.answer)
	} else {
		err = i.print(r)
	}
	if err != nil {
		_, _ = fmt.Fprintln(i.env.Stderr, "realmscope inspect: standard output cannot be written")
		return exitNothing
	}
	return r.exit()
}

func (a answer) exit() int {
	if a.Outcome == outcomeError {
		return exitNothing
	}
	return exitDecoded
}

// write prints an answer as one line.
func write(w io.Writer, a answer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(a)
}

// reading is an answer and what it was made of.
type reading struct {
	answer
	paste inspect.Paste
}

// read answers one paste of size bytes, of which data may be the start.
func (i *inspector) read(ctx context.Context, data []byte, size int) reading {
	var p inspect.Paste
	if size > inspect.MaxPaste {
		p = inspect.TooLarge(size)
	} else {
		p = inspect.Find(data)
	}
	r := reading{paste: p, answer: answer{Found: []token{}, Warnings: []string{}, WarningCodes: []string{}}}
	if len(p.Pieces) == 0 {
		text := i.words.text("thing."+string(p.Thing), p.Args)
		r.Outcome, r.Thing, r.Error = outcomeError, p.Thing, &text
		return r
	}
	for _, c := range p.Cleaned {
		r.warn(i.words, "clean."+string(c), nil)
	}
	for _, piece := range p.Pieces {
		i.fetchKeys(ctx, piece.Token)
		r.Found = append(r.Found, i.token(&r, piece))
	}
	if p.More {
		r.warn(i.words, "paste.more", map[string]string{"Limit": strconv.Itoa(len(p.Pieces))})
	}
	if p.Thing != "" {
		r.warn(i.words, "thing."+string(p.Thing), p.Args)
	}
	if i.trouble != "" {
		r.put("keys.not_fetched", i.trouble)
	}
	r.Outcome = outcomeDecodes
	if len(r.Warnings) > 0 {
		r.Outcome = outcomeWarning
	}
	return r
}

// warn adds a warning once.
func (r *reading) warn(w words, key string, args map[string]string) {
	r.put(key, w.text(key, args))
}

func (r *reading) put(code, text string) {
	const most = 100
	if !slices.Contains(r.Warnings, text) && len(r.Warnings) < most {
		r.Warnings = append(r.Warnings, text)
		r.WarningCodes = append(r.WarningCodes, code)
	}
}

// moment is what times are judged by.
func (i *inspector) moment() time.Time {
	if i.now.set {
		return i.now.at
	}
	return i.env.Now()
}

// fetchKeys asks the issuer that the user named for its keys, once. The issuer
// that a token names is never contacted.
func (i *inspector) fetchKeys(ctx context.Context, t *inspect.Token) {
	if i.fetched || i.offline || i.issuer == "" || i.jwks != "" || i.env.Client == nil || t.Form != inspect.FormJWS {
		return
	}
	i.fetched = true
	address, err := tokenclient.ParseAddress(i.issuer)
	if err == nil {
		var found tokenclient.Discovery
		if found, err = i.env.Client.Discover(ctx, address.Realm); err == nil {
			var set tokenclient.KeySet
			if set, err = i.env.Client.JWKS(ctx, found.Endpoints.JWKS); err == nil {
				i.keys = inspect.KeysOf(set, inspect.SourceIssuer)
				return
			}
		}
	}
	advice := tokenclient.Advise(err)
	i.trouble = i.words.text("inspectcmd.keys_not_fetched", map[string]string{
		"Why": i.words.text("advice."+advice.ID+".title", advice.Args),
	})
}
