package session

import (
	"cmp"
	"context"
	"errors"
	"net/url"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// worker runs jobs in the background. It owns nothing and changes nothing but
// what its client and its vault do.
type worker struct {
	client Requester
	vault  vault.Vault
	page   LoginPage
}

// job is one operation, with copies of all that it needs.
type job struct {
	op      Op
	profile profile.Profile
	account string
	typed   Typed
	// sets is the generation of the session's newest token set.
	sets int
	// old and bond are the tokens to refresh and whom they belong to.
	old  *Tokens
	bond bond
	// way is set once the job has reached for its connection.
	way way
	// errand is what an operation beyond fetching wants.
	errand errand
}

// bond is whom a token set belongs to: its refresh token goes to this endpoint
// for this client and nowhere else (RFC 9700 section 4.9). The secrets are
// those that worked, which a refresh has to repeat.
type bond struct {
	endpoint string
	owner    vault.Owner
	// target is the endpoint that was asked, empty for endpoint itself: a client
	// with a certificate may be sent to another address of the realm.
	target                          string
	secret, key, certificate, proxy Secret
	extra                           map[string]Secret
	dpop                            tokenclient.DPoPKey
	// fresh says that dpop was made for this fetch.
	fresh bool
}

// address is the token endpoint that is asked.
func (b bond) address() string { return cmp.Or(b.target, b.endpoint) }

// request builds what is to be sent. needs names what only the user can give;
// then, and on an error, nothing may be sent.
func (w worker) request(ctx context.Context, j job) (r tokenclient.TokenRequest, b bond, needs []Need, err error) {
	b, err = bondOf(j.profile)
	if err != nil {
		return r, b, nil, err
	}
	if j.op != OpFetch && (b.endpoint != j.bond.endpoint || b.owner != j.bond.owner) {
		return r, b, nil, otherServer(b.endpoint, b.owner)
	}
	b.target, b.certificate, b.proxy, b.extra = j.bond.target, j.way.certificate, j.way.proxy, j.bond.extra
	r = tokenclient.TokenRequest{Endpoint: b.address(), ParamsIn: j.profile.ParamsIn, Auth: authOf(j.profile)}
	if needs, err = w.authenticate(ctx, j, &r.Auth, &b); err != nil {
		return r, b, nil, err
	}
	if err := w.bindTo(ctx, j, &b); err != nil {
		return r, b, nil, err
	}
	r.DPoP = b.dpop
	extra, more, err := w.extra(ctx, j, &b)
	if err != nil {
		return r, b, nil, err
	}
	r.Extra, needs = extra, append(needs, more...)
	b.extra = remembered(j.profile, extra)
	if j.op != OpFetch {
		r.Grant = tokenclient.Refresh{Token: j.old.Set.RefreshToken}
		return r, b, needs, nil
	}
	r.Scope = j.profile.Scope
	grant, more, err := w.grant(ctx, j, b.owner)
	r.Grant = grant
	return r, b, append(more, needs...), err
}

// remembered are the values of the secret parameters, by name.
func remembered(p profile.Profile, sent []tokenclient.Param) map[string]Secret {
	values := map[string]Secret{}
	for i, x := range p.Extra {
		if x.SecretID != "" && i < len(sent) {
			values[x.Name] = sent[i].Value
		}
	}
	return values
}

// authOf is how a profile's client authenticates, still without its secret and
// its key.
func authOf(p profile.Profile) tokenclient.ClientAuth {
	auth := tokenclient.ClientAuth{Method: cmp.Or(p.Client.Auth, tokenclient.AuthNone), ClientID: p.Client.ID}
	if algorithms := p.Client.KeyAlgorithms(); algorithms != nil {
		// The issuer is the one audience that every release takes everywhere.
		auth.Assertion = tokenclient.Assertion{Audience: p.Realm.Endpoints().Issuer, Algorithm: p.Client.KeyAlgorithm}
	}
	if p.Client.WithKey() {
		auth.Assertion.KeyID = p.Client.KeyName
	}
	return auth
}

// grant builds what is asked for by a fetch.
func (w worker) grant(ctx context.Context, j job, owner vault.Owner) (tokenclient.Grant, []Need, error) {
	switch j.profile.Grant {
	case profile.GrantAuthorizationCode, profile.GrantDevice: // the login makes it
		return nil, nil, nil
	case profile.GrantCIBA:
		if j.account == "" {
			return nil, []Need{NeedUsername}, nil
		}
		return nil, nil, nil
	case profile.GrantJWTBearer:
		if j.typed.Assertion.Empty() {
			return nil, []Need{NeedAssertion}, nil
		}
		return tokenclient.JWTBearer{Assertion: j.typed.Assertion}, nil, nil
	case profile.GrantPassword:
	default:
		return tokenclient.ClientCredentials{}, nil, nil
	}
	var needs []Need
	if j.account == "" {
		needs = append(needs, NeedUsername)
	}
	password, err := w.secret(ctx, j.typed.Password, passwordID(j.profile, j.account), owner)
	if missing(err) {
		needs, err = append(needs, NeedPassword), nil
	}
	return tokenclient.Password{Username: j.account, Password: password, OTP: j.typed.OTP}, needs, err
}

// secret is what was typed, else what the vault releases to the owner. A
// record of another owner is as good as none: the user has to type it again.
func (w worker) secret(ctx context.Context, typed Secret, id string, owner vault.Owner) (Secret, error) {
	if !typed.Empty() {
		return typed, nil
	}
	if id == "" {
		return Secret{}, vault.ErrNotFound
	}
	secret, err := w.vault.Get(ctx, id, owner)
	switch {
	case err == nil && secret.Empty():
		return Secret{}, vault.ErrNotFound
	case err == nil || missing(err):
		return secret, err
	case errors.Is(err, vault.ErrLocked):
		return Secret{}, &ownError{id: adviceVaultLocked, err: err}
	}
	return Secret{}, &ownError{id: adviceVaultFailed, err: err}
}

// missing tells whether the user can mend an error of the vault by typing.
func missing(err error) bool {
	return errors.Is(err, vault.ErrNotFound) || errors.Is(err, vault.ErrOtherOwner)
}

func passwordID(p profile.Profile, account string) string {
	for _, a := range p.Accounts {
		if a.Username == account {
			return a.PasswordID
		}
	}
	return ""
}

// bondOf finds where a profile's requests go. Plain HTTP to another machine is
// refused unless the profile allows it (RFC 9700 section 2.6).
func bondOf(p profile.Profile) (bond, error) {
	endpoint := p.Endpoint()
	origin, err := tokenclient.Origin(endpoint)
	if err != nil {
		return bond{}, err
	}
	if !p.AllowHTTP && !encrypted(origin) {
		return bond{}, &ownError{id: advicePlainHTTP, line: origin, args: map[string]string{"Address": origin}}
	}
	return bond{endpoint: endpoint, owner: vault.Owner{Origin: origin, ClientID: p.Client.ID}}, nil
}

// encrypted tells whether what is sent to an origin cannot be read on the way:
// it is HTTPS, or it does not leave this machine.
func encrypted(origin string) bool {
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "https" || tokenclient.IsLoopback(u.Host))
}
