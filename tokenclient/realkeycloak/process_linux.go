package realkeycloak

import (
	"os/exec"
	"syscall"
)

// runsHere says that this system is one of those the package knows.
const runsHere = true

// own puts the command into a group of its own and has the kernel end it when
// this process dies in any way. kc.sh passes the signal on to Java.
func own(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}

// endGroup asks a group to end; a group that is gone already is no error.
func endGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGTERM) }

// killGroup ends a group that did not listen.
func killGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) }
