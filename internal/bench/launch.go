package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

const (
	// programPrefix is how the programs are called that terraform takes for providers.
	programPrefix = "terraform-provider-"
	// floorFlag makes this program the provider that does nothing.
	floorFlag = "-serve-floor"
	// envProvider names the program of the provider that is measured.
	envProvider = "BENCH_PROVIDER"
	// envUsage names the file to which each run of a provider adds a line.
	envUsage = "BENCH_USAGE"
)

// usage is what one process of a provider used.
type usage struct {
	CPU  time.Duration `json:"cpu"`
	Peak int64         `json:"peak"` // bytes of memory at once
	Log  int64         `json:"log"`  // bytes that it wrote for terraform's log
}

// actAsProvider does what terraform wants when this program was started in the
// place of a provider, and reports whether it was. The provider itself is a child,
// so that what it used is known when it has ended.
func actAsProvider(ctx context.Context, args []string) (bool, error) {
	if len(args) > 1 && args[1] == floorFlag {
		return true, serveFloor(ctx)
	}
	name, isProvider := strings.CutPrefix(filepath.Base(args[0]), programPrefix)
	if !isProvider {
		return false, nil
	}
	command := []string{os.Getenv(envProvider)}
	if name == "floor" {
		self, err := os.Executable()
		if err != nil {
			return true, err
		}
		command = []string{self, floorFlag}
	}
	return true, launch(ctx, command)
}

// launch runs a provider until it ends and notes what it used.
func launch(ctx context.Context, command []string) error {
	signal.Ignore(os.Interrupt) // as providers do: terraform tells them when to end
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	var written counter
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, io.MultiWriter(&written, os.Stderr)
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("provider %s: %w", command[0], err)
	}
	line, err := json.Marshal(usage{CPU: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), Peak: peakMemory(cmd.ProcessState), Log: int64(written)})
	if err != nil {
		return err
	}
	file, err := os.OpenFile(os.Getenv(envUsage), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := file.Write(append(line, '\n')); err != nil {
		return err
	}
	return file.Close()
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// collect reads what the providers of one terraform command used: the processor
// time and the log of all, and the memory of the one that took most. Terraform starts one for
// each of validate, plan and apply.
func collect(file string) (usage, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return usage{}, fmt.Errorf("no provider told what it used: %w", err)
	}
	var total usage
	for line := range bytes.Lines(content) {
		var u usage
		if err := json.Unmarshal(line, &u); err != nil {
			return usage{}, err
		}
		total.CPU += u.CPU
		total.Peak = max(total.Peak, u.Peak)
		total.Log += u.Log
	}
	return total, nil
}
