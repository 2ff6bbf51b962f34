package inspect

import (
	_ "embed"
	"iter"
	"strings"
)

// dictionary has a line per name: parent, name, meaning, type and the tokens
// in which Keycloak writes it, with tabs between them. It is searched as text,
// so that no table must be built at start.
//
//go:embed dictionary.tsv
var dictionary string

// Entry is what the dictionary knows of a name.
type Entry struct {
	// Parent is "" for a member at the top, else the way to it:
	// "cnf", "authorization.permissions[]". "typ=" and "alg=" hold values of
	// these members instead of names.
	Parent, Name string
	// Meaning is the key of the explanation, "claim.{id}".
	Meaning string
	// Type is the JSON type: string, number, seconds (a NumericDate),
	// boolean, array, object, any.
	Type string
	// In has a letter for each place: H header, A access token, I ID token,
	// R refresh token, L logout token, U UserInfo, N introspection, T token
	// response, E error response, P DPoP proof, F other servers.
	In string
}

// unknown is the meaning of a name that the dictionary does not have: mappers
// can write any.
const unknown = "claim.other"

// Explain looks a name up. parent is "" for the members of a token itself.
func Explain(parent, name string) (Entry, bool) {
	if len(name) > maxName || strings.ContainsAny(name, "\t\n") {
		return Entry{}, false
	}
	key := "\n" + parent + "\t" + name + "\t"
	at := strings.Index(dictionary, key)
	if at < 0 {
		return Entry{}, false
	}
	line, _, _ := strings.Cut(dictionary[at+1:], "\n")
	return entry(line), true
}

// Entries goes through the whole dictionary.
func Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for line := range strings.Lines(dictionary) {
			// The first line is the heading.
			if line = strings.TrimSuffix(line, "\n"); strings.HasPrefix(line, "#") {
				continue
			}
			if !yield(entry(line)) {
				return
			}
		}
	}
}

func entry(line string) Entry {
	var fields [5]string
	copy(fields[:], strings.SplitN(line, "\t", len(fields)))
	return Entry{
		Parent: fields[0], Name: fields[1],
		Meaning: "claim." + fields[2], Type: fields[3], In: fields[4],
	}
}

// meaning is the key of a member's explanation. Some members are explained by
// what they say: a typ by its value, a cnf by the binding it names.
func meaning(m Member) string {
	if m.Value.Kind == KindString {
		if e, ok := Explain(m.Name+"=", m.Value.Text); ok {
			return e.Meaning
		}
	}
	if m.Name == "cnf" && len(m.Value.Members) > 0 {
		if e, ok := Explain(m.Name, m.Value.Members[0].Name); ok {
			return e.Meaning
		}
	}
	if e, ok := Explain("", m.Name); ok {
		return e.Meaning
	}
	return unknown
}
