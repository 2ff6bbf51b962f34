package app

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

func TestParse(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", "/somewhere")
	for name, tt := range map[string]struct {
		args         []string
		dir          string
		err          error
		bad          bool
		stdout, errs string
	}{
		"nothing given":          {dir: "/somewhere/realmscope"},
		"a folder of one's own":  {args: []string{"--config", "/tmp/x"}, dir: "/tmp/x"},
		"the version":            {args: []string{"--version"}, err: errShown, stdout: "Realmscope " + programVersion + "\n"},
		"help":                   {args: []string{"--help"}, err: errShown, stdout: usage},
		"an unknown option":      {args: []string{"--frobnicate"}, bad: true, errs: "-frobnicate"},
		"something left over":    {args: []string{"token"}, bad: true, errs: `"token" is not an option`},
		"an option without text": {args: []string{"--config"}, bad: true, errs: "-config"},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			o, err := parse(tt.args, &out, &errs)
			if (err != nil) != (tt.bad || tt.err != nil) || tt.err != nil && !errors.Is(err, tt.err) {
				t.Fatalf("parse(%q) = %v", tt.args, err)
			}
			if o.configDir != tt.dir && err == nil {
				t.Errorf("configDir = %q, want %q", o.configDir, tt.dir)
			}
			if out.String() != tt.stdout || !strings.Contains(errs.String(), tt.errs) {
				t.Errorf("printed %q and %q, want %q and %q", out.String(), errs.String(), tt.stdout, tt.errs)
			}
		})
	}
}

func TestWithoutADisplayItSaysSo(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	var out, errs bytes.Buffer
	if code := Run([]string{"--config", t.TempDir()}, &out, &errs); code != exitFailed {
		t.Errorf("Run() = %d, want %d", code, exitFailed)
	}
	if !strings.Contains(errs.String(), "no display") {
		t.Errorf("printed %q", errs.String())
	}
}

func TestThePackageSaysTheSameAsTheProgram(t *testing.T) {
	data, err := os.ReadFile("../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Details struct {
			Name, ID, Version string
			Build             int
		}
		Migrations map[string]bool
	}
	if err := toml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	d := file.Details
	if d.Name != programName || d.ID != programID || d.Version != programVersion || d.Build != programBuild {
		t.Errorf("FyneApp.toml says %+v, the program says %s %s %s %d", d, programName, programID, programVersion, programBuild)
	}
	if !file.Migrations["fyneDo"] {
		t.Error("FyneApp.toml does not say that the program uses fyne.Do")
	}
}
