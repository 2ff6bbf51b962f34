package app

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// cut is a network that is never there.
type cut struct{}

func (cut) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("no route for " + crashCanary)
}

func TestADebugLogCanBeSentToSomeoneElse(t *testing.T) {
	post := func(f func()) { f() }
	activity := session.NewActivity(post)
	client := tokenclient.New(tokenclient.Options{Transport: cut{}, Observe: activity.Observe})
	_, err := client.Token(tokenclient.WithLabel(context.WithoutCancel(t.Context()), "p\x00typed-name"), tokenclient.TokenRequest{
		Endpoint: "https://sso.example.com/token", Auth: tokenclient.ClientAuth{ClientID: "app", Method: tokenclient.AuthPost, Secret: tokenclient.NewSecret(crashCanary)},
		Grant: tokenclient.Password{Username: "typed-name", Password: tokenclient.NewSecret(crashCanary + "2")}, Scope: "for typed-name and alice",
	})
	if err == nil {
		t.Fatal("a network that is not there answered")
	}
	store, _, err := profile.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := newShelf(t.Context(), post, store, vault.NewSession())
	s.list = []profile.Profile{{ID: "p", Name: "secret customer", Grant: profile.GrantPassword, Accounts: []profile.Account{{Username: "alice"}}}}
	file := filepath.Join(t.TempDir(), "log.txt")
	if err := os.WriteFile(file, nil, 0o644); err != nil { // as the file dialog leaves it
		t.Fatal(err)
	}
	book := logbook{s, settings{test.NewTempApp(t).Preferences()}, "session"}
	saved := errors.New("not called")
	book.Save(storage.NewFileURI(file), activity.All(), func(err error) { saved = err })
	s.queue.wait()
	got := readStart(file)
	for _, want := range []string{"Realmscope " + programVersion, "system: ", "secrets session", "profiles: 1 with password", "POST https://sso.example.com/token", "client_secret=[hidden]", "for [person] and [person]"} {
		if !strings.Contains(got, want) {
			t.Errorf("the log lacks %q:\n%s", want, got)
		}
	}
	for _, name := range []string{crashCanary, "typed-name", "alice", "secret customer"} {
		if strings.Contains(got, name) {
			t.Errorf("the log holds %q:\n%s", name, got)
		}
	}
	if saved != nil {
		t.Errorf("saving gave %v", saved)
	}
	wantPrivate(t, file)
}
