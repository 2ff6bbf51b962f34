package inspectcmd

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxLine is the longest line of --batch in bytes.
const maxLine = 64 << 20

// errLine tells of a line above maxLine, of which nothing is read.
var errLine = errors.New("line too long")

// batch answers each line of standard input with one line, in order. A line
// that is no question gets an answer with an error, and the run goes on.
func (i *inspector) batch(ctx context.Context) int {
	in := bufio.NewReaderSize(i.env.Stdin, 1<<20)
	out := bufio.NewWriterSize(i.env.Stdout, 1<<16)
	code := exitNothing
	for {
		line, err := readLine(in)
		if errors.Is(err, io.EOF) {
			break
		}
		var a answer
		switch {
		case errors.Is(err, errLine):
			a = i.noQuestion(json.RawMessage("null"), "inspectcmd.line_too_long")
		case err != nil:
			_, _ = fmt.Fprintln(i.env.Stderr, "realmscope inspect: standard input cannot be read")
			_ = out.Flush()
			return exitNothing
		default:
			a = i.reply(ctx, line)
		}
		if a.Outcome != outcomeError {
			code = exitDecoded
		}
		if err := write(out, a); err != nil {
			return i.unwritable()
		}
		if !lineWaits(in) { // somebody waits for the answer
			if err := out.Flush(); err != nil {
				return i.unwritable()
			}
		}
	}
	if err := out.Flush(); err != nil {
		return i.unwritable()
	}
	return code
}

// lineWaits tells whether the end of another line is at hand already.
func lineWaits(in *bufio.Reader) bool {
	waiting, err := in.Peek(in.Buffered())
	return err == nil && bytes.IndexByte(waiting, '\n') >= 0
}

func (i *inspector) unwritable() int {
	_, _ = fmt.Fprintln(i.env.Stderr, "realmscope inspect: standard output cannot be written")
	return exitNothing
}

// readLine reads one line without its end. io.EOF comes when there is none.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if !long {
			line = append(line, part...)
		}
		if len(line) > maxLine+1 {
			line, long = nil, true
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && (long || len(line) > 0):
		case err != nil:
			return nil, err
		}
		if long {
			return nil, errLine
		}
		return bytes.TrimRight(line, "\r\n"), nil
	}
}

// reply answers one question.
func (i *inspector) reply(ctx context.Context, line []byte) answer {
	null := json.RawMessage("null")
	var question map[string]json.RawMessage
	if json.Unmarshal(bytes.TrimPrefix(line, []byte("\uFEFF")), &question) != nil || question == nil {
		return i.noQuestion(null, "inspectcmd.no_object")
	}
	id, ok := question["id"]
	id = bytes.ToValidUTF8(id, []byte("\uFFFD")) // the answer is JSON whatever the question was
	if !ok {
		return i.noQuestion(null, "inspectcmd.no_id")
	}
	text, plain := question["input"]
	encoded, coded := question["input_b64"]
	if plain == coded {
		return i.noQuestion(id, "inspectcmd.no_input")
	}
	if coded {
		text = encoded
	}
	var input *string
	if json.Unmarshal(text, &input) != nil || input == nil {
		return i.noQuestion(id, "inspectcmd.input_form")
	}
	data := []byte(*input)
	if coded {
		var err error
		if data, err = decodeInput(*input); err != nil {
			return i.noQuestion(id, "inspectcmd.input_base64")
		}
	}
	a := i.read(ctx, data, len(data)).answer
	a.ID = id
	return a
}

// decodeInput reads base64 with or without padding, in either alphabet (RFC
// 4648 sections 4 and 5).
func decodeInput(text string) ([]byte, error) {
	text = strings.TrimRight(text, "=")
	if strings.ContainsAny(text, "-_") {
		return base64.RawURLEncoding.DecodeString(text)
	}
	return base64.RawStdEncoding.DecodeString(text)
}

// noQuestion answers a line that asks nothing.
func (i *inspector) noQuestion(id json.RawMessage, key string) answer {
	text := i.words.text(key, nil)
	return answer{ID: id, Outcome: outcomeError, Found: []token{}, Warnings: []string{}, WarningCodes: []string{}, Error: &text}
}
