package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/provider"
)

// protocol talks to a provider in an environment of its own.
func protocol(t *testing.T, env map[string]string) *acctest.Protocol {
	t.Helper()
	server, err := providerserver.NewProtocol6WithError(provider.New("1.2.3", provider.WithEnvironment(func(name string) string { return env[name] }))())()
	if err != nil {
		t.Fatal(err)
	}
	return acctest.ProtocolOf(t, server)
}

// one is a provider block with one cluster.
func one(entry map[string]any) map[string]any {
	return map[string]any{"kafka_clusters": map[string]any{"lkc-1": entry}}
}

func TestSchema_everythingIsDescribed(t *testing.T) {
	t.Parallel()
	schema := protocol(t, nil).Schema()
	if len(schema.Diagnostics) > 0 {
		t.Fatal(acctest.Diagnostics(schema.Diagnostics))
	}
	if len(schema.ResourceSchemas) != 4 {
		t.Errorf("there are %d resources", len(schema.ResourceSchemas))
	}
	for name, r := range schema.ResourceSchemas {
		if r.Block.Description == "" {
			t.Errorf("%s has no description", name)
		}
		for _, a := range r.Block.Attributes {
			if a.Description == "" && a.Name != "timeouts" {
				t.Errorf("%s.%s has no description", name, a.Name)
			}
		}
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	p := protocol(t, nil)
	const url = "https://pkc-1.eastus.azure.confluent.cloud:443"
	entry := func(name string) string {
		return fmt.Sprintf(`AttributeName("kafka_clusters").ElementKeyString("lkc-1").AttributeName(%q)`, name)
	}
	for name, c := range map[string]struct {
		block map[string]any
		at    string // empty: nothing is said
		words []string
	}{
		"good":                      {one(map[string]any{"rest_endpoint": url, "api_key": "k", "api_secret": "s"}), "", nil},
		"no credentials":            {one(map[string]any{"rest_endpoint": url}), "", nil},
		"REST Proxy":                {one(map[string]any{"rest_endpoint": "http://127.0.0.1:8082/v3", "api_key": "k", "api_secret": "s"}), "", nil},
		"nothing":                   {nil, "", nil},
		"unknown map":               {map[string]any{"kafka_clusters": acctest.Unknown{}, "cloud": acctest.Unknown{}}, "", nil},
		"unknown entry":             {map[string]any{"kafka_clusters": map[string]any{"lkc-1": acctest.Unknown{}}}, "", nil},
		"unknown values":            {one(map[string]any{"rest_endpoint": acctest.Unknown{}, "api_key": "k", "api_secret": acctest.Unknown{}}), "", nil},
		"empty entry":               {map[string]any{"kafka_clusters": map[string]any{"lkc-1": nil}}, `AttributeName("kafka_clusters").ElementKeyString("lkc-1")`, []string{"null"}},
		"no endpoint":               {one(map[string]any{"api_key": "k", "api_secret": "s"}), entry("rest_endpoint"), []string{"https://pkc-"}},
		"bootstrap for endpoint":    {one(map[string]any{"rest_endpoint": "SASL_SSL://pkc-1:9092"}), entry("rest_endpoint"), []string{"remote_bootstrap_servers"}},
		"address for endpoint":      {one(map[string]any{"rest_endpoint": "pkc-1:9092"}), entry("rest_endpoint"), []string{"remote_bootstrap_servers"}},
		"port of Kafka":             {one(map[string]any{"rest_endpoint": "https://pkc-1:9092"}), entry("rest_endpoint"), []string{"443"}},
		"user in the URL":           {one(map[string]any{"rest_endpoint": "https://k:s@pkc-1:443"}), entry("rest_endpoint"), []string{"more than"}},
		"key without secret":        {one(map[string]any{"rest_endpoint": url, "api_key": "k"}), entry("api_key"), []string{"without api_secret"}},
		"secret without key":        {one(map[string]any{"rest_endpoint": url, "api_secret": "k"}), entry("api_secret"), []string{"without api_key"}},
		"certificate without key":   {one(map[string]any{"rest_endpoint": url, "client_certificate": "k"}), entry("client_certificate"), []string{"client_key"}},
		"two ways":                  {one(map[string]any{"rest_endpoint": url, "api_key": "k", "api_secret": "s", "bearer_token": "t"}), entry("bearer_token"), []string{"not both"}},
		"pool with an API key":      {one(map[string]any{"rest_endpoint": url, "api_key": "k", "api_secret": "s", "identity_pool_id": "pool-1"}), entry("identity_pool_id"), []string{"bearer_token"}},
		"oauth":                     {map[string]any{"oauth": map[string]any{"token_url": "https://idp/token", "client_id": "c", "client_secret": "s", "identity_pool_id": "pool-1"}}, "", nil},
		"workload identity":         {map[string]any{"oauth": map[string]any{"token_file": "/var/run/token"}}, "", nil},
		"unknown oauth":             {map[string]any{"oauth": map[string]any{"token_url": acctest.Unknown{}, "client_id": acctest.Unknown{}, "client_secret": acctest.Unknown{}}}, "", nil},
		"oauth without a secret":    {map[string]any{"oauth": map[string]any{"token_url": "https://idp/token", "client_id": "c"}}, `AttributeName("oauth")`, []string{"token_file"}},
		"oauth without a client":    {map[string]any{"oauth": map[string]any{"token_url": "https://idp/token", "client_secret": "s"}}, `AttributeName("oauth").AttributeName("client_id")`, []string{"token endpoint"}},
		"oauth without an endpoint": {map[string]any{"oauth": map[string]any{"client_id": "c", "client_secret": "s"}}, `AttributeName("oauth").AttributeName("token_url")`, []string{"token endpoint"}},
		"oauth with two secrets":    {map[string]any{"oauth": map[string]any{"token_url": "https://idp/token", "client_id": "c", "client_secret": "s", "token_file": "f"}}, `AttributeName("oauth").AttributeName("token_file")`, []string{"not both"}},
		"oauth and a key":           {one(map[string]any{"rest_endpoint": url, "api_key": "k", "api_secret": "s", "oauth": map[string]any{"token_file": "f"}}), entry("oauth"), []string{"not both"}},
		"token endpoint":            {map[string]any{"cloud": map[string]any{"oauth": map[string]any{"token_url": "idp/token", "client_id": "c", "client_secret": "s"}}}, `AttributeName("cloud").AttributeName("oauth").AttributeName("token_url")`, []string{"https://"}},
		"file name for certificate": {one(map[string]any{"rest_endpoint": url, "ca_certificate": "/etc/ca.pem"}), entry("ca_certificate"), []string{"not a file name"}},
		"proxy":                     {one(map[string]any{"rest_endpoint": url, "proxy_url": "proxy"}), entry("proxy_url"), []string{"http://proxy"}},
		"on_unreachable":            {one(map[string]any{"rest_endpoint": url, "on_unreachable": "ignore"}), entry("on_unreachable"), []string{"keep"}},
		"cloud key without secret":  {map[string]any{"cloud": map[string]any{"api_key": "k"}}, `AttributeName("cloud").AttributeName("api_key")`, []string{"api_secret"}},
		"cloud endpoint":            {map[string]any{"cloud": map[string]any{"endpoint": "api.confluent.cloud"}}, `AttributeName("cloud").AttributeName("endpoint")`, []string{"https://"}},
		"retries":                   {map[string]any{"max_retries": -1}, `AttributeName("max_retries")`, []string{"between"}},
	} {
		d := p.ValidateProvider(c.block)
		switch {
		case c.at == "" && len(d) > 0:
			t.Errorf("%s: %s", name, d)
		case c.at != "" && (len(d) != 1 || !d.Errors().Says(c.at, c.words...)):
			t.Errorf("%s: want one error on %s that says %v, got %s", name, c.at, c.words, d)
		}
	}
}

func TestValidate_credentialsInTheClear(t *testing.T) {
	t.Parallel()
	p := protocol(t, nil)
	for url, warned := range map[string]bool{"http://10.0.0.1:8082": true, "http://localhost:8090": false, "http://127.0.0.1:8090": false, "http://[::1]:8090": false, "https://10.0.0.1:8082": false} {
		d := p.ValidateProvider(one(map[string]any{"rest_endpoint": url, "api_key": "k", "api_secret": "s"}))
		if warned != d.Warnings().Says("", "in the clear") || len(d.Errors()) > 0 {
			t.Errorf("%s: %s", url, d)
		}
	}
}

func TestConfigure_environment(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	link := acctest.Object{
		"kafka_cluster_id": "lkc-dr", "remote_cluster_id": "lkc-jump", "link_name": "l", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": map[string]any{"sasl": map[string]any{"username": "JUMPKEY", "password_wo": "JUMPSECRET"}},
	}
	env := map[string]string{"KAFKA_ID": "lkc-dr", "KAFKA_REST_ENDPOINT": w.URL, "KAFKA_API_KEY": "DRKEY", "KAFKA_API_SECRET": "DRSECRET"}
	p := protocol(t, env)
	if d := p.Configure(nil); len(d) > 0 {
		t.Fatal(d)
	}
	p.Create("clink_cluster_link", link)

	delete(env, "KAFKA_API_SECRET")
	if d := protocol(t, env).Configure(nil).Errors(); !d.Says("", "api_secret", "KAFKA_API_SECRET") {
		t.Errorf("half a pair in the environment: %s", d)
	}
	if d := protocol(t, map[string]string{"CLINK_ON_UNREACHABLE": "perhaps"}).Configure(nil).Errors(); !d.Says("", "CLINK_ON_UNREACHABLE", "keep") {
		t.Errorf("a value that is none: %s", d)
	}
	// An entry of the provider block goes before the environment.
	env["KAFKA_API_SECRET"] = "wrong"
	p = protocol(t, env)
	p.Configure(map[string]any{"kafka_clusters": map[string]any{"lkc-dr": map[string]any{"rest_endpoint": w.URL, "api_key": "DRKEY", "api_secret": "DRSECRET"}}})
	if d := p.Import("clink_cluster_link", "lkc-dr/l").Diagnostics; len(d) > 0 {
		t.Error(d)
	}
}

func TestConfigure_wrongKeyIsExplained(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := protocol(t, nil)
	p.Configure(map[string]any{"kafka_clusters": map[string]any{"lkc-dr": map[string]any{"rest_endpoint": w.URL, "api_key": "JUMPKEY", "api_secret": "JUMPSECRET"}}})
	if d := p.Import("clink_cluster_link", "lkc-dr/l").Diagnostics.Errors(); !d.Says("", "HTTP 401", "its own API keys", "request id") {
		t.Error(d)
	}
}
