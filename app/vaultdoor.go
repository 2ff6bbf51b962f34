package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"realmscope/app/vault"
	"realmscope/ui"
)

// lockPatience is how long a lock waits for saves under way: a refresh token
// that was just rotated gets its moment, a keyring's question does not.
const lockPatience = time.Second

// vaultDoor is the vault as the window sees it. Its maps belong to the UI
// goroutine; the store is used in the background only, but for its Status.
type vaultDoor struct {
	ctx   context.Context //nolint:containedctx // the program's life
	post  func(func())
	store *vault.Store
	// queue holds the saves that a lock lets pass.
	queue *queue
	// tell shows notices; opened is called when the vault is open.
	tell   func([]ui.Notice)
	opened func()

	subs map[int]func(ui.VaultStatus)
	next int
}

var _ ui.Vault = (*vaultDoor)(nil)

func newVaultDoor(ctx context.Context, post func(func()), store *vault.Store, q *queue) *vaultDoor {
	return &vaultDoor{ctx: ctx, post: post, store: store, queue: q, subs: map[int]func(ui.VaultStatus){}}
}

// open starts the vault in the background: no window waits for a keyring.
func (d *vaultDoor) open() {
	go func() {
		found, err := d.store.Start(d.ctx)
		if err != nil {
			return // the program has ended
		}
		d.post(func() {
			d.tell(vaultNotices(found))
			d.changed()
		})
	}()
}

// Status is the newest one.
func (d *vaultDoor) Status() ui.VaultStatus { return vaultStatus(d.store.Status()) }

func vaultStatus(s vault.Status) ui.VaultStatus {
	return ui.VaultStatus{
		Mode: string(s.Mode), Reason: string(s.Reason), Locked: s.Locked, Opening: s.Opening, Chosen: s.Chosen,
		KeyInFile: s.Place == vault.PlaceFile,
	}
}

// Subscribe calls f after every change.
func (d *vaultDoor) Subscribe(f func(ui.VaultStatus)) (cancel func()) {
	id := d.next
	d.next++
	d.subs[id] = f
	return func() { delete(d.subs, id) }
}

// changed tells everybody how the vault stands now. It runs on the UI goroutine.
func (d *vaultDoor) changed() {
	s := d.Status()
	if !s.Locked && !s.Opening && d.opened != nil {
		d.opened()
	}
	for _, id := range slices.Sorted(maps.Keys(d.subs)) {
		if f, ok := d.subs[id]; ok {
			f(s)
		}
	}
}

// About looks at the files.
func (d *vaultDoor) About(done func(ui.VaultAbout)) {
	go func() {
		a := d.store.About()
		out := ui.VaultAbout{VaultStatus: vaultStatus(a.Status), Path: a.Path, Saved: a.Saved, Records: a.Records, Swap: swap()}
		for _, b := range a.Backups {
			out.Backups = append(out.Backups, b.Saved)
		}
		d.post(func() { done(out) })
	}()
}

// Do runs a task.
func (d *vaultDoor) Do(t ui.VaultTask, done func(ui.VaultAnswer)) (cancel func()) {
	ctx, cancel := context.WithCancel(d.ctx)
	go func() {
		answer, err := d.run(ctx, t)
		cancelled := ctx.Err() != nil
		cancel()
		switch {
		case err != nil && cancelled && errors.Is(err, context.Canceled):
			answer.Cancelled = true
		case err != nil:
			answer.Failure = vaultFailure(err)
		}
		found := vaultNotices(d.store.Notices())
		d.post(func() {
			d.tell(found)
			d.changed()
			done(answer)
		})
	}()
	return cancel
}

// run is the task itself.
func (d *vaultDoor) run(ctx context.Context, t ui.VaultTask) (a ui.VaultAnswer, err error) {
	switch t.Op {
	case ui.VaultUnlock:
		return a, d.store.Unlock(ctx, t.Passphrase)
	case ui.VaultLock:
		return a, d.lock(ctx)
	case ui.VaultChoose:
		return a, d.store.SetMode(ctx, vault.Mode(t.Mode), t.Passphrase)
	case ui.VaultRekey:
		return a, d.store.Rotate(ctx, t.Passphrase)
	case ui.VaultPassphrase:
		return a, d.store.ChangePassphrase(ctx, t.Passphrase, t.Next)
	case ui.VaultRecovery:
		a.Text, err = d.store.RecoveryKey(ctx, t.Passphrase)
	case ui.VaultRestore:
		return a, d.store.RestoreKey(ctx, t.Key, vault.Mode(t.Mode), t.Passphrase)
	case ui.VaultAnew:
		a.Kept, err = d.store.StartAnew(ctx)
	}
	return a, err
}

// lock locks after the saves that were asked for before it.
func (d *vaultDoor) lock(ctx context.Context) error {
	saved := make(chan struct{})
	d.queue.add(func() { close(saved) })
	select {
	case <-saved:
	case <-time.After(lockPatience):
	}
	err := d.store.Lock(ctx)
	if err == nil {
		go d.scrubAgain()
	}
	return err
}

// scrubAgain overwrites what the window, the toolkit and the network let go of
// after a lock: drawn texts live on for a while in the toolkit's caches.
func (d *vaultDoor) scrubAgain() {
	for _, wait := range scrubs() {
		select {
		case <-time.After(wait):
			vault.Scrub()
		case <-d.ctx.Done():
			return
		}
	}
}

// scrubs are the waits before memory is overwritten again: 3 s after a lock for
// secrets, and 53 s after it for tokens that were shown.
func scrubs() []time.Duration { return []time.Duration{3 * time.Second, 50 * time.Second} }

// vaultFailure puts an error into the window's words. An error without a
// reason of the vault's own is one of the disk, as the vault counts them.
func vaultFailure(err error) *ui.VaultFailure {
	var f *vault.Failure
	switch {
	case errors.As(err, &f):
	case errors.Is(err, vault.ErrLocked): // it was locked while the task ran
		return &ui.VaultFailure{Reason: string(vault.ReasonBusy)}
	default:
		return &ui.VaultFailure{Reason: string(vault.ReasonDisk)}
	}
	return &ui.VaultFailure{Reason: string(f.Reason), Path: f.Path, Wait: f.Wait}
}

// saveError puts an error of a save that may be the vault's into the window's
// words; others stay as they are.
func saveError(err error) error {
	var f *vault.Failure
	switch {
	case errors.Is(err, vault.ErrLocked):
		return &ui.VaultFailure{Reason: ui.VaultLocked}
	case errors.As(err, &f):
		return vaultFailure(err)
	}
	return err
}

// noticeClosed says that the vault did not open: the window has a card for it.
const noticeClosed = "vault.closed"

// vaultNotices passes on what the vault has to say.
func vaultNotices(from []vault.Notice) []ui.Notice {
	var out []ui.Notice
	for _, n := range from {
		if n.Code != noticeClosed {
			out = append(out, ui.Notice{Code: n.Code, Args: n.Args})
		}
	}
	return out
}
