package kafka

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// Operation is what can be asked of mirror topics.
type Operation string

// The operations that may be sent twice without harm. Each is accepted at once
// and takes effect later: read the mirror topic until it has.
const (
	Promote  Operation = "promote"
	Failover Operation = "failover"
	Pause    Operation = "pause"
	Resume   Operation = "resume"
)

// The operations that must not be sent twice without looking in between. They are for
// bidirectional links.
const (
	// ReverseAndStart and ReverseAndPause are asked of the cluster with the mirror: it
	// becomes the source, and the mirror at the other end starts, or is paused.
	ReverseAndStart Operation = "reverse-and-start-mirror"
	ReverseAndPause Operation = "reverse-and-pause-mirror"
	// TruncateAndRestore is asked of the cluster with the topic that was the source
	// once: it drops what the other end does not have, and becomes its mirror.
	TruncateAndRestore Operation = "truncate-and-restore"
)

// olderNames are what Confluent Platform before 8.0 calls operations (api-contract, A.9).
var olderNames = map[Operation]Operation{
	ReverseAndStart: "promote-local-and-start-remote-mirror",
	ReverseAndPause: "promote-local-and-pause-remote-mirror",
}

// repeatable says that an operation may be sent twice without harm.
func (o Operation) repeatable() bool {
	return o == Promote || o == Failover || o == Pause || o == Resume
}

// OperationResult is what an operation on one topic has come to so far: it was
// accepted, or refused.
type OperationResult struct {
	Topic     string
	Lags      []MirrorLag // by partition; nil where the server does not tell
	Truncated *int64      // messages that TruncateAndRestore drops; nil for other operations
	Refusal   *OperationError
}

// OperationError is the server's refusal of an operation on one topic. It comes
// inside an answer whose status is 200.
type OperationError struct {
	Operation Operation
	Topic     string
	Code      int
	Message   string // the server's words; may be empty
}

// Error gives the server's words.
func (e *OperationError) Error() string {
	return fmt.Sprintf("%s of mirror topic %q was refused: %d %s", e.Operation, e.Topic, e.Code, e.Message)
}

// batchKey is what operations must share to go out as one request.
type batchKey struct {
	link      string
	operation Operation
	dry       bool // a dry run
}

// batch gathers the topics for which an operation is asked at the same moment, or
// while an earlier request for the same operation is under way.
type batch struct {
	send    chan struct{} // holds the request under way
	waiting *operationCall
	asked   pace
}

// operationCall is one request for several topics.
type operationCall struct {
	topics []string
	window               // in which it goes out
	joined chan struct{} // tells that a topic has been added
	sent   bool          // or about to be
	done   chan struct{}
	failed map[string]error // by topic
	err    error            // of the whole request
}

// OperateMirror asks for an operation on one mirror topic. What is asked for at
// the same moment on the same link goes out as one request. The error is an
// *[OperationError] when the server refused this topic.
func (c *Client) OperateMirror(ctx context.Context, link string, operation Operation, topic string) error {
	return c.together(ctx, batchKey{link, operation, false}, topic)
}

// TryOperation is OperateMirror as a dry run: the server judges, and nothing
// happens.
func (c *Client) TryOperation(ctx context.Context, link string, operation Operation, topic string) error {
	return c.together(ctx, batchKey{link, operation, true}, topic)
}

// together puts a topic's operation into the next request for the same.
func (c *Client) together(ctx context.Context, key batchKey, topic string) error {
	c.mu.Lock()
	b := c.batches[key]
	if b == nil {
		b = &batch{send: make(chan struct{}, 1)}
		c.batches[key] = b
	}
	leader := b.waiting == nil || len(b.waiting.topics) == PerRequest
	if leader {
		b.waiting = &operationCall{joined: make(chan struct{}, 1), done: make(chan struct{})}
	}
	mine := b.waiting
	mine.topics = append(mine.topics, topic)
	when := b.asked.gather(time.Now())
	if !leader {
		when.late = mine.late // the first has waited long enough by then
	}
	mine.window = when
	c.mu.Unlock()
	nudge(mine.joined)

	if leader {
		// The others' topics are in the leader's hands, so its end is not theirs.
		go c.sendOperation(context.WithoutCancel(ctx), key, b, mine)
	}
	defer c.crowd.enter()()
	select {
	case <-mine.done:
	case <-ctx.Done():
		mine.leave(c, topic)
		return ctx.Err()
	}
	if mine.err != nil {
		return mine.err
	}
	return mine.failed[topic]
}

// leave takes out the topic of a caller who has given up, unless the request has gone.
func (o *operationCall) leave(c *Client, topic string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i := slices.Index(o.topics, topic); i >= 0 && !o.sent {
		o.topics = slices.Delete(o.topics, i, i+1)
	}
}

// PerRequest is how many topics go out in one request at most. Confluent tells no limit.
const PerRequest = 500

// sendOperation sends what has gathered once the request before it is answered.
func (c *Client) sendOperation(ctx context.Context, key batchKey, b *batch, mine *operationCall) {
	b.send <- struct{}{}
	defer func() { <-b.send }()
	for {
		c.mu.Lock()
		enough, all := c.crowd.enough(len(mine.topics))
		due, _ := mine.given(enough)
		if mine.late.Before(due) {
			due = mine.late
		}
		pause := time.Until(due)
		if pause <= 0 {
			if !enough {
				c.crowd.gaveUp()
			}
			break
		}
		c.mu.Unlock()
		if enough {
			all = nil
		}
		select {
		case <-all:
		case <-mine.joined:
		case <-time.After(pause):
		}
	}
	if b.waiting == mine {
		b.waiting = nil
	}
	mine.sent = true
	c.mu.Unlock()
	defer close(mine.done)
	if len(mine.topics) == 0 {
		return // all have given up
	}
	mine.failed, mine.err = c.operateMirrors(ctx, key, mine.topics)
}

// operateMirrors sends one request and sorts its refusals by topic.
func (c *Client) operateMirrors(ctx context.Context, key batchKey, topics []string) (map[string]error, error) {
	results, err := c.Operate(ctx, key.link, key.operation, topics, key.dry)
	failed := map[string]error{}
	for _, one := range results {
		if one.Refusal != nil {
			failed[one.Topic] = one.Refusal
		}
	}
	return failed, err
}

// Operate asks for an operation on topics of a link, in one request; dry has the
// server judge, and nothing happens. The error is one of the whole request; it may
// match rest.ErrUnknown for an operation that must not be sent twice.
func (c *Client) Operate(ctx context.Context, link string, operation Operation, topics []string, dry bool) ([]OperationResult, error) {
	results, err := c.operate(ctx, link, operation, operation, topics, dry)
	older, renamed := olderNames[operation]
	if renamed && rest.Is404(err) && !errors.Is(err, rest.ErrNotFound) {
		return c.operate(ctx, link, operation, older, topics, dry)
	}
	return results, err
}

// operate is Operate by the name that the server has for the operation.
func (c *Client) operate(ctx context.Context, link string, operation, name Operation, topics []string, dry bool) ([]OperationResult, error) {
	call := c.call(http.MethodPost, "links", link, "mirrors:"+string(name))
	if dry {
		call.Query = validateOnly()
	} else {
		defer c.forgetMirrors(link)
	}
	var list listOf[struct {
		Topic     string      `json:"mirror_topic_name"`
		Code      *int        `json:"error_code"`
		Message   string      `json:"error_message"`
		Lags      []MirrorLag `json:"mirror_lags"`
		Truncated *int64      `json:"messages_truncated"`
	}]
	call.Absent = noSuchLink
	call.Body, call.Into, call.Repeatable = map[string]any{"mirror_topic_names": topics}, &list, dry || operation.repeatable()
	if err := c.rest.Do(ctx, call); err != nil {
		return nil, err
	}
	results := make([]OperationResult, 0, len(list.Data))
	for _, one := range list.Data {
		result := OperationResult{Topic: one.Topic, Lags: one.Lags, Truncated: one.Truncated}
		if one.Code != nil && *one.Code != 0 {
			result.Refusal = &OperationError{operation, one.Topic, *one.Code, one.Message}
		}
		results = append(results, result)
	}
	return results, nil
}
