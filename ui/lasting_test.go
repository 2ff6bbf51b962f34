package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
)

// many are 10,000 profiles.
func many() []profile.Profile {
	all := make([]profile.Profile, 10_000)
	for i := range all {
		all[i] = bank()
		all[i].ID, all[i].Name = fmt.Sprintf("%016x", i+1), fmt.Sprintf("realm number %d", i)
		all[i].Environment = profile.Environments()[i%len(profile.Environments())]
	}
	return all
}

func TestTenThousandProfilesAreOpenedFilteredAndSelected(t *testing.T) {
	onStage(t, func(s *stage) {
		if n := len(s.list.list.Items()); n < 10_000 {
			t.Fatalf("the list has %d rows", n)
		}
		s.wantShown("realm number 0")
		s.key(ctrl(fyne.KeyF))
		s.enter(s.list.filter, "number 9876")
		s.wantShown("realm number 9876")
		if got := s.selected; got != fmt.Sprintf("%016x", 9877) {
			t.Errorf("%s is selected", got)
		}
		s.list.filter.SetText("")
		s.win.Canvas().Focus(s.list.list.FocusTarget())
		s.typeKey(fyne.KeyEnd)
		items := s.list.list.Items()
		if got, want := s.list.list.Selected(), items[len(items)-1].ID; got != want || s.selected != want {
			t.Errorf("End selects %s, want %s", got, want)
		}
		s.typeKey(fyne.KeyHome)
		if got, want := s.selected, items[1].ID; got != want {
			t.Errorf("Home selects %s, want %s", got, want)
		}
		if faults := faultsOf(s.layers()...); len(faults) > 0 {
			t.Error(faults)
		}
		s.jumpBy("number 4321")
		if got := s.selected; got != fmt.Sprintf("%016x", 4322) {
			t.Errorf("the palette leads to %s", got)
		}
	}, many()...)
}

// TestClocksAreRightAfterSleepAndJumps leaves the window alone for eight hours,
// as a sleeping machine does, and moves the clock of the machine by an hour.
func TestClocksAreRightAfterSleepAndJumps(t *testing.T) {
	for name, tt := range map[string]struct {
		disturb func(s *stage)
		want    []string
	}{
		"eight hours of sleep": {func(*stage) { time.Sleep(8 * time.Hour) }, []string{"expired", "alice\tDEVELOPMENT\texpired"}},
		"an hour on":           {func(s *stage) { s.jump(time.Hour) }, []string{"expired", "alice\tDEVELOPMENT\texpired"}},
		"an hour back":         {func(s *stage) { s.jump(-time.Hour) }, []string{"1 h 4 min", "alice\tDEVELOPMENT\t1 h 4 min"}},
		"nothing":              {func(*stage) {}, []string{"4:28", "alice\tDEVELOPMENT\t4:28"}},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.keepSecrets()
				s.press("Get token")
				s.pass(30 * time.Second)
				tt.disturb(s)
				s.pass(2 * time.Second)
				s.wantShown(tt.want[0])
				s.wantShown("claroshop dev")
				for _, it := range s.list.list.Items() {
					if it.ID == shop().ID && it.Trailing != tt.want[0] {
						t.Errorf("the list shows %q, want %q", it.Trailing, tt.want[0])
					}
				}
				s.board()
				s.wantShown(tt.want[1])
			}, shop())
		})
	}
}

// jump sets the machine's clock on, or back. Wall time cannot jump in a bubble,
// so the moment at which the tokens came does.
func (s *stage) jump(d time.Duration) {
	set := &s.state().Tokens.Set
	set.ReceivedAt = set.ReceivedAt.Add(-d)
	set.ServerDate = set.ServerDate.Add(-d)
}
