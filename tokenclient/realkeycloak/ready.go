package realkeycloak

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"time"
)

// pollEvery is the pause between two looks at a starting server.
const pollEvery = 100 * time.Millisecond

// awaitReady waits until the imported realm answers and returns the server's
// origin, whose port only its log tells.
func (s *Server) awaitReady(ctx context.Context, o Options) (origin string, err error) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return "", fmt.Errorf("wait for the server: %w", ctx.Err())
		case <-s.proc.done:
			return "", errors.New("the server ended by itself")
		case <-tick.C:
		}
		if origin == "" {
			text, err := os.ReadFile(s.log)
			if err != nil {
				return "", err
			}
			origin = listening(text)
		}
		if origin != "" && answers(ctx, origin+o.Path+"/realms/"+RealmName+"/.well-known/openid-configuration") {
			return origin, nil
		}
	}
}

// listening reads the origin out of the line in which Quarkus or WildFly
// reports it.
func listening(log []byte) string { return reported(log, "http", "HTTP") }

// reported is the origin of a scheme in a server's log; listener is its name in
// WildFly's.
func reported(log []byte, scheme, listener string) string {
	quarkus := regexp.MustCompile(`Listening on:.*?(` + scheme + `://127\.0\.0\.1:[0-9]+)`)
	if found := quarkus.FindSubmatch(log); found != nil {
		return string(found[1])
	}
	wildfly := regexp.MustCompile(`Undertow ` + listener + ` listener \w+ listening on (127\.0\.0\.1:[0-9]+)`)
	if found := wildfly.FindSubmatch(log); found != nil {
		return scheme + "://" + string(found[1])
	}
	return ""
}

// answers tells whether url gives a 200.
func answers(ctx context.Context, url string) bool {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return false
	}
	answer, err := (&http.Client{}).Do(request)
	if err != nil {
		return false
	}
	defer func() { _ = answer.Body.Close() }()
	_, err = io.Copy(io.Discard, answer.Body)
	return err == nil && answer.StatusCode == http.StatusOK
}

// secureOrigin reads the https origin out of the same line.
func (s *Server) secureOrigin() string {
	log, err := os.ReadFile(s.log)
	if err != nil {
		return ""
	}
	return reported(log, "https", "HTTPS")
}
