package inspect

import (
	"strings"
	"time"
)

// LintOptions are what Lint needs to know beside the token.
type LintOptions struct {
	// Now is the moment to judge by; what needs one is left out when it is
	// zero.
	Now time.Time
	// Bearer tells that the token is used as an access token, so that another
	// kind is out of place.
	Bearer bool
}

// Lint finds what a reviewer would raise about a token, after RFC 8725 and
// Keycloak practice. It verifies nothing.
func Lint(t *Token, o LintOptions) []Finding {
	var list []Finding
	for _, rule := range lintRules() {
		list = append(list, rule(t, o)...)
	}
	return list
}

// lintRules are all rules, each of which looks at one side of a token.
func lintRules() []func(*Token, LintOptions) []Finding {
	return []func(*Token, LintOptions) []Finding{lintAlgorithm}
}

// found makes a finding with args as name and value by turns.
func found(severity Severity, code string, args ...string) []Finding {
	f := Finding{Code: code, Severity: severity, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		f.Args[args[i]] = Clip(args[i+1], maxArg)
	}
	return []Finding{f}
}

// lintAlgorithm looks at alg (RFC 8725 sections 3.1 and 3.2).
func lintAlgorithm(t *Token, _ LintOptions) []Finding {
	alg := t.Algorithm()
	switch {
	case t.header() == nil:
		return nil
	case strings.EqualFold(alg, "none"):
		return found(SeverityDanger, "algorithm_none")
	case alg == "RSA1_5":
		return found(SeverityWarning, "algorithm_rsa15")
	case strings.HasPrefix(alg, "PBES2"):
		return found(SeverityWarning, "algorithm_password", "Algorithm", alg)
	case strings.HasPrefix(alg, "HS") && (t.Typ() == "Bearer" || t.Typ() == "ID" || t.Typ() == "DPoP"):
		return found(SeverityWarning, "algorithm_hmac", "Algorithm", alg)
	}
	return nil
}
