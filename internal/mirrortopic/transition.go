package mirrortopic

import (
	"fmt"
	"strings"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
)

// What can be wanted of a mirror topic.
const (
	active     = "ACTIVE"
	paused     = "PAUSED"
	promoted   = "PROMOTED"
	failedOver = "FAILED_OVER"
)

// final says whether a wanted status ends the mirroring for good.
func final(wanted string) bool { return wanted == promoted || wanted == failedOver }

// need is what it takes for a mirror topic to become what is wanted.
type need int

const (
	nothing   need = iota // it is
	toWait                // it is on its way
	toOperate             // an operation has to be asked for
	health                // it would be if it were healthy, which nobody can ask for
	rescue                // only a failover leads out of here
	tooLate               // mirroring is coming to its end
	never                 // mirroring has come to its end
)

// next is what a mirror topic in status is needs to become what is wanted, and
// the operation when it is one (api-contract, C.2 and C.3). In a status that is
// not known the server is left to judge; only a resume is not asked for, since
// nothing says that the topic is paused.
func next(wanted string, is kafka.MirrorStatus) (need, kafka.Operation) {
	switch wanted {
	case promoted:
		switch {
		case is == kafka.MirrorStopped:
			return nothing, ""
		case ending(is) || beginning(is):
			return toWait, ""
		case ailing(is):
			return rescue, ""
		default:
			return toOperate, kafka.Promote
		}
	case failedOver:
		if is == kafka.MirrorStopped {
			return nothing, ""
		}
		return toOperate, kafka.Failover
	default:
		switch {
		case string(is) == wanted:
			return nothing, ""
		case is == kafka.MirrorStopped:
			return never, ""
		case ending(is):
			return tooLate, ""
		case beginning(is):
			return toWait, ""
		case ailing(is):
			return health, ""
		case wanted == paused:
			return toOperate, kafka.Pause
		case is == kafka.MirrorPaused:
			return toOperate, kafka.Resume
		default:
			return nothing, ""
		}
	}
}

// beginning says that a topic is about to mirror; so is one that nobody has seen yet.
func beginning(is kafka.MirrorStatus) bool {
	switch is {
	case "", kafka.MirrorPending, "PENDING_SETUP_FOR_RESTORE", "PENDING_RESTORE":
		return true
	default:
		return false
	}
}

// ending says that a topic is about to stop mirroring, by promotion or reversal.
func ending(is kafka.MirrorStatus) bool {
	return is == kafka.MirrorPendingStopped || is == "PENDING_SYNCHRONIZE"
}

// ailing says that a topic does not mirror because something is wrong, or
// because its whole link is paused.
func ailing(is kafka.MirrorStatus) bool {
	switch is {
	case kafka.MirrorFailed, kafka.MirrorSourceUnavailable, kafka.MirrorLinkFailed, kafka.MirrorLinkPaused:
		return true
	default:
		return false
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

// bringsBack says how a stopped topic becomes a mirror again.
const bringsBack = "On a bidirectional link truncate-and-restore or reverse make it a mirror again; " +
	"on any other link a new mirror has to take its place after the topic, with all that was written to it, is deleted."

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
	case health:
		return strings.TrimSpace(fmt.Sprintf("The mirror topic is %s. %s", is, meaning(is)))
	default:
		return ""
	}
}

// verdict is what a plan does about the status of a mirror topic that exists.
type verdict struct {
	keep    bool   // plan the prior status
	changes bool   // an operation or a wait follows
	problem string // why the plan is refused
	notice  notice // what to warn of
}

// notice is the kind of a warning about status.
type notice int

const (
	silent notice = iota
	stoppedElsewhere
	comingToItsEnd
	unhealthy
)

// judge decides, by what is wanted, what was wanted before, and how the mirror
// topic is, what a plan does about its status. observed says that prior was
// never wanted, but found by an import.
func judge(wanted, prior string, is kafka.MirrorStatus, observed bool) verdict {
	n, _ := next(wanted, is)
	switch n {
	case nothing:
		// The API does not tell a promotion from a failover, so on a stopped topic
		// they are one.
		return verdict{keep: final(wanted) && final(prior)}
	case toWait, toOperate:
		// To begin mirroring takes no help; and a pause that was carried out is not
		// repeated because the status has a name that is not known.
		if wanted == prior && ((wanted == active && n == toWait) || (wanted == paused && n == toOperate && is != kafka.MirrorActive)) {
			return verdict{keep: true}
		}
		return verdict{changes: true}
	case rescue:
		return verdict{problem: obstacle(wanted, is)}
	case tooLate:
		return verdict{keep: true, notice: comingToItsEnd}
	case health:
		if wanted == paused && prior == paused && is == kafka.MirrorLinkPaused {
			return verdict{keep: true}
		}
		return verdict{keep: true, notice: unhealthy}
	default: // never
		if final(prior) && !observed {
			return verdict{problem: obstacle(wanted, is)}
		}
		return verdict{keep: true, notice: stoppedElsewhere}
	}
}

// What a destroy does with the topic.
const (
	deleteUnlessLive = "DELETE_UNLESS_LIVE"
	deleteAlways     = "DELETE"
	abandon          = "ABANDON"
)

// fate is what becomes of a topic when its resource is destroyed.
type fate int

const (
	deleted fate = iota
	stays
	refused
)

// destiny decides by policy what a destroy does with a mirror topic in a status.
func destiny(policy string, is kafka.MirrorStatus) fate {
	if policy == deleteAlways {
		return deleted
	}
	switch is {
	case kafka.MirrorActive, kafka.MirrorPaused, kafka.MirrorLinkPaused, kafka.MirrorPending:
		return deleted
	case kafka.MirrorStopped:
		return stays
	default:
		return refused
	}
}
