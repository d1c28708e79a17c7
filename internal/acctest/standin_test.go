package acctest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"path"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	tfpath "github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	pschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// standIn stands in for the provider confluentinc/confluent, which no test can
// install: the types of its objects, the form of their state, and the requests that
// create them are its own. It changes and deletes nothing, so that a test fails in
// which Terraform asks it to.
type standIn struct{}

// serveStandIn serves the stand-in as a program.
func serveStandIn() error {
	return providerserver.Serve(context.Background(), func() provider.Provider { return standIn{} },
		providerserver.ServeOpts{Address: "registry.terraform.io/confluentinc/confluent", ProtocolVersion: 6})
}

func (standIn) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "confluent"
}

func (standIn) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = pschema.Schema{Attributes: map[string]pschema.Attribute{
		"endpoint":         pschema.StringAttribute{Optional: true},
		"cloud_api_key":    pschema.StringAttribute{Optional: true},
		"cloud_api_secret": pschema.StringAttribute{Optional: true, Sensitive: true},
	}}
}

func (standIn) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	cloud := &login{}
	for name, target := range map[string]*string{"endpoint": &cloud.url, "cloud_api_key": &cloud.key, "cloud_api_secret": &cloud.secret} {
		var value types.String
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, tfpath.Root(name), &value)...)
		*target = value.ValueString()
	}
	resp.ResourceData = cloud
}

func (standIn) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (standIn) Resources(context.Context) []func() resource.Resource {
	network := map[string]schema.Attribute{"display_name": optional(), "description": optional(), "resource_name": computed()}
	named := block(map[string]schema.Attribute{"id": required()})
	var all []func() resource.Resource
	for _, r := range []standInResource{
		{
			name:       "cluster_link",
			attributes: map[string]schema.Attribute{"link_name": required(), "link_mode": optional(), "connection_mode": optional(), "config": schema.MapAttribute{ElementType: types.StringType, Optional: true, Computed: true}, "cluster_link_id": computed()},
			blocks:     map[string]schema.Block{"source_kafka_cluster": cluster(), "destination_kafka_cluster": cluster(), "local_kafka_cluster": cluster(), "remote_kafka_cluster": cluster()},
			create:     createLink,
		},
		{
			name:       "kafka_mirror_topic",
			attributes: map[string]schema.Attribute{"mirror_topic_name": optional(), "status": optional()},
			blocks: map[string]schema.Block{
				"kafka_cluster":      cluster(),
				"cluster_link":       block(map[string]schema.Attribute{"link_name": required()}),
				"source_kafka_topic": block(map[string]schema.Attribute{"topic_name": required()}),
			},
			create: createMirror, read: readMirror,
		},
		{
			name: "network_link_service", attributes: network,
			blocks: map[string]schema.Block{"environment": named, "network": named, "accept": block(map[string]schema.Attribute{
				"environments": schema.SetAttribute{ElementType: types.StringType, Optional: true}, "networks": schema.SetAttribute{ElementType: types.StringType, Optional: true},
			})},
			create: createNetworking("/networking/v1/network-link-services"),
		},
		{
			name: "network_link_endpoint", attributes: network,
			blocks: map[string]schema.Block{"environment": named, "network": named, "network_link_service": named},
			create: createNetworking("/networking/v1/network-link-endpoints"),
		},
	} {
		all = append(all, func() resource.Resource { return &r })
	}
	return all
}

func required() schema.Attribute { return schema.StringAttribute{Required: true} }
func optional() schema.Attribute { return schema.StringAttribute{Optional: true, Computed: true} }
func computed() schema.Attribute { return schema.StringAttribute{Computed: true} }

func block(attributes map[string]schema.Attribute) schema.ListNestedBlock {
	return schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: attributes}}
}

func cluster() schema.ListNestedBlock {
	b := block(map[string]schema.Attribute{"id": required(), "rest_endpoint": schema.StringAttribute{Optional: true}, "bootstrap_endpoint": schema.StringAttribute{Optional: true}})
	b.NestedObject.Blocks = map[string]schema.Block{"credentials": block(map[string]schema.Attribute{"key": required(), "secret": schema.StringAttribute{Required: true, Sensitive: true}})}
	return b
}

// standInResource is a resource of the stand-in.
type standInResource struct {
	name       string
	attributes map[string]schema.Attribute
	blocks     map[string]schema.Block
	create     func(*object)
	read       func(*object)
	cloud      *login
}

func (r *standInResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.name
}

func (r *standInResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := maps.Clone(r.attributes) // calls come at the same time
	attributes["id"] = computed()
	resp.Schema = schema.Schema{Attributes: attributes, Blocks: r.blocks}
}

func (r *standInResource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.cloud, _ = req.ProviderData.(*login)
}

func (r *standInResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw.Copy()
	r.create(&object{ctx, &resp.State, r.cloud, &resp.Diagnostics})
}

func (r *standInResource) Read(ctx context.Context, _ resource.ReadRequest, resp *resource.ReadResponse) {
	if r.read != nil {
		r.read(&object{ctx, &resp.State, r.cloud, &resp.Diagnostics})
	}
}

func (r *standInResource) Update(_ context.Context, _ resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.AddError("Asked to Update", r.name)
}

func (r *standInResource) Delete(_ context.Context, _ resource.DeleteRequest, resp *resource.DeleteResponse) {
	resp.Diagnostics.AddError("Asked to Delete", r.name)
}

// object is the state of an object that is created or read.
type object struct {
	ctx   context.Context //nolint:containedctx // of one call, for the length of it
	state interface {
		GetAttribute(context.Context, tfpath.Path, any) diag.Diagnostics
		SetAttribute(context.Context, tfpath.Path, any) diag.Diagnostics
	}
	cloud *login
	diags *diag.Diagnostics
}

// get is an attribute, or one of a block: empty when it is not given.
func (o *object) get(names ...string) string {
	at := tfpath.Root(names[0])
	for _, name := range names[1:] {
		at = at.AtListIndex(0).AtName(name)
	}
	var value types.String
	_ = o.state.GetAttribute(o.ctx, at, &value) // there may be no such block
	return value.ValueString()
}

// all are the texts of a set in a block.
func (o *object) all(block, name string) []string {
	var values []string
	_ = o.state.GetAttribute(o.ctx, tfpath.Root(block).AtListIndex(0).AtName(name), &values)
	return values
}

func (o *object) set(name string, value any) {
	o.diags.Append(o.state.SetAttribute(o.ctx, tfpath.Root(name), value)...)
}

// or sets an attribute that was not given.
func (o *object) or(name, value string) string {
	if given := o.get(name); given != "" {
		return given
	}
	o.set(name, value)
	return value
}

// host is how to reach the REST API of a cluster, by its block.
func (o *object) host(block string) login {
	return login{o.get(block, "rest_endpoint") + "/kafka/v3/clusters/" + o.get(block, "id"), o.get(block, "credentials", "key"), o.get(block, "credentials", "secret")}
}

// call sends a request, and reads the answer into a document.
func (o *object) call(to login, method, at string, body any) map[string]any {
	doc, err := to.call(o.ctx, method, at, body)
	if err != nil {
		o.diags.AddError("Request Failed", err.Error())
	}
	return doc
}

type login struct{ url, key, secret string }

func (l login) call(ctx context.Context, method, at string, body any) (doc map[string]any, err error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	var payload io.Reader
	if body != nil {
		payload = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, l.url+at, payload)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.SetBasicAuth(l.key, l.secret)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode > 299 {
		return nil, fmt.Errorf("%s %s: %d %s", method, req.URL.Path, resp.StatusCode, answer)
	}
	if len(bytes.TrimSpace(answer)) == 0 {
		return nil, nil
	}
	return doc, errors.Join(json.Unmarshal(answer, &doc))
}

// editable are the settings that confluent_cluster_link knows.
var editable = []string{
	"acl.filters", "acl.sync.enable", "acl.sync.ms", "auto.create.mirror.topics.enable", "auto.create.mirror.topics.filters", "cluster.link.prefix", "consumer.group.prefix.enable",
	"consumer.offset.group.filters", "consumer.offset.sync.enable", "consumer.offset.sync.ms", "mirror.start.offset.spec", "topic.config.sync.ms", "topic.config.sync.include",
}

// createLink sends the settings that the official provider sends for each mode.
func createLink(o *object) {
	mode, connection := o.or("link_mode", "DESTINATION"), o.or("connection_mode", "OUTBOUND")
	here, there, remoteID := "destination_kafka_cluster", "source_kafka_cluster", "source_cluster_id"
	switch mode {
	case "SOURCE":
		here, there, remoteID = there, here, "destination_cluster_id"
	case "BIDIRECTIONAL":
		here, there, remoteID = "local_kafka_cluster", "remote_kafka_cluster", "remote_cluster_id"
	}
	settings := map[string]string{"link.mode": mode, "connection.mode": connection, "bootstrap.servers": o.get(there, "bootstrap_endpoint")}
	login := func(prefix, block string) {
		settings[prefix+"security.protocol"], settings[prefix+"sasl.mechanism"] = "SASL_SSL", "PLAIN"
		settings[prefix+"sasl.jaas.config"] = fmt.Sprintf("org.apache.kafka.common.security.plain.PlainLoginModule required username=%q password=%q;", o.get(block, "credentials", "key"), o.get(block, "credentials", "secret"))
	}
	if connection == "OUTBOUND" {
		login("", there)
		if mode != "DESTINATION" {
			login("local.", here)
		}
		if mode == "BIDIRECTIONAL" {
			settings["remote.link.connection.mode"] = "INBOUND"
		}
	}
	var config map[string]string
	_ = o.state.GetAttribute(o.ctx, tfpath.Root("config"), &config) // it may not be known
	configs := []map[string]string{}
	for _, from := range []map[string]string{settings, config} {
		for name, value := range from {
			configs = append(configs, map[string]string{"name": name, "value": value})
		}
	}
	host, link := o.host(here), o.get("link_name")
	o.call(host, http.MethodPost, "/links?link_name="+link, map[string]any{remoteID: o.get(there, "id"), "configs": configs})
	o.set("cluster_link_id", o.call(host, http.MethodGet, "/links/"+link, nil)["cluster_link_id"])
	o.set("id", o.get(here, "id")+"/"+link)
	list, _ := o.call(host, http.MethodGet, "/links/"+link+"/configs", nil)["data"].([]any)
	kept := map[string]string{}
	for _, entry := range list {
		entry := entry.(map[string]any)
		if name, _ := entry["name"].(string); slices.Contains(editable, name) && entry["source"] == "DYNAMIC_CLUSTER_LINK_CONFIG" {
			kept[name], _ = entry["value"].(string)
		}
	}
	o.set("config", kept)
}

// createMirror brings the topic to its status at once; the official provider takes a
// second apply for that.
func createMirror(o *object) {
	host, link, source := o.host("kafka_cluster"), "/links/"+o.get("cluster_link", "link_name"), o.get("source_kafka_topic", "topic_name")
	body := map[string]any{"source_topic_name": source}
	if name := o.get("mirror_topic_name"); name != "" {
		body["mirror_topic_name"] = name
	}
	o.call(host, http.MethodPost, link+"/mirrors", body)
	list, _ := o.call(host, http.MethodGet, link+"/mirrors", nil)["data"].([]any)
	for _, entry := range list {
		if entry := entry.(map[string]any); entry["source_topic_name"] == source {
			o.or("mirror_topic_name", entry["mirror_topic_name"].(string))
		}
	}
	if verb := map[string]string{"PAUSED": "pause", "PROMOTED": "promote", "FAILED_OVER": "failover"}[o.or("status", "ACTIVE")]; verb != "" {
		o.call(host, http.MethodPost, link+"/mirrors:"+verb, map[string]any{"mirror_topic_names": []string{o.get("mirror_topic_name")}})
	}
	o.set("id", path.Join(o.get("kafka_cluster", "id"), o.get("cluster_link", "link_name"), o.get("mirror_topic_name")))
}

// readMirror stores the status of a topic that has ended as the API tells it.
func readMirror(o *object) {
	o.set("status", o.call(o.host("kafka_cluster"), http.MethodGet, path.Join("/links", o.get("cluster_link", "link_name"), "mirrors", o.get("mirror_topic_name")), nil)["mirror_status"])
}

// createNetworking creates an object of the networking API.
func createNetworking(at string) func(*object) {
	return func(o *object) {
		id := func(block string) map[string]string {
			return map[string]string{"id": o.get(block, "id"), "related": "", "resource_name": ""}
		}
		spec := map[string]any{"display_name": o.or("display_name", ""), "description": o.or("description", ""), "environment": id("environment"), "network": id("network")}
		if o.get("network_link_service", "id") != "" {
			spec["network_link_service"] = id("network_link_service")
		} else {
			spec["accept"] = map[string]any{"environments": o.all("accept", "environments"), "networks": o.all("accept", "networks")}
		}
		made := o.call(*o.cloud, http.MethodPost, at, map[string]any{"spec": spec})
		o.set("id", made["id"])
		o.set("resource_name", "crn://confluent.cloud/"+fmt.Sprint(made["id"]))
	}
}
