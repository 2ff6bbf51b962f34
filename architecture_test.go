// Package main_test checks the shape of the whole tree: who imports whom, and
// the rules of style that no linter knows.
package main_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows are all imports of our own packages that are allowed. "" is the
// package main at the root.
var arrows = map[string][]string{
	"":                     {"app"},
	"app":                  {"app/away", "app/demo", "app/inspectcmd", "app/profile", "app/profile/porting", "app/session", "app/vault", "assets", "tokenclient", "tokenclient/inspect", "ui", "ui/look"},
	"app/away":             {"app/vault/keychain"},
	"app/demo":             {"app/profile", "tokenclient"},
	"app/durable":          {},
	"app/inspectcmd":       {"assets", "tokenclient", "tokenclient/inspect"},
	"app/profile":          {"app/durable", "tokenclient"},
	"app/profile/porting":  {"app/profile", "tokenclient"},
	"app/session":          {"app/profile", "app/vault", "tokenclient", "tokenclient/inspect", "tokenclient/loopback"},
	"app/vault":            {"app/durable", "app/vault/keychain", "tokenclient"},
	"app/vault/keychain":   {},
	"assets":               {},
	"tokenclient":          {"tokenclient/loopback"},
	"tokenclient/inspect":  {"tokenclient"},
	"tokenclient/loopback": {},
	"ui":                   {"app/profile", "app/profile/porting", "app/session", "assets", "tokenclient/inspect", "ui/look"},
	"ui/look":              {},
}

// testSupport are packages, with what lies below them, that serve tests only.
// They live under the package that they test.
var testSupport = []string{"app/durable/durabletest", "app/journey", "app/vault/keychain/keychaintest", "app/vault/vaulttest", "tokenclient/kctest", "tokenclient/realkeycloak"}

// borders are packages from outside, with what lies below them, and the only
// packages of ours that may import them.
var borders = map[string][]string{
	"fyne.io/fyne/v2":               {"app", "ui", "ui/look"},
	"github.com/zalando/go-keyring": {"app/vault/keychain"},
	"github.com/godbus/dbus/v5":     {"app/away", "app/vault/keychain"},
	"filippo.io/age":                {"app/profile/porting", "app/vault"},
	"github.com/golang-jwt/jwt/v5":  {"app/demo", "tokenclient", "tokenclient/inspect"},
	"github.com/go-jose/go-jose/v4": {"app/demo", "tokenclient", "tokenclient/inspect"},
	"github.com/google/renameio/v2": {"app/durable"},
	"github.com/gofrs/flock":        {"app/durable", "app/profile"},
	"github.com/google/go-cmp":      {},
	"net/http":                      {"app/demo", "app/session", "tokenclient", "tokenclient/loopback"},
	"os":                            {"", "app", "app/durable", "app/profile", "app/vault", "app/vault/keychain"},
	"os/exec":                       {"app"},
	"os/signal":                     {"app"},
	"io/ioutil":                     {},
	"net/http/httptest":             {},
	"testing":                       {},
}

// banned are package names that say nothing.
var banned = []string{"util", "utils", "common", "helper", "helpers", "manager", "model", "models", "service", "services"}

// source is one Go file of the tree.
type source struct {
	name    string // path from the root, with slashes
	dir     string // its folder, "" for the root
	test    bool   // a _test.go file
	support bool   // in a package that serves tests only
	text    []byte
	file    *ast.File
	fset    *token.FileSet
}

// at is where a node stands, for a complaint.
func (s source) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", s.name, s.fset.Position(n.Pos()).Line)
}

// read parses one file as if it stood at name.
func read(name string, text []byte) (source, error) {
	s := source{name: name, dir: path.Dir(name), text: text, fset: token.NewFileSet()}
	if s.dir == "." {
		s.dir = ""
	}
	s.test = strings.HasSuffix(name, "_test.go")
	s.support = below(s.dir, testSupport)
	var err error
	s.file, err = parser.ParseFile(s.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	return s, err
}

// below tells whether dir is one of roots or lies below one.
func below(dir string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return dir == root || strings.HasPrefix(dir, root+"/")
	})
}

// tree reads every Go file of the project, for every system and build tag.
func tree(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() && name != "." && (base[0] == '.' || base == "testdata" || base == "build") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(base, ".go") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		s, err := read(filepath.ToSlash(name), text)
		all = append(all, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("found %d Go files: the tests do not run at the root", len(all))
	}
	return all
}

// imports lists the paths that a file imports.
func imports(s source) []string {
	var paths []string
	for _, spec := range s.file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err == nil {
			paths = append(paths, name)
		}
	}
	return paths
}

// checkArrows complains of every import that arrows does not name. Tests may
// import what they need but programs.
func checkArrows(s source) []string {
	allowed, known := arrows[s.dir]
	if !known && !s.support {
		return []string{s.name + ": its package is not in the table of arrows"}
	}
	var complaints []string
	for _, name := range imports(s) {
		ours, isOurs := strings.CutPrefix(name, "realmscope/")
		switch {
		case !isOurs || s.test || s.support:
		case below(ours, testSupport):
			complaints = append(complaints, s.name+": only tests may import "+ours)
		case !slices.Contains(allowed, ours):
			complaints = append(complaints, fmt.Sprintf("%s: %q may not import %s", s.name, s.dir, ours))
		}
	}
	return complaints
}

// checkBorders complains of a package from outside that is imported elsewhere
// than borders says.
func checkBorders(s source) []string {
	if s.test || s.support {
		return nil
	}
	var complaints []string
	for _, name := range imports(s) {
		allowed, bordered := borderOf(name)
		if bordered && !slices.Contains(allowed, s.dir) {
			complaints = append(complaints, fmt.Sprintf("%s: %q may not import %s", s.name, s.dir, name))
		}
	}
	return complaints
}

// borderOf finds the entry of borders that name is or lies below. Parts of the
// standard library stand for themselves alone.
func borderOf(name string) (allowed []string, bordered bool) {
	for root, dirs := range borders {
		outside := strings.Contains(root, ".")
		if name == root || outside && strings.HasPrefix(name, root+"/") {
			return dirs, true
		}
	}
	return nil, false
}

// checkName complains of package names that say nothing.
func checkName(s source) []string {
	if name := strings.TrimSuffix(s.file.Name.Name, "_test"); slices.Contains(banned, name) {
		return []string{fmt.Sprintf("%s: package name %q says nothing", s.name, name)}
	}
	return nil
}

// check runs a rule over the tree.
func check(t *testing.T, rule func(source) []string) {
	t.Helper()
	for _, s := range tree(t) {
		for _, complaint := range rule(s) {
			t.Error(complaint)
		}
	}
}

func TestImportsFollowTheArrows(t *testing.T)               { check(t, checkArrows) }
func TestPackagesFromOutsideStayAtTheirBorder(t *testing.T) { check(t, checkBorders) }
func TestPackageNamesSaySomething(t *testing.T)             { check(t, checkName) }

// TestTheArrowsPointAtPackages keeps the tables from outliving what they name.
func TestTheArrowsPointAtPackages(t *testing.T) {
	var dirs []string
	for _, s := range tree(t) {
		dirs = append(dirs, s.dir)
	}
	for dir := range arrows {
		if !slices.Contains(dirs, dir) {
			t.Errorf("arrows names %q, which holds no Go file", dir)
		}
	}
}

// TestUIGoroutineIsReachedInOneLine: fyne.Do stands once, in the wiring, and
// fyne.DoAndWait, which can deadlock, nowhere.
func TestUIGoroutineIsReachedInOneLine(t *testing.T) {
	var found []string
	for _, s := range tree(t) {
		found = append(found, calls(s, "fyne", "DoAndWait")...)
		if !s.test {
			found = append(found, calls(s, "fyne", "Do")...)
		}
	}
	if len(found) != 1 || !strings.HasPrefix(found[0], "app/") {
		t.Errorf("fyne.Do and fyne.DoAndWait stand at %q, want one fyne.Do in app", found)
	}
}

// calls lists where a file names function name of package pkg.
func calls(s source, pkg, name string) []string {
	var found []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := selector.X.(*ast.Ident); ok && x.Name == pkg && selector.Sel.Name == name {
			found = append(found, s.at(n))
		}
		return true
	})
	return found
}

// lines counts the lines of a text.
func lines(text []byte) int { return bytes.Count(text, []byte("\n")) }
