// Package vaulttest holds the contract that every vault keeps, whatever its
// mode: a new implementation proves itself by passing [Contract].
package vaulttest

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// Contract runs the checks that every vault.Vault passes. open gives an empty
// vault that is unlocked and registers its own clean-up; it is called once for
// each check.
func Contract(t *testing.T, open func(t *testing.T) vault.Vault) {
	t.Helper()
	for name, check := range map[string]func(*testing.T, vault.Vault){
		"an absent record is not found":                   absent,
		"a record comes back to its owner":                kept,
		"a record is released to no other owner":          otherOwner,
		"a record is replaced with its owner":             replaced,
		"a deleted record is gone and others stay":        deleted,
		"a cancelled context ends every call":             cancelled,
		"values of 1 B to 256 KiB come back equal":        sizes,
		"calls from many goroutines do not mix":           concurrent,
		"a closed vault answers every call with an error": closed,
		"the status names a mode and an unlocked vault":   status,
		"no error text carries a secret":                  quietErrors,
		"a swap keeps the new and drops the old":          swapped,
		"the list tells all but the secrets":              listed,
	} {
		t.Run(name, func(t *testing.T) { check(t, open(t)) })
	}
}

func ownerOf(origin, client string) vault.Owner {
	return vault.Owner{Origin: origin, ClientID: client}
}

func alice() vault.Owner { return ownerOf("https://sso.example.com", "shop-web") }

func record(text string) vault.Record {
	return vault.Record{Kind: vault.KindPassword, Owner: alice(), Secret: tokenclient.NewSecret(text)}
}

func put(t *testing.T, v vault.Vault, id string, r vault.Record) {
	t.Helper()
	if err := v.Put(t.Context(), id, r); err != nil {
		t.Fatalf("Put(%s) = %v", id, err)
	}
}

// wantGet compares texts without ever printing them.
func wantGet(t *testing.T, v vault.Vault, id string, o vault.Owner, want string, wantErr error) {
	t.Helper()
	got, err := v.Get(t.Context(), id, o)
	if !errors.Is(err, wantErr) || (wantErr == nil) != (err == nil) {
		t.Fatalf("Get(%s, %+v) = error %v, want %v", id, o, err, wantErr)
	}
	if got.Reveal() != want {
		t.Errorf("Get(%s): got %d bytes, want the %d bytes that were put", id, got.Len(), len(want))
	}
}

func absent(t *testing.T, v vault.Vault) {
	wantGet(t, v, vault.NewID(), alice(), "", vault.ErrNotFound)
	if err := v.Delete(t.Context(), vault.NewID()); err != nil {
		t.Errorf("Delete of an absent id = %v, want no error", err)
	}
}

func kept(t *testing.T, v vault.Vault) {
	for _, k := range []vault.Kind{vault.KindClientSecret, vault.KindPassword, vault.KindRefreshToken} {
		r := record("väl\x00ue of " + string(k))
		r.Kind = k
		put(t, v, string(k), r)
	}
	for _, k := range []vault.Kind{vault.KindClientSecret, vault.KindPassword, vault.KindRefreshToken} {
		wantGet(t, v, string(k), alice(), "väl\x00ue of "+string(k), nil)
	}
}

func otherOwner(t *testing.T, v vault.Vault) {
	put(t, v, "a", record("hers"))
	for name, o := range map[string]vault.Owner{
		"other host":    ownerOf("https://evil.example.com", "shop-web"),
		"other scheme":  ownerOf("http://sso.example.com", "shop-web"),
		"other port":    ownerOf("https://sso.example.com:8443", "shop-web"),
		"trailing dot":  ownerOf("https://sso.example.com.", "shop-web"),
		"other client":  ownerOf("https://sso.example.com", "shop-api"),
		"client's case": ownerOf("https://sso.example.com", "Shop-Web"),
		"nobody":        {},
		"moved border":  ownerOf("https://sso.example.coms", "hop-web"),
	} {
		t.Run(name, func(t *testing.T) { wantGet(t, v, "a", o, "", vault.ErrOtherOwner) })
	}
	wantGet(t, v, "a", alice(), "hers", nil)
}

func replaced(t *testing.T, v vault.Vault) {
	put(t, v, "a", record("a long first value"))
	next := record("second")
	next.Owner = ownerOf("https://new.example.com", "shop-web")
	put(t, v, "a", next)
	wantGet(t, v, "a", next.Owner, "second", nil)
	wantGet(t, v, "a", alice(), "", vault.ErrOtherOwner)
}

func deleted(t *testing.T, v vault.Vault) {
	put(t, v, "a", record("one"))
	put(t, v, "b", record("two"))
	if err := v.Delete(t.Context(), "a"); err != nil {
		t.Fatalf("Delete(a) = %v", err)
	}
	wantGet(t, v, "a", alice(), "", vault.ErrNotFound)
	wantGet(t, v, "b", alice(), "two", nil)
}

func cancelled(t *testing.T, v vault.Vault) {
	put(t, v, "a", record("one"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, err := range calls(ctx, v) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s with a cancelled context = %v, want %v", name, err, context.Canceled)
		}
	}
}

// calls makes every call that can fail, and gives the errors by name.
func calls(ctx context.Context, v vault.Vault) map[string]error {
	_, get := v.Get(ctx, "a", alice())
	_, list := v.List(ctx)
	return map[string]error{
		"Get":    get,
		"Put":    v.Put(ctx, "b", record("two")),
		"Delete": v.Delete(ctx, "c"),
		"Swap":   v.Swap(ctx, "d", record("three"), "a"),
		"List":   list,
		"Lock":   v.Lock(ctx),
		"Unlock": v.Unlock(ctx, tokenclient.NewSecret("x")),
	}
}

func sizes(t *testing.T, v vault.Vault) {
	random := rand.NewChaCha8([32]byte{1})
	for _, n := range []int{1, 2, 255, 256, 2559, 2560, 2561, 4095, 4096, 4097, 65535, 65536, 256 << 10} {
		b := make([]byte, n)
		_, _ = random.Read(b)
		put(t, v, strconv.Itoa(n), record(string(b)))
		wantGet(t, v, strconv.Itoa(n), alice(), string(b), nil)
	}
}

func concurrent(t *testing.T, v vault.Vault) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 5 {
				id := strconv.Itoa(i)
				if err := v.Put(t.Context(), id, record("of "+id)); err != nil {
					t.Errorf("Put(%s) = %v", id, err)
				}
				got, err := v.Get(t.Context(), id, alice())
				if err != nil || got.Reveal() != "of "+id {
					t.Errorf("Get(%s): %d bytes, error %v; want its own record", id, got.Len(), err)
				}
				if err := v.Delete(t.Context(), id); err != nil {
					t.Errorf("Delete(%s) = %v", id, err)
				}
				_ = v.Status()
			}
		})
	}
	wg.Wait()
}

func closed(t *testing.T, v vault.Vault) {
	put(t, v, "a", record("one"))
	if err := v.Close(); err != nil {
		t.Fatalf("Close() = %v", err)
	}
	for name, err := range calls(t.Context(), v) {
		if err == nil {
			t.Errorf("%s after Close = no error, want one", name)
		}
	}
	if err := v.Close(); err != nil {
		t.Errorf("second Close() = %v, want no error", err)
	}
}

func status(t *testing.T, v vault.Vault) {
	got := v.Status()
	if got.Mode == "" || got.Locked {
		t.Errorf("Status() = %+v, want a mode, unlocked", got)
	}
}

func quietErrors(t *testing.T, v vault.Vault) {
	put(t, v, "a", record("canary-7f3a"))
	_, other := v.Get(t.Context(), "a", vault.Owner{})
	_, none := v.Get(t.Context(), "b", alice())
	for _, err := range []error{other, none} {
		if strings.Contains(err.Error(), "canary") {
			t.Errorf("error text %q carries the secret", err)
		}
	}
}

func swapped(t *testing.T, v vault.Vault) {
	put(t, v, "old", record("one"))
	put(t, v, "other", record("two"))
	if err := v.Swap(t.Context(), "new", record("three"), "old", "absent"); err != nil {
		t.Fatalf("Swap = %v", err)
	}
	if err := v.Swap(t.Context(), "other", record("four"), "other"); err != nil {
		t.Fatalf("Swap of a record for itself = %v", err)
	}
	wantGet(t, v, "old", alice(), "", vault.ErrNotFound)
	wantGet(t, v, "new", alice(), "three", nil)
	wantGet(t, v, "other", alice(), "four", nil)
}

func listed(t *testing.T, v vault.Vault) {
	r := record("one")
	r.Kind, r.Meta = vault.KindRefreshToken, "{\"user\":\"alice\"}"
	put(t, v, "b", record("two"))
	put(t, v, "a", r)
	got, err := v.List(t.Context())
	if err != nil || len(got) != 2 {
		t.Fatalf("List = %d entries, %v, want 2", len(got), err)
	}
	if got[0].Changed.IsZero() || time.Since(got[0].Changed) > time.Hour {
		t.Errorf("changed = %v, want now", got[0].Changed)
	}
	for i := range got {
		got[i].Changed = time.Time{}
	}
	want := []vault.Entry{
		{ID: "a", Kind: vault.KindRefreshToken, Owner: alice(), Meta: r.Meta},
		{ID: "b", Kind: vault.KindPassword, Owner: alice()},
	}
	if !slices.Equal(got, want) {
		t.Errorf("List = %+v, want %+v", got, want)
	}
}
