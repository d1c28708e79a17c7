package tfkit

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Object is what one address of a configuration owns: a link, a mirror topic, a
// network link service or endpoint. Terraform tells a provider no addresses, so an
// object is known by what makes it one of a kind before it has an id.
type Object struct {
	Resource string // the resource type, such as clink_mirror_topic
	Name     string // as users call it, such as mirror topic "orders"
	key      string
}

// NewObject is the object that these parts make one of a kind. While one of them
// is not known it is no object yet, and nothing is recorded or said of it.
func NewObject(resource, name string, parts ...types.String) Object {
	key := []string{resource}
	for _, part := range parts {
		if part.IsUnknown() || part.IsNull() {
			return Object{}
		}
		key = append(key, part.ValueString())
	}
	return Object{resource, name, strings.Join(key, "\x00")}
}

// use is what the run under way does with an object.
type use struct {
	claims      int  // addresses of the configuration
	stays, goes bool // by the plan
	takenOver   bool // in this apply
	gone        bool // by a refresh
}

// record changes what is known of an object, and returns what then is.
func (c *Connections) record(o Object, change func(*use)) use {
	if c == nil || o.key == "" || c.ManyRuns {
		return use{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.uses == nil {
		c.uses = map[string]*use{}
	}
	u := c.uses[o.key]
	if u == nil {
		u = &use{}
		c.uses[o.key] = u
	}
	change(u)
	return *u
}

// Claim records that an address of the configuration wants an object, and adds
// the error for the second one that does. It belongs into ValidateConfig, which
// Terraform calls once for each address in a plan: ModifyPlan is called twice for
// one that is replaced. It does nothing in terraform validate.
func (c *Connections) Claim(o Object, at path.Path, diags *diag.Diagnostics) {
	if c.Claimed(o) > 1 {
		TwoOwners(o, at, diags)
	}
}

// TwoOwners adds the error for an object that two addresses of a configuration claim.
func TwoOwners(o Object, at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Object Has Two Owners", fmt.Sprintf("Two addresses of this configuration claim %s. Removing one of them would delete what the other one manages, so keep one. "+
		"If both are in state already, let one go without touching the object: take its resource block out and write\n\n"+
		"  removed {\n    from = %s.<the one to let go>\n    lifecycle {\n      destroy = false\n    }\n  }", o.Name, o.Resource))
}

// Claimed counts an address that wants something which only one can have, as Claim
// does, and returns how many do by now.
func (c *Connections) Claimed(o Object) int { return c.record(o, func(u *use) { u.claims++ }).claims }

// Claims is how many addresses want something by now.
func (c *Connections) Claims(o Object) int { return c.record(o, func(*use) {}).claims }

// PlanStays records that the plan creates or keeps an object, and adds the error
// when it destroys it at another address.
func (c *Connections) PlanStays(o Object, diags *diag.Diagnostics) {
	if c.Stays(o) {
		moved(o, diags)
	}
}

// Stays is PlanStays for who tells the error in other words: it reports whether
// there is one.
func (c *Connections) Stays(o Object) bool { return c.record(o, func(u *use) { u.stays = true }).goes }

// PlanChanges records that an address keeps what it has, or leaves it for another
// object: then what it has had is destroyed. While it is not known which object it
// will have, nothing is said.
func (c *Connections) PlanChanges(prior, planned Object, diags *diag.Diagnostics) {
	if planned.key != "" && planned.key != prior.key {
		c.PlanGoes(prior, diags)
	}
	c.PlanStays(planned, diags)
}

// PlanGoes records that the plan destroys an object, and adds the error when it
// creates or keeps it at another address. A replacement is no such thing:
// Terraform does not ask for the plan of its destroy.
func (c *Connections) PlanGoes(o Object, diags *diag.Diagnostics) {
	if c.Goes(o) {
		moved(o, diags)
	}
}

// Goes is PlanGoes for who tells the error in other words: it reports whether there
// is one.
func (c *Connections) Goes(o Object) bool { return c.record(o, func(u *use) { u.goes = true }).stays }

// topicOf is a topic, whatever it mirrors over which link.
func topicOf(clusterID, topic types.String) Object { return NewObject("topic", "", clusterID, topic) }

// PlanTopicGoes records that the plan deletes a mirror topic, and its history with it.
func (c *Connections) PlanTopicGoes(clusterID, topic types.String) {
	c.record(topicOf(clusterID, topic), func(u *use) { u.goes = true })
}

// TopicGoes reports whether the plan, as far as it has come, deletes a mirror
// topic. Terraform plans to destroy a mirror topic before the link that it is on.
func (c *Connections) TopicGoes(clusterID types.String, topic string) bool {
	return c.record(topicOf(clusterID, types.StringValue(topic)), func(*use) {}).goes
}

func moved(o Object, diags *diag.Diagnostics) {
	diags.AddError("Object Moves to Another Address", fmt.Sprintf("This plan destroys %s at one address and creates or keeps it at another, as after a resource was renamed, moved into a module, or given other for_each keys. "+
		"The object would be deleted. If it is to live on under its new address, say so:\n\n"+
		"  moved {\n    from = %[2]s.<the address in state>\n    to   = %[2]s.<the address in the configuration>\n  }\n\n"+
		"If both addresses are in state, let the old one go without touching the object:\n\n"+
		"  removed {\n    from = %[2]s.<the address to let go>\n    lifecycle {\n      destroy = false\n    }\n  }", o.Name, o.Resource))
}

// TakeOver records that an address of this run creates an object or takes it
// over: no destroy of the run touches it from here on.
func (c *Connections) TakeOver(o Object) {
	c.record(o, func(u *use) { u.takenOver = true })
}

// MayAdopt reports whether a create may take over an object that is there already:
// unless the user forbids it, or another address of this run has it.
func (c *Connections) MayAdopt(o Object) bool {
	return !c.AdoptNever && !c.TakenOver(o)
}

// WarnAdopted warns that a create has taken over an object that was there already.
func WarnAdopted(o Object, diags *diag.Diagnostics) {
	diags.AddWarning("Existing Object Taken Over", fmt.Sprintf("This address was to create %s, which is there already and is in every way what the configuration wants, as after an apply that was cut off. "+
		"From now on this configuration manages it, and a destroy deletes it.\n\nIf it belongs to another configuration, let it go here with a `removed` block that has destroy = false. adopt_existing = \"never\" in the provider block makes this an error.", o.Name))
}

// TakenOver reports whether an address of this run has created an object or taken it
// over.
func (c *Connections) TakenOver(o Object) bool { return c.record(o, func(*use) {}).takenOver }

// LetGo reports whether a destroy has to leave an object alone, because another
// address of this run has created it or taken it over, and warns of that.
func (c *Connections) LetGo(o Object, diags *diag.Diagnostics) bool {
	if !c.TakenOver(o) {
		return false
	}
	diags.AddWarning("Object Has Another Owner", fmt.Sprintf("Another address of this apply has created or taken over %s, so it is not deleted here: this address lets it go.", o.Name))
	return true
}

// FindGone records that a refresh has found an object gone.
func (c *Connections) FindGone(o Object) {
	c.record(o, func(u *use) { u.gone = true })
}

// FoundGone reports whether a refresh of this run has found an object gone. To plan
// a destroy, Terraform refreshes first and plans as if to create it again.
func (c *Connections) FoundGone(o Object) bool {
	return c.record(o, func(*use) {}).gone
}
