// Command play runs the real Keycloak of the tests until it is interrupted.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"realmscope/tokenclient/realkeycloak"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := play(ctx); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "keycloak:", err)
		os.Exit(1)
	}
}

// play starts the server, says what is in it and waits for ctx. PLAY_PATH sets
// the prefix of its addresses, REALMSCOPE_KEYCLOAK the release.
func play(ctx context.Context) error {
	lines, err := realkeycloak.Describe()
	if err != nil {
		return err
	}
	release, err := realkeycloak.Chosen()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "realmscope-keycloak-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	_, _ = fmt.Fprintln(os.Stdout, "Starting Keycloak "+release.Name+"; the first time this takes a minute or two.")
	server, err := realkeycloak.Launch(ctx, realkeycloak.Options{Release: release, Path: os.Getenv("PLAY_PATH")}, dir)
	if err != nil {
		return err
	}
	defer server.Close()
	_, _ = fmt.Fprintf(os.Stdout, "realm   %s/realms/%s\nconsole %s/admin   (%s, %s)\nlog     %s\n",
		server.URL(), realkeycloak.RealmName, server.URL(), realkeycloak.AdminName, realkeycloak.AdminName, server.LogFile())
	for _, line := range lines {
		_, _ = fmt.Fprintln(os.Stdout, line)
	}
	_, _ = fmt.Fprintln(os.Stdout, "Ctrl+C ends it.")
	<-ctx.Done()
	return nil
}
