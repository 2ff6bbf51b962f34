package session

import (
	"context"
	"slices"
	"strings"

	"realmscope/tokenclient"
)

// maxActivity is how many exchanges are remembered; older ones are forgotten.
const maxActivity = 500

// Observation is one HTTP exchange without its secrets.
type Observation = tokenclient.Observation

// Observed is one exchange of the activity.
type Observed struct {
	// Number counts from 1 since the start of the program.
	Number int
	// Key is the session that it belongs to: without an account for what asks
	// on behalf of a profile, zero for what belongs to none.
	Key Key
	// Seen is what was asked and what came back.
	Seen *Observation
}

// Activity remembers the last exchanges, in memory only. Every method but
// Observe runs on the owner's goroutine.
type Activity struct {
	post   func(func())
	ring   []Observed // the oldest at next once it is full
	next   int
	number int
	subs   []*func()
}

// NewActivity makes an empty activity; post is that of Params.
func NewActivity(post func(func())) *Activity { return &Activity{post: post} }

// Observe takes an exchange, from any goroutine. It fits
// tokenclient.Options.Observe.
func (a *Activity) Observe(o Observation) { a.post(func() { a.add(o) }) }

func (a *Activity) add(o Observation) {
	a.number++
	profileID, account, _ := strings.Cut(o.Label, labelBorder)
	x := Observed{Number: a.number, Key: Key{ProfileID: profileID, Account: account}, Seen: &o}
	if len(a.ring) < maxActivity {
		a.ring = append(a.ring, x)
	} else {
		a.ring[a.next] = x
		a.next = (a.next + 1) % maxActivity
	}
	a.tell()
}

// All are the remembered exchanges, the newest first.
func (a *Activity) All() []Observed {
	out := make([]Observed, 0, len(a.ring))
	out = append(append(out, a.ring[a.next:]...), a.ring[:a.next]...)
	slices.Reverse(out)
	return out
}

// Clear forgets everything; numbers go on.
func (a *Activity) Clear() {
	a.ring, a.next = nil, 0
	a.tell()
}

// Subscribe calls f after every change until cancel is called. f should do
// little: hundreds of changes may come in a second.
func (a *Activity) Subscribe(f func()) (cancel func()) {
	entry := &f
	a.subs = append(a.subs, entry)
	return func() {
		a.subs = slices.DeleteFunc(slices.Clone(a.subs), func(s *func()) bool { return s == entry })
	}
}

func (a *Activity) tell() {
	for _, f := range a.subs {
		(*f)()
	}
}

// labelBorder stands between the two halves of a session's label.
const labelBorder = "\x00"

// labelled marks the requests of a session.
func labelled(ctx context.Context, k Key) context.Context {
	return tokenclient.WithLabel(ctx, k.ProfileID+labelBorder+k.Account)
}
