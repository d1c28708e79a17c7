package clusterlink

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/cfk"
	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var _ function.Function = parseManifest{}

// parseManifest is the function parse_cluster_link_manifest.
type parseManifest struct{}

// NewParseManifest makes the function.
func NewParseManifest() function.Function { return parseManifest{} }

// Metadata names the function.
func (parseManifest) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_cluster_link_manifest"
}

// The types of the result, which are those of the arguments that its parts fit.
var (
	manifestLink  = types.ObjectType{AttrTypes: linkOfManifest()}
	manifestTopic = types.ObjectType{AttrTypes: map[string]attr.Type{
		"source_topic_name": types.StringType, "mirror_topic_name": types.StringType,
		"status": types.StringType, "replication_factor": types.Int64Type, "config": parsedMap,
	}}
	manifestResult = map[string]attr.Type{
		"cluster_link": manifestLink, "mirror_topics": types.MapType{ElemType: manifestTopic}, "secrets": parsedMap, "left_out": parsedMap,
	}
)

// linkOfManifest is the part cluster_link: what a .config file gives, and whose link
// it is.
func linkOfManifest() map[string]attr.Type {
	attributes := maps.Clone(parsedFile)
	delete(attributes, "left_out")
	for _, name := range []string{"kafka_cluster_id", "remote_cluster_id", "link_name"} {
		attributes[name] = types.StringType
	}
	return attributes
}

// Definition describes the function.
func (parseManifest) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Reads a ClusterLink of Confluent for Kubernetes as arguments of clink_cluster_link and clink_mirror_topic",
		MarkdownDescription: "Reads the manifest of a `ClusterLink` of [Confluent for " +
			"Kubernetes](https://docs.confluent.io/operator/current/co-link-clusters.html), as it stands in a file or as `kubectl " +
			"get clusterlink -o yaml` prints it, into an object:\n\n" +
			"- `cluster_link`: arguments of `clink_cluster_link`, by their names. What the manifest does not say is null. The ids of " +
			"the clusters are there if `clusterID` gives them, or Kubernetes has noted them in `status`.\n" +
			"- `mirror_topics`: a map by mirror topic of `source_topic_name`, `mirror_topic_name`, `status`, `replication_factor` " +
			"and `config`, for `clink_mirror_topic` with `for_each`.\n" +
			"- `secrets`: where in Kubernetes a secret is that an argument needs, by argument. A manifest only names secrets: user " +
			"names, passwords and certificates are null in `cluster_link`.\n" +
			"- `left_out`: what has no counterpart, by its place in the manifest, with the reason.\n\n" +
			"`cluster_link` is about the cluster on which Confluent for Kubernetes has made the link: the destination, or the source " +
			"with `linkMode: Source`. " +
			"`plain` with `jaasConfigPassThrough` may be SCRAM as well: only the secret tells, and `mechanism` is yours to write then. " +
			"A text may hold several documents, but only one `ClusterLink`. Errors name the line. " +
			"Never let Confluent for Kubernetes and Clink manage one link: " +
			"the guide [From Confluent for Kubernetes](../guides/from-confluent-for-kubernetes.md) says why, and how to hand it over.",
		Parameters: []function.Parameter{function.StringParameter{Name: "yaml", MarkdownDescription: "Text of the manifest, YAML or JSON, such as `file(\"link.yaml\")`."}},
		Return:     function.ObjectReturn{AttributeTypes: manifestResult},
	}
}

// Run reads the manifest.
func (parseManifest) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	if resp.Error = req.Arguments.Get(ctx, &text); resp.Error != nil {
		return
	}
	link, err := cfk.ParseClusterLink(text)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, sentence(err))
		return
	}
	resp.Error = resp.Result.Set(ctx, ofManifest(link))
}

// ofManifest sorts what a manifest says into arguments.
func ofManifest(link cfk.Link) types.Object {
	secrets := map[string]string{}
	for name, login := range map[string]cfk.Login{"": link.Remote, linkconfig.LocalPrefix: link.Local} {
		if login.Kind == cfk.Kerberos {
			link.Settings[name+linkconfig.SASLMechanism], link.Settings[name+linkconfig.SecurityProtocol] = "GSSAPI", protocolOf(login)
		}
	}
	file, left := parsed(link.Settings)
	for name, why := range left {
		link.LeftOut["spec.configs."+name] = why
	}
	file["kafka_cluster_id"], file["remote_cluster_id"] = tfkit.TextOrNull(link.KafkaClusterID), tfkit.TextOrNull(link.RemoteClusterID)
	file["link_name"] = types.StringValue(link.Name)
	for block, login := range map[string]cfk.Login{"remote_authentication": link.Remote, "local_authentication": link.Local} {
		if login.Given {
			file[block] = loginOfManifest(login)
			noteSecrets(secrets, block, login)
		}
	}
	topics := map[string]attr.Value{}
	for _, t := range link.MirrorTopics {
		factor := types.Int64Null()
		if t.ReplicationFactor > 0 {
			factor = types.Int64Value(t.ReplicationFactor)
		}
		topics[t.Name] = types.ObjectValueMust(manifestTopic.AttrTypes, map[string]attr.Value{
			"source_topic_name": types.StringValue(t.Source), "mirror_topic_name": types.StringValue(t.Name),
			"status": types.StringValue(t.Status), "replication_factor": factor, "config": mapOrNull(t.Config),
		})
	}
	return types.ObjectValueMust(manifestResult, map[string]attr.Value{
		"cluster_link": types.ObjectValueMust(manifestLink.AttrTypes, file), "mirror_topics": types.MapValueMust(manifestTopic, topics),
		"secrets": mapOrNull(secrets), "left_out": mapOrNull(link.LeftOut),
	})
}

// protocolOf is the security protocol of a login.
func protocolOf(login cfk.Login) string {
	sasl := login.Kind != cfk.None && login.Kind != cfk.MTLS
	switch {
	case sasl && login.TLS:
		return "SASL_SSL"
	case sasl:
		return "SASL_PLAINTEXT"
	case login.TLS || login.Kind == cfk.MTLS:
		return "SSL"
	default:
		return "PLAINTEXT"
	}
}

// loginOfManifest is the authentication block of a login: its form without its secrets.
func loginOfManifest(login cfk.Login) types.Object {
	side := map[string]attr.Value{
		"sasl": types.ObjectNull(parsedSASL.AttrTypes), "oauth": types.ObjectNull(parsedOAuth.AttrTypes), "tls": types.ObjectNull(parsedTLS.AttrTypes),
	}
	follows := "PLAINTEXT"
	switch login.Kind {
	case cfk.Kerberos:
		return types.ObjectNull(parsedSide.AttrTypes) // config and config_wo say it
	case cfk.None, cfk.Other:
	case cfk.Plain:
		side["sasl"], follows = unfilled(parsedSASL, nil), "SASL_SSL"
	case cfk.OAuth:
		follows = "SASL_SSL"
		side["oauth"] = unfilled(parsedOAuth, map[string]attr.Value{"token_endpoint_url": tfkit.TextOrNull(login.TokenEndpoint)})
	case cfk.MTLS:
		side["tls"], follows = unfilled(parsedTLS, nil), "SSL"
	}
	side["security_protocol"] = types.StringNull()
	if protocol := protocolOf(login); protocol != follows {
		side["security_protocol"] = types.StringValue(protocol)
	}
	return types.ObjectValueMust(parsedSide.AttrTypes, side)
}

// noteSecrets says where the secrets of a login are.
func noteSecrets(secrets map[string]string, block string, login cfk.Login) {
	at := map[cfk.Kind]string{cfk.Plain: block + ".sasl", cfk.OAuth: block + ".oauth", cfk.Other: block, cfk.Kerberos: "config_wo"}[login.Kind]
	if login.Secret != "" && at != "" {
		secrets[at] = login.Secret
	}
	if login.Certificates != "" {
		secrets[block+".tls"] = login.Certificates
	}
}

// unfilled is an object of texts that are null, but for those given.
func unfilled(of types.ObjectType, given map[string]attr.Value) types.Object {
	values := map[string]attr.Value{}
	for name := range of.AttrTypes {
		values[name] = types.StringNull()
	}
	maps.Copy(values, given)
	return types.ObjectValueMust(of.AttrTypes, values)
}
