package inspectcmd

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"realmscope/tokenclient/inspect"
)

// token answers one piece, and adds what there is to warn of.
func (i *inspector) token(r *reading, p inspect.Piece) token {
	t := p.Token
	header, claims := t.Header, t.Payload
	if header == nil {
		header = t.BegunHeader
	}
	if claims == nil {
		claims = t.BegunPayload
	}
	out := token{
		Kind: t.Kind(p.Label), Form: t.Form, Label: p.Label, Header: raw(header), Claims: raw(claims),
		Duplicates: append(duplicates(header, "header"), duplicates(claims, "payload")...),
		Cut:        p.Cut, Encrypted: sealed(t), Findings: []finding{}, Certificates: certificates(p.Certificates),
	}
	out.judge(i, t)
	for _, f := range inspect.Lint(t, inspect.LintOptions{Now: i.moment(), Bearer: strings.EqualFold(p.Label, "authorization")}) {
		out.Findings = append(out.Findings, finding{f.Code, f.Severity, i.words.text("finding."+f.Code+".title", f.Args)})
		if changesReading(t, f.Code) {
			r.warn(i.words, "finding."+f.Code+".title", f.Args)
		}
	}
	if o, ok := t.Origin(); ok {
		out.Origin = &origin{o.Session, o.Token, o.Grant, o.Lightweight()}
	}
	i.warnings(r, p)
	if claims == nil && len(p.Nested) == 0 && noJSON(t) && len(t.Parts) > 2 {
		out.Content = content(t.Parts[1])
		if out.Content != "" {
			r.warn(i.words, "paste.payload_text", nil)
		}
	}
	for _, inner := range p.Nested {
		out.Nested = append(out.Nested, i.token(r, inner))
	}
	if sealed(t) {
		i.open(r, t, &out)
	}
	return out
}

// changesReading tells of which findings whoever reads the token must know: it
// is not what it seems, or not every program takes it.
func changesReading(t *inspect.Token, code string) bool {
	switch code {
	case "critical", "key_id_odd", "signature_long", "case_variant", "never_in_force":
		return true
	case "compressed":
		return t.Form == inspect.FormJWS
	case "algorithm_unusual":
		return t.Algorithm() != ""
	}
	return false
}

// judge checks a token.
func (out *token) judge(i *inspector, t *inspect.Token) {
	checks := inspect.Verify(t, i.keys, inspect.VerifyOptions{Now: i.moment(), Issuer: i.issuer, Audience: i.audience})
	out.Signature, out.InForce, out.Checks = signatureWord(checks), inspect.InForce(checks), []check{}
	for _, c := range checks {
		out.Checks = append(out.Checks, check{c.Name, c.Verdict, c.Reason, i.words.text("check."+string(c.Name)+"."+c.Reason, c.Args)})
	}
}

// sealed tells an encrypted token.
func sealed(t *inspect.Token) bool {
	if t.Form != inspect.FormJWE {
		return false
	}
	_, ok := member(t.Header, "enc")
	return ok
}

// noJSON tells whether the payload could be decoded and is no JSON.
func noJSON(t *inspect.Token) bool {
	return slices.ContainsFunc(t.Issues, func(i inspect.Issue) bool { return i.Code == "json" && i.Where == "payload" })
}

// content is a payload that is no JSON, as text.
func content(part string) string {
	data, err := base64.RawURLEncoding.DecodeString(part)
	const longest = 2000
	if err != nil || len(data) == 0 {
		return ""
	}
	return inspect.Clip(string(data), longest)
}

// open decrypts a token with the key that was given.
func (i *inspector) open(r *reading, t *inspect.Token, out *token) {
	if i.decrypting.Empty() {
		r.warn(i.words, "paste.encrypted", nil)
		return
	}
	opened, err := inspect.Decrypt(t, i.decrypting)
	var e *inspect.DecryptError
	if errors.As(err, &e) {
		r.warn(i.words, "paste.encrypted", nil)
		r.warn(i.words, "decrypt."+e.Reason, nil)
		return
	}
	out.Content = opened.Text
	if opened.Payload != nil {
		out.Claims = raw(opened.Payload)
		out.Duplicates = append(out.Duplicates, duplicates(opened.Payload, "payload")...)
	}
	out.judge(i, opened.In(t))
	for _, issue := range opened.Issues {
		r.warn(i.words, "issue."+issue.Code, map[string]string{"Where": issue.Where})
	}
	for _, inner := range opened.Nested {
		out.Nested = append(out.Nested, i.token(r, inner))
	}
}

// warnings tells what a reader of this token must know.
func (i *inspector) warnings(r *reading, p inspect.Piece) {
	t := p.Token
	for _, c := range p.Cleaned {
		r.warn(i.words, "clean."+string(c), nil)
	}
	switch {
	case p.Headless:
		r.warn(i.words, "paste.headless", nil)
	case p.Cut:
		r.warn(i.words, "paste.cut", nil)
	}
	for _, issue := range t.Issues {
		if !said(issue, p) {
			r.warn(i.words, "issue."+issue.Code, map[string]string{"Where": issue.Where})
		}
	}
	if t.Header != nil {
		i.headerWarnings(r, p)
	}
	for _, c := range p.Certificates {
		if c.Broken {
			r.warn(i.words, "paste.certificate_broken", nil)
		}
	}
}

// said tells whether an issue is told by another sentence already.
func said(issue inspect.Issue, p inspect.Piece) bool {
	switch issue.Code {
	case "headless":
		return true
	case "parts", "unsigned":
		return p.Cut
	case "json":
		return issue.Where == "payload" && len(p.Nested) > 0
	}
	return false
}

// headerWarnings tells what a header has that proves nothing or lacks.
func (i *inspector) headerWarnings(r *reading, p inspect.Piece) {
	t := p.Token
	switch alg, ok := member(t.Header, "alg"); {
	case !ok || alg.Text == "" || alg.Kind != inspect.KindString:
		r.warn(i.words, "paste.alg_missing", nil)
	case strings.EqualFold(alg.Text, "none"):
		r.warn(i.words, "paste.alg_none", nil)
	}
	if t.Form == inspect.FormJWE && !sealed(t) {
		r.warn(i.words, "paste.enc_missing", nil)
	}
	proof := t.Kind(p.Label) == inspect.TokenDPoPProof
	for _, name := range []string{"jwk", "jku", "x5u", "x5c"} {
		if _, ok := member(t.Header, name); ok && !(proof && name == "jwk") {
			r.warn(i.words, "paste.header_key", map[string]string{"Name": name})
		}
	}
}

// member is the last member of a name, as most programs take it.
func member(v *inspect.Value, name string) (inspect.Value, bool) {
	for i := len(v.Members) - 1; i >= 0; i-- {
		if v.Members[i].Name == name {
			return v.Members[i].Value, true
		}
	}
	return inspect.Value{}, false
}
