// Command demo shows Clink doing its main job from end to end: it starts the simulator, applies
// examples/private-public-private, shows what the clusters themselves say about it, shows that a
// second plan changes nothing, and destroys everything again. `make demo` builds and runs it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() {
	var o options
	flag.StringVar(&o.terraform, "terraform", "terraform", "terraform or tofu to use")
	flag.BoolVar(&o.keep, "keep", false, "leave the simulator and what was applied, and say how to go on by hand")
	flag.StringVar(&o.mirror, "mirror", "", "`directory` to install the provider from, a filesystem mirror; by default one is made of bin/terraform-provider-clink")
	flag.StringVar(&o.simulator, "simulator", filepath.Join("bin", "clinksim"), "`program` to use as the simulator")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Stdout, o)
	if errors.Is(ctx.Err(), context.Canceled) {
		err = errors.New("interrupted; the simulator is stopped")
	}
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "\ndemo failed: %v\n", err)
		os.Exit(1)
	}
}
