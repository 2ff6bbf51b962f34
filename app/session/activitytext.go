package session

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"realmscope/tokenclient"
)

// Failed tells whether the exchange was refused or got no answer. That nobody
// has agreed yet (RFC 8628 section 3.5), that a nonce is wanted (RFC 9449
// section 8) or that the user cancelled is no failure.
func (x Observed) Failed() bool {
	if x.Seen.Err == nil || x.Seen.Err.Kind == tokenclient.KindCanceled {
		return false
	}
	switch x.Seen.Code {
	case "authorization_pending", "slow_down", "use_dpop_nonce":
		return false
	}
	return true
}

// Host is the host that was asked, with its port.
func (x Observed) Host() string {
	u, err := url.Parse(x.Seen.URL)
	if err != nil {
		return x.Seen.URL
	}
	return u.Host
}

// Curl is the request as a command for a POSIX shell. What is hidden stands as
// a variable, such as $CLIENT_SECRET, that the reader sets first.
func (x Observed) Curl() string {
	o := x.Seen
	var b strings.Builder
	b.WriteString("curl")
	if o.Method != "POST" || len(o.Params) == 0 || o.InQuery {
		b.WriteString(" -X " + quote(o.Method))
	}
	for _, h := range o.Sent {
		switch {
		case h.Name == "User-Agent" || h.Name == "Content-Type":
		case h.Hidden:
			scheme, _, two := strings.Cut(h.Value, " ")
			word := h.Name + ": "
			if two && safeWord(scheme) {
				word += scheme + " "
			}
			b.WriteString(" \\\n  -H \"" + word + variableOf(headerVariable(h.Name, scheme)) + `"`)
		default:
			b.WriteString(" \\\n  -H " + quote(h.Name+": "+h.Value))
		}
	}
	option := " \\\n  --data-urlencode "
	if o.InQuery {
		option = " \\\n  --url-query "
	}
	for _, p := range o.Params {
		if p.Hidden && safeWord(p.Name) {
			b.WriteString(option + `"` + p.Name + "=" + variableOf(p.Name) + `"`)
			continue
		}
		b.WriteString(option + quote(p.Name+"="+p.Value))
	}
	b.WriteString(" \\\n  " + quote(o.URL) + "\n")
	return b.String()
}

func headerVariable(name, scheme string) string {
	switch {
	case name == "DPoP":
		return "DPOP_PROOF"
	case strings.EqualFold(scheme, "basic"):
		return "BASIC_CREDENTIALS"
	}
	return "ACCESS_TOKEN"
}

// safeWord tells what needs no quoting between double quotes.
func safeWord(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-.", r)
	})
}

// variableOf is the variable that stands for a hidden parameter.
func variableOf(name string) string {
	var b strings.Builder
	for i, r := range strings.ToUpper(name) {
		switch {
		case r >= 'A' && r <= 'Z' || r == '_' || r >= '0' && r <= '9' && i > 0:
			b.WriteRune(r)
		default:
			b.WriteByte('_')
		}
	}
	return "$" + b.String()
}

// Report is the exchange for somebody else: a few lines without secrets and,
// as far as that can be told, without names of people.
func (x Observed) Report(names []string) string {
	o := x.Seen
	var b strings.Builder
	fmt.Fprintf(&b, "#%d %s %s %s\n", x.Number, o.ReceivedAt.UTC().Format("2006-01-02T15:04:05.000Z"), o.Method, o.URL)
	for _, h := range o.Sent {
		fmt.Fprintf(&b, "  > %s: %s\n", h.Name, h.Value)
	}
	for _, p := range o.Params {
		value := p.Value
		if isPerson(p.Name) && value != "" {
			value = person
		}
		fmt.Fprintf(&b, "  > %s=%s\n", p.Name, value)
	}
	fmt.Fprintf(&b, "  < status %d, %d bytes, %s", o.Status, o.Size, o.Elapsed.Round(1e6))
	if o.Err != nil {
		fmt.Fprintf(&b, ", %s", o.Err.Error())
	}
	b.WriteByte('\n')
	for _, h := range o.Headers {
		fmt.Fprintf(&b, "  < %s: %s\n", h.Name, h.Value)
	}
	if o.Err != nil && o.Body != "" { // a good answer tells of people only
		for line := range strings.Lines(o.Body) {
			b.WriteString("  | " + strings.TrimRight(line, "\n") + "\n")
		}
	}
	return withoutPeople(b.String(), names)
}

// person stands for a name.
const person = "[person]"

// isPerson tells the parameters that name somebody.
func isPerson(name string) bool {
	return name == "username" || name == "login_hint" || name == "requested_subject"
}

// withoutPeople replaces addresses for mail, members that name somebody, and
// the known names of accounts.
func withoutPeople(text string, names []string) string {
	text = regexp.MustCompile(`(?i)("(?:sub|name|preferred_username|username|user|given_name|family_name|middle_name|nickname|email|phone_number|login)"\s*:\s*)"(?:[^"\\]|\\.)*"?`).
		ReplaceAllString(text, `$1"`+person+`"`)
	text = regexp.MustCompile(`[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+`).ReplaceAllString(text, person)
	for _, name := range names {
		if len(name) < 2 || strings.EqualFold(name, "person") {
			continue // a letter is in every word
		}
		whole := regexp.MustCompile(`(?i)(^|[^\pL\pN])` + regexp.QuoteMeta(name) + `([^\pL\pN]|$)`)
		for range 2 { // two names may share the sign between them
			text = whole.ReplaceAllString(text, "${1}"+person+"${2}")
		}
	}
	return text
}

// DebugLog is the whole activity, the oldest first, under the lines of a head.
func DebugLog(head []string, all []Observed, names []string) string {
	var b strings.Builder
	for _, line := range head {
		b.WriteString(withoutPeople(line, names) + "\n")
	}
	for i := len(all) - 1; i >= 0; i-- {
		b.WriteString("\n" + all[i].Report(names))
	}
	return b.String()
}
