package profile

// Bare returns a copy that names no secret of any vault.
func (p Profile) Bare() Profile {
	p = p.Clone()
	p.Client.SecretID, p.Client.KeyID, p.Client.CertificateID, p.Client.DPoPKeyID = "", "", "", ""
	p.Connection.ProxyPasswordID = ""
	for i := range p.Accounts {
		p.Accounts[i].PasswordID = ""
	}
	for i := range p.Extra {
		p.Extra[i].SecretID = ""
	}
	return p
}

// Duplicate returns a copy with an id of its own. Secrets stay behind: they
// belong to the profile that they were typed for.
func (p Profile) Duplicate() Profile {
	p = p.Bare()
	p.ID = NewID()
	return p
}
