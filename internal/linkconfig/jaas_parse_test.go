package linkconfig_test

import (
	"slices"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

func TestParseJAAS(t *testing.T) {
	t.Parallel()
	for _, password := range []string{"plain", `with "quotes" and \ backslashes`, "ends=with;signs", "tab\tand\nline", "ü€"} {
		options := []linkconfig.Option{{Name: "username", Value: "K"}, {Name: "password", Value: password}}
		module, got, ok := linkconfig.ParseJAAS(linkconfig.JAAS(linkconfig.PlainLoginModule, options...))
		if !ok || module != linkconfig.PlainLoginModule || !slices.Equal(got, options) {
			t.Errorf("%q: %s %q %t", password, module, got, ok)
		}
	}
	if _, got, ok := linkconfig.ParseJAAS(" m  required\n  a='b c' d=e  ; "); !ok || !slices.Equal(got, []linkconfig.Option{{Name: "a", Value: "b c"}, {Name: "d", Value: "e"}}) {
		t.Errorf("as people write it: %v %t", got, ok)
	}
	for _, text := range []string{"", "m", "m required", `m required a="b"`, `m optional a="b";`, `m required a="b"; n required c="d";`, `m required a="b`, `m required a;`} {
		if _, _, ok := linkconfig.ParseJAAS(text); ok {
			t.Errorf("%q is taken for JAAS", text)
		}
	}
}
