package ui

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/session"
)

// boardApp is an application with a clipboard that may refuse, and that counts
// how often it is read and written.
type boardApp struct {
	fyne.App
	board *fakeBoard
}

func (a boardApp) Clipboard() fyne.Clipboard { return a.board }

type fakeBoard struct {
	text          string
	stuck         bool
	reads, writes int
	// were are the contents that it had.
	were []string
}

func (b *fakeBoard) Content() string { b.reads++; return b.text }

func (b *fakeBoard) SetContent(text string) {
	if b.writes++; !b.stuck {
		b.were = append(b.were, b.text)
		b.text = text
	}
}

// withBoard gives the stage a clipboard to look into.
func (s *stage) withBoard() *fakeBoard {
	b := &fakeBoard{}
	s.Window.p.App = boardApp{s.app, b}
	return b
}

func TestACopiedSecretLeavesTheClipboard(t *testing.T) {
	onStage(t, func(s *stage) {
		b := s.withBoard()
		s.keepSecrets()
		s.press("Get token")
		s.key(ctrlShift(fyne.KeyC))
		if b.text == "" {
			t.Fatal("nothing was copied")
		}
		s.wantShown("access token of claroshop dev (alice)", "clipboard clears in 0:30")
		s.pass(2 * time.Second)
		s.wantShown("clipboard clears in 0:28")
		s.key(ctrl(fyne.KeyR)) // the countdown outlives the words about the copy
		s.wantShown("clipboard clears in 0:28")
		s.pass(27 * time.Second)
		s.wantShown("clipboard clears in 0:01")
		if b.text == "" {
			t.Error("it was taken away too soon")
		}
		s.pass(time.Second)
		s.wantShown("clipboard cleared")
		if b.text != "" {
			t.Errorf("the clipboard still holds %d bytes", len(b.text))
		}
	}, shop())
}

func TestTheTimeOnTheClipboardIsChosen(t *testing.T) {
	for name, tt := range map[string]struct {
		stay time.Duration
		gone time.Duration
	}{
		"ten seconds":   {10 * time.Second, 10 * time.Second},
		"five minutes":  {5 * time.Minute, 5 * time.Minute},
		"never":         {0, 0},
		"out of bounds": {time.Second, 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				b := s.withBoard()
				s.alter(func(c *Choices) { *c = DefaultChoices() })
				s.settings.choices.ClipboardFor = tt.stay
				s.copySecret(session.NewSecret("secret"), "done")
				s.pass(max(tt.gone, time.Second) - time.Second)
				if b.text != "secret" {
					t.Fatal("it is gone too soon")
				}
				s.pass(10 * time.Minute)
				if gone := b.text == ""; gone != (tt.gone > 0) {
					t.Errorf("gone after all is %v", gone)
				}
			}, shop())
		})
	}
}

func TestWhatIsNoSecretStaysOnTheClipboard(t *testing.T) {
	for name, do := range map[string]func(s *stage){
		"a ticket":        func(s *stage) { s.key(ctrlShift(fyne.KeyT)) },
		"a claim's place": func(s *stage) { s.page.tokens.panes[tabAccess].claims.copyPath(0) },
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				b := s.withBoard()
				s.keepSecrets()
				s.press("Get token")
				s.key(ctrlShift(fyne.KeyC)) // a secret before it must not take it away
				do(s)
				before := b.text
				s.wantNotShown("clipboard clears")
				s.pass(10 * time.Minute)
				s.ClearClipboard()
				if b.text == "" || b.text != before {
					t.Errorf("the clipboard holds %.40q, was %.40q", b.text, before)
				}
			}, shop())
		})
	}
}

func TestAClaimIsTakenAwayAsATokenIs(t *testing.T) {
	onStage(t, func(s *stage) {
		b := s.withBoard()
		s.keepSecrets()
		s.press("Get token")
		for _, copied := range []func(int){s.page.tokens.panes[tabAccess].claims.copyValue, s.page.tokens.panes[tabAccess].claims.copyRow} {
			copied(0)
			if b.text == "" {
				t.Fatal("nothing was copied")
			}
			s.pass(30 * time.Second)
			if b.text != "" {
				t.Errorf("the clipboard still holds %q", b.text)
			}
		}
	}, shop())
}

func TestLockAndQuitClearTheClipboard(t *testing.T) {
	for name, end := range map[string]func(s *stage){
		"lock":  func(s *stage) { s.ClearClipboard() },
		"quit":  func(s *stage) { s.key(ctrl(fyne.KeyQ)) },
		"close": func(s *stage) { s.onClose() },
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				b := s.withBoard()
				s.copySecret(session.NewSecret("secret"), "done")
				end(s)
				if b.text != "" {
					t.Errorf("the clipboard holds %q", b.text)
				}
				b.text = "theirs"
				s.pass(time.Minute)
				if b.text != "theirs" {
					t.Error("what was copied later is gone")
				}
			}, shop())
		})
	}
}

func TestNothingForeignIsTakenAway(t *testing.T) {
	onStage(t, func(s *stage) {
		b := s.withBoard()
		random := rand.New(rand.NewPCG(1, 2))
		want, last := "", time.Now()
		for i := range 1000 {
			switch random.IntN(4) {
			case 0:
				b.text = fmt.Sprint("theirs ", i)
				want = b.text
			case 1:
				s.copySecret(session.NewSecret(fmt.Sprint("ours ", i)), "done")
				want, last = "", time.Now()
			case 2:
				s.copyPlain(fmt.Sprint("plain ", i), "done")
				want = b.text
			default:
				s.pass(time.Duration(random.IntN(20)) * time.Second)
			}
			if want != "" && b.text != want {
				t.Fatalf("step %d: %q is gone, there is %q", i, want, b.text)
			}
			if want == "" && b.text != "" && time.Since(last) > 30*time.Second {
				t.Fatalf("step %d: %q is still there", i, b.text)
			}
		}
	}, shop())
}

func TestAClipboardThatCannotBeClearedIsSaid(t *testing.T) {
	onStage(t, func(s *stage) {
		b := s.withBoard()
		s.copySecret(session.NewSecret("secret"), "done")
		b.stuck = true
		s.pass(30 * time.Second)
		s.wantShown("the clipboard could not be cleared")
		b.stuck = false
		s.pass(time.Second)
		s.wantShown("clipboard cleared")
		s.wantNotShown("could not")

		s.copySecret(session.NewSecret("secret"), "done")
		b.stuck = true
		s.pass(5 * time.Minute)
		before := b.writes
		s.pass(5 * time.Minute)
		if b.writes != before {
			t.Error("a clipboard that refuses is asked for ever")
		}
		b.stuck = false
		s.ClearClipboard()
		if b.text != "" {
			t.Error("the lock does not try again")
		}
	}, shop())
}

func TestTheClipboardIsLeftAloneUnasked(t *testing.T) {
	onStage(t, func(s *stage) {
		b := s.withBoard()
		s.keepSecrets()
		s.press("Get token")
		s.pass(10 * time.Minute)
		if b.writes != 0 || b.reads != 0 {
			t.Errorf("%d writes and %d reads", b.writes, b.reads)
		}
		s.key(ctrlShift(fyne.KeyC))
		s.pass(29 * time.Second)
		if b.reads != 0 {
			t.Errorf("%d reads during the countdown", b.reads)
		}
	}, shop())
}

func TestASleepOfTheMachineCounts(t *testing.T) {
	onStage(t, func(s *stage) {
		b := s.withBoard()
		s.copySecret(session.NewSecret("secret"), "done")
		s.clip.end = s.clip.end.Add(-8 * time.Hour) // the wall clock went on
		s.pass(time.Second)
		if b.text != "" {
			t.Error("it is still there a second after the sleep")
		}
	}, shop())
}

// The memory in which the toolkit's library had the secret is written over,
// where others cannot see what with.
func TestTheLibraryGetsBlanksInThePlaceOfASecret(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("SKIP: every content is seen by others here")
	}
	onStage(t, func(s *stage) {
		b := s.withBoard()
		s.copySecret(session.NewSecret("sécret"), "done")
		s.ClearClipboard()
		blank := strings.Repeat(" ", len("sécret"))
		if want := []string{"", "sécret", blank, blank, blank}; !slices.Equal(b.were, want) || b.text != "" {
			t.Errorf("the contents were %q and are %q, want %q and none", b.were, b.text, want)
		}
	}, shop())
}
