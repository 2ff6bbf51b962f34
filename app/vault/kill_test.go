package vault

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"realmscope/app/durable/durabletest"
	"realmscope/tokenclient"
)

// count reads the number that the looping children count up.
func count(ctx context.Context, s *Store) (int, error) {
	secret, err := s.Get(ctx, "count", testOwner())
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(secret.Reveal())
}

// saveForEver counts up in a secret and says so before and after each save,
// until it is killed. Each is a swap, as when a refresh token is rotated.
func saveForEver(ctx context.Context, s *Store) error {
	n, err := count(ctx, s)
	for ; err == nil; n++ {
		fmt.Println("before", n)
		r := Record{Kind: KindRefreshToken, Owner: testOwner(), Secret: tokenclient.NewSecret(strconv.Itoa(n + 1))}
		if err = s.Swap(ctx, "token "+strconv.Itoa((n+1)%2), r, "token "+strconv.Itoa(n%2)); err == nil {
			err = s.Put(ctx, "count", r)
		}
		if err == nil {
			fmt.Println("after", n+1)
		}
	}
	return err
}

// rotateForEver gives the vault one new key after another, in both modes.
func rotateForEver(ctx context.Context, s *Store) error {
	word := tokenclient.NewSecret("open sesame")
	for n := 0; ; n++ {
		fmt.Println("before", n)
		var err error
		switch n % 3 {
		case 0:
			err = s.Rotate(ctx, word)
		case 1:
			err = s.SetMode(ctx, ModePassphrase, word)
		case 2:
			err = s.SetMode(ctx, ModeKeyring, word)
		}
		if err != nil {
			return err
		}
		fmt.Println("after", n+1)
	}
}

// A program killed while it saves leaves what was there before or what it
// wrote; of a rotated token there is the old or the new one, never none.
func TestKilledSaves(t *testing.T) {
	r := newShelfRig(t)
	s := r.open(t)
	mustPut(t, s, "count", "0")
	mustPut(t, s, "token 0", "0")
	mustPut(t, s, "big", strings.Repeat("x", 50_000))
	mustSetMode(t, s, ModeKeyring)
	random := rand.New(rand.NewPCG(1, 2))
	kills, saves, rubbish, last := durabletest.Scale(t, 40, 1000), 0, 0, 0
	for range kills {
		before, after := durabletest.Kill(t, command(t, "save", r.dir, r.shelf), random)
		left, _ := filepath.Glob(filepath.Join(r.dir, ".vault*"))
		rubbish += len(left)
		again := r.open(t)
		if notices := again.Notices(); len(notices) > 0 {
			t.Fatalf("notices after a kill: %v", notices)
		}
		n, err := count(t.Context(), again)
		if err != nil || n < max(after, last) || n > max(before+1, last) {
			t.Fatalf("the vault holds %d, %v, want %d to %d", n, err, max(after, last), before+1)
		}
		entries, err := again.List(t.Context())
		if err != nil || len(entries) != 3 {
			t.Fatalf("after a kill: %d records, %v, want the number, the big one and one token", len(entries), err)
		}
		saves += n - last
		last = n
		if left, _ := filepath.Glob(filepath.Join(r.dir, ".vault*")); len(left) != 0 {
			t.Fatalf("a start left temporary files: %v", left)
		}
		_ = again.Close()
	}
	t.Logf("%d kills, %d saves, %d temporary files left behind and removed", kills, saves, rubbish)
	if saves < kills {
		t.Errorf("%d saves in %d kills: the kills do not meet the saves", saves, kills)
	}
	durabletest.Figure(t, "kill -9 during a save that lost a secret", kills, 0)
}

// A program killed while it changes the key leaves a vault that opens with all
// it held, and no key but one after the next start.
func TestKilledRotations(t *testing.T) {
	r := newShelfRig(t)
	s := r.open(t)
	mustPut(t, s, "a", "one")
	mustSetMode(t, s, ModeKeyring)
	random := rand.New(rand.NewPCG(3, 4))
	kills, rotations := durabletest.Scale(t, 40, 1000), 0
	for range kills {
		_, after := durabletest.Kill(t, command(t, "rotate", r.dir, r.shelf), random)
		rotations += after
		again := r.open(t)
		if err := again.Unlock(t.Context(), word("open sesame")); err != nil {
			t.Fatalf("after a kill: %v", err)
		}
		wantSecret(t, again, "a", "one")
		items, err := os.ReadDir(r.shelf)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range items {
			if !strings.HasPrefix(item.Name(), ".new") && item.Name() != "vault-key_"+again.key.id {
				t.Errorf("a key that nothing needs is left in the keyring: %s", item.Name())
			}
		}
		if len(again.pendingKeys()) > 0 {
			t.Errorf("keys left over: %v", again.pendingKeys())
		}
		_ = again.Close()
	}
	t.Logf("%d kills in %d rotations", kills, rotations)
	if rotations < kills {
		t.Errorf("%d rotations in %d kills: the kills do not meet them", rotations, kills)
	}
	durabletest.Figure(t, "kill -9 during a rotation, a change of mode or passphrase that lost the vault", kills, 0)
}
