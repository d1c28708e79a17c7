package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestFill_saysOfEveryPairWhoOpensTheConnection(t *testing.T) {
	t.Parallel()
	template, err := os.ReadFile("../../../templates/guides/which-clusters-can-be-linked.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	page, err := fill(string(template))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(page, "<!-- paths") {
		t.Error("a mark is left")
	}
	cells := regexp.MustCompile(`(destination|source|–) \[\d+\]\(#notes\) \|`).FindAllString(page, -1)
	if want := (len(cloudSources) + len(otherSources)) * len(destinations); len(cells) != want {
		t.Errorf("%d cells, want %d", len(cells), want)
	}
	if strings.Count(page, "\n    - A jump cluster:") > 3 {
		t.Error("the same note stands there more than once")
	}
	for _, row := range []string{
		// public to anywhere; private to public; AWS PrivateLink on both sides
		"\n| **Basic, Standard** | destination [1](#notes) | destination [1](#notes) |",
		"\n| **Dedicated, VPC or VNet peering** | source [",
		"\n| **Confluent Platform 7.1 or later** | source [",
	} {
		if !strings.Contains(page, row) {
			t.Errorf("there is no row that begins %q", row)
		}
	}
}

func TestFill_needsEveryMark(t *testing.T) {
	t.Parallel()
	if _, err := fill("<!-- paths: cloud -->"); err == nil {
		t.Error("a page without marks is accepted")
	}
}
