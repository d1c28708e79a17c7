package clusterlink

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var _ function.Function = parseProperties{}

// parseProperties is the function parse_properties.
type parseProperties struct{}

// NewParseProperties makes the function.
func NewParseProperties() function.Function { return parseProperties{} }

// Metadata names the function.
func (parseProperties) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_properties"
}

// textsOf is the type of an object of texts.
func textsOf(names ...string) types.ObjectType {
	attributes := map[string]attr.Type{}
	for _, name := range names {
		attributes[name] = types.StringType
	}
	return types.ObjectType{AttrTypes: attributes}
}

// The types of the result, which are those of the arguments that its parts fit.
var (
	parsedSASL  = textsOf("mechanism", "username", "password_wo")
	parsedOAuth = textsOf("token_endpoint_url", "client_id", "client_secret_wo", "scope", "logical_cluster_id", "identity_pool_id")
	parsedTLS   = textsOf("truststore_certificates", "keystore_certificate_chain", "keystore_key_wo", "key_password_wo", "endpoint_identification_algorithm")
	parsedSide  = types.ObjectType{AttrTypes: map[string]attr.Type{"sasl": parsedSASL, "oauth": parsedOAuth, "tls": parsedTLS, "security_protocol": types.StringType}}
	parsedMap   = types.MapType{ElemType: types.StringType}
	parsedFile  = map[string]attr.Type{
		"link_mode": types.StringType, "connection_mode": types.StringType, "remote_connection_mode": types.StringType, "prefix": types.StringType,
		"remote_bootstrap_servers": types.StringType, "local_bootstrap_servers": types.StringType,
		"remote_authentication": parsedSide, "local_authentication": parsedSide,
		"config": parsedMap, "config_wo": parsedMap, "left_out": parsedMap,
	}
)

// Definition describes the function.
func (parseProperties) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Reads a .config file of Confluent's CLI as arguments of clink_cluster_link",
		MarkdownDescription: "Reads the text of a `.config` file, as `confluent kafka link create --config` and `kafka-cluster-links --config-file` take it, into an object whose parts fit the arguments of `clink_cluster_link`: " +
			"`link_mode`, `connection_mode`, `remote_connection_mode`, `prefix`, `remote_bootstrap_servers`, `local_bootstrap_servers`, `remote_authentication`, `local_authentication`, `config` and `config_wo`. What the file does not give is null.\n\n" +
			"Secrets stand in arguments that end in `_wo` alone, which Terraform does not store. A JAAS line of the usual login modules is taken apart; any other goes into `config_wo` as a whole. " +
			"`left_out` holds what is no setting of a link, with the reason.",
		Parameters: []function.Parameter{function.StringParameter{Name: "text", MarkdownDescription: "Text of the file, such as `file(\"link.config\")`."}},
		Return:     function.ObjectReturn{AttributeTypes: parsedFile},
	}
}

// Run reads the text.
func (parseProperties) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	if resp.Error = req.Arguments.Get(ctx, &text); resp.Error != nil {
		return
	}
	settings, err := linkconfig.ParseProperties(text)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, sentence(err))
		return
	}
	arguments, left := parsed(settings)
	arguments["left_out"] = mapOrNull(left)
	resp.Error = resp.Result.Set(ctx, types.ObjectValueMust(parsedFile, arguments))
}

// sentence is what is wrong with a text, as a sentence.
func sentence(err error) string {
	return strings.ToUpper(err.Error()[:1]) + err.Error()[1:] + "."
}

// mapOrNull is a map of texts, null if it is empty.
func mapOrNull(entries map[string]string) types.Map {
	if len(entries) == 0 {
		return types.MapNull(types.StringType)
	}
	values := make(map[string]attr.Value, len(entries))
	for name, value := range entries {
		values[name] = types.StringValue(value)
	}
	return types.MapValueMust(types.StringType, values)
}

// parsed sorts settings into arguments. left holds what is no setting of a link, and why.
func parsed(settings map[string]string) (arguments map[string]attr.Value, left map[string]string) {
	take := func(name string) types.String {
		value := settings[name]
		delete(settings, name)
		return tfkit.TextOrNull(value)
	}
	arguments = map[string]attr.Value{
		"link_mode": take(linkconfig.LinkMode), "connection_mode": take(linkconfig.ConnectionMode), "remote_connection_mode": take(linkconfig.RemoteConnectionMode),
		"prefix": take(linkconfig.Prefix), "remote_bootstrap_servers": take(linkconfig.BootstrapServers), "local_bootstrap_servers": take(linkconfig.LocalBootstrapServers),
		"remote_authentication": parsedLogin(settings, ""), "local_authentication": parsedLogin(settings, linkconfig.LocalPrefix),
	}
	left = map[string]string{}
	plain, secret := map[string]string{}, map[string]string{}
	for name, value := range settings {
		switch {
		case strings.HasPrefix(name, "source.") || strings.HasPrefix(name, "destination."):
			left[name] = noSuchPrefix(name)
		case linkconfig.Sensitive(name):
			secret[name] = value
		default:
			plain[name] = value
		}
	}
	arguments["config"], arguments["config_wo"] = mapOrNull(plain), mapOrNull(secret)
	return arguments, left
}

// parsedLogin takes what one side logs in with out of the settings, if a block can
// hold it; else it leaves them for config and config_wo.
func parsedLogin(settings map[string]string, prefix string) types.Object {
	get := func(name string) string { return settings[prefix+name] }
	module, list, ok := linkconfig.ParseJAAS(get(linkconfig.SASLJAASConfig))
	if get(linkconfig.SASLJAASConfig)+get(linkconfig.SASLMechanism) != "" && !ok {
		return types.ObjectNull(parsedSide.AttrTypes) // no block can say it
	}
	options := map[string]string{}
	for _, o := range list {
		options[o.Name] = o.Value
	}
	option := func(name string) types.String {
		value := options[name]
		delete(options, name)
		return tfkit.TextOrNull(value)
	}
	side := map[string]attr.Value{"sasl": types.ObjectNull(parsedSASL.AttrTypes), "oauth": types.ObjectNull(parsedOAuth.AttrTypes), "tls": types.ObjectNull(parsedTLS.AttrTypes)}
	mechanism, follows := get(linkconfig.SASLMechanism), "PLAINTEXT"
	switch {
	case !ok:
	case module == linkconfig.OAuthLoginModule:
		side["oauth"] = types.ObjectValueMust(parsedOAuth.AttrTypes, map[string]attr.Value{
			"token_endpoint_url": tfkit.TextOrNull(get(linkconfig.SASLTokenEndpoint)), "client_id": option("clientId"), "client_secret_wo": option("clientSecret"), "scope": option("scope"),
			"logical_cluster_id": option("extension_logicalCluster"), "identity_pool_id": option("extension_identityPoolId"),
		})
		follows = "SASL_SSL"
	case module == linkconfig.PlainLoginModule || module == linkconfig.ScramLoginModule:
		shown := tfkit.TextOrNull(mechanism)
		if strings.EqualFold(mechanism, mechanismPlain) {
			shown = types.StringNull()
		}
		side["sasl"] = types.ObjectValueMust(parsedSASL.AttrTypes, map[string]attr.Value{"mechanism": shown, "username": option("username"), "password_wo": option("password")})
		follows = "SASL_SSL"
	}
	if len(options) > 0 {
		return types.ObjectNull(parsedSide.AttrTypes) // it says more than a block can hold
	}
	used := []string{linkconfig.SecurityProtocol, linkconfig.SASLMechanism, linkconfig.SASLJAASConfig, linkconfig.SASLCallbackHandler, linkconfig.SASLTokenEndpoint}
	certificates := []string{linkconfig.TruststoreCerts, linkconfig.KeystoreChain, linkconfig.KeystoreKey, linkconfig.KeyPassword, linkconfig.EndpointAlgorithm}
	if slices.ContainsFunc(certificates, func(name string) bool { _, given := settings[prefix+name]; return given }) {
		algorithm := types.StringNull()
		if value, given := settings[prefix+linkconfig.EndpointAlgorithm]; given {
			algorithm = types.StringValue(value)
		}
		side["tls"] = types.ObjectValueMust(parsedTLS.AttrTypes, map[string]attr.Value{
			"truststore_certificates": tfkit.TextOrNull(get(linkconfig.TruststoreCerts)), "keystore_certificate_chain": tfkit.TextOrNull(get(linkconfig.KeystoreChain)),
			"keystore_key_wo": tfkit.TextOrNull(get(linkconfig.KeystoreKey)), "key_password_wo": tfkit.TextOrNull(get(linkconfig.KeyPassword)), "endpoint_identification_algorithm": algorithm,
		})
		used = append(append(used, certificates...), linkconfig.TruststoreType, linkconfig.KeystoreType)
		if follows == "PLAINTEXT" {
			follows = "SSL"
		}
	}
	side["security_protocol"] = tfkit.TextOrNull(get(linkconfig.SecurityProtocol))
	if strings.EqualFold(get(linkconfig.SecurityProtocol), follows) {
		side["security_protocol"] = types.StringNull() // it follows from the rest
	}
	given := false
	for _, name := range used {
		_, has := settings[prefix+name]
		given = given || has
		delete(settings, prefix+name)
	}
	if !given {
		return types.ObjectNull(parsedSide.AttrTypes)
	}
	return types.ObjectValueMust(parsedSide.AttrTypes, side)
}
