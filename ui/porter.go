package ui

import (
	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/app/profile/porting"
	"realmscope/app/session"
)

// Porter brings profiles in from outside and out again, and orders them. All of
// it happens in the background; each done is called on the UI goroutine.
type Porter interface {
	// Read reads files or a text. The passphrase is for an encrypted pack, empty
	// at first. The error is one of package porting or the system's.
	Read(from PortSource, passphrase session.Secret, done func(porting.Batch, error))
	// Keep saves what was chosen, all of it or nothing, under new ids.
	Keep(chosen []Chosen, done func(kept []profile.Profile, err error))
	// Write saves a pack to a file, Pack gives one as text without secrets.
	Write(out Outgoing, done func(error))
	Pack(ids []string, done func(text string, err error))
	// Place moves a profile to stand before another, or to the end for "".
	Place(id, before string, done func(error))
	// Duplicate saves a copy under a name, with copies of the secrets.
	Duplicate(id, name string, done func(profile.Profile, error))
}

// PortSource is what is read: files, or a text without any.
type PortSource struct {
	URIs []fyne.URI
	Text string
}

// Chosen is a proposal that was agreed to.
type Chosen struct {
	Proposal porting.Proposal
	// Profile is the proposal with its agreed wishes on, complete.
	Profile profile.Profile
	// Secrets says that the secrets beside it are to be kept.
	Secrets bool
}

// Outgoing is a pack to be written: profiles by id, sealed with their secrets
// where there is a passphrase.
type Outgoing struct {
	IDs        []string
	Passphrase session.Secret
	To         fyne.URI
}
