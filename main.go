// Command terraform-provider-clink is the Terraform provider for Kafka Cluster Linking.
package main

import (
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/clusterlinking/terraform-provider-clink/internal/provider"
)

// version is set by the linker when a release or a local install is built.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "run so that a debugger such as delve can attach")
	flag.Parse()

	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	if err := tf6server.Serve("registry.terraform.io/clusterlinking/clink", provider.Server(version), options...); err != nil {
		log.Fatal(err)
	}
}
