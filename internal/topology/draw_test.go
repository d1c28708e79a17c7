package topology

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// pictures are drawn of what is usual, of what is missing, and of texts that mean
// something in Mermaid or in HTML.
func pictures() map[string]string {
	all := map[string]string{
		"nothing":             mermaid(map[string]cluster{}, nil),
		"a cluster alone":     mermaid(map[string]cluster{"lkc-a": {configured: true}}, nil),
		"a cluster that died": mermaid(map[string]cluster{"lkc-a": {configured: true, problem: "no connection"}}, nil),
		"an end that is not told": mermaid(map[string]cluster{"lkc-a": {configured: true}}, []link{
			{name: "from-somewhere", destination: "lkc-a", state: "UNAVAILABLE", problems: []string{"It waits."}}, {name: "from-elsewhere", destination: "lkc-a"},
		}),
		"both ways, and sick": mermaid(map[string]cluster{"lkc-a": {configured: true}, "lkc-b": {}}, []link{
			{name: "both", mode: "BIDIRECTIONAL", source: "lkc-a", destination: "lkc-b", state: "ACTIVE", topics: new(int64(2))},
			{name: "sick", source: "lkc-b", destination: "lkc-a", state: "FAILED", topics: new(int64(1)), problems: []string{"Its state is FAILED."}},
		}),
	}
	for _, text := range []string{
		"end", "graph", "default", "o--x", "%%", "a;b", "a|b", "[x]", "(x)", "{x}", `"x"`, "'x'", "`x`", "<b>x</b>", "</br>", "#quot;", "&amp;", "a\nb", "\\", "--> c9", ":::sick", "@{shape: cyl}", "ä 日本 🙂",
	} {
		all[text] = mermaid(map[string]cluster{text: {configured: true}, "lkc-b": {}}, []link{{name: text, source: text, destination: "lkc-b", state: text, topics: new(int64(3)), problems: []string{text}}})
	}
	return all
}

// What is drawn is a flowchart by the words of mermaid's own parser.
func TestMermaid_isUnderstood(t *testing.T) {
	t.Parallel()
	const tools = "../../tools/mermaid"
	node, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(filepath.Join(tools, "node_modules", "mermaid"))
	}
	if err != nil && os.Getenv("MERMAID") == "" {
		t.Skip("needs node, and mermaid in tools/mermaid: `make mermaid` brings it")
	}
	var texts []string
	for _, text := range pictures() {
		texts = append(texts, text)
	}
	check := func(texts ...string) (string, error) {
		in, err := json.Marshal(texts)
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), node, "check.mjs")
		cmd.Dir, cmd.Stdin = tools, bytes.NewReader(in)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := check(texts...); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	if out, err := check("flowchart LR\n  a[\"x\" --> b\n"); err == nil || !strings.Contains(out, "Parse error") {
		t.Errorf("the parser takes what is no flowchart: %s", out)
	}
}

func TestMermaid_drawsAnEndThatIsNotTold(t *testing.T) {
	t.Parallel()
	drawn := pictures()["an end that is not told"]
	if strings.Count(drawn, "cluster not known") != 1 || strings.Count(drawn, "  other -->") != 2 {
		t.Error(drawn)
	}
}
