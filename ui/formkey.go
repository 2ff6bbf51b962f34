package ui

import (
	"slices"
	"strings"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// keyPart is how a client signs: its key, the algorithm and the key's name.
type keyPart struct {
	*section
	key       *materialField
	algorithm *choice
	name      *formField
	start     profile.Client
}

func newKeyPart(f *formPage) *keyPart {
	k := &keyPart{algorithm: newChoice(T("key.algorithm"), f.react)}
	k.key = newMaterialField(f.w, T("key.key"), session.MaterialKey, f.escape, f.relayout)
	f.problem(profile.FieldKeyAlgorithm, k.algorithm.root)
	k.name = f.field(profile.FieldKeyName, T("key.name"), newEntry(T("key.name_hint"), f.escape))
	k.section = newSection(T("section.key"), f.relayout, k.key.root, look.ColumnsEqual(12, k.algorithm.root, k.name.root))
	f.places[profile.FieldKeyAlgorithm] = spot{k.algorithm.pick, k.section}
	f.places[profile.FieldKeyName] = spot{k.name.entry, k.section}
	return k
}

func (k *keyPart) fill(p profile.Profile) {
	k.start = p.Client
	k.key.fill("", p.Client.KeyID != "")
	k.offer(p.Client)
	k.algorithm.offer(p.Client.KeyAlgorithm)
	k.name.entry.SetText(p.Client.KeyName)
	k.open(true)
}

// offer lists the algorithms of the client's method.
func (k *keyPart) offer(c profile.Client) {
	words := append([]string{""}, c.KeyAlgorithms()...)
	if slices.Equal(words, k.algorithm.words) {
		return
	}
	was := k.algorithm.value()
	k.algorithm.words, k.algorithm.texts, k.algorithm.pick.Options = nil, nil, nil
	for _, word := range words {
		text := word
		if word == "" {
			text = T("key.algorithm.usual")
		}
		k.algorithm.add(word, text)
	}
	if !slices.Contains(words, was) {
		was = ""
	}
	k.algorithm.set(was)
}

func (k *keyPart) collect(p *profile.Profile) {
	p.Client.KeyAlgorithm, p.Client.KeyName = k.algorithm.value(), strings.TrimSpace(k.name.entry.Text)
	if p.Client.KeyAlgorithms() == nil {
		p.Client.KeyAlgorithm = ""
	}
	p.Client.KeyID = ""
	if k.key.kept {
		p.Client.KeyID = k.start.KeyID
	}
}

func (k *keyPart) react(p profile.Profile) bool {
	changed := setShown(k.root, p.Client.KeyAlgorithms() != nil)
	changed = setShown(k.key.root, p.Client.WithKey()) || changed
	changed = setShown(k.name.root, p.Client.WithKey()) || changed
	k.offer(p.Client)
	return changed
}
