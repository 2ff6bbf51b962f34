package session

import (
	"fmt"
	"testing"
	"time"

	"realmscope/tokenclient"
)

// step is one set of a session: when it came and what its refresh token says.
type step struct {
	at      time.Duration // after noon
	exp     time.Duration // of the refresh token, after noon
	refresh string        // in the place of a new one with exp
	claims  string        // of the access token, beside iat
	lives   int64         // refresh_expires_in in the place of exp - at
}

// chain is the newest set of a session and the one before.
func chain(steps ...step) (newest, previous *Tokens) {
	for i, s := range steps {
		at := noon.Add(s.at)
		refresh := s.refresh
		if refresh == "" {
			refresh = jwt(fmt.Sprintf(`{"typ":"Refresh","jti":"%d","exp":%d}`, i, noon.Add(s.exp).Unix()))
		}
		if refresh == "-" {
			refresh = ""
		}
		lives := seconds(s.lives)
		if s.lives == 0 {
			lives = seconds(int64((s.exp - s.at) / time.Second))
		}
		set := tokenclient.TokenSet{
			AccessToken:  tokenclient.NewSecret(jwt(fmt.Sprintf(`{"iat":%d%s}`, at.Unix(), s.claims))),
			RefreshToken: tokenclient.NewSecret(refresh), RefreshExpiresIn: lives,
			ExpiresIn: seconds(300), ReceivedAt: at, ServerDate: at,
		}
		previous, newest = newest, newTokens(set, newest, i+1)
	}
	return newest, previous
}

func TestSessionEnd(t *testing.T) {
	const m = time.Minute
	for name, tt := range map[string]struct {
		steps []step
		phase Phase
		end   time.Duration // after noon, 0 for none
	}{
		"a first set does not tell":                      {[]step{{exp: 30 * m}}, PhaseUnknown, 0},
		"an end that moved is the idle time":             {[]step{{exp: 30 * m}, {at: 5 * m, exp: 35 * m}}, PhaseUnknown, 0},
		"an end that stands is the session's":            {[]step{{exp: 30 * m}, {at: 5 * m, exp: 30 * m}}, PhaseLive, 30 * m},
		"a second is tolerated":                          {[]step{{exp: 30 * m}, {at: 5 * m, exp: 30*m + time.Second}}, PhaseLive, 30*m + time.Second},
		"two are not":                                    {[]step{{exp: 30 * m}, {at: 5 * m, exp: 30*m + 2*time.Second}}, PhaseUnknown, 0},
		"exp is exact where lifetimes are rounded":       {[]step{{exp: 30 * m}, {at: 5 * m, exp: 30 * m, lives: 25*60 + 2}}, PhaseLive, 30*m + 2*time.Second},
		"an end that moved back tells nothing":           {[]step{{exp: 30 * m}, {at: 5 * m, exp: 20 * m}}, PhaseUnknown, 0},
		"a refresh at once cannot tell":                  {[]step{{exp: 30 * m}, {at: 1 * time.Second, exp: 30*m + time.Second}}, PhaseUnknown, 0},
		"once known a refresh at once does not undo it":  {[]step{{exp: 30 * m}, {at: 5 * m, exp: 30 * m}, {at: 5*m + 1, exp: 30 * m}}, PhaseLive, 30 * m},
		"the same refresh token again tells nothing":     {[]step{{exp: 30 * m, refresh: "same"}, {at: 5 * m, exp: 30 * m, refresh: "same"}}, PhaseUnknown, 0},
		"an answer without a refresh token tells none":   {[]step{{exp: 30 * m}, {at: 5 * m, exp: 5 * m, refresh: "-", lives: -1}}, PhaseUnknown, 0},
		"opaque refresh tokens tell by their lifetimes":  {[]step{{exp: 30 * m, refresh: "a"}, {at: 5 * m, exp: 30 * m, refresh: "b"}}, PhaseLive, 30 * m},
		"offline sessions have no end":                   {[]step{{refresh: jwt(`{"typ":"Offline"}`), lives: -1}}, PhaseNoEnd, 0},
		"neither refresh token nor session is transient": {[]step{{refresh: "-"}}, PhaseNone, 0},
		"a session id without refresh token is unknown":  {[]step{{refresh: "-", claims: `,"sid":"s1"`}}, PhaseUnknown, 0},
		"old servers call it session_state":              {[]step{{refresh: "-", claims: `,"session_state":"s1"`}}, PhaseUnknown, 0},
		"an empty session id is none":                    {[]step{{refresh: "-", claims: `,"sid":""`}}, PhaseNone, 0},
	} {
		t.Run(name, func(t *testing.T) {
			tokens, previous := chain(tt.steps...)
			c, _ := ComputeClocks(tokens, previous, tokens.Set.ReceivedAt)
			var want time.Time
			if tt.end != 0 {
				want = noon.Add(tt.end)
			}
			if c.Session.Phase != tt.phase || !c.Session.End.Equal(want) {
				t.Errorf("got %q until %s, want %q until %s", c.Session.Phase, c.Session.End, tt.phase, want)
			}
			if !want.IsZero() && c.Session.Whole != want.Sub(noon) {
				t.Errorf("whole life %s, want %s since the first set", c.Session.Whole, want.Sub(noon))
			}
		})
	}
}

func TestSessionSince(t *testing.T) {
	login := fmt.Sprintf(`,"auth_time":%d`, noon.Add(-2*time.Hour).Unix())
	for name, tt := range map[string]struct {
		steps []step
		want  time.Time
	}{
		"the first set's iat":                    {[]step{{exp: time.Hour}}, noon},
		"the first set's iat after refreshes":    {[]step{{exp: time.Hour}, {at: time.Minute}, {at: time.Hour}}, noon},
		"auth_time goes before iat":              {[]step{{exp: time.Hour, claims: login}}, noon.Add(-2 * time.Hour)},
		"auth_time stays when a refresh lost it": {[]step{{exp: time.Hour, claims: login}, {at: time.Minute}}, noon.Add(-2 * time.Hour)},
		"a transient session has no beginning":   {[]step{{refresh: "-"}}, time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			tokens, previous := chain(tt.steps...)
			c, _ := ComputeClocks(tokens, previous, noon.Add(time.Hour))
			if !c.Session.Since.Equal(tt.want) {
				t.Errorf("since %s, want %s", c.Session.Since, tt.want)
			}
		})
	}
}

func TestKeptRefreshTokenCountsFromItsOwnReceipt(t *testing.T) {
	tokens, previous := chain(step{exp: 30 * time.Minute}, step{at: 10 * time.Minute, refresh: "-", lives: -1})
	c, _ := ComputeClocks(tokens, previous, noon.Add(10*time.Minute))
	if got, want := c.Refresh.Left, 20*time.Minute; got != want {
		t.Errorf("a refresh token of 30 min kept for 10 has %s left, want %s", got, want)
	}
	tokens, previous = chain(step{exp: 30 * time.Minute}, step{at: 10 * time.Minute, refresh: "-", lives: 60})
	c, _ = ComputeClocks(tokens, previous, noon.Add(10*time.Minute))
	if got, want := c.Refresh.Left, time.Minute; got != want {
		t.Errorf("the server said 60 s of the kept token; %s left, want %s", got, want)
	}
}

func TestBanficoIsNeverExpired(t *testing.T) {
	received := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	tokens := newTokens(tokenclient.TokenSet{
		AccessToken: tokenclient.NewSecret(jwt(
			`{"exp":1627035415,"iat":1627035115,"sub":"b7639928","session_state":"f09a01a6","sub":"service-account-outbound01"}`)),
		RefreshToken: tokenclient.NewSecret(jwt(`{"iat":1627035115,"typ":"Offline","session_state":"f09a01a6"}`)),
		ExpiresIn:    seconds(300), RefreshExpiresIn: seconds(0), SessionState: "f09a01a6",
		ReceivedAt: received, ServerDate: time.Date(2019, 5, 20, 11, 9, 55, 0, time.UTC),
	}, nil, 1)
	c, _ := ComputeClocks(tokens, nil, received.Add(10*time.Second))
	if c.Access.Phase != PhaseLive || c.Access.Left != 290*time.Second {
		t.Errorf("access %+v, want live with 290 s left", c.Access)
	}
	if c.Refresh.Phase != PhaseNoEnd || c.Session.Phase != PhaseNoEnd {
		t.Errorf("refresh %q and session %q, want no end", c.Refresh.Phase, c.Session.Phase)
	}
}
