package porting

import (
	"iter"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// wish lists what the file asks for that weakens the connection, and leaves it
// off.
func (q *request) wish(out *Proposal) {
	out.Wished = q.wished
	u, err := url.Parse(out.Profile.Endpoint())
	if err == nil && u.Scheme == "http" && !tokenclient.IsLoopback(u.Host) && out.Profile.Realm.Base != "" {
		out.Wishes = append(out.Wishes, WishHTTP)
	}
	if q.wished.Insecure {
		out.Wishes = append(out.Wishes, WishInsecure)
	}
	if q.wished.Proxy != "" {
		if proxy, user, password, ok := splitProxy(q.wished.Proxy); ok {
			out.Wished.Proxy = proxy
			if user != "" {
				out.Wished.ProxyUser, q.proxyPassword = user, password
			}
			out.Wishes = append(out.Wishes, WishProxy)
		} else {
			q.found.name(findAddress, hostOf(q.wished.Proxy))
			out.Wished.Proxy, q.proxyPassword = "", ""
		}
		q.wished = out.Wished
	}
	if q.wished.CA != "" && len(q.wished.CA) <= maxSecret {
		out.Wishes = append(out.Wishes, WishCA)
	}
}

// splitProxy takes the user information out of a proxy's address.
func splitProxy(address string) (bare, user, password string, ok bool) {
	if address == "none" {
		return address, "", "", true
	}
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || !plain(address, maxText) || unresolved(address) != "" {
		return "", "", "", false
	}
	if !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme) {
		return "", "", "", false
	}
	if u.User != nil {
		user = u.User.Username()
		password, _ = u.User.Password()
		if !plain(user, maxName) {
			return "", "", "", false
		}
	}
	return u.Scheme + "://" + u.Host, user, password, true
}

// secrets binds what was found to the server and client that stood beside it.
func (q *request) secrets(p profile.Profile) []Secret {
	origin := ""
	if p.Realm.Base != "" {
		origin, _ = tokenclient.Origin(p.Endpoint())
	}
	var out []Secret
	add := func(kind SecretKind, name, at, value string) {
		switch {
		case value == "":
		case unresolved(value) != "":
			q.found.name(findVariable, unresolved(value))
		case masked(value):
			q.found.say(findMasked)
		case len(value) > maxSecret || !utf8.ValidString(value) || strings.ContainsRune(value, 0):
			q.found.name(findSecretText, string(kind))
		default:
			out = append(out, Secret{Kind: kind, Name: name, Origin: at, ClientID: p.Client.ID, Value: tokenclient.NewSecret(value)})
		}
	}
	if p.Client.Auth != tokenclient.AuthNone {
		add(ClientSecret, "", origin, q.secret)
	}
	add(ClientKey, "", origin, q.clientKey)
	add(ClientCertificate, "", origin, q.certificate)
	for name, password := range q.passwords(p) {
		add(Password, name, origin, password)
	}
	if at, err := tokenclient.Origin(q.wished.Proxy); err == nil && q.proxyPassword != "" {
		add(ProxyPassword, "", at, q.proxyPassword)
	}
	return out
}

// passwords yields the first password of each account of p.
func (q *request) passwords(p profile.Profile) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		if p.Grant != profile.GrantPassword {
			return
		}
		for _, a := range p.Accounts {
			at := slices.IndexFunc(q.people, func(who person) bool { return strings.TrimSpace(who.name) == a.Username })
			if at >= 0 && !yield(a.Username, q.people[at].password) {
				return
			}
		}
	}
}

// masked tells the stars that exports put in a secret's place.
func masked(value string) bool { return strings.Trim(value, "*•") == "" }

// missing lists what a profile cannot do without.
func missing(p profile.Profile) []profile.Field {
	var fields []profile.Field
	for _, f := range []struct {
		field profile.Field
		value string
	}{{profile.FieldBase, p.Realm.Base}, {profile.FieldRealm, p.Realm.Name}, {profile.FieldClientID, p.Client.ID}} {
		if f.value == "" {
			fields = append(fields, f.field)
		}
	}
	return fields
}

// sound tells whether the proposal can become a profile once what it asks is
// given and its wishes are agreed to.
func sound(p profile.Profile, asks []profile.Field, wishes []Wish) bool {
	for _, problem := range p.Validate() {
		asked := slices.Contains(asks, problem.Field)
		consent := problem.Code == "http.consent" && slices.Contains(wishes, WishHTTP)
		if !asked && !consent && problem.Code != "name.missing" {
			return false
		}
	}
	return p.Realm.Base != "" || p.Realm.Name != "" || p.Client.ID != ""
}

// sameness is what two profiles share that ask for the same tokens.
func sameness(p profile.Profile) string {
	return strings.Join([]string{
		p.Realm.Base, p.Realm.Name, p.Endpoint(), p.Client.ID, string(p.Client.Auth), string(p.Grant), p.Scope,
	}, "\n")
}

// gather makes a batch of what a file told. Requests that ask for the same
// become one proposal with all their accounts.
func gather(format Format, requests []request, found findings) Batch {
	b := Batch{Format: format}
	at := map[string]int{}
	left, twice := 0, 0
	for _, q := range requests {
		p, ok := q.finish()
		if !ok {
			found = append(found, q.found...)
			found.name(findUnsound, p.label(q))
			continue
		}
		key := sameness(p.Profile)
		if i, had := at[key]; had {
			b.Proposals[i].join(p)
			twice++
			continue
		}
		if len(b.Proposals) >= maxProposals {
			left++
			continue
		}
		at[key] = len(b.Proposals)
		b.Proposals = append(b.Proposals, p)
	}
	found.count(findReadLess, left)
	found.count(findDuplicate, twice)
	b.Findings = found[:min(len(found), maxFindings)]
	return b
}

func (p Proposal) label(q request) string {
	if p.Profile.Name != "" {
		return p.Profile.Name
	}
	return q.name
}

// join adds the accounts and secrets of the same profile, read once more.
func (p *Proposal) join(other Proposal) {
	for _, a := range other.Profile.Accounts {
		same := func(had profile.Account) bool { return had.Username == a.Username }
		if len(p.Profile.Accounts) < maxAccounts && !slices.ContainsFunc(p.Profile.Accounts, same) {
			p.Profile.Accounts = append(p.Profile.Accounts, a)
		}
	}
	for _, s := range other.Secrets {
		taken := slices.ContainsFunc(p.Secrets, func(had Secret) bool { return had.Kind == s.Kind && had.Name == s.Name })
		named := s.Kind != Password || slices.ContainsFunc(p.Profile.Accounts, func(a profile.Account) bool { return a.Username == s.Name })
		if !taken && named {
			p.Secrets = append(p.Secrets, s)
		}
	}
	for _, w := range other.Wishes {
		if !p.wishes(w) && w == WishHTTP {
			p.Wishes = append(p.Wishes, w)
		}
	}
}
