package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// This file holds what the provider block says to users, a function per message.

// place is where values come from: a part of the provider block, or the
// environment.
type place struct {
	at path.Path
	// variables are the environment variables that stand in for arguments, by argument.
	variables map[string]string
}

// in is the place of an argument's own arguments.
func (p place) in(argument string) place { return place{at: p.at.AtName(argument)} }

// called is an argument as its user knows it: by its full path, or by its variable.
func (p place) called(argument string) string {
	if variable := p.variables[argument]; variable != "" {
		return "the environment variable " + variable
	}
	return p.at.AtName(argument).String()
}

// say adds what is wrong with an argument. The words begin with its name.
func (p place) say(severity diag.Severity, argument, summary, words string, diags *diag.Diagnostics) {
	name := p.called(argument)
	detail := strings.ToUpper(name[:1]) + name[1:] + " " + words
	if p.variables[argument] == "" {
		detail = name + " " + words
	}
	var d diag.Diagnostic = diag.NewErrorDiagnostic(summary, detail)
	if severity == diag.SeverityWarning {
		d = diag.NewWarningDiagnostic(summary, detail)
	}
	if p.variables[argument] == "" { // else there is no argument to point at
		d = diag.WithPath(p.at.AtName(argument), d)
	}
	diags.Append(d)
}

func (p place) fail(argument, summary, words string, diags *diag.Diagnostics) {
	p.say(diag.SeverityError, argument, summary, words, diags)
}

func emptyEntry(id string, at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Empty Entry in kafka_clusters", fmt.Sprintf("%s is null. Give cluster %q at least rest_endpoint, or leave its entry out.", at, id))
}

func emptyID(at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Empty Kafka Cluster Id", "An entry of kafka_clusters has an empty key. Entries are keyed by Kafka cluster id, such as lkc-abc123.")
}

func twoEntries(id string, at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Two Entries for a Kafka Cluster", fmt.Sprintf("kafka_clusters has two entries for cluster %q: their keys differ in white space only. Take one out.", id))
}

func (p place) missingEndpoint(diags *diag.Diagnostics) {
	p.fail("rest_endpoint", "Missing REST Endpoint", "is missing or empty. Give the URL of the cluster's REST API, for example https://pkc-abcde.us-east-1.aws.confluent.cloud:443. The Console shows it under Cluster settings → Endpoints.", diags)
}

// notAnEndpoint never repeats a value that may hold a password.
func (p place) notAnEndpoint(argument, value, example string, diags *diag.Diagnostics) {
	is, hint := fmt.Sprintf("is %q, which is", value), ""
	if strings.Contains(value, "@") {
		is = "has a value with an @ in it, which is not repeated here: it is"
	}
	if strings.Contains(value, ":9092") || strings.HasPrefix(strings.ToUpper(value), "SASL_SSL:") {
		hint = " It looks like a bootstrap address, which belongs in a link's remote_bootstrap_servers."
	}
	p.fail(argument, "Not a REST Endpoint", fmt.Sprintf("%s no http:// or https:// URL.%s It looks like %s.", is, hint, example), diags)
}

func (p place) kafkaPort(argument string, diags *diag.Diagnostics) {
	p.fail(argument, "Not a REST Endpoint", "has port 9092, where Kafka clients connect. The REST API of Confluent Cloud is at port 443.", diags)
}

func (p place) credentialsInURL(argument string, diags *diag.Diagnostics) {
	p.fail(argument, "Not a REST Endpoint", "has a user name or a password before the host. Its value is not repeated here. Give credentials as api_key and api_secret, and the URL without them.", diags)
}

func (p place) moreThanAddress(argument string, diags *diag.Diagnostics) {
	p.fail(argument, "Not a REST Endpoint", "has more than scheme, host, port and path. Leave out what begins with ? or #.", diags)
}

func (p place) inTheClear(argument, whose string, diags *diag.Diagnostics) {
	p.say(diag.SeverityWarning, argument, "Credentials Over Unencrypted HTTP", fmt.Sprintf("begins with http://: %s travel in the clear to a host other than this one. Use https:// if the server has it.", whose), diags)
}

func (p place) halfOfAPair(given, missing string, diags *diag.Diagnostics) {
	if p.variables[missing] != "" {
		missing = p.variables[missing]
	}
	p.fail(given, "Half of a Pair", fmt.Sprintf("is given without %s. Give both, or neither.", missing), diags)
}

func (p place) twoWays(argument, other string, diags *diag.Diagnostics) {
	p.fail(argument, "Two Ways to Authenticate", fmt.Sprintf("is given beside %s. Give one of them, not both.", other), diags)
}

func (p place) poolWithoutToken(diags *diag.Diagnostics) {
	p.fail("identity_pool_id", "Identity Pool Without a Token", "goes with bearer_token or oauth. An API key acts as its owner: leave the pool out.", diags)
}

// notPEM says what is wrong with a certificate or a key, which is not repeated.
func (p place) notPEM(argument string, err error, diags *diag.Diagnostics) {
	p.fail(argument, "Not a Valid Certificate or Key", strings.TrimSuffix(err.Error(), ".")+".", diags)
}

func (p place) noCertificate(diags *diag.Diagnostics) {
	p.fail("ca_certificate", "Not a Valid Certificate", "holds no certificate that can be read. Check how it was copied.", diags)
}

func (p place) noKeyPair(err error, diags *diag.Diagnostics) {
	p.fail("client_certificate", "Not a Valid Certificate or Key", fmt.Sprintf("and %s are no pair in PEM: %v. Give the text of both, from -----BEGIN on, not file names, and the chain's first certificate for this very key.", p.called("client_key"), err), diags)
}

func (p place) notAProxy(diags *diag.Diagnostics) {
	p.fail("proxy_url", "Not a Proxy URL", "is no URL of a proxy, which looks like http://proxy.example.com:3128.", diags)
}

func (p place) controlCharacter(argument string, atEnd bool, diags *diag.Diagnostics) {
	words := "holds a line break or another control character, which cannot be sent. Check how it was copied."
	if atEnd {
		words = "ends with a line break, as what is read from a file or a vault often does. Write trimspace(...) around it."
	}
	p.fail(argument, "Line Break in a Credential", words, diags)
}

func (p place) noneOf(argument, value string, choices []string, diags *diag.Diagnostics) {
	quoted := make([]string, len(choices))
	for i, choice := range choices {
		quoted[i] = fmt.Sprintf("%q", choice)
	}
	p.fail(argument, "Not One of the Choices", fmt.Sprintf("is %q. It may be %s or %s.", value, strings.Join(quoted[:len(quoted)-1], ", "), quoted[len(quoted)-1]), diags)
}

func (p place) noSecret(diags *diag.Diagnostics) {
	diags.AddAttributeError(p.at, "Incomplete OAuth Client", fmt.Sprintf("%s has no client_secret. Give it, or token_env, token_file or token for a workload identity without a secret.", p.at))
}

// incompleteClient says what an OAuth client lacks; argument is what is missing.
func (p place) incompleteClient(argument, words string, diags *diag.Diagnostics) {
	p.fail(argument, "Incomplete OAuth Client", "is missing. "+words, diags)
}

func (p place) notATokenEndpoint(diags *diag.Diagnostics) {
	p.fail("token_url", "Not a Token Endpoint", "is no http:// or https:// URL. A token endpoint looks like https://login.microsoftonline.com/<tenant>/oauth2/v2.0/token.", diags)
}

func missingPool(diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("cloud"), "Missing Identity Pool", "The networking API takes tokens of an identity provider only in exchange for Confluent's own, for which an identity pool is needed. Give identity_pool_id in cloud.oauth, or in the provider's oauth.")
}

func notAChoiceInEnvironment(variable, value string, choices []string, diags *diag.Diagnostics) {
	diags.AddError("Invalid Environment Variable", fmt.Sprintf("The environment variable %s is %q. It may be %q or %q.", variable, value, choices[0], choices[1]))
}
