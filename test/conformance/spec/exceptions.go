package spec

import "slices"

// Exception is a difference between Confluent's practice and its OpenAPI files
// that the simulator shares with the practice.
type Exception struct {
	Name   string
	Source string // who says that practice is so
	Side   Side
	Status int // any when 0
	// Operations are the operationIds that it holds for; all when empty.
	Operations []string
	// Breaks are the rules that it breaks, and where: "required /data/*/default".
	Breaks []string
}

// Explains says whether d is what the exception is about.
func (x Exception) Explains(d Difference) bool {
	return x.Side == d.Side && (x.Status == 0 || x.Status == d.Status) &&
		(len(x.Operations) == 0 || slices.Contains(x.Operations, d.Operation)) && slices.Contains(x.Breaks, d.Rule+" "+d.Where)
}

// Contract is reference/api-contract.md, which names its own sources: REC is a
// recording of Confluent Cloud, TF the Confluent provider with fixtures taken from
// real answers, KCP Confluent's migration tool with tests against a real server.

// Exceptions are all that is known and that our traffic shows.
func Exceptions() []Exception {
	alterMirrors := []string{
		"updateKafkaMirrorTopicsPromote", "updateKafkaMirrorTopicsFailover", "updateKafkaMirrorTopicsPause", "updateKafkaMirrorTopicsResume",
		"updateKafkaMirrorTopicsReverseAndStartMirror", "updateKafkaMirrorTopicsReverseAndPauseMirror", "updateKafkaMirrorTopicsTruncateAndRestoreMirror",
	}
	return []Exception{
		{
			Name:   "creating a link or a mirror topic answers 201, not 204",
			Source: "contract G1: TF, KCP",
			Side:   Answer, Status: 201,
			Operations: []string{"createKafkaLink", "createKafkaMirrorTopic"},
			Breaks:     []string{"status status 201"},
		},
		{
			Name:   "deleting a link answers 204, not 200",
			Source: "contract G2: TF, CLI",
			Side:   Answer, Status: 204,
			Operations: []string{"deleteKafkaLink"},
			Breaks:     []string{"status status 204"},
		},
		{
			Name:   "links and mirror topics that are not there answer 404, which no operation on them has",
			Source: "contract G15 and A.8 b: REC",
			Side:   Answer, Status: 404,
			Operations: append([]string{
				"getKafkaLink", "deleteKafkaLink", "listKafkaLinkConfigs", "getKafkaLinkConfigs", "updateKafkaLinkConfig", "deleteKafkaLinkConfig",
				"updateKafkaLinkConfigBatch", "listKafkaMirrorTopicsUnderLink", "createKafkaMirrorTopic", "readKafkaMirrorTopic",
			}, alterMirrors...),
			Breaks: []string{"status status 404"},
		},
		{
			Name:   "the flags of a link setting are called is_default, is_read_only and is_sensitive as well",
			Source: "contract G6: TF; the SDK's own topic settings are spelled so",
			Side:   Answer, Status: 200,
			Operations: []string{"listKafkaLinkConfigs", "getKafkaLinkConfigs"},
			Breaks: []string{
				"undeclared /data/*/is_default", "undeclared /data/*/is_read_only", "undeclared /data/*/is_sensitive",
				"undeclared /is_default", "undeclared /is_read_only", "undeclared /is_sensitive",
			},
		},
		{
			Name:   "the file requires the flag default of a link setting without declaring it",
			Source: "the file itself; Confluent Platform spells the flag so (contract G6, A.9)",
			Side:   Answer, Status: 200,
			Operations: []string{"listKafkaLinkConfigs", "getKafkaLinkConfigs"},
			Breaks:     []string{"undeclared /data/*/default", "undeclared /default"},
		},
		{
			Name:   "the file requires consumers of a consumer group and declares consumer in its place",
			Source: "the file itself: its examples have consumers",
			Side:   Answer, Status: 200,
			Operations: []string{"listKafkaConsumerGroups"},
			Breaks:     []string{"undeclared /data/*/consumers"},
		},
		{
			Name:   "the value of a link setting is null when it is secret or has none",
			Source: "contract G5: TF",
			Side:   Answer, Status: 200,
			Operations: []string{"listKafkaLinkConfigs", "getKafkaLinkConfigs"},
			Breaks:     []string{"nullable /data/*/value", "nullable /value"},
		},
		{
			Name:   "the source of a link setting that nobody set is DEFAULT_CONFIG",
			Source: "contract A.2: TF; the file has it for other settings",
			Side:   Answer, Status: 200,
			Operations: []string{"listKafkaLinkConfigs", "getKafkaLinkConfigs"},
			Breaks:     []string{"known /data/*/source", "known /source"},
		},
		{
			Name:   "mirror topics have a mirror_topic_error, which is newer than this version of the file",
			Source: "contract A.3 and C.1: the OpenAPI file of the SDK's main branch",
			Side:   Answer, Status: 200,
			Operations: []string{"listKafkaMirrorTopics", "listKafkaMirrorTopicsUnderLink", "readKafkaMirrorTopic"},
			Breaks:     []string{"undeclared /data/*/mirror_topic_error", "undeclared /mirror_topic_error"},
		},
		{
			Name:   "partition_level_truncation_data is null unless it was asked for",
			Source: "contract A.4: REC",
			Side:   Answer, Status: 200,
			Operations: alterMirrors,
			Breaks:     []string{"nullable /data/*/partition_level_truncation_data"},
		},
		{
			Name:   "a list in accept that is empty may be null",
			Source: "contract A.7: TF",
			Side:   Answer,
			Operations: []string{
				"createNetworkingV1NetworkLinkService", "getNetworkingV1NetworkLinkService", "updateNetworkingV1NetworkLinkService",
				"listNetworkingV1NetworkLinkServices",
			},
			Breaks: []string{
				"nullable /spec/accept/environments", "nullable /spec/accept/networks",
				"nullable /data/*/spec/accept/environments", "nullable /data/*/spec/accept/networks",
			},
		},
		{
			Name:   "a network link service in use is not deleted: 409",
			Source: "contract D: not verified, the simulator's choice",
			Side:   Answer, Status: 409,
			Operations: []string{"deleteNetworkingV1NetworkLinkService"},
			Breaks:     []string{"status status 409"},
		},
		{
			Name:   "Confluent Platform may ask for no login, or for a certificate",
			Source: "contract A.9: KCP; the file is Confluent Cloud's",
			Side:   Request,
			Breaks: []string{"security header Authorization on Confluent Platform"},
		},
		{
			Name:   "a client that is given no credentials sends none, and is refused",
			Source: "contract A.8 a; credentials are optional in the provider's configuration",
			Side:   Request, Status: 401,
			Breaks: []string{"security header Authorization"},
		},
	}
}
