package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// noticeApp writes down what is told to the desktop.
type noticeApp struct {
	fyne.App
	told *[]string
}

func (a noticeApp) SendNotification(n *fyne.Notification) {
	*a.told = append(*a.told, n.Title+": "+n.Content)
}

// notices makes the stage remember what is told to the desktop.
func (s *stage) told() *[]string {
	told := &[]string{}
	s.Window.p.App = noticeApp{s.app, told}
	return told
}

func TestTheEndOfAWatchedTokenIsTold(t *testing.T) {
	for name, tt := range map[string]struct {
		prepare func(s *stage)
		want    string
	}{
		"watched": {func(s *stage) { s.key(ctrlShift(fyne.KeyA)) }, "Realmscope: The access token of claroshop dev has ended."},
		"hidden": {func(s *stage) {
			s.key(ctrlShift(fyne.KeyA))
			s.key(ctrlShift(fyne.KeyH))
		}, "Realmscope: A token has ended."},
		"not watched":      {func(*stage) {}, ""},
		"watched no more":  {func(s *stage) { s.key(ctrlShift(fyne.KeyA)); s.key(ctrlShift(fyne.KeyA)) }, ""},
		"switched off":     {func(s *stage) { s.key(ctrlShift(fyne.KeyA)); s.alter(func(c *Choices) { c.ExpiryNotice = false }) }, ""},
		"kept fresh":       {func(s *stage) { s.key(ctrlShift(fyne.KeyA)); s.key(ctrlShift(fyne.KeyF)) }, ""},
		"logged out first": {func(s *stage) { s.key(ctrlShift(fyne.KeyA)); s.key(ctrl(fyne.KeyL)) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				told := s.told()
				s.alter(func(c *Choices) { c.ExpiryNotice = true })
				s.keepSecrets()
				s.press("Get token")
				tt.prepare(s)
				s.pass(4*time.Minute + 58*time.Second)
				if len(*told) > 0 {
					t.Fatalf("told too soon: %q", *told)
				}
				s.pass(3 * time.Minute)
				if got := strings.Join(*told, "\n"); got != tt.want {
					t.Errorf("the desktop is told %q, want %q", got, tt.want)
				}
			}, shop())
		})
	}
}

func TestEachTokenOfAWatchedSessionIsToldOfOnce(t *testing.T) {
	onStage(t, func(s *stage) {
		told := s.told()
		s.alter(func(c *Choices) { c.ExpiryNotice = true })
		s.keepSecrets()
		s.press("Get token")
		s.key(ctrlShift(fyne.KeyA))
		s.wantShown("notice at its end")
		s.pass(10 * time.Minute)
		s.press("Get token")
		s.pass(10 * time.Minute)
		if len(*told) != 2 {
			t.Errorf("two tokens have ended, told %q", *told)
		}
	}, shop())
}

func TestWatchingSaysThatNoticesAreOff(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.key(ctrlShift(fyne.KeyA))
		s.wantShown("Notices are off: switch them on in Settings (Ctrl+")
		s.wantNotShown("notice at its end")
	}, shop())
}

// hostileNames are names of profiles that some desktop would run or render.
func hostileNames() []string {
	names := []string{
		"$(calc)", "`calc`", `"; calc; "`, "'; calc; '", "“; calc; ”", "a & b", "a | b", "a; b", "<b>x</b>", "<img src=x>", "%PATH%", "${HOME}",
		"\u202Eevil", "a\x00b", "a\nb", "a\r\nb", "\x1b[31mred", "‘x’", "„x‟", "＄（calc）", "{x}", "[x]", "\\\\host\\share", "a\tb", "&lt;", "!x!", "^x", "#x", "~x", "*",
		"$((1))", "@x", "x=y", "x,y", "http://x/?a=b&c=d", "ñandú", "日本", "\U0001F600", strings.Repeat("x", 10000), strings.Repeat("$", 10000),
	}
	return names
}

func TestANotificationHoldsNothingThatRuns(t *testing.T) {
	if n := len(hostileNames()); n != 40 {
		t.Fatalf("%d names, want 40", n)
	}
	for _, name := range hostileNames() {
		p := shop()
		p.Name = name
		onStage(t, func(s *stage) {
			told := s.told()
			s.alter(func(c *Choices) { c.ExpiryNotice = true })
			s.keepSecrets()
			s.press("Get token")
			s.key(ctrlShift(fyne.KeyA))
			time.Sleep(5 * time.Minute) // in one go: forty windows need not count each second
			s.settle()
			s.pass(2 * time.Second)
			if len(*told) != 1 {
				t.Fatalf("%.30q: told %q", name, *told)
			}
			if got := (*told)[0]; strings.ContainsAny(got, "$\"'`;&|<>\\“”„‟‘’\n\x00") || len(got) > 120 {
				t.Errorf("%.30q is told as %q", name, got)
			}
		}, p)
	}
}

func TestTheWordsOfNoticesRunNothingInAnyLanguage(t *testing.T) {
	for _, language := range Languages() {
		all := texts(t, "settings."+language+".json")
		for _, key := range []string{"expiry.ended", "expiry.ended_of"} {
			text := strings.ReplaceAll(all[key], "{{.Profile}}", "x")
			if text == "" || strings.ContainsAny(text, "$\"'`;&|<>\\“”‘’") {
				t.Errorf("%s: %s is %q", language, key, text)
			}
		}
	}
}
