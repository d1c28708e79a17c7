package provider_test

import (
	"context"
	"runtime"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clusterlinking/terraform-provider-clink/internal/provider"
)

// What a call brings along is gone when it has ended: of thousands of resources,
// nothing adds up. The calls are refused, which makes no difference to that.
func TestServer_keepsNothingOfACall(t *testing.T) {
	t.Parallel()
	const mirrorTopic = "clink_mirror_topic"
	s := provider.Server("test")()
	for name, do := range map[string]func(context.Context) error{
		"ValidateResourceConfig": func(ctx context.Context) error {
			_, err := s.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: mirrorTopic})
			return err
		},
		"UpgradeResourceState": func(ctx context.Context) error {
			_, err := s.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{TypeName: mirrorTopic})
			return err
		},
		"UpgradeResourceIdentity": func(ctx context.Context) error {
			_, err := s.UpgradeResourceIdentity(ctx, &tfprotov6.UpgradeResourceIdentityRequest{TypeName: mirrorTopic})
			return err
		},
		"ReadResource": func(ctx context.Context) error {
			_, err := s.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: mirrorTopic})
			return err
		},
		"PlanResourceChange": func(ctx context.Context) error {
			_, err := s.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{TypeName: mirrorTopic})
			return err
		},
		"ApplyResourceChange": func(ctx context.Context) error {
			_, err := s.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{TypeName: mirrorTopic})
			return err
		},
		"ImportResourceState": func(ctx context.Context) error {
			_, err := s.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: mirrorTopic})
			return err
		},
		"MoveResourceState": func(ctx context.Context) error {
			_, err := s.MoveResourceState(ctx, &tfprotov6.MoveResourceStateRequest{TargetTypeName: mirrorTopic})
			return err
		},
		"ValidateDataResourceConfig": func(ctx context.Context) error {
			_, err := s.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: mirrorTopic})
			return err
		},
		"ReadDataSource": func(ctx context.Context) error {
			_, err := s.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: mirrorTopic})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			brought, err := bring(t.Context(), do)
			if err != nil {
				t.Fatal(err)
			}
			for range 3 { // pools let go at the second
				runtime.GC()
			}
			if brought.Value() != nil {
				t.Error("the server holds on to what the call brought along")
			}
		})
	}
	t.Cleanup(func() { runtime.KeepAlive(s) })
}

type broughtKey struct{}

// bring makes a call whose context brings something along, and says where that is.
func bring(ctx context.Context, do func(context.Context) error) (weak.Pointer[[1 << 16]byte], error) {
	brought := new([1 << 16]byte)
	ctx, cancel := context.WithCancel(context.WithValue(ctx, broughtKey{}, brought))
	defer cancel() // as when the answer has been sent
	return weak.Make(brought), do(ctx)
}

// A call sees the end of what it was made for, and what that brings along.
func TestServer_callIsStopped(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), broughtKey{}, "brought"))
	inner, end := provider.Call(ctx)
	derived, release := context.WithCancel(inner)
	defer release()
	if derived.Value(broughtKey{}) != "brought" || derived.Err() != nil {
		t.Errorf("value %v, err %v", derived.Value(broughtKey{}), derived.Err())
	}
	cancel()
	<-derived.Done()
	if inner.Err() == nil {
		t.Error("the call does not see that it is stopped")
	}
	end()
	if inner.Err() == nil || inner.Value(broughtKey{}) != nil {
		t.Errorf("after its end: value %v, err %v", inner.Value(broughtKey{}), inner.Err())
	}
}
