package mirrortopic

// What a set of mirror topics says to users.

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// sourceNamesPath is the argument that lists the members.
var sourceNamesPath = path.Root("source_topic_names")

// notTheNames is the summary of what is wrong with a list of source topics.
const notTheNames = "Not Names of Source Topics"

// insteadOfPatterns says what to do where a pattern was meant.
const insteadOfPatterns = "What is listed is what is managed, so every topic has to be named. To mirror whatever matches a pattern, let the link create mirror topics by itself: " +
	"set auto.create.mirror.topics.enable and auto.create.mirror.topics.filters in the config of the link."

// noSourceNames adds the error for a list without elements.
func noSourceNames(at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, notTheNames, fmt.Sprintf("%s is empty. Name at least one source topic, or remove the resource: that does with its mirror topics what deletion_policy says.", at))
}

// nullSourceName adds the error for an element without a value.
func nullSourceName(at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, notTheNames, fmt.Sprintf("%s is null. Name a source topic, or leave the element out.", at))
}

// sourceNameTwice adds the error for a name that comes again.
func sourceNameTwice(at, first path.Path, name string, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, notTheNames, fmt.Sprintf("%s is %q, and so is %s. Name each source topic once, for example with distinct([...]).", at, name, first))
}

// notASourceName adds the error for what can be no topic's name.
func notASourceName(at path.Path, name string, diags *diag.Diagnostics) {
	if strings.ContainsAny(name, `*?[]{}()|^$+\`) {
		diags.AddAttributeError(at, notTheNames, fmt.Sprintf("%s is %q. That is a pattern. %s", at, name, insteadOfPatterns))
		return
	}
	notATopicName(at, name, diags)
}

// onLink says where the members are.
func (m setModel) onLink() string {
	return fmt.Sprintf("link %q of cluster %q", m.LinkName.ValueString(), m.KafkaClusterID.ValueString())
}

// indexOf is the path of a source topic in the list, or of the list where there are
// several.
func (m setModel) indexOf(sources ...string) path.Path {
	if len(sources) == 1 {
		names, _ := m.sources()
		if i := slices.Index(names, sources[0]); i >= 0 {
			return sourceNamesPath.AtListIndex(i)
		}
	}
	return sourceNamesPath
}

// count is a number of things, in words.
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// mirrorsOf counts and names mirror topics by their source topics.
func mirrorsOf(sources []string) string {
	return fmt.Sprintf("%s (%s)", count(len(sources), "mirror topic"), tfkit.Names(sources))
}

// twoOwners adds the error for members that another address claims as well.
func twoOwners(m setModel, sources []string, diags *diag.Diagnostics) {
	diags.AddAttributeError(m.indexOf(sources...), "Object Has Two Owners",
		fmt.Sprintf("On %s two addresses of this configuration claim %s. Removing one of them would delete what the other one manages, so name each source topic in one place only: "+
			"in one clink_mirror_topics, or in one clink_mirror_topic.\n\n"+
			"To take a topic out of a set without touching it, set deletion_policy = \"ABANDON\" in the apply that does so. To let go of a whole resource, take its block out and write\n\n"+
			"  removed {\n    from = <its address>\n    lifecycle {\n      destroy = false\n    }\n  }", m.onLink(), mirrorsOf(sources)))
}

// movesAddress adds the error for members that one address is to delete, and another
// one is to have.
func movesAddress(m setModel, sources []string, diags *diag.Diagnostics) {
	diags.AddAttributeError(m.indexOf(sources...), "Object Moves to Another Address",
		fmt.Sprintf("This plan deletes %s on %s at one address, and creates or keeps the same at another. To hand over without touching a topic, do one of these:\n\n"+
			"- A topic leaves a set: set deletion_policy = \"ABANDON\" in that set, in the same apply. The other address takes the mirror topic over. Then take the line out again.\n"+
			"- A whole resource goes: import what takes its place, and write\n\n"+
			"  removed {\n    from = <its address>\n    lifecycle {\n      destroy = false\n    }\n  }\n\n"+
			"- The same resource has another address: write a moved block.", mirrorsOf(sources), m.onLink()))
}

// namesTooLong adds the error for mirror topics whose name Kafka does not take.
func namesTooLong(m setModel, prefix string, sources []string, diags *diag.Diagnostics) {
	diags.AddAttributeError(m.indexOf(sources...), "Mirror Topic Name Too Long",
		fmt.Sprintf("With the link's prefix %q in front, a name has more than the %d characters that Kafka allows: %s. Mirror over a link with a shorter prefix.", prefix, maxTopicName, mirrorsOf(sources)))
}

// prefixChanged adds the error for a link that is another one than the plan has seen.
func prefixChanged(m setModel, prefix, planned string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("link_name"), "Cluster Link Has Another Prefix", fmt.Sprintf("The prefix on %s is %q, and the plan has the mirror topic %q: the link was replaced after the plan was made. Plan again.", m.onLink(), prefix, planned))
}

// willBeDeleted warns that a plan which shows no destroy deletes topics.
func willBeDeleted(m setModel, sources []string, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(sourceNamesPath, "Mirror Topics Will Be Deleted",
		fmt.Sprintf("Taken out of the set on %s, and deleted with all data, although the plan shows a change in place: %s. To leave the topics as they are, set deletion_policy = \"ABANDON\" in the same apply.", m.onLink(), mirrorsOf(sources)))
}

// warnOfSetDestroy is warnOfDestroy for members that go.
func warnOfSetDestroy(m setModel, policy string, members map[string]member, diags *diag.Diagnostics) {
	var live, kept []string
	for _, source := range slices.Sorted(maps.Keys(members)) {
		switch is := members[source].is(); {
		case is == kafka.MirrorStopped && policy == deleteAlways:
			live = append(live, source)
		case is != "" && policy != abandon && destiny(policy, is) == refused:
			kept = append(kept, source)
		}
	}
	if len(live) > 0 {
		diags.AddWarning("Live Topics Will Be Deleted", fmt.Sprintf("Promoted or failed over on %s, and perhaps with data that is nowhere else: %s. "+
			"Because of deletion_policy = \"DELETE\" this is deleted with all data.", m.onLink(), mirrorsOf(live)))
	}
	if len(kept) > 0 {
		diags.AddWarning("Mirror Topics Will Not Be Deleted", fmt.Sprintf("Failed, cut off or being stopped on %s, and perhaps the last copy of the data: %s. The apply will refuse to delete what has not recovered by then. "+
			"Make plain topics of them first (status = \"FAILED_OVER\"), or apply deletion_policy = \"DELETE\" first.", m.onLink(), mirrorsOf(kept)))
	}
}

// finding is something to be said of members: what, and their status.
type finding struct {
	notice notice
	is     kafka.MirrorStatus
}

// warnOfMembers says what a plan leaves as it is, once for all members that it is true
// of.
func (s *topicSet) warnOfMembers(found map[finding][]string, unlinked map[string]bool, m setModel, diags *diag.Diagnostics) {
	at, wanted, cluster, link := path.Root("status"), m.wanted(), m.KafkaClusterID.ValueString(), m.LinkName.ValueString()
	const record = "Nothing is mirrored again over what a topic holds now. To record that, take these out of source_topic_names, which leaves the topics unless deletion_policy is DELETE; or write status = \"PROMOTED\" where that is meant for all members."
	for _, f := range slices.SortedFunc(maps.Keys(found), func(a, b finding) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }) {
		names := mirrorsOf(found[f])
		switch {
		case f.notice == stoppedElsewhere:
			gone := slices.DeleteFunc(slices.Clone(found[f]), func(source string) bool { return !unlinked[source] })
			words := ""
			if len(gone) > 0 {
				words = fmt.Sprintf(" No longer known to the link, as after it was deleted: %s.", mirrorsOf(gone))
			}
			diags.AddAttributeWarning(at, "Topics Mirror No Longer", fmt.Sprintf("Promoted or failed over on %s outside of this configuration: %s. Each is STOPPED, a plain, writable topic, while status = %q is wanted.%s %s %s",
				m.onLink(), names, wanted, words, record, bringsBack))
		case f.notice == broughtBack:
			diags.AddAttributeWarning(at, "Mirror Topics Were Brought Back", fmt.Sprintf("Stopped on %s, as status = %q wants, and brought back outside of this configuration: %s. The status is %s, and stays: what ended the mirroring once does not end it again. "+
				"To record that they mirror, write status = \"ACTIVE\" and apply; after that a change to PROMOTED or FAILED_OVER ends it again.", m.onLink(), wanted, names, f.is))
		case f.notice == strange && s.conns.First("strange "+cluster+"/"+link+" "+string(f.is)):
			diags.AddAttributeWarning(at, "Mirror Topic Status Is Not Known", fmt.Sprintf("On %s the status of %s is %s, which this version of the provider does not know. %s was asked for before and is not asked for again. The next plan looks again.", m.onLink(), names, f.is, wanted))
		case f.notice == waitsForLink && s.conns.First("parked "+cluster+"/"+link):
			diags.AddAttributeWarning(at, "Promotion Waits for the Link", fmt.Sprintf("On %s this is about %s. %s", m.onLink(), names, obstacle(wanted, f.is)))
		case f.notice == comingToItsEnd:
			diags.AddAttributeWarning(at, "Mirror Topics Are Being Stopped", fmt.Sprintf("On %s the status of %s is %s, and that cannot be called back.", m.onLink(), names, f.is))
		case f.notice == unhealthy && s.conns.Ailment(m.KafkaClusterID, m.LinkName) != "" && f.is != kafka.MirrorFailed:
			// The link's own plan says what is wrong, for all its mirror topics.
		case f.notice == unhealthy && s.conns.First("health "+cluster+"/"+link+" "+string(f.is)):
			diags.AddAttributeWarning(at, "Mirror Topics Are Not Healthy", fmt.Sprintf("On %s the status of %s is %s. %s Nothing is changed there. To use the topics with what has been copied so far, fail them over: status = \"FAILED_OVER\" does that to all members. "+
				"To do it to these alone, take them out with deletion_policy = \"ABANDON\" in the same apply, and let a set of their own have them.", m.onLink(), names, f.is, meaning(f.is)))
		}
	}
}

// cannotBeReached adds the error for a wish that members cannot have, and why.
func cannotBeReached(m setModel, problems map[string][]string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("status"), "Mirror Topic Status Cannot Be Reached",
		fmt.Sprintf("Not every member on %s can become %s.\n\n%s\n\nTo go on with the others, take these out of source_topic_names.", m.onLink(), m.wanted(), reasons(problems)))
}

// reasons are what is true of which members, the most frequent first, ten at most.
func reasons(all map[string][]string) string {
	const most = 10
	words := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		if n := len(all[b]) - len(all[a]); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	var lines []string
	more := 0
	for i, why := range words {
		if i >= most {
			more += len(all[why])
			continue
		}
		lines = append(lines, fmt.Sprintf("%s: %s", tfkit.Names(all[why]), why))
	}
	if more > 0 {
		lines = append(lines, fmt.Sprintf("And %d more, for other reasons.", more))
	}
	return strings.Join(lines, "\n\n")
}

// requestID is what makes two answers of a server differ that say the same.
var requestID = regexp.MustCompile(`request id [^,)]+`)

// whys are the reasons of outcomes. Two that differ only in the request and in the
// topic they speak of are one, in the words of the first.
func whys(outcomes []outcome) map[string][]string {
	all, first := map[string][]string{}, map[string]string{}
	for _, o := range outcomes {
		alike := requestID.ReplaceAllString(o.why, "")
		for _, name := range []string{o.member.name.ValueString(), o.source} {
			alike = strings.ReplaceAll(alike, "'"+name+"'", "''")
		}
		if first[alike] == "" {
			first[alike] = o.why
		}
		all[first[alike]] = append(all[first[alike]], o.source)
	}
	return all
}

// notMade says why a mirror topic could not be created.
func (t target) notMade(err error, m model) string {
	switch taken, ok := errors.AsType[*takenError](err); {
	case ok && taken.same:
		return "It exists already, and adopt_existing = \"never\" in the provider block forbids to take it over."
	case ok:
		return fmt.Sprintf("There is a topic of this name already: %s. An existing topic cannot become a mirror. Take the name out of the list; or give the link a prefix; or, where the topic's data is not needed any more, delete it.", taken.by)
	}
	_, words := t.creationFault(err, m)
	return words
}

// setNotCreated adds the error for a set of which not every member could be created.
func (s *topicSet) setNotCreated(m setModel, outcomes []outcome, diags *diag.Diagnostics) {
	failed, made := ended(outcomes, notMade), slices.DeleteFunc(slices.Clone(outcomes), func(o outcome) bool { return !o.in })
	then := "None was created."
	switch {
	case len(made) > 0 && s.conns.AdoptNever:
		then = fmt.Sprintf("Created: %s. Nothing is stored in state, since Terraform would delete what is stored together with an error. Because of adopt_existing = \"never\" the next apply does not take over what is there, so import it first:\n\n"+
			"  terraform import <address of this resource> %s/<names of the source topics, separated by commas>", mirrorsOf(sourcesOf(made)), m.id().ValueString())
	case len(made) > 0:
		then = fmt.Sprintf("Created: %s. Nothing is stored in state, since Terraform would delete what is stored together with an error: the next apply takes over what is there, and creates the rest.", mirrorsOf(sourcesOf(made)))
	}
	diags.AddAttributeError(m.indexOf(sourcesOf(failed)...), "Unable to Create Mirror Topics",
		fmt.Sprintf("%d of %s could not be created on %s.\n\n%s\n\n%s", len(failed), count(len(outcomes), "mirror topic"), m.onLink(), reasons(whys(failed)), then))
}

// unfinished tells of members that are in the set and not what is wanted: with an
// error, unless that would taint the resource.
func unfinished(m setModel, outcomes []outcome, taints bool, diags *diag.Diagnostics) {
	add := diags.AddAttributeError
	if taints {
		add = diags.AddAttributeWarning
	}
	if late := ended(outcomes, notReached); len(late) > 0 {
		add(path.Root("status"), "Mirror Topics Are Not Yet What Is Wanted",
			fmt.Sprintf("%s on %s did not become %s. What was done for the others stands.\n\n%s\n\nThe next apply goes on from here.", mirrorsOf(sourcesOf(late)), m.onLink(), m.wanted(), reasons(whys(late))))
	}
	if foreign := ended(outcomes, notKnown); len(foreign) > 0 {
		diags.AddAttributeWarning(path.Root("status"), "Mirror Topics Are Not Yet What Is Wanted",
			fmt.Sprintf("%s on %s did not become %s.\n\n%s\n\nThe next plan looks again.", mirrorsOf(sourcesOf(foreign)), m.onLink(), m.wanted(), reasons(whys(foreign))))
	}
	if unset := ended(outcomes, notSet); len(unset) > 0 {
		add(path.Root("config"), "Unable to Change Topic Settings",
			fmt.Sprintf("%s on %s did not get the settings that are wanted.\n\n%s\n\nThe next plan shows what differs.", mirrorsOf(sourcesOf(unset)), m.onLink(), reasons(whys(unset))))
	}
}

// notJoined adds the error for names that were added and have no mirror topic yet.
func notJoined(m setModel, outcomes []outcome, diags *diag.Diagnostics) {
	if failed := ended(outcomes, notMade); len(failed) > 0 {
		diags.AddAttributeError(m.indexOf(sourcesOf(failed)...), "Unable to Create Mirror Topics",
			fmt.Sprintf("%s could not be created on %s.\n\n%s\n\nThe next apply tries again. All other members are in state.", mirrorsOf(sourcesOf(failed)), m.onLink(), reasons(whys(failed))))
	}
}

// departed tells what became of members that were to go.
func departed(m setModel, outcomes []outcome, diags *diag.Diagnostics) {
	if live := ended(outcomes, liveStays); len(live) > 0 {
		diags.AddWarning("Live Topics Stay", fmt.Sprintf("Only removed from state on %s: %s. These topics mirror no longer and may hold data that is nowhere else, so they stay. Delete them by other means when they are no longer needed.",
			m.onLink(), mirrorsOf(sourcesOf(live))))
	}
	if others := ended(outcomes, handedOver); len(others) > 0 {
		diags.AddWarning("Objects Have Another Owner", fmt.Sprintf("Another address of this apply has created or taken over %s on %s, so nothing of that is deleted here: this address lets it go.", mirrorsOf(sourcesOf(others)), m.onLink()))
	}
	if last := ended(outcomes, lastCopy); len(last) > 0 {
		diags.AddAttributeError(path.Root("deletion_policy"), "Mirror Topics May Be the Last Copies",
			fmt.Sprintf("Not deleted on %s, and still in state, since the source may be lost: %s.\n\n%s\n\nMake plain topics of them first (status = \"FAILED_OVER\"), which stay when they leave the set; "+
				"or, to delete them with their data, apply deletion_policy = \"DELETE\" first.", m.onLink(), mirrorsOf(sourcesOf(last)), reasons(whys(last))))
	}
	if failed := ended(outcomes, notDeleted); len(failed) > 0 {
		diags.AddError("Unable to Delete Mirror Topics", fmt.Sprintf("%s could not be deleted on %s, and stay in state.\n\n%s", mirrorsOf(sourcesOf(failed)), m.onLink(), reasons(whys(failed))))
	}
}

// vanished warns of members whose topics are gone.
func vanished(m setModel, sources []string, diags *diag.Diagnostics) {
	diags.AddWarning("Mirror Topics Not Found", fmt.Sprintf("Gone from the cluster, and so removed from state: %s on %s. What stays in the configuration is created anew by the next apply.", mirrorsOf(sources), m.onLink()))
}

// setNotRead adds the error for a set that could not be read.
func setNotRead(m setModel, err error, diags *diag.Diagnostics) {
	diags.AddError("Unable to Read Mirror Topics", fmt.Sprintf("The mirror topics on %s. %s", m.onLink(), tfkit.Explain(err)))
}

// nothingToImport adds the error for an import that finds nothing.
func nothingToImport(m setModel, glob types.String, found int, diags *diag.Diagnostics) {
	words := "The link has none."
	if found > 0 {
		words = fmt.Sprintf("None of the link's %s has a source topic that %q matches. The glob is about names of source topics, without the link's prefix.", count(found, "mirror topic"), glob.ValueString())
	}
	diags.AddError("Cannot Import Mirror Topics", fmt.Sprintf("There is no mirror topic to import from %s. %s", m.onLink(), words))
}

// refusedByTrial tells which operations a dry run has found to be refused.
func (s *topicSet) refusedByTrial(m setModel, operation kafka.Operation, refusals map[string][]string, diags *diag.Diagnostics) {
	if len(refusals) > 0 {
		s.conns.Preflight.Report(path.Root("status"), fmt.Sprintf("On %s a request to %s would not do for every member.\n\n%s", m.onLink(), operation, reasons(refusals)), diags)
	}
}

func memberSettingsNotRead(m setModel, unread []outcome, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("config"), "Unable to Read Topic Settings",
		"Settings of "+mirrorsOf(sourcesOf(unread))+" on "+m.onLink()+" could not be read.\n\n"+reasons(whys(unread)))
}
