// Package away hears of the moments when the user has left: the screen is
// locked, the session is left to another user, the machine goes to sleep.
package away

import "context"

// Watch calls left whenever the desktop says that the user leaves, until ctx
// ends. Where nothing can say so it returns at once: it starts no bus and asks
// for nothing.
func Watch(ctx context.Context, left func()) { watch(ctx, left) }
