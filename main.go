// Realmscope is a desktop window for Keycloak realm tokens.
package main

import (
	"os"

	"realmscope/app"
)

func main() {
	os.Exit(app.Run(os.Args[1:], os.Stdout, os.Stderr))
}
