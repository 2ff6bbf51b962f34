package inspectcmd

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"realmscope/tokenclient/inspect"
)

// raw writes a value as strict JSON: members in order, duplicates too, numbers
// with their exact digits, strings escaped anew.
func raw(v *inspect.Value) json.RawMessage {
	if v == nil {
		return json.RawMessage("null")
	}
	return appendValue(nil, *v)
}

func appendValue(b []byte, v inspect.Value) []byte {
	switch v.Kind {
	case inspect.KindObject:
		b = append(b, '{')
		for i, m := range v.Members {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendString(b, m.Name), ':')
			b = appendValue(b, m.Value)
		}
		return append(b, '}')
	case inspect.KindArray:
		b = append(b, '[')
		for i, item := range v.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, item)
		}
		return append(b, ']')
	case inspect.KindString:
		return appendString(b, v.Text)
	case inspect.KindNumber, inspect.KindBool, inspect.KindNull:
	}
	return append(b, v.Raw...)
}

// appendString writes a JSON string with everything unseen as an escape.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, char := range s {
		switch {
		case char == '"' || char == '\\':
			b = append(b, '\\', byte(char))
		case char < ' ' || char >= 0x7F && char < 0xA0 || char >= 0x200B && char <= 0x200F ||
			char >= 0x2028 && char <= 0x202E || char >= 0x2060 && char <= 0x206F || char == 0xFEFF:
			b = append(b, `\u`...)
			hex := strconv.FormatInt(int64(char)+0x10000, 16)
			b = append(b, hex[1:]...)
		default:
			b = utf8.AppendRune(b, char)
		}
	}
	return append(b, '"')
}

// maxDuplicates is how many names, and how many values of each, are listed.
const maxDuplicates = 50

// duplicates lists what stands more than once, in any object below v.
func duplicates(v *inspect.Value, path string) []duplicate {
	if v == nil {
		return nil
	}
	return appendDuplicates(nil, v, path)
}

func appendDuplicates(list []duplicate, v *inspect.Value, path string) []duplicate {
	for i := range v.Items {
		if item := &v.Items[i]; len(item.Items) > 0 || len(item.Members) > 0 {
			list = appendDuplicates(list, item, path+"["+strconv.Itoa(i)+"]")
		}
	}
	for i := range v.Members {
		m := &v.Members[i]
		if len(list) >= maxDuplicates {
			return list
		}
		at := path + "." + inspect.Clip(m.Name, 80)
		if m.Nth == 1 && m.Of > 1 {
			d := duplicate{Path: at, Used: "last"}
			for _, other := range v.Members {
				if other.Name == m.Name && len(d.Values) < maxDuplicates {
					d.Values = append(d.Values, raw(&other.Value))
				}
			}
			list = append(list, d)
		}
		list = appendDuplicates(list, &m.Value, at)
	}
	return list
}
