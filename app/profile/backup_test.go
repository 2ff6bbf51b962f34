package profile

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"realmscope/app/durable"
)

func TestOneBackupADayForAWeek(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := open(t, dir)
		p := named("start")
		for day := range 30 {
			for _, part := range []string{"morning", "evening"} {
				p.Name = strconv.Itoa(day) + " " + part
				save(t, s, p)
			}
			time.Sleep(24 * time.Hour)
		}
		last := time.Now().Add(-24 * time.Hour)
		var want []string
		for i := range 7 {
			want = append(want, s.daily().Name(last.AddDate(0, 0, -i)))
		}
		if diff := cmp.Diff(s.daily().Names(), want); diff != "" {
			t.Fatalf("backups differ (-got +want):\n%s", diff)
		}
		for i, name := range want {
			text := readText(t, filepath.Join(s.backupDir(), name))
			if held := strconv.Itoa(28-i) + " evening"; !strings.Contains(text, held) {
				t.Errorf("%s does not hold %q, the end of the day before", name, held)
			}
		}
		if got := readText(t, s.bakPath()); got != readText(t, s.Path()) {
			t.Error("the last good copy differs from the file")
		}
	})
}

func TestNewestGoodBackupIsTaken(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil []string
		want  string
	}{
		"the last good copy":     {nil, "now"},
		"then the newest day":    {[]string{"profiles.json.bak"}, "monday"},
		"then the day before it": {[]string{"profiles.json.bak", "backups/profiles-2026-03-02.json"}, "sunday"},
	} {
		t.Run(name, func(t *testing.T) {
			s := saved(t, "now")
			if err := os.MkdirAll(s.backupDir(), durable.FolderPerm); err != nil {
				t.Fatal(err)
			}
			for day, name := range map[string]string{"2026-03-02": "monday", "2026-03-01": "sunday"} {
				write(t, filepath.Join(s.backupDir(), "profiles-"+day+".json"), strings.Replace(readText(t, s.Path()), "now", name, 1))
			}
			write(t, filepath.Join(s.backupDir(), "profiles-9999.json"), "{") // not one of ours
			for _, f := range append(tt.spoil, fileName) {
				write(t, filepath.Join(s.dir, f), "spoiled")
			}
			wantNames(t, open(t, s.dir, "profiles.damaged", "profiles.restored"), tt.want)
		})
	}
}

func TestEditByHandKeepsWhatWasThereBefore(t *testing.T) {
	s := saved(t, "a", "b")
	if err := os.RemoveAll(s.backupDir()); err != nil { // as on another day
		t.Fatal(err)
	}
	before := readText(t, s.Path())
	write(t, s.Path(), `{"schema":1,"profiles":[]}`)
	wantNames(t, open(t, s.dir))
	days := s.daily().Names()
	if len(days) != 1 || readText(t, filepath.Join(s.backupDir(), days[0])) != before {
		t.Errorf("backups %v do not hold what was there before the edit", days)
	}
}

func TestBackupThatFailsDoesNotStopASave(t *testing.T) {
	s := saved(t, "a")
	write(t, filepath.Join(s.dir, "spare"), "")
	if err := os.RemoveAll(s.backupDir()); err != nil {
		t.Fatal(err)
	}
	write(t, s.backupDir(), "a file in the folder's place")
	save(t, s, named("b"))
	wantNotices(t, s.Notices(), "profiles.nobackup")
	wantNames(t, open(t, s.dir), "a", "b")
}

func TestLeftOverFilesAreRemovedAndNeverRead(t *testing.T) {
	s := saved(t, "a", "b")
	gone := []string{".profiles.json123", ".profiles.json.bak9", "backups/.profiles-2026-03-02.json77"}
	stay := []string{".profiles.json", ".profiles.jsonx1", "profiles.json1", ".other.json1", "backups/.profiles-x.json7"}
	for _, f := range append(gone, stay...) {
		write(t, filepath.Join(s.dir, f), file())
	}
	wantNames(t, open(t, s.dir), "a", "b")
	for _, f := range gone {
		if _, err := os.Lstat(filepath.Join(s.dir, f)); err == nil {
			t.Errorf("%s is still there", f)
		}
	}
	for _, f := range stay {
		if _, err := os.Lstat(filepath.Join(s.dir, f)); err != nil {
			t.Errorf("%s was removed: it is not ours", f)
		}
	}
}

// The first files of a day without any backup must not be taken as damage.
func TestDailyNames(t *testing.T) {
	for name, want := range map[string]bool{
		"profiles-2026-03-02.json": true, "profiles-2026-02-30.json": false, "profiles-.json": false,
		"profiles-2026-03-02.json.bak": false, "2026-03-02.json": false, "profiles-2026-03-02": false,
	} {
		if got := (&Store{}).daily().Is(name); got != want {
			t.Errorf("Is(%q) = %v, want %v", name, got, want)
		}
	}
}
