package mirrortopic

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/poll"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

const (
	// sharedForPlan is how old an answer may be that serves a refresh or a plan:
	// thousands of topics are then read with a handful of calls.
	sharedForPlan = 10 * time.Second
	// sharedForWait is how old a look at the link may be that serves a wait.
	sharedForWait = 500 * time.Millisecond
	// earlyAnswers is how long something just created may still be answered with
	// 404 (api-contract, E).
	earlyAnswers = 30 * time.Second
	// linkPatience is how long a new mirror topic waits for its link to be there
	// and connected, instead of holding one of Terraform's ten slots.
	linkPatience = 10 * time.Second
	// createPatience is how long a creation is repeated that the cluster cannot
	// place yet.
	createPatience = time.Minute
	// settingsPatience is how long new settings may take to be shown.
	settingsPatience = 15 * time.Second
	// strangePatience is how long an operation that was accepted may show a status
	// that is not known, before that is taken as its end.
	strangePatience = 30 * time.Second
	// pausedLook is after how long a mirror topic that does not begin to mirror has
	// its link looked at: a paused one lets none begin.
	pausedLook = 2 * time.Second
	// lastLook is the time for a look at how far things came after the time for
	// the operation itself is over.
	lastLook = 10 * time.Second
)

// target is a mirror topic to be waited for.
type target struct {
	cluster *tfkit.Cluster
	clock   poll.Clock
	link    string
	topic   string
	// mayAdopt lets a create take over a mirror topic that is there already.
	mayAdopt bool
}

// stuckError says that waiting leads nowhere.
type stuckError struct{ why string }

func (e *stuckError) Error() string { return e.why }

// strangeError says that what was asked for was accepted and led to a status that
// Clink does not know.
type strangeError struct{ is kafka.MirrorStatus }

func (e *strangeError) Error() string { return "status " + string(e.is) + " is not known" }

// usableLink reads the link, and gives one that has just been created, or whose
// other half has just been created, a moment.
func (t target) usableLink(ctx context.Context) (kafka.LinkView, error) {
	begun, age := t.clock.Now(), sharedForPlan
	return poll.Until(ctx, t.clock, poll.Default, func(ctx context.Context) (kafka.LinkView, bool, error) {
		view, err := t.cluster.LinkView(ctx, t.link, age)
		age = sharedForWait
		late := t.clock.Now().Sub(begun) >= linkPatience
		if rest.Is404(err) && !late {
			return view, false, nil
		}
		return view, late || connected(view), err
	})
}

// connected says that a link does not wait for its other half.
func connected(view kafka.LinkView) bool {
	return !strings.EqualFold(view.Settings.Value("connection.mode"), "INBOUND") || view.State == kafka.LinkActive || view.State == kafka.LinkPaused
}

// takenError says that the name of the mirror topic belongs to something else.
type takenError struct {
	by string
	// same says that it is the wanted mirror topic, which may not be taken over.
	same bool
}

func (e *takenError) Error() string { return e.by }

// create creates the mirror topic, and says whether it had been there before, as
// a mirror of the same source that mirrors or is what is wanted.
func (t target) create(ctx context.Context, request kafka.NewMirror, wanted string) (adopted bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, createPatience)
	defer cancel()
	begun := t.clock.Now()
	var last error     // why it is tried again
	var uncertain bool // an earlier try may have created it
	_, err = poll.Until(ctx, t.clock, poll.Default, func(ctx context.Context) (struct{}, bool, error) {
		again := func(err error) (struct{}, bool, error) {
			last = err
			return struct{}{}, false, nil
		}
		err := t.cluster.CreateMirror(ctx, t.link, request)
		switch {
		case err == nil:
			return struct{}{}, true, nil
		case errors.Is(err, rest.ErrUnknown):
			uncertain = true
			mirror, lookErr := t.look(ctx)
			switch {
			case lookErr == nil && mirror.SourceTopicName == request.SourceTopicName:
				return struct{}{}, true, nil
			case lookErr != nil && !errors.Is(lookErr, rest.ErrNotFound):
				return struct{}{}, false, err
			}
			return again(err)
		case kafka.NotYetVisible(err) || kafka.BeingDeleted(err):
			return again(err)
		case kafka.AlreadyExists(err):
			mirror, lookErr := t.look(ctx)
			switch {
			case lookErr == nil && mirror.SourceTopicName == request.SourceTopicName && (mirror.Status != kafka.MirrorStopped || final(wanted)):
				if !uncertain && !t.mayAdopt {
					return struct{}{}, false, &takenError{by: takenByMirror(t.link, mirror), same: true}
				}
				adopted = !uncertain
				return struct{}{}, true, nil
			case lookErr == nil:
				return struct{}{}, false, &takenError{by: takenByMirror(t.link, mirror)}
			case !errors.Is(lookErr, rest.ErrNotFound):
				return struct{}{}, false, lookErr
			case uncertain && t.clock.Now().Sub(begun) < earlyAnswers:
				return again(err)
			}
			return struct{}{}, false, &takenError{by: t.takenByTopic(ctx)}
		default:
			return struct{}{}, false, err
		}
	})
	if timeIsUp(ctx, err) && last != nil {
		err = last
	}
	return adopted, err
}

// timeIsUp says that a wait has ended because its time is over. A connection that could
// not be made in time is something else, and says so in the same way.
func timeIsUp(ctx context.Context, err error) bool {
	return errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil
}

// look reads the mirror topic as it is now, even when the time for the operation
// is over: something that was created has to be tracked.
func (t target) look(ctx context.Context) (kafka.Mirror, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastLook)
	defer cancel()
	return t.cluster.Mirror(ctx, t.link, t.topic, 0)
}

// become waits until the mirror topic is what is wanted, and asks for what that
// takes. known is its status as it was seen last, empty for one that has just been
// created and may not be visible yet. The mirror topic is what was seen last, also
// with an error.
func (t target) become(ctx context.Context, wanted string, known kafka.MirrorStatus) (kafka.Mirror, error) {
	var (
		seen   = kafka.Mirror{Status: known}
		sent   kafka.Operation
		sentAt time.Time
	)
	begun, young, change := t.clock.Now(), known == "", kafka.NoChange
	if young {
		change = kafka.Creation
	}
	watch := t.cluster.WatchMirror(t.link, t.topic, change)
	ask := func(operation kafka.Operation) error {
		sent, sentAt = operation, t.clock.Now()
		err := t.operate(ctx, wanted, operation, &seen)
		watch = t.cluster.WatchMirror(t.link, t.topic, kafka.Change(operation))
		return err
	}
	// The server judges an operation by how the topic is, and takes back none of these
	// for what somebody else did in between. A promotion of a topic whose source is
	// lost it would accept, and never end.
	if n, operation := next(wanted, known); !young && n == toOperate && operation != kafka.Promote {
		if err := ask(operation); err != nil {
			return seen, err
		}
	}
	for {
		mirror, err := watch.Next(ctx)
		absent := errors.Is(err, rest.ErrNotFound) || rest.Is404(err)
		if absent && young && t.clock.Now().Sub(begun) < earlyAnswers {
			continue
		}
		if err != nil {
			return seen, err
		}
		seen = mirror
		n, operation := next(wanted, seen.Status)
		switch n {
		case nothing:
			watch.Done()
			return seen, nil
		case toWait:
			if beginning(seen.Status) && t.clock.Now().Sub(begun) >= pausedLook {
				if done, err := t.paused(ctx, wanted); done || err != nil {
					return seen, err
				}
			}
			continue
		case toOperate:
			// What was accepted takes effect later.
			if operation == sent {
				if !seen.Status.Known() && t.clock.Now().Sub(sentAt) >= strangePatience {
					return seen, &strangeError{seen.Status}
				}
				continue
			}
			if young && sent == "" {
				watch.Done() // what it was created to be first
			}
			if err := ask(operation); err != nil {
				return seen, err
			}
			continue
		case rescue:
			// An accepted promotion goes on by itself when the source comes back.
			if sent != "" && seen.Status != kafka.MirrorFailed {
				continue
			}
		case parked:
			if done, err := t.paused(ctx, wanted); done || err != nil {
				return seen, err
			}
			continue
		case health, tooLate, never:
		}
		return seen, &stuckError{obstacle(wanted, seen.Status)}
	}
}

// paused says whether a mirror topic that does not mirror yet is all it can be,
// because its whole link is paused.
func (t target) paused(ctx context.Context, wanted string) (bool, error) {
	view, err := t.cluster.LinkView(ctx, t.link, sharedForWait)
	if err != nil || !view.Paused() {
		return false, err
	}
	if wanted == promoted {
		return false, &stuckError{obstacle(wanted, kafka.MirrorLinkPaused)}
	}
	return true, nil
}

// operate asks for an operation. A refusal is none when the mirror topic turns
// out to be what is wanted, or on its way: somebody else was faster.
func (t target) operate(ctx context.Context, wanted string, operation kafka.Operation, seen *kafka.Mirror) error {
	err := t.cluster.OperateMirror(ctx, t.link, operation, t.topic)
	if _, refused := errors.AsType[*kafka.OperationError](err); !refused {
		return err
	}
	mirror, lookErr := t.cluster.Mirror(ctx, t.link, t.topic, 0)
	if lookErr != nil {
		return err
	}
	*seen = mirror
	switch n, _ := next(wanted, mirror.Status); n {
	case nothing, toWait, parked:
		return nil
	case health, tooLate, never:
		return &stuckError{obstacle(wanted, mirror.Status)}
	default: // toOperate, rescue
		return err
	}
}

// alter changes settings of the topic and waits a little until they show. What
// does not show by then is for the next refresh to tell.
func (t target) alter(ctx context.Context, list []kafka.Alteration) error {
	if len(list) == 0 {
		return nil
	}
	if err := t.cluster.AlterTopicSettings(ctx, t.topic, list); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, settingsPatience)
	defer cancel()
	_, err := poll.Until(ctx, t.clock, poll.Default, func(ctx context.Context) (struct{}, bool, error) {
		settings, err := t.cluster.TopicSettings(ctx, t.topic)
		return struct{}{}, applied(list, settings), err
	})
	if timeIsUp(ctx, err) {
		return nil
	}
	return err
}

// gone waits until the topic is not there, and with it the mirror topic.
func (t target) gone(ctx context.Context) error {
	watch := t.cluster.WatchTopic(t.topic, kafka.Deletion)
	for {
		_, err := watch.Next(ctx)
		switch {
		case errors.Is(err, rest.ErrNotFound):
			watch.Done()
			return nil
		case err != nil:
			return err
		}
	}
}
