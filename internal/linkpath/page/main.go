// Command page writes the tables of which clusters can be linked into the page of the
// docs that is named for them, in the place of the comments that name the tables. It
// runs in the root of the repository, after the page has been made from its template.
// What the tables say is what link_path answers.
package main

import (
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkpath"
)

const page = "docs/guides/which-clusters-can-be-linked.md"

func main() {
	log.SetFlags(0)
	text, err := os.ReadFile(page)
	if err != nil {
		log.Fatal(err)
	}
	filled, err := fill(string(text))
	if err != nil {
		log.Fatalf("%s: %v", page, err)
	}
	if err := os.WriteFile(page, []byte(filled), 0o644); err != nil { //nolint:gosec // a page of the docs is for everybody to read
		log.Fatal(err)
	}
}

// end is one end of a link, as the page names it.
type end struct {
	name string
	is   linkpath.Cluster
}

func cloud(kind, networking, provider, network string) linkpath.Cluster {
	return linkpath.Cluster{Kind: linkpath.Cloud, Type: kind, Networking: networking, Provider: provider, NetworkID: network}
}

func other(kind, version, networking string) linkpath.Cluster {
	return linkpath.Cluster{Kind: kind, Version: version, Networking: networking}
}

// The ends of the page's tables. Each private cluster is in a network of its own, so
// that no two are taken for neighbours. Types that can never be linked are in the
// page's text.
var (
	cloudSources = []end{
		{"Basic, Standard", cloud(linkpath.Standard, linkpath.Public, "", "")},
		{"Dedicated, public", cloud(linkpath.Dedicated, linkpath.Public, "", "")},
		{"Dedicated, AWS PrivateLink", cloud(linkpath.Dedicated, linkpath.PrivateLink, "aws", "source")},
		{"Dedicated, AWS Transit Gateway", cloud(linkpath.Dedicated, linkpath.TransitGateway, "aws", "source")},
		{"Dedicated, VPC or VNet peering", cloud(linkpath.Dedicated, linkpath.VPCPeering, "", "source")},
		{"Dedicated, Azure Private Link, Google Private Service Connect", cloud(linkpath.Dedicated, linkpath.PrivateLink, "azure", "source")},
		{"Enterprise, private", cloud(linkpath.Enterprise, linkpath.PrivateLink, "aws", "source")},
	}
	otherSources = []end{
		{"Confluent Platform 7.1 or later", other(linkpath.Platform, "7.1", linkpath.Private)},
		{"Confluent Platform 5.4 to 7.0", other(linkpath.Platform, "5.4", linkpath.Private)},
		{"Confluent Platform 5.4 or later, all brokers public", other(linkpath.Platform, "5.4", linkpath.Public)},
		{"Apache Kafka 2.4 or later", other(linkpath.Kafka, "2.4", linkpath.Private)},
		{"Apache Kafka 2.4 or later, all brokers public", other(linkpath.Kafka, "2.4", linkpath.Public)},
	}
	destinations = []end{
		{"Dedicated, public", cloud(linkpath.Dedicated, linkpath.Public, "", "")},
		{"Dedicated, AWS PrivateLink", cloud(linkpath.Dedicated, linkpath.PrivateLink, "aws", "destination")},
		{"Dedicated, AWS Transit Gateway", cloud(linkpath.Dedicated, linkpath.TransitGateway, "aws", "destination")},
		{"Dedicated, VPC or VNet peering", cloud(linkpath.Dedicated, linkpath.VPCPeering, "", "destination")},
		{"Dedicated, Azure Private Link, Google Private Service Connect", cloud(linkpath.Dedicated, linkpath.PrivateLink, "azure", "destination")},
		{"Enterprise, private", cloud(linkpath.Enterprise, linkpath.PrivateLink, "aws", "destination")},
		{"Confluent Platform 7.0 or later", other(linkpath.Platform, "7.0", linkpath.Private)},
	}
)

// fill puts the tables and their notes into the page.
func fill(text string) (string, error) {
	var n notes
	for _, part := range []struct{ name, text string }{
		{"cloud", n.table(cloudSources)},
		{"others", n.table(otherSources)},
		{"notes", n.write()},
	} {
		mark := "<!-- paths: " + part.name + " -->"
		if strings.Count(text, mark) != 1 {
			return "", fmt.Errorf("%s stands there %d times", mark, strings.Count(text, mark))
		}
		text = strings.Replace(text, mark, part.text, 1)
	}
	return text, nil
}

// notes are the distinct things that are said of combinations, numbered as they come.
type notes []string

// table has a row for each source and a column for each destination.
func (n *notes) table(sources []end) string {
	var b strings.Builder
	b.WriteString("| Source ↓ Destination → |")
	for _, d := range destinations {
		b.WriteString(" " + d.name + " |")
	}
	b.WriteString("\n|" + strings.Repeat("---|", len(destinations)+1))
	for _, s := range sources {
		b.WriteString("\n| **" + s.name + "** |")
		for _, d := range destinations {
			path := linkpath.Between(s.is, d.is)
			opens := "–"
			if path.Possible {
				opens = path.InitiatedBy
			}
			fmt.Fprintf(&b, " %s [%d](#notes) |", opens, n.number(path))
		}
	}
	return b.String()
}

// number is the note of a path.
func (n *notes) number(path linkpath.Path) int {
	lines := []string{strings.Join(path.Reasons, " ")}
	if len(path.Needs) > 0 && path.Possible {
		lines[0] += " It needs:"
	} else if len(path.Needs) > 0 {
		lines[0] += " What helps:"
	}
	words := strings.Join(append(lines, path.Needs...), "\n    - ")
	if i := slices.Index(*n, words); i >= 0 {
		return i + 1
	}
	*n = append(*n, words)
	return len(*n)
}

// write lists the notes.
func (n *notes) write() string {
	lines := make([]string, len(*n))
	for i, words := range *n {
		lines[i] = fmt.Sprintf("%d. %s", i+1, words)
	}
	return strings.Join(lines, "\n")
}
