package inspect_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"realmscope/tokenclient/inspect"
)

func TestDistanceSaysHowFar(t *testing.T) {
	now := time.Date(2026, 3, 15, 12, 0, 0, 0, madrid)
	const day = 24 * time.Hour
	for name, tt := range map[string]struct {
		at     time.Time
		en, es string
	}{
		"minutes and seconds":      {now.Add(4*time.Minute + 32*time.Second), "in 4 min 32 s", "en 4 min 32 s"},
		"part of a second to come": {now.Add(time.Millisecond), "in 1 s", "en 1 s"},
		"a second":                 {now.Add(time.Second), "in 1 s", "en 1 s"},
		"just over a second":       {now.Add(time.Second + 1), "in 2 s", "en 2 s"},
		"now":                      {now, "now", "ahora"},
		"part of a second ago":     {now.Add(-time.Second + 1), "now", "ahora"},
		"a second ago":             {now.Add(-time.Second), "1 s ago", "hace 1 s"},
		"a whole minute":           {now.Add(time.Minute), "in 1 min", "en 1 min"},
		"under an hour":            {now.Add(time.Hour - 1), "in 1 h", "en 1 h"},
		"an hour has no seconds":   {now.Add(time.Hour + 59*time.Second), "in 1 h", "en 1 h"},
		"hours and minutes":        {now.Add(9*time.Hour + 48*time.Minute + 30*time.Second), "in 9 h 48 min", "en 9 h 48 min"},
		"a day":                    {now.Add(day + 30*time.Minute), "in 1 day", "en 1 día"},
		"days and hours":           {now.Add(3*day + 4*time.Hour), "in 3 days 4 h", "en 3 días 4 h"},
		"a month":                  {now.AddDate(0, 1, 0), "in 1 month", "en 1 mes"},
		"months and days":          {now.AddDate(0, 5, 3), "in 5 months 3 days", "en 5 meses 3 días"},
		"365 days are a year":      {now.Add(365 * day), "in 1 year", "en 1 año"},
		"years and a month":        {now.AddDate(10, 1, 0), "in 10 years 1 month", "en 10 años 1 mes"},
		"minutes ago":              {now.Add(-13*time.Minute - 59*time.Second), "13 min ago", "hace 13 min"},
		"hours ago":                {now.Add(-23*time.Hour - 59*time.Minute), "23 h ago", "hace 23 h"},
		"a day ago":                {now.Add(-day), "1 day ago", "hace 1 día"},
		"months ago":               {now.AddDate(0, -11, -20), "11 months ago", "hace 11 meses"},
		"years ago":                {time.Date(2021, 7, 23, 10, 16, 55, 0, time.UTC), "4 years ago", "hace 4 años"},
		"the epoch":                {time.Unix(1, 0), "56 years ago", "hace 56 años"},
		"the end of dates":         {time.Date(9999, 3, 15, 10, 0, 0, 0, time.UTC), "in 7973 years", "en 7973 años"},
		"the start of dates":       {time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), "2025 years ago", "hace 2025 años"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := inspect.Distance(tt.at, now, translator(t, "en")); got != tt.en {
				t.Errorf("got %q, want %q", got, tt.en)
			}
			if got := inspect.Distance(tt.at, now, translator(t, "es")); got != tt.es {
				t.Errorf("got %q, want %q", got, tt.es)
			}
		})
	}
}

func TestSpanOfNothing(t *testing.T) {
	if got := inspect.Span(nil, translator(t, "en")); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}

// The text must hold until the nanosecond before NextChange and differ at it.
func TestNextChangeIsExact(t *testing.T) {
	tr := func(key string, args map[string]string) string { return fmt.Sprint(key, args) }
	random := rand.New(rand.NewPCG(1, 2))
	scales := []int64{
		int64(time.Second), int64(time.Minute), int64(time.Hour), int64(80 * time.Hour),
		int64(2000 * time.Hour), int64(60_000 * time.Hour),
	}
	for range 2000 {
		at := time.Unix(random.Int64N(4e9), random.Int64N(4)*250_000_000)
		away := random.Int64N(2*scales[random.IntN(len(scales))]) + 1
		now := at.Add(time.Duration(away) * time.Duration(1-2*random.IntN(2)))
		checkChange(t, at, now, tr)
	}
	for _, at := range []time.Time{
		time.Date(2024, 2, 29, 1, 2, 3, 0, time.UTC), time.Date(2023, 1, 31, 0, 0, 0, 0, time.UTC),
		time.Date(2023, 3, 31, 0, 0, 0, 0, time.UTC), time.Date(2025, 12, 31, 23, 59, 59, 9, time.UTC),
	} {
		for hours := -15_000; hours < 15_000; hours += 23 {
			checkChange(t, at, at.Add(time.Duration(hours)*time.Hour), tr)
		}
	}
}

func checkChange(t *testing.T, at, now time.Time, tr inspect.Translate) {
	t.Helper()
	text, next := inspect.Distance(at, now, tr), inspect.NextChange(at, now)
	if !next.After(now) {
		t.Fatalf("%v at %v (%s): next is %v, not after now", at, now, text, next)
	}
	if got := inspect.Distance(at, next.Add(-1), tr); got != text {
		t.Fatalf("%v at %v: just before %v got %q, want still %q", at, now, next, got, text)
	}
	if got := inspect.Distance(at, next, tr); got == text {
		t.Fatalf("%v at %v: at %v still %q", at, now, next, text)
	}
}

func TestMomentSaysWhen(t *testing.T) {
	now := time.Date(2026, 12, 31, 23, 30, 0, 0, madrid)
	for name, tt := range map[string]struct {
		at     time.Time
		en, es string
	}{
		"today":            {now.Add(time.Minute), "today 23:31:00", "hoy 23:31:00"},
		"tomorrow":         {now.Add(time.Hour), "tomorrow 00:30:00", "mañana 00:30:00"},
		"yesterday":        {now.Add(-24 * time.Hour), "yesterday 23:30:00", "ayer 23:30:00"},
		"another day":      {time.Date(2021, 8, 3, 10, 16, 55, 0, time.UTC), "3 Aug 2021 12:16:55", "3 ago 2021 12:16:55"},
		"same day, a year": {now.AddDate(-1, 0, 0), "31 Dec 2025 23:30:00", "31 dic 2025 23:30:00"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := inspect.Moment(tt.at, now, translator(t, "en")); got != tt.en {
				t.Errorf("got %q, want %q", got, tt.en)
			}
			if got := inspect.Moment(tt.at, now, translator(t, "es")); got != tt.es {
				t.Errorf("got %q, want %q", got, tt.es)
			}
		})
	}
}
