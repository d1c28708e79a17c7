package networklink

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/poll"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

const (
	createTimeout = 2 * time.Hour
	readTimeout   = 5 * time.Minute
	updateTimeout = 30 * time.Minute
	deleteTimeout = 2 * time.Hour

	// patience is how long a wait goes on when only somebody else can help: long
	// enough for a service that accepts the endpoint later in the same apply.
	patience = 10 * time.Minute
	// visibleWithin is how long a new object may be missing (api-contract, E).
	visibleWithin = 30 * time.Second
	// foundWithin is how long to look for what a lost request may have made.
	foundWithin = 5 * time.Second
	// skew is by how much the clock here and the one there may differ.
	skew = time.Minute
)

// Ends of a wait that are no success; the object exists.
var (
	errFailed = errors.New("will not become READY") // a final phase
	errHeld   = errors.New("somebody has to act")   // for as long as patience lasts
	errGone   = errors.New("vanished")              // was there, and is not any more
)

// reader reads one object.
type reader[T any] struct {
	read   func(context.Context) (T, error)
	status func(T) networking.Status
}

// awaitReady waits until a new object is READY, and returns it as it was last
// read: made, if it could not be read.
func awaitReady[T any](ctx context.Context, clock poll.Clock, made T, r reader[T]) (T, error) {
	last, seen := made, false
	began := clock.Now()
	var held time.Time // since when somebody has to act; zero while nobody has
	_, err := poll.Until(ctx, clock, poll.Default, func(ctx context.Context) (struct{}, bool, error) {
		object, err := r.read(ctx)
		switch {
		case rest.Is404(err) && !seen && clock.Now().Sub(began) < visibleWithin:
			return struct{}{}, false, nil
		case errors.Is(err, rest.ErrNotFound):
			return struct{}{}, false, errGone
		case err != nil:
			return struct{}{}, false, err
		}
		last, seen = object, true
		switch phase := r.status(object).Phase; {
		case phase == networking.Ready:
			return struct{}{}, true, nil
		case final(phase):
			return struct{}{}, false, errFailed
		case !needsSomebody(phase):
			held = time.Time{}
		case held.IsZero():
			held = clock.Now()
		case clock.Now().Sub(held) >= patience:
			return struct{}{}, false, errHeld
		}
		return struct{}{}, false, nil
	})
	return last, err
}

// final says that an object in this phase can only be deleted.
func final(p networking.Phase) bool {
	return p == networking.Failed || p == networking.Expired || p == "ERROR"
}

// needsSomebody says that an endpoint leaves this phase only when a person acts.
func needsSomebody(p networking.Phase) bool {
	switch p {
	case networking.PendingAccept, networking.Inactive, networking.Disconnecting, networking.Disconnected:
		return true
	default:
		return false
	}
}

// awaitGone waits until an object is no longer there. No answer but a real "not
// found" says that.
func awaitGone[T any](ctx context.Context, clock poll.Clock, r reader[T]) (T, error) {
	return poll.Until(ctx, clock, poll.Default, func(ctx context.Context) (T, bool, error) {
		object, err := r.read(ctx)
		if errors.Is(err, rest.ErrNotFound) {
			return object, true, nil
		}
		return object, false, err
	})
}

// lostError is a create of which it is not known whether it took effect.
type lostError struct {
	cause   error
	matches int
	look    error // why it could not be looked for
}

// Error gives the reason.
func (e *lostError) Error() string { return fmt.Sprintf("outcome not known: %v", e.cause) }

// Unwrap gives the reason.
func (e *lostError) Unwrap() error { return e.cause }

// candidate is what of an object says whether a create may have made it.
type candidate struct {
	id     string
	meta   networking.Metadata
	status networking.Status
	same   bool // it is in every way what the configuration wants
}

// creation is how one object is created, and found where it may be there already.
type creation[T any] struct {
	create func(context.Context) (T, error)
	// list lists the objects that would be in the way of this one.
	list      func(context.Context) ([]T, error)
	candidate func(T) candidate
}

// run creates the object. Where the answer was lost, it finds what the request
// made; where an object is in the way and mayAdopt, it takes that one over if it is
// what the configuration wants.
func (c creation[T]) run(ctx context.Context, clock poll.Clock, mayAdopt bool) (made T, adopted bool, err error) {
	began := clock.Now()
	made, err = c.create(ctx)
	switch {
	case inTheWay(err):
		made, err = c.adopt(ctx, mayAdopt, err)
		return made, err == nil, err
	case err == nil && c.candidate(made).id != "", err != nil && !errors.Is(err, rest.ErrUnknown):
		return made, false, err
	}
	made, err = c.find(ctx, clock, began, err)
	return made, false, err
}

// inTheWay reports whether a create failed because of what is there already: a
// conflict, or a quota, which for a network is one.
func inTheWay(err error) bool {
	api, ok := errors.AsType[*rest.APIError](err)
	return ok && (api.Status == http.StatusPaymentRequired || api.Status == http.StatusConflict)
}

// existsError is a create that failed because of an object that is there already
// and is not taken over.
type existsError struct {
	cause error
	id    string
	why   string // it is not taken over
}

// Error gives the reason.
func (e *existsError) Error() string { return e.cause.Error() }

// Unwrap gives the reason.
func (e *existsError) Unwrap() error { return e.cause }

// adopt looks for the one object that kept a create from making it. Without one,
// the error is cause.
func (c creation[T]) adopt(ctx context.Context, mayAdopt bool, cause error) (T, error) {
	var none T
	all, err := c.list(ctx)
	if err != nil || len(all) != 1 {
		return none, cause
	}
	found := c.candidate(all[0])
	switch {
	case !found.same:
		return none, &existsError{cause, found.id, "it is not the one that this configuration describes"}
	case final(found.status.Phase) || found.status.Phase == networking.Deprovisioning:
		return none, &existsError{cause, found.id, fmt.Sprintf("it %s and does not recover", phrase(found.status))}
	case !mayAdopt:
		return none, &existsError{cause, found.id, `it is another address's, or adopt_existing = "never" in the provider block forbids to take it over`}
	}
	return all[0], nil
}

// find looks for what a create request made that was sent at began and has lost
// its answer, and returns it when there is no doubt.
func (c creation[T]) find(ctx context.Context, clock poll.Clock, began time.Time, cause error) (T, error) {
	// The request may be lost because ctx is over, and what it made is tracked nevertheless.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	looking := clock.Now()
	found, err := poll.Until(ctx, clock, poll.Default, func(ctx context.Context) ([]T, bool, error) {
		all, err := c.list(ctx)
		var found []T
		for _, one := range all {
			if is := c.candidate(one); is.same && !is.meta.Created().Before(began.Add(-skew)) {
				found = append(found, one)
			}
		}
		return found, len(found) > 0 || clock.Now().Sub(looking) >= foundWithin, err
	})
	if err != nil || len(found) != 1 {
		var none T
		return none, &lostError{cause, len(found), err}
	}
	return found[0], nil
}

// explain says what to do about a create of which the outcome is not known.
func (e *lostError) explain(k kind, environment, network string) string {
	words := fmt.Sprintf("Whether the %s was created is not known. ", k.name)
	if e.cause != nil {
		words += tfkit.Explain(e.cause) + " "
	}
	switch {
	case e.look != nil:
		words += "Looking for it failed as well: " + tfkit.Explain(e.look)
	case e.matches > 1:
		words += fmt.Sprintf("%d objects in environment %q could be the one.", e.matches, environment)
	default:
		words += fmt.Sprintf("None that this request could have made is in environment %q so far.", environment)
	}
	return words + fmt.Sprintf("\n\nLook for a %s of network %q in environment %q (in the Console under the network, or with `confluent network`). "+
		"Apply again: one that is as the configuration wants it is taken over. To manage another one, import it (import id %s/%s...).", k.name, network, environment, environment, k.prefix)
}
