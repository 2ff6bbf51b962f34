//go:build !threadcheck

package app

// migratedToFyneDo tells Fyne that widgets are only touched on the UI
// goroutine. Built with the tag threadcheck, Fyne prints every call that is
// not.
const migratedToFyneDo = true
