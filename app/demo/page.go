package demo

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"net/http"
)

//go:embed pages/*.html pages/style.css
var pageFiles embed.FS

// The views of the pages. Every text is escaped by html/template.
type (
	welcomeView struct {
		Realm    string
		Accounts []hint
	}
	loginView struct {
		Action, Session, Client, Username, Message string
		Accounts                                   []hint
	}
	deviceView struct {
		Action, Code, Client, Username, Message string
		Accounts                                []hint
	}
	logoutView  struct{ Action, Session string }
	messageView struct{ Title, Text string }
	// hint is an account as the pages show it, password included: the demo
	// realm has no other secret to keep.
	hint struct{ Name, Password, Note string }
)

// hints lists the accounts for the pages.
func (rl *realm) hints() []hint {
	var out []hint
	for _, u := range rl.people {
		if u.service != "" {
			continue
		}
		h := hint{Name: u.name, Password: u.password}
		switch {
		case u.disabled:
			h.Note = "disabled"
		case u.otp:
			h.Note = "one-time code " + OneTimeCode
		case u.action:
			h.Note = "not fully set up"
		}
		out = append(out, h)
	}
	return out
}

// parsePages reads the embedded pages; they are part of the program, and a
// test renders each.
func parsePages() *template.Template {
	style, _ := pageFiles.ReadFile("pages/style.css")
	return template.Must(template.New("pages").Funcs(template.FuncMap{
		"style": func() template.CSS { return template.CSS(style) }, //nolint:gosec // our own file
	}).ParseFS(pageFiles, "pages/*.html"))
}

// policy is the pages' content security policy: nothing but their own style
// and forms that come back here. A form's answer may redirect to a loopback
// address, which form-action has to allow too.
func policy() string {
	style, _ := pageFiles.ReadFile("pages/style.css")
	sum := sha256.Sum256(style)
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; form-action 'self' http://127.0.0.1:* http://localhost:*; base-uri 'none'; frame-ancestors 'none'"
}

// page sends one page.
func (rl *realm) page(w http.ResponseWriter, status int, name string, view any) {
	var b bytes.Buffer
	if err := rl.pages.ExecuteTemplate(&b, name, view); err != nil {
		broken().write(w)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy())
	h.Set("Cache-Control", "no-store, must-revalidate, max-age=0")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the caller may be gone; nothing is left to tell it
}

// errorPage tells a person what went wrong.
func (rl *realm) errorPage(w http.ResponseWriter, status int, text string) {
	rl.page(w, status, "message.html", messageView{Title: "We are sorry...", Text: text})
}
