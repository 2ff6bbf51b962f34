// Package vault is where secrets rest. A record carries the origin and client
// that it was saved for and is released to no other.
package vault

import (
	"context"
	"errors"
	"time"

	"realmscope/tokenclient"
)

// Errors that callers decide on.
var (
	// ErrNotFound says that the vault holds no record of that id.
	ErrNotFound = errors.New("secret not found in the vault")
	// ErrLocked says that the vault must be unlocked first.
	ErrLocked = errors.New("vault is locked")
	// ErrOtherOwner says that the record was saved for another origin or
	// client; it is not released until the user enters it again.
	ErrOtherOwner = errors.New("secret was saved for another server or client")
)

// Mode is where secrets rest.
type Mode string

// The modes. Clear text on disk is not one.
const (
	ModeSession    Mode = "session"    // memory only, gone when the program ends
	ModeKeyring    Mode = "keyring"    // encrypted file, its key in the OS keyring
	ModePassphrase Mode = "passphrase" // encrypted file, its key behind a passphrase
)

// Kind is what a record is.
type Kind string

// The kinds of records.
const (
	KindClientSecret Kind = "client_secret"
	KindPassword     Kind = "password"
	KindRefreshToken Kind = "refresh_token"
	// KindClientKey is a private key for private_key_jwt, PEM or JWK;
	// KindClientCertificate a certificate chain with its key, PEM; KindDPoPKey a
	// key that tokens are bound to, JWK.
	KindClientKey         Kind = "client_key"
	KindClientCertificate Kind = "client_certificate"
	KindDPoPKey           Kind = "dpop_key"
	// KindProxyPassword belongs to the proxy's origin, KindParameter is a secret
	// parameter that the user added.
	KindProxyPassword Kind = "proxy_password"
	KindParameter     Kind = "parameter"
)

// Owner is whom a secret belongs to: it goes to this origin, for this client,
// and nowhere else (RFC 9700 section 4.9).
type Owner struct {
	// Origin is scheme, host and port of the token endpoint, as
	// tokenclient.Origin writes it.
	Origin string
	// ClientID is the client.
	ClientID string
}

// Record is one secret and what it belongs to.
type Record struct {
	Kind   Kind
	Owner  Owner
	Secret tokenclient.Secret
	// Meta is what the one who put it wants to find beside it again: whose
	// token it is, when it ends. It rests encrypted like the secret, but is no
	// secret to this program: it may be shown and logged.
	Meta string
}

// Entry is a record as it is listed: all but its secret.
type Entry struct {
	ID    string
	Kind  Kind
	Owner Owner
	Meta  string
	// Changed is when the record was put.
	Changed time.Time
}

// Status is what the window says of the vault.
type Status struct {
	Mode   Mode
	Locked bool
	// Opening says that the vault has not looked at its files yet, so that the
	// rest is not known.
	Opening bool
	// Chosen says that the user has chosen a mode: a vault that starts without
	// one keeps everything for this session until then.
	Chosen bool
	// Place is where the key lies; empty in ModeSession.
	Place Place
	// Reason says why a vault that is Locked could not be opened without the
	// user; empty when it only waits to be unlocked.
	Reason Reason
}

// Place is where the key of an encrypted file lies.
type Place string

// The places.
const (
	PlaceKeyring Place = "keyring" // in the OS keyring
	PlaceFile    Place = "file"    // in vault.key beside the file, behind the passphrase
)

// Vault keeps secrets by id. All methods may block (keyring, disk, a prompt),
// so they never run on the UI goroutine; all are safe for concurrent use; a
// cancelled context ends the wait and returns its error, and the operation
// then may or may not have happened.
type Vault interface {
	// Status never blocks.
	Status() Status
	// Put stores a record under id, replacing an older one. It returns after
	// the record is durable in this mode. ErrLocked when locked.
	Put(ctx context.Context, id string, r Record) error
	// Get releases a secret to the owner it was saved for. ErrNotFound,
	// ErrOtherOwner, ErrLocked.
	Get(ctx context.Context, id string, owner Owner) (tokenclient.Secret, error)
	// Delete removes a record; deleting an absent id is no error. ErrLocked.
	Delete(ctx context.Context, id string) error
	// Swap stores a record under id and removes the records of the ids dropped,
	// in one step that no crash can halve: a rotated refresh token is durable
	// before the old one is gone. ErrLocked.
	Swap(ctx context.Context, id string, r Record, dropped ...string) error
	// List gives all records without their secrets, in the order of their ids.
	// ErrLocked.
	List(ctx context.Context) ([]Entry, error)
	// Lock forgets everything that can be forgotten until Unlock. In
	// ModeSession it is an error, ErrNoLock: nothing could bring it back.
	Lock(ctx context.Context) error
	// Unlock opens the vault, with a passphrase where the mode asks for one.
	Unlock(ctx context.Context, passphrase tokenclient.Secret) error
	// Close ends the vault's use; it is not usable afterwards.
	Close() error
}

// ErrNoLock says that this mode has nothing to lock to.
var ErrNoLock = errors.New("a session-only vault cannot be locked")
