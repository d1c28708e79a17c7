package mirrortopic_test

import (
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// A name that no topic can have is told in full, with what to write.
func TestProtoMirrorTopic_names(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	for name, words := range map[string]string{
		"":                       `source_topic_name is "". It is empty, as when a variable is not set.`,
		"orders\n":               "trimspace(...)",
		"or ders":                "letters, digits",
		"..":                     `neither "." nor ".."`,
		strings.Repeat("a", 250): "1 to 249 characters",
	} {
		if d := p.Validate(topicType, topic(map[string]any{"source_topic_name": name})); !d.Errors().Says(at("source_topic_name"), "Not a Topic Name", words) {
			t.Errorf("%q: %s", name, d)
		}
	}
}
