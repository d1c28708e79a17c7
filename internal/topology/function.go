package topology

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkpath"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var _ function.Function = linkPath{}

// linkPath is the function link_path.
type linkPath struct{}

// NewLinkPath makes the function.
func NewLinkPath() function.Function { return linkPath{} }

// Metadata names the function.
func (linkPath) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "link_path"
}

var pathType = map[string]attr.Type{
	"possible": types.BoolType, "initiated_by": types.StringType, "needs": types.ListType{ElemType: types.StringType}, "reasons": types.ListType{ElemType: types.StringType},
}

// Definition describes the function.
func (linkPath) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	cluster := fmt.Sprintf("an object with `kind` (%s), `networking` (%s; of Confluent Platform and Apache Kafka `public` means that all brokers have public endpoints, else `private`), on Confluent Cloud `type` (%s), "+
		"and where they are known `cloud` (`aws`, `azure`, `gcp`), `network_id`, `organization_id`, `cidr` (of the network, with Transit Gateways) and `version` (of Confluent Platform or Apache Kafka)", quoted(linkpath.Kinds), quoted(linkpath.Networkings), quoted(linkpath.Types))
	resp.Definition = function.Definition{
		Summary: "Says whether two clusters can be linked, and which of them opens the connection",
		MarkdownDescription: "Says by [Confluent's table of supported combinations](https://docs.confluent.io/cloud/current/multi-cloud/cluster-linking/private-networking.html) whether data can be mirrored from one cluster to another: `possible`; `initiated_by`, the end that opens the connection (`destination`, or `source` for a source-initiated link), null when it is not possible; " +
			"`needs`, what has to be there besides, or would help; and `reasons`. It calls nobody. Guide: [Which clusters can be linked](../guides/which-clusters-can-be-linked.md).",
		Parameters: []function.Parameter{
			function.DynamicParameter{Name: "source", MarkdownDescription: "The cluster that has the data: " + cluster + "."},
			function.DynamicParameter{Name: "destination", MarkdownDescription: "The cluster that gets it, likewise."},
		},
		Return: function.ObjectReturn{AttributeTypes: pathType},
	}
}

func quoted(values []string) string {
	return "`" + strings.Join(values, "`, `") + "`"
}

// Run looks the two clusters up.
func (linkPath) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var given [2]types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &given[0], &given[1]); resp.Error != nil {
		return
	}
	var clusters [2]linkpath.Cluster
	for i, value := range given {
		cluster, fault := described(value)
		if fault != "" {
			resp.Error = function.ConcatFuncErrors(resp.Error, function.NewArgumentFuncError(int64(i), fault))
			continue
		}
		clusters[i] = cluster
	}
	if resp.Error != nil {
		return
	}
	path := linkpath.Between(clusters[0], clusters[1])
	resp.Error = resp.Result.Set(ctx, types.ObjectValueMust(pathType, map[string]attr.Value{
		"possible": types.BoolValue(path.Possible), "initiated_by": tfkit.TextOrNull(path.InitiatedBy), "needs": tfkit.Texts(path.Needs), "reasons": tfkit.Texts(path.Reasons),
	}))
}

// described reads the description of a cluster, or says what is wrong with it.
func described(value types.Dynamic) (c linkpath.Cluster, fault string) {
	var attributes map[string]attr.Value
	switch v := value.UnderlyingValue().(type) {
	case types.Object:
		attributes = v.Attributes()
	case types.Map:
		attributes = v.Elements()
	default:
		return c, "It is no object. It looks like { kind = \"cloud\", type = \"dedicated\", networking = \"privatelink\" }."
	}
	fields := map[string]*string{
		"kind": &c.Kind, "type": &c.Type, "networking": &c.Networking, "cloud": &c.Provider, "network_id": &c.NetworkID, "organization_id": &c.OrganizationID, "cidr": &c.CIDR, "version": &c.Version,
	}
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		field := fields[name]
		text, ok := attributes[name].(types.String)
		switch {
		case field == nil:
			return c, fmt.Sprintf("It has %q, which says nothing here. It may have %s.", name, strings.Join(slices.Sorted(maps.Keys(fields)), ", "))
		case !ok:
			return c, fmt.Sprintf("%s is no text.", name)
		}
		*field = strings.ToLower(strings.TrimSpace(text.ValueString()))
	}
	for _, check := range []struct {
		name, value string
		choices     []string
		needed      bool
	}{
		{"kind", c.Kind, linkpath.Kinds, true},
		{"networking", c.Networking, linkpath.Networkings, true},
		{"type", c.Type, linkpath.Types, c.Kind == linkpath.Cloud},
	} {
		switch {
		case check.value == "" && check.needed:
			return c, fmt.Sprintf("%s is missing. It is one of %s.", check.name, strings.Join(check.choices, ", "))
		case check.value != "" && !slices.Contains(check.choices, check.value):
			return c, fmt.Sprintf("%s is %q. It is one of %s.", check.name, check.value, strings.Join(check.choices, ", "))
		}
	}
	return c, ""
}
