package session

import "realmscope/tokenclient"

// NewSecret wraps a text that was typed in the window. An empty text gives the
// zero Secret.
func NewSecret(text string) Secret { return tokenclient.NewSecret(text) }
