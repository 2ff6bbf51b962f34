package look

import (
	"fmt"
	"testing"
)

// BenchmarkTableSetRows is one new token of 1,000 claims.
func BenchmarkTableSetRows(b *testing.B) {
	newApp(b)
	table := NewTable("CLAIM", "VALUE", "WHAT IT MEANS")
	newWindow(b, 900, 700, table)
	one, two := claims(1000), claims(1000)
	for i := range two {
		two[i].Value = "other"
	}
	for name, next := range map[string][]TableRow{"all changed": two, "none changed": one} {
		b.Run(name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if i%2 == 0 {
					table.SetRows(next)
				} else {
					table.SetRows(one)
				}
			}
		})
	}
}

// BenchmarkGroupListSetItems is a tick of 10,000 realms, and a filter.
func BenchmarkGroupListSetItems(b *testing.B) {
	newApp(b)
	list := NewGroupList()
	newWindow(b, 260, 700, list)
	items := manyItems(10_000)
	ticks := [2][]ListItem{manyItems(10_000), manyItems(10_000)}
	for i := range items {
		ticks[1][i].Trailing = "4:31"
	}
	b.Run("clocks tick", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			list.SetItems(ticks[i%2])
		}
	})
	b.Run("filter", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			list.SetItems(items[:len(items)-5000*(i%2)])
		}
	})
	b.Run("all headings move", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			list.SetItems(items[i%2:])
		}
	})
}

// BenchmarkClock is one second of one clock.
func BenchmarkClock(b *testing.B) {
	newApp(b)
	clock := NewText(Clock, "4:32")
	newWindow(b, 300, 60, clock)
	for i := 0; b.Loop(); i++ {
		clock.SetText(fmt.Sprintf("4:%02d", i%60))
	}
}
