//go:build threadcheck

package app

// migratedToFyneDo is off: Fyne prints every widget call off the UI goroutine.
const migratedToFyneDo = false
