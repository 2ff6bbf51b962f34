package vault

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"

	"realmscope/tokenclient"
)

const (
	// workFactor is the power of two of scrypt's rounds, age's own default: about
	// a second and 256 MiB.
	workFactor = 18
	// maxWorkFactor is the highest that is read: 1 GiB. A hostile file could ask
	// for more than the machine has.
	maxWorkFactor = 20
	// maxKeyText is the longest key text that is looked at.
	maxKeyText = 16 << 10
)

// key opens one vault: an age X25519 identity and the name it goes by.
type key struct {
	id       string
	identity *age.X25519Identity
}

// newKey draws a key.
func newKey() (*key, error) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, err
	}
	var b [4]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return &key{id: hex.EncodeToString(b[:]), identity: identity}, nil
}

// itemName is what a key is called in the keyring. No realm, host or user
// stands in it.
func itemName(id string) string { return "vault-key/" + id }

// parseKey reads a key's text: an age identity, alone or among the comments of
// an identity file. The error is errWrongKey.
func parseKey(id, text string) (*key, error) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		identity, err := age.ParseX25519Identity(line)
		if err != nil {
			return nil, errWrongKey // age's own error might quote the key
		}
		return &key{id: id, identity: identity}, nil
	}
	return nil, errWrongKey
}

// wrap encrypts a key's text by a passphrase: an armoured age file, which the
// age tool takes as an identity as it is.
func (k *key) wrap(passphrase tokenclient.Secret, work int) (string, error) {
	recipient, err := age.NewScryptRecipient(passphrase.Reveal())
	if err != nil {
		return "", errPassphrase
	}
	recipient.SetWorkFactor(work)
	var out bytes.Buffer
	outer := armor.NewWriter(&out)
	inner, err := age.Encrypt(outer, recipient)
	if err != nil {
		return "", err
	}
	_, err = io.WriteString(inner, k.identity.String()+"\n")
	if err := errors.Join(err, inner.Close(), outer.Close()); err != nil {
		return "", err
	}
	return strings.TrimSpace(out.String()), nil
}

// unwrapKey decrypts a key's text. The error is errPassphrase, errWrongWord or
// wraps errDamaged.
func unwrapKey(id, text string, passphrase tokenclient.Secret) (*key, error) {
	identity, err := age.NewScryptIdentity(passphrase.Reveal())
	if err != nil {
		return nil, errPassphrase
	}
	identity.SetMaxWorkFactor(maxWorkFactor)
	r, err := age.Decrypt(armor.NewReader(strings.NewReader(text)), identity)
	var none *age.NoIdentityMatchError
	switch {
	case errors.As(err, &none):
		return nil, errWrongWord
	case err != nil:
		return nil, fmt.Errorf("%w: the wrapped key: %w", errDamaged, err)
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxKeyText))
	defer clear(plain)
	if err != nil {
		return nil, fmt.Errorf("%w: the wrapped key: %w", errDamaged, err)
	}
	return parseKey(id, string(plain))
}

// beside runs a derivation that cannot be stopped, and leaves it alone when ctx
// ends. One at most runs at a time: each takes 256 MiB.
func beside[T any](ctx context.Context, slot chan struct{}, f func() (T, error)) (T, error) {
	var none T
	select {
	case slot <- struct{}{}:
	case <-ctx.Done():
		return none, ctx.Err()
	}
	type result struct {
		value T
		err   error
	}
	results := make(chan result, 1)
	go func() {
		defer func() { <-slot }()
		v, err := f()
		results <- result{v, err}
	}()
	select {
	case r := <-results:
		return r.value, r.err
	case <-ctx.Done():
		return none, ctx.Err()
	}
}
