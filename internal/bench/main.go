// Command bench measures what Clink costs: calls, time and memory, for tens to
// thousands of mirror topics, against the simulator and with a real terraform.
// It prints tables and writes dist/bench.json. `make bench` runs it; to have an
// answer in a minute:
//
//	go run ./internal/bench -sizes 10,100
//
// Times are compared with those of as many empty resources of a provider that does
// nothing, measured in the same run: what Terraform itself takes is nobody's fault.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	// Terraform starts this program as well, in the place of its providers.
	if acted, err := actAsProvider(context.Background(), os.Args); acted {
		if err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options are what the flags say.
type options struct {
	terraform string
	provider  string // the program; built from the working directory when empty
	out       string
	sizes     []int
	resources []string
	rounds    []string
	steps     []string
	latency   time.Duration
	settle    time.Duration
}

// The rounds that there are.
const (
	roundSizes   = "sizes"   // each size on one link
	roundLimited = "limited" // a server that answers limitedRate requests per second
	roundLinks   = "links"   // as many mirror topics on linkCount links
)

func parse(args []string, stderr io.Writer) (options, error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	o := options{}
	flags.StringVar(&o.terraform, "terraform", "terraform", "terraform or tofu to use")
	flags.StringVar(&o.provider, "provider", "", "provider `program` to measure, such as one of another release; without it, the one that is built from here")
	flags.StringVar(&o.out, "out", "dist/bench.json", "`file` for the figures")
	sizes := flags.String("sizes", "10,100,1000,5000", "`numbers` of mirror topics")
	resources := flags.String("resources", strings.Join(resourceTypes, ","), "resource `types` to measure")
	rounds := flags.String("rounds", strings.Join([]string{roundSizes, roundLimited, roundLinks}, ","),
		fmt.Sprintf("what to measure: %s (each size on one link), %s (%d requests per second), %s (%d links)", roundSizes, roundLimited, limitedRate, roundLinks, linkCount))
	steps := flags.String("steps", strings.Join(stepNames(), ","), "what to do in each round; the first is part of all")
	flags.DurationVar(&o.latency, "latency", targetLatency, "how long the simulator takes for a response")
	flags.DurationVar(&o.settle, "settle", targetSettle, "how long the simulator takes for a change of state")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	for _, field := range words(*sizes) {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 {
			return o, fmt.Errorf("-sizes: %q is not a number of mirror topics", field)
		}
		o.sizes = append(o.sizes, n)
	}
	slices.Sort(o.sizes)
	o.resources, o.rounds = words(*resources), words(*rounds)
	for _, r := range o.resources {
		if !slices.Contains(resourceTypes, r) {
			return o, fmt.Errorf("-resources: %q is none of %s", r, strings.Join(resourceTypes, ", "))
		}
	}
	for _, r := range o.rounds {
		if !slices.Contains([]string{roundSizes, roundLimited, roundLinks}, r) {
			return o, fmt.Errorf("-rounds: %q is none of %s, %s, %s", r, roundSizes, roundLimited, roundLinks)
		}
	}
	o.steps = append([]string{stepApply}, words(*steps)...)
	for _, s := range o.steps {
		if !slices.Contains(stepNames(), s) {
			return o, fmt.Errorf("-steps: %q is none of %s", s, strings.Join(stepNames(), ", "))
		}
	}
	if len(o.sizes) == 0 || len(o.resources) == 0 {
		return o, errors.New("nothing to measure: -sizes and -resources need at least one value each")
	}
	return o, nil
}

// words splits at commas and blanks.
func words(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}
