package demo

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// issue is everything that one token answer is made from.
type issue struct {
	grant  string // two letters in the jti, release 26.2: ro, ac, rt, cc, dg, te
	client *client
	user   *user
	scope  scope
	// held is the scope that the refresh token keeps when scope was narrowed.
	held   scope
	nonce  string
	ticket *ticket // nil for a session that is not kept
	// refresh and identity say which further tokens come along.
	refresh, identity bool
	// bound is the thumbprint of the key that the tokens are for, empty for
	// anybody's.
	bound string
	// only narrows the audience (token exchange); nil leaves it.
	only []string
}

// tokenAnswer is the body of the token endpoint, in the real server's order.
type tokenAnswer struct {
	AccessToken      string `json:"access_token"`
	ExpiresIn        int64  `json:"expires_in"`
	RefreshExpiresIn int64  `json:"refresh_expires_in"`
	RefreshToken     string `json:"refresh_token,omitempty"`
	TokenType        string `json:"token_type"`
	IDToken          string `json:"id_token,omitempty"`
	NotBefore        int64  `json:"not-before-policy"`
	SessionState     string `json:"session_state,omitempty"`
	Scope            string `json:"scope"`
	IssuedTokenType  string `json:"issued_token_type,omitempty"`
}

// mint makes the tokens of one answer.
func (rl *realm) mint(r *request, i issue) (tokenAnswer, error) {
	now := time.Now()
	access := rl.accessClaims(r, i, now)
	var out tokenAnswer
	var err error
	if out.AccessToken, err = rl.sign(i.client, access); err != nil {
		return out, err
	}
	out.ExpiresIn = access.Exp - access.Iat
	out.TokenType, out.Scope, out.SessionState = access.Type, access.Scope, access.SessionID
	if i.refresh && i.ticket != nil {
		refresh := rl.refreshClaims(i, access, now)
		if refresh.Exp != 0 {
			out.RefreshExpiresIn = refresh.Exp - refresh.Iat
		}
		if out.RefreshToken, err = rl.signSecret(refresh); err != nil {
			return out, err
		}
	}
	if i.identity && i.scope.has("openid") {
		id := access
		id.ID, id.Type, id.Audience, id.Nonce = uuid(), "ID", audience{i.client.id}, i.nonce
		id.AllowedOrigins, id.RealmAccess, id.ResourceAccess, id.Scope = nil, nil, nil, ""
		id.Confirmation = nil
		id.AccessHash = halfHash(out.AccessToken)
		if out.IDToken, err = rl.sign(i.client, id); err != nil {
			return out, err
		}
	}
	return out, nil
}

// accessClaims are the claims of an access token.
func (rl *realm) accessClaims(r *request, i issue, now time.Time) claims {
	end := now.Add(rl.opts.AccessLife)
	c := claims{
		Iat: now.Unix(), Issuer: r.issuer, Audience: audienceOf(i), Subject: i.user.id, Type: "Bearer",
		AuthorizedParty: i.client.id, ACR: "1", AllowedOrigins: i.client.origins,
		RealmAccess: &roles{i.user.realmRoles}, ResourceAccess: map[string]roles{"account": {accountRoles()}},
		Scope: i.scope.shown(), profileClaims: profileOf(i.user),
	}
	if len(i.user.shopRoles) > 0 {
		c.ResourceAccess["shop-api"] = roles{i.user.shopRoles}
	}
	kind := "tr"
	if t := i.ticket; t != nil {
		kind = "on"
		if t.offline {
			kind = "of"
		} else if limit := t.started.Add(rl.opts.SessionMax); limit.Before(end) {
			end = limit
		}
		c.SessionID, c.AuthTime = t.session, t.started.Unix()
		if t.reused {
			c.ACR = "0"
		}
	}
	if i.bound != "" {
		c.Type, c.Confirmation = "DPoP", &confirmation{i.bound}
	}
	if i.user.service != "" {
		c.ClientID, c.ClientHost = i.client.id, clientHost(r)
		c.ClientAddress = c.ClientHost
	}
	c.ID = kind + "rt" + i.grant + ":" + uuid()
	c.Exp = end.Unix()
	return c
}

// refreshClaims are the claims of a refresh or offline token; an offline one
// has no end of its own.
func (rl *realm) refreshClaims(i issue, access claims, now time.Time) claims {
	c := claims{
		Iat: access.Iat, ID: i.ticket.next, Issuer: access.Issuer, Audience: audience{access.Issuer},
		Subject: access.Subject, Type: "Refresh", AuthorizedParty: access.AuthorizedParty,
		SessionID: access.SessionID, Scope: i.scope.whole(), ReuseID: i.ticket.chain,
	}
	if i.client.public() {
		c.Confirmation = access.Confirmation
	}
	if i.held != nil {
		c.Scope = i.held.whole()
	}
	if i.ticket.offline {
		c.Type = "Offline"
		return c
	}
	end := now.Add(rl.opts.RefreshLife)
	if limit := i.ticket.started.Add(rl.opts.SessionMax); limit.Before(end) {
		end = limit
	}
	c.Exp = end.Unix()
	return c
}

// audienceOf lists the clients that a token is for: those of the user's roles
// and what the client's mapper adds.
func audienceOf(i issue) audience {
	all := slices.Clone(i.client.audience)
	if len(i.user.shopRoles) > 0 {
		all = append(all, "shop-api")
	}
	all = append(all, "account")
	if i.only == nil {
		return all
	}
	return slices.DeleteFunc(all, func(a string) bool { return !slices.Contains(i.only, a) })
}

// sign signs an access or ID token with the client's algorithm.
func (rl *realm) sign(c *client, body claims) (string, error) {
	k, err := rl.keys()
	if err != nil {
		return "", err
	}
	if c.ecdsa {
		return signed(jwt.SigningMethodES256, k.ecID, k.ecdsa, body)
	}
	return signed(jwt.SigningMethodRS256, k.rsaID, k.rsa, body)
}

// signSecret signs a refresh token with the key that nobody else has.
func (rl *realm) signSecret(body claims) (string, error) {
	k, err := rl.keys()
	if err != nil {
		return "", err
	}
	return signed(jwt.SigningMethodHS512, k.hmacID, k.hmac, body)
}

func signed(method jwt.SigningMethod, kid string, key any, body claims) (string, error) {
	t := jwt.NewWithClaims(method, &body)
	t.Header["kid"] = kid
	text, err := t.SignedString(key)
	if err != nil {
		return "", fmt.Errorf("sign %s token: %w", body.Type, err)
	}
	return text, nil
}

// parse reads a token of this realm and checks its signature, nothing else.
func (rl *realm) parse(text string) (claims, bool) {
	var c claims
	k, err := rl.keys()
	if err != nil {
		return c, false
	}
	p := jwt.NewParser(jwt.WithValidMethods([]string{"RS256", "ES256", "HS512"}), jwt.WithoutClaimsValidation())
	_, err = p.ParseWithClaims(text, &c, func(t *jwt.Token) (any, error) {
		for _, known := range []struct {
			alg, kid string
			key      any
		}{
			{"RS256", k.rsaID, &k.rsa.PublicKey}, {"ES256", k.ecID, &k.ecdsa.PublicKey}, {"HS512", k.hmacID, k.hmac},
		} {
			if t.Method.Alg() == known.alg && t.Header["kid"] == known.kid {
				return known.key, nil
			}
		}
		return nil, jwt.ErrTokenUnverifiable
	})
	return c, err == nil
}

// alive tells whether a token's own end has not come.
func (c *claims) alive(now time.Time) bool { return c.Exp == 0 || now.Unix() < c.Exp }

// halfHash is at_hash of OpenID Connect Core section 3.1.3.6 for SHA-256.
func halfHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}

// clientHost is the caller's address.
func clientHost(r *request) string {
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		return host
	}
	return strings.TrimSpace(r.RemoteAddr)
}

// seconds rounds a life up to whole seconds.
func seconds(d time.Duration) int64 { return int64(math.Ceil(d.Seconds())) }
