package demo

import (
	"encoding/json"
	"net/http"
	"strings"
)

// refusal is an error of an endpoint: RFC 6749 section 5.2, with the status.
// A nil *refusal is success; the type is no error on purpose, so that a nil
// one cannot become a non-nil error value.
type refusal struct {
	status      int
	code        string
	description string
}

// refuse makes a refusal with status 400, by far the most common one.
func refuse(code, description string) *refusal {
	return &refusal{http.StatusBadRequest, code, description}
}

// broken is the answer to a fault of the server itself.
func broken() *refusal {
	return &refusal{http.StatusInternalServerError, "unknown_error", "For more on this error consult the server log."}
}

// write sends the refusal.
func (f *refusal) write(w http.ResponseWriter) { fail(w, f.status, f.code, f.description) }

// fail sends an error body; an empty description is left out.
func fail(w http.ResponseWriter, status int, code, description string) {
	sendJSON(w, status, struct {
		Error       string `json:"error"`
		Description string `json:"error_description,omitempty"`
	}{code, description})
}

// sendJSON sends a JSON body. Struct order is kept, so bodies come in the
// order that the real server writes.
func sendJSON(w http.ResponseWriter, status int, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		status, data = http.StatusInternalServerError, []byte(`{"error":"unknown_error"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(data) // the caller may be gone; nothing is left to tell it
}

// noStore marks an answer as RFC 6749 section 5.1 demands.
func noStore(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Pragma", "no-cache")
}

// challenge answers with WWW-Authenticate alone and an empty body, as UserInfo
// does since release 19.0.2 (RFC 6750 section 3).
func challenge(w http.ResponseWriter, status int, code, description string) {
	var b strings.Builder
	b.WriteString(`Bearer realm="` + RealmName + `"`)
	if code != "" {
		b.WriteString(`, error="` + code + `", error_description="` + description + `"`)
	}
	w.Header().Set("WWW-Authenticate", b.String())
	w.WriteHeader(status)
}
