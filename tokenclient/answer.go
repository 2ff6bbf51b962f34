package tokenclient

import (
	"mime"
	"net/http"
	"strings"
)

// tokenSet reads the answer of a token endpoint. The order of the checks is the
// contract of Kind: a redirect before the body, tokens before an error member,
// whatever status and content type say.
func (x exchange) tokenSet() (TokenSet, *Error) {
	if e := x.detour(); e != nil {
		return TokenSet{}, e
	}
	body, note := decodeText(x.body)
	o, err := readObject(body)
	if err != nil {
		return TokenSet{}, x.refusal(object{}, false)
	}
	access, _ := o.text("access_token")
	if strings.TrimSpace(access) == "" {
		return TokenSet{}, x.refusal(o, true)
	}
	r := reader{object: o}
	if note != "" {
		r.note(note)
	}
	set := r.tokens()
	x.answerNotes(&r)
	set.Notes = r.notes
	whole := x.body
	set.whole = &whole
	set.Members = x.mask.members(o)
	set.ReceivedAt, set.ServerDate = x.receivedAt, x.serverDate()
	set.Status, set.Elapsed = x.status, x.elapsed
	return set, nil
}

// detour is the error of an answer that did not come from the endpoint.
func (x exchange) detour() *Error {
	switch {
	case x.status == http.StatusProxyAuthRequired:
		e := x.fail(KindProxy)
		e.Reason = "login"
		return e
	case x.status >= 300 && x.status < 400:
		e := x.fail(KindRedirect)
		if to := x.location(); to != nil {
			e.Location = oneLine(x.mask.text(bareURL(to)), maxDescription)
		}
		return e
	}
	return nil
}

// answerNotes tells what is odd about an answer with tokens.
func (x exchange) answerNotes(r *reader) {
	if x.status != http.StatusOK {
		r.note("status.odd")
	}
	switch text := x.header.Get("Content-Type"); {
	case text == "":
		r.note("content_type.missing")
	case !isJSONType(text):
		r.note("content_type.other")
	}
	if r.trailing {
		r.note("trailing")
	}
	if r.firstText("error") != "" {
		r.note("error.beside_tokens")
	}
	for _, name := range r.repeated() {
		r.note("duplicate." + oneLine(name, 64))
	}
}

// isJSONType tells a Content-Type of JSON (RFC 8259 section 11, RFC 6839
// section 3.1).
func isJSONType(text string) bool {
	const plain = "application/json"
	if text == plain {
		return true
	}
	media, _, err := mime.ParseMediaType(text)
	return err == nil && (media == plain || strings.HasSuffix(media, "+json"))
}

// refusal is the error of an answer without tokens. isObject says that the
// body is a JSON object, o.
func (x exchange) refusal(o object, isObject bool) *Error {
	body, _ := decodeText(x.body)
	text := strings.TrimSpace(body)
	failed := x.status >= 400
	code, description := bestText(o, failed)
	switch {
	case isObject && code+description != "":
		e := x.fail(KindOAuth)
		x.say(e, code, description)
		return e
	case isObject:
		return x.fail(KindMalformed)
	case len(text) == 0 && !failed:
		return x.fail(KindEmpty)
	case len(text) > 0 && text[0] == '<':
		e := x.fail(KindHTML)
		e.Title = oneLine(x.mask.text(pageTitle(text)), maxTitle)
		return e
	case len(text) > 0 && !failed, len(text) > 0 && (text[0] == '{' || text[0] == '['):
		return x.fail(KindMalformed)
	}
	code, description, wanted := tokenError(x.header.Values("WWW-Authenticate"))
	if code != "" {
		e := x.fail(KindOAuth)
		x.say(e, code, description)
		return e
	}
	e := x.fail(KindStatus)
	if wanted && x.status == http.StatusUnauthorized {
		e.Reason = "token"
	}
	x.say(e, "", text)
	return e
}

// say fills in the server's words.
func (x exchange) say(e *Error, code, description string) {
	if !knownText(code, description) {
		// A known text stays whole: a password that is one of its words would
		// blot that word out, and so give itself away.
		code, description = x.mask.text(code), x.mask.text(description)
	}
	e.Code, e.Description = oneLine(code, maxCode), oneLine(description, maxDescription)
}

// bestText finds error and error_description, or what look-alikes and gateways
// send instead: an object in error, errorMessage of Keycloak's Admin REST,
// title and detail of RFC 9457. Only an error status makes the latter an error.
func bestText(o object, failed bool) (code, description string) {
	names := []string{"error_description", "errorMessage", "error_message", "errorDescription", "message", "detail"}
	if raw := o.last("error"); len(raw) > 0 {
		inner, err := readObject(raw)
		switch {
		case err == nil:
			code = inner.firstText("code", "error", "status", "type", "title")
			description = inner.firstText(append(names, "description")...)
			if code+description == "" {
				description = string(raw)
			}
		case raw[0] == '"':
			code = o.firstText("error")
		case string(raw) != "false":
			code = string(raw) // a number, true, a list: shown as it is
		}
		if code+description != "" {
			if description == "" {
				description = o.firstText(names...)
			}
			return code, description
		}
	}
	if !failed {
		return "", ""
	}
	return o.firstText("title", "code", "errorCode"), o.firstText(names...)
}

const quotedHidden = `"` + hidden + `"`

// members are all members in order, with everything secret masked. They are
// copies, as in oneLine.
func (m masker) members(o object) []Member {
	out := make([]Member, 0, len(o.members))
	for _, member := range o.members {
		out = append(out, Member{Name: strings.Clone(member.name), JSON: m.member(member)})
	}
	return out
}

func (m masker) member(member rawMember) string {
	secret := isSecretName(member.name)
	switch first := member.json[0]; {
	case first == '{' || first == '[':
		return string(m.json([]byte(member.json), secret))
	case member.isText && (secret && member.text != "" || m.hides(member.text)), secret && (first == '-' || '0' <= first && first <= '9'):
		return quotedHidden
	}
	return strings.Clone(member.json)
}
