package kctest

import (
	_ "embed"
	"net/http"
	"testing"
)

// What banfico's manual prints.
const (
	BanficoRealm    = "provider"
	BanficoClient   = "cop-client-id"
	BanficoSecret   = "cop-client-secret"
	BanficoDate     = "Wed, 20 May 2019 11:09:55 GMT" // a Monday, in fact
	banficoPath     = "/auth/realms/" + BanficoRealm + "/protocol/openid-connect/token"
	banficoIdentity = "Basic Y29wLWNsaWVudC1pZDpjb3AtY2xpZW50LXNlY3JldA=="
)

// BanficoAnswer is the body of the manual's 200 answer, byte for byte.
//
//go:embed testdata/banfico.json
var BanficoAnswer string

// Banfico is banfico's token endpoint: exactly the request of its manual gives
// exactly the answer of its manual, Date header included. A wrong Authorization
// header gets 401, anything else fails the test.
func Banfico(t testing.TB) *Deployment {
	return deploy(t, "/auth", BanficoRealm, func(_ *Deployment, got Recorded) (Answer, error) {
		if a, ok := notOnPage(got); ok {
			return a, nil
		}
		err := Request{
			Path: banficoPath, Body: "grant_type=client_credentials",
			Header: map[string]string{"Content-Type": formType, "Origin": "", "Cookie": "", "Referer": ""},
		}.check(got)
		if err != nil {
			return Answer{}, err
		}
		if identity := got.Header.Values("Authorization"); len(identity) != 1 || identity[0] != banficoIdentity {
			return fault(http.StatusUnauthorized, "unauthorized_client", "Invalid client secret"), nil
		}
		return Answer{
			Header: map[string]string{"Date": BanficoDate, "Content-Type": "application/json"},
			Body:   BanficoAnswer,
		}, nil
	})
}
