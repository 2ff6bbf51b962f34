// Package inspectcmd is the command `realmscope inspect`: it reads a paste on
// standard input and says what it is, for people and, with --json, for
// programs. It opens no window.
package inspectcmd

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// Exit codes.
const (
	exitDecoded = 0
	exitNothing = 1
	exitBadCall = 2
)

// Usage is the help text.
const Usage = `Realmscope inspect: say what a pasted text is and what its tokens say.

Usage: realmscope inspect [--json [--batch]] [options] < TEXT

The text is read on standard input: a token alone or in a header, a command, an
answer, an address, a log, an archive. Nothing is decoded on trust: a signature
counts as checked only with a key.

  --json          print one JSON object instead of text
  --batch         with --json: read one JSON object a line, {"id": …, "input": …} or
                  {"id": …, "input_b64": …}, and answer each with one line
  --now UNIX      judge times by this moment, in seconds since 1970
  --issuer URL    the issuer to expect; without --jwks and --offline its keys are
                  fetched from there
  --audience X    the audience to expect
  --jwks FILE     check signatures with these keys: a JWK Set, a JWK, PEM or a secret
  --key FILE      decrypt encrypted tokens with this private key (PEM, JWK) or secret
  --offline       make no connection
  --help          print this text

Exit code: 0 when something was decoded, 1 when nothing was, 2 on wrong usage.
`

// Env is what the command needs of the world.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// ReadFile reads the files of --jwks and --key, and no others.
	ReadFile func(name string) ([]byte, error)
	// Client makes connections, for --issuer only.
	Client *tokenclient.Client
	// Now is the moment to judge by without --now.
	Now func() time.Time
	// Language is that of the texts without --json: "en", "es".
	Language string
}

// options are what the command line asked for.
type options struct {
	json, batch, offline bool
	now                  moment
	issuer, audience     string
	jwks, key            string
}

// moment is --now.
type moment struct {
	at  time.Time
	set bool
}

// errMoment says what --now wants.
var errMoment = errors.New("wants a number of seconds since 1970")

// Set reads seconds since 1970.
func (m *moment) Set(text string) error {
	v, issues, err := inspect.ParseJSON([]byte(`{"exp":` + text + `}`))
	if err != nil || len(issues) > 0 || len(v.Members) != 1 {
		return errMoment
	}
	row := inspect.Rows(&v, time.Unix(0, 0).UTC())[0]
	switch {
	case text == "0":
		m.at = time.Unix(0, 0)
	case row.Time.IsZero() || row.Mark != "":
		return errMoment
	default:
		m.at = row.Time
	}
	m.set = true
	return nil
}

// String is the moment for package flag.
func (m *moment) String() string { return "" }

// Run runs the command and returns the exit code. ctx ends its connections.
func Run(ctx context.Context, args []string, env Env) int {
	o, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		_, _ = io.WriteString(env.Stdout, Usage)
		return exitDecoded
	case err != nil:
		_, _ = fmt.Fprintf(env.Stderr, "realmscope inspect: %v\n\n%s", err, Usage)
		return exitBadCall
	}
	language := "en"
	if !o.json && env.Language != "" {
		language = env.Language
	}
	i := inspector{options: o, env: env, words: loadWords(language)}
	if err := i.readKeys(); err != nil {
		_, _ = fmt.Fprintf(env.Stderr, "realmscope inspect: %v\n", err)
		return exitBadCall
	}
	if o.batch {
		return i.batch(ctx)
	}
	return i.one(ctx)
}

// parse reads the command line; the error is a sentence of ours.
func parse(args []string) (options, error) {
	var o options
	set := flag.NewFlagSet("inspect", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.BoolVar(&o.json, "json", false, "")
	set.BoolVar(&o.batch, "batch", false, "")
	set.BoolVar(&o.offline, "offline", false, "")
	set.Var(&o.now, "now", "")
	set.StringVar(&o.issuer, "issuer", "", "")
	set.StringVar(&o.audience, "audience", "", "")
	set.StringVar(&o.jwks, "jwks", "", "")
	set.StringVar(&o.key, "key", "", "")
	err := set.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return o, flag.ErrHelp
	case err != nil:
		return o, badOption(args, err)
	case set.NArg() > 0:
		return o, errors.New("the text is read on standard input, not from the command line, where others can see it")
	case o.batch && !o.json:
		return o, errors.New("--batch goes with --json")
	}
	return o, unfilled(set)
}

// unfilled tells of an option whose value is empty, such as a variable of a
// script that was not set: passed over, it would drop the check it asks for.
func unfilled(set *flag.FlagSet) (err error) {
	set.Visit(func(f *flag.Flag) {
		if f.Name != "now" && f.Value.String() == "" {
			err = fmt.Errorf("--%s wants a value", f.Name)
		}
	})
	return err
}

// badOption names the option that is wrong without repeating its value: a
// token could stand there.
func badOption(args []string, err error) error {
	for _, name := range []string{"now", "issuer", "audience", "jwks", "key"} {
		if strings.Contains(err.Error(), "flag -"+name) || strings.HasSuffix(err.Error(), ": -"+name) {
			if name == "now" {
				return fmt.Errorf("--now %w", errMoment)
			}
			return fmt.Errorf("--%s wants a value", name)
		}
	}
	for _, arg := range args {
		name, _, _ := strings.Cut(arg, "=")
		const longest = 24
		if strings.HasPrefix(name, "-") && len(name) <= longest && strings.HasSuffix(err.Error(), strings.TrimPrefix(strings.TrimPrefix(name, "-"), "-")) {
			return fmt.Errorf("%s is not an option", inspect.Visible(name))
		}
	}
	return errors.New("an option is not known or has a value that it cannot have")
}
