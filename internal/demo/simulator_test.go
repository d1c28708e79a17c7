package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAddress(t *testing.T) {
	t.Parallel()

	for output, want := range map[string]string{
		"":                                     "",
		"listening on 127.0.0.1:80":            "", // the line may go on
		"listening on 127.0.0.1:8090\n":        "http://127.0.0.1:8090",
		"x\nhttp://127.0.0.1:41234/ is up\ny":  "http://127.0.0.1:41234",
		"clinksim: http://127.0.0.1:1 ready\n": "http://127.0.0.1:1",
	} {
		if got := address(output); got != want {
			t.Errorf("address(%q) = %q, want %q", output, got, want)
		}
	}
}

func TestStopKept_leavesStrangersAlone(t *testing.T) {
	t.Parallel()

	work := t.TempDir()
	var out strings.Builder
	for _, content := range []string{"", "no number", "1 " + filepath.Join(work, "clinksim"), "-1 x"} {
		if err := os.WriteFile(filepath.Join(work, pidFile), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := stopKept(t.Context(), &out, work); err != nil {
			t.Errorf("with %q: %v", content, err)
		}
	}
	if err := stopKept(t.Context(), &out, filepath.Join(work, "nothing")); err != nil {
		t.Errorf("without a file: %v", err)
	}
	if out.String() != "" {
		t.Errorf("it says it has stopped something: %s", out.String())
	}
}
