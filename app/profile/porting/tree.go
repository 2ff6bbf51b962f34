package porting

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// tree is a value of a JSON or YAML document: nil, string, bool, json.Number,
// []any or map[string]any. Every reading of the wrong type gives the zero value.
type tree struct{ value any }

// parseJSON reads one JSON value with nothing behind it.
func parseJSON(data []byte) (tree, error) {
	if nesting(data) > maxDepth {
		return tree{}, ErrTooDeep
	}
	if !json.Valid(data) {
		return tree{}, ErrDamaged
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var t tree
	if err := d.Decode(&t.value); err != nil {
		return tree{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return t, nil
}

// nesting is the deepest nesting of JSON brackets, those in strings left out.
func nesting(data []byte) int {
	deepest, level := 0, 0
	quoted := false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			level++
			deepest = max(deepest, level)
		case c == '}' || c == ']':
			level--
		}
	}
	return deepest
}

// parseYAML reads one YAML document. Aliases are refused: they serve bombs, and
// no export of a known program has them.
func parseYAML(data []byte) (tree, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return tree{}, ErrDamaged // its text would quote the file, secrets too
	}
	if len(root.Content) != 1 {
		return tree{}, ErrDamaged
	}
	v, err := fromYAML(root.Content[0], 1)
	return tree{v}, err
}

func fromYAML(n *yaml.Node, depth int) (any, error) {
	if depth > maxDepth {
		return nil, ErrTooDeep
	}
	switch n.Kind {
	case yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Kind != yaml.ScalarNode {
				return nil, ErrDamaged
			}
			v, err := fromYAML(n.Content[i+1], depth+1)
			if err != nil {
				return nil, err
			}
			m[n.Content[i].Value] = v
		}
		return m, nil
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for _, c := range n.Content {
			v, err := fromYAML(c, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case yaml.ScalarNode:
		switch n.Tag {
		case "!!null":
			return nil, nil
		case "!!bool":
			return strings.EqualFold(n.Value, "true"), nil
		}
		return n.Value, nil
	}
	return nil, ErrDamaged
}

// at goes down by member names.
func (t tree) at(names ...string) tree {
	for _, name := range names {
		m, _ := t.value.(map[string]any)
		t = tree{m[name]}
	}
	return t
}

// has tells whether all members are there, whatever they hold.
func (t tree) has(names ...string) bool {
	m, _ := t.value.(map[string]any)
	for _, name := range names {
		if _, ok := m[name]; !ok {
			return false
		}
	}
	return m != nil
}

// text reads a string, a number or a bool as the file writes it.
func (t tree) text() string {
	switch v := t.value.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// first is the first of some members that holds a text.
func (t tree) first(names ...string) string {
	for _, name := range names {
		if s := t.at(name).text(); s != "" {
			return s
		}
	}
	return ""
}

// yes reads true, also as a text, as Keycloak's attributes have it.
func (t tree) yes() bool { return strings.EqualFold(t.text(), "true") }

func (t tree) list() []tree {
	l, _ := t.value.([]any)
	out := make([]tree, len(l))
	for i, v := range l {
		out[i] = tree{v}
	}
	return out
}

func (t tree) isObject() bool {
	_, ok := t.value.(map[string]any)
	return ok
}

func (t tree) isList() bool {
	_, ok := t.value.([]any)
	return ok
}

// keys are the member names in alphabetical order.
func (t tree) keys() []string {
	m, _ := t.value.(map[string]any)
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
