package ui

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"realmscope/app/session"
	"realmscope/tokenclient"
)

// fakeLogbook remembers what was to be saved.
type fakeLogbook struct {
	to   fyne.URI
	all  []session.Observed
	fail error
}

func (l *fakeLogbook) Save(to fyne.URI, all []session.Observed, done func(error)) {
	l.to, l.all = to, all
	done(l.fail)
}

// asked shows an exchange to the window.
func (s *stage) asked(label string, change func(*session.Observation)) {
	o := session.Observation{
		Label: label, Purpose: "token", Grant: "password", Method: "POST", URL: "https://sso.example.com/token", Status: 200,
		Params: []tokenclient.ObservedParam{
			{Name: "grant_type", Value: "password"}, {Name: "client_secret", Value: "[hidden]", Hidden: true}, {Name: "username", Value: "o'hara"},
		},
		Elapsed: 83 * time.Millisecond, ReceivedAt: time.Now(), Size: 12, Body: "{\"a\": 1}",
	}
	if change != nil {
		change(&o)
	}
	s.activity.Observe(o)
	s.settle()
	s.pass(time.Second)
}

// refusedRefresh makes an exchange a failure.
func refusedRefresh(o *session.Observation) {
	o.Status, o.Code, o.Grant = 401, "invalid_grant", "refresh_token"
	o.Err = &tokenclient.Error{Kind: tokenclient.KindOAuth, Status: 401, Code: "invalid_grant", Description: "Token is not active"}
}

// activityPage turns to the activity by its key.
func (s *stage) activityPage() *activityPlace {
	s.t.Helper()
	for i, e := range s.places.list {
		if e.key == placeActivity {
			s.key(ctrl([]fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5}[i]))
		}
	}
	a, ok := s.places.current().(*activityPlace)
	if !ok {
		s.t.Fatalf("the activity is not in sight but %T", s.places.current())
	}
	return a
}

func (s *stage) typeKeys(keys ...fyne.KeyName) {
	for _, k := range keys {
		s.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
		s.settle()
	}
}

func TestTheActivityShowsWhatWasAsked(t *testing.T) {
	onStage(t, func(s *stage) {
		s.activityPage()
		s.wantShown("Nothing has been asked yet")
		s.asked("00000000000000a1\x00alice", nil)
		s.asked("", refusedRefresh)
		s.asked("", func(o *session.Observation) { o.Grant, o.Purpose, o.Elapsed = "", "discovery", 12*time.Second })
		s.asked("", func(o *session.Observation) {
			o.Grant, o.Status, o.Err = "x:device_code", 400, &tokenclient.Error{Kind: tokenclient.KindOAuth}
			o.Code = "authorization_pending"
		})
		s.asked("", func(o *session.Observation) { o.Status, o.Err = 0, &tokenclient.Error{Kind: tokenclient.KindName} })
		s.wantNotShown("Nothing has been asked yet")
		s.wantShown(
			"claroshop dev · alice\ttoken by password\tsso.example.com\t✓ 200\t83 ms",
			"no profile\trefresh\tsso.example.com\t✗ 401 invalid_grant\t83 ms",
			"discovery\tsso.example.com\t✓ 200\t12 s",
			"token by device code\tsso.example.com\t○ 400 authorization_pending",
			"✗ host not found", "requests: 5 · failed: 2",
		)
		if all := s.shown(); strings.Index(all, "discovery\t") > strings.Index(all, "refresh\t") {
			t.Error("the newest is not above")
		}
	}, shop())
}

func TestTheActivityIsFiltered(t *testing.T) {
	onStage(t, func(s *stage) {
		a := s.activityPage()
		s.asked("00000000000000a1\x00alice", nil)
		s.asked("", refusedRefresh)
		s.key(ctrl(fyne.KeyF))
		if s.win.Canvas().Focused() != a.filter {
			t.Fatalf("the focus is on %T", s.win.Canvas().Focused())
		}
		test.Type(a.filter, "ALICE 200")
		s.wantShown("token by password\t")
		s.wantNotShown("refresh\t")
		test.Type(a.filter, "zzz")
		s.wantShown("Nothing fits the filter.")
		s.typeKeys(fyne.KeyEscape)
		s.wantShown("token by password\t", "refresh\t")
		test.Tap(a.only)
		s.wantShown("refresh\t")
		s.wantNotShown("token by password\t")
	}, shop())
}

func TestAnExchangeIsReadAndCopiedByKeyboard(t *testing.T) {
	onStage(t, func(s *stage) {
		a := s.activityPage()
		s.asked("00000000000000a1\x00alice", nil)
		s.typeKeys(fyne.KeyDown, fyne.KeyDown)
		s.wantShown("POST https://sso.example.com/token", "client_secret = [hidden]", "HTTP 200 · 83 ms · 12 bytes", `  "a": 1`)
		s.typeKeys(fyne.KeyReturn)
		if s.win.Canvas().Focused() != a.detail.view {
			t.Errorf("Enter leads to %T", s.win.Canvas().Focused())
		}
		s.press("Copy as curl")
		want := "curl \\\n  --data-urlencode 'grant_type=password' \\\n  --data-urlencode \"client_secret=$CLIENT_SECRET\" \\\n" +
			"  --data-urlencode 'username=o'\\''hara' \\\n  'https://sso.example.com/token'\n"
		if got := s.clipboard(); got != want {
			t.Errorf("curl is\n%s, want\n%s", got, want)
		}
		s.wantShown("copied as curl")
		s.press("Copy for a ticket")
		if got := s.clipboard(); strings.Contains(got, "hara") || !strings.Contains(got, "POST https://sso.example.com/token") || !strings.Contains(got, "status 200") {
			t.Errorf("the ticket is\n%s", got)
		}
		s.pressEscape()
		s.wantNotShown("client_secret = [hidden]")
		if s.win.Canvas().Focused() != a.feed.FocusTarget() {
			t.Errorf("Escape leads to %T", s.win.Canvas().Focused())
		}
	}, shop())
}

func TestAnExchangeFitsTheSmallestWindow(t *testing.T) {
	onStage(t, func(s *stage) {
		a := s.activityPage()
		for range 30 {
			s.asked("", refusedRefresh)
		}
		a.feed.Select(0)
		s.settle()
		if got := s.win.Content().MinSize(); got.Width > leastWidth || got.Height > leastHeight {
			t.Errorf("the window needs %v, more than %d x %d", got, leastWidth, leastHeight)
		}
		s.win.Resize(fyne.NewSize(leastWidth, leastHeight))
		top := fyne.CurrentApp().Driver().AbsolutePositionForObject(a.detail.root).Y
		table := fyne.CurrentApp().Driver().AbsolutePositionForObject(a.feed).Y + a.feed.Size().Height
		if end := top + a.detail.root.Size().Height; top < table || end > leastHeight {
			t.Errorf("the details stand from %v to %v, the table ends at %v", top, end, table)
		}
	}, shop())
}

func TestTheSelectionStaysWithItsExchange(t *testing.T) {
	onStage(t, func(s *stage) {
		a := s.activityPage()
		s.asked("", refusedRefresh)
		s.typeKeys(fyne.KeyDown, fyne.KeyDown)
		s.asked("", nil)
		if got := a.feed.Selected(); got != 1 {
			t.Errorf("row %d is selected, want 1: a newer one came above", got)
		}
		s.wantShown("Token is not active")
		for range 500 {
			s.activity.Observe(session.Observation{ReceivedAt: time.Now(), Status: 200, Method: "GET"})
		}
		s.settle()
		s.pass(time.Second)
		s.wantNotShown("Token is not active")
		s.wantShown("requests: 500 · failed: 0")
	}, shop())
}

func TestTheActivityIsSavedAndCleared(t *testing.T) {
	onStage(t, func(s *stage) {
		s.activityPage()
		s.asked("", refusedRefresh)
		s.choose = func(save bool, name string, then func(fyne.URI)) {
			if !save || name != "realmscope-log.txt" {
				t.Errorf("asked for a file with %v, %q", save, name)
			}
			then(storage.NewFileURI("/x/realmscope-log.txt"))
		}
		s.press("Save log…")
		if len(s.logbook.all) != 1 || s.logbook.to.Name() != "realmscope-log.txt" {
			t.Errorf("saved %d exchanges to %v", len(s.logbook.all), s.logbook.to)
		}
		s.wantShown("saved without secrets and names: realmscope-log.txt")
		s.logbook.fail = errors.New("the disk is full")
		s.press("Save log…")
		s.wantShown("The log was not saved: the disk is full")
		s.press("Clear")
		s.pass(time.Second)
		s.wantShown("Nothing has been asked yet")
	}, shop())
}

func TestManyExchangesAreDrawnTogether(t *testing.T) {
	onStage(t, func(s *stage) {
		a := s.activityPage()
		for i := range 200 {
			s.activity.Observe(session.Observation{ReceivedAt: time.Now(), Status: 200, URL: fmt.Sprintf("https://h%d.example", i)})
			s.settle()
		}
		if got := len(a.feed.Rows()); got != 0 {
			t.Errorf("%d rows were drawn before the pause was over", got)
		}
		s.pass(time.Second)
		if got := len(a.feed.Rows()); got != 200 {
			t.Errorf("%d rows, want 200", got)
		}
	})
}

func TestACrashIsOfferedOnce(t *testing.T) {
	onStage(t, func(s *stage) {
		s.crash = "panic: error\nmain.f"
		s.notices.crash(s.crash)
		s.wantShown("The last run of the program ended in a crash.")
		s.press("Copy report")
		if got := s.clipboard(); got != "panic: error\nmain.f" {
			t.Errorf("copied %q", got)
		}
		s.press("Dismiss")
		s.wantNotShown("ended in a crash")
		if s.crash != "" {
			t.Error("the report is kept after it was put away")
		}
	}, shop())
}
