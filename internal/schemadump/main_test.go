package main

import (
	"bytes"
	"encoding/json"
	"testing"
)

func TestRun_describesEveryResource(t *testing.T) {
	t.Parallel()

	var out bytes.Buffer
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	var got struct {
		ProviderSchemas map[string]struct {
			Provider *struct {
				Block struct {
					Attributes map[string]struct {
						NestedType *struct {
							NestingMode string `json:"nesting_mode"`
						} `json:"nested_type"`
					}
				}
			}
			ResourceSchemas map[string]struct {
				Block struct {
					Attributes map[string]struct {
						Type            json.RawMessage
						DescriptionKind string `json:"description_kind"`
					}
				}
			} `json:"resource_schemas"`
		} `json:"provider_schemas"`
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}

	clink, ok := got.ProviderSchemas["registry.terraform.io/hashicorp/clink"]
	if !ok || clink.Provider == nil {
		t.Fatalf("no schema of the provider itself in:\n%s", out.Bytes())
	}
	if clusters := clink.Provider.Block.Attributes["kafka_clusters"]; clusters.NestedType == nil || clusters.NestedType.NestingMode != "map" {
		t.Errorf("kafka_clusters is described as %+v, want a nested type of mode map", clusters)
	}
	link, ok := clink.ResourceSchemas["clink_cluster_link"]
	if !ok {
		t.Fatalf("no clink_cluster_link among %v", clink.ResourceSchemas)
	}
	if got := string(bytes.Join(bytes.Fields(link.Block.Attributes["config"].Type), nil)); got != `["map","string"]` {
		t.Errorf("config has type %s, want a map of strings", got)
	}
	for name, attribute := range link.Block.Attributes {
		if attribute.DescriptionKind != "markdown" && attribute.DescriptionKind != "plain" {
			t.Errorf("%s has description kind %q", name, attribute.DescriptionKind)
		}
	}
}
