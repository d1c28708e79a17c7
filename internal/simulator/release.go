package simulator

import (
	"cmp"
	"fmt"
	"strings"
)

// release is a version of Confluent Platform, or of Apache Kafka. The zero
// release is a current one.
type release struct{ major, minor, patch int }

// parseRelease reads 7.5, 7.5.1 and 7.5.1-ccs. An empty version is current.
func parseRelease(version string) (release, error) {
	if version == "" {
		return release{}, nil
	}
	numbers, _, _ := strings.Cut(version, "-")
	var r release
	n, _ := fmt.Sscanf(numbers, "%d.%d.%d", &r.major, &r.minor, &r.patch) // fewer numbers are judged by n
	if n < 2 || r.major < 1 {
		return release{}, fmt.Errorf("version %q is none like 7.5.0", version)
	}
	return r, nil
}

func (r release) compare(other release) int {
	return cmp.Or(cmp.Compare(r.major, other.major), cmp.Compare(r.minor, other.minor), cmp.Compare(r.patch, other.patch))
}

// before reports whether the cluster is a Confluent Platform older than that.
// Confluent Cloud is never old.
func (c *cluster) before(major, minor, patch int) bool {
	return c.Kind == KindPlatform && c.release != release{} && c.release.compare(release{major, minor, patch}) < 0
}

// hasClusterLinking: Confluent Platform from 7.0 on, and Confluent Cloud.
// Apache Kafka can only be the source of a link (contract A.9).
func (c *cluster) hasClusterLinking() bool {
	return c.Kind != KindKafka && !c.before(7, 0, 0)
}

// supportsBidirectional: not Basic and Standard, and on Confluent Platform
// from 7.5 on (gotchas 2.1, 8; A.9).
func (c *cluster) supportsBidirectional() bool {
	return c.hasClusterLinking() && !c.isShared() && !c.before(7, 5, 0)
}

// isShared reports whether the cluster is one of the types of Confluent Cloud
// that can only be the source of a link (gotchas 2.4).
func (c *cluster) isShared() bool {
	return c.Kind == KindCloud && oneOf(c.Type, "basic", "standard", "freight")
}

// createsSourceLinks: the REST API of 7.0.0 cannot create source-initiated
// links (contract A.9).
func (c *cluster) createsSourceLinks() bool { return !c.before(7, 0, 1) }

// confusesDestination: 7.0.x tells the destination of a source-initiated link
// under source_cluster_id (contract A.9).
func (c *cluster) confusesDestination() bool { return c.before(7, 1, 0) }

// oldSpelling reports whether the cluster answers with the fields that
// Confluent Platform had before bidirectional links (contract A.9, G6, G14).
func (c *cluster) oldSpelling() bool {
	return c.before(oldSpellingBefore.major, oldSpellingBefore.minor, 0)
}

// oldOperations reports whether reversing has its older names, and topics are
// only selected by name (contract A.9).
func (c *cluster) oldOperations() bool {
	return c.before(oldOperationsBefore.major, oldOperationsBefore.minor, 0)
}

// oldLinkConfigData is an effective setting as older servers spell it
// (contract G6).
type oldLinkConfigData struct {
	Kind      string   `json:"kind"`
	Metadata  metadata `json:"metadata"`
	ClusterID string   `json:"cluster_id"`
	Name      string   `json:"name"`
	Value     *string  `json:"value"`
	Default   bool     `json:"default"`
	ReadOnly  bool     `json:"read_only"`
	Sensitive bool     `json:"sensitive"`
	Source    string   `json:"source"`
	Synonyms  []string `json:"synonyms"`
	LinkName  string   `json:"link_name"`
}

// spelled is the setting as the cluster spells it.
func (d linkConfigData) spelled(c *cluster) any {
	if !c.oldSpelling() {
		return d
	}
	return oldLinkConfigData{
		Kind: d.Kind, Metadata: d.Metadata, ClusterID: d.ClusterID, Name: d.Name, Value: d.Value,
		Default: d.IsDefault, ReadOnly: d.IsReadOnly, Sensitive: d.IsSensitive,
		Source: d.Source, Synonyms: d.Synonyms, LinkName: d.LinkName,
	}
}

// spelled is the link as the cluster spells it.
func (d linkData) spelled(c *cluster) linkData {
	if c.confusesDestination() && d.DestinationClusterID != nil {
		d.SourceClusterID, d.DestinationClusterID = d.DestinationClusterID, nil
	}
	if c.oldSpelling() {
		d.RemoteClusterID, d.LinkError, d.LinkErrorMessage, d.Tasks, d.CategoryCounts = nil, "", nil, nil, nil
	}
	return d
}

// spelled is the mirror topic as the cluster spells it.
func (d mirrorData) spelled(c *cluster) mirrorData {
	if c.oldSpelling() {
		d.MirrorStatus, d.MirrorTopicError, d.TransitionErrors = d.MirrorStatus.spelled(c), "", nil
	}
	return d
}

// spelled is the status in the words that the cluster has: older servers know
// fewer (contract A.9).
func (s mirrorStatus) spelled(c *cluster) mirrorStatus {
	if !c.oldSpelling() {
		return s
	}
	switch s {
	case statusLinkPaused:
		return statusPaused
	case statusLinkFailed, statusSourceUnavailable:
		return statusFailed
	default:
		return s
	}
}

// statuses are the words that the cluster has for the status of a mirror.
func (c *cluster) statuses() []mirrorStatus {
	if c.oldSpelling() {
		return []mirrorStatus{
			statusActive, statusFailed, statusPaused, statusStopped,
			statusPendingStopped, statusPendingSynchronize, statusPendingMirror,
		}
	}
	return mirrorStatuses()
}
