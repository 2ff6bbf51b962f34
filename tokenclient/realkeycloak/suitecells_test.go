package realkeycloak_test

import (
	"errors"
	"testing"

	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak/transcript"
)

func TestRowsAreOfferedFromAReleaseToAnother(t *testing.T) {
	for name, tt := range map[string]struct {
		row     row
		release string
		want    bool
	}{
		"always":                     {row{}, "16.1.1", true},
		"since this line":            {row{since: "26.2"}, "26.7.3", true},
		"since a later one":          {row{since: "26.2"}, "26.0.8", false},
		"since an older line":        {row{since: "18"}, "26.0.8", true},
		"nine is older than ten":     {row{since: "10"}, "9.0.3", false},
		"until this line":            {row{until: "19"}, "19.0.3", true},
		"until a later one":          {row{until: "19"}, "18.0.2", true},
		"until an older one":         {row{until: "19"}, "20.0.0", false},
		"never":                      {row{since: never}, "26.7.3", false},
		"elsewhere":                  {row{elsewhere: true, since: "26"}, "", true},
		"not elsewhere, however old": {row{}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tt.row.offeredBy(tt.release); got != tt.want {
				t.Errorf("%+v offered by %q: %t, want %t", tt.row, tt.release, got, tt.want)
			}
		})
	}
}

func TestCellsAreJudgedByTheServersWords(t *testing.T) {
	refused := &tokenclient.Error{Kind: tokenclient.KindOAuth, Status: 400, Code: "no_way", Description: "Not here, 127.0.0.1:4711"}
	b := &bench{document: map[string]any{"methods": []any{"a", "self_b"}, "bound": true}}
	for name, tt := range map[string]struct {
		offered bool
		err     error
		want    transcript.Outcome
		words   string
	}{
		"passed":                            {true, nil, transcript.Passed, ""},
		"a refusal of what it has":          {true, refused, transcript.Failed, ""},
		"a refusal of what it lacks":        {false, refused, transcript.Unsupported, "400 `no_way`: “Not here, 127.0.0.1:<port>”"},
		"passed against the table":          {false, nil, transcript.Failed, ""},
		"a wrong result of what it lacks":   {false, wrong("another user"), transcript.Failed, ""},
		"no words":                          {false, errors.New("cut"), transcript.Failed, ""},
		"a page":                            {false, shown{404, "Gone"}, transcript.Unsupported, "404, a page: “Gone”"},
		"a member that is not there":        {false, b.has("absent"), transcript.Unsupported, "its discovery document has no absent"},
		"a value that is not there":         {false, b.lacks("methods", "b", nil), transcript.Unsupported, "the methods of its discovery document lack b"},
		"a value that is there is no lack":  {false, b.lacks("methods", "a", errWrong), transcript.Failed, ""},
		"a member that is there is no lack": {true, b.lacks("bound", "true", b.has("methods")), transcript.Passed, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b.offered = tt.offered
			got := b.cell(row{group: "g", name: "r"}, tt.err)
			if got.Outcome != tt.want || tt.words != "" && got.Words != tt.words {
				t.Errorf("cell of %v = %+v, want %s %q", tt.err, got, tt.want, tt.words)
			}
		})
	}
}
