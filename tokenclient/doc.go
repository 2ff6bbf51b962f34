// Package tokenclient is a client of Keycloak's OpenID Connect endpoints: it
// finds a realm from any pasted address, discovers its endpoints, runs the
// grant flows against the token endpoint and turns whatever comes back into
// either a [TokenSet] or one typed [Error].
//
// A login in the browser is [Client.StartLogin]: authorization code with PKCE
// and a loopback redirect, which package loopback waits for.
//
// It holds no state, draws nothing and writes no file. Every request runs
// under the caller's context, no redirect is followed, every answer is capped,
// and no error text carries a secret.
//
// A note names the standard or the Keycloak release that a behaviour comes
// from: RFC 6749 (OAuth 2.0), RFC 7636 (PKCE), RFC 8252 (native apps), RFC 9126
// (pushed requests), RFC 9207 (issuer identification), OpenID Connect Core and
// Discovery 1.0, RFC 9700 (OAuth security).
package tokenclient
