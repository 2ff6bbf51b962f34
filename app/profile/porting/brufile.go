package porting

import "strings"

// bruFile is a file of Bruno's own language: blocks of name: value in braces,
// blocks of plain text in braces, and lists in brackets. The end of a block is a
// brace at the start of a line.
type bruFile struct {
	blocks map[string]bruBlock
	raw    map[string]string // the texts of blocks that are no dictionaries
	order  []string
	names  []string // what vars:secret lists: values live elsewhere
}

// bruBlock is a dictionary in order; switched-off lines (~) are left out.
type bruBlock []field

// isBru tells whether a text begins with a block of Bruno's language.
func isBru(text string) bool {
	line, _, _ := strings.Cut(text, "\n")
	name, ok := bruOpening(line)
	if !ok {
		return false
	}
	kind, _, _ := strings.Cut(name, ":")
	for _, known := range []string{"meta", "vars", "auth", "get", "post", "put", "headers", "query", "params", "body", "script", "tests", "docs", "assert", "settings"} {
		if kind == known {
			return true
		}
	}
	return false
}

// bruOpening reads "name {" or "name [".
func bruOpening(line string) (string, bool) {
	line = strings.TrimRight(line, " \t\r")
	name, ok := strings.CutSuffix(line, "{")
	if !ok {
		name, ok = strings.CutSuffix(line, "[")
	}
	name = strings.TrimSpace(name)
	return name, ok && name != "" && !strings.ContainsAny(name, " \t{}[]\"")
}

// parseBru reads the blocks; what it does not understand it passes over.
func parseBru(text string) bruFile {
	f := bruFile{blocks: map[string]bruBlock{}, raw: map[string]string{}}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		name, ok := bruOpening(lines[i])
		if !ok {
			continue
		}
		end := i + 1
		for end < len(lines) && !strings.HasPrefix(lines[end], "}") && !strings.HasPrefix(lines[end], "]") {
			end++
		}
		body := lines[i+1 : min(end, len(lines))]
		f.order = append(f.order, name)
		if strings.HasSuffix(strings.TrimRight(lines[i], " \t"), "[") {
			for _, line := range body {
				if secret := strings.Trim(strings.TrimSpace(line), ","); secret != "" && !strings.HasPrefix(secret, "~") {
					f.names = append(f.names, secret)
				}
			}
		} else {
			f.blocks[name] = bruLines(body)
			f.raw[name] = strings.Join(body, "\n")
		}
		i = end
	}
	return f
}

// bruLines reads name: value lines; a value may go on between triple quotes.
func bruLines(lines []string) bruBlock {
	var b bruBlock
	for i := 0; i < len(lines) && len(b) < maxFields; i++ {
		name, value, ok := strings.Cut(strings.TrimSpace(lines[i]), ":")
		name, value = strings.Trim(strings.TrimSpace(name), "\""), strings.TrimSpace(value)
		if !ok || name == "" || strings.HasPrefix(name, "~") {
			continue
		}
		if long, quoted := strings.CutPrefix(value, "'''"); quoted {
			var parts []string
			for !strings.Contains(long, "'''") && i+1 < len(lines) {
				if long = strings.TrimSpace(long); long != "" {
					parts = append(parts, long)
				}
				i++
				long = lines[i]
			}
			last, _, _ := strings.Cut(long, "'''")
			if last = strings.TrimSpace(last); last != "" {
				parts = append(parts, last)
			}
			value = strings.Join(parts, "\n")
		}
		b = append(b, field{name, value})
	}
	return b
}

func (b bruBlock) value(name string) string {
	for _, f := range b {
		if f.name == name {
			return f.value
		}
	}
	return ""
}

func (b bruBlock) scope() map[string]string {
	m := make(map[string]string, len(b))
	for _, f := range b {
		m[f.name] = f.value
	}
	return m
}

func (b bruBlock) fields(v variables) []field {
	out := make([]field, len(b))
	for i, f := range b {
		out[i] = field{v.fill(f.name), v.fill(f.value)}
	}
	return out
}
