package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// terraform runs one configuration and tells in few words what happens.
type terraform struct {
	path string
	dir  string
	env  []string // on top of the user's, without what theirs says to terraform and the provider
	out  io.Writer
}

func (t *terraform) version(ctx context.Context) (string, error) {
	var out bytes.Buffer
	if _, err := t.run(ctx, &out, "version"); err != nil {
		return "", err
	}
	first, _, _ := strings.Cut(out.String(), "\n")
	return first, nil
}

// init installs the modules, and the provider from the mirror.
func (t *terraform) init(ctx context.Context) error {
	var out bytes.Buffer
	if _, err := t.run(ctx, &out, "init", "-input=false", "-no-color"); err != nil {
		return fmt.Errorf("%w\n%s", err, out.String())
	}
	return nil
}

func (t *terraform) apply(ctx context.Context) error {
	_, err := t.stream(ctx, "apply", "-auto-approve")
	return err
}

func (t *terraform) destroy(ctx context.Context) error {
	_, err := t.stream(ctx, "destroy", "-auto-approve")
	return err
}

// plan reports whether there is anything to change.
func (t *terraform) plan(ctx context.Context) (bool, error) {
	code, err := t.stream(ctx, "plan", "-detailed-exitcode")
	return code == 2, err
}

// stream runs a command that speaks JSON, and writes what is worth reading.
func (t *terraform) stream(ctx context.Context, command string, args ...string) (int, error) {
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- narrate(t.out, r)
		// Whatever is wrong with the narration, terraform is not to block on it.
		_, _ = io.Copy(io.Discard, r)
	}()
	code, err := t.run(ctx, w, append([]string{command, "-json", "-input=false"}, args...)...)
	_ = w.Close()
	if told := <-done; err == nil {
		err = told
	}
	return code, err
}

// run returns the exit code; an error is one that is neither 0 nor the 2 of a plan with changes.
func (t *terraform) run(ctx context.Context, out io.Writer, args ...string) (int, error) {
	cmd := exec.CommandContext(ctx, t.path, args...)
	cmd.Dir = t.dir
	cmd.Env = append(ownEnvironment(os.Environ()), t.env...)
	cmd.Stdout = out
	var problems bytes.Buffer
	cmd.Stderr = &problems
	// Interrupted once, terraform ends in good order; killed, it leaves a state lock.
	detach(cmd)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second

	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 2 {
		return 2, nil
	}
	if err != nil {
		return cmd.ProcessState.ExitCode(), fmt.Errorf("terraform %s: %w\n%s", args[0], err, problems.String())
	}
	return 0, nil
}

// ownEnvironment leaves out what the user has exported for terraform and for real clusters.
func ownEnvironment(environ []string) []string {
	kept := []string{"CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1"}
	for _, entry := range environ {
		foreign := false
		for _, prefix := range []string{"TF_", "CHECKPOINT_", "CLINK_", "CONFLUENT_CLOUD_", "KAFKA_"} {
			foreign = foreign || strings.HasPrefix(entry, prefix)
		}
		if !foreign {
			kept = append(kept, entry)
		}
	}
	return kept
}

// event is a line of terraform's machine-readable output, as far as it is shown.
type event struct {
	Message    string    `json:"@message"`
	Time       time.Time `json:"@timestamp"`
	Type       string    `json:"type"`
	Hook       operation `json:"hook"`
	Change     operation `json:"change"`
	Diagnostic struct {
		Severity string `json:"severity"`
		Summary  string `json:"summary"`
		Detail   string `json:"detail"`
		Address  string `json:"address"`
	} `json:"diagnostic"`
}

type operation struct {
	Action   string `json:"action"`
	Resource struct {
		Addr string `json:"addr"`
	} `json:"resource"`
}

// pastTense says that an action is done.
var pastTense = map[string]string{"create": "created", "update": "updated", "delete": "destroyed"}

// narrate turns the events of one command into lines for a person.
func narrate(out io.Writer, events io.Reader) error {
	started := map[string]time.Time{}
	lines := bufio.NewScanner(events)
	lines.Buffer(nil, 16<<20) // a diagnostic carries the source it is about
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Fprintf(out, "  %s\n", lines.Text())
			continue
		}
		switch addr := e.Hook.Resource.Addr; e.Type {
		case "apply_start":
			started[addr] = e.Time
		case "apply_complete":
			if pastTense[e.Hook.Action] == "" {
				continue // OpenTofu tells of what it reads as well
			}
			fmt.Fprintf(out, "  %-9s  %-72s  %6s\n", pastTense[e.Hook.Action], addr, seconds(e.Time.Sub(started[addr])))
		case "planned_change":
			if e.Change.Action == "replace" || e.Change.Action == "update" {
				fmt.Fprintf(out, "  to %-7s %s\n", e.Change.Action, e.Change.Resource.Addr)
			}
		case "change_summary":
			fmt.Fprintf(out, "  %s\n", e.Message)
		case "diagnostic":
			fmt.Fprintf(out, "  %s: %s", e.Diagnostic.Severity, e.Diagnostic.Summary)
			if e.Diagnostic.Address != "" {
				fmt.Fprintf(out, " (%s)", e.Diagnostic.Address)
			}
			fmt.Fprintln(out)
			if e.Diagnostic.Detail != "" {
				fmt.Fprintln(out, indent(e.Diagnostic.Detail))
			}
		}
	}
	return lines.Err()
}

// command is what a person types for it: its name, if that is what PATH leads to.
func (t *terraform) command() string {
	name := filepath.Base(t.path)
	if found, err := exec.LookPath(name); err == nil && found == t.path {
		return name
	}
	return t.path
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    ")
}
