package linkconfig_test

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

// lines reads a file of testdata without its comments, each line in words.
func lines(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all [][]string
	for s := bufio.NewScanner(f); s.Scan(); {
		if words := strings.Fields(s.Text()); len(words) > 0 && !strings.HasPrefix(words[0], "#") {
			all = append(all, words)
		}
	}
	if len(all) == 0 {
		t.Fatalf("testdata/%s is empty", name)
	}
	return all
}

func TestCatalogue_coversDocumentation(t *testing.T) {
	t.Parallel()
	for _, line := range lines(t, "documented.txt") {
		name := line[0]
		_, known := linkconfig.Lookup(name)
		switch {
		case len(line) == 1:
			if !known {
				t.Errorf("%s is documented and not in the catalogue", name)
			}
		case known:
			t.Errorf("%s is no link setting, but in the catalogue", name)
		case len(line) == 3:
			if got := linkconfig.Suggest(name); got != line[2] {
				t.Errorf("Suggest(%s) = %q, want %q", name, got, line[2])
			}
		}
	}
	for _, line := range lines(t, "accepted.txt") {
		if _, known := linkconfig.Lookup(line[0]); !known {
			t.Errorf("%s is accepted and not in the catalogue", line[0])
		}
	}
}

func TestCatalogue_agreesWithRecording(t *testing.T) {
	t.Parallel()
	recorded := lines(t, "recorded.txt")
	if len(recorded) != 56 {
		t.Errorf("the recording has 56 settings, the file %d", len(recorded))
	}
	for _, line := range recorded {
		setting, known := linkconfig.Lookup(line[0])
		if !known {
			t.Errorf("%s is not in the catalogue", line[0])
			continue
		}
		want := line[1]
		if want == "null" || want == `""` {
			want = ""
		}
		if setting.Default != want {
			t.Errorf("%s: default %q, want %q", line[0], setting.Default, want)
		}
		if readOnly := setting.Cloud == linkconfig.ReadOnly; readOnly != (len(line) > 2) {
			t.Errorf("%s: read-only on Cloud: %t", line[0], readOnly)
		}
		if setting.Platform == linkconfig.ReadOnly {
			t.Errorf("%s is read-only on Platform, where everything can be set (contract A.9)", line[0])
		}
	}
	// And nothing else is read-only.
	for _, s := range linkconfig.Settings() {
		listed := slices.ContainsFunc(recorded, func(line []string) bool { return line[0] == s.Name })
		if s.Cloud == linkconfig.ReadOnly && !listed {
			t.Errorf("%s is read-only without a recording", s.Name)
		}
	}
}

func TestSettings_areConsistent(t *testing.T) {
	t.Parallel()
	all := linkconfig.Settings()
	if !slices.IsSortedFunc(all, func(a, b linkconfig.Setting) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("not sorted")
	}
	for i, s := range all {
		if i > 0 && all[i-1].Name == s.Name {
			t.Errorf("%s twice", s.Name)
		}
		if s.Doc == "" || s.Source == "" || strings.Contains(s.Doc, "\n") || !strings.HasSuffix(s.Doc, ".") {
			t.Errorf("%s: doc %q, source %q", s.Name, s.Doc, s.Source)
		}
		if (s.Type == linkconfig.Enum) != (len(s.Values) > 0) {
			t.Errorf("%s is a %s with values %v", s.Name, s.Type, s.Values)
		}
		if s.Sensitive != (s.Type == linkconfig.Password) {
			t.Errorf("%s is a %s, sensitive: %t", s.Name, s.Type, s.Sensitive)
		}
		if s.Local() && s.Carrier != linkconfig.LoggingIn {
			t.Errorf("%s is carried by %s", s.Name, s.Carrier)
		}
		if s.Cloud == linkconfig.CreateOnly && s.Argument == "" {
			t.Errorf("%s can never change, so it needs an argument that replaces the link", s.Name)
		}
		if s.Default != "" {
			if found := linkconfig.CheckValue(s.Name, s.Default, linkconfig.Platform); len(found) > 0 {
				t.Errorf("%s: its own default is judged: %+v", s.Name, found)
			}
		}
		if got, known := linkconfig.Lookup(s.Name); !known || got.Name != s.Name {
			t.Errorf("Lookup(%s) = %s, %t", s.Name, got.Name, known)
		}
	}
	if _, known := linkconfig.Lookup("zzz"); known {
		t.Error("Lookup finds what is not there")
	}
	all[0].Name = "changed"
	if linkconfig.Settings()[0].Name == "changed" {
		t.Error("a caller can change the catalogue")
	}
}

func TestSetting_localVariants(t *testing.T) {
	t.Parallel()
	for _, s := range linkconfig.Settings() {
		if !strings.HasPrefix(s.Name, "sasl.") && !strings.HasPrefix(s.Name, "ssl.") && s.Name != "security.protocol" {
			continue
		}
		local, known := linkconfig.Lookup("local." + s.Name)
		if !known {
			t.Errorf("local.%s is not known", s.Name)
			continue
		}
		if local.Type != s.Type || local.Default != s.Default || local.Sensitive != s.Sensitive || local.Cloud != s.Cloud {
			t.Errorf("local.%s differs: %+v", s.Name, local)
		}
		if s.Block != strings.Replace(local.Block, "local_", "remote_", 1) {
			t.Errorf("%s: blocks %q and %q", s.Name, s.Block, local.Block)
		}
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"acl.sync.enabled":                "acl.sync.enable",
		"acls.filters":                    "acl.filters",
		"ACL.SYNC.MS":                     "acl.sync.ms",
		"consumer.offsets.sync.enable":    "consumer.offset.sync.enable",
		"auto.create.mirror.topic.enable": "auto.create.mirror.topics.enable",
		"consumer.offset.group.filter":    "consumer.offset.group.filters",
		"mirror.start.offset.sepc":        "mirror.start.offset.spec",
		"schema.registry.url":             "",
		"x":                               "",
		"":                                "",
	} {
		if got := linkconfig.Suggest(name); got != want {
			t.Errorf("Suggest(%q) = %q, want %q", name, got, want)
		}
	}
	if got := linkconfig.Suggest(" consumer.offset.sync.enable"); got != "consumer.offset.sync.enable" {
		t.Errorf("a blank in front: %q", got)
	}
}

func TestDeploymentOf(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]linkconfig.Deployment{
		"": linkconfig.Unknown, "lkc-abc123": linkconfig.Cloud, "0gXf5xg8Sp2G4FlxNriNaA": linkconfig.Platform,
	} {
		if got := linkconfig.DeploymentOf(id); got != want {
			t.Errorf("DeploymentOf(%q) = %s", id, got)
		}
	}
}

func TestArgument(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"link.mode": "link_mode", "connection.mode": "connection_mode", "remote.link.connection.mode": "remote_connection_mode",
		"cluster.link.prefix": "prefix", "bootstrap.servers": "remote_bootstrap_servers", "local.bootstrap.servers": "local_bootstrap_servers",
		"acl.sync.ms": "", "sasl.mechanism": "", "unheard.of": "",
	} {
		if got := linkconfig.Argument(name); got != want {
			t.Errorf("Argument(%s) = %q", name, got)
		}
	}
}
