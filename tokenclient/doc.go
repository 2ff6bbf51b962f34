// Package tokenclient is a client of Keycloak's OpenID Connect endpoints: it
// finds a realm from any pasted address, discovers its endpoints, runs the
// grant flows against the token endpoint and turns whatever comes back into
// either a [TokenSet] or one typed [Error].
//
// A login in the browser is [Client.StartLogin]: authorization code with PKCE
// and a loopback redirect, which package loopback waits for.
//
// It holds no state, draws nothing and writes no file. Every request runs
// under the caller's context, none that carries credentials follows a redirect
// (documents follow at most three, at home), every answer is capped, and no
// error text carries a secret.
//
// [Client.Token] runs every other [Grant]: password, client credentials,
// refresh, token exchange, JWT bearer; [Client.UMA] asks for permissions.
// Logins that a person approves elsewhere are [Client.StartDevice],
// [Client.StartDevicePKCE] and [Client.StartBackchannel]. [Client.With] gives a profile its own authorities,
// certificate, proxy and time limit. [Advise] explains every error.
//
// A note names the standard or the Keycloak release that a behaviour comes
// from: RFC 6749 (OAuth 2.0), RFC 7523 (JWT assertions), RFC 7636 (PKCE), RFC
// 8252 (native apps), RFC 8628 (devices), RFC 8693 (token exchange), RFC 8705
// (certificates), RFC 9126 (pushed requests), RFC 9207 (issuer identification),
// RFC 9449 (DPoP), OpenID Connect Core and Discovery 1.0, RFC 9700 (OAuth
// security). Lengths of time are [time.Duration], sizes bytes.
package tokenclient
