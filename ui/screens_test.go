package ui

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
	"realmscope/ui/look"
)

// screens are all screens of the window and their states: what leads to each
// from a window with two profiles whose secrets are kept. Every check that
// goes over screens (masters, layout, keyboard) goes over this table, so that
// a new page is checked when it is added here.
func screens() map[string]func(s *stage) {
	all := scenes()
	delete(all, "back") // the same screen as live, reached by waiting
	all["expired"] = func(s *stage) { live(s); time.Sleep(18 * time.Minute); s.settle() }
	for _, more := range []func() map[string]func(s *stage){
		boardScreens, cardScreens, portingScreens, formScreens, menuScreens, compareScreens, activityScreens, mintScreens,
		checkScreens, vaultScreens, lockScreens, aboutScreens, failureScreens, promptScreens, grantScreens, answerScreens,
	} {
		maps.Copy(all, more())
	}
	return all
}

// cast are the profiles that a screen shows.
type cast func() []profile.Profile

func plainCast() []profile.Profile { return []profile.Profile{shop(), bank()} }

// onScreens plays every screen in a theme, in the order of names, each on a
// stage of its own: those that have $UI_ONLY in their names.
func onScreens(t *testing.T, who cast, theme look.Mode, check func(s *stage)) {
	t.Helper()
	all := screens()
	only := os.Getenv("UI_ONLY")
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if !strings.Contains(name, only) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				s := newStageIn(t, theme)
				if name != "welcome" {
					s.keepSecrets()
					for _, p := range who() {
						s.saved.put(p)
						s.ownSecrets(p)
					}
					s.list.list.Select(shop().ID)
				}
				s.frames()
				all[name](s)
				s.settle()
				check(s)
			})
		})
	}
}

// ownSecrets keeps the secrets of a profile for the client that it names.
func (s *stage) ownSecrets(p profile.Profile) {
	s.t.Helper()
	kinds := map[string]vault.Kind{p.Client.SecretID: vault.KindClientSecret}
	for _, a := range p.Accounts {
		kinds[a.PasswordID] = vault.KindPassword
	}
	delete(kinds, "")
	for id, kind := range kinds {
		r := vault.Record{Kind: kind, Owner: vault.Owner{Origin: strings.TrimSuffix(p.Realm.Base, "/auth"), ClientID: p.Client.ID}, Secret: tokenclient.NewSecret("wonder")}
		if err := s.vault.Put(s.t.Context(), id, r); err != nil {
			s.t.Fatal(err)
		}
	}
}

// asks opens a card of the menu More after a token came.
func asks(key string) func(s *stage) {
	return func(s *stage) {
		live(s)
		s.chooseItem(T(key))
	}
}

func cardScreens() map[string]func(s *stage) {
	return map[string]func(s *stage){
		"exchange":    asks("more.exchange"),
		"permissions": asks("more.permissions"),
		"revoke":      asks("more.revoke"),
		"logout-card": asks("more.browser_logout"),
		"keys-failed": func(s *stage) {
			s.server.errands.fails = &tokenclient.Error{Kind: tokenclient.KindTimeout, Sent: true}
			asks("more.keys")(s)
		},
		"keys-read": func(s *stage) {
			s.server.errands.keys = tokenclient.KeySet{
				Keys:    []tokenclient.PublishedKey{{ID: "k1", Type: "EC", Algorithm: "ES256", Use: "sig", Curve: "P-256", Bits: 256, JSON: tokenclient.NewSecret("{}")}},
				Skipped: []tokenclient.SkippedKey{{Index: 2, ID: "k3", Type: "oct", Reason: "kty.secret"}}, Notes: []string{"keys.over.7", "bom"},
			}
			asks("more.keys")(s)
		},
		"exchange-asked": func(s *stage) {
			asks("more.exchange")(s)
			s.press(T("exchange.do"))
		},
		"narrow": func(s *stage) {
			wide := goodAnswer("alice", 5*time.Minute)
			wide.Scope = "openid email"
			s.serve(wide, nil)
			asks("more.narrow")(s)
		},
		"tab-id":     func(s *stage) { live(s); s.tab(tabID) },
		"tab-second": func(s *stage) { live(s); s.tab(tabRefresh) },
		"nothing":    func(s *stage) { s.list.filter.SetText("zzz") },
		"revoked":    func(s *stage) { live(s); s.press(T("action.logout")) },
		"busy": func(s *stage) {
			s.server.slow(time.Hour)
			s.press(T("action.get"))
			s.pass(5 * time.Second)
		},
	}
}

func portingScreens() map[string]func(s *stage) {
	return map[string]func(s *stage){
		"import": func(s *stage) {
			s.porter.files = map[string]string{"realm.json": realmExport}
			s.drop("realm.json")
		},
		"import-ready": func(s *stage) {
			s.porter.files = map[string]string{"realm.json": realmExport}
			s.drop("realm.json")
			test.Type(s.importAddress(), "https://sso.dev.example/auth")
			s.settle()
		},
		"import-none": func(s *stage) {
			s.porter.files = map[string]string{"realm.json": realmExport}
			s.drop("realm.json")
			test.Type(s.importAddress(), "https://sso.dev.example/auth")
			s.settle()
			s.press(T("porting.none"))
		},
		"import-odd": func(s *stage) {
			s.porter.files = map[string]string{"prose.txt": "hello"}
			s.drop("prose.txt")
		},
		"import-sealed": func(s *stage) {
			s.porter.opens, s.porter.files = "correct horse", map[string]string{"team.age": "sealed:" + realmExport}
			s.drop("team.age")
		},
		"export": func(s *stage) { s.export() },
		"export-sealed": func(s *stage) {
			s.export()
			s.tick(T("export.secrets"))
		},
	}
}

func formScreens() map[string]func(s *stage) {
	return map[string]func(s *stage){
		"form-edit": func(s *stage) { s.edit() },
		"form-open": func(s *stage) { s.edit(); s.openSections() },
		"form-keys": func(s *stage) {
			s.selectProfile(bank().ID)
			s.edit()
			s.pickWord(s.form.auth, string(tokenclient.AuthPrivateKeyJWT))
			s.openSections()
		},
		"form-leave": func(s *stage) {
			s.edit()
			s.form.name.entry.SetText("changed")
			s.pressEscape()
		},
	}
}

// openSections opens what is closed in the form.
func (s *stage) openSections() {
	for range 2 {
		var heads []*look.Button
		s.walk(func(o fyne.CanvasObject) {
			if b, ok := o.(*look.Button); ok && len(b.Text()) > 3 && b.Text()[:3] == "▸" {
				heads = append(heads, b)
			}
		})
		for _, b := range heads {
			test.Tap(b)
		}
	}
	s.settle()
}

func menuScreens() map[string]func(s *stage) {
	return map[string]func(s *stage){
		"menu-account": func(s *stage) { test.Tap(s.page.head.account) },
		"menu-copy": func(s *stage) {
			live(s)
			s.press(T("action.copy"))
		},
	}
}
