package tokenclient

import (
	"context"
	"mime"
	"net/http"
	"strings"
	"time"
)

// maxUserInfo is the cap of a UserInfo answer in bytes.
const maxUserInfo = 1 << 20

// UserInfoForm is the form in which a server answers, a setting of the client.
type UserInfoForm string

// The forms of OpenID Connect Core section 5.3.2.
const (
	UserInfoJSON      UserInfoForm = "json"
	UserInfoSigned    UserInfoForm = "signed"    // a JWS; nothing of it is verified here
	UserInfoEncrypted UserInfoForm = "encrypted" // a JWE for a key of the client
)

// UserInfo is what the server tells about the token's owner. It is immutable.
type UserInfo struct {
	Form UserInfoForm
	// Subject is the member sub of a JSON answer. It must equal the ID token's
	// sub, or the answer is about somebody else (OpenID Connect Core section
	// 5.3.2).
	Subject string
	// Members are all members of a JSON answer in order, nil for the others.
	Members []Member
	// Raw is the body as received: JSON, or a JWT for a decoder to read.
	Raw Secret
	// Notes are tolerances as in TokenSet, and "sub.missing".
	Notes []string

	// ReceivedAt, ServerDate, Status and Elapsed are as in TokenSet.
	ReceivedAt, ServerDate time.Time
	Status                 int
	Elapsed                time.Duration
}

// UserInfo asks who a token belongs to (OpenID Connect Core section 5.3). From
// Keycloak 19.0.2 on the token must carry the scope openid, and errors stand in
// WWW-Authenticate only. tokenType is the token's type as sent with it: Bearer
// in any case (also when empty) or DPoP, which Keycloak takes with a proof only;
// see UserInfoBound. The error is always an *Error.
func (c *Client) UserInfo(ctx context.Context, endpoint string, accessToken Secret, tokenType string) (UserInfo, error) {
	u, e := c.askUserInfo(ctx, endpoint, accessToken, tokenType, DPoPKey{})
	if e != nil {
		e.Operation = OperationUserInfo
		return UserInfo{}, e
	}
	return u, nil
}

// UserInfoBound is UserInfo for a token that is bound to a key: it sends a DPoP
// proof with it (RFC 9449 section 7.1), and once more if the server only wants
// a nonce in it. Without a key nothing is sent; the error is KindSetting,
// "key_missing".
func (c *Client) UserInfoBound(ctx context.Context, endpoint string, accessToken Secret, key DPoPKey) (UserInfo, error) {
	u, e := UserInfo{}, settingError("key_missing")
	if !key.Empty() {
		u, e = c.askUserInfo(ctx, endpoint, accessToken, "DPoP", key)
	}
	if e != nil {
		e.Operation = OperationUserInfo
		return UserInfo{}, e
	}
	return u, nil
}

func (c *Client) askUserInfo(ctx context.Context, endpoint string, token Secret, tokenType string, key DPoPKey) (UserInfo, *Error) {
	x, e := c.sendProved(c.purpose(ctx, PurposeUserInfo), proving{
		key: key, token: token, limit: maxUserInfo, secrets: []Secret{token},
		build: func(ctx context.Context) (*http.Request, *Error) {
			return userInfoRequest(ctx, endpoint, token, tokenType)
		},
	})
	if e == nil {
		x.operation = OperationUserInfo
		e = x.detour()
	}
	if e != nil {
		return UserInfo{}, e
	}
	return x.userInfo()
}

func userInfoRequest(ctx context.Context, endpoint string, token Secret, tokenType string) (*http.Request, *Error) {
	u, e := TokenRequest{Endpoint: endpoint}.url()
	if e != nil {
		return nil, e
	}
	scheme := ""
	switch asciiLower(strings.TrimSpace(tokenType)) {
	case "", "bearer":
		scheme = "Bearer"
	case "dpop":
		scheme = "DPoP"
	}
	if scheme == "" || !isToken(token.Reveal()) {
		return nil, &Error{Kind: KindRequest, Reason: "token", Endpoint: bareURL(u)}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), http.NoBody)
	if err != nil {
		return nil, addressError("syntax")
	}
	req.Header.Set("Authorization", scheme+" "+token.Reveal())
	req.Header.Set("Cache-Control", "no-store")
	return req, nil
}

// isToken tells what can stand in an Authorization header: visible ASCII.
func isToken(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
}

func (x exchange) userInfo() (UserInfo, *Error) {
	u := UserInfo{
		Raw: NewSecret(x.body), ReceivedAt: x.receivedAt, ServerDate: x.serverDate(), Status: x.status, Elapsed: x.elapsed,
	}
	body, note := decodeText(x.body)
	if form := compactForm(body); form != "" && x.status < 300 {
		u.Form = form
		if media, _, err := mime.ParseMediaType(x.header.Get("Content-Type")); err != nil || media != "application/jwt" {
			u.Notes = append(u.Notes, "content_type.other")
		}
		return u, nil
	}
	o, err := readObject(body)
	if err != nil {
		return UserInfo{}, x.refusal(object{}, false)
	}
	r := reader{object: o}
	if note != "" {
		r.note(note)
	}
	sub, _ := o.text("sub")
	if code, description := bestText(o, x.status >= 300); x.status >= 300 || sub == "" && code+description != "" {
		return UserInfo{}, x.refusal(o, true)
	}
	if sub == "" {
		r.note("sub.missing")
	}
	x.answerNotes(&r)
	u.Form, u.Subject, u.Members, u.Notes = UserInfoJSON, oneLine(sub, maxDescription), x.mask.members(o), r.notes
	return u, nil
}

// compactForm tells a JWT by its shape (RFC 7515 and 7516 section 7.1), "" for
// anything else.
func compactForm(text string) UserInfoForm {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, "eyJ") || !isToken(text) || strings.ContainsAny(text, `"{}<>`) {
		return ""
	}
	switch strings.Count(text, ".") {
	case 2:
		return UserInfoSigned
	case 4:
		return UserInfoEncrypted
	}
	return ""
}
