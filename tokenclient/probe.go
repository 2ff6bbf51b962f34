package tokenclient

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxTries is how many realm addresses one probe asks at most.
const maxTries = 8

// ProbeResult is what was found behind a pasted address.
type ProbeResult struct {
	Address   Address
	Realm     Realm // the reading that answered
	Discovery Discovery
	// Tried are the realm URLs asked, in order.
	Tried []string
}

// Probe reads a pasted address and asks which of its readings answers: as
// pasted, then without prefix, with /auth, with the first path segment. A
// probe sends no credentials. The error is an *Error; with it the result still
// holds what was read out of the address. A text that names no realm gives
// KindAddress with Reason "realm" and nothing is asked.
func (c *Client) Probe(ctx context.Context, pasted string) (ProbeResult, error) {
	a, err := ParseAddress(pasted)
	if err != nil {
		return ProbeResult{}, err
	}
	p := prober{client: c, result: ProbeResult{Address: a}}
	if a.Realm.Name == "" {
		e := addressError("realm")
		e.Endpoint = a.Realm.Base
		return p.result, e
	}
	p.queue = append([]Realm{a.Realm}, a.Others...)
	if p.run(ctx) {
		return p.result, nil
	}
	return p.result, p.worst()
}

// prober asks one reading after the other.
type prober struct {
	client   *Client
	result   ProbeResult
	queue    []Realm
	prefixes bool // the readings by prefix are in the queue
	findings []finding
}

// run asks the readings until one answers. A server that cannot be reached is
// not asked again under another path.
func (p *prober) run(ctx context.Context) bool {
	unreachable := map[string]bool{}
	for len(p.result.Tried) < maxTries {
		if len(p.queue) == 0 && !p.addPrefixes() {
			break
		}
		r := p.queue[0]
		p.queue = p.queue[1:]
		origin, _ := Origin(r.Base) // an empty origin fails in look
		address := r.Endpoints().Issuer
		if unreachable[origin] || slices.Contains(p.result.Tried, address) {
			continue
		}
		p.result.Tried = append(p.result.Tried, address)
		f := p.client.look(ctx, r)
		if f.verdict == verdictFound {
			p.result.Realm, p.result.Discovery = f.answered, readDiscovery(f.answered, f.document)
			return true
		}
		p.findings = append(p.findings, f)
		if f.verdict == verdictFailed {
			unreachable[origin] = true
			p.follow(f)
		}
	}
	return p.secondLook(ctx)
}

// addPrefixes adds the usual other prefixes, unless an answer proved that the
// base was right or that the server is not there.
func (p *prober) addPrefixes() bool {
	if p.prefixes {
		return false
	}
	p.prefixes = true
	for _, f := range p.findings {
		if f.verdict == verdictNoRealm {
			return false
		}
	}
	r := p.result.Address.Realm
	origin, err := Origin(r.Base)
	if err != nil {
		return false
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(r.Base[len(origin):], "/"), "/")
	for _, prefix := range []string{"", "/auth", "/" + first} {
		p.queue = append(p.queue, Realm{Base: strings.TrimRight(origin+prefix, "/"), Name: r.Name})
	}
	return true
}

// follow asks where a server points that sends plain HTTP to its own HTTPS
// address, as a new reading of the pasted text that the user gets to see.
func (p *prober) follow(f finding) {
	if f.err.Kind != KindRedirect || !strings.HasPrefix(f.realm.Base, "http:") {
		return
	}
	to, err := ParseAddress(f.err.Location)
	if err != nil || to.Realm.Name != f.realm.Name || !strings.HasPrefix(to.Realm.Base, "https:") {
		return
	}
	here, wrong := url.Parse(f.realm.Base)
	there, bad := url.Parse(to.Realm.Base)
	if wrong == nil && bad == nil && here.Hostname() == there.Hostname() {
		p.queue = append([]Realm{to.Realm}, p.queue...)
	}
}

// secondLook asks for the realm's own page, which the oldest servers have too;
// then takes a path at which something forbids looking for a right one.
func (p *prober) secondLook(ctx context.Context) bool {
	for _, f := range p.findings {
		if f.verdict == verdictNoRealm || f.verdict == verdictFailed {
			continue
		}
		x, e := p.client.get(p.client.purpose(ctx, PurposeRealmPage), f.realm.Endpoints().Issuer)
		if e != nil || x.status != http.StatusOK {
			continue
		}
		if o, ok := x.object(); ok && o.firstText("realm") == f.realm.Name {
			p.result.Realm, p.result.Discovery = f.realm, f.discovery
			return true
		}
	}
	for _, f := range p.findings {
		if f.verdict == verdictBlocked {
			p.result.Realm, p.result.Discovery = f.realm, f.discovery
			return true
		}
	}
	return false
}

// worst is the error that says most: a realm that does not exist, else what
// the address as pasted answered.
func (p *prober) worst() error {
	for _, f := range p.findings {
		if f.verdict == verdictNoRealm {
			return f.err
		}
	}
	if len(p.findings) == 0 {
		return addressError("syntax")
	}
	return p.findings[0].err
}
