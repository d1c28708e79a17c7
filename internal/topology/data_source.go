// Package topology is the data source clink_topology: the links between the
// clusters of the provider block, as data and as a picture.
package topology

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = (*dataSource)(nil)

type dataSource struct{ tfkit.DataSource }

// NewDataSource makes the data source.
func NewDataSource() datasource.DataSource { return &dataSource{} }

type model struct {
	KafkaClusterIDs types.List   `tfsdk:"kafka_cluster_ids"`
	Clusters        types.Map    `tfsdk:"clusters"`
	Links           types.List   `tfsdk:"links"`
	Mermaid         types.String `tfsdk:"mermaid"`
	Markdown        types.String `tfsdk:"markdown"`
}

var (
	clusterType = types.ObjectType{AttrTypes: map[string]attr.Type{"configured": types.BoolType, "reachable": types.BoolType, "problem": types.StringType}}
	linkType    = types.ObjectType{AttrTypes: map[string]attr.Type{
		"link_name": types.StringType, "cluster_link_id": types.StringType, "link_mode": types.StringType, "source_cluster_id": types.StringType, "destination_cluster_id": types.StringType,
		"link_state": types.StringType, "mirror_topics": types.Int64Type, "healthy": types.BoolType, "problems": types.ListType{ElemType: types.StringType},
	}}
)

// Metadata names the data source.
func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_topology"
}

// Schema describes the data source.
func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text, flag := tfkit.ComputedText, tfkit.ComputedFlag
	resp.Schema = schema.Schema{
		MarkdownDescription: "The links between the Kafka clusters of the provider block, with the number of mirror topics on each: as data, and as a picture. Two halves of one link are one link here. A cluster that cannot be reached is drawn as such, and is no error.",
		Attributes: map[string]schema.Attribute{
			"kafka_cluster_ids": schema.ListAttribute{MarkdownDescription: "Only links that these clusters host. Default: all clusters of the provider block that are known.", Optional: true, ElementType: types.StringType},
			"clusters": schema.MapNestedAttribute{
				MarkdownDescription: "The clusters by id, those at the other ends of links included.", Computed: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"configured": flag("Whether it was asked."), "reachable": flag("Whether it has answered; null for one that was not asked."), "problem": text("Why it has not."),
				}},
			},
			"links": schema.ListNestedAttribute{
				MarkdownDescription: "The links, sorted by where data comes from, where it goes, and name.", Computed: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"link_name": text("Name."), "cluster_link_id": text("Id that Confluent gave the link."), "link_mode": text("`BIDIRECTIONAL` for a link that data may take either way, else `DESTINATION`."),
					"source_cluster_id": text("Where data comes from; of a bidirectional link the end whose id sorts first."), "destination_cluster_id": text("Where data goes."),
					"link_state": text("State; of two halves the one that is not `ACTIVE`."), "mirror_topics": tfkit.ComputedNumber("Number of mirror topics that have not ended; null where the server does not tell."),
					"healthy": flag("Whether nothing is wrong with it, as for `clink_cluster_link`."), "problems": tfkit.ComputedTexts("What is wrong with it."),
				}},
			},
			"mermaid":  text("A Mermaid flowchart, which GitHub, GitLab and others draw: clusters as boxes, links as arrows in the direction of data, what is not healthy in red."),
			"markdown": text("The links as a table in Markdown."),
		},
	}
}

// link is a link as it is drawn: one, whatever halves of it have been seen.
type link struct {
	name, id, mode, source, destination, state string
	topics                                     *int64
	problems                                   []string
}

// cluster is a cluster as it is drawn.
type cluster struct {
	configured bool
	problem    string
}

// Read asks each cluster for its links.
func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data model
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	asked := d.asked(data.KafkaClusterIDs)
	seen := picture{clusters: map[string]cluster{}, links: map[string]*link{}}
	for _, id := range asked {
		way := d.Conns.Require(types.StringValue(id), &resp.Diagnostics)
		if resp.Diagnostics.HasError() {
			return
		}
		seen.ask(ctx, way)
	}
	links := seen.sorted()
	data.Clusters, data.Links = clustersValue(seen.clusters), linksValue(links)
	data.Mermaid, data.Markdown = types.StringValue(mermaid(seen.clusters, links)), types.StringValue(markdown(links))
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// asked are the ids of the clusters to ask, in order.
func (d *dataSource) asked(given types.List) []string {
	var ids []string
	for _, value := range given.Elements() {
		if id, ok := value.(types.String); ok {
			ids = append(ids, id.ValueString())
		}
	}
	if given.IsNull() {
		for id, way := range d.Conns.Clusters {
			if way != nil {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// picture is what has been seen so far.
type picture struct {
	clusters map[string]cluster
	links    map[string]*link // by what makes them one
}

// ask looks at the links that a cluster hosts.
func (p picture) ask(ctx context.Context, way *tfkit.Cluster) {
	here := way.ClusterID()
	all, err := way.Links(ctx)
	if err != nil {
		p.clusters[here] = cluster{configured: true, problem: tfkit.Quote(err)}
		return
	}
	p.clusters[here] = cluster{configured: true}
	for _, one := range all {
		if one.Name == "" {
			continue // what is left of half a link
		}
		if whole, err := way.Link(ctx, one.Name); err == nil {
			one = whole // with its tasks
		}
		there := one.Remote()
		if _, known := p.clusters[there]; !known && there != "" {
			p.clusters[there] = cluster{}
		}
		p.add(here, there, one)
	}
}

// add draws a link, or its other half into the one that is there.
func (p picture) add(here, there string, half kafka.Link) {
	drawn := link{name: half.Name, id: half.ClusterLinkID, mode: half.Mode(), source: there, destination: here, state: string(half.State), problems: tfkit.LinkProblems(half)}
	switch drawn.mode {
	case "SOURCE":
		drawn.mode, drawn.source, drawn.destination = "DESTINATION", here, there
	case "BIDIRECTIONAL":
		drawn.source, drawn.destination = min(here, there), max(here, there)
	}
	if half.Counts != nil {
		var topics int64
		for _, c := range half.Counts {
			if c.Category != "NOT_APPLICABLE" { // of those that have ended
				topics += c.Count
			}
		}
		drawn.topics = &topics
	}
	key := drawn.source + "\x00" + drawn.destination + "\x00" + drawn.name
	other := p.links[key]
	if other == nil {
		p.links[key] = &drawn
		return
	}
	if other.state == string(kafka.LinkActive) {
		other.state = drawn.state
	}
	if other.topics != nil && drawn.topics != nil {
		*other.topics += *drawn.topics
	} else if other.topics == nil {
		other.topics = drawn.topics
	}
	for _, problem := range drawn.problems {
		if !slices.Contains(other.problems, problem) {
			other.problems = append(other.problems, problem)
		}
	}
}

// sorted are the links in order.
func (p picture) sorted() []link {
	var all []link
	for _, key := range slices.Sorted(maps.Keys(p.links)) {
		all = append(all, *p.links[key])
	}
	return all
}

func clustersValue(clusters map[string]cluster) types.Map {
	values := map[string]attr.Value{}
	for id, c := range clusters {
		reachable := types.BoolNull()
		if c.configured {
			reachable = types.BoolValue(c.problem == "")
		}
		values[id] = types.ObjectValueMust(clusterType.AttrTypes, map[string]attr.Value{"configured": types.BoolValue(c.configured), "reachable": reachable, "problem": tfkit.TextOrNull(c.problem)})
	}
	return types.MapValueMust(clusterType, values)
}

func linksValue(links []link) types.List {
	values := make([]attr.Value, 0, len(links))
	for _, l := range links {
		values = append(values, types.ObjectValueMust(linkType.AttrTypes, map[string]attr.Value{
			"link_name": types.StringValue(l.name), "cluster_link_id": tfkit.TextOrNull(l.id), "link_mode": tfkit.TextOrNull(l.mode),
			"source_cluster_id": tfkit.TextOrNull(l.source), "destination_cluster_id": tfkit.TextOrNull(l.destination), "link_state": tfkit.TextOrNull(l.state),
			"mirror_topics": types.Int64PointerValue(l.topics), "healthy": types.BoolValue(len(l.problems) == 0), "problems": tfkit.Texts(l.problems),
		}))
	}
	return types.ListValueMust(linkType, values)
}
