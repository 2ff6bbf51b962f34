package app

import (
	"context"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"realmscope/app/inspectcmd"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// inspectWord is the command that needs no window.
const inspectWord = "inspect"

// runInspect runs `realmscope inspect`.
func runInspect(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return inspectcmd.Run(ctx, args, inspectcmd.Env{
		Stdin: stdin, Stdout: stdout, Stderr: stderr,
		ReadFile: readBounded,
		Client:   tokenclient.New(tokenclient.Options{UserAgent: programName + "/" + programVersion}),
		Now:      time.Now,
		Language: language(),
	})
}

// readBounded reads a file of keys, a byte more than the longest at most.
func readBounded(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, inspect.MaxKeys+1))
	if closing := f.Close(); err == nil {
		err = closing
	}
	return data, err
}

// language is the one of the system's settings, as POSIX orders them.
func language() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			word, _, _ := strings.Cut(value, "_")
			word, _, _ = strings.Cut(word, ".")
			return word
		}
	}
	return "en"
}
