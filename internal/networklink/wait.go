package networklink

import (
	"context"
	"errors"
	"fmt"
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

// find looks for what a create request made that was sent at began and has lost
// its answer, and returns it when there is no doubt.
func find[T any](ctx context.Context, clock poll.Clock, began time.Time, cause error, list func(context.Context) ([]T, error), ours func(T) (networking.Metadata, bool)) (T, error) {
	// The request may be lost because ctx is over, and what it made is tracked nevertheless.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	looking := clock.Now()
	found, err := poll.Until(ctx, clock, poll.Default, func(ctx context.Context) ([]T, bool, error) {
		all, err := list(ctx)
		var found []T
		for _, one := range all {
			if meta, match := ours(one); match && !meta.Created().Before(began.Add(-skew)) {
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
		"If it is there, import it (import id %s/%s...) or delete it; if it is not, apply again.", k.name, network, environment, environment, k.prefix)
}
