package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"realmscope/app/profile"
	"realmscope/app/profile/porting"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// portingFamilies are the keys that the import builds from a prefix and a word.
func portingFamilies() map[string][]string {
	f := map[string][]string{
		"porting.finding.": porting.FindingCodes(), "porting.error.": {"file"},
		"porting.ask.": {"base", "realm", "client_id"}, "porting.format.": nil, "porting.wish.": nil,
		"porting.secret.": {"client_secret", "client_key", "client_certificate", "proxy_password", "password", "parameter"},
	}
	for _, e := range importErrors() {
		f["porting.error."] = append(f["porting.error."], e.word)
	}
	for _, k := range porting.Formats() {
		f["porting.format."] = append(f["porting.format."], string(k))
	}
	for _, w := range porting.Wishes() {
		f["porting.wish."] = append(f["porting.wish."], string(w))
	}
	return f
}

// fakePorter reads with the real package; files are texts by the URI's name, and
// every operation takes a second.
type fakePorter struct {
	stage  *stage
	files  map[string]string
	opens  string // the passphrase that opens what is sealed
	kept   []Chosen
	wrote  []Outgoing
	placed [][2]string
	fail   error
}

func (f *fakePorter) Read(from PortSource, passphrase session.Secret, done func(porting.Batch, error)) {
	f.stage.after(time.Second, func() {
		text := from.Text
		for _, uri := range from.URIs {
			text += f.files[uri.Name()]
		}
		if strings.HasPrefix(text, "sealed:") {
			switch {
			case passphrase.Empty():
				done(porting.Batch{}, porting.ErrSealed)
				return
			case passphrase.Reveal() != f.opens:
				done(porting.Batch{}, porting.ErrPassphrase)
				return
			}
			text = strings.TrimPrefix(text, "sealed:")
		}
		b, err := porting.Read([]byte(text), "")
		b.Compare(f.stage.saved.all)
		done(b, err)
	})
}

func (f *fakePorter) Keep(chosen []Chosen, done func([]profile.Profile, error)) {
	f.stage.after(time.Second, func() {
		if f.fail != nil {
			done(nil, f.fail)
			return
		}
		f.kept = chosen
		var kept []profile.Profile
		for _, c := range chosen {
			kept = append(kept, c.Profile)
			f.stage.saved.put(c.Profile)
		}
		done(kept, nil)
	})
}

func (f *fakePorter) Write(out Outgoing, done func(error)) {
	f.wrote = append(f.wrote, out)
	f.stage.after(time.Second, func() { done(f.fail) })
}

func (f *fakePorter) Pack(ids []string, done func(string, error)) {
	f.stage.after(time.Second, func() { done("pack of "+strings.Join(ids, ","), f.fail) })
}

func (f *fakePorter) Place(id, before string, done func(error)) {
	f.placed = append(f.placed, [2]string{id, before})
	f.stage.after(time.Second, func() {
		all := &f.stage.saved.all
		from := slices.IndexFunc(*all, func(p profile.Profile) bool { return p.ID == id })
		p := (*all)[from]
		*all = slices.Delete(slices.Clone(*all), from, from+1)
		to := slices.IndexFunc(*all, func(p profile.Profile) bool { return p.ID == before })
		*all = slices.Insert(*all, to, p)
		f.stage.saved.tell()
		done(f.fail)
	})
}

func (f *fakePorter) Duplicate(id, name string, done func(profile.Profile, error)) {
	f.stage.after(time.Second, func() {
		p, _ := find(f.stage.saved.all, id)
		p = p.Duplicate()
		p.Name = name
		f.stage.saved.put(p)
		done(p, f.fail)
	})
}

// drop lets files fall onto the window and waits for what comes.
func (s *stage) drop(names ...string) {
	var uris []fyne.URI
	for _, name := range names {
		uris = append(uris, storage.NewFileURI("/home/somebody/"+name))
	}
	s.onDropped(fyne.NewPos(200, 200), uris)
	s.pass(2 * time.Second)
}

// tick taps the visible box whose sentence begins so.
func (s *stage) tick(text string) {
	s.t.Helper()
	var found *look.Check
	s.walk(func(o fyne.CanvasObject) {
		if c, ok := o.(*look.Check); ok && found == nil && strings.HasPrefix(c.Text(), text) {
			found = c
		}
	})
	if found == nil {
		s.t.Fatalf("no box %q in sight, only:\n%s", text, s.shown())
	}
	test.Tap(found)
	s.settle()
}

// stroke presses a key in what has the focus.
func (s *stage) stroke(key fyne.KeyName) {
	s.t.Helper()
	f := s.win.Canvas().Focused()
	if f == nil {
		s.t.Fatal("nothing has the focus")
	}
	f.TypedKey(&fyne.KeyEvent{Name: key})
	s.settle()
}

const realmExport = `{"realm":"shop","enabled":true,"users":[{"username":"x"}],"clients":[
 {"clientId":"web","publicClient":true,"standardFlowEnabled":true},
 {"clientId":"api","publicClient":false,"secret":"s3cret","serviceAccountsEnabled":true,"name":"The api"}]}`

func TestFileIsDroppedAndImported(t *testing.T) {
	onStage(t, func(s *stage) {
		s.porter.files = map[string]string{"realm.json": realmExport}
		s.drop("realm.json")
		s.wantShown("Keycloak realm export. Profiles found: 2.", "web", "The api", "Server or realm of those that name none",
			"! The address of the server is missing.", "Import 0", "People of the realm left out: 1")
		s.wantNotShown("s3cret")
		test.Type(s.importAddress(), "http://sso.dev.example/auth")
		s.settle()
		s.wantShown("! Plain HTTP to another machine needs your consent below.", "Import 0")
		s.tick("Send credentials over plain HTTP")
		s.wantShown("Import 1")
		s.stroke(fyne.KeyDown) // the focus went back to the list
		s.wantShown("Found: client secret, for the server that you name")
		s.tick("Send credentials over plain HTTP")
		s.wantShown("Import 2")
		s.tick("Keep the secrets")
		s.press("Import 2")
		s.pass(2 * time.Second)
		s.wantShown("Imported profiles: 2", "The api")
		for _, c := range s.porter.kept {
			if !c.Secrets || !c.Profile.AllowHTTP || c.Profile.Realm.Base != "http://sso.dev.example/auth" || len(c.Profile.Validate()) > 0 {
				t.Errorf("kept %+v", c)
			}
		}
	})
}

// importAddress is the field of the open preview.
func (s *stage) importAddress() *entry {
	s.t.Helper()
	var found *entry
	s.walk(func(o fyne.CanvasObject) {
		if e, ok := o.(*entry); ok && e.PlaceHolder == T("porting.address_hint") {
			found = e
		}
	})
	if found == nil {
		s.t.Fatalf("no field for the address, only:\n%s", s.shown())
	}
	return found
}

func TestClipboardIsImportedByKeysAlone(t *testing.T) {
	onStage(t, func(s *stage) {
		s.app.Clipboard().SetContent("curl -k -u api:s3cret -d grant_type=client_credentials https://sso.dev.example/realms/shop/protocol/openid-connect/token")
		s.key(ctrlShift(fyne.KeyO))
		s.pass(2 * time.Second)
		s.wantShown("A curl command. Profiles found: 1.", "Accept any certificate", "Found: client secret, for https://sso.dev.example")
		s.stroke(fyne.KeyReturn)
		s.wantShown("Import 0")
		s.stroke(fyne.KeyReturn)
		s.wantShown("Import 1")
		s.press("Import 1")
		s.pass(2 * time.Second)
		c := s.porter.kept[0]
		if c.Secrets || c.Profile.Connection.Insecure || c.Profile.Client.ID != "api" {
			t.Errorf("kept %+v: nobody agreed to that", c)
		}
	}, shop())
}

func TestImportIsCancelledAndRepeated(t *testing.T) {
	onStage(t, func(s *stage) {
		s.porter.files = map[string]string{"a.json": `{"realm":"shop","auth-server-url":"https://sso.dev.example/auth","resource":"shop-web","public-client":true}`}
		s.drop("a.json")
		s.pressEscape()
		s.pass(time.Second)
		if s.modal != nil || s.porter.kept != nil {
			t.Fatalf("after Escape: modal %v, kept %v", s.modal, s.porter.kept)
		}
		s.drop("a.json")
		s.porter.fail = &profile.SaveError{Cause: profile.CauseDiskFull, Path: "/x", Err: errors.New("x")}
		s.press("Import 1")
		s.pass(2 * time.Second)
		s.wantShown("Not saved: the disk is full", "Import 1")
		s.porter.fail = nil
		s.press("Import 1")
		s.pass(2 * time.Second)
		s.drop("a.json")
		s.wantShown("A saved profile asks for the same tokens already.", "Import 0")
	})
}

func TestSealedPackAsksForItsPassphrase(t *testing.T) {
	onStage(t, func(s *stage) {
		s.porter.opens = "correct horse"
		s.porter.files = map[string]string{"team.age": "sealed:" + realmExport}
		s.drop("team.age")
		s.wantShown("This pack is encrypted.")
		s.enter(s.win.Canvas().Focused().(*entry), "wrong")
		s.pass(2 * time.Second)
		s.wantShown("✗ The passphrase does not open this pack.")
		s.enter(s.win.Canvas().Focused().(*entry), "correct horse")
		s.pass(2 * time.Second)
		s.wantShown("Profiles found: 2.")
		s.wantNotShown("correct horse")
	})
}

func TestWhatCannotBeImportedSaysWhy(t *testing.T) {
	onStage(t, func(s *stage) {
		s.porter.files = map[string]string{"prose.txt": "hello", "half.json": "{", "empty.json": ""}
		for name, want := range map[string]string{"prose.txt": "nothing that profiles can be read from", "half.json": "damaged", "empty.json": "No profile was found"} {
			s.drop(name)
			s.wantShown(want)
			s.press("Close")
		}
		s.app.Clipboard().SetContent("")
		s.key(ctrlShift(fyne.KeyO))
		s.wantShown("No profile was found")
	}, shop())
}

func TestProposalIsCompletedInTheForm(t *testing.T) {
	onStage(t, func(s *stage) {
		s.app.Clipboard().SetContent("https://sso.dev.example/auth/realms/shop")
		s.key(ctrlShift(fyne.KeyO))
		s.pass(2 * time.Second)
		s.wantShown("The client id is missing: open it in the form.")
		s.press("Open in the form")
		if s.form == nil || s.form.realm.entry.Text != "shop" || s.win.Canvas().Focused() != fyne.Focusable(s.form.client.entry) {
			t.Errorf("form is %+v", s.form)
		}
	}, shop())
}
