// Command schemadump prints this provider's schemas in the form of `terraform providers schema -json`.
//
// The documentation is generated from it. Asking the provider itself, and not a terraform binary,
// makes the pages the same whatever terraform is installed: older ones leave out what they do not
// know, such as identities, actions and list resources.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clusterlinking/terraform-provider-clink/internal/provider"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, w io.Writer) error {
	server, err := providerserver.NewProtocol6WithError(provider.New("dev")())()
	if err != nil {
		return fmt.Errorf("starting the provider: %w", err)
	}
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return fmt.Errorf("reading its schemas: %w", err)
	}
	if err := failed(schemas.Diagnostics); err != nil {
		return fmt.Errorf("reading its schemas: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return fmt.Errorf("reading its identity schemas: %w", err)
	}
	if err := failed(identities.Diagnostics); err != nil {
		return fmt.Errorf("reading its identity schemas: %w", err)
	}

	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(dump(schemas, identities))
}

// failed returns the first error among diagnostics.
func failed(diagnostics []*tfprotov6.Diagnostic) error {
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	return nil
}
