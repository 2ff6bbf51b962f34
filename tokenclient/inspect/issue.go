package inspect

import "slices"

// Codes of Issue. Each has a text "issue.{code}" in the translations.
const (
	issueTooLarge     = "too_large"
	issueSpace        = "space"
	issueParts        = "parts"
	issueEmptyPart    = "empty_part"
	issueUnsigned     = "unsigned"
	issueDisclosures  = "sd_jwt"
	issueBase64       = "base64"
	issuePadding      = "base64.padding"
	issueAlphabet     = "base64.alphabet"
	issueBase64Space  = "base64.space"
	issueStray        = "base64.stray"
	issueLength       = "base64.length"
	issueJSON         = "json"
	issueTrailing     = "json.trailing"
	issueControl      = "json.control"
	issueNotObject    = "json.not_object"
	issueDepth        = "depth"
	issueBOM          = "bom"
	issueUTF8         = "utf8"
	issueSurrogate    = "surrogate"
	issueDuplicate    = "duplicate"
	issueTimeType     = "time.type"
	issueTimeRange    = "time.range"
	issueMilliseconds = "time.milliseconds"
	issueCut          = "cut"
	issueHeadless     = "headless"
)

// IssueCodes lists every Code that an Issue can have.
func IssueCodes() []string {
	return []string{
		issueTooLarge, issueSpace, issueParts, issueEmptyPart, issueUnsigned,
		issueDisclosures, issueBase64, issuePadding, issueAlphabet,
		issueBase64Space, issueStray, issueLength, issueJSON, issueTrailing,
		issueControl, issueNotObject, issueDepth, issueBOM, issueUTF8,
		issueSurrogate, issueDuplicate, issueTimeType, issueTimeRange,
		issueMilliseconds, issueCut, issueHeadless,
	}
}

// maxIssues bounds the list: a hostile text could earn one per byte, and
// nobody reads further.
const maxIssues = 32

// maxWhere is the longest Issue.Where in characters.
const maxWhere = 80

// add appends an issue once, until the list is full.
func add(list []Issue, code, where string) []Issue {
	issue := Issue{Code: code, Where: Clip(where, maxWhere)}
	if len(list) >= maxIssues || slices.Contains(list, issue) {
		return list
	}
	return append(list, issue)
}
