package ui

import (
	"slices"
	"time"

	"realmscope/app/session"
)

// fakeVault is the vault as a script: each task is written down and answered
// after a second by the function that is set, or done.
type fakeVault struct {
	stage  *stage
	status VaultStatus
	about  VaultAbout
	tasks  []VaultTask
	answer func(VaultTask) VaultAnswer
	// hangs makes tasks wait until they are cancelled.
	hangs bool
	subs  []func(VaultStatus)
}

func (f *fakeVault) Status() VaultStatus { return f.status }

func (f *fakeVault) Subscribe(sub func(VaultStatus)) func() {
	f.subs = append(f.subs, sub)
	return func() {}
}

func (f *fakeVault) About(done func(VaultAbout)) {
	f.stage.after(time.Second, func() {
		a := f.about
		a.VaultStatus = f.status
		done(a)
	})
}

// set changes the status and tells everybody.
func (f *fakeVault) set(s VaultStatus) {
	f.status = s
	for _, sub := range f.subs {
		sub(s)
	}
}

func (f *fakeVault) Do(t VaultTask, done func(VaultAnswer)) func() {
	f.tasks = append(f.tasks, t)
	over := false
	finish := func(a VaultAnswer) {
		if !over {
			over = true
			f.apply(t, a)
			done(a)
		}
	}
	if !f.hangs {
		f.stage.after(time.Second, func() {
			var a VaultAnswer
			if f.answer != nil {
				a = f.answer(t)
			}
			finish(a)
		})
	}
	return func() { f.stage.after(0, func() { finish(VaultAnswer{Cancelled: true}) }) }
}

// apply is what a task does to a vault that has no trouble.
func (f *fakeVault) apply(t VaultTask, a VaultAnswer) {
	s := f.status
	switch {
	case a.Failure != nil || a.Cancelled:
		if a.Failure != nil && s.Locked && t.Op == VaultUnlock && a.Failure.Reason != "wrong_passphrase" {
			s.Reason = a.Failure.Reason
		}
	case t.Op == VaultLock:
		s.Locked = true
	case t.Op == VaultUnlock:
		s.Locked, s.Reason = false, ""
	case t.Op == VaultChoose:
		s.Mode, s.Chosen = t.Mode, true
	case t.Op == VaultRestore:
		s.Mode, s.Locked, s.Reason = t.Mode, false, ""
	case t.Op == VaultAnew:
		s = VaultStatus{Mode: modeSession}
	}
	f.set(s)
}

// ops are the tasks so far.
func (f *fakeVault) ops() []VaultOp {
	var all []VaultOp
	for _, t := range f.tasks {
		all = append(all, t.Op)
	}
	return all
}

func (f *fakeVault) did(op VaultOp) bool { return slices.Contains(f.ops(), op) }

// last is the newest task.
func (f *fakeVault) last() VaultTask {
	if len(f.tasks) == 0 {
		return VaultTask{}
	}
	return f.tasks[len(f.tasks)-1]
}

func failing(reason string) func(VaultTask) VaultAnswer {
	return func(VaultTask) VaultAnswer { return VaultAnswer{Failure: &VaultFailure{Reason: reason}} }
}

func giving(text string) func(VaultTask) VaultAnswer {
	return func(VaultTask) VaultAnswer { return VaultAnswer{Text: session.NewSecret(text)} }
}
