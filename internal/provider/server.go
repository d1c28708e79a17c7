package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Server makes the provider of this version speak Terraform's protocol. What it says
// of an argument names the argument in words as well: Terraform shows none that is
// missing from the configuration, inside the provider block, or in an object on one
// line.
func Server(version string, options ...Option) func() tfprotov6.ProviderServer {
	framework := providerserver.NewProtocol6(New(version, options...)())
	return func() tfprotov6.ProviderServer {
		s := framework()
		lists, _ := s.(tfprotov6.ListResourceServer)
		actions, _ := s.(tfprotov6.ActionServer)
		return &server{s, lists, actions}
	}
}

// server is the framework's server with arguments named, which keeps nothing of what
// it was called for once for each resource.
type server struct {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// named puts the argument's name before what is said of it, unless that holds it.
func named(diagnostics []*tfprotov6.Diagnostic) {
	for _, d := range diagnostics {
		if d.Attribute == nil {
			continue
		}
		if name := argumentName(d.Attribute); name != "" && !strings.Contains(d.Detail, name) {
			d.Detail = name + ": " + d.Detail
		}
	}
}

// argumentName is an argument's path as its user writes it, such as
// kafka_clusters["lkc-jump"].api_secret.
func argumentName(at *tftypes.AttributePath) string {
	var b strings.Builder
	for _, step := range at.Steps() {
		switch s := step.(type) {
		case tftypes.AttributeName:
			if b.Len() > 0 {
				b.WriteString(".")
			}
			b.WriteString(string(s))
		case tftypes.ElementKeyString:
			fmt.Fprintf(&b, "[%q]", string(s))
		case tftypes.ElementKeyInt:
			fmt.Fprintf(&b, "[%d]", int64(s))
		default:
			return b.String() // an element of a set has no name
		}
	}
	return b.String()
}

// ValidateProviderConfig judges the provider block.
func (s *server) ValidateProviderConfig(ctx context.Context, req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	resp, err := s.ProviderServer.ValidateProviderConfig(ctx, req)
	if resp != nil {
		named(resp.Diagnostics)
	}
	return resp, err
}

// ConfigureProvider configures the provider.
func (s *server) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	resp, err := s.ProviderServer.ConfigureProvider(ctx, req)
	if resp != nil {
		named(resp.Diagnostics)
	}
	return resp, err
}

// ValidateResourceConfig judges a resource's configuration.
func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	ctx, end := call(ctx)
	defer end()
	resp, err := s.ProviderServer.ValidateResourceConfig(ctx, req)
	if resp != nil {
		named(resp.Diagnostics)
	}
	return resp, err
}

// UpgradeResourceState takes a resource out of the state.
func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	ctx, end := call(ctx)
	defer end()
	return s.ProviderServer.UpgradeResourceState(ctx, req)
}

// UpgradeResourceIdentity takes what tells a resource from others out of the state.
func (s *server) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	ctx, end := call(ctx)
	defer end()
	return s.ProviderServer.UpgradeResourceIdentity(ctx, req)
}

// MoveResourceState takes over a resource of another type.
func (s *server) MoveResourceState(ctx context.Context, req *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	ctx, end := call(ctx)
	defer end()
	return s.ProviderServer.MoveResourceState(ctx, req)
}

// ReadResource refreshes a resource.
func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	ctx, end := call(ctx)
	defer end()
	resp, err := s.ProviderServer.ReadResource(ctx, req)
	if resp != nil {
		named(resp.Diagnostics)
	}
	return resp, err
}

// PlanResourceChange plans a resource.
func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	ctx, end := call(ctx)
	defer end()
	resp, err := s.ProviderServer.PlanResourceChange(ctx, req)
	if resp != nil {
		named(resp.Diagnostics)
	}
	return resp, err
}

// ApplyResourceChange applies what was planned.
func (s *server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	ctx, end := call(ctx)
	defer end()
	resp, err := s.ProviderServer.ApplyResourceChange(ctx, req)
	if resp != nil {
		named(resp.Diagnostics)
	}
	return resp, err
}

// ImportResourceState begins an import.
func (s *server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	ctx, end := call(ctx)
	defer end()
	resp, err := s.ProviderServer.ImportResourceState(ctx, req)
	if resp != nil {
		named(resp.Diagnostics)
	}
	return resp, err
}

// ValidateDataResourceConfig judges a data source's configuration.
func (s *server) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	ctx, end := call(ctx)
	defer end()
	resp, err := s.ProviderServer.ValidateDataResourceConfig(ctx, req)
	if resp != nil {
		named(resp.Diagnostics)
	}
	return resp, err
}

// ReadDataSource reads a data source.
func (s *server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	ctx, end := call(ctx)
	defer end()
	resp, err := s.ProviderServer.ReadDataSource(ctx, req)
	if resp != nil {
		named(resp.Diagnostics)
	}
	return resp, err
}

// ValidateListResourceConfig judges what is asked of a list.
func (s *server) ValidateListResourceConfig(ctx context.Context, req *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse, error) {
	resp, err := s.ListResourceServer.ValidateListResourceConfig(ctx, req)
	if resp != nil {
		named(resp.Diagnostics)
	}
	return resp, err
}

// ValidateActionConfig judges an action's configuration.
func (s *server) ValidateActionConfig(ctx context.Context, req *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	resp, err := s.ActionServer.ValidateActionConfig(ctx, req)
	if resp != nil {
		named(resp.Diagnostics)
	}
	return resp, err
}

// InvokeAction does what an action is for.
func (s *server) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := s.ActionServer.InvokeAction(ctx, req)
	if stream == nil {
		return stream, err
	}
	events := stream.Events
	stream.Events = func(push func(tfprotov6.InvokeActionEvent) bool) {
		for event := range events {
			if done, ok := event.Type.(tfprotov6.CompletedInvokeActionEventType); ok {
				named(done.Diagnostics)
			}
			if !push(event) {
				return
			}
		}
	}
	return stream, err
}
