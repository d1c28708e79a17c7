package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Protocol talks to the provider as Terraform does, without a terraform: for
// what a terraform run does not show to a test, such as warnings, and for what
// needs a newer terraform than the one at hand.
type Protocol struct {
	tb     testing.TB
	server tfprotov6.ProviderServer
	schema *tfprotov6.GetProviderSchemaResponse
	block  map[string]any // of Configure
}

// NewProtocol configures a provider for all clusters of the default world. change,
// if not nil, alters the provider block before.
func (w *World) NewProtocol(change func(block map[string]any)) *Protocol {
	w.tb.Helper()
	clusters := map[string]any{}
	for id, key := range keys {
		clusters[id] = map[string]any{"rest_endpoint": w.URL, "api_key": key + "KEY", "api_secret": key + "SECRET"}
	}
	block := map[string]any{
		"kafka_clusters": clusters,
		"cloud":          map[string]any{"endpoint": w.URL, "api_key": "CLOUDKEY", "api_secret": "CLOUDSECRET"},
	}
	if change != nil {
		change(block)
	}
	server, err := Factories()["clink"]()
	if err != nil {
		w.tb.Fatal(err)
	}
	p := ProtocolOf(w.tb, server)
	if d := p.Configure(block); len(d.Errors()) > 0 {
		w.tb.Fatalf("configuring the provider: %s", d)
	}
	return p
}

// ProtocolOf talks to a provider that is not configured yet.
func ProtocolOf(tb testing.TB, server tfprotov6.ProviderServer) *Protocol {
	tb.Helper()
	schema, err := server.GetProviderSchema(tb.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		tb.Fatal(err)
	}
	return &Protocol{tb: tb, server: server, schema: schema}
}

// ValidateProvider validates a provider block.
func (p *Protocol) ValidateProvider(block map[string]any) Diagnostics {
	p.tb.Helper()
	resp, err := p.server.ValidateProviderConfig(p.tb.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: p.encode(p.schema.Provider.ValueType(), block)})
	if err != nil {
		p.tb.Fatal(err)
	}
	return resp.Diagnostics
}

// Configure configures the provider for a run, for which Terraform validates the
// block first.
func (p *Protocol) Configure(block map[string]any) Diagnostics {
	p.tb.Helper()
	_ = p.ValidateProvider(block)
	return p.ConfigureForTests(block)
}

// ConfigureForTests configures the provider as terraform test does for a block in a
// test file: once for all of its runs, and without validating it.
func (p *Protocol) ConfigureForTests(block map[string]any) Diagnostics {
	p.tb.Helper()
	resp, err := p.server.ConfigureProvider(p.tb.Context(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.14.0", Config: p.encode(p.schema.Provider.ValueType(), block)})
	if err != nil {
		p.tb.Fatal(err)
	}
	p.block = block
	return resp.Diagnostics
}

// anew begins another run: Terraform validates an address, and destroys it, once
// in each.
func (p *Protocol) anew() {
	p.tb.Helper()
	if p.block != nil {
		p.Configure(p.block)
	}
}

// Schema is the provider's schema.
func (p *Protocol) Schema() *tfprotov6.GetProviderSchemaResponse { return p.schema }

// Unknown stands for a value that is not known yet, in a configuration.
type Unknown struct{}

// Object is a resource's configuration, plan or state by attribute; what is
// left out is null.
type Object map[string]any

// Step is the answer to a request of Terraform's.
type Step struct {
	Object      Object // planned, new or imported state; nil when there is none
	Replace     []string
	Diagnostics Diagnostics
	private     []byte
	value       *tfprotov6.DynamicValue
	identity    *tfprotov6.ResourceIdentityData
}

// Identity reports whether the answer carries an identity.
func (s Step) Identity() bool { return s.identity != nil && s.identity.IdentityData != nil }

// ValidateTogether validates several addresses of one configuration, in one run.
func (p *Protocol) ValidateTogether(resource string, configs ...Object) (all Diagnostics) {
	p.tb.Helper()
	p.anew()
	for _, config := range configs {
		all = append(all, p.ValidateNext(resource, config)...)
	}
	return all
}

// Validate validates a resource's configuration.
func (p *Protocol) Validate(resource string, config Object) Diagnostics {
	p.tb.Helper()
	p.anew()
	return p.ValidateNext(resource, config)
}

// ValidateNext validates one more address of a configuration, in the run under way.
func (p *Protocol) ValidateNext(resource string, config Object) Diagnostics {
	p.tb.Helper()
	resp, err := p.server.ValidateResourceConfig(p.tb.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: resource, Config: p.encode(p.typeOf(resource), config),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		p.tb.Fatal(err)
	}
	return resp.Diagnostics
}

// Plan plans the change of a resource from prior (the zero Step: create) to a
// configuration (nil: destroy).
func (p *Protocol) Plan(resource string, prior Step, config Object) Step {
	p.tb.Helper()
	if config == nil {
		p.anew()
	}
	typ := p.typeOf(resource)
	var proposed Object
	if config != nil {
		proposed = Object{}
		for _, a := range p.schema.ResourceSchemas[resource].Block.Attributes {
			value, given := config[a.Name]
			switch {
			case a.WriteOnly:
			case given:
				proposed[a.Name] = withoutWriteOnly(value)
			case a.Computed && prior.Object != nil:
				proposed[a.Name] = prior.Object[a.Name]
			}
		}
	}
	resp, err := p.server.PlanResourceChange(p.tb.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: resource, PriorState: p.valueOf(typ, prior), ProposedNewState: p.encode(typ, proposed), Config: p.encode(typ, config),
		PriorPrivate: prior.private, PriorIdentity: prior.identity,
	})
	if err != nil {
		p.tb.Fatal(err)
	}
	step := p.step(typ, resp.PlannedState, resp.PlannedPrivate, resp.Diagnostics, resp.PlannedIdentity)
	for _, at := range resp.RequiresReplace {
		step.Replace = append(step.Replace, at.String())
	}
	return step
}

// Apply applies what Plan planned.
func (p *Protocol) Apply(resource string, prior, planned Step, config Object) Step {
	p.tb.Helper()
	if config == nil {
		p.anew()
	}
	typ := p.typeOf(resource)
	resp, err := p.server.ApplyResourceChange(p.tb.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: resource, PriorState: p.valueOf(typ, prior), PlannedState: p.valueOf(typ, planned), Config: p.encode(typ, config),
		PlannedPrivate: planned.private, PlannedIdentity: planned.identity,
	})
	if err != nil {
		p.tb.Fatal(err)
	}
	return p.step(typ, resp.NewState, resp.Private, resp.Diagnostics, resp.NewIdentity)
}

// Interrupt ends what is under way, as Terraform does when its user asks for that.
func (p *Protocol) Interrupt() {
	p.tb.Helper()
	if resp, err := p.server.StopProvider(p.tb.Context(), &tfprotov6.StopProviderRequest{}); err != nil || resp.Error != "" {
		p.tb.Fatalf("interrupting: %v, %v", err, resp)
	}
}

// Create plans and applies a new resource; an error ends the test.
func (p *Protocol) Create(resource string, config Object) Step {
	p.tb.Helper()
	planned := p.Plan(resource, Step{}, config)
	if len(planned.Diagnostics.Errors()) > 0 {
		p.tb.Fatalf("planning %s: %s", resource, planned.Diagnostics)
	}
	created := p.Apply(resource, Step{}, planned, config)
	if len(created.Diagnostics.Errors()) > 0 {
		p.tb.Fatalf("creating %s: %s", resource, created.Diagnostics)
	}
	return created
}

// Read refreshes a resource.
func (p *Protocol) Read(resource string, state Step) Step {
	p.tb.Helper()
	resp, err := p.server.ReadResource(p.tb.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: resource, CurrentState: state.value, Private: state.private, CurrentIdentity: state.identity,
	})
	if err != nil {
		p.tb.Fatal(err)
	}
	return p.step(p.typeOf(resource), resp.NewState, resp.Private, resp.Diagnostics, resp.NewIdentity)
}

// Move takes over the state, in JSON, of a resource of another provider, and reads it,
// as Terraform does for a moved block.
func (p *Protocol) Move(resource, provider, from, state string) Step {
	p.tb.Helper()
	resp, err := p.server.MoveResourceState(p.tb.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: provider, SourceTypeName: from, SourceState: &tfprotov6.RawState{JSON: []byte(state)}, TargetTypeName: resource,
	})
	if err != nil {
		p.tb.Fatal(err)
	}
	moved := p.step(p.typeOf(resource), resp.TargetState, resp.TargetPrivate, resp.Diagnostics, resp.TargetIdentity)
	if len(moved.Diagnostics.Errors()) > 0 || moved.Object == nil {
		return moved
	}
	read := p.Read(resource, moved)
	read.Diagnostics = append(moved.Diagnostics, read.Diagnostics...)
	return read
}

// Call calls a function, and returns its result, or what is wrong with which
// argument.
func (p *Protocol) Call(function string, arguments ...any) (result any, fault *tfprotov6.FunctionError) {
	p.tb.Helper()
	definition := p.schema.Functions[function]
	if definition == nil {
		p.tb.Fatalf("the provider has no function %s", function)
	}
	var encoded []*tfprotov6.DynamicValue
	for i, argument := range arguments {
		typ := definition.Parameters[i].Type
		value := typed(argument)
		dynamic, err := tfprotov6.NewDynamicValue(typ, value)
		if err != nil {
			p.tb.Fatal(err)
		}
		encoded = append(encoded, &dynamic)
	}
	resp, err := p.server.CallFunction(p.tb.Context(), &tfprotov6.CallFunctionRequest{Name: function, Arguments: encoded})
	if err != nil {
		p.tb.Fatal(err)
	}
	if resp.Error != nil {
		return nil, resp.Error
	}
	value, err := resp.Result.Unmarshal(definition.Return.Type)
	if err != nil {
		p.tb.Fatal(err)
	}
	return plainValue(p.tb, value), nil
}

// Listed is one object that a list has found.
type Listed struct {
	Name     string
	Identity Object
	Step     // with Object, if whole resources are asked for
}

// List lists resources, in a run of its own: limit is 0 for no limit.
func (p *Protocol) List(resource string, config Object, whole bool, limit int64) (found []Listed, d Diagnostics) {
	p.tb.Helper()
	p.anew()
	server, ok := p.server.(tfprotov6.ListResourceServer)
	schema := p.schema.ListResourceSchemas[resource]
	if !ok || schema == nil {
		p.tb.Fatalf("the provider cannot list %s", resource)
	}
	identities, err := p.server.GetResourceIdentitySchemas(p.tb.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		p.tb.Fatal(err)
	}
	encoded := p.encode(schema.ValueType(), config)
	valid, err := server.ValidateListResourceConfig(p.tb.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: resource, Config: encoded})
	if err != nil {
		p.tb.Fatal(err)
	}
	if len(Diagnostics(valid.Diagnostics).Errors()) > 0 {
		return nil, valid.Diagnostics
	}
	stream, err := server.ListResource(p.tb.Context(), &tfprotov6.ListResourceRequest{TypeName: resource, Config: encoded, IncludeResource: whole, Limit: limit})
	if err != nil {
		p.tb.Fatal(err)
	}
	for result := range stream.Results {
		d = append(d, result.Diagnostics...)
		if result.Identity == nil {
			continue
		}
		one := Listed{Name: result.DisplayName}
		value, err := result.Identity.IdentityData.Unmarshal(identities.IdentitySchemas[resource].ValueType())
		if err != nil {
			p.tb.Fatal(err)
		}
		one.Identity, _ = plainValue(p.tb, value).(map[string]any)
		if result.Resource != nil {
			one.Step = p.step(p.typeOf(resource), result.Resource, nil, nil, result.Identity)
		}
		found = append(found, one)
	}
	return found, d
}

// Invoke validates an action and invokes it. It returns what the action has told while
// it ran.
func (p *Protocol) Invoke(action string, config Object) (progress []string, d Diagnostics) {
	p.tb.Helper()
	server, ok := p.server.(tfprotov6.ActionServer)
	schema := p.schema.ActionSchemas[action]
	if !ok || schema == nil {
		p.tb.Fatalf("the provider has no action %s", action)
	}
	p.anew()
	encoded := p.encode(schema.Schema.ValueType(), config)
	valid, err := server.ValidateActionConfig(p.tb.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: action, Config: encoded})
	if err != nil {
		p.tb.Fatal(err)
	}
	if len(Diagnostics(valid.Diagnostics).Errors()) > 0 {
		return nil, valid.Diagnostics
	}
	stream, err := server.InvokeAction(p.tb.Context(), &tfprotov6.InvokeActionRequest{ActionType: action, Config: encoded})
	if err != nil {
		p.tb.Fatal(err)
	}
	for event := range stream.Events {
		switch e := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, e.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			d = append(d, e.Diagnostics...)
		}
	}
	return progress, d
}

// ReadData reads a data source, in a run of its own.
func (p *Protocol) ReadData(source string, config Object) Step {
	p.tb.Helper()
	p.anew()
	schema := p.schema.DataSourceSchemas[source]
	if schema == nil {
		p.tb.Fatalf("the provider has no data source %s", source)
	}
	typ := schema.ValueType()
	valid, err := p.server.ValidateDataResourceConfig(p.tb.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: source, Config: p.encode(typ, config)})
	if err != nil {
		p.tb.Fatal(err)
	}
	if len(Diagnostics(valid.Diagnostics).Errors()) > 0 {
		return Step{Diagnostics: valid.Diagnostics}
	}
	resp, err := p.server.ReadDataSource(p.tb.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: source, Config: p.encode(typ, config)})
	if err != nil {
		p.tb.Fatal(err)
	}
	return p.step(typ, resp.State, nil, resp.Diagnostics, nil)
}

// Import imports by id and reads, as Terraform does.
func (p *Protocol) Import(resource, id string) Step {
	p.tb.Helper()
	return p.imported(resource, &tfprotov6.ImportResourceStateRequest{TypeName: resource, ID: id})
}

// ImportByIdentity imports by the identity that another answer carries.
func (p *Protocol) ImportByIdentity(resource string, of Step) Step {
	p.tb.Helper()
	return p.imported(resource, &tfprotov6.ImportResourceStateRequest{TypeName: resource, Identity: of.identity})
}

func (p *Protocol) imported(resource string, req *tfprotov6.ImportResourceStateRequest) Step {
	p.tb.Helper()
	resp, err := p.server.ImportResourceState(p.tb.Context(), req)
	if err != nil {
		p.tb.Fatal(err)
	}
	if len(resp.ImportedResources) != 1 {
		return Step{Diagnostics: resp.Diagnostics}
	}
	one := resp.ImportedResources[0]
	return p.Read(resource, p.step(p.typeOf(resource), one.State, one.Private, resp.Diagnostics, one.Identity))
}

func (p *Protocol) step(typ tftypes.Type, value *tfprotov6.DynamicValue, private []byte, diags []*tfprotov6.Diagnostic, identity *tfprotov6.ResourceIdentityData) Step {
	p.tb.Helper()
	s := Step{Diagnostics: diags, private: private, value: value, identity: identity}
	if value == nil {
		return s
	}
	decoded, err := value.Unmarshal(typ)
	if err != nil {
		p.tb.Fatal(err)
	}
	if plain := plainValue(p.tb, decoded); plain != nil {
		s.Object = plain.(map[string]any)
	}
	return s
}

func (p *Protocol) typeOf(resource string) tftypes.Type {
	p.tb.Helper()
	s := p.schema.ResourceSchemas[resource]
	if s == nil {
		p.tb.Fatalf("the provider has no resource %s", resource)
	}
	return s.ValueType()
}

func (p *Protocol) valueOf(typ tftypes.Type, s Step) *tfprotov6.DynamicValue {
	p.tb.Helper()
	if s.value != nil {
		return s.value
	}
	return p.encode(typ, nil)
}
