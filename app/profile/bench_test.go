package profile

import (
	"strconv"
	"testing"
)

// full is a document of 1,000 profiles and its text.
func full(b *testing.B) (document, []byte) {
	b.Helper()
	d := newDocument()
	for i := range maxProfiles {
		p := Profile{ID: NewID(), Name: "profile " + strconv.Itoa(i), Environment: Test, Grant: GrantPassword}
		p.Realm, p.Client = shop().Realm, shop().Client
		p.Accounts = shop().Accounts
		var err error
		if d, err = d.with(p); err != nil {
			b.Fatal(err)
		}
	}
	text, err := d.encode()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(text))/1024, "KiB")
	return d, text
}

func BenchmarkLoadThousandProfiles(b *testing.B) {
	_, text := full(b)
	for b.Loop() {
		if _, err := readDocument(text); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSaveThousandProfiles is one whole Put: lock, read, write, sync.
func BenchmarkSaveThousandProfiles(b *testing.B) {
	d, text := full(b)
	s, _, err := Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	if err := s.disk.Write(s.Path(), text); err != nil {
		b.Fatal(err)
	}
	p := d.profiles()[500]
	for i := 0; b.Loop(); i++ {
		p.Name = strconv.Itoa(i)
		if err := s.Put(b.Context(), p); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSearchTenThousand is one stroke of a key in the filter of 10,000
// profiles; beside it stands the same without preparation, as the baseline.
func BenchmarkSearchTenThousand(b *testing.B) {
	list := make([]Profile, 10000)
	for i := range list {
		list[i] = shop()
		list[i].Name = "Perfil número " + strconv.Itoa(i)
	}
	b.Run("prepared", func(b *testing.B) {
		s := NewSearch(list)
		for b.Loop() {
			s.Find("numero 99 alice")
		}
	})
	b.Run("baseline", func(b *testing.B) {
		for b.Loop() {
			for _, p := range list {
				Match(p, "numero 99 alice")
			}
		}
	})
	b.Run("preparing", func(b *testing.B) {
		for b.Loop() {
			NewSearch(list)
		}
	})
}
