package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestPlacesOutOfSightStayInTheWindow(t *testing.T) {
	onStage(t, func(s *stage) {
		p := s.comparing()
		s.wantShown("Choose two tokens")
		s.wantNotShown("Get token")
		s.goTo(placeRealms)
		s.wantShown("Get token")
		s.wantNotShown("Choose two tokens")
		if got := len(s.places.root.Objects); got != 2 || p.content().Visible() {
			t.Errorf("%d places are kept, that of comparisons is shown: %t; a theme would not reach it", got, p.content().Visible())
		}
	}, shop())
}

func TestAMadeTokenIsScrolledIntoSight(t *testing.T) {
	onStage(t, func(s *stage) {
		s.win.Resize(fyne.NewSize(leastWidth, leastHeight))
		c := s.openedMint("ES256")
		s.minted()
		driver := s.app.Driver()
		at := driver.AbsolutePositionForObject(c.result.copy).Y + c.result.copy.Size().Height
		if bottom := driver.AbsolutePositionForObject(c.root).Y + c.root.Size().Height; at > bottom || c.root.Offset.Y == 0 {
			t.Errorf("the button ends at %v, the card at %v, scrolled by %v", at, bottom, c.root.Offset.Y)
		}
	}, shop())
}
