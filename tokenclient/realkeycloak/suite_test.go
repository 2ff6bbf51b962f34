package realkeycloak_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak"
	"realmscope/tokenclient/realkeycloak/transcript"
)

var update = flag.Bool("update", false, "write the results, transcripts and docs/servers.md anew")

// row is a flow, an authentication or a refusal that is tried on every server.
type row struct {
	group, name string
	// since and until are the first and last release that has it, as tried;
	// empty for no bound. never is none.
	since, until string
	// elsewhere says that servers other than Keycloak have it.
	elsewhere bool
	run       func(*testing.T, *bench) error
}

// never is a release after all others.
const never = "1000"

// bench is a server with what the rows need beside it.
type bench struct {
	wire
	client   *tokenclient.Client // recorded; the wire's own is not
	name     string
	keycloak bool
	recorder *transcript.Recorder
	mask     transcript.Mask
	found    tokenclient.Discovery
	document map[string]any // of discovery
	proving  proving
	phones   phones
	offered  bool // the row that runs is one that the server has
	rotate   func(*testing.T)
}

// newBench connects to a server that runs; w.realm is set.
func newBench(t *testing.T, w wire, name string) *bench {
	t.Helper()
	w.client = tokenclient.New(tokenclient.Options{})
	b := &bench{wire: w, name: name, recorder: &transcript.Recorder{Transport: &http.Transport{}}}
	b.client = tokenclient.New(tokenclient.Options{Transport: b.recorder})
	origin, err := tokenclient.Origin(w.realm.Base)
	if err != nil {
		t.Fatal(err)
	}
	b.mask.Servers = []string{origin}
	if b.found, err = b.client.Discover(t.Context(), w.realm); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(b.recorder.Take()[0].Answer), &b.document); err != nil {
		t.Fatal(err)
	}
	return b
}

// TestServers runs every row on the chosen release and compares what comes out
// with what is kept. On the newest release the transcripts are compared, too.
func TestServers(t *testing.T) {
	release, err := realkeycloak.Chosen()
	if err != nil {
		t.Fatal(err)
	}
	newest := release.Name == realkeycloak.Releases()[0].Name
	p := newProving(t)
	rung := newPhones(t)
	o := realkeycloak.Options{Release: release, Clients: slices.Concat(p.clients(), rowClients()), Users: rowUsers(), TLS: p.owner.files(t), CIBAChannel: rung.url}
	if newest {
		o.Features = []string{"token-exchange"} // the legacy one
	}
	s := realkeycloak.Start(t, o)
	b := newBench(t, wire{server: s, realm: s.Realm()}, "Keycloak "+release.Name)
	b.keycloak, b.phones, b.proving = true, rung, p
	b.proving.wire = b.wire
	b.rotate = b.rotateKeys
	b.mask.Servers = append(b.mask.Servers, origins(t, s.SecureURL())...)
	folder := ""
	if newest {
		folder = "keycloak"
	}
	b.suite(t, release.Name, release.Note(o), folder)
}

func origins(t *testing.T, address string) []string {
	t.Helper()
	origin, err := tokenclient.Origin(address)
	if err != nil {
		t.Fatal(err)
	}
	return []string{origin}
}

// suite runs the rows; file and folder are where results and transcripts are
// kept.
func (b *bench) suite(t *testing.T, file, note, folder string) {
	t.Helper()
	result := transcript.Result{Server: b.name, Note: note}
	release := file
	if !b.keycloak {
		release = ""
	}
	for _, r := range suiteRows() {
		t.Run(r.group+"/"+r.name, func(t *testing.T) {
			b.offered = r.offeredBy(release)
			b.recorder.Take()
			cell := b.cell(r, r.run(t, b))
			log := b.mask.Write(b.recorder.Take())
			result.Cells = append(result.Cells, cell)
			if cell.Outcome == transcript.Failed {
				t.Errorf("%s: %s\n%s", b.name, cell.Words, log)
			}
			if folder != "" {
				compare(t, filepath.Join("testdata", "transcripts", folder, fileName(r)+".txt"), log)
			}
		})
	}
	text, err := result.Text()
	if err != nil {
		t.Fatal(err)
	}
	compare(t, filepath.Join("testdata", "servers", file+".json"), text)
}

// fileName is a row's name as a file has it.
func fileName(r row) string {
	return strings.Map(func(c rune) rune {
		if strings.ContainsRune(" ,/()'", c) {
			return '-'
		}
		return c
	}, r.group+"."+r.name)
}

// compare checks a text against the file that keeps it, or writes it.
func compare(t *testing.T, file, got string) {
	t.Helper()
	if *update && !t.Failed() {
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; go test -update writes it", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-kept +now):\n%s", file, diff)
	}
}

// offeredBy tells whether a release has the row; an empty one is another server.
func (r row) offeredBy(release string) bool {
	if release == "" {
		return r.elsewhere
	}
	return !older(release, r.since) && (r.until == "" || !older(r.until, release))
}

// older compares releases as far as the bound b goes.
func older(a, b string) bool {
	var x, y [2]int
	_, _ = fmt.Sscanf(a+".0", "%d.%d", &x[0], &x[1])
	_, _ = fmt.Sscanf(b+".0", "%d.%d", &y[0], &y[1])
	return slices.Compare(x[:], y[:]) < 0
}

// cell judges a row's end.
func (b *bench) cell(r row, err error) transcript.Cell {
	c := transcript.Cell{Group: r.group, Row: r.name, Outcome: transcript.Failed}
	words := b.words(err)
	switch {
	case err == nil && b.offered:
		c.Outcome = transcript.Passed
	case err == nil:
		c.Words = "it passes, although the table of rows says that this server lacks it"
	case !b.offered && words != "":
		c.Outcome, c.Words = transcript.Unsupported, words
	default:
		c.Words = fmt.Sprintf("%v; the server says %s", err, words)
	}
	return c
}

// lacking is the lack of something in the discovery document.
type lacking struct{ words string }

func (l lacking) Error() string { return l.words }

// lacks is an error about what the discovery document does not have: a member,
// or a value in a member's list. Where it has it, err stands.
func (b *bench) lacks(member, value string, err error) error {
	list, there := b.document[member]
	switch {
	case !there:
		return lacking{"its discovery document has no " + member}
	case value != "" && !slices.Contains(strings.Fields(strings.Trim(fmt.Sprint(list), "[]")), value):
		return lacking{fmt.Sprintf("the %s of its discovery document lack %s", member, value)}
	}
	return err
}

// has is nil where the discovery document has a member.
func (b *bench) has(member string) error { return b.lacks(member, "", nil) }

// words are what the server said of what it does not support.
func (b *bench) words(err error) string {
	var (
		l lacking
		s shown
		e *tokenclient.Error
	)
	switch {
	case errors.As(err, &l):
		return l.words
	case errors.As(err, &s):
		return fmt.Sprintf("%d, a page: “%s”", s.status, b.mask.Text(s.text))
	case !errors.As(err, &e):
		return ""
	case e.Status == 0 && e.Kind == tokenclient.KindOAuth:
		return fmt.Sprintf("the browser brings `%s`: “%s”", e.Code, b.mask.Text(e.Description))
	case e.Status == 0:
		return ""
	case e.Code == "" && e.Title != "":
		return fmt.Sprintf("%d, a page: “%s”", e.Status, e.Title)
	case e.Code == "":
		return fmt.Sprintf("%d %s", e.Status, strings.TrimSpace(b.mask.Text(e.Body)))
	case e.Description == "":
		return fmt.Sprintf("%d `%s`", e.Status, e.Code)
	}
	return fmt.Sprintf("%d `%s`: “%s”", e.Status, e.Code, b.mask.Text(e.Description))
}
