package tokenclient

// HideSecrets hides in any text what looks like a secret, whoever wrote it:
// tokens, authorization values, and parameters and members of telling names. It
// is the last filter before a log.
func HideSecrets(text string) string { return newMasker(nil).text(text) }
