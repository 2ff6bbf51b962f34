// Package porting reads profiles out of what other programs write and what
// people paste, and writes packs of profiles for others.
//
// Whatever comes in is hostile. Nothing here connects, opens a file or runs a
// thing: it reads the bytes that it is given and no more. What it finds are
// proposals; a person says which of them become profiles, which of the secrets
// beside them are kept, and which switches that weaken the connection are on.
package porting

import (
	"errors"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// Format is what a text was recognised as; its name is the text
// "porting.format.{Format}".
type Format string

// The formats that Read knows.
const (
	FormatPack              Format = "pack"               // our own, see Pack
	FormatAdapter           Format = "adapter"            // Keycloak's keycloak.json, also keycloak.js's settings
	FormatClient            Format = "client"             // a client of Keycloak's admin API, or of RFC 7591
	FormatRealm             Format = "realm"              // a realm export
	FormatKcadm             Format = "kcadm"              // kcadm.config
	FormatDiscovery         Format = "discovery"          // a discovery document
	FormatAddress           Format = "address"            // any address of a realm
	FormatCurl              Format = "curl"               // a curl command
	FormatHTTP              Format = "http"               // an HTTP request as text
	FormatForm              Format = "form"               // the body of a token request
	FormatPostmanCollection Format = "postman_collection" // v2.0 and v2.1
	FormatPostmanVariables  Format = "postman_environment"
	FormatBruno             Format = "bruno"    // a .bru file, or a collection as JSON
	FormatInsomnia          Format = "insomnia" // v4 as JSON, v5 as YAML
)

// Formats lists them, most particular first.
func Formats() []Format {
	return []Format{
		FormatPack, FormatAdapter, FormatClient, FormatRealm, FormatKcadm, FormatDiscovery, FormatAddress, FormatCurl,
		FormatHTTP, FormatForm, FormatPostmanCollection, FormatPostmanVariables, FormatBruno, FormatInsomnia,
	}
}

// Why a text gives no proposals.
var (
	// ErrUnknown says that the text is nothing that Read knows.
	ErrUnknown = errors.New("text is of no known format")
	// ErrTooLarge says that the text is over 16 MiB, or a pack over 1 MiB.
	ErrTooLarge = errors.New("text is too large")
	// ErrTooDeep says that the text is nested over 64 levels.
	ErrTooDeep = errors.New("text is nested too deep")
	// ErrDamaged says that the text begins like a known format and cannot be read.
	ErrDamaged = errors.New("text is damaged")
	// ErrSealed says that the pack is encrypted: see Unseal.
	ErrSealed = errors.New("pack is encrypted")
	// ErrPassphrase says that a passphrase does not open the pack.
	ErrPassphrase = errors.New("passphrase does not open the pack")
	// ErrNewer says that a newer release wrote the pack.
	ErrNewer = errors.New("pack was written by a newer release")
	// ErrNothing says that the text is known and holds no profile.
	ErrNothing = errors.New("text holds no profile")
)

// The limits of what is read.
const (
	maxData      = 16 << 20 // bytes of a file of another program
	maxPack      = 1 << 20  // bytes of a pack, as of profiles.json
	maxDepth     = 64
	maxProposals = 1000 // as many as profiles.json holds
	maxFindings  = 200
	maxSecret    = 64 << 10 // bytes
)

// SecretKind is what a secret is for.
type SecretKind string

// The kinds of secrets that files hold.
const (
	ClientSecret      SecretKind = "client_secret"
	ClientKey         SecretKind = "client_key"
	ClientCertificate SecretKind = "client_certificate"
	ProxyPassword     SecretKind = "proxy_password"
	Password          SecretKind = "password"  // of the account Name
	Parameter         SecretKind = "parameter" // of the parameter Name
)

// Secret is a secret that stood beside a proposal. It is the person's to keep
// or to drop, and good for one origin and client only.
type Secret struct {
	Kind SecretKind
	// Name is the account or the parameter; empty for the other kinds.
	Name string
	// Origin is where the file sends the secret, as tokenclient.Origin writes
	// it; "" when the file names no server at all.
	Origin   string
	ClientID string
	Value    tokenclient.Secret
}

// Wish is a setting that weakens the connection. It is off until it is agreed
// to, one by one.
type Wish string

// The wishes, in the order in which they are shown.
const (
	WishHTTP     Wish = "allow_http" // credentials over plain HTTP
	WishInsecure Wish = "insecure"   // any certificate
	WishProxy    Wish = "proxy"      // through somebody's proxy
	WishCA       Wish = "ca"         // further authorities
)

// Wishes lists them.
func Wishes() []Wish { return []Wish{WishHTTP, WishInsecure, WishProxy, WishCA} }

// Proposal is a profile that might be saved.
type Proposal struct {
	// Profile has an id of its own and names no secret of any vault. What its
	// wishes ask for is off.
	Profile profile.Profile
	Secrets []Secret
	// Asks are the fields without which it cannot be saved.
	Asks []profile.Field
	// Wishes are off until Accept; Wished says what the file asks for.
	Wishes []Wish
	Wished profile.Connection
	// Findings say what was left out of this one and why.
	Findings []Finding
	// Known says that a saved profile asks for the same; see Batch.Compare.
	Known bool
}

// Finding is one thing that a person should know; its sentence is
// "porting.finding.{Code}", filled with Args.
type Finding struct {
	Code string
	// Args are texts of the file, cleaned and cut: {{.Name}}, {{.Count}}.
	Args map[string]string
}

// Batch is what one text, or several read together, gave.
type Batch struct {
	Format    Format
	Proposals []Proposal
	// Findings are those that belong to no single proposal.
	Findings []Finding
}

// Accept returns the profile with the agreed wishes on.
func (p Proposal) Accept(agreed ...Wish) profile.Profile {
	out := p.Profile.Clone()
	for _, w := range agreed {
		if !p.wishes(w) {
			continue
		}
		switch w {
		case WishHTTP:
			out.AllowHTTP = true
		case WishInsecure:
			out.Connection.Insecure = true
		case WishProxy:
			out.Connection.Proxy, out.Connection.ProxyUser = p.Wished.Proxy, p.Wished.ProxyUser
		case WishCA:
			out.Connection.CA, out.Connection.OnlyCA = p.Wished.CA, p.Wished.OnlyCA
		}
	}
	return out
}

func (p Proposal) wishes(w Wish) bool {
	for _, has := range p.Wishes {
		if has == w {
			return true
		}
	}
	return false
}

// Releasable lists the secrets that may be kept with p, a profile made of this
// proposal: those whose origin and client are still the profile's. A secret of a
// file that named no server goes with the server that the person gave.
func (p Proposal) Releasable(kept profile.Profile) []Secret {
	origin, err := tokenclient.Origin(kept.Endpoint())
	if err != nil {
		return nil
	}
	var out []Secret
	for _, s := range p.Secrets {
		switch {
		case s.Kind == ProxyPassword:
			if at, err := tokenclient.Origin(kept.Connection.Proxy); err == nil && at == s.Origin {
				out = append(out, s)
			}
		case (s.Origin == "" || s.Origin == origin) && s.ClientID == kept.Client.ID:
			out = append(out, s)
		}
	}
	return out
}

// Compare marks the proposals that ask for what a saved profile asks for.
func (b *Batch) Compare(saved []profile.Profile) {
	known := make(map[string]bool, len(saved))
	for _, p := range saved {
		known[sameness(p)] = true
	}
	for i := range b.Proposals {
		b.Proposals[i].Known = known[sameness(b.Proposals[i].Profile)]
	}
}

// At completes a proposal that lacks its server, or its realm, from the address
// of a server or realm. ok is false when it lacks neither or the address says
// nothing that is missing.
func (p Proposal) At(address string) (out Proposal, ok bool) {
	a, err := tokenclient.ParseAddress(address)
	if err != nil {
		return p, false
	}
	out = p
	out.Profile = p.Profile.Clone()
	realm := &out.Profile.Realm
	switch {
	case realm.Base == "":
		realm.Base = a.Realm.Base
		if realm.Name == "" {
			realm.Name = a.Realm.Name
		}
	case realm.Name == "" && a.Realm.Base == realm.Base && a.Realm.Name != "":
		realm.Name = a.Realm.Name
	default:
		return p, false
	}
	if out.Profile.Environment == profile.Development {
		if e := profile.FromAddress(tokenclient.Address{Realm: *realm}).Profile.Environment; e != "" {
			out.Profile.Environment = e
		}
	}
	out.Asks = missing(out.Profile)
	out.Wishes = nil
	var q request
	q.wished = p.Wished
	q.wish(&out)
	return out, true
}
