package reliability

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// address is one address of a configuration with its state, as Terraform has it.
type address struct {
	resource string
	name     string
	state    acctest.Step // Object is nil while there is none
	tainted  bool
}

func (a *address) exists() bool { return a.state.Object != nil }

// engine does to one provider what Terraform does, with the checks by which
// Terraform finds a provider out.
type engine struct {
	t *testing.T
	// provider starts a provider: Terraform starts one for the plan and one for the apply.
	provider func() *acctest.Protocol
	// patience is how long operations may take: much where there is no trouble, since
	// the machine may be busy.
	patience string
	// dead says that the provider has been killed: of what it answers from then on,
	// Terraform sees nothing. nil for one that lives.
	dead func() bool
	// bugs are what Terraform would call "Provider produced ...".
	bugs []string
}

// outcome is what an apply has said.
type outcome struct {
	errors, warnings acctest.Diagnostics
	changed          bool // the plan was not empty
}

func (o *outcome) add(d acctest.Diagnostics) {
	o.errors, o.warnings = append(o.errors, d.Errors()...), append(o.warnings, d.Warnings()...)
}

// wish is what the configuration says of an address; nil for nothing.
type wish struct {
	*address
	config func() acctest.Object
}

// configOf is what the configuration says; nil for nothing.
func (e *engine) configOf(w wish) acctest.Object {
	if w.config == nil {
		return nil
	}
	return with(w.config(), acctest.Object{"timeouts": timeouts(e.patience)})
}

// hasten stores how long operations may take: reads and destroys go by the state.
func (e *engine) hasten(patience string, wishes ...wish) {
	e.t.Helper()
	(&engine{t: e.t, provider: e.provider, patience: patience}).must(wishes...)
}

// refresh reads an address as each plan does.
func (e *engine) refresh(p *acctest.Protocol, a *address, o *outcome) bool {
	if !a.exists() {
		return true
	}
	read := p.Read(a.resource, a.state)
	o.add(read.Diagnostics)
	if len(read.Diagnostics.Errors()) > 0 {
		return false
	}
	a.state = read
	return true
}

// plan is what a plan says of a wish, applied or not.
func (e *engine) plan(w wish) (o outcome) {
	p := e.provider()
	if e.refresh(p, w.address, &o) && (w.config != nil || w.exists()) {
		o.add(p.Plan(w.resource, w.state, e.configOf(w)).Diagnostics)
	}
	return o
}

// apply is terraform apply: refresh and plan everything, then, if there is no
// error, apply it in order. Addresses without a configuration are destroyed first,
// the last one first.
func (e *engine) apply(wishes ...wish) (o outcome) {
	p := e.provider()
	type change struct {
		wish
		planned acctest.Step
		gone    bool
	}
	var changes []change
	for _, w := range wishes {
		if !e.refresh(p, w.address, &o) {
			return o
		}
		config := e.configOf(w)
		if config == nil && !w.exists() {
			continue
		}
		planned := p.Plan(w.resource, w.state, config)
		o.add(planned.Diagnostics)
		if len(planned.Diagnostics.Errors()) > 0 {
			return o
		}
		if config != nil && w.exists() && !w.tainted && reflect.DeepEqual(planned.Object, w.state.Object) {
			continue
		}
		changes = append(changes, change{w, planned, config == nil})
	}
	o.changed = len(changes) > 0
	if !o.changed {
		return o
	}
	p = e.provider()
	for _, c := range slices.Backward(changes) {
		if c.exists() && (c.gone || c.tainted || len(c.planned.Replace) > 0) {
			if !e.destroy(p, c.address, &o) {
				return o
			}
		}
	}
	for _, c := range changes {
		if c.gone {
			continue
		}
		config := e.configOf(c.wish) // what it refers to may be known by now
		again := p.Plan(c.resource, c.state, config)
		o.add(again.Diagnostics.Errors())
		if len(again.Diagnostics.Errors()) > 0 {
			return o
		}
		if e.killed() {
			return o
		}
		if e.conforms(c.address, "final plan", c.planned.Object, again.Object); len(e.bugs) > 0 {
			return o
		}
		fresh := !c.exists()
		made := p.Apply(c.resource, c.state, again, config)
		if e.killed() {
			return o
		}
		o.add(made.Diagnostics)
		failed := len(made.Diagnostics.Errors()) > 0
		if !failed {
			e.conforms(c.address, "result after apply", again.Object, made.Object)
		}
		if failed && fresh && made.Object != nil {
			c.tainted = true
		}
		c.state = made
		if failed {
			return o
		}
	}
	return o
}

// destroy destroys an address.
func (e *engine) destroy(p *acctest.Protocol, a *address, o *outcome) bool {
	gone := p.Apply(a.resource, a.state, p.Plan(a.resource, a.state, nil), nil)
	if e.killed() {
		return false
	}
	o.add(gone.Diagnostics)
	if len(gone.Diagnostics.Errors()) > 0 {
		return false
	}
	if gone.Object != nil {
		e.bug(a, "an object after it was destroyed")
	}
	a.state, a.tainted = acctest.Step{}, false
	return true
}

// killed says that the provider is dead, and with it what it was about to answer.
func (e *engine) killed() bool { return e.dead != nil && e.dead() }

// conforms is Terraform's check that what was known before is the same after.
func (e *engine) conforms(a *address, what string, before, after acctest.Object) {
	for name, value := range before {
		if !fits(value, after[name]) {
			e.bug(a, fmt.Sprintf("inconsistent %s: %s was %v and is %v", what, name, value, after[name]))
		}
	}
}

// fits says that a value is what was known of it before.
func fits(before, after any) bool {
	if _, unknown := before.(acctest.Unknown); unknown {
		return true
	}
	known, isMap := before.(map[string]any)
	is, _ := after.(map[string]any)
	if !isMap || is == nil {
		return reflect.DeepEqual(before, after)
	}
	for name, value := range known {
		if _, there := is[name]; !there || !fits(value, is[name]) {
			return false
		}
	}
	return len(known) == len(is)
}

func (e *engine) bug(a *address, words string) {
	e.bugs = append(e.bugs, fmt.Sprintf("Provider produced %s (%s %s)", words, a.resource, a.name))
}
