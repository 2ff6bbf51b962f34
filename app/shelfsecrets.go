package app

import (
	"context"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/app/vault"
	"realmscope/ui"
)

// withSecret returns the profile with the id of a kept secret in its place.
// account is the user name of a password and the name of a parameter.
func withSecret(p profile.Profile, account string, kind vault.Kind, secretID string) profile.Profile {
	switch kind {
	case vault.KindClientSecret:
		p.Client.SecretID = secretID
	case vault.KindClientKey:
		p.Client.KeyID = secretID
	case vault.KindClientCertificate:
		p.Client.CertificateID = secretID
	case vault.KindDPoPKey:
		p.Client.DPoPKeyID = secretID
	case vault.KindProxyPassword:
		p.Connection.ProxyPasswordID = secretID
	case vault.KindParameter:
		for i := range p.Extra {
			if p.Extra[i].Name == account {
				p.Extra[i].SecretID = secretID
			}
		}
	case vault.KindPassword:
		return withPassword(p, account, secretID)
	case vault.KindRefreshToken: // no profile names one
	}
	return p
}

func withPassword(p profile.Profile, account, secretID string) profile.Profile {
	for i := range p.Accounts {
		if p.Accounts[i].Username == account {
			p.Accounts[i].PasswordID = secretID
			return p
		}
	}
	p.Accounts = append(p.Accounts, profile.Account{Username: account, PasswordID: secretID})
	return p
}

// typedSecret is a secret of the form and the place of its id in the profile.
type typedSecret struct {
	kind   vault.Kind
	id     *string
	secret session.Secret
}

// typedSecrets lists what was typed, by its place in p.
func typedSecrets(p *profile.Profile, typed ui.ProfileSecrets) []typedSecret {
	all := []typedSecret{
		{vault.KindClientSecret, &p.Client.SecretID, typed.ClientSecret},
		{vault.KindClientKey, &p.Client.KeyID, typed.ClientKey},
		{vault.KindClientCertificate, &p.Client.CertificateID, typed.ClientCertificate},
		{vault.KindProxyPassword, &p.Connection.ProxyPasswordID, typed.ProxyPassword},
	}
	for i := range p.Accounts {
		a := &p.Accounts[i]
		all = append(all, typedSecret{vault.KindPassword, &a.PasswordID, typed.Passwords[a.Username]})
	}
	for i := range p.Extra {
		x := &p.Extra[i]
		all = append(all, typedSecret{vault.KindParameter, &x.SecretID, typed.Extra[x.Name]})
	}
	return all
}

// keepSecrets puts typed secrets into the vault, each bound to whom it belongs
// to, and returns the profile with their ids.
func keepSecrets(ctx context.Context, v vault.Vault, p profile.Profile, typed ui.ProfileSecrets) (profile.Profile, error) {
	p = p.Clone()
	for _, t := range typedSecrets(&p, typed) {
		if t.secret.Empty() {
			continue
		}
		owner, err := session.OwnerOf(p, t.kind)
		if err != nil {
			return p, err
		}
		if *t.id == "" {
			*t.id = vault.NewID()
		}
		if err := v.Put(ctx, *t.id, vault.Record{Kind: t.kind, Owner: owner, Secret: t.secret}); err != nil {
			return p, err
		}
	}
	return p, nil
}
