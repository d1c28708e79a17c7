package main

import "testing"

func TestLogWanted(t *testing.T) {
	t.Parallel()
	for entry, want := range map[string]bool{
		"TF_LOG=DEBUG": true, "TF_LOG_PROVIDER=info": true, "TF_LOG_PROVIDER_CLINK=TRACE": true, "TF_LOG_SDK_PROTO=TRACE": true,
		"TF_LOG=": false, "TF_LOG=off": false, "TF_LOG_PATH=/var/log/terraform.log": false, "TF_CLI_CONFIG_FILE=TF_LOG": false,
	} {
		if got := logWanted([]string{"HOME=/root", entry}); got != want {
			t.Errorf("%s: %v", entry, got)
		}
	}
}
