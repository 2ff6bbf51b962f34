package inspect

import "strings"

// begun tells whether a value that could not be read whole has something in it.
func (v Value) begun() bool { return len(v.Members) > 0 || len(v.Items) > 0 }

// begunObject reads the members of an object up to where it breaks off. code
// is issueCut at the end of the text, issueJSON inside it, "" when nothing
// could be read.
func begunObject(data []byte, where string) (v *Value, code string) {
	r := reader{text: string(data), path: []string{where}}
	if len(r.text) >= len(bom) && r.text[:len(bom)] == bom {
		r.pos = len(bom)
	}
	r.skip()
	start := r.pos
	read, err := r.value()
	if err == nil || read.Kind != KindObject || len(read.Members) == 0 {
		return nil, ""
	}
	r.count(read.Members)
	read.Raw = r.text[start:min(r.pos, len(r.text))]
	// What is left at the end of a cut text is the start of a word at most.
	if rest := r.text[r.pos:]; len(rest) < len("false") && strings.Trim(rest, "abcdefghijklmnopqrstuvwxyz-") == "" {
		return &read, issueCut
	}
	return &read, issueJSON
}

// partial tells whether the header or the payload could be read in part only.
func (t *Token) partial() bool { return t.BegunHeader != nil || t.BegunPayload != nil }

// shownHeader is the header, or what there is of it.
func (t *Token) shownHeader() *Value {
	if t.Header != nil {
		return t.Header
	}
	return t.BegunHeader
}

// shownPayload is the payload, or what there is of it.
func (t *Token) shownPayload() *Value {
	if t.Payload != nil {
		return t.Payload
	}
	return t.BegunPayload
}

// peek reads the second part of a text with a wrong number of parts, if it has
// claims.
func (t *Token) peek() {
	data, issues, ok := decodePart(t.Parts[1], partPayload, t.Issues)
	if !ok {
		return
	}
	if v, more := readPart(data, partPayload, issues); v != nil && v.Kind == KindObject {
		t.Payload, t.Issues = v, more
	}
}
