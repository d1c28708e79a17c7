package linkconfig

import "strings"

// Deployment is where a cluster runs, on which it depends what may be set.
type Deployment int

// The deployments. While it is Unknown, no rule that needs to know speaks.
const (
	Unknown Deployment = iota
	Cloud
	Platform
)

// DeploymentOf tells from a cluster's id where the cluster runs: lkc-... is
// Confluent Cloud, any other id is Confluent Platform or Apache Kafka, and an
// empty one, which is not known yet, is neither.
func DeploymentOf(clusterID string) Deployment {
	switch {
	case clusterID == "":
		return Unknown
	case strings.HasPrefix(clusterID, "lkc-"):
		return Cloud
	default:
		return Platform
	}
}

// String names the deployment.
func (d Deployment) String() string {
	switch d {
	case Cloud:
		return "Confluent Cloud"
	case Platform:
		return "Confluent Platform"
	default:
		return "unknown"
	}
}
