package inspect

import (
	"encoding/base64"
	"strings"
)

// maxNested is how many tokens inside a token are opened.
const maxNested = 20

// nested opens the tokens inside a token: a payload that is one (RFC 7519
// section 3.2: cty JWT), and claims that hold one.
func nested(t *Token) []Piece {
	if t.Form == FormJWE || len(t.Parts) < 2 {
		return nil
	}
	if t.Payload == nil {
		data, _, ok := decodePart(t.Parts[1], partPayload, nil)
		text := strings.TrimSpace(string(data))
		if ok && strings.HasPrefix(text, "ey") {
			inner := newPiece(text, Decode(text))
			if inner.Token.Form == FormJWS || inner.Token.Form == FormJWE || len(inner.Nested) > 0 {
				return []Piece{inner}
			}
		}
		return nil
	}
	var list []Piece
	for _, m := range t.Payload.Members {
		list = openValue(m.Name, m.Value, list)
	}
	return list
}

// openValue opens a claim that is a token, or a list of tokens.
func openValue(name string, v Value, list []Piece) []Piece {
	if len(list) >= maxNested {
		return list
	}
	if v.Kind == KindArray {
		for _, item := range v.Items {
			if item.Kind == KindString {
				list = openValue(name, item, list)
			}
		}
	}
	if v.Kind != KindString || !strings.HasPrefix(v.Text, "eyJ") || strings.Count(v.Text, ".") < 2 {
		return list
	}
	if inner := Decode(v.Text); inner.Form == FormJWS || inner.Form == FormJWE {
		const longest = 40
		p := newPiece(v.Text, inner)
		p.Label = Clip(name, longest)
		list = append(list, p)
	}
	return list
}

// serialized reads a token that is written as JSON, flattened or general (RFC
// 7515 section 7.2, RFC 7516 section 7.2): one piece for each signature, in
// the compact form.
func serialized(text string) []Piece {
	text = strings.Trim(strings.TrimSpace(text), "`")
	text = strings.TrimSpace(strings.TrimPrefix(text, "json"))
	if !strings.HasPrefix(text, "{") || len(text) > MaxText ||
		!strings.Contains(text, `"payload"`) && !strings.Contains(text, `"ciphertext"`) {
		return nil
	}
	v, _, err := ParseJSON([]byte(text))
	if err != nil || v.Kind != KindObject {
		return nil
	}
	var list []Piece
	for _, compact := range v.compacts() {
		if t := Decode(compact); t.Form == FormJWS || t.Form == FormJWE || t.Header != nil {
			p := newPiece(compact, t)
			p.Cleaned = []Cleaning{CleanSerialized}
			list = append(list, p)
		}
	}
	return list
}

// compacts are the compact forms of a token in JSON.
func (v *Value) compacts() []string {
	join := func(parts ...string) string { return strings.Join(parts, ".") }
	if _, ok := v.last("ciphertext"); ok {
		recipient := *v
		if all, ok := v.last("recipients"); ok && len(all.Value.Items) > 0 {
			recipient = all.Value.Items[0]
		}
		return []string{join(v.header(), recipient.text("encrypted_key"), v.text("iv"), v.text("ciphertext"), v.text("tag"))}
	}
	if _, ok := v.last("payload"); !ok {
		return nil
	}
	var list []string
	if all, ok := v.last("signatures"); ok {
		for _, s := range all.Value.Items[:min(len(all.Value.Items), maxNested)] {
			list = append(list, join(s.header(), v.text("payload"), s.text("signature")))
		}
	} else if _, ok := v.last("signature"); ok {
		list = append(list, join(v.header(), v.text("payload"), v.text("signature")))
	}
	return list
}

// header is the protected header of a token in JSON, the unprotected one where
// there is none.
func (v *Value) header() string {
	if protected := v.text("protected"); protected != "" {
		return protected
	}
	for _, name := range [...]string{"header", "unprotected"} {
		if m, ok := v.last(name); ok {
			return base64.RawURLEncoding.EncodeToString([]byte(m.Value.Raw))
		}
	}
	return ""
}
