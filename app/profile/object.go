package profile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// object is a JSON object whose members keep their order and their exact text,
// so that what this release does not know survives a load and a save. Unlike
// encoding/json it tells "ID" from "id" and refuses a member given twice.
type object struct {
	names  []string
	values map[string]json.RawMessage
}

// parseObject reads one JSON object. The texts are parts of data.
func parseObject(data []byte) (object, error) {
	o := object{values: map[string]json.RawMessage{}}
	d := json.NewDecoder(bytes.NewReader(data))
	t, err := d.Token()
	if err != nil {
		return o, err
	}
	if t != json.Delim('{') {
		return o, fmt.Errorf("read object: got %.20s", data)
	}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return o, err
		}
		name, _ := t.(string) // a member's name is always a string
		if _, twice := o.values[name]; twice {
			return o, fmt.Errorf("member %.40q: %w", name, errTwice)
		}
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			return o, err
		}
		o.names = append(o.names, name)
		o.values[name] = v
	}
	_, err = d.Token()
	return o, err
}

// read decodes a member into v. An absent member, or null, leaves v alone.
func (o object) read(name string, v any) error {
	raw, ok := o.values[name]
	if !ok || string(raw) == "null" {
		return nil
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("member %q: %w", name, err)
	}
	return nil
}

// child reads a member that is itself an object; an absent one is empty.
func (o object) child(name string) (object, error) {
	raw, ok := o.values[name]
	if !ok || string(raw) == "null" {
		return object{values: map[string]json.RawMessage{}}, nil
	}
	c, err := parseObject(raw)
	if err != nil {
		return c, fmt.Errorf("member %q: %w", name, err)
	}
	return c, nil
}

// list reads a member that is an array; an absent one is empty.
func (o object) list(name string) ([]json.RawMessage, error) {
	var l []json.RawMessage
	return l, o.read(name, &l)
}

// set replaces a member where it stands, or adds it at the end.
func (o *object) set(name string, v any) error {
	raw, err := encode(v)
	if err != nil {
		return fmt.Errorf("member %q: %w", name, err)
	}
	if o.values == nil {
		o.values = map[string]json.RawMessage{}
	}
	if _, ok := o.values[name]; !ok {
		o.names = append(o.names, name)
	}
	o.values[name] = raw
	return nil
}

// remove drops a member, if it is there.
func (o *object) remove(name string) {
	if _, ok := o.values[name]; ok {
		delete(o.values, name)
		o.names = slices.DeleteFunc(o.names, func(n string) bool { return n == name })
	}
}

// clone copies the object's frame; the texts themselves never change.
func (o object) clone() object {
	c := object{names: slices.Clone(o.names), values: make(map[string]json.RawMessage, len(o.values))}
	for k, v := range o.values {
		c.values[k] = v
	}
	return c
}

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, n := range o.names {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := encode(n)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(o.values[n])
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// encode is json.Marshal without the escapes for web pages: "a&b" stays
// readable in the file.
func encode(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
