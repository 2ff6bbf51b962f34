package profile

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Whatever the file holds, reading it ends, and what was understood comes back
// the same after a save.
func FuzzReadDocument(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "null", schema1, file(), file("{}", "{}"), file(`{"id":"0123456789abcdef","accounts":[{}]}`),
		`{"schema":2,"profiles":[]}`, `{"schema":1e0,"profiles":[]}`, "\xef\xbb\xbf{}", `{"schema":1,"profiles":[{"name":"\ud800"}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := readDocument(data)
		if err != nil {
			return
		}
		text, err := d.encode()
		if err != nil {
			if len(data) < maxFile/8 { // indenting makes a file larger
				t.Fatalf("encode = %v", err)
			}
			return
		}
		back, err := readDocument(text)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, text)
		}
		if diff := cmp.Diff(back.profiles(), d.profiles()); diff != "" {
			t.Fatalf("profiles differ after a save (-got +want):\n%s", diff)
		}
		again, err := back.encode()
		if err != nil || string(again) != string(text) {
			t.Fatalf("a second save differs: %v", err)
		}
	})
}
