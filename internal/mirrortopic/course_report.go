package mirrortopic

// What an action says to users.

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

func noTopics(names, pattern path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(names, "No Topics Given",
		fmt.Sprintf("Neither %s nor %s is given. Give one of them; the pattern \".*\" means all mirror topics of the link.", names, pattern))
}

func topicsTwice(names, pattern path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(pattern, "Topics Given Twice", fmt.Sprintf("%s and %s are both given. Give one of them.", names, pattern))
}

// topicsNotNamed says that a pattern is given to an action on topics that are no mirrors.
func topicsNotNamed(names, pattern path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(pattern, "Topics Must Be Named",
		fmt.Sprintf("%s is about mirror topics, and these topics are no mirrors yet. Name them in %s.", pattern, names))
}

func notConfirmed(confirm, link string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("confirm"), "Not Confirmed",
		fmt.Sprintf("confirm is %q, and the link is %q. This cannot be undone: write the name of the link in confirm as well.", confirm, link))
}

func (c *course) mirrorsNotRead(err error, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("link_name"), "Unable to Read Mirror Topics",
		fmt.Sprintf("The mirror topics of link %q on cluster %q could not be read, so nothing was sent. %s", c.link, c.cluster.ClusterID(), tfkit.Explain(err)))
}

func (c *course) matchesNothing(pattern string, of int, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("mirror_topic_name_pattern"), "Pattern Matches Nothing",
		fmt.Sprintf("None of the %d mirror topics of link %q on cluster %q has a name that %q matches as a whole. Nothing was sent.", of, c.link, c.cluster.ClusterID(), pattern))
}

// notReversed says why a topic that is STOPPED does not count as reversed.
const notReversed = "it is STOPPED, and the topic at the other end does not mirror it: it was promoted or failed over. " +
	"clink_truncate_and_restore_mirror_topics, run on the other cluster, makes that topic its mirror"

// notSent says why a whole request failed. A cluster that has just listed its mirror
// topics at the same address, and answers 404 now, does not have the operation.
func notSent(err error) string {
	if rest.Is404(err) && !errors.Is(err, rest.ErrNotFound) {
		return "the cluster does not know this operation, which older releases of Confluent Platform do not have. " + tfkit.Quote(err)
	}
	return tfkit.Explain(err)
}

func refusalWords(refusal *kafka.OperationError) string {
	return fmt.Sprintf("the server refuses: %s (%d)", strings.TrimRight(refusal.Message, "."), refusal.Code)
}

// stoppedAt says when mirroring ended, after a comma.
func stoppedAt(m kafka.Mirror) string {
	if m.Status != kafka.MirrorStopped || m.Since() == "" {
		return ""
	}
	return ", at " + m.Since()
}

// endedElsewhere says that a topic became something that no operation of the action
// leads to.
func endedElsewhere(is kafka.MirrorStatus) string {
	if !is.Known() {
		return fmt.Sprintf("its status is %s, which this version of the provider does not know", is)
	}
	return strings.TrimSuffix(fmt.Sprintf("its status is %s. %s", is, meaning(is)), ".")
}

// stillWaiting says how far a topic has come when the wait for it ended.
func stillWaiting(after time.Duration, is kafka.MirrorStatus, reasons string, err error) string {
	words := fmt.Sprintf("after %s it is %s", after, orNotSeen(is))
	if reasons != "" {
		words += ". " + reasons
	}
	if err != nil {
		words += ". " + tfkit.Explain(err)
	}
	return words
}

// heldUp quotes why a change of status does not come to its end; empty for no reason.
func heldUp(m kafka.Mirror) string {
	words := make([]string, 0, len(m.Transitions))
	for _, e := range m.Transitions {
		words = append(words, fmt.Sprintf("The server says: %s (%s)", strings.TrimSuffix(e.Message, "."), e.Code))
	}
	return strings.Join(words, ". ")
}

// report names the topics for which it did not work, and why. not is what they were
// not, or would not be.
func (c *course) report(not string, diags *diag.Diagnostics) {
	if len(c.failed) == 0 {
		return
	}
	names := slices.Sorted(maps.Keys(c.failed))
	lines := make([]string, 0, mostReported+1)
	for _, name := range names[:min(len(names), mostReported)] {
		lines = append(lines, fmt.Sprintf("%q: %s", name, c.failed[name]))
	}
	if more := len(names) - mostReported; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	topics := "Topics"
	if len(names) == 1 {
		topics = "Topic"
	}
	rest := "The others are as they are to be. Run the action again once the reason is gone: what is done counts as done."
	if strings.HasPrefix(not, "would") {
		rest = "Nothing was sent that changes anything."
	}
	diags.AddError(fmt.Sprintf("%d %s Not %s", len(names), topics, capitalized(c.kind.done)),
		fmt.Sprintf("On link %q of cluster %q these topics %s %s:\n\n  %s\n\n%s", c.link, c.cluster.ClusterID(), not, c.kind.done, strings.Join(lines, "\n  "), rest))
}

// capitalized is a phrase as a title has it.
func capitalized(words string) string {
	parts := strings.Fields(words)
	for i, part := range parts {
		parts[i] = strings.ToUpper(part[:1]) + part[1:]
	}
	return strings.Join(parts, " ")
}
