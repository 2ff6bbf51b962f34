package ui

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
)

// args fill the places of a translated sentence, by name.
type args = map[string]any

// T gives the sentence of a key in the user's language, the key itself when
// there is none. It is the only way from the window to its words.
func T(key string, a ...args) string {
	if len(a) == 0 {
		return lang.X(key, key)
	}
	return lang.X(key, key, a[0])
}

// known gives the sentence of a key, and whether there is one.
func known(key string, a ...args) (string, bool) {
	s := T(key, a...)
	return s, s != key
}

// list joins texts that stand beside each other; it makes no sentence.
func list(texts ...string) string {
	shown := texts[:0:0]
	for _, t := range texts {
		if t != "" {
			shown = append(shown, t)
		}
	}
	return strings.Join(shown, " · ")
}

// environmentText is an environment's name; one of a newer release shows its
// own word.
func environmentText(e profile.Environment) string { return wordText("environment.", string(e)) }

func grantText(g profile.Grant) string { return wordText("grant.", string(g)) }

// grantTypeText is a grant_type in words, as far as a profile can have it.
func grantTypeText(kind string) string {
	for _, g := range profile.Grants() {
		if g.Type() == kind {
			return grantText(g)
		}
	}
	return visible(kind)
}

// formGrantText is a grant where it is chosen.
func formGrantText(g profile.Grant) string {
	if g.Discouraged() {
		return T("form.discouraged", args{"Text": grantText(g)})
	}
	return grantText(g)
}

func wordText(family, word string) string {
	if text, ok := known(family + word); ok {
		return text
	}
	return visible(word)
}

func authText(method string) string { return T("auth." + method) }

func copyText(f session.CopyForm) string { return T("copy.form." + string(f)) }

func copiedText(f session.CopyForm, a args) string { return T("copy.done."+string(f), a) }

// translate is T as inspect wants it.
func translate(key string, a map[string]string) string {
	filled := make(args, len(a))
	for name, value := range a {
		filled[name] = value
	}
	return T(key, filled)
}

// countdown is what is left of a life: 4:32, 27:10, 9 h 58 min, 12 days.
func countdown(left time.Duration) string {
	if left >= time.Hour {
		return duration(left)
	}
	s := int(left / time.Second)
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// duration is a length of time in its two largest units: 45 s, 5 min,
// 4 min 32 s, 10 h.
func duration(d time.Duration) string {
	d = d.Abs().Truncate(time.Second)
	if d == 0 {
		return T("time.unit.seconds", args{"N": 0})
	}
	from := time.Unix(0, 0)
	return inspect.Span(inspect.SpanParts(from.Add(d), from), translate)
}

// since is how long ago t was, in its largest unit.
func since(t, now time.Time) string { return inspect.Distance(t, now, translate) }

// moment is a time of day, with its date when that is not today's.
func moment(t, now time.Time) string {
	t = t.In(now.Location())
	if sameDay(t, now) {
		return t.Format("15:04:05")
	}
	return inspect.Moment(t, now, translate)
}

// minute is a time of day without its seconds, with its date when that is not
// today's.
func minute(t, now time.Time) string {
	t = t.In(now.Location())
	if sameDay(t, now) {
		return t.Format("15:04")
	}
	return inspect.Moment(t, now, translate)
}

// distance is how far t is from now and when it is: "in 4 min 32 s · today
// 14:05:11".
func distance(t, now time.Time) string {
	return list(inspect.Distance(t, now, translate), inspect.Moment(t, now, translate))
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

// maxShown is how many characters of a hostile text a line shows.
const maxShown = 300

// visible makes a text from a server, a token or a file safe to show in one
// line.
func visible(s string) string { return inspect.Clip(s, maxShown) }
