package linkconfig

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// CheckValue judges a value of a setting, whatever argument carries it. A
// setting that is not known may have any value.
func CheckValue(name, value string, d Deployment) []Finding {
	setting, known := Lookup(name)
	if !known {
		return nil
	}
	switch setting.Type {
	case Boolean:
		return checkBoolean(setting, value)
	case Int, Long:
		return checkInteger(setting, value)
	case Double:
		return checkDouble(setting, value)
	case Enum:
		return checkEnum(setting, value)
	case StartOffset:
		return checkStartOffset(setting, value)
	case TopicFilters, GroupFilters, ACLFilters:
		return checkFilters(setting, value)
	case List:
		return checkList(setting, value)
	case String:
		return checkString(setting, value, d)
	default:
		return nil
	}
}

// trim takes away the white space that Kafka takes away before it reads a
// boolean or a number.
// As Java does, that is what comes up to the blank in ASCII: no-break spaces stay.
func trim(value string) string {
	return strings.TrimFunc(value, func(r rune) bool { return r <= ' ' })
}

// Sent is the value of a setting as it is sent: without the white space that Kafka
// would take away.
func Sent(name, value string) string {
	switch setting, _ := Lookup(name); setting.Type {
	case Boolean, Int, Long, Double:
		return trim(value)
	default:
		return value
	}
}

func checkBoolean(s Setting, value string) []Finding {
	if strings.EqualFold(trim(value), "true") || strings.EqualFold(trim(value), "false") {
		return nil
	}
	slip := ""
	switch strings.ToLower(trim(value)) {
	case "yes", "on", "1", "y", "t", "enable", "enabled":
		slip = ` Write "true".`
	case "no", "off", "0", "n", "f", "disable", "disabled":
		slip = ` Write "false".`
	}
	return []Finding{fault(s.Name, "Not a Boolean", fmt.Sprintf(`%q is %q. It is "true" or "false".%s`, s.Name, value, slip))}
}

func checkInteger(s Setting, value string) []Finding {
	bits, most := 32, "2147483647"
	if s.Type == Long {
		bits, most = 64, "9223372036854775807"
	}
	if s.Maximum > 0 {
		most = strconv.FormatInt(s.Maximum, 10)
	}
	n, err := strconv.ParseInt(trim(value), 10, bits)
	least := "0"
	if s.HasMinimum {
		least = strconv.FormatInt(s.Minimum, 10)
	}
	switch unit := unitOf(s.Name); {
	case err != nil:
		slip := ""
		if d, err := time.ParseDuration(trim(value)); err == nil && unit == "milliseconds" {
			slip = fmt.Sprintf(" %s are %d milliseconds: write %q.", trim(value), d.Milliseconds(), strconv.FormatInt(d.Milliseconds(), 10))
		}
		return []Finding{fault(s.Name, "Not a Whole Number", fmt.Sprintf("%q is %q. It is a whole number%s from %s to %s, with nothing but digits%s.%s",
			s.Name, value, of(unit), least, most, map[bool]string{true: " and a minus sign"}[strings.HasPrefix(least, "-")], slip))}
	case s.Maximum > 0 && n > s.Maximum:
		return []Finding{fault(s.Name, "Number Too Large", fmt.Sprintf("%q is %d. The most that is allowed is %s.", s.Name, n, amount(s.Maximum, unit)))}
	case s.HasMinimum && n < s.Minimum && s.MinimumFirm:
		return []Finding{fault(s.Name, "Number Too Small", fmt.Sprintf("%q is %d. The least that is allowed is %s.%s", s.Name, n, amount(s.Minimum, unit), meantSeconds(unit, n, s.Minimum)))}
	case n < 0 && !s.HasMinimum:
		return []Finding{fault(s.Name, "Number Too Small", fmt.Sprintf("%q is %d. It cannot be negative.", s.Name, n))}
	case s.HasMinimum && n < s.Minimum && n < 0:
		return []Finding{fault(s.Name, "Number Too Small", fmt.Sprintf("%q is %d. It cannot be negative; less than %s is reported to be refused.", s.Name, n, amount(s.Minimum, unit)))}
	case s.HasMinimum && n < s.Minimum:
		return []Finding{advice(s.Name, "Number Too Small", fmt.Sprintf("%q is %d. Less than %s is reported to be refused.%s", s.Name, n, amount(s.Minimum, unit), meantSeconds(unit, n, s.Minimum)))}
	}
	return nil
}

// unitOf tells the unit of a number from the end of its setting's name.
func unitOf(name string) string {
	switch {
	case strings.HasSuffix(name, ".ms"), strings.HasSuffix(name, ".relogin"):
		return "milliseconds"
	case strings.HasSuffix(name, ".seconds"):
		return "seconds"
	case strings.HasSuffix(name, ".bytes"):
		return "bytes"
	default:
		return ""
	}
}

func of(unit string) string {
	if unit == "" {
		return ""
	}
	return " of " + unit
}

// amount is a number with its unit.
func amount(n int64, unit string) string {
	return strings.TrimSpace(strconv.FormatInt(n, 10) + " " + unit)
}

// meantSeconds is the hint that a small number of milliseconds looks like
// seconds.
func meantSeconds(unit string, n, minimum int64) string {
	if unit != "milliseconds" || n <= 0 || n*1000 < minimum {
		return ""
	}
	return fmt.Sprintf(" If seconds are meant, write %q.", strconv.FormatInt(n*1000, 10))
}

// rangeOf is the range of a decimal fraction (Apache Kafka's client settings).
func rangeOf(name string) (least, most float64, limited bool) {
	switch strings.TrimPrefix(name, LocalPrefix) {
	case "sasl.login.refresh.window.factor":
		return 0.5, 1, true
	case "sasl.login.refresh.window.jitter":
		return 0, 0.25, true
	default:
		return 0, 0, false
	}
}

func checkDouble(s Setting, value string) []Finding {
	n, err := strconv.ParseFloat(trim(value), 64)
	least, most, limited := rangeOf(s.Name)
	switch {
	case err != nil:
		return []Finding{fault(s.Name, "Not a Number", fmt.Sprintf("%q is %q. It is a number such as %q.", s.Name, value, s.Default))}
	case limited && (n < least || n > most):
		return []Finding{fault(s.Name, "Number Out of Range", fmt.Sprintf("%q is %s. It is a number from %g to %g.", s.Name, trim(value), least, most))}
	}
	return nil
}

func checkEnum(s Setting, value string) []Finding {
	if slices.ContainsFunc(s.Values, func(v string) bool { return strings.EqualFold(v, value) }) {
		return nil
	}
	hint := ""
	if meant := closest(trim(value), s.Values); meant != "" {
		hint = fmt.Sprintf(" Did you mean %q?", meant)
	}
	return []Finding{fault(s.Name, "Not an Allowed Value", fmt.Sprintf("%q is %q. It is %s, in any letter case.%s", s.Name, value, list(s.Values, "or"), hint))}
}

// timeLayout is how the start of mirror topics is written (Configure and Manage
// Cluster Links: YYYY-MM-DDTHH:mm:SS.sss).
const timeLayout = "2006-01-02T15:04:05.000"

func checkStartOffset(s Setting, value string) []Finding {
	allowed := `It is "earliest", "latest", or a time in the form YYYY-MM-DDTHH:mm:SS.sss, such as "2026-01-31T08:00:00.000".`
	summary := "Not a Start for Mirror Topics"
	if value == "earliest" || value == "latest" {
		return nil
	}
	if plain := trim(value); plain != value {
		return []Finding{fault(s.Name, summary, fmt.Sprintf("%q is %q, with white space around it, which the server does not take away. Write %q.", s.Name, value, plain))}
	}
	if lower := strings.ToLower(value); lower == "earliest" || lower == "latest" {
		return []Finding{advice(s.Name, summary, fmt.Sprintf("%q is %q. Confluent documents lower case only: write %q.", s.Name, value, lower))}
	}
	if _, err := time.Parse(timeLayout, value); err == nil && len(value) == len(timeLayout) && !strings.Contains(value, ",") {
		return nil
	}
	// A zone behind the documented form is what Kafka's own tools take; nothing
	// says that a link does.
	for _, layout := range []string{timeLayout + "Z07:00", timeLayout + "Z0700", timeLayout + "Z07"} {
		if at, err := time.Parse(layout, value); err == nil && !strings.Contains(value, ",") {
			return []Finding{advice(s.Name, summary, fmt.Sprintf("%q is %q. Confluent documents times without a zone: write %q.", s.Name, value, at.UTC().Format(timeLayout)))}
		}
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04", time.DateOnly} {
		if at, err := time.Parse(layout, trim(value)); err == nil {
			return []Finding{fault(s.Name, summary, fmt.Sprintf("%q is %q. %s Write %q.", s.Name, value, allowed, at.UTC().Format(timeLayout)))}
		}
	}
	if ms, err := strconv.ParseInt(trim(value), 10, 64); err == nil && ms > 1e9 && ms < 1e14 {
		at := time.Unix(ms, 0)
		if ms > 1e11 {
			at = time.UnixMilli(ms)
		}
		return []Finding{fault(s.Name, summary, fmt.Sprintf("%q is %q. %s Write %q.", s.Name, value, allowed, at.UTC().Format(timeLayout)))}
	}
	return []Finding{fault(s.Name, summary, fmt.Sprintf("%q is %q. %s", s.Name, value, allowed))}
}

// items are the entries of a comma-separated list, as Kafka reads it.
func items(value string) []string {
	if trim(value) == "" {
		return nil
	}
	all := strings.Split(value, ",")
	for i := range all {
		all[i] = trim(all[i])
	}
	return all
}

func checkList(s Setting, value string) []Finding {
	if text := trim(value); strings.HasPrefix(text, "[") {
		return []Finding{fault(s.Name, "Not a List", fmt.Sprintf(`%q is %q. A list is written with commas and nothing around it: use join(",", [...]), not jsonencode.`, s.Name, value))}
	}
	var findings []Finding
	seen := map[string]bool{}
	for _, item := range items(value) {
		switch {
		case item == "":
			return []Finding{fault(s.Name, "Not a List", fmt.Sprintf("%q is %q, in which an entry is empty. Its entries are separated by single commas.", s.Name, value))}
		case seen[item]:
			findings = append(findings, advice(s.Name, "Entry Given Twice", fmt.Sprintf("%q lists %q twice.", s.Name, item)))
		}
		seen[item] = true
		if s.Name == TopicConfigSyncInclude {
			findings = append(findings, checkSynced(item)...)
		}
	}
	return findings
}

func checkString(s Setting, value string, d Deployment) []Finding {
	switch plain := strings.TrimPrefix(s.Name, LocalPrefix); {
	case plain == SASLMechanism:
		return checkMechanism(s, value)
	case (plain == KeystoreType || plain == TruststoreType) && d == Cloud && !strings.EqualFold(value, "PEM"):
		return []Finding{advice(s.Name, "No Files on Confluent Cloud", fmt.Sprintf(`%q is %q. On Confluent Cloud stores are given in line, for which it is "PEM".`, s.Name, value))}
	case plain == "sasl.kerberos.kinit.cmd" && d == Cloud:
		return []Finding{advice(s.Name, "No Files on Confluent Cloud", fmt.Sprintf("%q names a file on the brokers, and those of Confluent Cloud have none of yours.", s.Name))}
	case strings.HasSuffix(plain, ".location") && d == Platform && (value == "/tmp" || strings.HasPrefix(value, "/tmp/")):
		return []Finding{advice(s.Name, "File Below /tmp", fmt.Sprintf("%q is %q. %s", s.Name, value, tmpReason))}
	}
	return nil
}

// mechanisms are the SASL mechanisms that Kafka comes with.
var mechanisms = []string{"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER", "GSSAPI"}

// checkMechanism judges a SASL mechanism. Java's names of mechanisms are
// case-sensitive, and others can be installed.
func checkMechanism(s Setting, value string) []Finding {
	if slices.Contains(mechanisms, value) {
		return nil
	}
	detail := fmt.Sprintf("%q is %q. The mechanisms that Kafka comes with are %s.", s.Name, value, list(mechanisms, "and"))
	upper := strings.ToUpper(trim(value))
	if meant := closest(upper, mechanisms); slices.Contains(mechanisms, upper) {
		detail += fmt.Sprintf(" Write %q: the letter case counts.", upper)
	} else if meant != "" {
		detail += fmt.Sprintf(" Did you mean %q?", meant)
	}
	return []Finding{advice(s.Name, "Unknown SASL Mechanism", detail)}
}
