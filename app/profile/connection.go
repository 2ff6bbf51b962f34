package profile

// Connection is how a profile's server is reached. The zero value is the
// system's certificates, the proxy of the environment and the usual limits.
type Connection struct {
	// CA are further authorities in PEM, at most 64 KiB; OnlyCA leaves the
	// system's out.
	CA     string `json:"ca,omitempty"`
	OnlyCA bool   `json:"only_ca,omitempty"`
	// Proxy is "" for the environment's, "none" for none, or an address without
	// user information; ProxyUser and the vault's ProxyPasswordID go with it.
	Proxy           string `json:"proxy,omitempty"`
	ProxyUser       string `json:"proxy_user,omitempty"`
	ProxyPasswordID string `json:"proxy_password_id,omitempty"`
	// Insecure accepts any certificate. Every view of the profile says so.
	Insecure bool `json:"insecure,omitempty"`
	// Timeout is the limit of one request in whole seconds, 5 to 120; 0 is 30.
	Timeout int `json:"timeout,omitempty"`
}
