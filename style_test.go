package main_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

// The limits of size.
const (
	maxFunction = 60  // lines of a function, from func to the closing brace
	maxFile     = 400 // lines of a file
)

// rules are what every file keeps to. Each has a sample below that breaks it.
var rules = map[string]func(source) []string{
	"size":      checkSize,
	"calls":     checkCalls,
	"formats":   checkFormats,
	"variables": checkVariables,
	"comments":  checkComments,
	"notes":     checkNotes,
}

func TestEveryFileKeepsToTheRules(t *testing.T) {
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) { check(t, rule) })
	}
}

func checkSize(s source) []string {
	var complaints []string
	if n := lines(s.text); n > maxFile {
		complaints = append(complaints, fmt.Sprintf("%s has %d lines, more than %d", s.name, n, maxFile))
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		function, ok := n.(*ast.FuncDecl)
		if !ok {
			return true
		}
		length := s.fset.Position(n.End()).Line - s.fset.Position(n.Pos()).Line + 1
		if length > maxFunction {
			complaints = append(complaints, fmt.Sprintf("%s: %s has %d lines, more than %d", s.at(n), function.Name.Name, length, maxFunction))
		}
		return true
	})
	return complaints
}

// checkCalls complains of calls that have no place outside tests.
func checkCalls(s source) []string {
	complaints := calls(s, "context", "TODO")
	if s.test {
		return complaints
	}
	if s.file.Name.Name != "main" && s.dir != "app" {
		complaints = append(complaints, calls(s, "context", "Background")...)
	}
	for _, name := range []string{"time.Sleep", "fmt.Print", "fmt.Printf", "fmt.Println", "http.Get", "http.Post", "http.DefaultClient", "os.Exit"} {
		if name == "os.Exit" && s.file.Name.Name == "main" {
			continue
		}
		pkg, function, _ := strings.Cut(name, ".")
		for _, where := range calls(s, pkg, function) {
			complaints = append(complaints, where+": "+name)
		}
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if f, ok := call.Fun.(*ast.Ident); ok && f.Name == "panic" {
			complaints = append(complaints, s.at(n)+": panic")
		}
		return true
	})
	return complaints
}

// checkFormats complains of %#v, which shows what formatters mask.
func checkFormats(s source) []string {
	if s.test {
		return nil
	}
	var complaints []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING && strings.Contains(text.Value, "%#v") {
			complaints = append(complaints, s.at(n)+": %#v")
		}
		return true
	})
	return complaints
}

// checkVariables complains of init functions and of package-level variables
// other than errors, embedded files and assertions.
func checkVariables(s source) []string {
	if s.test {
		return nil
	}
	var complaints []string
	for _, declaration := range s.file.Decls {
		if f, ok := declaration.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			complaints = append(complaints, s.at(f)+": init function")
		}
		group, ok := declaration.(*ast.GenDecl)
		if !ok || group.Tok != token.VAR || embeds(group.Doc) {
			continue
		}
		for _, spec := range group.Specs {
			value, ok := spec.(*ast.ValueSpec)
			if !ok || embeds(value.Doc) {
				continue
			}
			for _, name := range value.Names {
				if name.Name != "_" && !strings.HasPrefix(strings.ToLower(name.Name), "err") {
					complaints = append(complaints, fmt.Sprintf("%s: package-level variable %s", s.at(name), name.Name))
				}
			}
		}
	}
	return complaints
}

func embeds(doc *ast.CommentGroup) bool {
	if doc == nil {
		return false
	}
	for _, line := range doc.List {
		if strings.HasPrefix(line.Text, "//go:embed ") {
			return true
		}
	}
	return false
}

// checkComments complains of exported names without a comment. A comment over
// a group of constants or variables serves them all.
func checkComments(s source) []string {
	if s.test {
		return nil
	}
	var complaints []string
	missing := func(n ast.Node, name *ast.Ident, docs ...*ast.CommentGroup) {
		for _, doc := range docs {
			if doc.Text() != "" {
				return
			}
		}
		if name.IsExported() {
			complaints = append(complaints, fmt.Sprintf("%s: %s has no comment", s.at(n), name.Name))
		}
	}
	for _, declaration := range s.file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil || ast.IsExported(receiver(d)) {
				missing(d, d.Name, d.Doc)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					missing(spec, spec.Name, d.Doc, spec.Doc)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						missing(spec, name, d.Doc, spec.Doc, spec.Comment)
					}
				}
			}
		}
	}
	return complaints
}

// receiver is the name of a method's type.
func receiver(f *ast.FuncDecl) string {
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if generic, ok := t.(*ast.IndexExpr); ok {
		t = generic.X
	}
	if name, ok := t.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}

// checkNotes complains of notes to oneself and of linter switches without a
// reason.
func checkNotes(s source) []string {
	var complaints []string
	for _, group := range s.file.Comments {
		for _, line := range group.List {
			text := strings.TrimSpace(strings.TrimLeft(line.Text, "/*"))
			for _, word := range []string{"TODO", "FIXME", "XXX"} {
				if strings.HasPrefix(text, word) {
					complaints = append(complaints, s.at(line)+": "+word)
				}
			}
			if strings.HasPrefix(text, "nolint") && !strings.Contains(text, " // ") {
				complaints = append(complaints, s.at(line)+": nolint without a reason")
			}
		}
	}
	return complaints
}

// TestEachRuleFindsWhatBreaksIt feeds every rule a file that breaks it and one
// that looks like it but does not.
func TestEachRuleFindsWhatBreaksIt(t *testing.T) {
	long := "package p\nfunc f() {\n" + strings.Repeat("\tg()\n", maxFunction) + "}\n"
	for name, tt := range map[string]struct {
		rule          func(source) []string
		file          string
		breaks, keeps string
	}{
		"a long function":       {checkSize, "ui/a.go", long, "package p\nfunc f() {\n}\n"},
		"a long file":           {checkSize, "ui/a.go", "package p\n" + strings.Repeat("\n", maxFile), "package p\n"},
		"context.TODO":          {checkCalls, "ui/a_test.go", "package p\nvar _ = context.TODO()", "package p\nvar _ = context.Background()"},
		"context.Background":    {checkCalls, "ui/a.go", "package p\nvar _ = context.Background()", "package main\nvar _ = context.Background()"},
		"a sleep":               {checkCalls, "ui/a.go", "package p\nfunc f() { time.Sleep(1) }", "package p\nfunc f() { time.Now() }"},
		"a panic":               {checkCalls, "ui/a.go", "package p\nfunc f() { panic(1) }", "package p\nfunc f() { recover() }"},
		"%#v":                   {checkFormats, "ui/a.go", "package p\nconst a = \"%#v\"", "package p\nconst a = \"%v\""},
		"a variable":            {checkVariables, "ui/a.go", "package p\nvar now = 1", "package p\nvar ErrNow = 1"},
		"a variable in a group": {checkVariables, "ui/a.go", "package p\nvar (\nErrA = 1\nb = 2\n)", "package p\nvar (\nErrA = 1\n//go:embed x\nb string\n)"},
		"init":                  {checkVariables, "ui/a.go", "package p\nfunc init() {}", "package p\nfunc (a) init() {}"},
		"a bare function":       {checkComments, "ui/a.go", "package p\nfunc F() {}", "package p\n// F is.\nfunc F() {}"},
		"a bare method":         {checkComments, "ui/a.go", "package p\nfunc (a *A[T]) F() {}", "package p\nfunc (a *b) F() {}"},
		"a bare type":           {checkComments, "ui/a.go", "package p\ntype T int", "package p\n// T is.\ntype T int"},
		"a bare constant":       {checkComments, "ui/a.go", "package p\nconst C = 1", "package p\n// All.\nconst (\nC = 1\n)"},
		"a to-do":               {checkNotes, "ui/a.go", "package p\n// TODO: later", "package p\n// What to do later."},
		"a bare nolint":         {checkNotes, "ui/a.go", "package p\n//nolint:x", "package p\n//nolint:x // because"},
		"an arrow upwards":      {checkArrows, "tokenclient/a.go", "package p\nimport _ \"realmscope/app/session\"", "package p\nimport _ \"net/url\""},
		"an arrow to tests":     {checkArrows, "app/a.go", "package p\nimport _ \"realmscope/tokenclient/kctest\"", "package p\nimport _ \"realmscope/ui\""},
		"an unknown package":    {checkArrows, "extra/a.go", "package p", ""},
		"a widget below ui":     {checkBorders, "app/session/a.go", "package p\nimport _ \"fyne.io/fyne/v2/widget\"", "package p\nimport _ \"os/user\""},
		"the network in ui":     {checkBorders, "ui/a.go", "package p\nimport _ \"net/http\"", "package p\nimport _ \"net/url\""},
		"the keyring in app":    {checkBorders, "app/a.go", "package p\nimport _ \"github.com/zalando/go-keyring\"", "package p\nimport _ \"os\""},
		"a name without sense":  {checkName, "ui/a.go", "package util", "package look"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := complaints(t, tt.rule, tt.file, tt.breaks); len(got) != 1 {
				t.Errorf("%q gave %q, want one complaint", tt.breaks, got)
			}
			if tt.keeps == "" {
				return
			}
			if got := complaints(t, tt.rule, tt.file, tt.keeps); len(got) != 0 {
				t.Errorf("%q gave %q, want no complaint", tt.keeps, got)
			}
		})
	}
}

func complaints(t *testing.T, rule func(source) []string, name, text string) []string {
	t.Helper()
	s, err := read(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return rule(s)
}
