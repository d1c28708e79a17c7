package simulator

import "time"

// What Confluent does is not known everywhere: the contract
// (reference/api-contract.md) marks such places UNVERIFIED. What the simulator
// does there is decided in this file and nowhere else. Each choice names the
// section it fills in.

// Some decisions have their shape in the code and are only named here:
//
//   - which state allows which operation where C.3 has a question mark:
//     mirrorActions. Promoting is refused while the source is known to be
//     unavailable; one accepted before that stays PENDING_STOPPED, and drains
//     once the source is back.
//   - a batch of settings is applied as a whole or not at all (A.2): altered;
//     the remote cluster is not asked (B.1).
//   - a dry run has the status of the real call (A.1): createLink.
//   - force=true stops the mirrors of the link, keeping their topics (A.1):
//     dropLink.
//   - a deleted link is seen until the settle time has passed (E), and so is a
//     deleted topic (A.5): getLink, deleteTopic.
//   - endpoints that were disconnected come back when accepted again (D):
//     acceptChanged; services go after their endpoints: deleteService.
//   - quotas of endpoints answer 402, everything else 409 (G19):
//     checkNewEndpoint.
//   - Basic, Standard and Freight clusters host no link on which data arrives,
//     and take none (gotchas 2.4): checkAgainstHost, unsupportedAt.
//   - network links are for AWS networks only (D): networkOf.
//   - a topic in the way of auto-creation is the task's error, unless it is what
//     a stopped mirror of the link left behind (F): takenNames.
//   - active consumers keep a restore in PENDING_SETUP_FOR_RESTORE (C.3): setUp.
//   - which token opens what (A.0, A.7): bearerOpens, opensCloud.
//   - a BIDIRECTIONAL half that opens the connection for an INBOUND one needs
//     none to be made (H): until there is one, it is ACTIVE with the task error of
//     any bidirectional link that is alone (F): validateLink, trueHealth.
//   - a service without endpoints has an empty list of associations (A.8 c
//     quotes a 404 that may mean this): listAssociations.
//
// docs/adr/0006 tells all of them with their reasons.

// Choices are the undecided behaviours that can be switched. The zero value is
// what the contract recommends.
type Choices struct {
	// ForgetDeletedAutoMirrors leaves a deleted auto-created mirror topic
	// deleted. By default auto-create makes it again while its filters match
	// (C.3).
	ForgetDeletedAutoMirrors bool
	// ListStoppedTopicNames keeps mirrors that have stopped in a link's
	// topic_names. By default they are left out (A.1, G18).
	ListStoppedTopicNames bool
	// RecordedSettingsOnly leaves out of a link's settings the rows that are newer
	// than the recorded answer of 56 names (B.2).
	RecordedSettingsOnly bool
	// CountPartitionStates has a link's category_counts count the partitions of
	// its mirrors, as the heading suggests under which Confluent's CLI prints
	// them. By default they count mirror topics (F, H).
	CountPartitionStates bool
}

const (
	// acceptWindow is how long an endpoint waits for the owner of the service
	// to accept it (D gives expires_at, but no duration).
	acceptWindow = 7 * 24 * time.Hour

	// nodeAssignmentTimeout is how long creating a mirror topic on an INBOUND
	// link that nothing has connected to is held before it is refused: the
	// documented 30 seconds of the admin client.
	nodeAssignmentTimeout = 30 * time.Second

	// maxPrefixLength of cluster.link.prefix (B.1, from the documentation).
	maxPrefixLength = 12

	// minSyncInterval is the least value of the *.sync.ms settings (B.1; for
	// topic.config.sync.ms it is assumed).
	minSyncInterval = 1000

	// unconnectedState is that of an INBOUND half before, and after, something
	// is connected to it (F).
	unconnectedState = linkUnavailable

	// orphanedState is that of a link that opened the connection for an INBOUND
	// half which was deleted (F: FAILED needs action).
	orphanedState = linkFailed

	// deniedMirrorStatus is that of mirrors whose link is not let in: C.2
	// counts authentication among what fails the link.
	deniedMirrorStatus = statusLinkFailed

	// newServicePhase: a network link service is there at once (D knows no
	// other phase).
	newServicePhase = phaseReady

	// defaultRemoteConnectionMode is the default of
	// remote.link.connection.mode (B.1).
	defaultRemoteConnectionMode = "OUTBOUND"
)

// From which release of Confluent Platform on the spellings of today hold. The
// contract (A.9, G6) knows both spellings and when links became bidirectional,
// not when each word changed.
var (
	oldSpellingBefore   = release{7, 5, 0} // fields, enums, ids of links and settings
	oldOperationsBefore = release{8, 0, 0} // names of reverse, selection by pattern, truncate-and-restore
)

// Texts that no source quotes.
const (
	// textPeerDeleted, textConnectionLost and textNoConnection are messages of links (F).
	textPeerDeleted    = "The remote cluster link was deleted."
	textConnectionLost = "The connection from the remote cluster was lost."
	textNoConnection   = "Timed out waiting for a node assignment. No connection from the remote cluster."
	// textLinkIDMismatch: the id given for the second half is not that of the first (A.1): 400/400.
	textLinkIDMismatch = "Invalid Cluster Link: cluster link ID '%s' does not match '%s' of the remote cluster link."
	// textLinkName: link names follow the rules of topic names (A.1): 400/40002.
	textLinkName = "Link name '%s' is illegal, valid names consist of up to 249 ASCII alphanumerics, '.', '_' and '-'"
	// textSourceNotAuthorized and textLinkNotActive: a mirror on a link that cannot read its source (A.3): 401/401 and 400/400.
	textSourceNotAuthorized = "Not authorized: "
	textLinkNotActive       = "Cluster link '%s' is %s: %s"
	// textQuota: too many endpoints (A.8 c): 402.
	textQuota = "The quota %s (%d) is exceeded."
	// textSelectorExclusive: both or neither of names and pattern (A.4): 400/40002.
	textSelectorExclusive = "Exactly one of mirror_topic_names and mirror_topic_name_pattern must be given."
	// textWrongState: an operation that the state of the mirror forbids (C.3): 400 per topic.
	textWrongState = "Topic '%s' cannot be %s in state %s"
	// textImmutableSetting: a change of link.mode and the like (A.8 b): 400/40002.
	textImmutableSetting = "Cluster link config '%s' cannot be changed"
	// textInvalidValue: a value that does not fit its setting (A.8 b): 400/40002.
	textInvalidValue = "Invalid value %s for configuration %s: %s"
	// textUnknownSetting: a name that is no setting of a link (B.3): 400/40002.
	textUnknownSetting = "Unknown cluster link config: %s"
	// textReadOnlySetting: a setting that is read-only on Confluent Cloud (B.2): 400/40002.
	textReadOnlySetting = "Cluster link config '%s' is read-only"
	// textSourceSide: sync settings sent to the SOURCE half, where they have no effect (B.3): 400/40002.
	textSourceSide = "Cluster link config '%s' is not allowed on a link in SOURCE mode; set it on the destination cluster"
	// textGroupPrefixBidirectional and textGroupPrefixAlone: rules of consumer.group.prefix.enable (B.3): 400/40002.
	textGroupPrefixBidirectional = "Invalid configuration: consumer.group.prefix.enable cannot be true on a BIDIRECTIONAL link"
	textGroupPrefixAlone         = "Invalid configuration: consumer.group.prefix.enable requires cluster.link.prefix"
	// textACLSyncPrefix: ACL sync and a prefix exclude each other (B.3): 400/40002.
	textACLSyncPrefix = "Invalid configuration: acl.sync.enable cannot be combined with cluster.link.prefix"
	// textPrefixTaken: the prefix of another link (A.8 b knows "prefix ... already exists"): 400/40002.
	textPrefixTaken = "A cluster link with prefix '%s' already exists."
	// textClusterID: not exactly the cluster id that the mode asks for (A.1): 400/40002.
	textClusterID = "Invalid cluster link: a link in %s mode requires %s and no other cluster id"
	// textSourceInbound: a SOURCE link always opens the connection (B.3): 400/40002.
	textSourceInbound = "Invalid cluster link: connection.mode INBOUND is not allowed with link.mode SOURCE"
	// textLocalCredentials: a secured source that the link cannot read (B.3): 400/40002.
	textLocalCredentials = "Invalid cluster link: local.sasl.jaas.config is required because the local cluster '%s' is secured"
	// textIDMismatch: the remote cluster is another one than said (only "cluster ID mismatch" is known): 400/400.
	textIDMismatch = "Unable to validate cluster link due to error: cluster ID mismatch: expected '%s', but the remote cluster is '%s'."
	// textNotBidirectional: reverse and truncate on other links (C.3): 400 per topic.
	textNotBidirectional = "Operation %s is only supported on BIDIRECTIONAL cluster links"
	// textReversePrefix: reversing with a prefix (C.3): 400 per topic.
	textReversePrefix = "Operation %s is not supported on a cluster link with a prefix"
	// textNoPeerMirror: nothing at the other end to reverse or restore from: 400 per topic.
	textNoPeerMirror = "Topic '%s' has no stopped mirror on the remote cluster to restore from"
	// textNoPeerLink: the other half of a bidirectional link is missing: 400 per topic.
	textNoPeerLink = "Failed to get remote link config due to link not being found on the remote cluster."
	// textSourceMirror: a mirror on the SOURCE half (gotchas 2.1, 16): 400/40002.
	textSourceMirror = "Mirror topics cannot be created on cluster link '%s' in SOURCE mode"
	// textSyncedConfig: a setting that mirroring controls (B.5): 400/40002.
	textSyncedConfig = "Config '%s' of mirror topic '%s' is controlled by its source topic and cannot be set"
	// textUnknownTopicConfig: no such topic setting: 400/40002.
	textUnknownTopicConfig = "Unknown topic config name: %s"
	// textNodeAssignment: a mirror on an INBOUND link without a connection (gotchas 2.2, 16): 400/400.
	textNodeAssignment = "Timed out waiting for node assignment. The cluster link has no connection from the remote cluster."
	// textTopicsExist: topics in the way of auto-created mirrors (F knows the code TOPIC_EXISTS_ERROR).
	textTopicsExist = "Mirror topics could not be created because topics of these names already exist: %s"
	// textLinkNotReading: a link without an error of its own that reads nothing (C.3): a transition error.
	textLinkNotReading = "Cluster link '%s' is %s."
	// textGroupInUse: consumers read the topic to be restored (C.3): a transition error.
	textGroupInUse = "Consumer groups are active on topic '%s'. Stop them to let the topic be restored."
	// textNotOnAWS: network links in other clouds (D): 422.
	textNotOnAWS = "Network links are only supported on AWS networks."
	// textLiveMirrors: deletion of a link that still has mirrors (A.1): 403/403.
	textLiveMirrors = "Cluster link '%s' cannot be deleted because it still has mirror topics: %s"
	// textEndpointsAttached: deletion of a service with endpoints (D): 409.
	textEndpointsAttached = "The network link service %s still has network link endpoints attached: %s."
	// textUnsupportedMode: a mode that a cluster does not offer (gotchas 2.1, 8; 2.4; A.9): 400/40002.
	textUnsupportedMode = "Invalid cluster link: links in %s mode are not supported on cluster '%s'"
	// textNoClusterLinking: Apache Kafka has no links (A.9): 400/40035.
	textNoClusterLinking = "The version of this API is not supported in the underlying Kafka cluster."
)
