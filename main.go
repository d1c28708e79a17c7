// Command terraform-provider-clink is the Terraform provider for Kafka Cluster Linking.
package main

import (
	"flag"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/clusterlinking/terraform-provider-clink/internal/provider"
)

// version is set by the linker when a release or a local install is built.
var version = "dev"

// quiet are the logs that are turned off unless Terraform shows one. The plugin
// libraries write ten lines for each call, which Terraform parses and drops: two fifths
// of the processor's time in a plan of a thousand mirror topics. For each line about a
// member of a set the framework looks for its logger in the contexts of all members
// before, unless its own level tells that nothing is written: nine tenths of the time
// in a plan of five thousand.
var quiet = []string{"TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO", "TF_LOG_PROVIDER_CLINK"}

func main() {
	debug := flag.Bool("debug", false, "run so that a debugger such as delve can attach")
	flag.Parse()

	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	} else if !logWanted(os.Environ()) {
		for _, name := range quiet {
			if err := os.Setenv(name, "OFF"); err != nil {
				log.Fatal(err)
			}
		}
	}
	if err := tf6server.Serve("registry.terraform.io/clusterlinking/clink", provider.Server(version), options...); err != nil {
		log.Fatal(err)
	}
}

// logWanted reports whether one of the variables that have Terraform show a log is set.
func logWanted(environ []string) bool {
	return slices.ContainsFunc(environ, func(entry string) bool {
		name, value, _ := strings.Cut(entry, "=")
		return strings.HasPrefix(name, "TF_LOG") && name != "TF_LOG_PATH" && value != "" && !strings.EqualFold(value, "OFF")
	})
}
