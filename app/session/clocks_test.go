package session

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// plain is a first set received at noon whose access token is opaque.
func plain(expires, refreshes tokenclient.Lifetime, refresh string) *Tokens {
	return newTokens(tokenclient.TokenSet{
		AccessToken: tokenclient.NewSecret("opaque"), RefreshToken: tokenclient.NewSecret(refresh),
		ExpiresIn: expires, RefreshExpiresIn: refreshes, ReceivedAt: noon, ServerDate: noon,
	}, nil, 1)
}

func seconds(n int64) tokenclient.Lifetime {
	return tokenclient.Lifetime{Known: true, Value: time.Duration(n) * time.Second}
}

func TestAccessThroughItsLife(t *testing.T) {
	for name, tt := range map[string]struct {
		expires int64 // seconds
		at      time.Duration
		phase   Phase
		left    time.Duration
		next    time.Duration // after noon
	}{
		"whole life is left at receipt":               {300, 0, PhaseLive, 300 * time.Second, time.Second},
		"left is rounded up":                          {300, 100 * time.Millisecond, PhaseLive, 300 * time.Second, time.Second},
		"a second later one less":                     {300, time.Second, PhaseLive, 299 * time.Second, 2 * time.Second},
		"just before the last fifth":                  {300, 240*time.Second - 1, PhaseLive, 61 * time.Second, 240 * time.Second},
		"the last fifth is soon":                      {300, 240 * time.Second, PhaseSoon, 60 * time.Second, 241 * time.Second},
		"30 s are soon when a fifth is less":          {100, 70 * time.Second, PhaseSoon, 30 * time.Second, 71 * time.Second},
		"31 s of 100 are not":                         {100, 69 * time.Second, PhaseLive, 31 * time.Second, 70 * time.Second},
		"of a minute only the last fifth is soon":     {60, 47 * time.Second, PhaseLive, 13 * time.Second, 48 * time.Second},
		"of a minute the last fifth begins at 12 s":   {60, 48 * time.Second, PhaseSoon, 12 * time.Second, 49 * time.Second},
		"the last instant":                            {300, 300*time.Second - 1, PhaseSoon, time.Second, 300 * time.Second},
		"expired at the end, not after it":            {300, 300 * time.Second, PhaseExpired, 0, 301 * time.Second},
		"expired counts seconds first":                {300, 330*time.Second + 1, PhaseExpired, 0, 331 * time.Second},
		"then minutes":                                {300, 300*time.Second + 61*time.Second, PhaseExpired, 0, 420 * time.Second},
		"then hours":                                  {300, 300*time.Second + 90*time.Minute, PhaseExpired, 0, 300*time.Second + 2*time.Hour},
		"from an hour on whole minutes count":         {36000, 0, PhaseLive, 10 * time.Hour, time.Second},
		"ten hours less a second show 9 h 59 min":     {36000, time.Second, PhaseLive, 10*time.Hour - time.Second, 61 * time.Second},
		"an hour exactly turns to 59:59 next":         {36000, 9 * time.Hour, PhaseSoon, time.Hour, 9*time.Hour + time.Second},
		"soon begins between two minutes of a long":   {36000, 8*time.Hour - 1, PhaseLive, 2*time.Hour + time.Second, 8 * time.Hour},
		"a clock set back an hour shows the hour too": {300, -time.Hour, PhaseLive, time.Hour + 300*time.Second, -time.Hour + time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			got, next := ComputeClocks(plain(seconds(tt.expires), tokenclient.Lifetime{}, ""), nil, noon.Add(tt.at))
			whole := time.Duration(tt.expires) * time.Second
			want := Clock{
				Phase: tt.phase, Left: tt.left, End: noon.Add(whole), Whole: whole,
				Part: min(1, float64(tt.left)/float64(whole)),
			}
			if diff := cmp.Diff(want, got.Access); diff != "" {
				t.Errorf("access of %d s at %s (-want +got):\n%s", tt.expires, tt.at, diff)
			}
			if got, want := next.Sub(noon), tt.next; got != want {
				t.Errorf("next change at %s, want %s", got, want)
			}
		})
	}
}

func TestSourcesOfTheEnd(t *testing.T) {
	exp := func(after time.Duration) string { return fmt.Sprintf(`"exp":%d`, noon.Add(after).Unix()) }
	iat := fmt.Sprintf(`"iat":%d,`, noon.Unix())
	early := fmt.Sprintf(`"iat":%d,`, noon.Add(-10*time.Minute).Unix())
	const hour = time.Hour
	for name, tt := range map[string]struct {
		access string
		lives  tokenclient.Lifetime
		date   time.Duration // the server's clock less ours
		want   Clock         // Phase, End and Whole only
	}{
		"expires_in goes before exp":              {`{` + iat + exp(hour) + `}`, seconds(300), 0, Clock{End: noon.Add(300 * time.Second), Whole: 300 * time.Second}},
		"missing expires_in falls back to exp":    {`{` + iat + exp(hour) + `}`, tokenclient.Lifetime{}, 0, Clock{End: noon.Add(hour), Whole: hour}},
		"negative expires_in falls back to exp":   {`{` + iat + exp(hour) + `}`, seconds(-5), 0, Clock{End: noon.Add(hour), Whole: hour}},
		"nought is unreadable too":                {`{` + iat + exp(hour) + `}`, seconds(0), 0, Clock{End: noon.Add(hour), Whole: hour}},
		"without iat the life counts from now":    {`{` + exp(hour) + `}`, tokenclient.Lifetime{}, 0, Clock{End: noon.Add(hour), Whole: hour}},
		"a skew of 30 s is ignored":               {`{` + exp(hour) + `}`, tokenclient.Lifetime{}, 30 * time.Second, Clock{End: noon.Add(hour), Whole: hour}},
		"a server 10 min ahead ends earlier here": {`{` + exp(hour) + `}`, tokenclient.Lifetime{}, 10 * time.Minute, Clock{End: noon.Add(50 * time.Minute), Whole: hour}},
		"a server 10 min behind ends later here":  {`{` + early + exp(hour) + `}`, tokenclient.Lifetime{}, -10 * time.Minute, Clock{End: noon.Add(70 * time.Minute), Whole: 70 * time.Minute}},
		"a Date years off the token is not used":  {`{` + iat + exp(hour) + `}`, tokenclient.Lifetime{}, -7 * 365 * 24 * hour, Clock{End: noon.Add(hour), Whole: hour}},
		"expires_in ignores a Date years off":     {`{` + iat + exp(hour) + `}`, seconds(300), -7 * 365 * 24 * hour, Clock{End: noon.Add(300 * time.Second), Whole: 300 * time.Second}},
		"neither of both is unknown":              {`{"sub":"u"}`, tokenclient.Lifetime{}, 0, Clock{Phase: PhaseUnknown}},
		"exp 0 is no end":                         {`{"exp":0}`, tokenclient.Lifetime{}, 0, Clock{Phase: PhaseUnknown}},
	} {
		t.Run(name, func(t *testing.T) {
			tokens := newTokens(tokenclient.TokenSet{
				AccessToken: tokenclient.NewSecret(jwt(tt.access)), ExpiresIn: tt.lives,
				ReceivedAt: noon, ServerDate: noon.Add(tt.date),
			}, nil, 1)
			c, _ := ComputeClocks(tokens, nil, noon)
			got := Clock{End: c.Access.End, Whole: c.Access.Whole}
			if c.Access.Phase != PhaseLive {
				got.Phase = c.Access.Phase
			}
			if !got.End.Equal(tt.want.End) || got.Whole != tt.want.Whole || got.Phase != tt.want.Phase {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestRefreshPhases(t *testing.T) {
	end := fmt.Sprintf(`"exp":%d`, noon.Add(time.Hour).Unix())
	for name, tt := range map[string]struct {
		refresh string
		lives   tokenclient.Lifetime
		phase   Phase
		end     time.Duration
	}{
		"no refresh token":                        {"", seconds(0), PhaseNone, 0},
		"no refresh token although it has a life": {"", seconds(300), PhaseNone, 0},
		"a life is counted from receipt":          {jwt(`{"typ":"Refresh"}`), seconds(1800), PhaseLive, 1800 * time.Second},
		"offline with 0 has no end":               {jwt(`{"typ":"Offline"}`), seconds(0), PhaseNoEnd, 0},
		"offline with 0 and exp 0 has no end":     {jwt(`{"typ":"Offline","exp":0}`), seconds(0), PhaseNoEnd, 0},
		"offline with a life has an end":          {jwt(`{"typ":"Offline"}`), seconds(60), PhaseLive, time.Minute},
		"offline without the member has no end":   {jwt(`{"typ":"Offline"}`), tokenclient.Lifetime{}, PhaseNoEnd, 0},
		"offline without it but with exp ends":    {jwt(`{"typ":"Offline",` + end + `}`), tokenclient.Lifetime{}, PhaseLive, time.Hour},
		"0 with another token is its exp":         {jwt(`{"typ":"Refresh",` + end + `}`), seconds(0), PhaseLive, time.Hour},
		"0 with another token without exp":        {jwt(`{"typ":"Refresh"}`), seconds(0), PhaseNoEnd, 0},
		"0 with an opaque token says nothing":     {"opaque", seconds(0), PhaseUnknown, 0},
		"missing is the token's exp":              {jwt(`{` + end + `}`), tokenclient.Lifetime{}, PhaseLive, time.Hour},
		"missing with an opaque token":            {"opaque", tokenclient.Lifetime{}, PhaseUnknown, 0},
		"negative is unreadable":                  {jwt(`{` + end + `}`), seconds(-1), PhaseLive, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := ComputeClocks(plain(seconds(300), tt.lives, tt.refresh), nil, noon)
			if c.Refresh.Phase != tt.phase {
				t.Errorf("phase %q, want %q", c.Refresh.Phase, tt.phase)
			}
			if tt.end != 0 && !c.Refresh.End.Equal(noon.Add(tt.end)) {
				t.Errorf("end %s, want %s", c.Refresh.End, noon.Add(tt.end))
			}
		})
	}
}

func TestNothingCountsWithoutTokens(t *testing.T) {
	c, next := ComputeClocks(nil, nil, noon)
	none := Clock{Phase: PhaseNone}
	if want := (Clocks{none, none, none}); c != want || !next.IsZero() {
		t.Errorf("got %+v next %s, want %+v and never", c, next, want)
	}
}

func TestLivesWithoutLimitDoNotOverflow(t *testing.T) {
	tokens := plain(tokenclient.Lifetime{Known: true, Value: 1<<63 - 1}, seconds(1<<33), "r")
	c, next := ComputeClocks(tokens, nil, noon)
	if c.Access.Phase != PhaseLive || c.Access.Left <= 0 || !next.After(noon) {
		t.Errorf("got %+v, next %s; want live, and a next change to come", c.Access, next)
	}
	long := noon.Add(1<<63 - 1).Add(time.Hour).Add(250 * 365 * 24 * time.Hour)
	c, next = ComputeClocks(tokens, nil, long)
	if c.Access.Phase != PhaseExpired || c.Access.Left != 0 || !next.IsZero() {
		t.Errorf("long after: got %+v, next %s; want expired, and no change to come", c.Access, next)
	}
}
