//go:build !unix

package main

import (
	"os"
	"os/exec"
)

// peakMemory is not known here.
func peakMemory(*os.ProcessState) int64 { return 0 }

// detach does nothing where there are no process groups.
func detach(*exec.Cmd) {}
