package keychain

// BusReachable tells whether a session bus can be asked without starting one.
// On systems without such a bus the answer says nothing.
func BusReachable() bool { return busReachable() }
