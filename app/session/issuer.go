package session

import (
	"context"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"realmscope/app/profile"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// reloadPause is the least time between two reloads of one realm's keys that
// nobody asked for, however many tokens with unknown keys are pasted.
const reloadPause = time.Minute

// Issuer is who a token says it comes from, as far as it can be asked for its
// keys.
type Issuer struct {
	// Profile says how it is reached: a saved profile, or a bare one of a realm
	// that is not saved, without an ID.
	Profile profile.Profile
	// Name is the issuer byte by byte as the realm of the profile writes it.
	Name string
	// Host is whom a request goes to, "sso.example.com:8443".
	Host string
	// Plain says that the way there has no encryption, and Private that the host
	// belongs to this machine or a network of its own.
	Plain, Private bool
}

// Known tells whether a saved profile has this issuer.
func (i Issuer) Known() bool { return i.Profile.ID != "" }

// IssuerOf finds out who issued a token by its iss: the saved profile of the
// same realm, that of the same client first, or a realm that nobody saved. ok
// is false when iss is no realm's address. Nothing is sent.
func IssuerOf(all []profile.Profile, iss, client string) (i Issuer, ok bool) {
	best := -1
	for at, p := range all {
		if !sameIssuer(p.Realm.Endpoints().Issuer, iss) {
			continue
		}
		if best < 0 || p.Client.ID == client && all[best].Client.ID != client {
			best = at
		}
	}
	if best >= 0 {
		i.Profile = all[best].Clone()
	} else {
		// An address in a longer text, or one that had to be mended, is no issuer.
		a, err := tokenclient.ParseAddress(iss)
		if err != nil || a.Guess || len(a.Cleaned) > 0 || a.Realm.Name == "" || !sameIssuer(a.Realm.Endpoints().Issuer, iss) {
			return Issuer{}, false
		}
		i.Profile = profile.FromAddress(a).Profile
	}
	address, err := url.Parse(i.Profile.Realm.Base)
	if err != nil || address.Host == "" {
		return Issuer{}, false
	}
	i.Name, i.Host = i.Profile.Realm.Endpoints().Issuer, address.Host
	i.Plain, i.Private = address.Scheme != "https", private(address.Hostname())
	return i, true
}

// sameIssuer forgives what people write differently in a saved address; the
// check of the issuer itself forgives nothing.
func sameIssuer(saved, iss string) bool {
	return strings.EqualFold(strings.TrimRight(saved, "/"), strings.TrimRight(iss, "/"))
}

// private tells whether a host belongs to this machine or to a network that is
// not the open one, as far as its name or number tells (RFC 6761, RFC 8375).
func private(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return !ip.IsGlobalUnicast() || ip.IsPrivate()
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if !strings.Contains(host, ".") {
		return true
	}
	for _, end := range []string{".localhost", ".local", ".internal", ".home.arpa", ".test"} {
		if strings.HasSuffix(host, end) {
			return true
		}
	}
	return false
}

// keyPlace is where keys were asked for and how: those that came without a
// certificate's proof are no proof for another profile.
type keyPlace struct {
	profileID  string
	realm      tokenclient.Realm
	connection profile.Connection
}

func placeOf(p profile.Profile) keyPlace { return keyPlace{p.ID, p.Realm, p.Connection} }

// published are the keys of a realm as they came.
type published struct {
	set      tokenclient.KeySet
	reloaded time.Time
}

// KeysAnswer are a realm's keys, or why there are none.
type KeysAnswer struct {
	Keys    inspect.Keys
	Failure *Failure
}

// KeptKeys are the keys that a realm published earlier in this run; none before
// AskKeys.
func (s *Sessions) KeptKeys(i Issuer) inspect.Keys {
	kept, ok := s.published[placeOf(i.Profile)]
	if !ok {
		return inspect.Keys{}
	}
	return inspect.KeysOf(kept.set, inspect.SourceCached)
}

// MayReload tells whether a realm that was asked before may be asked anew for a
// key that is unknown; it says so once a minute (OpenID Connect Core section
// 10.1.1).
func (s *Sessions) MayReload(i Issuer) bool {
	kept, ok := s.published[placeOf(i.Profile)]
	return ok && time.Since(kept.reloaded) >= reloadPause
}

// AskKeys asks a realm for its keys in the background, over the profile's
// connection and without its client, keeps them for KeptKeys and calls done
// once on the owner's goroutine unless cancel is called first.
func (s *Sessions) AskKeys(i Issuer, done func(KeysAnswer)) (cancel func()) {
	type answer struct {
		set tokenclient.KeySet
		f   *Failure
	}
	at := placeOf(i.Profile)
	j := job{op: OpFetch, profile: i.Profile.Clone()}
	return inBackground(s, func(ctx context.Context) answer {
		set, err := s.worker.publishedKeys(ctx, j)
		if err != nil {
			return answer{f: explain("", err, nil)}
		}
		return answer{set: set}
	}, func(f *Failure) answer { return answer{f: f} }, func(a answer) {
		if a.f != nil {
			done(KeysAnswer{Failure: a.f})
			return
		}
		if s.published == nil {
			s.published = map[keyPlace]published{}
		}
		s.published[at] = published{set: a.set, reloaded: wall()}
		source := inspect.SourceIssuer
		if i.Known() {
			source = inspect.SourceRealm
		}
		done(KeysAnswer{Keys: inspect.KeysOf(a.set, source)})
	})
}

// publishedKeys reads a realm's keys. An address of them at another origin,
// which a discovery document may name, is not asked.
func (w worker) publishedKeys(ctx context.Context, j job) (tokenclient.KeySet, error) {
	client, err := w.probeClient(ctx, j)
	if err != nil {
		return tokenclient.KeySet{}, err
	}
	found, err := client.Discover(ctx, j.profile.Realm)
	if err != nil {
		return tokenclient.KeySet{}, err
	}
	if err := j.checkOrigin(found.Endpoints.JWKS, j.profile.Realm.Base); err != nil {
		return tokenclient.KeySet{}, err
	}
	return client.JWKS(ctx, found.Endpoints.JWKS)
}
