package linkpath_test

import (
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkpath"
)

// Every row of Confluent's tables, and what stands between them.
func TestBetween(t *testing.T) {
	t.Parallel()
	cloud := func(kind, networking string) linkpath.Cluster {
		return linkpath.Cluster{Kind: "cloud", Type: kind, Networking: networking}
	}
	in := func(c linkpath.Cluster, network string) linkpath.Cluster { c.NetworkID = network; return c }
	from := func(c linkpath.Cluster, organization string) linkpath.Cluster {
		c.OrganizationID = organization
		return c
	}
	on := func(c linkpath.Cluster, provider string) linkpath.Cluster { c.Provider = provider; return c }
	gateway := func(cidr string) linkpath.Cluster {
		return linkpath.Cluster{Kind: "cloud", Type: "dedicated", Networking: "transit_gateway", CIDR: cidr}
	}
	other := func(kind, version, networking string) linkpath.Cluster {
		return linkpath.Cluster{Kind: kind, Version: version, Networking: networking}
	}
	public, private := cloud("dedicated", "public"), cloud("dedicated", "privatelink")
	for name, c := range map[string]struct {
		source, destination linkpath.Cluster
		by                  string // empty: not possible
		words               string // in the needs or the reasons
	}{
		"basic to dedicated":                {cloud("basic", "public"), private, "destination", ""},
		"standard to dedicated":             {cloud("standard", "public"), cloud("dedicated", "vpc_peering"), "destination", ""},
		"public to private":                 {public, private, "destination", ""},
		"public to public":                  {public, public, "destination", ""},
		"PrivateLink to PrivateLink":        {on(private, "aws"), on(private, "aws"), "destination", "clink_network_link_service"},
		"PrivateLink of two organisations":  {from(private, "a"), from(private, "b"), "", "one organization"},
		"PrivateLink on Azure":              {on(private, "azure"), on(private, "azure"), "", "jump cluster"},
		"PrivateLink on a cloud not given":  {private, on(private, "aws"), "destination", "AWS on both sides"},
		"PrivateLink, who knows whose":      {from(private, "a"), private, "destination", "One organization"},
		"PrivateLink on two clouds":         {on(private, "aws"), on(private, "azure"), "", "jump cluster"},
		"PrivateLink from Enterprise":       {on(cloud("enterprise", "privatelink"), "aws"), on(private, "aws"), "", "Dedicated"},
		"Private Service Connect":           {on(cloud("dedicated", "private_service_connect"), "gcp"), on(cloud("dedicated", "private_service_connect"), "gcp"), "", "jump cluster"},
		"Private Service Connect to public": {cloud("dedicated", "private_service_connect"), public, "source", ""},
		"peered to PrivateLink":             {cloud("dedicated", "vpc_peering"), private, "", "jump cluster"},
		"gateway on another cloud":          {on(gateway(""), "azure"), gateway(""), "", "AWS"},
		"gateways in one network":           {in(gateway("10.1.0.0/16"), "n-1"), in(gateway("10.1.0.0/16"), "n-1"), "destination", "same network"},
		"the other half of the range":       {gateway("10.1.0.0/16"), gateway("198.19.0.0/16"), "", "198.18.0.0/15"},
		"more than a range":                 {gateway("10.0.0.0/7"), gateway("192.168.0.0/16"), "", "none of 10.0.0.0/8"},
		"172.16":                            {gateway("172.31.0.0/16"), gateway("172.16.0.0/16"), "destination", ""},
		"172.32":                            {gateway("172.32.0.0/16"), gateway("172.16.0.0/16"), "", "none of 10.0.0.0/8"},
		"in one network":                    {in(cloud("dedicated", "vnet_peering"), "n-1"), in(cloud("dedicated", "vnet_peering"), "n-1"), "destination", "same network"},
		"in two networks":                   {in(cloud("dedicated", "vpc_peering"), "n-1"), in(cloud("dedicated", "vpc_peering"), "n-2"), "", "jump cluster"},
		"Transit Gateways":                  {gateway("10.1.0.0/16"), gateway("10.2.0.0/16"), "destination", "peered"},
		"Transit Gateways, carrier range":   {gateway("100.64.0.0/16"), gateway("192.168.0.0/16"), "destination", ""},
		"overlapping CIDRs":                 {gateway("10.1.0.0/16"), gateway("10.1.128.0/17"), "", "overlap"},
		"the range that cannot be used":     {gateway("198.18.0.0/16"), gateway("10.2.0.0/16"), "", "198.18.0.0/15"},
		"public addresses":                  {gateway("10.1.0.0/16"), gateway("8.8.0.0/16"), "", "none of 10.0.0.0/8"},
		"no CIDR":                           {gateway("10.1"), gateway("10.2.0.0/16"), "", "no address range"},
		"gateway to PrivateLink":            {gateway(""), private, "", "jump cluster"},
		"private to public":                 {private, public, "source", "source-initiated"},
		"public to Enterprise":              {public, cloud("enterprise", "privatelink"), "destination", "Newer documents"},
		"private to Enterprise":             {private, cloud("enterprise", "privatelink"), "", "Dedicated"},
		"Enterprise to public":              {cloud("enterprise", "privatelink"), public, "source", ""},
		"to Freight":                        {public, cloud("freight", "public"), "", "Dedicated"},
		"from Freight":                      {cloud("freight", "public"), public, "", "Freight"},
		"Platform 7.1 to Enterprise":        {other("platform", "7.1", "private"), cloud("enterprise", "privatelink"), "source", "Enterprise"},
		"Platform 7.0 to Enterprise":        {other("platform", "7.0", "private"), cloud("enterprise", "privatelink"), "", "Dedicated"},
		"to basic":                          {public, cloud("basic", "public"), "", "Dedicated"},
		"to standard":                       {other("platform", "7.6", "public"), cloud("standard", "public"), "", "Dedicated"},
		"Platform 7.1":                      {other("platform", "7.1.0", "private"), private, "source", "443"},
		"Platform 5.4, public":              {other("platform", "5.4.1", "public"), private, "destination", "advertise"},
		"Platform 5.4, private, peered":     {other("platform", "5.4", "private"), cloud("dedicated", "vnet_peering"), "destination", "route"},
		"Platform 7.0, private, not":        {other("platform", "7.0.1", "private"), private, "", "7.1"},
		"Platform 5.3":                      {other("platform", "5.3", "public"), public, "", "5.4"},
		"Cloud to Platform":                 {cloud("standard", "public"), other("platform", "7.0.0", "private"), "destination", ""},
		"private Cloud to Platform":         {private, other("platform", "7.4", "private"), "destination", "reach the private source"},
		"Cloud to Platform 6":               {public, other("platform", "6.2", "private"), "", "7.0.0"},
		"Kafka 2.4, public":                 {other("kafka", "2.4", "public"), private, "destination", ""},
		"Kafka 3, private, gateway":         {other("kafka", "3.7.0", "private"), gateway(""), "destination", "route"},
		"Kafka 3, private, not":             {other("kafka", "3.7.0", "private"), public, "", "cannot open the connection"},
		"Kafka 2.3":                         {other("kafka", "2.3.1", "public"), public, "", "2.4"},
		"Platform 5.4, private, gateway":    {other("platform", "5.4.0", "private"), gateway(""), "destination", "route"},
		"Platform of no known version":      {other("platform", "", "private"), public, "", "7.1 or later"},
		"Platform 7.1, public":              {other("platform", "7.1.0", "public"), private, "destination", ""},
		"Kafka 2.4, private, peered":        {other("kafka", "2.4", "private"), cloud("dedicated", "vpc_peering"), "destination", "route"},
		"Kafka to Platform":                 {other("kafka", "3.7", "private"), other("platform", "7.6", "private"), "destination", "reach the private source"},
		"Platform to Platform":              {other("platform", "5.4", "public"), other("platform", "7.0", "private"), "destination", ""},
		"to Kafka":                          {public, other("kafka", "3.7", "public"), "", "not its destination"},
	} {
		path := linkpath.Between(c.source, c.destination)
		said := strings.Join(append(path.Reasons, path.Needs...), " ")
		if path.Possible != (c.by != "") || path.InitiatedBy != c.by || !strings.Contains(said, c.words) || len(path.Reasons) == 0 {
			t.Errorf("%s: %+v", name, path)
		}
		if !path.Possible && len(path.Needs) == 0 && c.destination.Kind != "kafka" {
			t.Errorf("%s: nothing says what would help: %+v", name, path)
		}
	}
}
