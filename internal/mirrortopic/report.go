package mirrortopic

// What this package says to users.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// bringsBack says how a stopped topic becomes a mirror again.
const bringsBack = "On a bidirectional link truncate-and-restore or reverse make it a mirror again; " +
	"on any other link a new mirror has to take its place after the topic, with all that was written to it, is deleted."

// syncedByLink says why a cluster may refuse a setting of a mirror topic that
// Kafka allows on one.
const syncedByLink = "A mirror topic takes the settings that its link's topic.config.sync.include lists from its source topic. " +
	"Leave the setting out here and set it on the source topic, or take it off that list."

// warnOfDestroy warns that a destroy deletes a topic that mirrors no longer, and
// that one will be refused, as far as the last refresh tells.
func warnOfDestroy(prior model, diags *diag.Diagnostics) {
	is, policy := kafka.MirrorStatus(prior.MirrorStatus.ValueString()), strings.ToUpper(prior.DeletionPolicy.ValueString())
	switch {
	case is == kafka.MirrorStopped && policy == deleteAlways:
		diags.AddWarning("Live Topic Will Be Deleted", fmt.Sprintf("Topic %q on cluster %q was promoted or failed over and may hold data that is nowhere else. "+
			"Because of deletion_policy = \"DELETE\" it is deleted with all its data.", prior.MirrorTopicName.ValueString(), prior.KafkaClusterID.ValueString()))
	case is != "" && policy != abandon && destiny(policy, is) == refused:
		diags.AddWarning("Mirror Topic Will Not Be Deleted", fmt.Sprintf("Mirror topic %q on link %q of cluster %q is %s and may be the last copy of its data, so the apply will refuse to delete it unless it has recovered by then. "+
			"Make it a plain topic first (status = \"FAILED_OVER\"), or apply deletion_policy = \"DELETE\" first.",
			prior.MirrorTopicName.ValueString(), prior.LinkName.ValueString(), prior.KafkaClusterID.ValueString(), is))
	}
}

// warn says what a plan leaves as it is.
func (r *mirrorTopic) warn(ctx context.Context, n notice, wanted string, prior model, s situation, diags *diag.Diagnostics) {
	at, is := path.Root("status"), s.is
	cluster, link, topic := prior.KafkaClusterID.ValueString(), prior.LinkName.ValueString(), prior.MirrorTopicName.ValueString()
	const record = "It is not mirrored again over what it holds now. To record that, write status = \"PROMOTED\"; to give it up here, remove the resource, which leaves the topic unless deletion_policy is DELETE."
	switch {
	case n == stoppedElsewhere && s.unlinked:
		diags.AddAttributeWarning(at, "Topic Mirrors No Longer",
			fmt.Sprintf("Topic %q on cluster %q is there, but link %q no longer has it as a mirror topic, as after the link was deleted. %s", topic, cluster, link, record))
	case n == stoppedElsewhere:
		diags.AddAttributeWarning(at, "Topic Mirrors No Longer",
			fmt.Sprintf("Mirror topic %q on link %q of cluster %q was promoted or failed over outside of this configuration: it is STOPPED, a plain, writable topic, while status = %q is wanted. %s %s",
				topic, link, cluster, wanted, record, bringsBack))
	case n == broughtBack:
		diags.AddAttributeWarning(at, "Mirror Topic Was Brought Back",
			fmt.Sprintf("Mirror topic %q on link %q of cluster %q was stopped, as status = %q wants, and was brought back outside of this configuration: it is %s. It stays as it is: what ended it once does not end it again. "+
				"To record that it mirrors, write status = \"ACTIVE\" and apply; after that a change to PROMOTED or FAILED_OVER ends it again.", topic, link, cluster, wanted, is))
	case n == strange && r.conns.First("strange "+cluster+"/"+link+" "+string(is)):
		diags.AddAttributeWarning(at, "Mirror Topic Status Is Not Known",
			fmt.Sprintf("Mirror topic %q on link %q of cluster %q (and perhaps others of this link) is %s, a status that this version of the provider does not know. %s was asked for before and is not asked for again. The next plan looks again.",
				topic, link, cluster, is, wanted))
	case n == waitsForLink && r.conns.First("parked "+cluster+"/"+link):
		diags.AddAttributeWarning(at, "Promotion Waits for the Link",
			fmt.Sprintf("Mirror topic %q on link %q of cluster %q (and perhaps others of this link). %s", topic, link, cluster, obstacle(wanted, is)))
	case n == comingToItsEnd:
		diags.AddAttributeWarning(at, "Mirror Topic Is Being Stopped",
			fmt.Sprintf("Mirror topic %q on link %q of cluster %q. %s", topic, link, cluster, obstacle(wanted, is)))
	case n == unhealthy && r.conns.Ailment(prior.KafkaClusterID, prior.LinkName) != "" && is != kafka.MirrorFailed:
		// The link's own plan says what is wrong, for all its mirror topics.
	case n == unhealthy && r.conns.First("health "+cluster+"/"+link+" "+string(is)):
		diags.AddAttributeWarning(at, "Mirror Topic Is Not Healthy",
			fmt.Sprintf("Mirror topic %q on link %q of cluster %q (and perhaps others of this link) is %s. %s%s Nothing is changed. To use the topic with what has been copied so far, write status = \"FAILED_OVER\".",
				topic, link, cluster, is, meaning(is), r.mirrorError(ctx, prior)))
	}
}

// mirrorError quotes what the cluster says is wrong with a mirror topic, with a
// space before it, where it can be had.
func (r *mirrorTopic) mirrorError(ctx context.Context, prior model) string {
	cluster, _ := r.conns.Cluster(prior.KafkaClusterID)
	if cluster == nil {
		return ""
	}
	mirror, err := cluster.Mirror(ctx, prior.LinkName.ValueString(), prior.MirrorTopicName.ValueString(), sharedForPlan)
	if err != nil || mirror.Fault() == "" {
		return ""
	}
	return fmt.Sprintf(" The cluster says: %s.", mirror.Fault())
}

// sourceHalf adds the error for a link on which no mirror topic can live.
func sourceHalf(cluster, link string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("link_name"), "Link Is a Source",
		fmt.Sprintf("Link %q on cluster %q is the SOURCE half: data leaves by it. Mirror topics live on the destination half: set kafka_cluster_id to the cluster at the other end.", link, cluster))
}

// nobodyConnects warns of a mirror topic on a half that waits, when nothing that is
// planned so far connects to it.
func nobodyConnects(link tfkit.PlannedLink, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(path.Root("link_name"), "Nothing Connects to the Link Yet",
		fmt.Sprintf("This plan creates link %q on cluster %q as an INBOUND half, and mirror topics can be made only after the half on cluster %q has connected to it. "+
			"If that half is in this configuration, take link_name from it, so that Terraform waits for it:\n\n  link_name = clink_cluster_link.<the outbound half>.link_name\n\n"+
			"If it is in another one, apply this half first (-target), then that configuration, then this one.", link.Name.ValueString(), link.Cluster.ValueString(), link.Remote.ValueString()))
}

// synchronised adds the error for a setting that its link copies.
func synchronised(link, setting string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("config").AtMapKey(setting), "Setting Is Controlled by Mirroring",
		fmt.Sprintf("Link %q copies %q from the source topic (its setting topic.config.sync.include lists it), so it cannot be set here. Change it on the source topic, or take it out of that list.", link, setting))
}

// syncedByDefault warns of a setting that a new link copies unless it is told not to.
func syncedByDefault(link, setting string, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(path.Root("config").AtMapKey(setting), "Setting May Be Controlled by Mirroring",
		fmt.Sprintf("Link %q is created without topic.config.sync.include, and what a server puts in that list by itself may hold %q: then it is copied from the source topic, and the server refuses it here. "+
			"To set it here, give the link topic.config.sync.include in config, with the settings to copy and without this one.", link, setting))
}

// orUnknown puts a word in the place of a missing state.
func orUnknown(state kafka.LinkState) string {
	if state == "" {
		return "UNKNOWN"
	}
	return string(state)
}

// linkError quotes a link's error, with a space before it, where there is one.
func linkError(view kafka.LinkView) string {
	switch {
	case view.ErrorMessage != "":
		return fmt.Sprintf(" The link's error is: %s (%s).", strings.TrimSuffix(view.ErrorMessage, "."), view.Error)
	case view.Error != "" && view.Error != "NO_ERROR":
		return fmt.Sprintf(" The link's error is %s.", view.Error)
	default:
		return ""
	}
}

// creationFailed adds the error for a mirror topic that could not be created.
func (t target) creationFailed(err error, m model, diags *diag.Diagnostics) {
	const summary = "Unable to Create Mirror Topic"
	what := fmt.Sprintf("Mirror topic %q of source topic %q on link %q of cluster %q. ", t.topic, m.SourceTopicName.ValueString(), t.link, t.cluster.ClusterID())
	var taken *takenError
	switch at, words := t.creationFault(err, m); {
	case errors.As(err, &taken) && taken.same:
		diags.AddAttributeError(path.Root("source_topic_name"), summary, what+fmt.Sprintf("It exists already, and adopt_existing = \"never\" in the provider block forbids to take it over. To manage it here, import it:\n\n"+
			"  terraform import <address of this resource> %s", m.identity().id().ValueString()))
	case errors.As(err, &taken):
		diags.AddAttributeError(path.Root("source_topic_name"), summary, what+fmt.Sprintf("There is a topic of this name already: %s. An existing topic cannot become a mirror. "+
			"Is %q the cluster that topic %[3]q is copied to, and not the one that it comes from? If it comes from here, kafka_cluster_id has to be the other cluster. "+
			"If it is the mirror topic that you mean, import it as <kafka_cluster_id>/<link_name>/<mirror_topic_name>. "+
			"If it is another topic that has the name, give the link a prefix; or, where its data is not needed any more, delete it.", taken.by, t.cluster.ClusterID(), m.SourceTopicName.ValueString()))
	case at.Equal(path.Empty()):
		diags.AddError(summary, what+words)
	default:
		diags.AddAttributeError(at, summary, what+words)
	}
}

// creationFault says why a mirror topic could not be created, unless its name is
// taken, and at which argument of clink_mirror_topic that lies; the empty path for none.
func (t target) creationFault(err error, m model) (path.Path, string) {
	setting := m.settingAtFault(err)
	switch {
	case errors.Is(err, rest.ErrNotFound) && !kafka.NotYetVisible(err):
		return path.Root("source_topic_name"), tfkit.Explain(err) + "\n\nCheck that the source topic exists on the source cluster, and that the link may read it."
	case setting != "":
		return path.Root("config").AtMapKey(setting), tfkit.Explain(err) + "\n\n" + syncedByLink
	default:
		return path.Empty(), tfkit.Explain(err)
	}
}

// meaning says in a sentence what a status means, where that is not plain.
func meaning(is kafka.MirrorStatus) string {
	switch is {
	case kafka.MirrorFailed:
		return "Mirroring has failed for good, for example because the source topic was deleted or created anew."
	case kafka.MirrorSourceUnavailable:
		return "The source cluster has not answered for minutes. Mirroring goes on by itself once it does."
	case kafka.MirrorLinkFailed:
		return "The cluster link has failed, for example because its credentials are no longer valid. Mirroring goes on by itself once the link works."
	case kafka.MirrorLinkPaused:
		return "The whole cluster link is paused (cluster.link.paused)."
	case kafka.MirrorPendingStopped:
		return "A promotion is under way: it waits until everything has been copied from the source. A failover ends it when the source is dead: status = \"FAILED_OVER\"."
	case kafka.MirrorStopped:
		return "It was promoted or failed over and is a plain, writable topic now."
	default:
		return ""
	}
}

// delay says why a mirror topic is not yet what is wanted and has been asked for.
func delay(wanted string, is kafka.MirrorStatus) string {
	if wanted == failedOver && ending(is) {
		return "The failover was accepted and is under way."
	}
	return meaning(is)
}

// obstacle says why a mirror topic cannot become what is wanted, and what to do.
func obstacle(wanted string, is kafka.MirrorStatus) string {
	n, _ := next(wanted, is)
	switch n {
	case rescue:
		return fmt.Sprintf("A promotion copies the rest from the source first, and this mirror topic is %s. %s To use the topic with what has been copied so far, write status = \"FAILED_OVER\".", is, meaning(is))
	case never:
		return "PROMOTED and FAILED_OVER are final: the mirror topic is STOPPED, a plain, writable topic. " + bringsBack + " To keep the topic as it is, write status = \"PROMOTED\"."
	case tooLate:
		return fmt.Sprintf("The mirror topic is %s, and that cannot be called back.", is)
	case parked:
		return "A promotion copies the rest from the source first, and the whole cluster link is paused. Resume it: set cluster.link.paused to \"false\" in the config of the link, in the same apply if you like."
	case health:
		return strings.TrimSpace(fmt.Sprintf("The mirror topic is %s. %s", is, meaning(is)))
	default:
		return ""
	}
}

// takenByMirror says which mirror topic of the link has the name.
func takenByMirror(link string, mirror kafka.Mirror) string {
	if mirror.Status == kafka.MirrorStopped {
		return fmt.Sprintf("it was a mirror of %q on link %q, and has been promoted or failed over", mirror.SourceTopicName, link)
	}
	return fmt.Sprintf("it is a mirror of topic %q on link %q", mirror.SourceTopicName, link)
}

// allLinks stands for any link in a call that lists mirror topics.
const allLinks = "-"

// takenByTopic says what has the name, when it is no mirror topic of the link.
func (t target) takenByTopic(ctx context.Context) string {
	mirrors, err := t.cluster.Mirrors(ctx, allLinks)
	if err == nil {
		for _, m := range mirrors {
			if m.Name == t.topic {
				return takenByMirror(m.LinkName, m)
			}
		}
	}
	return "it is a topic that mirrors nothing"
}

// explain says why the mirror topic did not become what is wanted: how far it
// came, and what holds it up.
func (t target) explain(ctx context.Context, wanted string, seen kafka.Mirror, err error) string {
	var (
		stuck   *stuckError
		refusal *kafka.OperationError
	)
	if foreign, ok := errors.AsType[*strangeError](err); ok {
		return fmt.Sprintf("The server accepted that, and the mirror topic is %s, a status that this version of the provider does not know.", foreign.is)
	}
	switch {
	case errors.As(err, &stuck):
		return stuck.why
	case errors.As(err, &refusal):
		return fmt.Sprintf("The server refused to %s it: %s (code %d). The mirror topic is %s.", refusal.Operation, refusal.Message, refusal.Code, orNotSeen(seen.Status))
	case errors.Is(err, rest.ErrNotFound):
		return "The cluster does not show the mirror topic. " + tfkit.Explain(err)
	case !errors.Is(err, context.DeadlineExceeded):
		return tfkit.Explain(err)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastLook)
	defer cancel()
	if mirror, lookErr := t.cluster.MirrorTransition(ctx, t.link, t.topic); lookErr == nil {
		seen = mirror
	}
	words := []string{tfkit.Explain(err), fmt.Sprintf("The mirror topic is %s, and %s is wanted.", orNotSeen(seen.Status), wanted)}
	if len(seen.Lags) > 0 {
		words = append(words, fmt.Sprintf("It is %d messages behind its source.", seen.Lag()))
	}
	for _, reason := range seen.Transitions {
		words = append(words, fmt.Sprintf("The server says: %s (%s).", strings.TrimSuffix(reason.Message, "."), reason.Code))
	}
	return strings.TrimSpace(strings.Join(append(words, delay(wanted, seen.Status)), " "))
}

// orNotSeen puts a word in the place of a status that nobody has seen.
func orNotSeen(is kafka.MirrorStatus) string {
	if is == "" {
		return "not visible yet"
	}
	return string(is)
}

// warnUnfinished warns that a mirror topic, after what was done to it, is not yet
// what is wanted.
func (t target) warnUnfinished(done, wanted, why string, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(path.Root("status"), "Mirror Topic Is Not Yet What Is Wanted",
		fmt.Sprintf("Mirror topic %q on link %q of cluster %q %s, but did not become %s. %s\n\nThe next plan looks again.", t.topic, t.link, t.cluster.ClusterID(), done, wanted, why))
}

// linkNotRead adds the error for a link that cannot be read.
func linkNotRead(cluster, link string, err error, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("link_name"), "Unable to Read Cluster Link", fmt.Sprintf("Link %q on cluster %q. %s", link, cluster, tfkit.Explain(err)))
}

// nearestWish is the wish that a word for it means; empty when it means none.
func nearestWish(word string) string {
	plain := strings.Map(func(r rune) rune {
		if r < 'a' || r > 'z' {
			return -1
		}
		return r
	}, strings.ToLower(word))
	for wish, words := range map[string][]string{
		active:     {"", "activ", "activate", "activated", "mirror", "mirroring", "mirrored", "resume", "resumed", "run", "running", "start", "started", "enabled"},
		paused:     {"pause", "pausing", "suspend", "suspended", "disabled"},
		promoted:   {"promote", "promoting", "promotion"},
		failedOver: {"failover", "failedover", "failoverd", "failingover", "fail"},
	} {
		if slices.Contains(words, plain) {
			return wish
		}
	}
	return ""
}

// notAWish says which status can be wanted, and which one a word may stand for.
func notAWish(at path.Path, word string, diags *diag.Diagnostics) {
	hint := ""
	switch nearest := nearestWish(word); {
	case word == "":
		hint = " It is empty: leave it out (or null) for ACTIVE."
	case strings.EqualFold(word, string(kafka.MirrorStopped)):
		hint = " STOPPED is what a mirror topic is in the end. What leads there is PROMOTED (copy what is left first) or FAILED_OVER (at once, without the source)."
	case nearest != "":
		hint = fmt.Sprintf(" Did you mean %q?", nearest)
	}
	diags.AddAttributeError(at, "Not a Status That Can Be Wanted", fmt.Sprintf("%s is %q. It may be %q, %q, %q or %q.%s", at, word, active, paused, promoted, failedOver, hint))
}

// notATopicName adds the error for what no topic can be called.
func notATopicName(at path.Path, name string, diags *diag.Diagnostics) {
	words := fmt.Sprintf("A topic's name has 1 to %d characters: letters, digits, '.', '_' and '-'; it is neither \".\" nor \"..\".", maxTopicName)
	switch plain := strings.TrimSpace(name); {
	case plain == "":
		words = "It is empty, as when a variable is not set. " + words
	case plain != name && isTopicName(plain):
		words = "It begins or ends with white space, as what is read from a file often does. Write trimspace(...) around it."
	}
	diags.AddAttributeError(at, "Not a Topic Name", fmt.Sprintf("%s is %q. %s", at, name, words))
}
