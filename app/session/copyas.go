package session

import (
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"realmscope/app/profile"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// tokenVariable is the environment variable of the lines for shells.
const tokenVariable = "ACCESS_TOKEN"

// request renders the call of the realm's UserInfo with the access token for a
// tool; empty when the token or the address could be more than that in a line.
func request(form CopyForm, p profile.Profile, t *Tokens) Secret {
	value := credentials("", t)
	address := p.Realm.Endpoints().UserInfo
	if value.Empty() || address == "" || strings.ContainsFunc(address, unicode.IsControl) {
		return Secret{}
	}
	header := value.Reveal()
	line := ""
	switch form {
	case CopyCurl:
		line = "curl -H " + quote("Authorization: "+header) + " " + quote(address)
	case CopyHTTPie:
		line = "http --ignore-stdin GET " + quote(address) + " " + quote("Authorization:"+header)
	case CopyPowerShell:
		line = "Invoke-RestMethod -Uri " + quotePowerShell(address) + " -Headers @{ Authorization = " + quotePowerShell(header) + " }"
	case CopyFetch:
		line = "await fetch(" + quoteScript(address) + ", { headers: { Authorization: " + quoteScript(header) + " } })"
	}
	return tokenclient.NewSecret(line)
}

// variable renders the line that puts the access token into a shell's
// environment.
func variable(form CopyForm, t *Tokens) Secret {
	token := t.Set.AccessToken.Reveal()
	if token == "" || strings.ContainsFunc(token, unicode.IsControl) {
		return Secret{}
	}
	line := ""
	switch form {
	case CopyEnvSh:
		line = "export " + tokenVariable + "=" + quote(token)
	case CopyEnvFish:
		line = "set -gx " + tokenVariable + " " + quoteFish(token)
	case CopyEnvPowerShell:
		line = "$env:" + tokenVariable + " = " + quotePowerShell(token)
	case CopyEnvCmd:
		// cmd has no quoting that holds for every character.
		if strings.ContainsFunc(token, notInToken) {
			return Secret{}
		}
		line = `set "` + tokenVariable + "=" + token + `"`
	}
	return tokenclient.NewSecret(line)
}

// notInToken tells what no b64token (RFC 6750 section 2.1) has.
func notInToken(r rune) bool {
	return notInScheme(r) && r != '/' && r != '='
}

// claimLines are the access token's claims, one a line, name and value with a
// tab between them, as a spreadsheet takes them.
func claimLines(t *Tokens, now time.Time) Secret {
	if t.Access == nil {
		return Secret{}
	}
	var b strings.Builder
	for _, r := range inspect.Rows(t.Access.Payload, now) {
		b.WriteString(oneLine(r.Name) + "\t" + oneLine(r.Value) + "\n")
	}
	return tokenclient.NewSecret(b.String())
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// quotePowerShell makes one word of a text for PowerShell, which takes curly
// quotation marks for straight ones.
func quotePowerShell(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range s {
		if strings.ContainsRune("'\u2018\u2019\u201a\u201b", r) {
			b.WriteRune(r)
		}
		b.WriteRune(r)
	}
	b.WriteByte('\'')
	return b.String()
}

// quoteFish makes one word of a text for fish: between single quotes only the
// quote and the backslash are special.
func quoteFish(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'"
}

// quoteScript makes a JavaScript string of a text: JSON is one.
func quoteScript(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(text)
}
