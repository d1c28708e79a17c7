package mirrortopic

import (
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

// sameEnd says that two wishes, in any letter case, are to end the mirroring: on a
// topic that is stopped they are one.
func sameEnd(a, b string) bool {
	return final(strings.ToUpper(a)) && final(strings.ToUpper(b))
}

// need is what it takes for a mirror topic to become what is wanted.
type need int

const (
	nothing   need = iota // it is
	toWait                // it is on its way
	toOperate             // an operation has to be asked for
	health                // it would be if it were healthy, which nobody can ask for
	rescue                // only a failover leads out of here
	parked                // its whole link is paused, and it with it
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
		case is == kafka.MirrorLinkPaused:
			return parked, ""
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
		case is == kafka.MirrorLinkPaused:
			return parked, ""
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
	case "", kafka.MirrorPending, kafka.MirrorPendingSetupForRestore, kafka.MirrorPendingRestore:
		return true
	default:
		return false
	}
}

// ending says that a topic is about to stop mirroring, by promotion or reversal.
func ending(is kafka.MirrorStatus) bool {
	return is == kafka.MirrorPendingStopped || is == kafka.MirrorPendingSynchronize
}

// ailing says that a topic does not mirror because something is wrong. A link
// that is paused on purpose is nothing wrong.
func ailing(is kafka.MirrorStatus) bool {
	switch is {
	case kafka.MirrorFailed, kafka.MirrorSourceUnavailable, kafka.MirrorLinkFailed:
		return true
	default:
		return false
	}
}

// situation is what is known of a mirror topic that exists.
type situation struct {
	is       kafka.MirrorStatus
	observed bool // its wish was never made, but found by an import
	ended    bool // it was seen STOPPED since the wish was made
	unlinked bool // the topic is there, and the link no longer knows it
	held     bool // its link is paused, and this plan does not resume it
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
	broughtBack
	comingToItsEnd
	unhealthy
	strange      // in a status that Clink does not know
	waitsForLink // a promotion that its paused link holds up
)

// judge decides, by what is wanted, what was wanted before, and how the mirror
// topic is, what a plan does about its status. An operation is sent because the
// wish changes, or because it has not been fulfilled yet; never again because the
// mirror topic changed afterwards.
func judge(wanted, prior string, s situation) verdict {
	// PROMOTED and FAILED_OVER are one wish on a stopped topic, so a plan cannot
	// tell when one was written for the other.
	if s.ended && final(wanted) && final(prior) && s.is != kafka.MirrorStopped {
		return verdict{keep: true, notice: broughtBack}
	}
	if wanted == prior && s.is != "" && !s.is.Known() {
		if wanted == active {
			return verdict{keep: true}
		}
		return verdict{keep: true, notice: strange}
	}
	n, _ := next(wanted, s.is)
	if n == toWait && s.held && beginning(s.is) {
		n = parked
	}
	switch n {
	case nothing:
		// The API does not tell a promotion from a failover, so on a stopped topic
		// they are one.
		return verdict{keep: final(wanted) && final(prior)}
	case toWait, toOperate:
		// To begin mirroring takes no help.
		keep := wanted == active && prior == active && n == toWait
		return verdict{keep: keep, changes: !keep}
	case rescue:
		if wanted == prior {
			return verdict{keep: true, notice: unhealthy}
		}
		return verdict{problem: obstacle(wanted, s.is)}
	case parked:
		return judgeParked(wanted, prior, s.held)
	case tooLate:
		return verdict{keep: true, notice: comingToItsEnd}
	case health:
		// A wish to mirror again has to be stored, or the old one would stand.
		return verdict{keep: !final(prior), notice: unhealthy}
	default: // never
		if final(prior) && !s.observed {
			return verdict{problem: obstacle(wanted, s.is)}
		}
		return verdict{keep: true, notice: stoppedElsewhere}
	}
}

// judgeParked is judge while the whole link is paused, if held for longer than
// this plan.
func judgeParked(wanted, prior string, held bool) verdict {
	switch {
	case wanted == prior && wanted != promoted:
		return verdict{keep: true}
	case !held:
		return verdict{changes: true}
	case wanted == prior:
		return verdict{keep: true, notice: waitsForLink}
	case wanted == promoted:
		return verdict{problem: obstacle(wanted, kafka.MirrorLinkPaused)}
	default:
		return verdict{} // stored, for when the link is resumed
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
	absent fate = iota // it was not there
	deleted
	stays
	refused
	elsewhere // another address of this run has it
)

// deletes reports whether a destroy deletes the topic of a mirror in a status.
func deletes(policy string, is kafka.MirrorStatus) bool {
	return policy != abandon && destiny(policy, is) == deleted
}

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
