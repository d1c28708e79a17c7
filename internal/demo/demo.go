package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

const (
	example = "private-public-private"

	// exampleAddress is where the example's variables expect the simulator; the demo's own copy
	// of them names the port it really has.
	exampleAddress = "http://127.0.0.1:8090"
)

// defaultChain is the chain that the example makes of the simulator's own world, in the direction
// in which data flows. The keys are the simulator's, and open nothing else.
var defaultChain = []cluster{
	{ID: "lkc-primary", Key: "PRIMARYKEY", Secret: "PRIMARYSECRET"},
	{ID: "lkc-jump", Key: "JUMPKEY", Secret: "JUMPSECRET"},
	{ID: "lkc-dr", Key: "DRKEY", Secret: "DRSECRET"},
}

// variables are what the example needs in the environment of terraform: its secrets.
func variables(chain []cluster) []string {
	return []string{
		"TF_VAR_primary_api_secret=" + chain[0].Secret,
		"TF_VAR_jump_api_secret=" + chain[1].Secret,
		"TF_VAR_dr_api_secret=" + chain[2].Secret,
	}
}

// options are what the command line says.
type options struct {
	terraform, mirror, simulator string
	keep                         bool
}

// run is the whole demonstration. It is started in the checkout.
func run(ctx context.Context, out io.Writer, o options) (err error) {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	work := filepath.Join(root, ".demo")
	if err := stopKept(ctx, out, work); err != nil {
		return err
	}
	if err := prepare(root, work); err != nil {
		return err
	}
	if o.mirror == "" {
		o.mirror = filepath.Join(work, "mirror")
		if err := layMirror(o.mirror, filepath.Join(root, "bin", "terraform-provider-clink")); err != nil {
			return err
		}
	}
	if err := installFrom(work, o.mirror); err != nil {
		return err
	}

	sim, err := startSimulator(ctx, o.simulator, work)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil || !o.keep {
			sim.stop()
		}
	}()

	dir := filepath.Join(work, example)
	if err := nameAddress(dir, sim.url); err != nil {
		return err
	}
	tf := &terraform{
		path: o.terraform,
		dir:  dir,
		env:  append(variables(defaultChain), "TF_CLI_CONFIG_FILE="+filepath.Join(work, "terraformrc")),
		out:  out,
	}
	version, err := tf.version(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s, simulator at %s, working in %s\n", version, sim.url, relative(root, dir))

	d := &demo{out: out, terraform: tf, api: &api{base: sim.url, chain: defaultChain}}
	if err := d.apply(ctx); err != nil {
		return err
	}
	if err := d.show(ctx); err != nil {
		return err
	}
	if err := d.planAgain(ctx); err != nil {
		return err
	}
	if o.keep {
		fmt.Fprint(out, goOn(sim, tf))
		return nil
	}
	return d.destroy(ctx)
}

// demo is what there is to show once the simulator runs.
type demo struct {
	out       io.Writer
	terraform *terraform
	api       *api
}

func (d *demo) apply(ctx context.Context) error {
	d.heading("terraform apply")
	if err := d.terraform.init(ctx); err != nil {
		return err
	}
	return d.terraform.apply(ctx)
}

func (d *demo) show(ctx context.Context) error {
	d.heading("What the clusters say")
	found, err := d.api.read(ctx)
	if err != nil {
		return err
	}
	fmt.Fprint(d.out, render(d.api.chain, found))
	return verify(d.api.chain, found)
}

func (d *demo) planAgain(ctx context.Context) error {
	d.heading("terraform plan, once more")
	changes, err := d.terraform.plan(ctx)
	if err != nil {
		return err
	}
	if changes {
		return errors.New("a second plan right after the apply wants to change something")
	}
	fmt.Fprintln(d.out, "  Nothing changes: the clusters are as the configuration says.")
	return nil
}

func (d *demo) destroy(ctx context.Context) error {
	d.heading("terraform destroy")
	fmt.Fprint(d.out, "  Both halves of primary-to-jump go. The provider is told of one at a time, so it warns that the other might stay.\n\n")
	if err := d.terraform.destroy(ctx); err != nil {
		return err
	}
	found, err := d.api.read(ctx)
	if err != nil {
		return err
	}
	if left := leftovers(d.api.chain, found); left != "" {
		return fmt.Errorf("after the destroy there still is %s", left)
	}
	fmt.Fprintf(d.out, "  Nothing is left: no link on any cluster, and only %s has topics.\n", d.api.chain[0].ID)
	return nil
}

func (d *demo) heading(text string) { fmt.Fprintf(d.out, "\n── %s\n\n", text) }

// prepare makes a working directory of its own for terraform: the configuration is a copy to play
// with.
func prepare(root, work string) error {
	if err := os.RemoveAll(work); err != nil {
		return err
	}
	for _, pattern := range []string{example + "/*.tf", "modules/*/*.tf"} {
		files, err := filepath.Glob(filepath.Join(root, "examples", filepath.FromSlash(pattern)))
		if err != nil {
			return err
		}
		if len(files) == 0 {
			return fmt.Errorf("no examples/%s here: start the demo with make, in the checkout", pattern)
		}
		for _, file := range files {
			if err := copyFile(file, filepath.Join(work, relative(filepath.Join(root, "examples"), file))); err != nil {
				return err
			}
		}
	}
	variables, err := os.ReadFile(filepath.Join(root, "examples", example, "simulator.tfvars"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(work, example, "demo.auto.tfvars"), variables, 0o600)
}

// mirrorVersion is the version under which the mirror has the provider; the configuration asks for none.
const mirrorVersion = "0.1.0"

// layMirror makes a filesystem mirror of one program, for Terraform and for OpenTofu. Unlike a
// development override, it is no reason for either to warn.
func layMirror(dir, program string) error {
	for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		at := filepath.Join(dir, registry, "clusterlinking", "clink", mirrorVersion, runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(at, 0o750); err != nil {
			return err
		}
		if err := os.Symlink(program, filepath.Join(at, "terraform-provider-clink_v"+mirrorVersion)); err != nil {
			return err
		}
	}
	return nil
}

// installFrom writes the CLI configuration with which terraform init takes the provider from a mirror.
func installFrom(work, mirror string) error {
	mirror, err := filepath.Abs(mirror)
	if err != nil {
		return err
	}
	rc := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
	return os.WriteFile(filepath.Join(work, "terraformrc"), []byte(rc), 0o600)
}

// nameAddress puts the address of the simulator into the demo's copy of the variables.
func nameAddress(dir, url string) error {
	file := filepath.Join(dir, "demo.auto.tfvars")
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(strings.ReplaceAll(string(content), exampleAddress, url)), 0o600)
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o600)
}

// relative shortens a path below base, for the eye and to take over a layout.
func relative(base, path string) string {
	if short, err := filepath.Rel(base, path); err == nil {
		return short
	}
	return path
}

// seconds writes a duration the way a person reads one.
func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }
