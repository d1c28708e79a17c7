//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// detach gives the program a process group of its own, so that Ctrl-C reaches the demo alone,
// which then ends the others in order.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
