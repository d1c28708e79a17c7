// Package linkpath knows which clusters can be linked, and which of the two has to
// open the connection: Confluent's table of supported combinations ("Manage Private
// Networking for Cluster Linking on Confluent Cloud"). It is pure: facts in, words
// out.
package linkpath

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// The kinds of clusters, the types of those on Confluent Cloud, and how a cluster is
// reached.
const (
	Cloud    = "cloud"
	Platform = "platform"
	Kafka    = "kafka"

	Basic      = "basic"
	Standard   = "standard"
	Enterprise = "enterprise"
	Dedicated  = "dedicated"
	Freight    = "freight"

	Public         = "public"
	Private        = "private" // some way that is not public; of Platform and Kafka the only other one
	PrivateLink    = "privatelink"
	VPCPeering     = "vpc_peering"
	VNetPeering    = "vnet_peering"
	TransitGateway = "transit_gateway"

	PrivateServiceConnect = "private_service_connect"
)

// The values that fields may have.
var (
	Kinds       = []string{Cloud, Platform, Kafka}
	Types       = []string{Basic, Standard, Enterprise, Dedicated, Freight}
	Networkings = []string{Public, Private, PrivateLink, VPCPeering, VNetPeering, TransitGateway, PrivateServiceConnect}
)

// Cluster is what matters of a cluster. Empty fields are not known.
type Cluster struct {
	Kind           string
	Type           string // on Confluent Cloud
	Networking     string
	Provider       string // aws, azure or gcp; on Confluent Cloud
	NetworkID      string // on Confluent Cloud
	OrganizationID string
	CIDR           string // of its network, with a transit gateway
	Version        string // of Confluent Platform or Apache Kafka
}

// private says that a cluster is not reached over the Internet.
func (c Cluster) private() bool { return c.Networking != Public }

// peered says that a cluster of Confluent Cloud can be given a route to other networks.
func (c Cluster) peered() bool {
	return c.Networking == VPCPeering || c.Networking == VNetPeering || c.Networking == TransitGateway
}

// opensByItself says that a cluster of Confluent Platform knows source-initiated links.
func (c Cluster) opensByItself() bool {
	return c.Kind == Platform && c.Version != "" && !older(c.Version, 7, 1)
}

const reachDestination = "The source has to reach the destination, ports 9092 and 443."

// Path is whether two clusters can be linked, and how.
type Path struct {
	Possible    bool
	InitiatedBy string   // the end that opens the connection: "destination" or "source"; empty when it is not possible
	Needs       []string // what has to be there besides, or instead
	Reasons     []string // why not, or what the answer rests on
}

const (
	byDestination = "destination"
	bySource      = "source"
)

func possible(by, reason string, needs ...string) Path {
	return Path{Possible: true, InitiatedBy: by, Needs: needs, Reasons: []string{reason}}
}

func impossible(reason string, needs ...string) Path {
	return Path{Needs: needs, Reasons: []string{reason}}
}

// jump is what helps where two private clusters cannot be linked.
const jump = "A jump cluster: a Dedicated cluster with public networking between them. Link the source to it by a source-initiated link, and the destination to it by a link that the destination opens."

// Between says how data can get from source to destination.
func Between(source, destination Cluster) Path {
	switch {
	case destination.Kind == Kafka:
		return impossible("Apache Kafka can be the source of a cluster link, not its destination.")
	case source.Kind == Cloud && source.Type == Freight:
		return impossible("Cluster Linking does not support Freight clusters.", "A cluster of another type as the source.")
	case destination.Kind == Cloud && destination.Type == Enterprise && source.Kind == Cloud && !source.private():
		return possible(byDestination, "The source has public endpoints, which the destination reaches. Newer documents of Confluent name Enterprise clusters as destinations; the table does not.")
	case destination.Kind == Cloud && destination.Type == Enterprise && source.opensByItself():
		return possible(bySource, "From version 7.1 on Confluent Platform opens the connection by itself: a source-initiated link. Newer documents of Confluent name Enterprise clusters as destinations; the table does not.", reachDestination)
	case destination.Kind == Cloud && destination.Type != Dedicated:
		return impossible("On Confluent Cloud the destination of such a cluster link is a Dedicated cluster."+notGiven(destination.Type), "A Dedicated cluster as the destination.")
	case destination.Kind == Platform && older(destination.Version, 7, 0):
		return impossible("Confluent Platform can be a destination from version 7.0.0 on.", "An upgrade of the destination.")
	case destination.Kind == Platform:
		return toPlatform(source)
	case source.Kind == Cloud:
		return cloudToCloud(source, destination)
	default:
		return toCloud(source, destination)
	}
}

// cloudToCloud is the table "Confluent Cloud source and destination clusters".
func cloudToCloud(source, destination Cluster) Path {
	same := source.NetworkID != "" && source.NetworkID == destination.NetworkID
	switch {
	case !source.private():
		return possible(byDestination, "The source has public endpoints, which the destination reaches.")
	case same:
		return possible(byDestination, "Both are in the same network of Confluent Cloud.")
	case !destination.private():
		return possible(bySource, "The destination cannot reach the private source, and the source reaches the public destination: the link has to be source-initiated.")
	case source.Networking == PrivateLink && destination.Networking == PrivateLink:
		return overNetworkLink(source, destination)
	case source.Networking == TransitGateway && destination.Networking == TransitGateway:
		return overTransitGateways(source, destination)
	default:
		return impossible("Neither of the two private clusters reaches the other. Private clusters can be linked in the same network, by AWS PrivateLink on both sides, or by AWS Transit Gateways.", jump)
	}
}

// overNetworkLink is the row of two clusters with AWS PrivateLink.
func overNetworkLink(source, destination Cluster) Path {
	switch {
	case source.Provider != "" && source.Provider != "aws" || destination.Provider != "" && destination.Provider != "aws":
		return impossible("Network links are for AWS PrivateLink on both sides.", jump)
	case source.Type != Dedicated:
		return impossible("Network links are between Dedicated clusters.", jump)
	case source.OrganizationID != "" && destination.OrganizationID != "" && source.OrganizationID != destination.OrganizationID:
		return impossible("Network links are between clusters of one organization.", jump)
	default:
		path := possible(byDestination, "A network link lets the destination's network reach the source's. Source-initiated links are not allowed there.",
			"A network link service in the source's network that accepts the destination's network (clink_network_link_service).",
			"A network link endpoint in the destination's network (clink_network_link_endpoint).")
		if source.Provider == "" || destination.Provider == "" {
			path.Needs = append(path.Needs, "AWS on both sides: on another cloud, or on two, this takes a jump cluster.")
		}
		if source.OrganizationID == "" || destination.OrganizationID == "" {
			path.Needs = append(path.Needs, "One organization for both clusters.")
		}
		return path
	}
}

// The address ranges that both clusters have to be in, and the one that neither may
// be in, with AWS Transit Gateways.
var (
	allowed   = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16")}
	forbidden = netip.MustParsePrefix("198.18.0.0/15")
)

// overTransitGateways is the row of two clusters with AWS Transit Gateway.
func overTransitGateways(source, destination Cluster) Path {
	if source.Provider != "" && source.Provider != "aws" || destination.Provider != "" && destination.Provider != "aws" {
		return impossible("Transit Gateways are of AWS, on both sides.", jump)
	}
	var faults []string
	networks := map[string]netip.Prefix{}
	for _, c := range []struct{ name, cidr string }{{"source", source.CIDR}, {"destination", destination.CIDR}} {
		if c.cidr == "" {
			continue
		}
		network, err := netip.ParsePrefix(c.cidr)
		switch {
		case err != nil:
			faults = append(faults, fmt.Sprintf("The CIDR of the %s, %q, is no address range such as 10.1.0.0/16.", c.name, c.cidr))
			continue
		case network.Overlaps(forbidden):
			faults = append(faults, fmt.Sprintf("The CIDR of the %s, %s, is in 198.18.0.0/15, which cluster links over Transit Gateways cannot use.", c.name, c.cidr))
		case !slices.ContainsFunc(allowed, func(a netip.Prefix) bool { return a.Bits() <= network.Bits() && a.Contains(network.Addr()) }):
			faults = append(faults, fmt.Sprintf("The CIDR of the %s, %s, is in none of 10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12 and 192.168.0.0/16.", c.name, c.cidr))
		}
		networks[c.name] = network.Masked()
	}
	if a, b := networks["source"], networks["destination"]; a.IsValid() && b.IsValid() && a.Overlaps(b) {
		faults = append(faults, fmt.Sprintf("The CIDRs of the two, %s and %s, overlap.", source.CIDR, destination.CIDR))
	}
	if len(faults) > 0 {
		return Path{Reasons: faults, Needs: []string{"Networks with other CIDRs, or: " + jump}}
	}
	return possible(byDestination, "The destination reaches the source over the Transit Gateways.",
		"Transit Gateways that are peered (or one for both), with routes between the CIDRs of the two networks.", "CIDRs that do not overlap, in 10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12 or 192.168.0.0/16, and not in 198.18.0.0/15.")
}

// toCloud is the rows from Confluent Platform and Apache Kafka to Confluent Cloud.
func toCloud(source, destination Cluster) Path {
	name, oldest, minor := "Confluent Platform", 5, 4
	if source.Kind == Kafka {
		name, oldest, minor = "Apache Kafka", 2, 4
	}
	const ports = "The addresses that the source's brokers advertise have to be reached from the destination."
	switch {
	case older(source.Version, oldest, minor):
		return impossible(fmt.Sprintf("%s can be a source from version %d.%d on.", name, oldest, minor), "An upgrade of the source.")
	case !source.private():
		return possible(byDestination, "All brokers of the source have public endpoints, which the destination reaches.", ports)
	case source.opensByItself():
		return possible(bySource, "From version 7.1 on Confluent Platform opens the connection by itself: a source-initiated link.", reachDestination)
	case destination.peered():
		return possible(byDestination, "The destination reaches the source over its peering or Transit Gateway.", "A route from the destination's network to the source's brokers.", ports)
	case source.Kind == Platform:
		return impossible("The destination cannot reach the source's brokers, and source-initiated links need Confluent Platform 7.1 or later.", "Confluent Platform 7.1 or later at the source, or public endpoints on all of its brokers, or a destination with VPC peering, VNet peering or Transit Gateway.")
	default:
		return impossible("The destination cannot reach the source's brokers, and Apache Kafka cannot open the connection by itself.", "Public endpoints on all brokers of the source, or a destination with VPC peering, VNet peering or Transit Gateway.")
	}
}

// toPlatform is the rows to Confluent Platform.
func toPlatform(source Cluster) Path {
	if source.private() {
		return possible(byDestination, "The destination opens the connection.", "The destination's brokers have to reach the private source: its network, and its bootstrap servers and brokers by name.")
	}
	return possible(byDestination, "The source has public endpoints, which the destination reaches.")
}

// older says that a version is known and before major.minor.
func older(version string, major, minor int) bool {
	first, rest, _ := strings.Cut(version, ".")
	second, _, _ := strings.Cut(rest, ".")
	x, err := strconv.Atoi(first)
	if err != nil {
		return false
	}
	y, err := strconv.Atoi(second)
	if err != nil {
		y = 0
	}
	return x < major || x == major && y < minor
}

// notGiven is said of a type that decides, and is empty.
func notGiven(kind string) string {
	if kind == "" {
		return " The type of this one is not given."
	}
	return ""
}
