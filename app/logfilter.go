package app

import (
	"io"

	"realmscope/tokenclient"
)

// logFilter writes logs, the toolkit's among them, without what looks like a
// secret: their causes quote what others said.
type logFilter struct{ to io.Writer }

// Write implements io.Writer. Package log calls it once for each entry.
func (f logFilter) Write(entry []byte) (int, error) {
	_, err := io.WriteString(f.to, tokenclient.HideSecrets(string(entry)))
	return len(entry), err
}
