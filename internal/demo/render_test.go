package main

import (
	"strings"
	"testing"
)

// wholeChain is what the clusters say when all is well.
func wholeChain() snapshot {
	tasks := []task{{"ConsumerOffsetSync", "ACTIVE"}, {"AclSync", "NOT_CONFIGURED"}, {"TopicConfigsSync", "ACTIVE"}, {"AutoCreateMirror", "ACTIVE"}}
	return snapshot{
		Links: []link{
			{Cluster: "lkc-primary", Name: "primary-to-jump", Destination: "lkc-jump", State: "ACTIVE", Mode: "SOURCE", Connection: "OUTBOUND"},
			{Cluster: "lkc-jump", Name: "primary-to-jump", Source: "lkc-primary", State: "ACTIVE", Mode: "DESTINATION", Connection: "INBOUND", Tasks: tasks},
			{Cluster: "lkc-dr", Name: "jump-to-dr", Source: "lkc-jump", State: "ACTIVE", Mode: "DESTINATION", Connection: "OUTBOUND", Tasks: tasks},
		},
		Mirrors: []mirror{
			{Cluster: "lkc-jump", Link: "primary-to-jump", Topic: "orders", Source: "orders", Status: "ACTIVE"},
			{Cluster: "lkc-dr", Link: "jump-to-dr", Topic: "orders", Source: "orders", Status: "ACTIVE"},
		},
		Topics: map[string][]topic{
			"lkc-primary": {{Name: "orders", Partitions: 6}},
			"lkc-jump":    {{Name: "orders", Partitions: 6}},
			"lkc-dr":      {{Name: "orders", Partitions: 6}},
		},
	}
}

func TestRender_showsChainLinksAndMirrors(t *testing.T) {
	t.Parallel()

	const want = `
  ┌─────────────┐  primary-to-jump  ┌──────────┐  jump-to-dr  ┌────────┐
  │ lkc-primary ├──────────────────▶│ lkc-jump ├─────────────▶│ lkc-dr │
  └─────────────┘      ACTIVE       └──────────┘    ACTIVE    └────────┘

  LINK              ON            MODE          CONNECTION   STATE   TASKS
  primary-to-jump   lkc-primary   SOURCE        OUTBOUND     ACTIVE
                    lkc-jump      DESTINATION   INBOUND      ACTIVE   consumer offsets ACTIVE, auto-create ACTIVE
  jump-to-dr        lkc-dr        DESTINATION   OUTBOUND     ACTIVE   consumer offsets ACTIVE, auto-create ACTIVE

  TOPIC    lkc-primary    lkc-jump        lkc-dr
  orders   6 partitions   mirror ACTIVE   mirror ACTIVE
`
	if got := "\n" + render(defaultChain, wholeChain()); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestPicture_saysWhereALinkIsMissing(t *testing.T) {
	t.Parallel()

	found := wholeChain()
	found.Links = found.Links[:2]
	if got := picture(defaultChain, found); !strings.Contains(got, "no link") {
		t.Errorf("no word about the missing link in:\n%s", got)
	}
}

func TestVerify(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		change func(*snapshot)
		want   string
	}{
		"all is well": {
			change: func(*snapshot) {},
		},
		"half of a link": {
			change: func(s *snapshot) {
				s.Links[0].State, s.Links[0].Error, s.Links[0].ErrorMessage = "UNAVAILABLE", "AUTHENTICATION_ERROR", "Please check your api key and secret"
			},
			want: "link primary-to-jump on lkc-primary is UNAVAILABLE (AUTHENTICATION_ERROR: Please check your api key and secret)",
		},
		"a hop without a link": {
			change: func(s *snapshot) { s.Links = s.Links[:2] },
			want:   "there is no link from lkc-jump to lkc-dr",
		},
		"a mirror that stands still": {
			change: func(s *snapshot) { s.Mirrors[1].Status = "SOURCE_UNAVAILABLE" },
			want:   "the mirror of topic orders on lkc-dr is SOURCE_UNAVAILABLE",
		},
		"a topic that nobody mirrors": {
			change: func(s *snapshot) {
				s.Topics["lkc-primary"] = append(s.Topics["lkc-primary"], topic{Name: "payments"})
			},
			want: "the mirror of topic payments on lkc-jump is missing",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			found := wholeChain()
			test.change(&found)
			got := ""
			if err := verify(defaultChain, found); err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestLeftovers(t *testing.T) {
	t.Parallel()

	found := wholeChain()
	if got, want := leftovers(defaultChain, found), "link primary-to-jump on lkc-primary"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	found.Links = nil
	if got, want := leftovers(defaultChain, found), "topic orders on lkc-jump"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	found.Topics = map[string][]topic{"lkc-primary": {{Name: "orders"}}}
	if got := leftovers(defaultChain, found); got != "" {
		t.Errorf("got %q, but the source's own topics are not left over", got)
	}
}
