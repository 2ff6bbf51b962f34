package demo

import "crypto/subtle"

// OneTimeCode is what the account dave has to send besides the password. It
// never changes: this is a demonstration.
const OneTimeCode = "123456"

// user is an account of the demo realm, people and service accounts alike.
type user struct {
	id, name, password    string
	given, family, email  string
	verified              bool
	disabled, otp, action bool // action: a required action is open
	realmRoles            []string
	shopRoles             []string // client roles on shop-api
	groups                []string
	// service is the client id whose service account this is.
	service string
}

// accountRoles are the client roles on account that every user has.
func accountRoles() []string {
	return []string{"manage-account", "manage-account-links", "view-profile"}
}

// demoPeople are the accounts. Ids are fixed, so that two starts agree.
func demoPeople() []user {
	everyone := []string{"offline_access", "default-roles-demo"}
	return []user{
		{
			id: "a11ce000-0000-4000-8000-000000000001", name: "alice", password: "demo-pass-alice",
			given: "Alice", family: "Ahlberg", email: "alice@demo.example", verified: true,
			realmRoles: []string{"offline_access", "shop-admin", "default-roles-demo"},
			shopRoles:  []string{"orders-read", "orders-write"}, groups: []string{"/sales"},
		},
		{
			id: "b0b00000-0000-4000-8000-000000000002", name: "bob", password: "demo-pass-bob",
			given: "Bob", family: "Berg", email: "bob@demo.example",
			realmRoles: []string{"default-roles-demo"},
			shopRoles:  []string{"orders-read"},
		},
		{
			id: "ca201000-0000-4000-8000-000000000003", name: "carol", password: "demo-pass-carol",
			given: "Carol", family: "Ceder", email: "carol@demo.example", disabled: true, realmRoles: everyone,
		},
		{
			id: "dade0000-0000-4000-8000-000000000004", name: "dave", password: "demo-pass-dave",
			given: "Dave", family: "Dahl", email: "dave@demo.example", otp: true, realmRoles: everyone,
		},
		{
			id: "e2100000-0000-4000-8000-000000000005", name: "erin", password: "demo-pass-erin",
			given: "Erin", family: "Ek", email: "erin@demo.example", action: true, realmRoles: everyone,
		},
		{
			id: "5e2f1ce0-0000-4000-8000-000000000006", name: "service-account-demo-service",
			service: "demo-service", realmRoles: everyone, shopRoles: []string{"orders-read"},
		},
		{
			id: "5e2f1ce0-0000-4000-8000-000000000007", name: "service-account-demo-batch",
			service: "demo-batch", realmRoles: everyone,
		},
		{
			id: "5e2f1ce0-0000-4000-8000-000000000008", name: "service-account-demo-signed",
			service: "demo-signed", realmRoles: everyone,
		},
		{
			id: "5e2f1ce0-0000-4000-8000-000000000009", name: "service-account-demo-shared",
			service: "demo-shared", realmRoles: everyone,
		},
	}
}

// find looks an account of a person up, by name or e-mail address.
func (rl *realm) find(name string) (*user, bool) {
	for i := range rl.people {
		u := &rl.people[i]
		if u.service == "" && (u.name == name || u.email == name) {
			return u, true
		}
	}
	return nil, false
}

// byID looks any account up by id.
func (rl *realm) byID(id string) (*user, bool) {
	for i := range rl.people {
		if rl.people[i].id == id {
			return &rl.people[i], true
		}
	}
	return nil, false
}

// serviceUser is the service account of a client.
func (rl *realm) serviceUser(clientID string) (*user, bool) {
	for i := range rl.people {
		if rl.people[i].service == clientID {
			return &rl.people[i], true
		}
	}
	return nil, false
}

// login checks a name, a password and, where the account wants one, a one-time
// code. The order is the real server's: disabled comes before the password,
// and a missing code looks like a wrong password.
func (rl *realm) login(name, password, otp string) (*user, *refusal) {
	if name == "" {
		return nil, refuse("invalid_request", "Missing parameter: username")
	}
	u, ok := rl.find(name)
	if !ok {
		return nil, refuse("invalid_grant", "Invalid user credentials")
	}
	if u.disabled {
		return nil, refuse("invalid_grant", "Account disabled")
	}
	if !same(u.password, password) || u.otp && !same(OneTimeCode, otp) {
		return nil, refuse("invalid_grant", "Invalid user credentials")
	}
	if u.action {
		return nil, refuse("invalid_grant", "Account is not fully set up")
	}
	return u, nil
}

// same compares without telling by time where two texts differ.
func same(want, got string) bool {
	return subtle.ConstantTimeCompare([]byte(want), []byte(got)) == 1
}
