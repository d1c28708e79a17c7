package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// The resource types that are measured, and the one that they are compared with.
const (
	singleType = "clink_mirror_topic"
	setType    = "clink_mirror_topics"
	floorType  = "floor_empty"
)

var resourceTypes = []string{singleType, setType}

// Terraform's own default, and one for which the server must be the limit.
const (
	usualParallelism = 10
	highParallelism  = 200
)

const (
	limitedRate = 20 // requests per second
	linkCount   = 5
)

// round is a measurement of all steps with one resource type.
type round struct {
	Resource    string `json:"resource"`
	Topics      int    `json:"topics"` // on all links together
	Links       int    `json:"links"`
	Parallelism int    `json:"parallelism"`
	RateLimit   int    `json:"rate_limit"` // requests per second; 0 is no limit
	Steps       []step `json:"steps"`

	latency, settle time.Duration
}

// Names of the steps, in their order.
const (
	stepApply    = "apply"
	stepPlan     = "plan" // with nothing to do
	stepRefresh  = "refresh-only"
	stepPause    = "pause"
	stepFailover = "failover"
	stepDestroy  = "destroy"
)

// step is one terraform command of a round.
type step struct {
	Name  string `json:"step"`
	Calls calls  `json:"calls"`
	Cost  cost   `json:"cost"`
	// Floor is the same step with as many empty resources; zero when only sets are measured.
	Floor seconds `json:"floor_seconds,omitempty"`
	// Limit is what Terraform's own scheduling allows: the floor, and a response
	// and a change of state for each topic, as many at once as Terraform has in
	// flight. Zero for a step that changes nothing, for a set, and where the server
	// is what limits.
	Limit seconds `json:"limit_seconds,omitempty"`
}

// command is how a step is run, and what there is afterwards.
type command struct {
	name    string
	anew    bool // in a world where all mirror topics are ACTIVE, and with the state of that
	changes bool
	args    []string
	left    func(topics int) map[string]int
}

func all(status string) func(int) map[string]int {
	return func(topics int) map[string]int { return map[string]int{status: topics} }
}

var commands = []command{
	{name: stepApply, changes: true, args: []string{"apply", "-auto-approve"}, left: all("ACTIVE")},
	{name: stepPlan, args: []string{"plan", "-detailed-exitcode"}, left: all("ACTIVE")},
	{name: stepRefresh, args: []string{"plan", "-refresh-only", "-detailed-exitcode"}, left: all("ACTIVE")},
	{name: stepPause, changes: true, args: []string{"apply", "-auto-approve", "-var=status=PAUSED"}, left: all("PAUSED")},
	{name: stepFailover, anew: true, changes: true, args: []string{"apply", "-auto-approve", "-var=status=FAILED_OVER"}, left: all("STOPPED")},
	{name: stepDestroy, anew: true, changes: true, args: []string{"destroy", "-auto-approve"}, left: func(int) map[string]int { return map[string]int{} }},
}

func stepNames() []string {
	names := make([]string, len(commands))
	for i, c := range commands {
		names[i] = c.name
	}
	return names
}

// bench is one run of the programme.
type bench struct {
	options
	terraform terraform
	world     *world
	work      string
	floors    map[[2]int][]cost // by number of resources and parallelism
	progress  io.Writer
}

// run is the whole programme.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "clink-bench-")
	if err != nil {
		return err
	}
	defer func() {
		if removed := os.RemoveAll(work); err == nil {
			err = removed
		}
	}()
	b := &bench{options: o, work: work, floors: map[[2]int][]cost{}, progress: stderr, terraform: terraform{path: o.terraform, provider: o.provider}}
	if err := b.terraform.install(work); err != nil {
		return err
	}
	if o.provider == "" {
		if err := b.terraform.build(ctx, work); err != nil {
			return err
		}
	}
	if b.world, err = newWorld(ctx); err != nil {
		return err
	}
	defer b.world.close()
	version, err := b.terraform.version(ctx)
	if err != nil {
		return err
	}
	report := newReport(version, o)
	fmt.Fprintln(stdout, report.Machine)
	for _, r := range b.schedule() {
		if r.Steps, err = b.measure(ctx, r); err != nil {
			return fmt.Errorf("%s: %w", r, err)
		}
		report.Rounds = append(report.Rounds, r)
		report.Targets = judge(report.Rounds)
		printRound(stdout, r)
		// What has been measured is kept, whatever comes of the rest.
		if err := report.write(o.out); err != nil {
			return err
		}
	}
	printTargets(stdout, report.Targets)
	return nil
}

// schedule lists the rounds, the short ones first.
func (b *bench) schedule() []round {
	var rounds []round
	add := func(topics, links, parallelism, limit int) {
		for _, r := range b.resources {
			rounds = append(rounds, round{Resource: r, Topics: topics, Links: links, Parallelism: parallelism, RateLimit: limit, latency: b.latency, settle: b.settle})
		}
	}
	// The variations are of the size that the targets are about, or the next smaller one.
	usual := b.sizes[0]
	for _, n := range b.sizes {
		if n <= targetTopics {
			usual = n
		}
	}
	if slices.Contains(b.rounds, roundSizes) {
		for _, n := range b.sizes {
			add(n, 1, usualParallelism, 0)
		}
	}
	if slices.Contains(b.rounds, roundLinks) {
		add(usual, min(linkCount, usual), usualParallelism, 0)
	}
	if slices.Contains(b.rounds, roundLimited) {
		add(usual, 1, usualParallelism, limitedRate)
		add(usual, 1, highParallelism, limitedRate)
	}
	slices.SortStableFunc(rounds, func(a, b round) int { return a.Topics - b.Topics })
	return rounds
}

// measure runs all steps of a round.
func (b *bench) measure(ctx context.Context, r round) ([]step, error) {
	floors, err := b.floor(ctx, r)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(b.progress, "%s\n", r)
	dir, err := b.directory(r.Resource, r)
	if err != nil {
		return nil, err
	}
	if err := b.world.begin(ctx, r, false); err != nil {
		return nil, err
	}
	prepare := func() error { return b.world.begin(ctx, r, true) }
	var steps []step
	err = b.steps(ctx, dir, r, prepare, func(c command, paid cost) error {
		made, err := b.world.takeCalls(ctx)
		if err != nil {
			return err
		}
		if err := b.world.await(ctx, c.left(r.Topics)); err != nil {
			return err
		}
		s := step{Name: c.name, Calls: made, Cost: paid}
		if floors != nil {
			s.Floor = floors[len(steps)].Wall
		}
		if c.changes && r.Resource == singleType && r.RateLimit == 0 {
			s.Limit = s.Floor + seconds(r.latency+r.settle)*seconds(r.Topics)/seconds(min(r.Parallelism, r.Topics))
		}
		steps = append(steps, s)
		return nil
	})
	return steps, err
}

// floor measures the steps with as many empty resources, once for all rounds that
// have as many. It is what takes longest at thousands, so that sets alone, which are
// no such number of resources, go without.
func (b *bench) floor(ctx context.Context, r round) ([]cost, error) {
	if !slices.Contains(b.resources, singleType) {
		return nil, nil
	}
	key := [2]int{r.Topics, r.Parallelism}
	if b.floors[key] != nil {
		return b.floors[key], nil
	}
	fmt.Fprintf(b.progress, "the floor: %d empty resources, parallelism %d\n", r.Topics, r.Parallelism)
	dir, err := b.directory(floorType, r)
	if err != nil {
		return nil, err
	}
	var costs []cost
	err = b.steps(ctx, dir, r, func() error { return nil }, func(_ command, paid cost) error {
		costs = append(costs, paid)
		return nil
	})
	b.floors[key] = costs
	return costs, err
}

// directory makes one for a round, with its configuration.
func (b *bench) directory(resourceType string, r round) (string, error) {
	dir, err := os.MkdirTemp(b.work, "round-")
	if err != nil {
		return "", err
	}
	return dir, configure(dir, resourceType, b.world.url, r)
}

// steps runs the commands in their order. Before one that begins anew, prepare
// makes the world in which all mirror topics are ACTIVE, and the state is what it was
// after the apply.
func (b *bench) steps(ctx context.Context, dir string, r round, prepare func() error, done func(command, cost) error) error {
	t := b.terraform
	t.dir = dir
	state, applied := filepath.Join(dir, "terraform.tfstate"), filepath.Join(dir, "applied.tfstate")
	for _, c := range commands {
		if !slices.Contains(b.options.steps, c.name) {
			continue
		}
		if c.anew {
			if err := prepare(); err != nil {
				return err
			}
			if err := copyFile(applied, state); err != nil {
				return err
			}
		}
		args := append(slices.Clone(c.args), "-input=false", "-no-color", "-parallelism="+strconv.Itoa(r.Parallelism))
		fmt.Fprintf(b.progress, "  %-12s", c.name)
		paid, err := t.run(ctx, args...)
		if err != nil {
			return err
		}
		fmt.Fprintf(b.progress, " %8.1f s\n", time.Duration(paid.Wall).Seconds())
		if err := done(c, paid); err != nil {
			return fmt.Errorf("after %s: %w", c.name, err)
		}
		if c.name == stepApply {
			if err := copyFile(state, applied); err != nil {
				return err
			}
		}
	}
	return nil
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o600)
}
