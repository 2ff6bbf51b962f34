package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"realmscope/app/session"
	"realmscope/app/vault"
	"realmscope/ui/look"
)

// inVault is an open vault of a mode.
func inVault(s *stage, mode string) { s.keep.set(VaultStatus{Mode: mode, Chosen: true}) }

// dotted are the visible fields for secrets.
func (s *stage) dotted() []*entry {
	var all []*entry
	s.walk(func(o fyne.CanvasObject) {
		if e, ok := o.(*entry); ok && e.Password {
			all = append(all, e)
		}
	})
	return all
}

func TestLockHidesAndForgetsEverything(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		inVault(s, modePassphrase)
		s.press("Get token")
		s.wantShown("preferred_username", "shop-web")
		s.key(ctrlShift(fyne.KeyL))
		s.wantShown("The vault is locked", "Enter the passphrase")
		s.wantNotShown("preferred_username", "alice", "claroshop", "Get token")
		s.pass(2 * time.Second)
		if !s.keep.did(VaultLock) || s.state().Tokens != nil {
			t.Errorf("tasks %v, tokens %v", s.keep.ops(), s.state().Tokens)
		}
		s.press("Unlock") // with nothing typed nothing is tried
		s.enter(s.mask.view.field, "right horse")
		s.pass(2 * time.Second)
		if got := s.keep.last(); got.Op != VaultUnlock || got.Passphrase.Reveal() != "right horse" {
			t.Errorf("last task %s with %q", got.Op, got.Passphrase.Reveal())
		}
		s.wantShown("claroshop dev", "Get token")
		s.wantNotShown("The vault is locked", "preferred_username")
	}, shop())
}

func TestTheKeyLocksOverACard(t *testing.T) {
	for name, open := range map[string]func(s *stage){
		"a dialog":         func(s *stage) { s.showVault() },
		"a question":       func(s *stage) { s.confirm("Sure?", "", "Yes", "No", func() { t.Error("it was answered") }) },
		"the recovery key": func(s *stage) { s.showRecovery(session.NewSecret("canary")); s.press("Show it") },
		"the palette":      func(s *stage) { s.key(ctrl(fyne.KeyK)) },
		"a file's picker":  func(s *stage) { s.importFile() },
		"a form":           func(s *stage) { s.key(ctrl(fyne.KeyE)) },
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				inVault(s, modeKeyring)
				open(s)
				s.settle()
				s.key(ctrlShift(fyne.KeyL))
				s.pass(2 * time.Second)
				s.wantShown("The vault is locked")
				s.wantNotShown("claroshop", "canary")
				if !s.keep.did(VaultLock) || s.modal != nil || s.picker != nil {
					t.Errorf("tasks %v, a card %t, a picker %t", s.keep.ops(), s.modal != nil, s.picker != nil)
				}
			}, shop())
		})
	}
	onStage(t, func(s *stage) { // there is nothing to lock to: the card stays
		s.confirm("Sure?", "", "Yes", "No", func() {})
		s.key(ctrlShift(fyne.KeyL))
		s.wantShown("Sure?")
	}, shop())
}

func TestThePageTakesTheRoomOfTheCardThatWent(t *testing.T) {
	onStage(t, func(s *stage) {
		top := func() float32 { return s.app.Driver().AbsolutePositionForObject(s.body).Y }
		free := top()
		s.keep.set(VaultStatus{Mode: modePassphrase, Locked: true, Chosen: true})
		shut := top()
		if card := s.shut.root.MinSize().Height; shut != free+card {
			t.Errorf("with a card of %v the page stands at %v, without at %v", card, shut, free)
		}
		s.enter(s.shut.view.field, "right horse")
		if top() <= shut {
			t.Error("there is no room for the words of a try")
		}
		s.pass(2 * time.Second)
		s.wantNotShown("The vault is locked")
		if top() != free {
			t.Errorf("after unlocking the page stands at %v, want %v", top(), free)
		}
		s.Notify([]Notice{{Code: "vault.rekeyed"}})
		if top() <= free {
			t.Error("a notice covers the page")
		}
		s.press(T("notices.dismiss"))
		if top() != free {
			t.Errorf("after a notice the page stands at %v, want %v", top(), free)
		}
	}, shop())
}

func TestNothingWorksWhileLocked(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		inVault(s, modeKeyring)
		s.press("Get token")
		var actions []func()
		for _, m := range s.win.MainMenu().Items {
			for _, i := range m.Items {
				if i.Action != nil && !i.IsQuit {
					actions = append(actions, i.Action)
				}
			}
		}
		s.app.Clipboard().SetContent("mine")
		s.press("Lock")
		s.pass(2 * time.Second)
		asked, tasks := len(s.server.asked), len(s.keep.tasks)
		for _, m := range s.win.MainMenu().Items {
			for _, i := range m.Items {
				if i.Shortcut != nil && !i.IsQuit {
					t.Errorf("the locked menu has %q", i.Label)
				}
			}
		}
		for _, act := range actions { // as if a key of the old menu came through
			act()
			s.settle()
		}
		s.pressEscape()
		s.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
		s.onDropped(fyne.NewPos(9, 9), nil)
		s.pass(2 * time.Second)
		if s.clipboard() != "mine" || len(s.server.asked) != asked || len(s.keep.tasks) != tasks || s.mask == nil {
			t.Errorf("%d actions: clipboard %q, %d requests, %d tasks", len(actions), s.clipboard(), len(s.server.asked)-asked, len(s.keep.tasks)-tasks)
		}
		s.wantShown("The vault is locked")
		s.wantNotShown("claroshop", "alice")
		if len(actions) < 40 {
			t.Errorf("only %d actions were tried", len(actions))
		}
	}, shop())
}

func TestLockForgetsWhatWasTypedIntoTheForm(t *testing.T) {
	onStage(t, func(s *stage) {
		inVault(s, modeKeyring)
		s.key(ctrl(fyne.KeyE))
		s.form.name.entry.SetText("renamed")
		for _, e := range s.dotted() {
			e.SetText("canary")
		}
		forgotten := 0
		s.onLock = append(s.onLock, func() { forgotten++ })
		s.Lock()
		s.pass(2 * time.Second)
		s.press("Unlock with the keyring")
		s.pass(2 * time.Second)
		if s.form == nil || s.form.name.entry.Text != "renamed" || s.form.holdsSecrets() || forgotten != 1 {
			t.Errorf("form %v, hooks run %d times", s.form != nil, forgotten)
		}
	}, shop())
}

func TestWrongPassphraseIsToldWithItsWait(t *testing.T) {
	onStage(t, func(s *stage) {
		inVault(s, modePassphrase)
		s.Lock()
		s.pass(2 * time.Second)
		s.keep.answer = func(VaultTask) VaultAnswer {
			return VaultAnswer{Failure: &VaultFailure{Reason: "wrong_passphrase", Wait: 4 * time.Second}}
		}
		s.enter(s.mask.view.field, "wrong")
		s.wantShown("One moment…")
		s.enter(s.mask.view.field, "again") // while one try runs there is no second
		s.pass(2 * time.Second)
		s.wantShown("The passphrase is wrong", "The next try has to wait 4 s")
		if n := len(s.keep.tasks); n != 2 || s.mask == nil {
			t.Errorf("%d tasks %v, want the lock and one try", n, s.keep.ops())
		}
		if s.win.Canvas().Focused() != fyne.Focusable(s.mask.view.field) {
			t.Error("the cursor is not in the field")
		}
	}, shop())
}

func TestUnlockCanBeCancelled(t *testing.T) {
	onStage(t, func(s *stage) {
		inVault(s, modeKeyring)
		s.Lock()
		s.pass(2 * time.Second)
		s.keep.hangs = true
		s.press("Unlock with the keyring")
		s.wantShown("Waiting for your keyring…")
		s.press("Cancel")
		s.pass(time.Second)
		s.wantNotShown("Waiting for your keyring…")
		s.keep.hangs = false
		s.press("Unlock with the keyring")
		s.pass(2 * time.Second)
		s.wantShown("claroshop dev")
	}, shop())
}

func TestEveryFailureOfAStartHasItsCard(t *testing.T) {
	for _, r := range vault.Reasons() {
		t.Run(string(r), func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.keep.set(VaultStatus{Mode: modeKeyring, Locked: true, Chosen: true, Reason: string(r)})
				s.wantShown("vault: locked", T("vault.reason."+string(r)+".title"), T("vault.reason."+string(r)+".todo"), "Get token")
				s.wantShown("Start a new vault…")
				if s.keep.status.canRestore() {
					s.wantShown("Recovery key…")
				} else {
					s.wantNotShown("Recovery key…")
				}
				s.keep.answer = failing(string(r))
				s.press("Try again")
				s.pass(2 * time.Second)
				s.wantShown(T("vault.reason." + string(r) + ".title"))
				s.keep.answer = nil
				s.press("Try again")
				s.pass(2 * time.Second)
				s.wantNotShown(T("vault.reason."+string(r)+".title"), "vault: locked")
				if got := s.keep.ops(); !slices.Equal(got, []VaultOp{VaultUnlock, VaultUnlock}) {
					t.Errorf("tasks %v", got)
				}
			}, shop())
		})
	}
}

func TestLostKeyIsReplacedByTheRecoveryKey(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keep.set(VaultStatus{Mode: modeKeyring, Locked: true, Chosen: true, Reason: "key_missing"})
		s.press("Recovery key…")
		s.enter(s.dotted()[0], "AGE-SECRET-KEY-1")
		s.pass(2 * time.Second)
		if got := s.keep.last(); got.Op != VaultRestore || got.Mode != modeKeyring || got.Key.Reveal() != "AGE-SECRET-KEY-1" {
			t.Errorf("task %s in %s with %q", got.Op, got.Mode, got.Key.Reveal())
		}
		s.wantShown("vault: keyring")
	}, shop())
}

func TestNewVaultIsStartedAfterAQuestionOnly(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keep.set(VaultStatus{Mode: modeKeyring, Locked: true, Chosen: true, Reason: "damaged"})
		s.press("Start a new vault…")
		s.wantShown("nothing is deleted")
		s.press("Cancel")
		if len(s.keep.tasks) != 0 {
			t.Fatalf("tasks %v before the answer", s.keep.ops())
		}
		s.press("Start a new vault…")
		s.keep.answer = func(VaultTask) VaultAnswer { return VaultAnswer{Kept: "/home/me/old"} }
		s.press("Start a new one")
		s.pass(2 * time.Second)
		s.wantShown("/home/me/old", "kept for this session only")
	}, shop())
}

func TestIdleWindowLocks(t *testing.T) {
	onStage(t, func(s *stage) {
		inVault(s, modeKeyring)
		s.alter(func(c *Choices) { c.LockAfter = 5 * time.Minute })
		s.touched()
		s.pass(4 * time.Minute)
		cursor(s)
		s.pass(4 * time.Minute)
		if s.mask != nil {
			t.Fatal("it locked although the mouse had moved")
		}
		look.Touched(s.page.actions.get)
		s.pass(4*time.Minute + 55*time.Second)
		if s.mask != nil {
			t.Fatal("it locked although a key was pressed")
		}
		s.pass(10 * time.Second)
		if s.mask == nil {
			t.Error("it did not lock")
		}
	}, shop())
}

// cursor moves the mouse, as the driver tells of it.
func cursor(s *stage) {
	s.win.Content().(desktop.Cursorable).Cursor()
	s.settle()
}

func TestIdleWindowNeverLocksWhenItShallNot(t *testing.T) {
	for name, prepare := range map[string]func(*stage){
		"switched off": func(s *stage) {
			inVault(s, modeKeyring)
			s.alter(func(c *Choices) { c.LockAfter = 0 })
		},
		"session only": func(s *stage) { s.alter(func(c *Choices) { c.LockAfter = time.Minute }) },
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				prepare(s)
				s.touched()
				s.pass(30 * time.Minute)
				if s.mask != nil {
					t.Error("it locked")
				}
			}, shop())
		})
	}
}

func TestSessionOnlyForgetsTokensInstead(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.press("Lock")
		s.wantShown("There is nothing to lock to")
		s.press("Forget all tokens")
		s.wantNotShown("preferred_username")
		if s.mask != nil || len(s.keep.tasks) != 0 || s.state().Tokens != nil {
			t.Errorf("masked %v, tasks %v", s.mask != nil, s.keep.ops())
		}
	}, shop())
}

func TestSessionsComeBackWithTheVault(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		inVault(s, modeKeyring)
		p := shop()
		p.KeepLoggedIn = true
		s.saved.all[0] = p
		s.saved.tell()
		s.press("Get token")
		s.Lock()
		s.pass(2 * time.Second)
		s.press("Unlock with the keyring")
		s.pass(2 * time.Second)
		st := s.p.Sessions.State(session.Key{ProfileID: p.ID, Account: "alice"})
		if st.Tokens == nil || st.Tokens.Access != nil || !st.CanRefresh() {
			t.Fatalf("after unlocking: %+v", st.Tokens)
		}
		s.press("Refresh")
		s.wantShown("preferred_username")
	}, shop())
}

func TestMouseOverACardCountsAsWell(t *testing.T) {
	onStage(t, func(s *stage) {
		inVault(s, modeKeyring)
		s.alter(func(c *Choices) { c.LockAfter = 5 * time.Minute })
		s.showKeys()
		s.touched()
		s.pass(4 * time.Minute)
		found := 0
		for _, o := range s.win.Canvas().Overlays().List() {
			walk(o, func(o fyne.CanvasObject) {
				if p, ok := o.(*look.Pulse); ok {
					p.Cursor()
					found++
				}
			})
		}
		s.pass(4 * time.Minute)
		if s.mask != nil || found != 1 {
			t.Errorf("masked %v with %d pages that hear the mouse", s.mask != nil, found)
		}
	}, shop())
}

func TestTypingReachesTheField(t *testing.T) {
	onStage(t, func(s *stage) {
		inVault(s, modePassphrase)
		s.Lock()
		f := s.win.Canvas().Focused()
		e, ok := f.(*entry)
		if !ok {
			t.Fatalf("%T has the focus", f)
		}
		test.Type(e, strings.Repeat("x", 20))
		if e.Text != strings.Repeat("x", 20) || !e.Password {
			t.Errorf("the field holds %q, dots %v", e.Text, e.Password)
		}
	}, shop())
}
