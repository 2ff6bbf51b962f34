// Package loopback waits on this machine for the one request with which a
// browser comes back from an authorization server: the loopback interface
// redirection of RFC 8252 section 7.3.
//
// Anybody on the machine, and any web page in the browser, can send requests to
// such a port. So a [Receiver] takes exactly one: a GET on the exact path with
// the state that it was made for. Everything else gets a short error and
// changes nothing. It shows nothing of what it receives.
package loopback
