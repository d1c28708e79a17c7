package tfkit

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// DataSource is what every data source has: the ways to all that it reads.
type DataSource struct{ Conns *Connections }

// Configure takes the ways to the clusters.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.Conns = FromProviderData(req.ProviderData, &resp.Diagnostics)
}

// OutOfReach says why nothing is known of a cluster that cannot be reached, where
// the user wants that to be no error (on_unreachable = "keep"); else it is empty.
func (c *Connections) OutOfReach(cluster *Cluster) string {
	if cause := cluster.outage(); cause != nil {
		return fmt.Sprintf("Cluster %q gives no answer (%v).", cluster.ClusterID(), cause)
	}
	return ""
}

// ComputedText is a string that a data source tells.
func ComputedText(words string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: words, Computed: true}
}

// ComputedNumber is a whole number that a data source tells.
func ComputedNumber(words string) schema.Int64Attribute {
	return schema.Int64Attribute{MarkdownDescription: words, Computed: true}
}

// ComputedFlag is a yes or no that a data source tells.
func ComputedFlag(words string) schema.BoolAttribute {
	return schema.BoolAttribute{MarkdownDescription: words, Computed: true}
}

// ComputedTexts is a list of strings that a data source tells.
func ComputedTexts(words string) schema.ListAttribute {
	return schema.ListAttribute{MarkdownDescription: words, Computed: true, ElementType: types.StringType}
}

// TextOrNull is a string, or null when the server has told none.
func TextOrNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// Texts is a list of strings.
func Texts(values []string) types.List {
	elements := make([]attr.Value, len(values))
	for i, v := range values {
		elements[i] = types.StringValue(v)
	}
	return types.ListValueMust(types.StringType, elements)
}
