package journey

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"realmscope/app/demo"
	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// service starts a demo realm whose tokens live long and that takes the client
// of the service at its word: a vault for this session only knows no secret, and
// a person who types 200 of them is not what is measured. It returns a profile.
func service(b *testing.B) profile.Profile {
	b.Helper()
	realm, err := demo.Start(b.Context(), demo.Options{AccessLife: 50 * time.Minute})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = realm.Close() })
	all := demo.Profiles(realm.URL())
	p := all[slices.IndexFunc(all, func(p profile.Profile) bool { return p.Grant == profile.GrantClientCredentials })]
	id, secret := p.Client.ID, demo.Secrets(p).ClientSecret
	to, err := url.Parse(realm.URL())
	if err != nil {
		b.Fatal(err)
	}
	pass := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.SetBasicAuth(id, secret.Reveal())
	}}
	front := httptest.NewServer(http.Handler(pass))
	b.Cleanup(front.Close)
	p.Client.Auth, p.Client.SecretID, p.Template = tokenclient.AuthNone, "", ""
	p.Realm.Base = front.URL
	return p
}

// saved makes a configuration folder with n profiles like p.
func saved(b *testing.B, p profile.Profile, n int) string {
	b.Helper()
	dir := b.TempDir()
	store, _, err := profile.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	environments := profile.Environments()
	all := make([]profile.Profile, n)
	for i := range all {
		all[i] = p.Clone()
		all[i].ID, all[i].Name = profile.NewID(), fmt.Sprintf("service %d", i)
		all[i].Environment = environments[i%len(environments)]
	}
	if err := store.PutAll(b.Context(), all); err != nil {
		b.Fatal(err)
	}
	return dir
}

// built builds a package of the journey or the program itself.
func built(b *testing.B, root, name string) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), name)
	if err := Build(b.Context(), root, path, "-tags", tags(), "-ldflags", "-s -w"); err != nil {
		b.Fatal(err)
	}
	return path
}

// start starts a program on a desktop of its own, where nothing covers it; it
// ends with the benchmark.
func start(b *testing.B, path, title string, args ...string) *Program {
	b.Helper()
	d, err := NewDesktop(b.Context(), b.TempDir(), 1280, 860)
	if err != nil {
		b.Skipf("SKIP: %v", err)
	}
	b.Cleanup(func() { _ = d.Close() })
	p, err := d.startTitled(b.Context(), title, path, args...)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = p.Kill() })
	return p
}

// usage is what a program has used until now.
func usage(b *testing.B, p *Program) Usage {
	b.Helper()
	u, err := p.Usage()
	if err != nil {
		b.Fatal(err)
	}
	return u
}

// crowd is how many sessions are live at once.
const crowd = 200

// BenchmarkCrowd compares the program, with 200 live sessions and their
// countdowns on its board, to two windows that run beside it all the time: an
// empty one, and one that sets one label each second. It reports memory in RAM
// and the time of processors over 20 s.
func BenchmarkCrowd(b *testing.B) {
	config := saved(b, service(b), crowd)
	empty := start(b, built(b, "empty", "empty"), "Realmscope (empty)")
	ticking := start(b, built(b, "ticking", "ticking"), "Realmscope (ticking)")
	program := start(b, built(b, "../..", "realmscope"), "Realmscope", "--config", config)
	allLive(b, program.desktop)
	var idle, counting []float64
	for b.Loop() {
		all := []*Program{empty, ticking, program}
		var before [3]time.Duration
		for i, p := range all {
			before[i] = usage(b, p).CPU
		}
		time.Sleep(20 * time.Second)
		var spent [3]float64
		for i, p := range all {
			spent[i] = float64(usage(b, p).CPU-before[i]) / float64(20*time.Second)
		}
		b.Logf("per cent of a processor: %.2f empty, %.2f with one label a second, %.2f with %d countdowns",
			100*spent[0], 100*spent[1], 100*spent[2], crowd)
		idle, counting = append(idle, spent[1]), append(counting, spent[2])
	}
	base, full := usage(b, empty).Resident, usage(b, program).Resident
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(base)/(1<<20), "MiB-empty")
	b.ReportMetric(float64(full)/(1<<20), "MiB-200-live")
	b.ReportMetric(float64(full)/float64(base), "200-live/empty")
	b.ReportMetric(100*median(idle), "%cpu-one-label")
	b.ReportMetric(100*median(counting), "%cpu-200-countdowns")
	b.ReportMetric(median(counting)/median(idle), "200-countdowns/one-label")
}

// allLive turns to the board and gets a token for every session, by keyboard.
func allLive(b *testing.B, d *Desktop) {
	b.Helper()
	for _, step := range []func() error{
		func() error { _, err := d.See(b.Context(), glance, "service 0"); return err },
		func() error { return d.Key(b.Context(), "ctrl+k") },
		func() error { return d.Type(b.Context(), "board") },
		// The rows have the focus; before them comes the button.
		func() error { return d.Key(b.Context(), "Return", "shift+Tab", "Return") },
		func() error { _, err := d.See(b.Context(), glance, fmt.Sprint(crowd, " live")); return err },
	} {
		if err := step(); err != nil {
			b.Fatal(err)
		}
	}
}
