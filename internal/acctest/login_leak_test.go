package acctest_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// What Clink itself logs in with is as secret as what links carry: also the tokens
// that it gets, and when a server repeats them.
func TestAccSecrets_ofLoginsAreNowhere(t *testing.T) {
	t.Parallel()
	servers := acctest.NewAuthority(t, "servers")
	certificate, key := servers.Issue("terraform")
	const workload = "workloadmarked.e30.c2ln"
	const client, given, issued = "APPSECRET", "givenmarkedtoken.e30.c2ln", "issuedmarkedtoken.e30.c2ln"
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(workload), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		env     []string
		secrets []string
		faults  []acctest.Fault
	}{
		"clink-oauth": {
			env:     []string{"TF_VAR_client_secret=" + client, "TF_VAR_dr_client_secret=" + client},
			secrets: []string{client},
			faults:  []acctest.Fault{{Method: http.MethodPost, Path: "/oauth/token", Times: 1, Status: 401, Body: `{"error":"invalid_client","error_description":"` + client + ` is not the secret"}`}},
		},
		"clink-token": {
			env: []string{"TF_VAR_token=" + given}, secrets: []string{given},
			faults: []acctest.Fault{{Method: http.MethodPost, Path: "/links$", Times: 1, Status: 401, Body: `{"error_code":401,"message":"Bearer ` + given + ` is not valid"}`}},
		},
		"clink-workload-identity": {
			env: []string{"TF_VAR_token_file=" + file}, secrets: []string{workload, issued},
			faults: []acctest.Fault{
				{Method: http.MethodPost, Path: "/oauth/token", Times: 1, Status: 200, Headers: map[string]string{"Content-Type": "application/json"}, Body: `{"access_token":"` + issued + `","token_type":"Bearer","expires_in":3600}`},
				{Method: http.MethodPost, Path: "/links$", Times: 1, Status: 401, Body: `{"error_code":401,"message":"Bearer ` + issued + ` is not valid"}`},
			},
		},
		"clink-workload-identity, refused": {
			env: []string{"TF_VAR_token_file=" + file}, secrets: []string{workload},
			faults: []acctest.Fault{{Method: http.MethodPost, Path: "/oauth/token", Times: 1, Status: 401, Body: `{"error":"invalid_client","error_description":"` + workload + ` is no assertion"}`}},
		},
		"clink-mtls": {
			env:     []string{"TF_VAR_ca_certificate=" + servers.PEM, "TF_VAR_client_certificate=" + certificate, "TF_VAR_client_key=" + key, "TF_VAR_admin_password=ADMINSECRET"},
			secrets: []string{strings.Split(key, "\n")[1], "ADMINSECRET"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			example, _, _ := strings.Cut(name, ",")
			w := acctest.NewWorld(t, worldOf(t, "authentication"))
			if name == "clink-mtls" {
				w = acctest.NewTLSWorld(t, servers.Server("kafka.internal"), worldOf(t, "authentication"))
			}
			e := newExample(t, "authentication/"+example, append(c.env, "TF_LOG=TRACE", "TF_LOG_PATH=trace.log")...)
			e.at(w)
			places := map[string]string{}
			places["plan"] = e.terraform("plan", "-out=plan.bin", "-no-color") + e.terraform("show", "-json", "plan.bin")
			for _, fault := range c.faults {
				w.Fault(fault)
			}
			applied, failed := e.fails("apply", "-auto-approve", "-no-color")
			if failed != (len(c.faults) > 0) {
				t.Errorf("the apply: %s", applied)
			}
			places["console"] = applied
			if len(c.faults) == 0 {
				places["console"] += e.terraform("destroy", "-auto-approve", "-no-color")
			}
			for _, file := range []string{"trace.log", "terraform.tfstate"} {
				content, err := os.ReadFile(filepath.Join(e.dir, file))
				if err != nil && file == "trace.log" {
					t.Fatal(err)
				}
				places[file] = string(content)
			}
			for part, content := range unzip(t, filepath.Join(e.dir, "plan.bin")) {
				places["plan file: "+part] = content
			}
			for _, secret := range c.secrets {
				for form, text := range forms("", secret+"\n") {
					text = strings.TrimSuffix(strings.TrimSuffix(text, "\n"), `\n`)
					for place, content := range places {
						if i := strings.Index(content, text); i >= 0 && !strings.HasPrefix(form, "URL") && text != "" {
							t.Errorf("%s (%s) is in the %s: ...%q...", secret, form, place, content[max(0, i-120):min(len(content), i+40)])
							break
						}
					}
				}
			}
		})
	}
}
