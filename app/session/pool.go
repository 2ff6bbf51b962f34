package session

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"sync"

	"realmscope/tokenclient"
)

// maxPool is how many connections a pool remembers; beyond, all are forgotten.
const maxPool = 64

// pool keeps one client for each distinct connection, so that requests of one
// profile share what is open and what the server said of nonces. It is used in
// the background and has the one mutex of this package.
type pool struct {
	mu   sync.Mutex
	made map[[sha256.Size]byte]*tokenclient.Client
}

// client is the client of a connection, made from base when it is new.
func (p *pool) client(base *tokenclient.Client, n tokenclient.Connection) (*tokenclient.Client, error) {
	id := fingerprint(n)
	p.mu.Lock()
	defer p.mu.Unlock()
	if c, ok := p.made[id]; ok {
		return c, nil
	}
	c, err := base.With(n)
	if err != nil {
		return nil, err
	}
	if p.made == nil || len(p.made) >= maxPool {
		p.made = map[[sha256.Size]byte]*tokenclient.Client{}
	}
	p.made[id] = c
	return c, nil
}

// forget closes what no request uses, and forgets the clients with the keys and
// passwords that they were made of.
func (p *pool) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.made {
		c.CloseIdle()
	}
	p.made = nil
}

// fingerprint tells connections apart by all that they are made of. Secrets
// enter it only as a part of the sum.
func fingerprint(n tokenclient.Connection) (id [sha256.Size]byte) {
	h := sha256.New()
	for _, text := range []string{
		string(n.RootCAs), string(n.Certificate.Chain), n.Certificate.Key.Thumbprint(),
		n.Proxy.URL, n.Proxy.Username, n.Proxy.Password.Reveal(),
	} {
		number(h, uint64(len(text)))
		_, _ = h.Write([]byte(text)) // a hash takes everything
	}
	for _, on := range []bool{n.OnlyRootCAs, n.Proxy.Off, n.InsecureSkipVerify} {
		bit := uint64(0)
		if on {
			bit = 1
		}
		number(h, bit)
	}
	number(h, uint64(n.Timeout)) // #nosec G115 -- any number tells apart
	h.Sum(id[:0])
	return id
}

func number(h hash.Hash, n uint64) { _, _ = h.Write(binary.BigEndian.AppendUint64(nil, n)) }
