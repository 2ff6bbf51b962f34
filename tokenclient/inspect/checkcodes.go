package inspect

// CheckReasons lists every Reason that a check can have; each has the text
// "check.{name}.{reason}".
func CheckReasons(name CheckName) []string {
	unreadable := []string{"not_asked", "not_a_token", "encrypted", "no_claims", "malformed"}
	switch name {
	case CheckSignature:
		return []string{
			"fits", "wrong", "der", "length", "no_key", "not_a_token", "encrypted", "opened", "incomplete", "short",
			"header", "header_doubled", "algorithm_missing", "none", "unsigned", "critical", "key_form",
			"encoding", "encoding_mended", "algorithm", "server_secret", "key_unfit", "key_unknown", "too_many",
		}
	case CheckKey:
		return []string{
			string(SourceRealm), string(SourceIssuer), string(SourceCached), string(SourceGiven),
			"no_key", "not_reached", "server_secret", "unusable", "unknown", "none_fits", "too_many",
			"kind", "curve", "use", "operations", "algorithm", "short", "weak", "roca",
		}
	case CheckTime:
		return append(unreadable, "in_force", "no_end", "expired", "not_yet", "issued_later", "form", "milliseconds", "end_missing")
	case CheckIssuer:
		return append(unreadable, "same", "missing", "form", "slash", "scheme", "prefix", "case", "unseen", "differs")
	case CheckAudience:
		return append(unreadable, "named", "missing", "form", "other")
	}
	return nil
}

// KeyReasons lists every Reason of a KeyError; each has the text
// "keys.fault.{reason}".
func KeyReasons() []string {
	return []string{
		"empty", "too_large", "form", "address", "token", "json", "none", "unusable", "pem", "encrypted", "too_many",
	}
}

// ExpectReasons lists the Reasons of an Outcome by the kind of its expectation;
// each has the text "expect.{kind}.{reason}". "unreadable" and "malformed" are
// left out, they have one text for all kinds.
func ExpectReasons(kind ExpectationKind) []string {
	switch kind {
	case ExpectRole, ExpectScope, ExpectGroup, ExpectAudience, ExpectClaim:
		return []string{"held", "absent"}
	case ExpectNoRole, ExpectNoClaim:
		return []string{"held", "present"}
	case ExpectEquals, ExpectContains:
		return []string{"held", "differs", "absent"}
	case ExpectLifeAtMost:
		return []string{"held", "longer", "no_life"}
	}
	return nil
}
