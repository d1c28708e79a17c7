package provider_test

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/provider"
)

// protocol talks to a provider in an environment of its own.
func protocol(t *testing.T, env map[string]string) *acctest.Protocol {
	t.Helper()
	return acctest.ProtocolOf(t, provider.Server("1.2.3", provider.WithEnvironment(func(name string) string { return env[name] }))())
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
	if len(schema.ResourceSchemas) != 5 || len(schema.DataSourceSchemas) != 11 {
		t.Errorf("there are %d resources and %d data sources", len(schema.ResourceSchemas), len(schema.DataSourceSchemas))
	}
	all := maps.Clone(schema.ResourceSchemas)
	for name, d := range schema.DataSourceSchemas {
		all["data."+name] = d
	}
	for name, l := range schema.ListResourceSchemas {
		all["list."+name] = l
	}
	for name, a := range schema.ActionSchemas {
		all["action."+name] = a.Schema
	}
	for name, r := range all {
		if r.Block.Description == "" {
			t.Errorf("%s has no description", name)
		}
		describes(t, name, r.Block.Attributes)
	}
}

func describes(t *testing.T, place string, attributes []*tfprotov6.SchemaAttribute) {
	t.Helper()
	for _, a := range attributes {
		if a.Description == "" {
			t.Errorf("%s.%s has no description", place, a.Name)
		}
		if a.NestedType != nil {
			describes(t, place+"."+a.Name, a.NestedType.Attributes)
		}
	}
}

// Who reads what an argument is also reads that another value makes a new object.
func TestSchema_saysWhatReplaces(t *testing.T) {
	t.Parallel()
	says := regexp.MustCompile("replaces|makes a new|makes new")
	found := 0
	for _, construct := range provider.New("1.2.3")().Resources(t.Context()) {
		r := construct()
		var (
			name   resource.MetadataResponse
			schema resource.SchemaResponse
		)
		r.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "clink"}, &name)
		r.Schema(t.Context(), resource.SchemaRequest{}, &schema)
		for attribute, a := range schema.Schema.Attributes {
			text, ok := a.(resourceschema.StringAttribute)
			if !ok {
				continue
			}
			for _, modifier := range text.PlanModifiers {
				if !strings.Contains(modifier.Description(t.Context()), "destroy and recreate") {
					continue
				}
				found++
				if !says.MatchString(text.MarkdownDescription) {
					t.Errorf("%s.%s: nothing says that another value makes a new one", name.TypeName, attribute)
				}
			}
		}
	}
	if found < 14 {
		t.Errorf("only %d arguments replace", found)
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
		"user in the URL":           {one(map[string]any{"rest_endpoint": "https://k:s@pkc-1:443"}), entry("rest_endpoint"), []string{"user name or a password"}},
		"user and no URL":           {one(map[string]any{"rest_endpoint": "k:s3cret@pkc-1:443"}), entry("rest_endpoint"), []string{"not repeated"}},
		"query in the URL":          {one(map[string]any{"rest_endpoint": url + "/?a=b"}), entry("rest_endpoint"), []string{"more than"}},
		"key without secret":        {one(map[string]any{"rest_endpoint": url, "api_key": "k"}), entry("api_key"), []string{"without api_secret"}},
		"secret without key":        {one(map[string]any{"rest_endpoint": url, "api_secret": "k"}), entry("api_secret"), []string{"without api_key"}},
		"certificate without key":   {one(map[string]any{"rest_endpoint": url, "client_certificate": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"}), entry("client_certificate"), []string{"client_key"}},
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
		"file name for certificate": {one(map[string]any{"rest_endpoint": url, "ca_certificate": "/etc/ca.pem"}), entry("ca_certificate"), []string{"is a file name", "file("}},
		"proxy":                     {one(map[string]any{"rest_endpoint": url, "proxy_url": "proxy"}), entry("proxy_url"), []string{"http://proxy"}},
		"on_unreachable":            {one(map[string]any{"rest_endpoint": url, "on_unreachable": "ignore"}), entry("on_unreachable"), []string{"keep"}},
		"cloud key without secret":  {map[string]any{"cloud": map[string]any{"api_key": "k"}}, `AttributeName("cloud").AttributeName("api_key")`, []string{"api_secret"}},
		"cloud endpoint":            {map[string]any{"cloud": map[string]any{"endpoint": "api.confluent.cloud"}}, `AttributeName("cloud").AttributeName("endpoint")`, []string{"https://"}},
		"retries":                   {map[string]any{"max_retries": -1}, `AttributeName("max_retries")`, []string{"between"}},
		"line break in a secret":    {one(map[string]any{"rest_endpoint": url, "api_key": "k", "api_secret": "s\n"}), entry("api_secret"), []string{`kafka_clusters["lkc-1"].api_secret ends with a line break`, "trimspace"}},
		"line break in a token":     {one(map[string]any{"rest_endpoint": url, "bearer_token": "a\nb"}), entry("bearer_token"), []string{"cannot be sent"}},
		"line break in a pool":      {one(map[string]any{"rest_endpoint": url, "bearer_token": "t", "identity_pool_id": "pool\n-1"}), entry("identity_pool_id"), []string{"cannot be sent"}},
		"white space around":        {one(map[string]any{"rest_endpoint": " " + url + "\n", "api_key": "k\n", "api_secret": "s"}), "", nil},
		"keys that are the same":    {map[string]any{"kafka_clusters": map[string]any{"lkc-1": map[string]any{"rest_endpoint": url}, "lkc-1\n": map[string]any{"rest_endpoint": url}}}, "AttributeName(\"kafka_clusters\").ElementKeyString(\"lkc-1\n\")", []string{"white space"}},
		"workload in a variable":    {map[string]any{"oauth": map[string]any{"token_url": "https://idp/token", "client_id": "c", "token_env": "TFC_WORKLOAD_IDENTITY_TOKEN"}}, "", nil},
		"workload as a value":       {map[string]any{"oauth": map[string]any{"token": acctest.Unknown{}}}, "", nil},
		"two workloads":             {map[string]any{"oauth": map[string]any{"token": "t", "token_env": "T"}}, `AttributeName("oauth").AttributeName("token_env")`, []string{"oauth.token"}},
		"authorities of a token":    {map[string]any{"oauth": map[string]any{"token_env": "T", "ca_certificate": "ca.pem"}}, `AttributeName("oauth").AttributeName("ca_certificate")`, []string{"oauth.ca_certificate is a file name"}},
		"preflight":                 {map[string]any{"preflight": "yes"}, `AttributeName("preflight")`, []string{`"off", "warn" or "error"`}},
		"adoption":                  {map[string]any{"adopt_existing": "always"}, `AttributeName("adopt_existing")`, []string{`"matching" or "never"`}},
	} {
		d := p.ValidateProvider(c.block)
		for _, one := range d {
			if strings.Contains(one.Detail, "s3cret") {
				t.Errorf("%s: repeats a secret: %s", name, d)
			}
		}
		switch {
		case c.at == "" && len(d) > 0:
			t.Errorf("%s: %s", name, d)
		case c.at != "" && (len(d) != 1 || !d.Errors().Says(c.at, c.words...)):
			t.Errorf("%s: want one error on %s that says %v, got %s", name, c.at, c.words, d)
		}
	}
}

// Modules pass "" for what is not given: an empty string is an absent argument,
// everywhere, and an object of such is none.
func TestValidate_emptyStringsAreAbsent(t *testing.T) {
	t.Parallel()
	p := protocol(t, nil)
	schema := p.Schema().Provider.Block
	empty := func(attributes []*tfprotov6.SchemaAttribute) map[string]any {
		block := map[string]any{}
		for _, a := range attributes {
			if a.Type != nil && a.Type.Is(tftypes.String) {
				block[a.Name] = ""
			}
		}
		return block
	}
	nested := func(of []*tfprotov6.SchemaAttribute, name string) []*tfprotov6.SchemaAttribute {
		for _, a := range of {
			if a.Name == name {
				return a.NestedType.Attributes
			}
		}
		t.Fatalf("no attribute %s", name)
		return nil
	}
	block := empty(schema.Attributes)
	block["oauth"] = empty(nested(schema.Attributes, "oauth"))
	cloud := nested(schema.Attributes, "cloud")
	block["cloud"] = empty(cloud)
	block["cloud"].(map[string]any)["oauth"] = empty(nested(cloud, "oauth"))
	clusters := nested(schema.Attributes, "kafka_clusters")
	entry := empty(clusters)
	entry["oauth"], entry["rest_endpoint"] = empty(nested(clusters, "oauth")), "https://pkc-1:443"
	block["kafka_clusters"] = map[string]any{"lkc-1": entry}
	if len(entry) < 10 || len(block) < 5 {
		t.Fatalf("the block is %v", block)
	}
	if d := p.ValidateProvider(block); len(d) > 0 {
		t.Errorf("validate: %s", d)
	}
	if d := p.Configure(block); len(d) > 0 {
		t.Errorf("configure: %s", d)
	}
	entry["rest_endpoint"] = ""
	if d := p.ValidateProvider(block); len(d) != 1 || !d.Errors().Says("", `kafka_clusters["lkc-1"].rest_endpoint is missing or empty`) {
		t.Errorf("without an endpoint: %s", d)
	}
}

func TestValidate_credentialsInTheClear(t *testing.T) {
	t.Parallel()
	p := protocol(t, nil)
	client := map[string]any{"token_url": "https://idp/token", "client_id": "c", "client_secret": "s"}
	for url, warned := range map[string]bool{
		"http://10.0.0.1:8082": true, "http://localhost.evil.example": true, "https://10.0.0.1:8082": false,
		"http://localhost:8090": false, "http://LOCALHOST.:8090": false, "http://rest.localhost": false, "http://127.0.0.1:8090": false, "http://127.1.2.3": false, "http://[::1]:8090": false, "http://[::ffff:127.0.0.1]:8090": false,
	} {
		for way, block := range map[string]map[string]any{
			"key":            one(map[string]any{"rest_endpoint": url, "api_key": "k", "api_secret": "s"}),
			"own oauth":      one(map[string]any{"rest_endpoint": url, "oauth": client}),
			"provider oauth": {"kafka_clusters": one(map[string]any{"rest_endpoint": url})["kafka_clusters"], "oauth": client},
			"cloud":          {"cloud": map[string]any{"endpoint": url, "api_key": "k", "api_secret": "s"}},
		} {
			d := p.ValidateProvider(block)
			if warned != (len(d.Warnings()) == 1 && d.Warnings().Says("", "in the clear", "endpoint begins with http://")) || len(d.Errors()) > 0 || !warned && len(d) > 0 {
				t.Errorf("%s, %s: %s", way, url, d)
			}
		}
	}
	if d := p.ValidateProvider(one(map[string]any{"rest_endpoint": "http://10.0.0.1:8082"})); len(d) > 0 {
		t.Errorf("without credentials: %s", d)
	}
}

// What the environment gives is judged like what the block gives, and called by
// its variable.
func TestValidate_cloudOfTheEnvironment(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env   map[string]string
		words string
	}{
		"half a pair":      {map[string]string{"CONFLUENT_CLOUD_API_KEY": "k"}, "The environment variable CONFLUENT_CLOUD_API_KEY is given without CONFLUENT_CLOUD_API_SECRET"},
		"another half":     {map[string]string{"CONFLUENT_CLOUD_API_SECRET": "k"}, "The environment variable CONFLUENT_CLOUD_API_SECRET is given without CONFLUENT_CLOUD_API_KEY"},
		"no URL":           {map[string]string{"CONFLUENT_CLOUD_ENDPOINT": "api.confluent.cloud"}, "The environment variable CONFLUENT_CLOUD_ENDPOINT is"},
		"a password in it": {map[string]string{"CONFLUENT_CLOUD_ENDPOINT": "https://u:s3cret@api.confluent.cloud"}, "The environment variable CONFLUENT_CLOUD_ENDPOINT has a user name"},
		"in the clear":     {map[string]string{"CONFLUENT_CLOUD_API_KEY": "k", "CONFLUENT_CLOUD_API_SECRET": "s", "CONFLUENT_CLOUD_ENDPOINT": "http://10.0.0.1"}, "travel in the clear"},
		"a line break":     {map[string]string{"CONFLUENT_CLOUD_API_KEY": "k", "CONFLUENT_CLOUD_API_SECRET": "s\nt"}, "The environment variable CONFLUENT_CLOUD_API_SECRET holds a line break"},
		"good":             {map[string]string{"CONFLUENT_CLOUD_API_KEY": "k\n", "CONFLUENT_CLOUD_API_SECRET": "s"}, ""},
		"empty":            {map[string]string{"CONFLUENT_CLOUD_API_KEY": "", "CONFLUENT_CLOUD_API_SECRET": " "}, ""},
	} {
		d := protocol(t, c.env).ValidateProvider(nil)
		if c.words == "" && len(d) > 0 || c.words != "" && (len(d) != 1 || !d.Says("", c.words)) || strings.Contains(d.String(), "s3cret") {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// An entry that is missing may be there under another name.
func TestConfigure_missingEntryNamesTheNearMiss(t *testing.T) {
	t.Parallel()
	link := acctest.Object{"kafka_cluster_id": "lkc-dr", "remote_cluster_id": "lkc-jump", "link_name": "l", "connection_mode": "INBOUND"}
	const url = "https://pkc-1:443"
	for name, c := range map[string]struct {
		key   string
		env   map[string]string
		words string
	}{
		"another case":    {"LKC-DR", nil, `It has an entry for "LKC-DR": ids are compared letter by letter`},
		"id only":         {"lkc-x", map[string]string{"KAFKA_ID": "lkc-dr"}, `KAFKA_ID is set to "lkc-dr", but KAFKA_REST_ENDPOINT is not set`},
		"endpoint only":   {"lkc-x", map[string]string{"KAFKA_REST_ENDPOINT": url}, "KAFKA_REST_ENDPOINT is set, but KAFKA_ID is not"},
		"another cluster": {"lkc-x", map[string]string{"KAFKA_ID": "lkc-2", "KAFKA_REST_ENDPOINT": url}, `describe cluster "lkc-2"`},
		"white space":     {"lkc-dr\n", nil, ""},
	} {
		p := protocol(t, c.env)
		p.Configure(map[string]any{"kafka_clusters": map[string]any{c.key: map[string]any{"rest_endpoint": url, "api_key": "k", "api_secret": "s"}}})
		d := p.Plan("clink_cluster_link", acctest.Step{}, link).Diagnostics
		if c.words == "" && len(d) > 0 || c.words != "" && !d.Errors().Says(`AttributeName("kafka_cluster_id")`, c.words, `"lkc-dr" = {`) {
			t.Errorf("%s: %s", name, d)
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
	if d := protocol(t, env).Configure(nil).Errors(); !d.Says("", "The environment variable KAFKA_API_KEY is given without KAFKA_API_SECRET") {
		t.Errorf("half a pair in the environment: %s", d)
	}
	if d := protocol(t, map[string]string{"CLINK_ON_UNREACHABLE": "perhaps"}).Configure(nil).Errors(); !d.Says("", "CLINK_ON_UNREACHABLE", "keep") {
		t.Errorf("a value that is none: %s", d)
	}
	// An entry of the provider block goes before the environment.
	env["KAFKA_API_SECRET"] = "wrong"
	p = protocol(t, env)
	p.Configure(map[string]any{"kafka_clusters": map[string]any{"lkc-dr": map[string]any{"rest_endpoint": w.URL, "api_key": "DRKEY", "api_secret": "DRSECRET"}}})
	if d := p.Import("clink_cluster_link", "lkc-dr/l").Diagnostics.Errors(); len(d) > 0 {
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

// Terraform shows no attribute that is missing, or inside the provider block: what is
// said of one names it in words, also what the framework says by itself.
func TestServer_namesArguments(t *testing.T) {
	t.Parallel()
	p := protocol(t, nil)
	p.Configure(map[string]any{})
	for name, c := range map[string]struct {
		d    acctest.Diagnostics
		want string
	}{
		"a validator of the framework":  {p.ValidateProvider(map[string]any{"max_retries": -1}), "max_retries"},
		"a check of the provider block": {p.ValidateProvider(one(map[string]any{"api_key": "k", "rest_endpoint": "https://x"})), `kafka_clusters["lkc-1"].api_key`},
		"a resource": {p.Validate("clink_cluster_link", acctest.Object{
			"kafka_cluster_id": "lkc-1", "remote_cluster_id": "lkc-2", "link_name": "l", "remote_bootstrap_servers": "b:9092", "config": map[string]any{"acl.filters": "{"},
			"remote_authentication": map[string]any{"sasl": map[string]any{"username": "k", "password_wo": "s", "mechanism": "MD5"}},
		}), "remote_authentication.sasl.mechanism"},
		"a plan":        {p.Plan("clink_cluster_link", acctest.Step{}, acctest.Object{"kafka_cluster_id": "lkc-1", "remote_cluster_id": "lkc-2", "link_name": "l"}).Diagnostics, "kafka_cluster_id"},
		"a data source": {p.ReadData("clink_mirror_topics", acctest.Object{"kafka_cluster_id": "lkc-1", "name_pattern": "*"}).Diagnostics, "name_pattern"},
	} {
		found := false
		for _, d := range c.d {
			if d.Attribute == nil {
				continue
			}
			found = found || strings.Contains(d.Detail, c.want)
			if !strings.Contains(d.Detail, c.want) && len(c.d) == 1 {
				t.Errorf("%s: %q does not name %s", name, d.Detail, c.want)
			}
		}
		if !found {
			t.Errorf("%s: nothing names %s: %s", name, c.want, c.d)
		}
	}
}
