//go:build unix

package main

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

// peakMemory is the most memory, in bytes, that an ended process had resident at
// once. The kernel counts kilobytes, on macOS bytes.
func peakMemory(state *os.ProcessState) int64 {
	used, ok := state.SysUsage().(*syscall.Rusage)
	switch {
	case !ok:
		return 0
	case runtime.GOOS == "darwin" || runtime.GOOS == "ios":
		return used.Maxrss
	default:
		return used.Maxrss * 1024
	}
}

// detach gives a program a process group of its own, so that Ctrl-C reaches the
// bench alone, which then ends the others in order.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
