package ui

import (
	"slices"
	"strings"

	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// remark is one thing to know about a token, and why it matters.
type remark struct {
	tone       look.Tone
	title, why string
}

// remarksOf are what a reviewer would raise, then what is odd about the
// encoding, then the certificates that it brings.
func remarksOf(t *foundToken) []remark {
	var out []remark
	for _, f := range t.findings {
		if t.piece.Cut && f.Code == "encoding" {
			continue // that is what being cut off does
		}
		out = append(out, remark{
			severityTone(f.Severity), translate("finding."+f.Code+".title", f.Args), translate("finding."+f.Code+".why", f.Args),
		})
	}
	out = append(out, issueRemarks(t)...)
	for _, c := range t.piece.Certificates {
		out = append(out, certificateRemark(c))
	}
	return out
}

func severityTone(s inspect.Severity) look.Tone {
	switch s {
	case inspect.SeverityDanger:
		return look.ToneBad
	case inspect.SeverityWarning:
		return look.ToneCaution
	case inspect.SeverityNote:
	}
	return look.TonePlain
}

// issueRemarks are what is odd about the encoding and not told elsewhere.
func issueRemarks(t *foundToken) []remark {
	var out []remark
	for _, i := range t.piece.Token.Issues {
		if !toldElsewhere(t, i.Code) {
			out = append(out, remark{look.ToneCaution, T("issue."+i.Code, args{"Where": visible(i.Where)}), ""})
		}
	}
	return out
}

// toldElsewhere tells whether an issue is a finding already, or follows from
// what the token lacks.
func toldElsewhere(t *foundToken, code string) bool {
	switch code {
	case "headless":
		return true
	case "parts", "cut":
		return t.piece.Cut
	case "duplicate":
		return hasFinding(t, code)
	case "unsigned":
		return hasFinding(t, "algorithm_none")
	}
	return t.piece.Cut && strings.HasPrefix(code, "base64")
}

func hasFinding(t *foundToken, code string) bool {
	return slices.ContainsFunc(t.findings, func(f inspect.Finding) bool { return f.Code == code })
}

func certificateRemark(c inspect.Certificate) remark {
	if c.Broken {
		return remark{look.ToneCaution, T("paste.certificate_broken"), ""}
	}
	return remark{look.TonePlain, T("inspect.certificate", args{"Subject": inspect.Clip(c.Subject, 120)}), T("inspect.certificate_more", args{
		"Issuer": inspect.Clip(c.Issuer, 120), "Key": c.Key, "Until": c.NotAfter.UTC().Format(ticketTime), "Fingerprint": fingerprint(c.SHA256),
	})}
}
