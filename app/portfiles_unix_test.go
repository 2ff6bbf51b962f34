//go:build unix

package app

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"realmscope/app/profile/porting"
	"realmscope/ui"
)

func TestFilesThatAreNone(t *testing.T) {
	p := newPortStage(t)
	pipe := filepath.Join(p.dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no pipes here:", err)
	}
	uri := func(s string) fyne.URI {
		u, err := storage.ParseURI(s)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	for name, tt := range map[string]struct {
		uri  fyne.URI
		want error
	}{
		"a pipe": {storage.NewFileURI(pipe), errNotFile}, "a device": {storage.NewFileURI("/dev/zero"), errNotFile},
		"an address": {uri("http://127.0.0.1:1/x"), errNotFile}, "a folder without anything": {storage.NewFileURI(p.dir), porting.ErrUnknown},
		"nothing": {storage.NewFileURI(filepath.Join(p.dir, "none")), os.ErrNotExist},
	} {
		if _, err := p.read(t, ui.PortSource{URIs: []fyne.URI{tt.uri}}, ""); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}
