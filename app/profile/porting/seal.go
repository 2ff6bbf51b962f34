package porting

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
	"filippo.io/age/armor"

	"realmscope/tokenclient"
)

// sealWork is the work of a passphrase, as a power of two: what the age tool
// uses itself, a second or so and 256 MiB of memory. A file that wants more is
// not opened.
const sealWork = 18

// Seal writes profiles with their secrets as an age file under a passphrase
// (age-encryption.org/v1, scrypt), in armor, so that it can be sent as text. The
// age tool opens it. It takes a second and must not run on the UI goroutine.
func Seal(items []Item, passphrase tokenclient.Secret) ([]byte, error) {
	return seal(items, passphrase, sealWork)
}

func seal(items []Item, passphrase tokenclient.Secret, work int) ([]byte, error) {
	clear, err := writePack(items, true)
	if err != nil {
		return nil, err
	}
	recipient, err := age.NewScryptRecipient(passphrase.Reveal())
	if err != nil {
		return nil, ErrPassphrase
	}
	recipient.SetWorkFactor(work)
	var b bytes.Buffer
	a := armor.NewWriter(&b)
	w, err := age.Encrypt(a, recipient)
	if err != nil {
		return nil, fmt.Errorf("seal pack: %w", err)
	}
	if _, err := w.Write(clear); err != nil {
		return nil, fmt.Errorf("seal pack: %w", err)
	}
	if err := errors.Join(w.Close(), a.Close()); err != nil {
		return nil, fmt.Errorf("seal pack: %w", err)
	}
	return b.Bytes(), nil
}

// sealed tells whether data is an age file, in armor or not.
func sealed(data []byte) bool {
	data = bytes.TrimLeft(data, " \t\r\n\xef\xbb\xbf")
	return bytes.HasPrefix(data, []byte("age-encryption.org/")) || bytes.HasPrefix(data, []byte(armor.Header))
}

// Unseal opens what Seal or the age tool wrote under a passphrase, and reads
// what is inside. The error is ErrPassphrase, ErrTooLarge or one of Read. It
// takes a second and must not run on the UI goroutine.
func Unseal(data []byte, passphrase tokenclient.Secret) (Batch, error) {
	if len(data) > 2*maxPack {
		return Batch{}, ErrTooLarge
	}
	identity, err := age.NewScryptIdentity(passphrase.Reveal())
	if err != nil {
		return Batch{}, ErrPassphrase
	}
	identity.SetMaxWorkFactor(sealWork)
	data = bytes.TrimLeft(data, " \t\r\n\xef\xbb\xbf")
	var in io.Reader = bytes.NewReader(data)
	if bytes.HasPrefix(data, []byte(armor.Header)) {
		in = armor.NewReader(in)
	}
	r, err := age.Decrypt(in, identity)
	var wrong *age.NoIdentityMatchError
	switch {
	case errors.As(err, &wrong):
		return Batch{}, ErrPassphrase
	case err != nil:
		return Batch{}, ErrDamaged
	}
	clear, err := io.ReadAll(io.LimitReader(r, maxPack+1))
	switch {
	case err != nil:
		return Batch{}, ErrDamaged
	case len(clear) > maxPack:
		return Batch{}, ErrTooLarge
	case sealed(clear):
		return Batch{}, ErrDamaged // a pack in a pack would ask for ever
	}
	return Read(clear, "")
}
