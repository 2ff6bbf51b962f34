package porting

import "strconv"

// The codes of findings, with their arguments.
const (
	findReadLess      = "many"                  // Count: proposals beyond the limit were left out
	findName          = "name.cleaned"          // the name held characters that cannot be seen, or was too long
	findText          = "text.left_out"         // Name: a field held characters that cannot be seen, or was too long
	findUnsound       = "profile.unsound"       // Name: a profile that cannot be saved at all
	findUnreadable    = "profile.unreadable"    // Name: a profile that cannot be read
	findVariable      = "variable.unresolved"   // Name: a variable without a value
	findAddress       = "address.unreadable"    // Name: an address that cannot be read
	findOtherOrigin   = "endpoint.other_origin" // Name: an endpoint on another server
	findGrantImplicit = "grant.implicit"        // the implicit grant became a login in the browser
	findGrantUnknown  = "grant.unsupported"     // Name
	findGrantRefresh  = "grant.refresh"         // a refresh became the login before it
	findToken         = "token.left_out"        // Name: a token is no setting
	findParameter     = "parameter.left_out"    // Name
	findNoSecret      = "secret.missing"        // the client needs a secret that the file has not
	findMasked        = "secret.masked"         // the file holds stars in place of the secret
	findSecretOrigin  = "secret.other_origin"   // Name: a secret for another server or client
	findSecretText    = "secret.unreadable"     // Name: a secret that is too long or no text
	findFile          = "file.not_read"         // Name: another file is named; none is read
	findUsers         = "users.left_out"        // Count: people of a realm export
	findInternal      = "clients.internal"      // Count: Keycloak's own clients
	findOtherClients  = "clients.other"         // Count: clients that get no tokens, SAML
	findDisabled      = "client.disabled"       // the client is switched off
	findNoFlow        = "client.no_flow"        // no flow of this program is switched on
	findAssertion     = "assertion.left_out"    // how the client proves itself has to be set up
	findScript        = "script.left_out"       // Name: a script was not run
	findOption        = "option.left_out"       // Name: an option of the command
	findSecretID      = "pack.secret_ids"       // Name: the pack named secrets of a vault
	findDuplicate     = "duplicate"             // Count: the same profile stood there more than once
	findAccounts      = "accounts.left_out"     // Count: accounts beyond the limit or unreadable
)

// FindingCodes lists every code of a Finding, so that translations can be checked.
func FindingCodes() []string {
	return []string{
		findReadLess, findName, findText, findUnsound, findUnreadable, findVariable, findAddress, findOtherOrigin,
		findGrantImplicit, findGrantUnknown, findGrantRefresh, findToken, findParameter, findNoSecret, findMasked,
		findSecretOrigin, findSecretText, findFile, findUsers, findInternal, findOtherClients, findDisabled, findNoFlow,
		findAssertion, findScript, findOption, findSecretID, findDuplicate, findAccounts,
	}
}

// findings collects what is found, each once, up to the limit.
type findings []Finding

func (f *findings) say(code string) { f.add(code, nil) }

func (f *findings) name(code, name string) {
	f.add(code, map[string]string{"Name": shown(name)})
}

func (f *findings) count(code string, n int) {
	if n > 0 {
		f.add(code, map[string]string{"Count": strconv.Itoa(n)})
	}
}

func (f *findings) add(code string, args map[string]string) {
	if len(*f) >= maxFindings {
		return
	}
	for _, had := range *f {
		if had.Code == code && had.Args["Name"] == args["Name"] && had.Args["Count"] == args["Count"] {
			return
		}
	}
	*f = append(*f, Finding{Code: code, Args: args})
}
