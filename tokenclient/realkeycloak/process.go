package realkeycloak

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// stopLimit is how long a server may take to end before it is killed; it
// needs one second.
const stopLimit = 10 * time.Second

// process is a running kc.sh and the Java below it, one process group.
type process struct {
	pid  int
	done chan struct{} // closed when the script has ended
}

// launch starts a script with its output in a new file. The thread that starts
// it stays as long as the script does: Linux ties the signal of own's
// Pdeathsig to the thread, not to the process.
func launch(script string, args, administrator []string, log string) (*process, error) {
	out, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(script, args...) //nolint:noctx // it ends by stop, politely
	cmd.Env = append(environment(os.Environ()), administrator...)
	cmd.Stdout, cmd.Stderr = out, out
	own(cmd)
	p := &process{done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer close(p.done)
		defer func() { _ = out.Close() }()
		err := cmd.Start()
		if err == nil {
			p.pid = cmd.Process.Pid
		}
		started <- err
		if err == nil {
			_ = cmd.Wait() // the log says more than the exit code
		}
	}()
	return p, <-started
}

// environment leaves out what would configure the server from outside, and sets
// the characters in which WildFly reads a client's secret.
func environment(outer []string) []string {
	var env []string
	for _, entry := range outer {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, "KC_") || strings.HasPrefix(name, "KEYCLOAK_") || strings.HasPrefix(name, "JBOSS_") || name == "JAVA_OPTS" || name == "DEBUG" {
			continue
		}
		env = append(env, entry)
	}
	return append(env, "LC_ALL=C.UTF-8")
}

// stop ends the group and waits for it.
func (p *process) stop() {
	select {
	case <-p.done:
		return
	default:
	}
	endGroup(p.pid)
	select {
	case <-p.done:
	case <-time.After(stopLimit):
		killGroup(p.pid)
		<-p.done
	}
}
