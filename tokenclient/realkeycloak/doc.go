// Package realkeycloak starts a real Keycloak on a loopback port, for tests and
// for playing by hand. It fetches the server's own distribution from the Maven
// repository by name, checks it against a pinned digest, keeps it unpacked in
// the user's cache folder and runs it in memory with a realm of our own.
//
// The variable REALMSCOPE_KEYCLOAK chooses one of [Releases], from the newest
// back to the last on WildFly.
//
// It needs Linux, a Java runtime and Maven, and for https on releases up to 22
// keytool and openssl. Where one is missing, [Start] skips the test and says
// why. Only tests and the program in the folder play import this package.
package realkeycloak
