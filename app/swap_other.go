//go:build !linux

package app

import "realmscope/ui"

// swap is not known here.
func swap() ui.Swap { return ui.SwapUnknown }
