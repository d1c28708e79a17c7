package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// simulator is the running clinksim.
type simulator struct {
	url     string
	process *os.Process
	exited  chan struct{} // closed when it has ended
}

const (
	pidFile = "clinksim.pid"
	logFile = "clinksim.log"
)

// startSimulator starts clinksim on a free port of the loopback interface and waits until it says
// where it listens. It writes to a file, not to a pipe: it may go on without us.
func startSimulator(ctx context.Context, program, work string) (*simulator, error) {
	output := filepath.Join(work, logFile)
	log, err := os.Create(output)
	if err != nil {
		return nil, err
	}
	defer log.Close()

	// Stopping it is a step of its own: being interrupted must not take it from under terraform.
	cmd := exec.CommandContext(context.WithoutCancel(ctx), program, "-listen", "127.0.0.1:0")
	cmd.Stdout, cmd.Stderr = log, log
	detach(cmd)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the simulator: %w", err)
	}
	sim := &simulator{process: cmd.Process, exited: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // how it ended is in its output
		close(sim.exited)
	}()

	if sim.url, err = sim.awaitAddress(ctx, output); err != nil {
		sim.stop()
		return nil, err
	}
	pid := strconv.Itoa(cmd.Process.Pid) + " " + program
	if err := os.WriteFile(filepath.Join(work, pidFile), []byte(pid), 0o600); err != nil {
		sim.stop()
		return nil, err
	}
	return sim, nil
}

// awaitAddress reads the output until the address is there.
func (s *simulator) awaitAddress(ctx context.Context, output string) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, 10*time.Second, errors.New("the simulator did not say where it listens"))
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		content, err := os.ReadFile(output)
		if err != nil {
			return "", err
		}
		if url := address(string(content)); url != "" {
			return url, nil
		}
		select {
		case <-ctx.Done():
			return "", context.Cause(ctx)
		case <-s.exited:
			return "", fmt.Errorf("the simulator ended at once:\n%s", content)
		case <-tick.C:
		}
	}
}

var addressPattern = regexp.MustCompile(`(?m)(127\.0\.0\.1:\d+)\b.*\n`)

// address finds where the simulator listens in what it has printed so far, or nothing while the
// line is not complete.
func address(output string) string {
	match := addressPattern.FindStringSubmatch(output)
	if match == nil {
		return ""
	}
	return "http://" + match[1]
}

// stop ends the simulator, with force when it does not listen.
func (s *simulator) stop() {
	if s.process.Signal(syscall.SIGTERM) != nil {
		_ = s.process.Kill()
	}
	select {
	case <-s.exited:
	case <-time.After(5 * time.Second):
		_ = s.process.Kill()
	}
}

// stopKept stops the simulator that an earlier run was told to keep. A process id may have gone to
// another program since, so the process must still be that simulator.
func stopKept(ctx context.Context, out io.Writer, work string) error {
	content, err := os.ReadFile(filepath.Join(work, pidFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	id, program, _ := strings.Cut(string(content), " ")
	pid, err := strconv.Atoi(id)
	if err != nil || program == "" {
		return nil //nolint:nilerr // not written by us: nothing to stop
	}
	command, err := exec.CommandContext(ctx, "ps", "-o", "command=", "-p", id).Output()
	if err != nil || !strings.HasPrefix(string(command), program) {
		return nil //nolint:nilerr // it has ended
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Stopping the simulator that an earlier demo left running (process %d)\n", pid)
	return process.Signal(syscall.SIGTERM)
}

// goOn says how to continue by hand.
func goOn(sim *simulator, tf *terraform) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n── Over to you\n\n  The simulator goes on at %[1]s. Watch it in a browser: %[1]s/simulator/\n\n  To continue where the demo stopped:\n\n", sim.url)
	for _, entry := range tf.env {
		fmt.Fprintf(&b, "    export %s\n", entry)
	}
	fmt.Fprintf(&b, "    cd %s\n", tf.dir)
	fmt.Fprintf(&b, "    %s plan\n", tf.command())
	fmt.Fprintf(&b, "    %s apply -var 'topics=[\"orders\"]'\n", tf.command())
	fmt.Fprintf(&b, "    %s destroy\n\n", tf.command())
	fmt.Fprintf(&b, "  The rest_endpoint of every cluster is in demo.auto.tfvars there. What a cluster says itself:\n\n")
	fmt.Fprintf(&b, "    curl -su JUMPKEY:JUMPSECRET '%s/kafka/v3/clusters/lkc-jump/links/primary-to-jump?include_tasks=true'\n\n", sim.url)
	fmt.Fprintf(&b, "  To stop the simulator (the next `make demo` does it, too):\n\n    kill %d\n", sim.process.Pid)
	return b.String()
}
