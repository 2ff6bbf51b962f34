package inspect

import (
	"strconv"
	"time"
)

// Translate gives the text of a translation key, filled with args. In the
// window it is lang.X; in a command line it can read the same files.
type Translate func(key string, args map[string]string) string

// Unit is a unit of time. Its texts are "time.unit.{Unit}" for one and
// "time.unit.{Unit}s" for any other number, both with {{.N}}.
type Unit string

// The units, as in claims.*.json.
const (
	Year   Unit = "year"
	Month  Unit = "month"
	Day    Unit = "day"
	Hour   Unit = "hour"
	Minute Unit = "minute"
	Second Unit = "second"
)

// SpanPart is a number of units. N is at least 1.
type SpanPart struct {
	Unit Unit
	N    int
}

// SpanParts tells how far at is from now, largest unit first: for a moment to
// come two units ("4 min 32 s", "9 h 48 min", seconds only below an hour), for
// a past one the largest alone ("13 min", "5 years"), so that what is over
// does not tick. It is empty in the second that starts at at.
//
// What is to come is rounded up to the second: one second is left until at.
// Years and months are those of the calendar.
func SpanParts(at, now time.Time) []SpanPart {
	s := secondsTo(at, now)
	units := split(at, s)
	show := 1
	if s > 0 {
		show = 2
	}
	for i, u := range units {
		if u.N == 0 {
			continue
		}
		parts := units[i:min(i+show, len(units))]
		if parts[len(parts)-1].N == 0 {
			parts = parts[:1]
		}
		return parts
	}
	return nil
}

// secondsTo is how many seconds at lies ahead of now: part of a second to come
// counts whole, part of a past one not at all.
func secondsTo(at, now time.Time) int64 {
	s := at.Unix() - now.Unix()
	if at.Nanosecond() > now.Nanosecond() {
		s++
	}
	return s
}

// split turns s seconds before at (behind it, if negative) into units.
func split(at time.Time, s int64) []SpanPart {
	at = at.UTC()
	far, dir := time.Unix(at.Unix()-s, int64(at.Nanosecond())).UTC(), -1
	if s < 0 {
		dir = 1
	}
	months := dir*((far.Year()-at.Year())*12+int(far.Month()-at.Month())) + 1
	for months > 0 && dir*at.AddDate(0, dir*months, 0).Compare(far) > 0 {
		months--
	}
	rest := int(far.Unix()-at.AddDate(0, dir*months, 0).Unix()) * dir
	return []SpanPart{
		{Year, months / 12},
		{Month, months % 12},
		{Day, rest / 86400},
		{Hour, rest / 3600 % 24},
		{Minute, rest / 60 % 60},
		{Second, rest % 60},
	}
}

// shift moves at by parts, dir times. Months go in one step, as in split: two
// steps can land on other days (29 February).
func shift(at time.Time, parts []SpanPart, dir int) time.Time {
	months, rest := 0, time.Duration(0)
	for _, p := range parts {
		switch n := time.Duration(p.N); p.Unit {
		case Year:
			months += 12 * p.N
		case Month:
			months += p.N
		case Day:
			rest += n * 24 * time.Hour
		case Hour:
			rest += n * time.Hour
		case Minute:
			rest += n * time.Minute
		case Second:
			rest += n * time.Second
		}
	}
	return at.UTC().AddDate(0, dir*months, 0).Add(time.Duration(dir) * rest)
}

// Distance says how far at is from now: "in 4 min 32 s", "now", "13 min ago".
func Distance(at, now time.Time, tr Translate) string {
	parts := SpanParts(at, now)
	switch {
	case len(parts) == 0:
		return tr("time.now", nil)
	case secondsTo(at, now) > 0:
		return tr("time.in", map[string]string{"Span": Span(parts, tr)})
	default:
		return tr("time.ago", map[string]string{"Span": Span(parts, tr)})
	}
}

// Span says one or two parts: "4 min 32 s"; "" for none.
func Span(parts []SpanPart, tr Translate) string {
	switch len(parts) {
	case 0:
		return ""
	case 1:
		return parts[0].text(tr)
	default:
		return tr("time.span", map[string]string{
			"First": parts[0].text(tr), "Second": parts[1].text(tr),
		})
	}
}

func (p SpanPart) text(tr Translate) string {
	key := "time.unit." + string(p.Unit)
	if p.N != 1 {
		key += "s"
	}
	return tr(key, map[string]string{"N": strconv.Itoa(p.N)})
}

// NextChange is the moment at which Distance will say something else, always
// after now.
func NextChange(at, now time.Time) time.Time {
	at = at.Round(0)
	parts := SpanParts(at, now)
	if len(parts) == 0 {
		return at.Add(time.Second).In(now.Location())
	}
	if secondsTo(at, now) > 0 {
		return shift(at, parts, -1).Add(time.Second).In(now.Location())
	}
	more := []SpanPart{{parts[0].Unit, parts[0].N + 1}}
	next := shift(at, more, 1)
	// 30 days turn into a month before, or after, 31.
	if month := shift(at, []SpanPart{{Month, 1}}, 1); parts[0].Unit == Day && month.Before(next) {
		next = month
	}
	return next.In(now.Location())
}

// Moment says when at is, in now's zone: "today 14:05:11", "23 Jul 2021
// 10:16:55".
func Moment(at, now time.Time, tr Translate) string {
	at = at.In(now.Location())
	clock := at.Format("15:04:05")
	for i, key := range [...]string{"time.yesterday", "time.today", "time.tomorrow"} {
		day := now.AddDate(0, 0, i-1)
		if day.Year() == at.Year() && day.YearDay() == at.YearDay() {
			return tr(key, map[string]string{"Clock": clock})
		}
	}
	return tr("time.date", map[string]string{
		"Day":   strconv.Itoa(at.Day()),
		"Month": tr("time.month."+strconv.Itoa(int(at.Month())), nil),
		"Year":  strconv.Itoa(at.Year()),
		"Clock": clock,
	})
}
