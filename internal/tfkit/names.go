package tfkit

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

var (
	// A Confluent Cloud id is lower case; the 22 characters of a Kafka cluster's
	// own id are base64url.
	clusterIDForm = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	cloudIDForm   = regexp.MustCompile(`^lkc-[a-z0-9]+(-[a-z0-9]+)*$`)
	linkNameForm  = regexp.MustCompile(`^[A-Za-z0-9._-]{1,249}$`)
)

// ClusterID judges a Kafka cluster id.
func ClusterID() validator.String { return clusterID{} }

type clusterID struct{}

func (clusterID) Description(context.Context) string             { return "a Kafka cluster id" }
func (v clusterID) MarkdownDescription(c context.Context) string { return v.Description(c) }

func (clusterID) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	id := req.ConfigValue.ValueString()
	wrong := ""
	switch {
	case id == "":
		wrong = "It is empty."
	case id != strings.TrimSpace(id):
		wrong = "It begins or ends with white space or a line break, as what is read from a file often does: write trimspace(...) around it."
	case cloudIDForm.MatchString(strings.ToLower(id)) && !cloudIDForm.MatchString(id):
		wrong = fmt.Sprintf("Its letters are small ones: write %q.", strings.ToLower(id))
	case strings.HasPrefix(id, "env-"):
		wrong = "This is the id of an environment."
	case strings.HasPrefix(id, "pkc-") || strings.Contains(id, "."):
		wrong = "This is an address, not an id."
	case strings.HasPrefix(strings.ToLower(id), "lkc-") && !cloudIDForm.MatchString(id), !clusterIDForm.MatchString(id):
		wrong = "It has characters that a cluster id does not have."
	}
	if wrong != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a Kafka Cluster Id",
			fmt.Sprintf("%q is no Kafka cluster id. %s On Confluent Cloud it looks like lkc-abc123; on Confluent Platform and Apache Kafka it is what `kafka-cluster cluster-id` prints, such as 0gXf5xg8Sp2G4FlxNriNaA.", id, wrong))
	}
}

// Text refuses a text that is empty or has white space at its ends, as it comes of a
// variable that is not set, or out of a file.
func Text() validator.String { return plainText{} }

type plainText struct{}

func (plainText) Description(context.Context) string {
	return "a text that is not empty and has no white space at its ends"
}
func (v plainText) MarkdownDescription(c context.Context) string { return v.Description(c) }

func (plainText) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	text := req.ConfigValue.ValueString()
	switch plain := strings.TrimSpace(text); {
	case plain == "":
		resp.Diagnostics.AddAttributeError(req.Path, "Empty Value", fmt.Sprintf("%s is empty, as when a variable is not set. Give it a value.", req.Path))
	case plain != text:
		resp.Diagnostics.AddAttributeError(req.Path, "White Space at the Ends",
			fmt.Sprintf("%s is %q: it begins or ends with white space or a line break, as what is read from a file or a vault often does. Write trimspace(...) around it.", req.Path, text))
	}
}

// LinkName judges a link's name, to which the rules of topic names apply.
func LinkName() validator.String { return linkName{} }

type linkName struct{}

func (linkName) Description(context.Context) string             { return "a link name" }
func (v linkName) MarkdownDescription(c context.Context) string { return v.Description(c) }

func (linkName) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	name := req.ConfigValue.ValueString()
	if !linkNameForm.MatchString(name) || name == "." || name == ".." {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a Link Name",
			fmt.Sprintf("%q is no valid link name: 1 to 249 letters, digits, dots, underscores and hyphens are.", name))
	}
}
