package journey

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"realmscope/app/durable/durabletest"
)

// spellings are a secret as it may stand in memory: as it is, in base64 as in
// the vault's document, and letter by letter in four bytes each, as in a field
// of the window.
func spellings(secret string) [][]byte {
	var wide []byte
	for _, r := range secret {
		wide = binary.LittleEndian.AppendUint32(wide, uint32(r))
	}
	return [][]byte{[]byte(secret), []byte(base64.StdEncoding.EncodeToString([]byte(secret))), wide}
}

// copies counts the spellings of secrets in all memory of a process that it can
// write to.
func copies(t *testing.T, pid int, secrets map[string]string) map[string]int {
	t.Helper()
	list, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		t.Skipf("SKIP: another process cannot be looked into here: %v", err)
	}
	memory, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		t.Skipf("SKIP: another process cannot be looked into here: %v", err)
	}
	defer func() { _ = memory.Close() }()
	found := map[string]int{}
	for line := range strings.Lines(string(list)) {
		span, rest, _ := strings.Cut(line, " ")
		from, to, _ := strings.Cut(span, "-")
		begin, err1 := strconv.ParseUint(from, 16, 63)
		end, err2 := strconv.ParseUint(to, 16, 63)
		if err := errors.Join(err1, err2); err != nil || !strings.HasPrefix(rest, "rw") || end-begin > 1<<30 {
			continue
		}
		page := make([]byte, end-begin)
		n, err := memory.ReadAt(page, int64(begin))
		if err != nil && !errors.Is(err, io.EOF) {
			continue
		}
		for name, secret := range secrets {
			for _, s := range spellings(secret) {
				found[name] += bytes.Count(page[:n], s)
			}
		}
	}
	return found
}

func total(found map[string]int) int {
	n := 0
	for _, count := range found {
		n += count
	}
	return n
}

// told lists what was found, by name.
func told(found map[string]int) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if found[name] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", name, found[name]))
		}
	}
	return strings.Join(parts, ", ")
}

// What is left in the memory of the built program after a lock: secrets were
// typed and kept, tokens fetched, refreshed, shown and copied.
func TestMemoryOfTheProgramAfterALock(t *testing.T) {
	v := newVaultTrip(t)
	v.start("kept for this session only")
	v.firstSecrets()
	v.keys("ctrl+r", "ctrl+shift+c", "ctrl+shift+2", "ctrl+shift+4", "ctrl+shift+3")
	err := Until(t.Context(), glance, "the tokens of a refresh", func() (bool, error) { return len(v.realm.handedOut()) >= 6, nil })
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]string{"password": typedPassword, "client secret": typedSecret, "key": v.key()}
	tokens := map[string]string{}
	for i, token := range v.realm.handedOut() {
		name := []string{"access token", "refresh token", "ID token"}[i%3]
		tokens[fmt.Sprint(name, " ", 1+i/3)] = token[len(token)-40:] // of the signature
	}
	keptBefore, tokensBefore := copies(t, v.program.PID(), kept), copies(t, v.program.PID(), tokens)
	t.Logf("before the lock: %s; %s", told(keptBefore), told(tokensBefore))
	if total(keptBefore) < len(kept) || total(tokensBefore) < len(tokens) {
		t.Error("the scan sees less than what is in use")
	}
	v.keys("ctrl+shift+l")
	locked := time.Now()
	v.sees("The vault is locked")
	time.Sleep(time.Until(locked.Add(10 * time.Second)))
	keptAfter := copies(t, v.program.PID(), kept)
	time.Sleep(time.Until(locked.Add(time.Minute)))
	tokensAfter := copies(t, v.program.PID(), tokens)
	t.Logf("after the lock: %s; %s", told(keptAfter), told(tokensAfter))
	if keptAfter["key"] > 0 {
		t.Error("the key of the vault is still in memory")
	}
	// Measured were none; one that the collector kept by chance is no
	// reason to fail.
	if 10*total(keptAfter) > total(keptBefore) || 10*total(tokensAfter) > total(tokensBefore) {
		t.Error("a lock leaves more than a tenth of the copies: somebody holds on to them")
	}
	durabletest.Figure(t, "copies of the typed secrets and the key in the memory of the whole program 10 s after a lock, of so many before it", total(keptBefore), total(keptAfter))
	durabletest.Figure(t, "copies of tokens in the memory of the whole program a minute after a lock, of so many before it", total(tokensBefore), total(tokensAfter))
}
