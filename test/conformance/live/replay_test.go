package live

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/test/conformance/spec"
)

func TestComparison_showsWhatDiffers(t *testing.T) {
	t.Parallel()
	c := &Comparison{operations: map[string]*operation{}}
	get := func(live string, liveStatus int, simulated string, status int) {
		c.add("getKafkaLink", spec.Exchange{Method: http.MethodGet, URL: "https://pkc/links/l", Status: liveStatus, Answer: live}, status, simulated)
	}
	get(`{"link_state":"ACTIVE","newer":1}`, 200, `{"link_state":"ACTIVE","older":1}`, 200)
	get(`{"link_state":"DEGRADED","newer":1}`, 200, `{"link_state":"ACTIVE","older":1}`, 200)
	get(`{"error_code":404,"message":"gone"}`, 404, `{"link_state":"ACTIVE"}`, 200)
	c.add("listKafkaLinkConfigs", spec.Exchange{Status: 200, Answer: `{"data":[
		{"name":"a.ms","value":"1","source":"DEFAULT_CONFIG","is_default":true},{"name":"b","value":"X","source":"DEFAULT_CONFIG","is_default":true}]}`}, 200,
		`{"data":[{"name":"a.ms","value":"2","source":"DEFAULT_CONFIG","is_default":true},{"name":"c","value":null,"source":"DEFAULT_CONFIG","is_default":true}]}`)
	want := []string{
		"getKafkaLink: status 404 live, 200 simulated, 1 times, such as GET https://pkc/links/l",
		"getKafkaLink (success): only live has the field /newer",
		"getKafkaLink (success): only the simulator has the field /older",
		"getKafkaLink (success): only live has the value at /link_state: DEGRADED",
		`listKafkaLinkConfigs (success): default of a.ms is "1" live, "2" simulated`,
		`listKafkaLinkConfigs (success): only live has the setting b (default "X")`,
		"listKafkaLinkConfigs (success): only the simulator has the setting c",
	}
	if got := c.Differences(); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestRecorder_takesSecretsOut(t *testing.T) {
	t.Parallel()
	r := NewRecorder([]Cluster{{Role: "JUMP", ID: "lkc-1", APIKey: "THEKEY", APISecret: `the"secret/+`}})
	for _, text := range []string{
		`{"value":"PlainLoginModule required username=\"THEKEY\" password=\"the\\\"secret/+\";"}`,
		`{"value":"PlainLoginModule required username=\"other\" password=\"hunter2 two\";"}`,
		`{"value":"OAuthBearerLoginModule required clientId='app' clientSecret='hunter2';"}`,
		`{"access_token": "hunter2", "expires_in": 1}`,
		`?key=the%22secret%2F%2B`,
		`Basic dGhlInNlY3JldC8r`,
	} {
		clean := r.clean(text)
		for _, secret := range []string{"THEKEY", "secret/", "the%22", "hunter2", "dGhl"} {
			if strings.Contains(clean, secret) {
				t.Errorf("%s became %s", text, clean)
			}
		}
	}
	if text := `{"error_code":401,"message":"the token: \"x\" is bad","name":"sasl.oauthbearer.token.endpoint.url","value":"https://x"}`; !strings.Contains(r.clean(text), "https://x") {
		t.Errorf("%s became %s", text, r.clean(text))
	}
}

func TestRecorder_keepsNothingThatHoldsASecret(t *testing.T) {
	t.Parallel()
	r := NewRecorder([]Cluster{{Role: "JUMP", ID: "lkc-1", APIKey: "THEKEY", APISecret: "S"}})
	r.keep(spec.Exchange{Answer: "THEKEY"})
	if traffic, err := r.Traffic(); err == nil {
		t.Errorf("kept %v", traffic)
	}
}
