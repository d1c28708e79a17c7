package clusterlink

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
)

// blockTypes are the types of an authentication block and of its parts.
func blockTypes(t *testing.T) (block types.ObjectType, part func(string) types.ObjectType) {
	t.Helper()
	var resp resource.SchemaResponse
	(&linkResource{}).Schema(t.Context(), resource.SchemaRequest{}, &resp)
	block = resp.Schema.Attributes["remote_authentication"].(schema.SingleNestedAttribute).GetType().(types.ObjectType)
	return block, func(name string) types.ObjectType { return block.AttrTypes[name].(types.ObjectType) }
}

// object is an object of this type whose attributes are null but for those given.
func object(typ types.ObjectType, given map[string]attr.Value) types.Object {
	values := map[string]attr.Value{}
	for name, inner := range typ.AttrTypes {
		if v, ok := given[name]; ok {
			values[name] = v
			continue
		}
		switch inner := inner.(type) {
		case types.ObjectType:
			values[name] = types.ObjectNull(inner.AttrTypes)
		default:
			null, err := inner.ValueFromTerraform(context.Background(), tftypes.NewValue(inner.TerraformType(context.Background()), nil))
			if err != nil {
				panic(err)
			}
			values[name] = null
		}
	}
	return types.ObjectValueMust(typ.AttrTypes, values)
}

func saslOf(t *testing.T, username, password string, version int64) types.Object {
	t.Helper()
	block, part := blockTypes(t)
	given := map[string]attr.Value{"username": types.StringValue(username)}
	if password != "" {
		given["password_wo"] = types.StringValue(password)
	}
	if version != 0 {
		given["password_wo_version"] = types.Int64Value(version)
	}
	return object(block, map[string]attr.Value{"sasl": object(part("sasl"), given)})
}

// base is a destination link with nothing optional.
func base(t *testing.T) model {
	t.Helper()
	block, _ := blockTypes(t)
	none := types.ObjectNull(block.AttrTypes)
	return model{
		KafkaClusterID: types.StringValue("lkc-dr"), RemoteClusterID: types.StringValue("lkc-jump"), LinkName: types.StringValue("l"),
		LinkMode: types.StringValue("destination"), ConnectionMode: types.StringValue("OUTBOUND"),
		RemoteBootstrapServers: types.StringValue("pkc-jump:9092"),
		RemoteAuthentication:   none, LocalAuthentication: none,
		Config: types.MapNull(types.StringType), ConfigWO: types.MapNull(types.StringType),
		ValidateLink: types.BoolValue(true), ForceDestroy: types.BoolValue(false),
	}
}

func configOf(pairs ...string) types.Map {
	values := map[string]attr.Value{}
	for i := 0; i < len(pairs); i += 2 {
		values[pairs[i]] = types.StringValue(pairs[i+1])
	}
	return types.MapValueMust(types.StringType, values)
}

func settingsOf(t *testing.T, m model, names ...string) desired {
	t.Helper()
	var diags diag.Diagnostics
	d := m.settings(t.Context(), names, &diags)
	if diags.HasError() {
		t.Fatal(diags)
	}
	return d
}

func TestCreateRequest_sendsTheClusterIDThatTheModeCallsFor(t *testing.T) {
	t.Parallel()
	for mode, field := range map[string]func(kafka.NewLink) string{
		"destination":   func(l kafka.NewLink) string { return l.SourceClusterID },
		"SOURCE":        func(l kafka.NewLink) string { return l.DestinationClusterID },
		"BIDIRECTIONAL": func(l kafka.NewLink) string { return l.RemoteClusterID },
	} {
		m := base(t)
		m.LinkMode = types.StringValue(mode)
		link := m.createRequest(settingsOf(t, m))
		if field(link) != "lkc-jump" {
			t.Errorf("%s: the id is not where it belongs: %+v", mode, link)
		}
		given := 0
		for _, id := range []string{link.SourceClusterID, link.DestinationClusterID, link.RemoteClusterID} {
			if id != "" {
				given++
			}
		}
		if given != 1 {
			t.Errorf("%s: %d ids are given, want 1", mode, given)
		}
	}
}

func TestCreateRequest_configs(t *testing.T) {
	t.Parallel()
	m := base(t)
	m.LinkMode, m.Prefix = types.StringValue("source"), types.StringValue("p-")
	m.RemoteAuthentication = saslOf(t, "K", `s"x`, 1)
	m.LocalAuthentication = saslOf(t, "L", "t", 1)
	m.Config = configOf("acl.sync.ms", "6000")
	got := map[string]string{}
	link := m.createRequest(settingsOf(t, m))
	for _, s := range link.Configs {
		got[s.Name] = *s.Value
	}
	want := map[string]string{
		"link.mode": "SOURCE", "connection.mode": "OUTBOUND", "cluster.link.prefix": "p-", "bootstrap.servers": "pkc-jump:9092",
		"security.protocol": "SASL_SSL", "sasl.mechanism": "PLAIN",
		"sasl.jaas.config":        `org.apache.kafka.common.security.plain.PlainLoginModule required username="K" password="s\"x";`,
		"local.security.protocol": "SASL_SSL", "local.sasl.mechanism": "PLAIN",
		"local.sasl.jaas.config": `org.apache.kafka.common.security.plain.PlainLoginModule required username="L" password="t";`,
		"acl.sync.ms":            "6000",
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
	}
	if len(got) != len(want) {
		t.Errorf("sent %d settings, want %d: %v", len(got), len(want), got)
	}
	for _, secret := range []string{`s"x`, "t", want["sasl.jaas.config"]} {
		if !slices.Contains(link.Secrets, secret) {
			t.Errorf("%q is not declared a secret", secret)
		}
	}
}

func TestSide_settings(t *testing.T) {
	t.Parallel()
	block, part := blockTypes(t)
	s := types.StringValue
	for name, c := range map[string]struct {
		block types.Object
		want  map[string]string
	}{
		"scram": {
			object(block, map[string]attr.Value{"sasl": object(part("sasl"), map[string]attr.Value{"mechanism": s("scram-sha-512"), "username": s("u"), "password_wo": s("p")})}),
			map[string]string{"security.protocol": "SASL_SSL", "sasl.mechanism": "SCRAM-SHA-512", "sasl.jaas.config": `org.apache.kafka.common.security.scram.ScramLoginModule required username="u" password="p";`},
		},
		"oauth": {
			object(block, map[string]attr.Value{"oauth": object(part("oauth"), map[string]attr.Value{"token_endpoint_url": s("https://idp/token"), "client_id": s("c"), "client_secret_wo": s("p"), "scope": s("x"), "identity_pool_id": s("pool-1")})}),
			map[string]string{
				"security.protocol": "SASL_SSL", "sasl.mechanism": "OAUTHBEARER", "sasl.oauthbearer.token.endpoint.url": "https://idp/token",
				"sasl.login.callback.handler.class": oauthCallbackHandler,
				"sasl.jaas.config":                  `org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId="c" clientSecret="p" scope="x" extension_logicalCluster="lkc-jump" extension_identityPoolId="pool-1";`,
			},
		},
		"mutual TLS": {
			object(block, map[string]attr.Value{"tls": object(part("tls"), map[string]attr.Value{"truststore_certificates": s("CA"), "keystore_certificate_chain": s("CERT"), "keystore_key_wo": s("KEY"), "endpoint_identification_algorithm": s("")})}),
			map[string]string{
				"security.protocol": "SSL", "ssl.truststore.type": "PEM", "ssl.truststore.certificates": "CA", "ssl.keystore.type": "PEM",
				"ssl.keystore.certificate.chain": "CERT", "ssl.keystore.key": "KEY", "ssl.endpoint.identification.algorithm": "",
			},
		},
		"SASL without encryption": {
			object(block, map[string]attr.Value{"security_protocol": s("sasl_plaintext"), "sasl": object(part("sasl"), map[string]attr.Value{"username": s("u"), "password_wo": s("p")})}),
			map[string]string{"security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "PLAIN", "sasl.jaas.config": `org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="p";`},
		},
		"nothing": {object(block, nil), map[string]string{"security.protocol": "PLAINTEXT"}},
	} {
		m := base(t)
		m.RemoteAuthentication = c.block
		got := map[string]string{}
		for key, one := range settingsOf(t, m) {
			if key != "bootstrap.servers" && !one.value.IsNull() {
				got[key] = one.value.ValueString()
			}
		}
		for key, value := range c.want {
			if got[key] != value {
				t.Errorf("%s: %s is %q, want %q", name, key, got[key], value)
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestAlterations(t *testing.T) {
	t.Parallel()
	with := func(change func(*model)) model {
		m := base(t)
		m.RemoteAuthentication = saslOf(t, "K", "", 1)
		m.Config = configOf("acl.sync.ms", "6000", "auto.create.mirror.topics.filters", `{"topicFilters":[]}`)
		if change != nil {
			change(&m)
		}
		return m
	}
	for name, c := range map[string]struct {
		change func(*model)
		want   []string // name, or -name for a reset
	}{
		"nothing": {nil, nil},
		"spelling only": {func(m *model) {
			m.RemoteBootstrapServers = types.StringValue("SASL_SSL://pkc-jump:9092")
			m.Config = configOf("acl.sync.ms", "6000", "auto.create.mirror.topics.filters", "{ \"topicFilters\" : [ ] }")
		}, nil},
		"one setting": {func(m *model) {
			m.Config = configOf("acl.sync.ms", "7000", "auto.create.mirror.topics.filters", `{"topicFilters":[]}`)
		}, []string{"acl.sync.ms"}},
		"one more setting": {func(m *model) {
			m.Config = configOf("acl.sync.ms", "6000", "auto.create.mirror.topics.filters", `{"topicFilters":[]}`, "topic.config.sync.ms", "9000")
		}, []string{"topic.config.sync.ms"}},
		"a setting taken out":   {func(m *model) { m.Config = configOf("acl.sync.ms", "6000") }, []string{"-auto.create.mirror.topics.filters"}},
		"all settings":          {func(m *model) { m.Config = types.MapNull(types.StringType) }, []string{"-acl.sync.ms", "-auto.create.mirror.topics.filters"}},
		"address":               {func(m *model) { m.RemoteBootstrapServers = types.StringValue("pkc-other:9092") }, []string{"bootstrap.servers"}},
		"password, no version":  {func(m *model) { m.RemoteAuthentication = saslOf(t, "K", "new", 1) }, nil},
		"password version":      {func(m *model) { m.RemoteAuthentication = saslOf(t, "K", "new", 2) }, []string{"sasl.jaas.config"}},
		"user name":             {func(m *model) { m.RemoteAuthentication = saslOf(t, "K2", "new", 1) }, []string{"sasl.jaas.config"}},
		"no password is given":  {func(m *model) { m.RemoteAuthentication = saslOf(t, "K", "", 1) }, nil},
		"local credentials too": {func(m *model) { m.LocalAuthentication = saslOf(t, "L", "p", 1) }, []string{"local.sasl.jaas.config", "local.sasl.mechanism", "local.security.protocol"}},
	} {
		prior, plan := with(nil), with(c.change)
		var got []string
		for _, a := range settingsOf(t, plan).alterations(settingsOf(t, prior)) {
			if a.Value == nil {
				a.Name = "-" + a.Name
			}
			got = append(got, a.Name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: sent %v, want %v", name, got, c.want)
		}
	}
}

func TestAlterations_writeOnlyConfig(t *testing.T) {
	t.Parallel()
	prior, plan := base(t), base(t)
	prior.ConfigWOVersion, plan.ConfigWOVersion = types.Int64Value(1), types.Int64Value(2)
	plan.ConfigWO = configOf("b.secret", "x")
	changes := settingsOf(t, plan).alterations(settingsOf(t, prior, "a.secret", "b.secret"))
	if len(changes) != 2 || changes[0].Name != "b.secret" || changes[0].Value == nil || changes[1].Name != "a.secret" || changes[1].Value != nil {
		t.Errorf("got %+v, want b.secret set and a.secret reset", changes)
	}
}

func TestFromAPI_refreshesConfigByMeaning(t *testing.T) {
	t.Parallel()
	m := base(t)
	m.Config = configOf("acl.sync.ms", "6000", "consumer.offset.group.filters", `{"groupFilters":[]}`, "topic.config.sync.ms", "9000", "acl.filters", "x")
	text := func(s string) *string { return &s }
	var diags diag.Diagnostics
	got := m.fromAPI(t.Context(), kafka.LinkView{Settings: kafka.Settings{
		"acl.sync.ms":                   {Value: text("8000")},
		"consumer.offset.group.filters": {Value: text(`{ "groupFilters": [] }`)},
		"topic.config.sync.ms":          {Value: text("5000"), Default: true},
		"consumer.offset.sync.enable":   {Value: text("true")}, // not managed: no diff
		"acl.filters":                   {Default: true},
	}}, &diags).config()
	for name, want := range map[string]string{"acl.sync.ms": "8000", "consumer.offset.group.filters": `{"groupFilters":[]}`, "topic.config.sync.ms": "5000"} {
		if got[name].ValueString() != want {
			t.Errorf("%s is %q, want %q", name, got[name].ValueString(), want)
		}
	}
	if len(got) != 3 {
		t.Errorf("got %v", got)
	}
}

func TestFromAPI_seesDriftInHowTheLinkLogsIn(t *testing.T) {
	t.Parallel()
	m := base(t)
	m.RemoteAuthentication = saslOf(t, "K", "", 1)
	text := func(s string) *string { return &s }
	var diags diag.Diagnostics
	read := func(protocol, mechanism string) *side {
		after := m.fromAPI(t.Context(), kafka.LinkView{Settings: kafka.Settings{"security.protocol": {Value: text(protocol)}, "sasl.mechanism": {Value: text(mechanism)}}}, &diags)
		s, _ := decodeSide(t.Context(), after.RemoteAuthentication, "", &diags)
		return s
	}
	if s := read("SASL_SSL", "PLAIN"); !s.SecurityProtocol.IsNull() || !s.SASL.Mechanism.IsNull() {
		t.Errorf("what follows from the block is no drift: %+v", s)
	}
	if s := read("SASL_PLAINTEXT", "SCRAM-SHA-256"); s.SecurityProtocol.ValueString() != "SASL_PLAINTEXT" || s.SASL.Mechanism.ValueString() != "SCRAM-SHA-256" {
		t.Errorf("drift is not seen: %+v", s)
	}
	if diags.HasError() {
		t.Error(diags)
	}
}

func TestSplitID(t *testing.T) {
	t.Parallel()
	for id, ok := range map[string]bool{"lkc-1/l": true, "lkc-1": false, "/l": false, "lkc-1/": false, "lkc-1/l/x": false, "": false} {
		if _, _, got := splitID(id); got != ok {
			t.Errorf("splitID(%q) is %t", id, got)
		}
	}
}

// An import leaves to a block what a block can hold, for each side by itself.
func TestImportedConfig_whatNoBlockHolds(t *testing.T) {
	t.Parallel()
	text := func(s string) kafka.SettingEntry { return kafka.SettingEntry{Value: &s} }
	for name, c := range map[string]struct {
		settings kafka.Settings
		want     []string
	}{
		"API key":            {kafka.Settings{"security.protocol": text("SASL_SSL"), "sasl.mechanism": text("PLAIN")}, nil},
		"default mechanism":  {kafka.Settings{"security.protocol": text("SSL"), "sasl.mechanism": {Value: new("GSSAPI"), Default: true}}, nil},
		"Kerberos":           {kafka.Settings{"security.protocol": text("SASL_SSL"), "sasl.mechanism": text("GSSAPI")}, []string{"sasl.mechanism", "security.protocol"}},
		"Kerberos, here":     {kafka.Settings{"security.protocol": text("SASL_SSL"), "sasl.mechanism": text("PLAIN"), "local.sasl.mechanism": text("GSSAPI")}, []string{"local.sasl.mechanism"}},
		"a file of its own":  {kafka.Settings{"security.protocol": text("SSL"), "ssl.keystore.location": text("/etc/k")}, []string{"security.protocol", "ssl.keystore.location"}},
		"a class of its own": {kafka.Settings{"sasl.mechanism": text("OAUTHBEARER"), "sasl.login.callback.handler.class": text("org.example.Handler")}, []string{"sasl.login.callback.handler.class", "sasl.mechanism"}},
		"secrets never":      {kafka.Settings{"sasl.mechanism": text("GSSAPI"), "sasl.jaas.config": text("m required;")}, []string{"sasl.mechanism"}},
	} {
		got := slices.Sorted(maps.Keys(importedConfig(c.settings).Elements()))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: took %v, want %v", name, got, c.want)
		}
	}
}
