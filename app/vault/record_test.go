package vault_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"realmscope/app/vault"
	"realmscope/tokenclient"
)

func TestRecordMasksItsSecretEverywhere(t *testing.T) {
	const canary = "canary-5d1e"
	r := vault.Record{
		Kind: vault.KindPassword, Owner: vault.Owner{Origin: "https://sso.example.com", ClientID: "web"},
		Secret: tokenclient.NewSecret(canary),
	}
	texts := map[string]string{"print": fmt.Sprint(r), "println": fmt.Sprintln(&r), "error": fmt.Errorf("put %v", r).Error()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "% x", "%#x", "%T", "%20.3s"} {
		texts[verb] = fmt.Sprintf(verb, r)
		texts[verb+" of a pointer"] = fmt.Sprintf(verb, &r)
		texts[verb+" of a map"] = fmt.Sprintf(verb, map[string]vault.Record{"a": r})
	}
	for name, encode := range map[string]func() ([]byte, error){
		"json": func() ([]byte, error) { return json.Marshal(r) },
		"xml":  func() ([]byte, error) { return xml.Marshal(r) },
		"gob": func() ([]byte, error) {
			var b bytes.Buffer
			err := gob.NewEncoder(&b).Encode(r)
			return b.Bytes(), err
		},
	} {
		b, err := encode()
		texts[name] = fmt.Sprint(string(b), err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("put", "record", r)
	slog.New(slog.NewTextHandler(&log, nil)).Info("put", "record", r, "pointer", &r)
	texts["slog"] = log.String()

	for name, text := range texts {
		if strings.Contains(text, canary) || strings.Contains(text, fmt.Sprintf("%x", canary)) {
			t.Errorf("%s shows the secret: %s", name, text)
		}
	}
	if !strings.Contains(texts["json"], "https://sso.example.com") || !strings.Contains(texts["%v"], "[hidden]") {
		t.Errorf("the texts hold no record at all: %q", texts["json"])
	}
}
