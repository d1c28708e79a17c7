package networklink

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// objectID checks the id of one of Confluent's objects by its looks.
type objectID struct {
	of       string // what it is the id of
	prefixes []string
}

var (
	environmentID = objectID{"environment", []string{"env-"}}
	networkID     = objectID{"network", []string{"n-", "nr-"}}
	serviceID     = objectID{"network link service", []string{serviceKind.prefix}}
)

var _ validator.String = objectID{}

// Description says what is accepted.
func (v objectID) Description(context.Context) string {
	return fmt.Sprintf("%s id: %s", v.of, v.shape())
}

// MarkdownDescription says what is accepted.
func (v objectID) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString judges a value once it is known.
func (v objectID) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if fault := v.fault(req.ConfigValue.ValueString()); fault != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Malformed Id", fault)
	}
}

// fault says what is wrong with an id; empty when nothing is.
func (v objectID) fault(id string) string {
	if id == "" {
		return fmt.Sprintf("The %s id is empty. It looks like %s.", v.of, v.shape())
	}
	if i := strings.IndexFunc(id, func(r rune) bool { return unicode.IsSpace(r) || r == '/' }); i >= 0 {
		return fmt.Sprintf("%q has white space or a slash in it. The %s id looks like %s.", id, v.of, v.shape())
	}
	for _, p := range v.prefixes {
		if strings.HasPrefix(id, p) && len(id) > len(p) {
			return ""
		}
	}
	return fmt.Sprintf("%q is not the id of %s, which looks like %s.", id, articled(v.of), v.shape())
}

// articled puts the right article before a noun.
func articled(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

func (v objectID) shape() string { return strings.Join(v.prefixes, "... or ") + "..." }

// text checks a name: given, it says something.
type text struct{}

var _ validator.String = text{}

// Description says what is accepted.
func (text) Description(context.Context) string { return "not empty" }

// MarkdownDescription says what is accepted.
func (v text) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString judges a value once it is known.
func (text) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || strings.TrimSpace(req.ConfigValue.ValueString()) != "" {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Empty Text", fmt.Sprintf("%s is given but empty. Leave it out to have none.", req.Path))
}
