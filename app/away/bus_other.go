//go:build windows || darwin

package away

import "context"

// watch hears nothing: these systems tell through windows of their own, which
// Fyne does not pass on.
func watch(context.Context, func()) {}
