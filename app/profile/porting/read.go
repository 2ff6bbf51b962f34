package porting

import (
	"bytes"
	"path"
	"strings"
)

// Read recognises what data is and reads the profiles out of it. name is the
// file's name, which may name a proposal; it opens nothing. The error is one of
// this package's; a batch without proposals comes with ErrNothing and its
// findings.
func Read(data []byte, name string) (Batch, error) {
	return ReadTogether([]File{{Name: name, Data: data}})
}

// File is one text with the name that it came under.
type File struct {
	Name string
	Data []byte
}

// ReadTogether reads several files of one program: environments give values to
// the variables of the collections beside them, one proposal for each. One file
// that cannot be read spoils all, so that nobody takes a part for the whole.
func ReadTogether(files []File) (Batch, error) {
	var sources []source
	var environments []scopeNamed
	for _, f := range files {
		s, err := newSource(f)
		if err != nil {
			return Batch{}, err
		}
		if scope, ok := s.environment(); ok && len(files) > 1 {
			environments = append(environments, scopeNamed{s.name, scope})
			continue
		}
		sources = append(sources, s)
	}
	if len(sources) == 0 {
		for _, f := range files { // environments alone
			s, err := newSource(f)
			if err != nil {
				return Batch{}, err
			}
			sources = append(sources, s)
		}
		environments = nil
	}
	var all Batch
	for _, s := range sources {
		for _, e := range orAlone(environments) {
			b, err := s.read(e)
			if err != nil {
				return Batch{}, err
			}
			all.append(b, e.name)
		}
	}
	if len(all.Proposals) == 0 {
		return all, ErrNothing
	}
	return all, nil
}

// append adds another batch within the limits.
func (b *Batch) append(other Batch, environment string) {
	b.Format = other.Format
	seen := make(map[string]bool, len(b.Proposals))
	for _, p := range b.Proposals {
		seen[sameness(p.Profile)] = true
	}
	found := findings(b.Findings)
	left := 0
	for _, p := range other.Proposals {
		switch {
		case seen[sameness(p.Profile)]:
			continue
		case len(b.Proposals) >= maxProposals:
			left++
			continue
		}
		p.Profile.Name = tidy(joined(p.Profile.Name, environment), maxName)
		b.Proposals = append(b.Proposals, p)
	}
	for _, f := range other.Findings {
		found.add(f.Code, f.Args)
	}
	found.count(findReadLess, left)
	b.Findings = found
}

// source is a file on its way: its text, and its tree when it is JSON or YAML.
type source struct {
	name   string
	text   string
	tree   tree
	isTree bool
}

func newSource(f File) (source, error) {
	if len(f.Data) > maxData {
		return source{}, ErrTooLarge
	}
	if sealed(f.Data) {
		return source{}, ErrSealed
	}
	data, err := decode(f.Data)
	switch {
	case err != nil:
		return source{}, err
	case len(data) == 0:
		return source{}, ErrNothing
	}
	base := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
	s := source{text: string(data), name: tidy(strings.TrimSuffix(base, path.Ext(base)), maxName)}
	if s.name == "." || s.name == "/" {
		s.name = ""
	}
	switch {
	case data[0] == '{' && !bytes.HasPrefix(data, []byte("{{")) || data[0] == '[':
		s.tree, err = parseJSON(data)
		s.isTree = true
	case isInsomnia5(s.text):
		s.tree, err = parseYAML(data)
		s.isTree = true
	}
	return s, err
}

// isInsomnia5 looks for the line that format 5 begins with.
func isInsomnia5(text string) bool {
	for line := range strings.Lines(text[:min(len(text), 4096)]) {
		if kind, ok := strings.CutPrefix(line, "type:"); ok {
			return strings.Contains(kind, ".insomnia.rest/5")
		}
	}
	return false
}

// environment gives the variables of a file that holds nothing else.
func (s source) environment() (map[string]string, bool) {
	switch {
	case s.isTree && isPostmanVariables(s.tree):
		return scopeOf(s.tree.at("values")), true
	case !s.isTree && isBru(s.text):
		f := parseBru(s.text)
		for _, block := range f.order {
			if block != "vars" && block != "vars:secret" {
				return nil, false
			}
		}
		return f.blocks["vars"].scope(), true
	}
	return nil, false
}

func (s source) read(e scopeNamed) (Batch, error) {
	if s.isTree {
		return s.readTree(e)
	}
	outer := variables{}.with(e.scope)
	if isBru(s.text) {
		return readBruno(s.text, s.name, outer), nil
	}
	if curlIndex(s.text) >= 0 {
		return readCurl(s.text)
	}
	if b, ok := readHTTP(s.text); ok {
		return b, nil
	}
	if !strings.Contains(s.text, "://") || strings.HasPrefix(s.text, "grant_type=") {
		if b, ok := readForm(s.text); ok {
			return b, nil
		}
	}
	if b, ok := readAddress(s.text); ok {
		return b, nil
	}
	if b, ok := readForm(s.text); ok {
		return b, nil
	}
	return Batch{}, ErrUnknown
}

// readTree tells the JSON formats apart by members that only they have.
func (s source) readTree(e scopeNamed) (Batch, error) {
	t := s.tree
	switch {
	case t.isList():
		return readLists(t.list())
	case t.at("format").text() == packFormat:
		return readPack(t, len(s.text))
	case t.at("endpoints").isObject() && t.has("serverUrl"):
		return readKcadm(t), nil
	case isPostmanVariables(t):
		return readPostmanVariables(t), nil
	case t.at("info").isObject() && t.at("item").isList():
		return readPostman(t, variables{}.with(e.scope)), nil
	case t.at("_type").text() == "export" && t.at("resources").isList():
		return readInsomnia4(t), nil
	case strings.Contains(t.at("type").text(), ".insomnia.rest/5"):
		return readInsomnia5(t), nil
	case t.at("items").isList() && t.has("version"):
		return readBrunoJSON(t), nil
	}
	if b, ok := readKeycloak(t); ok {
		return b, nil
	}
	if b, ok := readForm(s.text); ok {
		return b, nil
	}
	return Batch{}, ErrUnknown
}

// readKeycloak tells apart what Keycloak itself writes.
func readKeycloak(t tree) (Batch, bool) {
	switch {
	case t.has("realm") && (t.has("auth-server-url") || t.has("resource") || t.has("url") || t.has("authServerUrl")):
		return readAdapter(t), true
	case t.has("realm") && (t.at("clients").isList() || t.has("enabled") || t.has("sslRequired")):
		return readRealms([]tree{t}), true
	case t.has("issuer") && t.has("token_endpoint"):
		return readDiscovery(t), true
	case isClient(t):
		return readClients([]tree{t}), true
	}
	return Batch{}, false
}

func isPostmanVariables(t tree) bool {
	return t.at("values").isList() && (t.has("_postman_variable_scope") || t.has("name"))
}

// isClient tells a client of the admin API or of RFC 7591.
func isClient(t tree) bool {
	represented := t.has("clientId") && (t.has("publicClient") || t.has("protocol") || t.has("redirectUris") ||
		t.has("clientAuthenticatorType") || t.has("standardFlowEnabled"))
	registered := t.has("client_id") && (t.has("redirect_uris") || t.has("grant_types") || t.has("registration_client_uri"))
	return represented || registered
}

// readLists reads a list of clients, as kcadm prints it, or of realms, as a full
// export writes it.
func readLists(list []tree) (Batch, error) {
	for _, t := range list {
		switch {
		case t.at("clients").isList():
			return readRealms(list), nil
		case isClient(t):
			return readClients(list), nil
		}
	}
	return Batch{}, ErrUnknown
}
