package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/app/vault"
	"realmscope/ui/look"
)

// vaultScreens are the cards about where secrets rest, and the window without
// them.
func vaultScreens() map[string]func(s *stage) {
	about := func(mode string, press string) func(s *stage) {
		return func(s *stage) {
			inVault(s, mode)
			s.keep.about = VaultAbout{Path: "/home/me/.config/realmscope/vault.age", Records: 7, Saved: time.Now(), Backups: []time.Time{time.Now().Add(-24 * time.Hour)}}
			s.showVault()
			s.pass(2 * time.Second)
			if press != "" {
				s.press(T(press))
			}
		}
	}
	return map[string]func(s *stage){
		"vault-first": func(s *stage) {
			s.key(ctrl(fyne.KeyE))
			s.form.accounts.rows[0].password.SetText("typed")
			s.press(T("form.save"))
			s.pass(2 * time.Second)
		},
		"vault-passphrase":     func(s *stage) { s.chooseVault(); s.press(T("vault.choose.passphrase")) },
		"vault-about":          about(modeKeyring, ""),
		"vault-about-word":     about(modePassphrase, ""),
		"vault-about-session":  about(modeSession, ""),
		"vault-change":         about(modePassphrase, "vault.change_passphrase"),
		"vault-rekey":          about(modePassphrase, "vault.rekey"),
		"vault-recovery":       about(modeKeyring, "vault.recovery"),
		"vault-recovery-shown": func(s *stage) { s.showRecovery(session.NewSecret("AGE-TEST")); s.press(T("vault.reveal")) },
		"vault-leave": func(s *stage) {
			about(modeKeyring, "vault.change_mode")(s)
			s.press(T("vault.choose.session"))
		},
		"vault-refused": func(s *stage) {
			s.keep.answer = failing("no_service")
			s.chooseVault()
			s.press(T("vault.choose.keyring"))
			s.pass(2 * time.Second)
		},
		"vault-waiting": func(s *stage) {
			s.keep.hangs = true
			s.chooseVault()
			s.press(T("vault.choose.keyring"))
			s.pass(2 * time.Second)
		},
	}
}

// lockScreens are the locked window, and the one whose vault did not open.
func lockScreens() map[string]func(s *stage) {
	locked := func(mode string) func(s *stage) {
		return func(s *stage) {
			inVault(s, mode)
			live(s)
			s.key(ctrlShift(fyne.KeyL))
			s.pass(2 * time.Second)
		}
	}
	all := map[string]func(s *stage){
		"lock":         locked(modeKeyring),
		"lock-word":    locked(modePassphrase),
		"lock-session": func(s *stage) { s.key(ctrlShift(fyne.KeyL)) },
		"lock-wrong": func(s *stage) {
			locked(modePassphrase)(s)
			s.keep.answer = func(VaultTask) VaultAnswer {
				return VaultAnswer{Failure: &VaultFailure{Reason: "wrong_passphrase", Wait: 4 * time.Second}}
			}
			s.enter(s.mask.view.field, "wrong")
			s.pass(2 * time.Second)
		},
		"lock-waiting": func(s *stage) {
			locked(modeKeyring)(s)
			s.keep.hangs = true
			s.press(T("unlock.keyring"))
		},
		"lock-restore": func(s *stage) {
			s.keep.set(VaultStatus{Mode: modeKeyring, Locked: true, Chosen: true, Reason: "key_missing"})
			s.press(T("vault.restore"))
		},
		"lock-anew": func(s *stage) {
			s.keep.set(VaultStatus{Mode: modeKeyring, Locked: true, Chosen: true, Reason: "damaged"})
			s.press(T("vault.anew"))
		},
	}
	for _, r := range vault.Reasons() {
		all["closed-"+string(r)] = func(s *stage) {
			s.keep.set(VaultStatus{Mode: modeKeyring, Locked: true, Chosen: true, Reason: string(r)})
		}
	}
	return all
}

// aboutScreens are the cards and lines that belong to the window itself.
func aboutScreens() map[string]func(s *stage) {
	return map[string]func(s *stage){
		"settings": func(s *stage) { s.key(ctrl(fyne.KeyComma)) },
		"settings-tray": func(s *stage) {
			s.withTray()
			s.key(ctrl(fyne.KeyComma))
		},
		"about":        func(s *stage) { s.showAbout() },
		"notice-crash": func(s *stage) { s.notices.crash("panic: error\nmain.f") },
		"notice-vault": func(s *stage) {
			s.Notify([]Notice{{Code: "vault.closed", Args: map[string]string{"Path": "/home/me/vault.age", "Reason": "damaged"}}})
		},
		"hidden":     func(s *stage) { live(s); s.key(ctrlShift(fyne.KeyH)) },
		"cut-none":   func(s *stage) { s.key(ctrlShift(fyne.KeyY)) },
		"cut":        cutText,
		"tip":        func(s *stage) { cutText(s); s.pressEscape(); s.pointAtCut() },
		"stay-asked": stayAsked,
		"fresh":      func(s *stage) { live(s); s.key(ctrlShift(fyne.KeyF)) },
		"watched": func(s *stage) {
			live(s)
			s.alter(func(c *Choices) { c.ExpiryNotice = true })
			s.key(ctrlShift(fyne.KeyA))
		},
		"copied":        func(s *stage) { live(s); s.key(ctrlShift(fyne.KeyC)) },
		"copied-ticket": func(s *stage) { live(s); s.key(ctrlShift(fyne.KeyT)) },
	}
}

// cutText shows the card with what is cut on a page with a long name.
func cutText(s *stage) {
	p := shop()
	p.Name = "the realm of the shop in the north with a name that no window has the room for, however wide it may be, so that it is cut"
	s.saved.put(p)
	s.win.Resize(fyne.NewSize(leastWidth, leastHeight))
	s.key(ctrlShift(fyne.KeyY))
}

// pointAtCut puts the mouse on the first line that is cut.
func (s *stage) pointAtCut() {
	s.t.Helper()
	var tip *look.Tip
	s.walk(func(o fyne.CanvasObject) {
		if t, ok := o.(*look.Tip); ok && tip == nil {
			walk(t, func(o fyne.CanvasObject) {
				if text, ok := o.(*look.Text); ok && text.Cut() {
					tip = t
				}
			})
		}
	})
	if tip == nil {
		s.t.Fatal("no line with a tip is cut")
	}
	tip.MouseIn(&desktop.MouseEvent{})
}

// stayAsked saves a production profile whose sessions shall stay.
func stayAsked(s *stage) {
	p := shop()
	p.Environment = profile.Production
	s.saved.put(p)
	inVault(s, modeKeyring)
	s.key(ctrl(fyne.KeyE))
	test.Tap(s.form.stay)
	s.press(T("form.save"))
}
