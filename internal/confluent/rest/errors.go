package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
)

// Sentinels for errors.Is. An [APIError] matches the one for its status.
var (
	ErrNotFound     = errors.New("does not exist")       // in the API's own words, or as the list that would hold it shows
	ErrUnauthorized = errors.New("not authenticated")    // 401
	ErrForbidden    = errors.New("not authorized")       // 403
	ErrConflict     = errors.New("conflict")             // 409
	ErrRateLimited  = errors.New("rate limited")         // 429
	ErrUnreachable  = errors.New("cannot be reached")    // no connection
	ErrUnknown      = errors.New("outcome is not known") // the request may have taken effect
	ErrBroken       = errors.New("broken answer")        // a success that the API does not document
	ErrTooLong      = errors.New("the server has not answered within five minutes")
)

// APIError is an answer that is not a success.
type APIError struct {
	Method    string
	Endpoint  string // scheme and host that were called
	Path      string
	Status    int    // HTTP status
	Code      string // the API's own code, such as 40002 or quota_exceeded; may be empty
	Message   string // the server's words, secrets removed and cut to some length; may be empty
	Pointer   string // JSON pointer to the part of the request at fault, such as /spec/network; may be empty
	RequestID string // for Confluent's support; may be empty
	Location  string // where a redirect leads, without query and user; else empty
	Anonymous bool   // no credentials were given
	words     string // the server's words as they came: to be read, never shown
	own       bool   // the words are the API's, in a form that it documents
	absent    bool   // the object that the call is about does not exist
}

// saysAbsent says that the answer is the API's own word that the object does not
// exist.
func (e *APIError) saysAbsent(reads func(*APIError) bool) bool {
	return e.Status == http.StatusNotFound && e.own && reads != nil && reads(e)
}

// Is404 reports whether err is an answer with this status, whatever it is about:
// for what was created a moment ago and may not be visible yet.
func Is404(err error) bool {
	api, ok := errors.AsType[*APIError](err)
	return ok && api.Status == http.StatusNotFound
}

// Confirm finds out what a refusal with one of these statuses means which does
// not say that the object does not exist: a gateway, a wrong path and a cluster
// that is not there answer 404 as well, and Confluent Cloud answers 403 for some
// objects that are gone. The list that would hold the object decides: when it can
// be read and the object is not in it, the error matches [ErrNotFound], else it is
// err as it was.
func Confirm(ctx context.Context, err error, listed func(context.Context) (bool, error), statuses ...int) error {
	api, ok := errors.AsType[*APIError](err)
	if !ok || api.absent || !slices.Contains(statuses, api.Status) {
		return err
	}
	if there, listErr := listed(ctx); there || listErr != nil {
		return err
	}
	gone := *api
	gone.absent = true
	return &gone
}

// Says reports whether the server's own words hold this text. Message has its
// secrets taken out, and a secret may be a common word.
func (e *APIError) Says(text string) bool {
	return strings.Contains(e.words, text) || strings.Contains(e.Message, text)
}

// Error gives the server's words, and where there are none the status.
func (e *APIError) Error() string {
	words := e.Message
	if words == "" {
		words = http.StatusText(e.Status)
	}
	return fmt.Sprintf("%s %s: %d %s", e.Method, e.Path, e.Status, words)
}

// Is matches the sentinel that stands for the status.
func (e *APIError) Is(target error) bool {
	switch target {
	case ErrNotFound:
		return e.absent
	case ErrUnauthorized:
		return e.Status == http.StatusUnauthorized
	case ErrForbidden:
		return e.Status == http.StatusForbidden
	case ErrConflict:
		return e.Status == http.StatusConflict
	case ErrRateLimited:
		return e.Status == http.StatusTooManyRequests
	}
	return false
}

// UnreachableError says that an endpoint gave no answer. Its verdict stands for
// the life of the client: see [Client.Do].
type UnreachableError struct {
	Endpoint string
	Cause    error
}

// Error names the endpoint and the innermost reason, without the local port, which is
// another one each time: data sources keep these words in state.
func (e *UnreachableError) Error() string {
	reason := e.Cause
	if op, ok := errors.AsType[*net.OpError](reason); ok && op.Source != nil {
		reason = op.Err
	}
	return fmt.Sprintf("no connection to %s: %v", e.Endpoint, reason)
}

// Is matches [ErrUnreachable].
func (e *UnreachableError) Is(target error) bool { return target == ErrUnreachable }

// Unwrap gives the reason.
func (e *UnreachableError) Unwrap() error { return e.Cause }

// unknownError marks a failed write that may have taken effect all the same.
type unknownError struct{ cause error }

func (e *unknownError) Error() string        { return e.cause.Error() }
func (e *unknownError) Unwrap() error        { return e.cause }
func (e *unknownError) Is(target error) bool { return target == ErrUnknown }

// brokenError marks a success that cannot be understood.
type brokenError struct{ cause error }

func (e *brokenError) Error() string        { return e.cause.Error() }
func (e *brokenError) Unwrap() error        { return e.cause }
func (e *brokenError) Is(target error) bool { return target == ErrBroken }

// apiError reads an error answer in any of the forms that Confluent has: Kafka
// REST's {"error_code","message"}, the control plane's {"errors":[...]}, or
// whatever stands in front of it has to say.
func (c *Client) apiError(req *http.Request, resp *http.Response, body []byte, redact redactor) *APIError {
	body = body[:min(len(body), maxErrorBody)]
	e := &APIError{Method: req.Method, Endpoint: req.URL.Scheme + "://" + req.URL.Host, Path: req.URL.Path, Status: resp.StatusCode, Anonymous: c.opts.Authorize == nil}
	if to, err := resp.Location(); err == nil {
		e.Location = redact.shown(to.Scheme+"://"+to.Host+to.Path, maxWords)
	}
	code := e.read(body)
	if e.own = e.words != ""; !e.own && code == "" {
		e.words = wordsOf(body)
	}
	e.Message = redact.shown(e.words, maxWords)
	e.Code, e.RequestID = redact.shown(code, maxName), redact.shown(resp.Header.Get("X-Request-Id"), maxName)
	return e
}

// read takes the words and the pointer out of an error in one of the forms that
// the API documents, and returns its code.
func (e *APIError) read(body []byte) string {
	var doc struct {
		ErrorCode code   `json:"error_code"`
		Message   string `json:"message"`
		Errors    []struct {
			Code   code   `json:"code"`
			Title  string `json:"title"`
			Detail string `json:"detail"`
			Source struct {
				Pointer string `json:"pointer"`
			} `json:"source"`
		} `json:"errors"`
	}
	var unexpected *json.UnmarshalTypeError
	if err := json.Unmarshal(body, &doc); err != nil && !errors.As(err, &unexpected) {
		return ""
	}
	code := string(doc.ErrorCode)
	e.words = doc.Message
	var words []string
	for _, one := range doc.Errors {
		if code == "" {
			code = string(one.Code)
		}
		if e.Pointer == "" {
			e.Pointer = one.Source.Pointer
		}
		switch {
		case one.Detail != "":
			words = append(words, one.Detail)
		case one.Title != "":
			words = append(words, one.Title)
		}
	}
	if len(words) > 0 {
		e.words = strings.Join(words, "; ")
	}
	return code
}

// code is an error code: a number in Kafka REST, a string in the control plane.
type code string

// UnmarshalJSON takes either.
func (c *code) UnmarshalJSON(raw []byte) error {
	if text := strings.Trim(string(raw), `"`); text != "null" {
		*c = code(text)
	}
	return nil
}
