package journey

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The program starts, and ends when it is asked to, wherever it is put.
func TestOddSurroundings(t *testing.T) {
	d := newDesktop(t)
	path := filepath.Join(d.Dir, "realmscope")
	if err := Build(t.Context(), "../..", path, "-tags", tags()); err != nil {
		t.Fatal(err)
	}
	shut := filepath.Join(d.Dir, "shut")
	if err := os.Mkdir(shut, 0o500); err != nil {
		t.Fatal(err)
	}
	for name, env := range map[string]string{
		"a time zone of odd minutes": "TZ=Pacific/Chatham",
		"no such time zone":          "TZ=Nowhere/Never",
		"no such language":           "LANG=xx_YY.UTF-8",
		"no language":                "LANG=C",
		"a home that is not there":   "HOME=" + filepath.Join(d.Dir, "gone", "home"),
		"a folder that is shut":      "XDG_CONFIG_HOME=" + shut,
		"a strange theme":            "FYNE_THEME=none",
		"no fonts of the system":     "FONTCONFIG_FILE=/dev/null",
		"a proxy that is no address": "HTTPS_PROXY=%%%",
		"no runtime folder":          "XDG_RUNTIME_DIR=" + filepath.Join(d.Dir, "gone"),
	} {
		t.Run(name, func(t *testing.T) {
			p, err := d.Start(t.Context(), "/usr/bin/env", env, path, "--config", filepath.Join(t.TempDir(), "config"))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = p.Kill() }()
			if _, err := d.See(t.Context(), glance, "READY-MADE PROFILES"); err != nil {
				t.Errorf("%v; the program said: %s", err, p.Output())
			}
			if err := p.Quit(30 * time.Second); err != nil {
				t.Errorf("ending it: %v; it said: %s", err, p.Output())
			}
		})
	}
}
