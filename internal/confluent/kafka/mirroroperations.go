package kafka

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"
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

// batch gathers the topics for which an operation is asked while an earlier
// request for the same operation is under way.
type batch struct {
	send    sync.Mutex // held by the request under way
	waiting *operationCall
}

// operationCall is one request for several topics.
type operationCall struct {
	topics []string
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
		b = &batch{}
		c.batches[key] = b
	}
	leader := b.waiting == nil
	if leader {
		b.waiting = &operationCall{done: make(chan struct{})}
	}
	mine := b.waiting
	mine.topics = append(mine.topics, topic)
	c.mu.Unlock()

	if leader {
		// The others' topics are in the leader's hands, so its end is not theirs.
		go c.sendOperation(context.WithoutCancel(ctx), key, b)
	}
	select {
	case <-mine.done:
	case <-ctx.Done():
		return ctx.Err()
	}
	if mine.err != nil {
		return mine.err
	}
	return mine.failed[topic]
}

// gather is how long an operation waits for others to go with: short against the
// seconds that it takes to have effect, long against the moment in which
// Terraform begins its next ten.
const gather = 25 * time.Millisecond

// sendOperation sends what has gathered once the request before it is answered.
func (c *Client) sendOperation(ctx context.Context, key batchKey, b *batch) {
	b.send.Lock()
	defer b.send.Unlock()
	<-time.After(gather)
	c.mu.Lock()
	mine := b.waiting
	b.waiting = nil
	c.mu.Unlock()
	mine.failed, mine.err = c.operateMirrors(ctx, key, mine.topics)
	close(mine.done)
}

// operateMirrors sends one request and sorts its answer by topic.
func (c *Client) operateMirrors(ctx context.Context, key batchKey, topics []string) (map[string]error, error) {
	call := c.call(http.MethodPost, "links", key.link, "mirrors:"+string(key.operation))
	if key.dry {
		call.Query = validateOnly()
	} else {
		defer c.forgetMirrors(key.link)
	}
	var list listOf[struct {
		Topic   string `json:"mirror_topic_name"`
		Code    *int   `json:"error_code"`
		Message string `json:"error_message"`
	}]
	call.Absent = noSuchLink
	call.Body, call.Into, call.Repeatable = map[string]any{"mirror_topic_names": topics}, &list, true
	if err := c.rest.Do(ctx, call); err != nil {
		return nil, err
	}
	failed := map[string]error{}
	for _, one := range list.Data {
		if one.Code != nil && *one.Code != 0 {
			failed[one.Topic] = &OperationError{key.operation, one.Topic, *one.Code, one.Message}
		}
	}
	return failed, nil
}
