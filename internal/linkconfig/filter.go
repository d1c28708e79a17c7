package linkconfig

import (
	"fmt"
	"slices"
	"strings"
)

// field is a key of an object in a filter, and what its value is.
type field struct {
	key      string
	required bool
	// values are allowed, in any letter case; nil for free text.
	values []string
	// object are the fields of an object; nil for a string.
	object []field
	// check judges a string further.
	check func(c *checker, path, value string, in *node)
	// wildcard is the value that is meant when the key is left out or empty.
	wildcard string
	// strings says that the value is a list of strings.
	strings bool
	// inUse are the values that are known of a list that no document describes: any
	// other one goes through with a warning.
	inUse []string
}

// filterForm is the form of one filter setting.
type filterForm struct {
	// wrapper is the one key of the outer object; its value lists the filters.
	wrapper string
	fields  []field
	// example is a value that is right.
	example string
	// empty says what an empty list leads to.
	empty         string
	emptySeverity Severity
}

// The values of enums in filters (contract B.4), in the spelling that messages
// advise. The operations are those of Kafka's ACLs.
var (
	namePatterns  = []string{"LITERAL", "PREFIXED"}
	filterTypes   = []string{"INCLUDE", "EXCLUDE"}
	resourceTypes = []string{"any", "topic", "cluster", "group", "transactionalID", "transactional_id"}
	aclPatterns   = []string{"any", "literal", "prefixed", "match"}
	permissions   = []string{"any", "allow", "deny"}
	// Those of a lab that was run on Confluent Cloud, Coreydevx's
	// confluent-cloud-gateway-cluster-linking-lab; Confluent documents none.
	topicTypes = []string{"LOCAL_MIRROR", "REMOTE_MIRROR"}
	operations = []string{
		"any", "all", "read", "write", "create", "delete", "alter", "describe", "clusterAction", "describeConfigs", "alterConfigs", "idempotentWrite",
		"cluster_action", "describe_configs", "alter_configs", "idempotent_write",
	}
)

// formOf is the form of a filter setting's value.
func formOf(t Type) filterForm {
	switch t {
	case TopicFilters:
		return filterForm{
			wrapper: "topicFilters",
			fields: []field{
				{key: "name", required: true, check: checkTopicName},
				{key: "patternType", required: true, values: namePatterns},
				{key: "filterType", required: true, values: filterTypes},
			},
			example: `{"topicFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`,
			empty:   "No topic would get a mirror topic, and the link's AutoCreateMirror task would be in error", emptySeverity: Error,
		}
	case GroupFilters:
		return filterForm{
			wrapper: "groupFilters",
			fields: []field{
				{key: "name", required: true, check: checkGroupName},
				{key: "patternType", required: true, values: namePatterns},
				{key: "filterType", required: true, values: filterTypes},
				{key: "topicTypes", inUse: topicTypes},
			},
			example: `{"groupFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`,
			empty:   "No consumer group's offsets would be copied", emptySeverity: Warning,
		}
	default:
		return filterForm{
			wrapper: wrapperACL,
			fields: []field{
				{key: "resourceFilter", required: true, object: []field{
					{key: "resourceType", required: true, values: resourceTypes},
					{key: "patternType", required: true, values: aclPatterns},
					{key: "name", wildcard: "*"},
				}},
				{key: "accessFilter", required: true, object: []field{
					{key: "principal", wildcard: "*", check: checkPrincipal},
					{key: "operation", required: true, values: operations},
					{key: "permissionType", required: true, values: permissions},
					{key: "host", wildcard: "*"},
					{key: "clusterLinkIds", strings: true},
				}},
			},
			example: `{"aclFilters":[{"resourceFilter":{"resourceType":"topic","patternType":"prefixed","name":"orders"},"accessFilter":{"operation":"any","permissionType":"any"}}]}`,
			empty:   "No ACL would be copied, and the link's AclSync task would be in error", emptySeverity: Error,
		}
	}
}

// wrapperACL is the outer key of ACL filters.
const wrapperACL = "aclFilters"

// wrappers are the outer keys of the three filters, by setting.
var wrappers = map[string]string{"topicFilters": autoCreateFilters, "groupFilters": offsetFilters, wrapperACL: aclFilters}

// Filter findings have these summaries.
const (
	notJSON       = "Not JSON"
	notAFilter    = "Not a Filter"
	unknownKey    = "Unknown Key in a Filter"
	unknownValue  = "Unknown Value in a Filter"
	emptyFilters  = "Filter Without Entries"
	includesEmpty = "Filter Includes Nothing"
)

// checker collects what is wrong with one filter.
type checker struct {
	setting  string
	form     filterForm
	findings []Finding
}

func (c *checker) add(severity Severity, path, summary, format string, args ...any) {
	where := path
	if where == "" {
		where = fmt.Sprintf("%q", c.setting)
	}
	c.findings = append(c.findings, Finding{Severity: severity, Setting: c.setting, Path: path, Summary: summary, Detail: where + " " + fmt.Sprintf(format, args...)})
}

func (c *checker) fail(path, format string, args ...any) {
	c.add(Error, path, notAFilter, format, args...)
}

// checkFilters judges a filter. An empty one is the server's default and right.
func checkFilters(s Setting, value string) []Finding {
	if value == "" {
		return nil
	}
	c := &checker{setting: s.Name, form: formOf(s.Type)}
	root, err := parseJSON(value)
	if err != nil {
		c.notJSON(value, err)
		return c.findings
	}
	if listed := c.unwrap(root); listed != nil {
		c.entries(listed)
	}
	return c.findings
}

// curly are the quotes that word processors and web pages put for straight ones.
const curly = "“”„‟‘’‚‛″′«»"

// notJSON says what is wrong with text that is no JSON, and the likely slip.
func (c *checker) notJSON(value string, err *jsonError) {
	text := strings.TrimSpace(value)
	before, _, _ := strings.Cut(text, "=")
	slip := "Write the value with jsonencode({ ... }), which cannot go wrong."
	switch {
	case text == "":
		slip = "It is blank. Leave the key out for no filter."
	case strings.ContainsAny(text, curly):
		slip = "It holds curly quotes, as pasted from a web page or a text processor. Put straight ones (\") in their place, or write the value with jsonencode({ ... })."
	case strings.HasSuffix(strings.TrimSpace(before), ".filters"):
		slip = fmt.Sprintf("It begins with %q, as a line of a .config file does. The value begins with {.", strings.TrimSpace(before)+"=")
	case strings.Contains(text, "\\\n") || strings.Contains(text, "\\\r\n"):
		slip = "It holds backslashes at the ends of lines, as a .config file does where a line goes on. Take them out."
	case strings.HasSuffix(text, ".json") && !strings.ContainsAny(text, "{["):
		slip = fmt.Sprintf("It looks like the name of a file. To read that, write file(%q).", text)
	case strings.Contains(text, "'") && !strings.Contains(text, `"`):
		slip = `It has single quotes. JSON knows double ones (") only.`
	case strings.Contains(text, `\"`):
		slip = `It has backslashes before its quotes, as JSON inside a request has. Take one level of them out.`
	case !strings.Contains(text, `"`) || looksLikeHCL(text):
		slip = "It looks like HCL, or keys lack their quotes. Write the value with jsonencode({ ... })."
	case strings.Contains(err.err.Error(), "unexpected end"):
		slip = "It ends too early: a bracket or a quote is not closed."
	case strings.Contains(err.err.Error(), "looking for beginning of object key"), strings.Contains(err.err.Error(), "looking for beginning of value"):
		slip = "A comma may be too many. " + slip
	}
	c.add(Error, err.path, notJSON, "is not valid JSON, at line %d, column %d: %v. %s", err.line, err.col, err.err, slip)
}

// looksLikeHCL reports whether keys are followed by an equals sign.
func looksLikeHCL(text string) bool {
	return slices.ContainsFunc([]string{"topicFilters", "groupFilters", "aclFilters", "name", "patternType"}, func(key string) bool {
		_, after, found := strings.Cut(text, key)
		return found && strings.HasPrefix(strings.TrimSpace(after), "=")
	})
}

// unwrap finds the list of filters in the outer object; nil when there is none.
func (c *checker) unwrap(root *node) *node {
	wrapper := c.form.wrapper
	switch {
	case root.kind == jsonArray:
		c.fail("", "is a bare list. It is an object with the key %s, whose value is that list: %s", wrapper, c.form.example)
		return nil
	case root.kind == jsonString:
		c.fail("", "is JSON inside a JSON string: it has been encoded twice. Use jsonencode once.")
		return nil
	case root.kind != jsonObject:
		c.fail("", "is %s. It is an object with the key %s, such as %s", root.kind, wrapper, c.form.example)
		return nil
	}
	var listed *node
	for i, m := range root.members {
		other, isWrapper := wrappers[m.key]
		switch {
		case m.key == wrapper && root.get(wrapper) != m.value:
			c.fail(wrapper, "is given twice. Only one of them counts: put both lists into one.")
		case m.key == wrapper:
			listed = root.members[i].value
		case isWrapper:
			c.fail(m.key, "is the key of %q. In %q it is %s.", other, c.setting, wrapper)
		case m.key == "acls.filters" || m.key == c.setting:
			c.fail(join("", m.key), "is not the key of the filters. The key is %s.", wrapper)
		case root.get(wrapper) == nil && slices.ContainsFunc(c.form.fields, func(f field) bool { return f.key == m.key }):
			// The next complaint says it.
		default:
			c.unknown(root, join("", m.key), m.key, []string{wrapper})
		}
	}
	switch {
	case listed == nil && len(c.findings) > 0:
		return nil
	case listed == nil && len(root.members) > 0:
		c.fail("", "lacks the key %s: one filter alone is not enough, it goes into a list: %s", wrapper, c.form.example)
		return nil
	case listed == nil:
		c.fail("", "lacks the key %s. It looks like %s", wrapper, c.form.example)
		return nil
	case listed.kind != jsonArray:
		c.fail(wrapper, "is %s. It is a list of filters: put [ ] around it.", listed.kind)
		return nil
	}
	return listed
}

// unknown complains about a key that does not belong in an object: an error when
// it is a slip for one that does, else a warning, because Confluent may have
// taught the server new ones.
func (c *checker) unknown(in *node, path, key string, known []string) {
	clean := strings.Trim(strings.TrimSpace(key), curly)
	meant := closest(clean, known)
	if slices.Contains(known, clean) {
		meant = clean
	}
	switch {
	case meant == "":
		c.add(Warning, path, unknownKey, "is not a key that Confluent documents here: those are %s. It is sent as it is.", list(known, "and"))
	case in.get(meant) != nil && clean != meant:
		c.add(Error, path, unknownKey, "is not a key here, and %s is given as well. Take it out.", meant)
	case strings.TrimSpace(key) == meant:
		c.add(Error, path, unknownKey, "has a blank in the key %q. Write %q without it.", key, meant)
	case clean == meant:
		c.add(Error, path, unknownKey, "has curly quotes in the key, as pasted from a web page. Write %q.", meant)
	case strings.EqualFold(clean, meant):
		c.add(Error, path, unknownKey, "is spelled %s: in keys the letter case counts.", meant)
	default:
		c.add(Error, path, unknownKey, "is not a key here. Did you mean %s?", meant)
	}
}

// entries judges the filters in the list.
func (c *checker) entries(listed *node) {
	if len(listed.items) == 0 {
		c.add(c.form.emptySeverity, c.form.wrapper, emptyFilters, "is empty. %s. List at least one filter, or leave %q and what enables it out.", c.form.empty, c.setting)
		return
	}
	includes := false
	for i, item := range listed.items {
		path := fmt.Sprintf("%s[%d]", c.form.wrapper, i)
		c.object(path, item, c.form.fields)
		t := item.get("filterType")
		includes = includes || t == nil || !strings.EqualFold(t.text, "EXCLUDE")
	}
	if !includes {
		c.add(Warning, c.form.wrapper, includesEmpty, "has EXCLUDE filters only, so nothing is included. Add an INCLUDE filter, such as name \"*\" with patternType LITERAL for all.")
	}
}

// object judges an object by its fields.
func (c *checker) object(path string, n *node, fields []field) {
	known := make([]string, len(fields))
	for i, f := range fields {
		known[i] = f.key
	}
	if n.kind != jsonObject {
		c.fail(path, "is %s. It is an object with the keys %s.", n.kind, list(known, "and"))
		return
	}
	slips := map[string]bool{} // required keys that an unknown one stands for
	for _, m := range n.members {
		at := join(path, m.key)
		i := slices.Index(known, m.key)
		switch {
		case i < 0 && inner(fields, m.key) != "":
			slips[inner(fields, m.key)] = true
			c.fail(at, "belongs into %s.", inner(fields, m.key))
		case i < 0:
			clean := strings.Trim(strings.TrimSpace(m.key), curly)
			slips[clean], slips[closest(clean, known)] = true, true
			c.unknown(n, at, m.key, known)
		case n.get(m.key) != m.value:
			c.fail(at, "is given twice. Only one of them counts: take the other out.")
		default:
			c.value(at, m.value, fields[i], n)
		}
	}
	for _, f := range fields {
		if f.required && n.get(f.key) == nil && !slips[f.key] {
			c.fail(path, "lacks the key %s. %s", f.key, f.allowed())
		}
	}
}

// inner is the field whose object has a key, or empty.
func inner(fields []field, key string) string {
	for _, f := range fields {
		if slices.ContainsFunc(f.object, func(in field) bool { return in.key == key }) {
			return f.key
		}
	}
	return ""
}

// allowed says what a field may hold.
func (f field) allowed() string {
	switch {
	case f.object != nil:
		return "It is an object."
	case f.strings:
		return "It is a list of strings."
	case f.values != nil:
		return "It is " + list(spellings(f.values), "or") + ", in any letter case."
	default:
		return "It is a string."
	}
}

// spellings leaves out what is only another spelling of a value before it.
func spellings(values []string) []string {
	var first []string
	for _, v := range values {
		if !strings.Contains(v, "_") {
			first = append(first, v)
		}
	}
	return first
}

// value judges the value of a field. Null stands for left out.
func (c *checker) value(path string, n *node, f field, in *node) {
	switch {
	case n.kind == jsonNull && !f.required:
	case f.inUse != nil:
		c.listInUse(path, n, f.inUse)
	case f.object != nil:
		c.object(path, n, f.object)
	case f.strings:
		if n.kind != jsonArray || slices.ContainsFunc(n.items, func(item *node) bool { return item.kind != jsonString }) {
			c.fail(path, "is not a list of strings. Write [\"<id>\", ...].")
		}
	case n.kind != jsonString:
		c.fail(path, "is %s. %s", n.kind, f.allowed())
	case f.values != nil:
		c.enum(path, n.text, f)
	case f.required && n.text == "":
		c.fail(path, "is empty. For all, write \"*\" with patternType LITERAL.")
	case f.check != nil:
		f.check(c, path, n.text, in)
	}
}

// listInUse warns of what is not known to be in use in a list that no document describes.
func (c *checker) listInUse(path string, n *node, known []string) {
	const sent = "is %s. What is known to be in use here is a list of %s; Confluent documents nothing. It is sent as it is."
	if n.kind != jsonArray {
		c.add(Warning, path, unknownValue, sent, n.kind, list(known, "and"))
		return
	}
	for i, item := range n.items {
		is := item.kind.String()
		if item.kind == jsonString {
			is = fmt.Sprintf("%q", item.text)
		}
		if item.kind != jsonString || !slices.Contains(known, item.text) {
			c.add(Warning, fmt.Sprintf("%s[%d]", path, i), unknownValue, sent, is, list(known, "and"))
		}
	}
}

func (c *checker) enum(path, value string, f field) {
	if slices.ContainsFunc(f.values, func(v string) bool { return strings.EqualFold(v, value) }) {
		return
	}
	clean := strings.Trim(strings.TrimSpace(value), curly)
	hint := ""
	switch meant := closest(clean, f.values); {
	case value != clean && slices.ContainsFunc(f.values, func(v string) bool { return strings.EqualFold(v, clean) }):
		hint = fmt.Sprintf(" Write %q, without blanks or curly quotes.", clean)
	case strings.EqualFold(clean, "PREFIX"):
		hint = ` Did you mean "PREFIXED"?`
	case meant != "":
		hint = fmt.Sprintf(" Did you mean %q?", meant)
	}
	c.fail(path, "is %q. %s%s", value, f.allowed(), hint)
}

// nameSlip finds what is wrong with a name in any filter; it is empty when
// nothing is.
func nameSlip(value string, in *node) string {
	pattern := ""
	if p := in.get("patternType"); p != nil {
		pattern = p.text
	}
	switch {
	case value == "*" && strings.EqualFold(pattern, "PREFIXED"):
		return `is "*", which stands for all names only with patternType LITERAL. With PREFIXED it is a name that begins with a star.`
	case value != "*" && strings.Trim(value, ".*") == "" && strings.Contains(value, "*"):
		return fmt.Sprintf("is %q. Filters know no regular expressions: for all names, write \"*\" with patternType LITERAL.", value)
	case value != "*" && strings.HasSuffix(strings.TrimSuffix(value, ".*"), "*"), strings.HasSuffix(value, ".*"):
		return fmt.Sprintf("is %q. Filters know no wildcards inside names: for all names that begin so, write %q with patternType PREFIXED.", value, strings.TrimRight(value, ".*"))
	case strings.TrimSpace(value) != value:
		return fmt.Sprintf("is %q, with blanks around it. Take them out.", value)
	case strings.ContainsAny(value, curly):
		return fmt.Sprintf("is %q, with curly quotes, as pasted from a web page. Take them out.", value)
	}
	return ""
}

// checkTopicName judges the name of a topic, or the beginning of one.
func checkTopicName(c *checker, path, value string, in *node) {
	if slip := nameSlip(value, in); slip != "" {
		c.fail(path, "%s", slip)
		return
	}
	if value == "*" {
		return
	}
	for _, r := range value {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("._-", r) {
			c.fail(path, "is %q, which no topic's name contains: %q. Topic names have letters, digits, dots, underscores and hyphens. Filters know no wildcards and no regular expressions: \"*\" with LITERAL is all, PREFIXED is a beginning.", value, string(r))
			return
		}
	}
	if len(value) > 249 {
		c.fail(path, "has %d characters. Topic names have at most 249.", len(value))
	}
}

// checkGroupName judges the name of a consumer group, which may hold anything.
func checkGroupName(c *checker, path, value string, in *node) {
	if slip := nameSlip(value, in); slip != "" {
		c.add(Warning, path, notAFilter, "%s", slip)
	}
}

// checkPrincipal judges a principal, such as User:sa-12345.
func checkPrincipal(c *checker, path, value string, _ *node) {
	if value != "" && value != "*" && !strings.Contains(value, ":") {
		c.add(Warning, path, notAFilter, "is %q. A principal has a type in front, such as %q.", value, "User:"+value)
	}
}
