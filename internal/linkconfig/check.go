package linkconfig

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Check judges one entry of config: its name, and, when nothing is wrong with
// that, its value. d is where the cluster that hosts the link runs.
func Check(name, value string, d Deployment) []Finding {
	findings := CheckName(name, d)
	if HasErrors(findings) {
		return findings
	}
	return append(findings, CheckValue(name, value, d)...)
}

// CheckName judges the name of an entry of config, whatever its value: whether
// an argument manages that setting, whether it is secret, and whether a link
// hosted on d can be given it.
func CheckName(name string, d Deployment) []Finding {
	if findings := checkName(name, d); len(findings) > 0 {
		return findings
	}
	if Sensitive(name) {
		return []Finding{fault(name, "Secret Setting",
			fmt.Sprintf("%q is secret and would be stored in state here. Use remote_authentication or local_authentication, or else config_wo, which is write-only.", name))}
	}
	return checkKnown(name)
}

// CheckWriteOnly judges one entry of config_wo. Its findings never hold the
// value.
func CheckWriteOnly(name, value string, d Deployment) []Finding {
	findings := CheckWriteOnlyName(name, d)
	if HasErrors(findings) || strings.TrimPrefix(name, LocalPrefix) != SASLJAASConfig {
		return findings
	}
	return append(findings, checkJAAS(name, value, d)...)
}

// CheckWriteOnlyName judges the name of an entry of config_wo, whatever its
// value.
func CheckWriteOnlyName(name string, d Deployment) []Finding {
	if findings := checkName(name, d); len(findings) > 0 {
		return findings
	}
	return checkKnown(name)
}

// fault is an error about a setting as a whole, advice a warning.
func fault(name, summary, detail string) Finding {
	return Finding{Severity: Error, Setting: name, Summary: summary, Detail: detail}
}

func advice(name, summary, detail string) Finding {
	return Finding{Severity: Warning, Setting: name, Summary: summary, Detail: detail}
}

// checkName finds what makes a name wrong in config and config_wo alike.
func checkName(name string, d Deployment) []Finding {
	setting, _ := Lookup(name)
	switch {
	case strings.TrimSpace(name) == "":
		return []Finding{fault(name, "Setting Without a Name", "The name of a setting is empty. Take the entry out, or write the setting's name.")}
	case setting.Argument != "":
		return []Finding{fault(name, "Setting With an Argument of Its Own", fmt.Sprintf("%q is managed by the argument %s: use that instead.", name, setting.Argument))}
	case name == "link.prefix":
		return []Finding{fault(name, "Not a Link Setting", "The server takes link.prefix without a word and ignores it. The prefix of mirror topics is the argument prefix (cluster.link.prefix).")}
	case strings.HasPrefix(name, "source."):
		detail := fmt.Sprintf("A link has no setting %q. ", name)
		if strings.HasSuffix(name, BootstrapServers) {
			detail += "The address of the remote cluster is remote_bootstrap_servers, that of the cluster that hosts the link local_bootstrap_servers."
		} else {
			detail += "How a link logs in to the remote cluster is remote_authentication, and to its own, local_authentication."
		}
		return []Finding{fault(name, "Not a Link Setting", detail)}
	case name == "dest.cluster.id" || name == "source.cluster.id":
		return []Finding{fault(name, "Not a Link Setting", fmt.Sprintf("%q is a row that Confluent's CLI adds when it lists the settings of a link. The cluster at the other end is remote_cluster_id.", name))}
	}
	plain := strings.TrimPrefix(name, LocalPrefix)
	switch access := setting.Access(d); {
	case access == ReadOnly:
		return []Finding{fault(name, "Read-Only on Confluent Cloud",
			fmt.Sprintf("Confluent Cloud lists %q but does not let its users set it: it stays %s. Take it out. On links hosted by Confluent Platform it can be set.", name, orNone(setting.Default)))}
	case access == Refused && plain == "ssl.truststore.location":
		return []Finding{fault(name, "No Files on Confluent Cloud", fmt.Sprintf("%q names a file on the brokers, and those of Confluent Cloud have none of yours. Give the certificates in line, as PEM: tls.truststore_certificates in %s.", name, block(name)))}
	case access == Refused && strings.HasSuffix(plain, ".password"):
		return []Finding{fault(name, "No Files on Confluent Cloud", fmt.Sprintf("%q is the password of a file on the brokers, and those of Confluent Cloud have none of yours. "+
			"Take it out: what is given in line, as PEM, in tls of %s takes no such password.", name, block(name)))}
	case access == Refused:
		return []Finding{fault(name, "No Files on Confluent Cloud", fmt.Sprintf("%q names a file on the brokers, and those of Confluent Cloud have none of yours. Give certificate and key in line, as PEM: tls.keystore_certificate_chain and tls.keystore_key_wo in %s.", name, block(name)))}
	}
	return nil
}

// checkKnown says of a name that it is not known, and what it may be meant for.
func checkKnown(name string) []Finding {
	if _, known := Lookup(name); known {
		return nil
	}
	detail := fmt.Sprintf("Clink does not know a link setting %q. It is sent as it is; the server may refuse it, or take it without a word and ignore it.", name)
	if meant := Suggest(name); meant != "" {
		detail = fmt.Sprintf("Clink does not know a link setting %q. Did you mean %q? As it stands it is sent; the server may refuse it, or take it without a word and ignore it.", name, meant)
		if argument := Argument(meant); argument != "" {
			detail += fmt.Sprintf(" %q is managed by the argument %s.", meant, argument)
		}
	}
	return []Finding{advice(name, "Unknown Link Setting", detail)}
}

// block is the authentication block for the side that a setting is about.
func block(name string) string {
	if strings.HasPrefix(name, LocalPrefix) {
		return "local_authentication"
	}
	return "remote_authentication"
}

func orNone(value string) string {
	if value == "" {
		return "unset"
	}
	return value
}

// jaasStrings finds what stands in quotes in JAAS.
var jaasStrings = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`)

// checkJAAS judges a hand-written sasl.jaas.config without telling any of it.
func checkJAAS(name, value string, d Deployment) []Finding {
	var findings []Finding
	text := strings.TrimSpace(value)
	switch key, _, _ := strings.Cut(text, "="); {
	case strings.HasSuffix(strings.TrimSpace(key), SASLJAASConfig):
		findings = append(findings, fault(name, "Not a JAAS Value", fmt.Sprintf("The value of %q begins with the setting's own name. The value begins with the login module's class.", name)))
	case !strings.HasSuffix(text, ";"):
		findings = append(findings, fault(name, "Not a JAAS Value", fmt.Sprintf("The value of %q does not end in a semicolon. Its form is <login module> required <option>=\"<value>\" ...; with the semicolon at its end.", name)))
	case strings.Contains(text, "\\\n") || strings.Contains(text, "\\\r\n"):
		findings = append(findings, fault(name, "Not a JAAS Value", fmt.Sprintf("The value of %q holds backslashes at the ends of lines, as a .config file does where a line goes on. Take them out.", name)))
	case strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsSpace(r) }):
		findings = append(findings, fault(name, "Not a JAAS Value", fmt.Sprintf("The value of %q holds a blank that is none (such as a no-break space, \\u00a0), as pasted from a web page. Put plain blanks in its place.", name)))
	case strings.Count(jaasStrings.ReplaceAllString(text, ""), ";") > 1:
		findings = append(findings, fault(name, "Not a JAAS Value", fmt.Sprintf("The value of %q names more than one login module. A link uses one: take the others out.", name)))
	case strings.ContainsAny(text, "“”„‟″"):
		findings = append(findings, advice(name, "Curly Quotes", fmt.Sprintf("The value of %q holds curly quotes, as pasted from a web page or a text processor. JAAS knows the straight ones only.", name)))
	}
	_, options, _ := ParseJAAS(text)
	for _, option := range options {
		if loginOption(option.Name) && strings.TrimSpace(option.Value) == "" {
			findings = append(findings, fault(name, "Empty Secret", fmt.Sprintf("In the value of %q, %s is empty, as when a variable is not set: the link could not log in, and data would stop. Give it a value.", name, option.Name)))
		}
	}
	switch {
	case !strings.Contains(text, "keyTab"):
	case d == Cloud:
		findings = append(findings, advice(name, "No Files on Confluent Cloud", fmt.Sprintf("The value of %q names a keytab. That is a file on the brokers, and those of Confluent Cloud have none of yours.", name)))
	case strings.Contains(text, "/tmp/"):
		findings = append(findings, advice(name, "File Below /tmp", fmt.Sprintf("The value of %q names a file below /tmp. %s", name, tmpReason)))
	}
	return findings
}

// loginOption says that an option of a JAAS login module is a part of credentials.
func loginOption(name string) bool {
	return slices.Contains([]string{"username", "password", "clientId", "clientSecret"}, name)
}

// tmpReason is why files do not belong there (Cluster Linking on Confluent
// Platform, Known Limitations and Best Practices).
const tmpReason = "Files there may be deleted, which leaves links and mirror topics broken on some brokers. Keep it elsewhere, at the same place on every broker."
