package acctest

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"sync"
)

// registry is where terraform-plugin-testing says that it has the provider of a test.
const registry = "TF_ACC_PROVIDER_HOST"

// nameRegistry names OpenTofu's registry when that is what TF_ACC_TERRAFORM_PATH
// leads to: there it looks for a provider whose address names no registry.
var nameRegistry = sync.OnceFunc(func() {
	program := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if program == "" || os.Getenv(registry) != "" {
		return
	}
	//nolint:forbidigo // once for all tests of the process
	out, err := exec.CommandContext(context.Background(), program, "version").Output()
	if err == nil && strings.HasPrefix(string(out), "OpenTofu ") {
		_ = os.Setenv(registry, "registry.opentofu.org") // fails for malformed names only
	}
})
