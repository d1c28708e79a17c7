package clusterlink

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/pemtext"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// schemaVersion is the version of the resource's state. A new one needs an upgrader for
// the older ones (resource.ResourceWithUpgradeState), and a state of it in
// internal/acctest/testdata/state.
const schemaVersion = 0

// Schema describes the resource.
func (r *linkResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	immutable := stringplanmodifier.RequiresReplace()
	resp.Schema = schema.Schema{
		Version: schemaVersion,
		MarkdownDescription: "One cluster link object, on the cluster that hosts it.\n\n" +
			"A destination-initiated link is one object, on the destination. A source-initiated link is two, its halves: the `DESTINATION`/`INBOUND` half on the destination, created first, " +
			"and the `SOURCE` half, which opens the connection and holds both sets of credentials. A bidirectional link is one object on each cluster, created one after the other. " +
			"Where both halves are in one configuration, the plan holds them against each other: ids, modes, names, and where offsets are copied.\n\n" +
			"Mirror topics take their `link_name` from the half that is created **last**, so that they wait for both.\n\n" +
			"Replacing or destroying a link loses the history of its mirror topics. A replaced link does not replace its mirror topics by itself: " +
			"give them `lifecycle { replace_triggered_by = [clink_cluster_link.example.cluster_link_id] }`. " +
			"A destroy is refused while a mirror topic on the link still works; `lifecycle { prevent_destroy = true }` guards a link without mirror topics as well.\n\n" +
			"Guides: [Which clusters can be linked](../guides/which-clusters-can-be-linked.md), [Authentication](../guides/authentication.md), [Secrets](../guides/secrets.md).",
		Attributes: map[string]schema.Attribute{
			"kafka_cluster_id": schema.StringAttribute{
				MarkdownDescription: "Id of the cluster that hosts this link object. The provider's `kafka_clusters` says how to reach it. Another value replaces the link.",
				Required:            true,
				PlanModifiers:       []planmodifier.String{immutable},
				Validators:          []validator.String{tfkit.ClusterID()},
			},
			"remote_cluster_id": schema.StringAttribute{
				MarkdownDescription: "Id of the cluster at the other end. Another value replaces the link.",
				Required:            true,
				PlanModifiers:       []planmodifier.String{immutable},
				Validators:          []validator.String{tfkit.ClusterID()},
			},
			"link_name": schema.StringAttribute{
				MarkdownDescription: "Name of the link. Both halves of a link have the same name. Another value replaces the link.",
				Required:            true,
				PlanModifiers:       []planmodifier.String{immutable},
				Validators:          []validator.String{tfkit.LinkName()},
			},
			"link_mode": schema.StringAttribute{
				MarkdownDescription: "`DESTINATION` (default): data arrives at the hosting cluster. `SOURCE`: data leaves it. `BIDIRECTIONAL`: both. In any letter case. Another value replaces the link.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(modeDestination),
				PlanModifiers:       []planmodifier.String{tfkit.KeepSpelling(tfkit.IgnoreCase), immutable},
				Validators:          []validator.String{stringvalidator.OneOfCaseInsensitive(modeDestination, modeSource, modeBidirectional)},
			},
			"connection_mode": schema.StringAttribute{
				MarkdownDescription: "`OUTBOUND` (default): this half opens the connection. `INBOUND`: it waits for the other half to connect, and has neither address nor credentials. In any letter case. A `SOURCE` link is never `INBOUND`. Another value replaces the link.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(connectionOutbound),
				PlanModifiers:       []planmodifier.String{tfkit.KeepSpelling(tfkit.IgnoreCase), immutable},
				Validators:          []validator.String{stringvalidator.OneOfCaseInsensitive(connectionOutbound, connectionInbound)},
			},
			"prefix": schema.StringAttribute{
				MarkdownDescription: "Prefix of the names of all mirror topics on this link (`cluster.link.prefix`). Another value replaces the link.",
				Optional:            true,
				PlanModifiers:       []planmodifier.String{immutable},
				Validators:          []validator.String{topicPrefix{}},
			},
			"remote_bootstrap_servers": schema.StringAttribute{
				MarkdownDescription: "Bootstrap servers of the remote cluster, `host:port`, comma-separated; with or without `SASL_SSL://` is the same. Required when an `OUTBOUND` link is created. Changed in place.",
				Optional:            true,
				PlanModifiers:       []planmodifier.String{tfkit.KeepSpelling(linkconfig.SameAddress)},
				Validators:          []validator.String{bootstrapServers{}},
			},
			"remote_authentication": authenticationAttribute("How the link logs in to the remote cluster. `OUTBOUND` links only. Changed in place."),
			"local_authentication": authenticationAttribute("How the link logs in to the cluster that hosts it (`local.*` settings). Required when a `SOURCE` link is created on Confluent Cloud, " +
				"and for a `BIDIRECTIONAL` link with `remote_connection_mode = \"INBOUND\"`. Changed in place."),
			"local_bootstrap_servers": schema.StringAttribute{
				MarkdownDescription: "Bootstrap servers by which the link reaches the cluster that hosts it. Optional wherever `local_authentication` is allowed. Changed in place.",
				Optional:            true,
				PlanModifiers:       []planmodifier.String{tfkit.KeepSpelling(linkconfig.SameAddress)},
				Validators:          []validator.String{bootstrapServers{}},
			},
			"remote_connection_mode": schema.StringAttribute{
				MarkdownDescription: "Connection mode of the other half (`remote.link.connection.mode`): `INBOUND` on the connecting half of a `BIDIRECTIONAL` link whose other half waits. Another value replaces the link.",
				Optional:            true,
				PlanModifiers:       []planmodifier.String{keepFilledIn{}, tfkit.KeepSpelling(tfkit.IgnoreCase), stringplanmodifier.RequiresReplaceIf(otherThanBefore, filledIn, filledIn)},
				Validators:          []validator.String{stringvalidator.OneOfCaseInsensitive(connectionOutbound, connectionInbound)},
			},
			"config": schema.MapAttribute{
				MarkdownDescription: "Settings of the link, such as `consumer.offset.sync.enable`. Only the keys given are managed; a key taken out is reset to its default on the server. " +
					"Settings that have an argument of their own, and secret ones, do not belong here. [All settings](../guides/link-settings.md).",
				ElementType:   types.StringType,
				Optional:      true,
				PlanModifiers: []planmodifier.Map{keepConfigSpelling{}},
			},
			"config_wo": schema.MapAttribute{
				MarkdownDescription: "Secret settings of the link that no argument covers. Write-only: never stored. Sent when the link is created and when `config_wo_version` changes; a key taken out together with a new version is reset.",
				ElementType:         types.StringType,
				Optional:            true,
				Sensitive:           true,
				WriteOnly:           true,
			},
			"config_wo_version": schema.Int64Attribute{
				MarkdownDescription: "Change it to send `config_wo` again.",
				Optional:            true,
			},
			"validate_link": schema.BoolAttribute{
				MarkdownDescription: "Whether the server checks at create that it can reach and read the remote cluster. `false` creates the link while the other side cannot be reached, and does not wait for it to become ACTIVE. Default: `true`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(true),
			},
			"force_destroy": schema.BoolAttribute{
				MarkdownDescription: "Destroy the link although mirror topics on it still work: they stop mirroring. It has to be applied before the destroy. Default: `false`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"cluster_link_id": schema.StringAttribute{
				MarkdownDescription: "Id that Confluent gave the link; the same on both halves. The half that is created second takes it [from the other one](https://docs.confluent.io/cloud/current/ccloud/create-kafka-link/), " +
					"so there is no argument for it. A plan with both halves warns when their ids differ.",
				Computed:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "`<kafka_cluster_id>/<link_name>`.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"timeouts": tfkit.Timeouts(ctx, timeouts.Opts{
				Create: true, Read: true, Update: true, Delete: true,
				CreateDescription: "Until the link is ACTIVE, or, of an `INBOUND` half, visible. A link that is there but not ACTIVE by then stays, with a warning. Default: `5m`.",
				ReadDescription:   "A refresh. Default: `5m`.",
				UpdateDescription: "Until changed credentials work, too. Default: `5m`.",
				DeleteDescription: "Until the link is gone, after mirror topics that are being stopped. Default: `20m`.",
			}),
		},
	}
}

// authenticationAttribute describes remote_authentication and
// local_authentication, which are alike.
func authenticationAttribute(description string) schema.SingleNestedAttribute {
	secret := func(text string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: text + " Write-only: never stored. Needed when the link is created and when its version or what it belongs to changes; on an existing link, leaving it out keeps what the server has.",
			Optional:            true, Sensitive: true, WriteOnly: true,
		}
	}
	certificates := func(text string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: text, Optional: true, PlanModifiers: []planmodifier.String{tfkit.KeepSpelling(pemtext.Same)}}
	}
	version := func(of string) schema.Int64Attribute {
		return schema.Int64Attribute{MarkdownDescription: "Change it to send " + of + " again.", Optional: true}
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"sasl": schema.SingleNestedAttribute{
				MarkdownDescription: "User name and password, on Confluent Cloud an API key and its secret. Not together with `oauth`.",
				Optional:            true,
				Attributes: map[string]schema.Attribute{
					"mechanism": schema.StringAttribute{
						MarkdownDescription: "`PLAIN` (default), `SCRAM-SHA-256` or `SCRAM-SHA-512`.",
						Optional:            true,
						PlanModifiers:       []planmodifier.String{tfkit.KeepSpelling(tfkit.IgnoreCase)},
						Validators:          []validator.String{stringvalidator.OneOfCaseInsensitive(mechanismPlain, mechanismScram256, mechanismScram512)},
					},
					"username":            schema.StringAttribute{MarkdownDescription: "User name or API key.", Required: true, Validators: []validator.String{tfkit.Text()}},
					"password_wo":         secret("Password or API secret."),
					"password_wo_version": version("`password_wo`"),
				},
			},
			"oauth": schema.SingleNestedAttribute{
				MarkdownDescription: "OAuth client credentials. Not together with `sasl`.",
				Optional:            true,
				Attributes: map[string]schema.Attribute{
					"token_endpoint_url":       schema.StringAttribute{MarkdownDescription: "URL where the identity provider gives tokens.", Required: true, Validators: []validator.String{tfkit.Text()}},
					"client_id":                schema.StringAttribute{MarkdownDescription: "Client id.", Required: true, Validators: []validator.String{tfkit.Text()}},
					"client_secret_wo":         secret("Client secret."),
					"client_secret_wo_version": version("`client_secret_wo`"),
					"scope":                    schema.StringAttribute{MarkdownDescription: "Scope to ask for.", Optional: true},
					"logical_cluster_id":       schema.StringAttribute{MarkdownDescription: "Kafka cluster that the token is for. Default: that side's cluster id.", Optional: true},
					"identity_pool_id":         schema.StringAttribute{MarkdownDescription: "Identity pool to act as, on Confluent Cloud.", Optional: true},
				},
			},
			"tls": schema.SingleNestedAttribute{
				MarkdownDescription: "Certificates, all PEM, in line. With a keystore the link logs in by mTLS.",
				Optional:            true,
				Attributes: map[string]schema.Attribute{
					"truststore_certificates":    certificates("Certificate authorities to trust, PEM."),
					"keystore_certificate_chain": certificates("Client certificate chain, PEM, with `keystore_key_wo`."),
					"keystore_key_wo":            secret("Private key (PKCS#8) that belongs to `keystore_certificate_chain`."),
					"key_password_wo":            secret("Password of the private key."),
					"keystore_wo_version":        version("`keystore_key_wo` and `key_password_wo`"),
					"endpoint_identification_algorithm": schema.StringAttribute{
						MarkdownDescription: "`https` checks the server's host name (the server's default); empty does not.", Optional: true,
					},
				},
			},
			"security_protocol": schema.StringAttribute{
				MarkdownDescription: "`SASL_SSL`, `SSL`, `SASL_PLAINTEXT` or `PLAINTEXT`. When left out: `SASL_SSL` with `sasl` or `oauth`, `SSL` with `tls` alone, else `PLAINTEXT`.",
				Optional:            true,
				PlanModifiers:       []planmodifier.String{tfkit.KeepSpelling(tfkit.IgnoreCase)},
				Validators:          []validator.String{stringvalidator.OneOfCaseInsensitive("SASL_SSL", "SSL", "SASL_PLAINTEXT", "PLAINTEXT")},
			},
		},
	}
}

// IdentitySchema describes what tells one link object from all others.
func (r *linkResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"kafka_cluster_id": identityschema.StringAttribute{Description: "Cluster that hosts the link object.", RequiredForImport: true},
		"link_name":        identityschema.StringAttribute{Description: "Name of the link.", RequiredForImport: true},
	}}
}
