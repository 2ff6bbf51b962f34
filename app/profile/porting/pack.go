package porting

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// packFormat and packSchema name our own format.
const (
	packFormat = "realmscope-pack"
	packSchema = 1
)

// Item is a profile on its way out, with the secrets that go with it where the
// pack is sealed.
type Item struct {
	Profile profile.Profile
	Secrets []Secret
}

// packed is a profile as a pack holds it: without an id and without the ids of
// secrets, which mean nothing elsewhere.
type packed struct {
	profile.Profile
	ID string `json:"id,omitempty"`
}

// packedSecret is a secret of the profile at index Profile.
type packedSecret struct {
	Profile int        `json:"profile"`
	Kind    SecretKind `json:"kind"`
	Name    string     `json:"name,omitempty"`
	Origin  string     `json:"origin"`
	Client  string     `json:"client_id"`
	Value   string     `json:"value"`
}

// pack is the whole file.
type pack struct {
	Format   string         `json:"format"`
	Schema   int            `json:"schema"`
	Profiles []packed       `json:"profiles"`
	Secrets  []packedSecret `json:"secrets,omitempty"`
}

// Pack writes profiles for others: JSON to be read, compared and mended by hand,
// with no secret in it, whatever the items hold. The error is ErrTooLarge.
func Pack(items []Item) ([]byte, error) { return writePack(items, false) }

func writePack(items []Item, withSecrets bool) ([]byte, error) {
	if len(items) > maxProposals {
		return nil, ErrTooLarge
	}
	out := pack{Format: packFormat, Schema: packSchema, Profiles: make([]packed, len(items))}
	for i, item := range items {
		out.Profiles[i] = packed{Profile: bare(item.Profile)}
		if !withSecrets {
			continue
		}
		for _, s := range item.Secrets {
			out.Secrets = append(out.Secrets, packedSecret{i, s.Kind, s.Name, s.Origin, s.ClientID, s.Value.Reveal()})
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(out); err != nil {
		return nil, fmt.Errorf("encode pack: %w", err)
	}
	if b.Len() > maxPack {
		return nil, ErrTooLarge
	}
	return b.Bytes(), nil
}

// bare is the profile without its id and without any id of a secret.
func bare(p profile.Profile) profile.Profile {
	p = p.WithoutSecrets()
	p.ID = ""
	return p
}

// readPack reads our own format. Nothing of it is trusted: ids are new, ids of
// secrets are dropped, and what weakens the connection is off.
func readPack(t tree, size int) (Batch, error) {
	if size > maxPack {
		return Batch{}, ErrTooLarge
	}
	schema, err := strconv.Atoi(t.at("schema").text())
	switch {
	case err != nil || schema < 1 || !t.at("profiles").isList():
		return Batch{}, ErrDamaged
	case schema > packSchema:
		return Batch{}, ErrNewer
	}
	b := Batch{Format: FormatPack}
	var found findings
	list := t.at("profiles").list()
	found.count(findReadLess, len(list)-maxProposals)
	place := map[int]int{} // from the index in the file to that in the batch
	for i, one := range list[:min(len(list), maxProposals)] {
		p, ok := unpack(one, &found)
		if !ok {
			found.name(findUnsound, one.at("name").text())
			continue
		}
		place[i] = len(b.Proposals)
		b.Proposals = append(b.Proposals, p)
	}
	for _, s := range t.at("secrets").list() {
		i, err := strconv.Atoi(s.at("profile").text())
		at, known := place[i]
		if err != nil || !known {
			found.name(findSecretOrigin, s.at("kind").text())
			continue
		}
		b.Proposals[at].attach(s)
	}
	b.Findings = found
	return b, nil
}

// unpack reads one profile of a pack.
func unpack(t tree, found *findings) (Proposal, bool) {
	out := Proposal{}
	f := (*findings)(&out.Findings)
	raw, err := json.Marshal(f.only(t, packMembers()))
	var p profile.Profile
	if err != nil || !t.isObject() || json.Unmarshal(raw, &p) != nil {
		found.name(findUnreadable, t.at("name").text())
		return Proposal{}, false
	}
	if ids := bare(p); len(p.SecretIDs()) > 0 || !sameSecretIDs(p, ids) {
		f.name(findSecretID, p.Name)
	}
	p = bare(p)
	p.ID = profile.NewID()
	if !plainTexts(t) {
		return Proposal{}, false
	}
	mend(&p, f)
	q := request{wished: p.Connection}
	p.AllowHTTP = false
	p.Connection = profile.Connection{Timeout: p.Connection.Timeout}
	if p.Connection.Timeout != 0 {
		p.Connection.Timeout = min(max(p.Connection.Timeout, 5), 120)
	}
	out.Profile = p
	q.wish(&out)
	for _, said := range q.found {
		f.add(said.Code, said.Args)
	}
	out.Asks = missing(p)
	return out, sound(p, out.Asks, out.Wishes)
}

// mend makes a profile of a pack fit to be shown, and leaves out what is unknown
// or points at another server.
func mend(p *profile.Profile, f *findings) {
	if name := tidy(p.Name, maxName); name != p.Name {
		p.Name = name
		f.say(findName)
	}
	p.Group, p.Template = tidy(p.Group, maxName), knownTemplate(p.Template)
	if p.Environment == "" || !known(profile.Environments(), p.Environment) {
		p.Environment = profile.Development
	}
	if p.Client.Auth == "" {
		p.Client.Auth = tokenclient.AuthNone
	}
	if len(p.Extra) > maxExtra {
		p.Extra = p.Extra[:maxExtra]
		f.name(findParameter, "extra")
	}
	origin, _ := tokenclient.Origin(p.Realm.Base)
	if at, err := tokenclient.Origin(p.TokenEndpoint); p.TokenEndpoint != "" && (err != nil || at != origin) {
		f.name(findOtherOrigin, hostOf(p.TokenEndpoint))
		p.TokenEndpoint = ""
	}
}

// packMembers are the members of a profile that a pack may set. What a person
// has agreed to is not among them: nobody agrees for another.
func packMembers() []string {
	return []string{
		"name", "group", "environment", "realm", "client", "grant", "scope", "accounts", "params_in", "token_endpoint",
		"login", "backchannel", "extra", "connection", "expectations", "template",
	}
}

// only leaves out the members of an object that are not in a list, and says so
// of those that a pack of ours would not have.
func (f *findings) only(t tree, names []string) map[string]any {
	out := map[string]any{}
	for _, name := range t.keys() {
		switch {
		case known(names, name):
			out[name] = t.at(name).value
		case name != "id" && name != "allow_http":
			f.name(findParameter, name)
		}
	}
	return out
}

func sameSecretIDs(a, b profile.Profile) bool {
	for i := range a.Extra {
		if a.Extra[i] != b.Extra[i] {
			return false
		}
	}
	return a.Client == b.Client && a.Connection == b.Connection
}

func known[T comparable](list []T, v T) bool {
	for _, k := range list {
		if k == v {
			return true
		}
	}
	return false
}

func knownTemplate(id string) string {
	for _, t := range profile.Templates() {
		if t.ID == id {
			return id
		}
	}
	return ""
}

// plainTexts tells whether every text of a profile can stand as it is. Its name
// and group are mended instead, and a certificate has lines.
func plainTexts(profile tree) bool {
	for _, name := range profile.keys() {
		if name != "name" && name != "group" && !plainTree(profile.at(name), name) {
			return false
		}
	}
	return true
}

func plainTree(t tree, member string) bool {
	for _, v := range t.list() {
		if !plainTree(v, "") {
			return false
		}
	}
	for _, name := range t.keys() {
		if !plain(name, maxName) || !plainTree(t.at(name), name) {
			return false
		}
	}
	if member == "ca" {
		return len(t.text()) <= maxSecret
	}
	return plain(t.text(), maxText)
}

// attach adds a secret of the pack to the profile, if it was meant for the same
// server and client.
func (p *Proposal) attach(t tree) {
	f := (*findings)(&p.Findings)
	s := Secret{
		Kind: SecretKind(t.at("kind").text()), Name: t.at("name").text(), Origin: t.at("origin").text(),
		ClientID: t.at("client_id").text(), Value: tokenclient.NewSecret(t.at("value").text()),
	}
	p.Secrets = append(p.Secrets, s)
	last := len(p.Secrets) - 1
	wished := p.Accept(p.Wishes...)
	fits := false
	for _, ok := range p.Releasable(wished) {
		fits = fits || ok == s
	}
	switch s.Kind {
	case Password:
		fits = fits && hasAccount(p.Profile, s.Name)
	case Parameter:
		fits = fits && hasParameter(p.Profile, s.Name)
	case ClientSecret, ClientKey, ClientCertificate, ProxyPassword:
	default:
		fits = false
	}
	for _, had := range p.Secrets[:last] {
		fits = fits && (had.Kind != s.Kind || had.Name != s.Name)
	}
	if !fits || s.Origin == "" || s.Value.Empty() || s.Value.Len() > maxSecret {
		p.Secrets = p.Secrets[:last]
		f.name(findSecretOrigin, string(s.Kind))
	}
}

func hasAccount(p profile.Profile, name string) bool {
	for _, a := range p.Accounts {
		if a.Username == name {
			return true
		}
	}
	return false
}

func hasParameter(p profile.Profile, name string) bool {
	for _, e := range p.Extra {
		if e.Name == name {
			return true
		}
	}
	return false
}
