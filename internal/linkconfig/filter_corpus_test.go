package linkconfig_test

// The filter settings.
const (
	topics = "auto.create.mirror.topics.filters"
	groups = "consumer.offset.group.filters"
	acls   = "acl.filters"
)

// filterCase is a filter and what is said about it.
type filterCase struct {
	name, setting, value string
	// findings are what is said, each as severity, path, and words that its detail
	// holds, in order; none for a filter that is right.
	findings [][3]string
	// lenient says why the schema, which judges form alone, does not say the same.
	lenient string
}

const (
	e = "error"
	w = "warning"
)

func goodFilters() []filterCase {
	return []filterCase{
		{name: "every topic", setting: topics, value: `{ "topicFilters": [ {"name": "*", "patternType": "LITERAL", "filterType": "INCLUDE"} ] }`},
		{
			name: "the guide's example", setting: topics,
			value: "{\n\"topicFilters\": [\n{\"name\": \"mirror_me\", \"patternType\": \"PREFIXED\", \"filterType\": \"INCLUDE\"},\n{\"name\": \"no_mirror\", \"patternType\": \"PREFIXED\", \"filterType\": \"EXCLUDE\"}\n]\n}",
		},
		{name: "any letter case", setting: topics, value: `{"topicFilters":[{"filterType":"Include","patternType":"literal","name":"Orders.v1_a-b"}]}`},
		{name: "every group", setting: groups, value: `{"groupFilters": [{"name": "*","patternType": "LITERAL","filterType": "INCLUDE"}]}`},
		{name: "groups have any name", setting: groups, value: `{"groupFilters":[{"name":"Ünïcode group/1","patternType":"prefixed","filterType":"include"}]}`},
		{name: "topic types", setting: groups, value: `{"groupFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE","topicTypes":["LOCAL_MIRROR","REMOTE_MIRROR"]}]}`},
		{name: "no topic types", setting: groups, value: `{"groupFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE","topicTypes":null}]}`},
		{
			name: "every ACL", setting: acls,
			value: `{ "aclFilters": [ { "resourceFilter": { "resourceType": "any", "patternType": "any" }, "accessFilter": { "operation": "any", "permissionType": "any" } } ] }`,
		},
		{
			name: "a principal", setting: acls,
			value: `{"aclFilters":[{"resourceFilter":{"resourceType":"TransactionalId","patternType":"MATCH","name":""},"accessFilter":{"principal":"User:sa-12345","operation":"Describe_Configs","permissionType":"DENY","host":"*","clusterLinkIds":["link-1-ID"]}}]}`,
		},
		{
			name: "null stands for left out", setting: acls,
			value: `{"aclFilters":[{"resourceFilter":{"resourceType":"group","patternType":"prefixed","name":null},"accessFilter":{"principal":null,"operation":"IDEMPOTENTWRITE","permissionType":"allow","host":null,"clusterLinkIds":null}}]}`,
		},
	}
}

func badFilters() []filterCase {
	filter := func(inner string) string { return `{"topicFilters":[` + inner + `]}` }
	acl := func(resource, access string) string {
		return `{"aclFilters":[{"resourceFilter":` + resource + `,"accessFilter":` + access + `}]}`
	}
	const anyResource, anyAccess = `{"resourceType":"any","patternType":"any"}`, `{"operation":"any","permissionType":"any"}`
	one := `{"name":"a","patternType":"LITERAL","filterType":"INCLUDE"}`
	return []filterCase{
		// What is no JSON.
		{name: "text", setting: topics, value: `all topics`, findings: [][3]string{{e, "", "jsonencode"}}},
		{name: "blank", setting: topics, value: ` `, findings: [][3]string{{e, "", "It is blank"}}},
		{name: "cut off", setting: topics, value: `{"topicFilters":[` + one, findings: [][3]string{{e, "topicFilters", "ends too early"}}},
		{name: "comma too many", setting: topics, value: filter(one + ","), findings: [][3]string{{e, "topicFilters[1]", "A comma may be too many"}}},
		{name: "trailing garbage", setting: topics, value: filter(one) + " }", findings: [][3]string{{e, "", "after the end"}}},
		{name: "two values", setting: topics, value: filter(one) + "\n" + filter(one), findings: [][3]string{{e, "", "line 2, column 1: something follows after the end"}}},
		{
			name: "the page's pineapple", setting: acls,
			value:    "{\n\"aclFilters\": [ { \"resourceFilter\": {\n\"resourceType\": \"topic\",\n\"patternType\": \"literal\",\n\"name\": \"pineapple”\n},\n\"accessFilter\": {\n\"operation\": \"any\",\n\"permissionType\": \"any\"\n} } ] }",
			findings: [][3]string{{e, "aclFilters[0].resourceFilter.name", "curly quotes"}},
		},
		{name: "curly keys", setting: acls, value: acl(anyResource, `{“principal”: “User:sa-12345”,"operation":"any","permissionType":"any"}`), findings: [][3]string{{e, "aclFilters[0].accessFilter", "invalid character '“' looking for beginning of object key string. It holds curly quotes"}}},
		{name: "a line of a file", setting: topics, value: topics + "=" + filter(one), findings: [][3]string{{e, "", "line of a .config file"}}},
		{name: "lines go on", setting: acls, value: "{ \\\n\"aclFilters\": [] \\\n}", findings: [][3]string{{e, "", "backslashes"}}},
		{name: "a file's name", setting: acls, value: `acl.filters.json`, findings: [][3]string{{e, "", `file("acl.filters.json")`}}},
		{name: "single quotes", setting: topics, value: `{'topicFilters':[]}`, findings: [][3]string{{e, "", "single quotes"}}},
		{name: "backslashes before quotes", setting: topics, value: `{\"topicFilters\":[]}`, findings: [][3]string{{e, "", "backslashes before its quotes"}}},
		{name: "HCL", setting: topics, value: `{ topicFilters = [{ name = "a" }] }`, findings: [][3]string{{e, "", "looks like HCL"}}},
		{name: "too deep", setting: groups, value: deep(40), findings: [][3]string{{e, deepPath(30), "nests too deeply"}}, lenient: "the schema has no depth"},

		// What is no filter.
		{name: "encoded twice", setting: topics, value: `"{\"topicFilters\":[]}"`, findings: [][3]string{{e, "", "encoded twice"}}},
		{name: "null", setting: topics, value: `null`, findings: [][3]string{{e, "", "is null"}}},
		{name: "number", setting: topics, value: `5`, findings: [][3]string{{e, "", "is a number"}}},
		{name: "bare list", setting: acls, value: `[{"resourceFilter":` + anyResource + `,"accessFilter":` + anyAccess + `}]`, findings: [][3]string{{e, "", "bare list"}}},
		{name: "bare filter", setting: topics, value: one, findings: [][3]string{{e, "", "lacks the key topicFilters: one filter alone"}}},
		{name: "empty object", setting: topics, value: `{}`, findings: [][3]string{{e, "", "lacks the key topicFilters"}}},
		{name: "another setting's key", setting: topics, value: `{"groupFilters":[` + one + `]}`, findings: [][3]string{{e, "groupFilters", `key of "consumer.offset.group.filters"`}}},
		{name: "acls.filters", setting: acls, value: `{"acls.filters":[]}`, findings: [][3]string{{e, `["acls.filters"]`, "The key is aclFilters"}}},
		{name: "the setting as key", setting: acls, value: `{"acl.filters":[]}`, findings: [][3]string{{e, `["acl.filters"]`, "The key is aclFilters"}}},
		{name: "wrapper's case", setting: topics, value: `{"topicfilters":[` + one + `]}`, findings: [][3]string{{e, "topicfilters", "spelled topicFilters"}}},
		{name: "wrapper's blank", setting: topics, value: `{"topicFilters ":[` + one + `]}`, findings: [][3]string{{e, `["topicFilters "]`, "blank in the key"}}},
		{name: "wrapper misspelled", setting: topics, value: `{"topicFilter":[` + one + `]}`, findings: [][3]string{{e, "topicFilter", "Did you mean topicFilters"}}},
		{name: "wrapper twice", setting: topics, value: `{"topicFilters":[` + one + `],"topicFilters":[` + one + `]}`, findings: [][3]string{{e, "topicFilters", "given twice"}}, lenient: "Go's JSON takes the last of equal keys"},
		{name: "wrapper twice, another form", setting: topics, value: `{"topicFilters":[` + one + `],"topicfilters":[]}`, findings: [][3]string{{e, "topicfilters", "topicFilters is given as well"}}},
		{name: "wrapper not a list", setting: topics, value: `{"topicFilters":` + one + `}`, findings: [][3]string{{e, "topicFilters", "is an object"}}},
		{name: "another key beside", setting: topics, value: `{"topicFilters":[` + one + `],"comment":"x"}`, findings: [][3]string{{w, "comment", "not a key that Confluent documents"}}, lenient: "a warning, for keys to come"},
		{name: "no topic", setting: topics, value: `{"topicFilters":[]}`, findings: [][3]string{{e, "topicFilters", "AutoCreateMirror"}}},
		{name: "no ACL", setting: acls, value: `{"aclFilters":[]}`, findings: [][3]string{{e, "aclFilters", "AclSync"}}},
		{name: "no group", setting: groups, value: `{"groupFilters":[]}`, findings: [][3]string{{w, "groupFilters", "No consumer group"}}},
		{name: "exclusions only", setting: topics, value: filter(`{"name":"a","patternType":"LITERAL","filterType":"EXCLUDE"}`), findings: [][3]string{{w, "topicFilters", "EXCLUDE filters only"}}},

		// What is wrong inside.
		{name: "filter is text", setting: topics, value: filter(one + `,"orders"`), findings: [][3]string{{e, "topicFilters[1]", "is a string"}}},
		{name: "missing keys", setting: topics, value: filter(`{"name":"a"}`), findings: [][3]string{{e, "topicFilters[0]", "lacks the key patternType"}, {e, "topicFilters[0]", "lacks the key filterType. It is INCLUDE or EXCLUDE"}}},
		{name: "wrong type", setting: topics, value: filter(one + `,{"name":"b","patternType":"PREFIX","filterType":"INCLUDE"}`), findings: [][3]string{{e, "topicFilters[1].patternType", `is "PREFIX". It is LITERAL or PREFIXED, in any letter case. Did you mean "PREFIXED"?`}}},
		{name: "wrong filter type", setting: groups, value: `{"groupFilters":[{"name":"b","patternType":"LITERAL","filterType":"ALLOW"}]}`, findings: [][3]string{{e, "groupFilters[0].filterType", "INCLUDE or EXCLUDE"}}},
		{name: "blank in a value", setting: topics, value: filter(`{"name":"a","patternType":"LITERAL ","filterType":"INCLUDE"}`), findings: [][3]string{{e, "topicFilters[0].patternType", "without blanks"}}},
		{name: "blank in a key", setting: acls, value: acl(anyResource, `{"operation":"any","permissionType":"any","clusterLinkIds ":["link-1-ID"]}`), findings: [][3]string{{e, `aclFilters[0].accessFilter["clusterLinkIds "]`, `has a blank in the key "clusterLinkIds ". Write "clusterLinkIds"`}}},
		{name: "curly quotes inside", setting: topics, value: filter(`{"name":"“a”","patternType":"LITERAL","filterType":"INCLUDE"}`), findings: [][3]string{{e, "topicFilters[0].name", "curly quotes"}}},
		{name: "key's case", setting: topics, value: filter(`{"name":"a","PatternType":"LITERAL","filterType":"INCLUDE"}`), findings: [][3]string{{e, "topicFilters[0].PatternType", "spelled patternType"}}},
		{name: "key misspelled", setting: topics, value: filter(`{"name":"a","paternType":"LITERAL","filterType":"INCLUDE"}`), findings: [][3]string{{e, "topicFilters[0].paternType", "Did you mean patternType"}}},
		{name: "key unheard of", setting: topics, value: filter(`{"name":"a","patternType":"LITERAL","filterType":"INCLUDE","weight":1}`), findings: [][3]string{{w, "topicFilters[0].weight", "not a key that Confluent documents"}}, lenient: "a warning, for keys to come"},
		{name: "key twice", setting: topics, value: filter(`{"name":"a","name":"b","patternType":"LITERAL","filterType":"INCLUDE"}`), findings: [][3]string{{e, "topicFilters[0].name", "given twice"}}, lenient: "Go's JSON takes the last of equal keys"},
		{name: "name is a number", setting: topics, value: filter(`{"name":1,"patternType":"LITERAL","filterType":"INCLUDE"}`), findings: [][3]string{{e, "topicFilters[0].name", "is a number"}}},
		{name: "name is null", setting: topics, value: filter(`{"name":null,"patternType":"LITERAL","filterType":"INCLUDE"}`), findings: [][3]string{{e, "topicFilters[0].name", "is null"}}},
		{name: "name is empty", setting: topics, value: filter(`{"name":"","patternType":"LITERAL","filterType":"INCLUDE"}`), findings: [][3]string{{e, "topicFilters[0].name", `write "*"`}}},
		{name: "group's name is empty", setting: groups, value: `{"groupFilters":[{"name":"","patternType":"PREFIXED","filterType":"INCLUDE"}]}`, findings: [][3]string{{e, "groupFilters[0].name", `write "*"`}}},
		{name: "wildcard", setting: topics, value: filter(`{"name":"orders*","patternType":"LITERAL","filterType":"INCLUDE"}`), findings: [][3]string{{e, "topicFilters[0].name", `write "orders" with patternType PREFIXED`}}},
		{name: "regular expression", setting: topics, value: filter(`{"name":"orders.*","patternType":"PREFIXED","filterType":"INCLUDE"}`), findings: [][3]string{{e, "topicFilters[0].name", `write "orders" with`}}},
		{name: "star as a prefix", setting: topics, value: filter(`{"name":"*","patternType":"prefixed","filterType":"INCLUDE"}`), findings: [][3]string{{e, "topicFilters[0].name", "only with patternType LITERAL"}}},
		{name: "any regular expression", setting: topics, value: filter(`{"name":".*","patternType":"LITERAL","filterType":"INCLUDE"}`), findings: [][3]string{{e, "topicFilters[0].name", `write "*" with patternType LITERAL`}}},
		{name: "slash", setting: topics, value: filter(`{"name":"a/b","patternType":"LITERAL","filterType":"INCLUDE"}`), findings: [][3]string{{e, "topicFilters[0].name", `contains: "/"`}}},
		{name: "group with a wildcard", setting: groups, value: `{"groupFilters":[{"name":"app-*","patternType":"LITERAL","filterType":"INCLUDE"}]}`, findings: [][3]string{{w, "groupFilters[0].name", `write "app-" with patternType PREFIXED`}}},
		{name: "topic types unheard of", setting: groups, value: `{"groupFilters":[{"name":"a","patternType":"LITERAL","filterType":"INCLUDE","topicTypes":["LOCAL_MIROR",{"new":1}]},{"name":"b","patternType":"LITERAL","filterType":"INCLUDE","topicTypes":"LOCAL_MIRROR"}]}`, findings: [][3]string{
			{w, "groupFilters[0].topicTypes[0]", `is "LOCAL_MIROR". What is known to be in use here is a list of LOCAL_MIRROR and REMOTE_MIRROR`},
			{w, "groupFilters[0].topicTypes[1]", "is an object"},
			{w, "groupFilters[1].topicTypes", "is a string"},
		}},
		{name: "resource type", setting: acls, value: acl(`{"resourceType":"topics","patternType":"any"}`, anyAccess), findings: [][3]string{{e, "aclFilters[0].resourceFilter.resourceType", `any, topic, cluster, group or transactionalID, in any letter case. Did you mean "topic"?`}}},
		{name: "operation", setting: acls, value: acl(anyResource, `{"operation":"consume","permissionType":"any"}`), findings: [][3]string{{e, "aclFilters[0].accessFilter.operation", "describeConfigs"}}},
		{name: "permission", setting: acls, value: acl(anyResource, `{"operation":"any","permissionType":"denied"}`), findings: [][3]string{{e, "aclFilters[0].accessFilter.permissionType", "any, allow or deny"}}},
		{name: "no access filter", setting: acls, value: `{"aclFilters":[{"resourceFilter":` + anyResource + `}]}`, findings: [][3]string{{e, "aclFilters[0]", "lacks the key accessFilter"}}},
		{name: "access filter is null", setting: acls, value: acl(anyResource, `null`), findings: [][3]string{{e, "aclFilters[0].accessFilter", "is null"}}},
		{name: "flat ACL", setting: acls, value: `{"aclFilters":[{"resourceType":"any","patternType":"any","operation":"any","permissionType":"any"}]}`, findings: [][3]string{
			{e, "aclFilters[0].resourceType", "belongs into resourceFilter"},
			{e, "aclFilters[0].patternType", "belongs into resourceFilter"},
			{e, "aclFilters[0].operation", "belongs into accessFilter"},
			{e, "aclFilters[0].permissionType", "belongs into accessFilter"},
		}},
		{name: "link ids", setting: acls, value: acl(anyResource, `{"operation":"any","permissionType":"any","clusterLinkIds":"link-1-ID"}`), findings: [][3]string{{e, "aclFilters[0].accessFilter.clusterLinkIds", "not a list of strings"}}},
		{name: "link ids are numbers", setting: acls, value: acl(anyResource, `{"operation":"any","permissionType":"any","clusterLinkIds":[1]}`), findings: [][3]string{{e, "aclFilters[0].accessFilter.clusterLinkIds", "not a list of strings"}}},
		{name: "principal without its type", setting: acls, value: acl(anyResource, `{"principal":"sa-12345","operation":"any","permissionType":"any"}`), findings: [][3]string{{w, "aclFilters[0].accessFilter.principal", `"User:sa-12345"`}}},
	}
}
