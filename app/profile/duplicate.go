package profile

// Duplicate returns a copy with an id of its own. Secrets stay behind: they
// belong to the profile that they were typed for.
func (p Profile) Duplicate() Profile {
	p = p.WithoutSecrets()
	p.ID = NewID()
	return p
}
