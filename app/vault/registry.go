package vault

import (
	"encoding/json"
	"slices"

	"realmscope/app/durable"
)

// maxRegistry is how much of vault.json is looked at.
const maxRegistry = 64 << 10

// registry is vault.json: what has to be known without opening the vault. It
// holds no secret, and nothing is lost with it but tidiness: an item may then
// stay in the keyring that nobody needs.
type registry struct {
	Schema int `json:"schema"`
	// Mode is what the user chose.
	Mode Mode `json:"mode,omitempty"`
	// Keys names the items in the keyring that are this vault's: the one in use,
	// one being made, and retired ones until they are surely gone.
	Keys []string `json:"keys,omitempty"`
	// Owed names records that are to be deleted once the vault is open.
	Owed []string `json:"owed,omitempty"`
}

// readRegistry gives an empty one for a file that is absent or makes no sense.
func (s *Store) readRegistry() registry {
	var r registry
	data, err := durable.Read(s.registryPath(), maxRegistry)
	if err != nil || json.Unmarshal(data, &r) != nil || r.Schema != 1 {
		return registry{Schema: 1}
	}
	r.Keys = slices.DeleteFunc(r.Keys, func(id string) bool {
		return !head{id: id, mode: ModeKeyring, place: PlaceKeyring}.valid()
	})
	return r
}

// updateRegistry changes vault.json; it needs the lock.
func (s *Store) updateRegistry(change func(*registry)) error {
	r := s.readRegistry()
	change(&r)
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return s.disk.Write(s.registryPath(), append(data, '\n'))
}

// with adds a key's id.
func (r *registry) with(id string) {
	if !slices.Contains(r.Keys, id) {
		r.Keys = append(r.Keys, id)
	}
}

// drop removes a key's id.
func (r *registry) drop(id string) {
	r.Keys = slices.DeleteFunc(r.Keys, func(other string) bool { return other == id })
}
