package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"realmscope/app/profile"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// bobsToken differs from alice's in who it is for, in its rights and its life.
func bobsToken() string {
	return jwt(`{"alg":"RS256","typ":"JWT","kid":"k1"}`, `{"exp":`+unix(10*time.Minute)+`,"iat":`+unix(0)+
		`,"iss":"https://sso.dev.example/auth/realms/shop","typ":"Bearer","sub":"b-1","preferred_username":"bob",`+
		`"realm_access":{"roles":["offline_access","auditor"]},"scope":"openid profile email"}`)
}

// compareScreens are the states of the page of comparisons.
func compareScreens() map[string]func(s *stage) {
	both := func(s *stage) *comparePlace {
		p := s.comparing()
		s.pasteInto(p.left, accessOf("alice", 5*time.Minute))
		s.pasteInto(p.right, bobsToken())
		return p
	}
	return map[string]func(s *stage){
		"compare": func(s *stage) { s.comparing() },
		"compare-one": func(s *stage) {
			live(s)
			p := s.comparing()
			p.left.menu().Items[0].Action()
		},
		"compare-two": func(s *stage) { both(s) },
		"compare-all": func(s *stage) { both(s).amount.Select(compareAll) },
		"compare-row": func(s *stage) {
			p := both(s)
			s.win.Canvas().Focus(p.table.table.FocusTarget())
			s.typeKeys(fyne.KeyDown, fyne.KeyDown)
		},
		"compare-none": func(s *stage) { s.typeInto(both(s).filter, "qqqq") },
		"compare-same": func(s *stage) {
			p := s.comparing()
			s.pasteInto(p.left, bobsToken())
			s.pasteInto(p.right, bobsToken())
		},
		"compare-wrong":   func(s *stage) { s.pasteInto(s.comparing().left, "hello") },
		"compare-session": func(s *stage) { live(s); s.key(ctrlShift(fyne.KeyG)) },
	}
}

// activityScreens are the states of the page of what was asked.
func activityScreens() map[string]func(s *stage) {
	filled := func(s *stage) *activityPlace {
		a := s.activityPage()
		s.asked(shop().ID+"\x00alice", nil)
		s.asked("", refusedRefresh)
		return a
	}
	return map[string]func(s *stage){
		"activity":        func(s *stage) { s.activityPage() },
		"activity-rows":   func(s *stage) { filled(s) },
		"activity-filter": func(s *stage) { s.typeInto(filled(s).filter, "alice") },
		"activity-none":   func(s *stage) { s.typeInto(filled(s).filter, "qqqq") },
		"activity-failed": func(s *stage) { test.Tap(filled(s).only) },
		"activity-detail": func(s *stage) {
			filled(s)
			s.typeKeys(fyne.KeyDown, fyne.KeyDown)
		},
	}
}

// mintScreens are the states of the card that writes tokens.
func mintScreens() map[string]func(s *stage) {
	opened := func(s *stage) *mintCard {
		live(s)
		s.key(ctrlShift(fyne.KeyW))
		s.minting.algorithm.SetSelected("HS256")
		return s.minting
	}
	return map[string]func(s *stage){
		"mint":       func(s *stage) { opened(s) },
		"mint-wrong": func(s *stage) { opened(s).claims.SetText("{\n\"a\": 1,\n}") },
		"mint-signed": func(s *stage) {
			s.showsToken = true
			opened(s)
			s.press(T("mint.sign"))
		},
		"mint-compare": func(s *stage) {
			opened(s)
			s.press(T("mint.sign"))
			s.press(T("mint.compare"))
		},
		"mint-key": func(s *stage) {
			opened(s)
			s.app.Clipboard().SetContent("hello")
			s.press(T("mint.key_paste"))
		},
		"mint-long": func(s *stage) {
			s.openMint(inspect.Decode(jwt(`{"alg":"ES256"}`, `{"a":"`+strings.Repeat("x", 20_000)+`"}`)))
		},
	}
}

// checkScreens are the verdicts on a pasted token.
func checkScreens() map[string]func(s *stage) {
	pasted := func(s *stage, change func(token string) string) {
		f := newForge(s.t)
		s.server.keys = f.published()
		s.blur(f.key.ID(), "the-key")
		s.blur(f.key.ID()[:23], "the-key") // cut
		s.onPastedText(change(f.token(shopIssuer)))
	}
	as := func(token string) string { return token }
	ask := func() string { return T("inspect.ask", args{"Host": "sso.dev.example"}) }
	return map[string]func(s *stage){
		"inspect-unchecked": func(s *stage) { pasted(s, as) },
		"inspect-verified":  func(s *stage) { pasted(s, as); s.press(ask()) },
		"inspect-forged": func(s *stage) {
			pasted(s, func(token string) string { return token[:len(token)-6] + "AAAAAA" })
			s.press(ask())
		},
		"inspect-no-keys": func(s *stage) {
			pasted(s, as)
			s.server.keysFail = &tokenclient.Error{Kind: tokenclient.KindName}
			s.press(ask())
		},
		"inspect-other-key": func(s *stage) {
			pasted(s, as)
			s.server.keys = newForge(s.t).published()
			s.press(ask())
		},
		"inspect-several": func(s *stage) {
			s.onPastedText(strings.Repeat("x "+accessOf("alice", time.Minute)+"\n"+bobsToken()+"\n", 3))
		},
		"inspect-session": func(s *stage) { live(s); s.key(ctrl(fyne.KeyJ)) },
		"inspect-refresh": func(s *stage) { s.onPastedText(refreshOf(time.Hour)) },
	}
}

// boardScreens are the states of the board.
func boardScreens() map[string]func(s *stage) {
	all := func(s *stage) *look.Board {
		b := s.board()
		s.press(T("board.get_all"))
		s.pass(5 * time.Second)
		return b
	}
	return map[string]func(s *stage){
		"board":      func(s *stage) { s.board() },
		"board-live": func(s *stage) { all(s) },
		"board-row":  func(s *stage) { s.types(all(s), fyne.KeyEnd, fyne.KeySpace) },
		"board-busy": func(s *stage) {
			s.server.slow(time.Hour)
			s.board()
			s.press(T("board.get_all"))
			s.pass(2 * time.Second)
		},
		"board-failed": func(s *stage) { s.server.fail(refused()); all(s) },
		"board-menu": func(s *stage) {
			place, _ := s.places.current().(*boardPlace)
			if all(s); place == nil {
				place, _ = s.places.current().(*boardPlace)
			}
			test.Tap(place.sort)
		},
		"board-production": func(s *stage) {
			p := bank()
			p.Environment = profile.Production
			s.saved.put(p)
			s.types(all(s), fyne.KeyEnd, fyne.KeySpace)
		},
		"palette":      func(s *stage) { s.openPalette() },
		"palette-none": func(s *stage) { s.openPalette(); test.Type(s.win.Canvas().Focused(), "qqqq") },
		"palette-some": func(s *stage) { s.openPalette(); test.Type(s.win.Canvas().Focused(), "board") },
	}
}
