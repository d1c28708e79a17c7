package main

import (
	"os"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

func TestFill_listsEverySettingOnce(t *testing.T) {
	t.Parallel()
	template, err := os.ReadFile("../../../templates/guides/link-settings.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	page, err := fill(string(template), linkconfig.Settings())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range linkconfig.Settings() {
		plain := strings.TrimPrefix(s.Name, linkconfig.LocalPrefix)
		if _, known := linkconfig.Lookup(plain); !known || s.Argument != "" {
			plain = s.Name
		}
		if n := strings.Count(page, "\n| `"+plain+"` |"); n != 1 {
			t.Errorf("%s has %d rows", s.Name, n)
		}
	}
	if strings.Contains(page, "<!-- settings") {
		t.Error("a mark is left")
	}
}

func TestFill_needsEveryMark(t *testing.T) {
	t.Parallel()
	if _, err := fill("<!-- settings: sync -->", linkconfig.Settings()); err == nil {
		t.Error("a page without marks is accepted")
	}
}

func TestTables_sayWhatIsAllowed(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]string{
		"acl.sync.ms":             "int, 1000 or more",
		"consumer.offset.sync.ms": "int; less than 1000 is reported to be refused",
		"security.protocol":       "`PLAINTEXT`, `SSL`, `SASL_PLAINTEXT`, `SASL_SSL`, in any letter case",
		"acl.filters":             "ACL filters",
	} {
		s, _ := linkconfig.Lookup(setting)
		if got := allowed(s); got != want {
			t.Errorf("%s: %q, want %q", setting, got, want)
		}
	}
	for setting, want := range map[string]string{
		"sasl.jaas.config":           "`remote_authentication`, else `config_wo`",
		"sasl.kerberos.service.name": "`config`",
		"ssl.keystore.location":      "`config`; not on Confluent Cloud",
		"ssl.keystore.password":      "`config_wo`; not on Confluent Cloud",
	} {
		s, _ := linkconfig.Lookup(setting)
		if got := place(s); got != want {
			t.Errorf("%s goes into %q, want %q", setting, got, want)
		}
	}
}
