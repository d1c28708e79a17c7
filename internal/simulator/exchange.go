package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// bodyKey is where the request's body waits while the request is routed.
type bodyKey struct{}

func withBody(ctx context.Context, body []byte) context.Context {
	return context.WithValue(ctx, bodyKey{}, body)
}

// call is one API request, as operations see it.
type call struct {
	*http.Request
	body  []byte
	query url.Values
	// cluster is the one that the path names; nil outside the Kafka REST API.
	cluster *cluster
}

func newCall(r *http.Request) *call {
	body, _ := r.Context().Value(bodyKey{}).([]byte)
	return &call{Request: r, body: body, query: r.URL.Query()}
}

// origin is the scheme and host under which the caller sees the simulator.
func (c *call) origin() string {
	if c.TLS != nil {
		return "https://" + c.Host
	}
	return "http://" + c.Host
}

// clustersURL is the URL of the collection of clusters, with the prefix the
// caller uses: Confluent Platform's REST Proxy has no /kafka (contract A.9).
func (c *call) clustersURL() string {
	prefix := "/kafka/v3"
	if strings.HasPrefix(c.URL.Path, "/v3/") {
		prefix = "/v3"
	}
	return c.origin() + prefix + "/clusters"
}

// self is the URL of something below the called cluster.
func (c *call) self(segments ...string) string {
	var u strings.Builder
	u.WriteString(c.clustersURL() + "/" + c.cluster.ID)
	for _, s := range segments {
		u.WriteString("/" + url.PathEscape(s))
	}
	return u.String()
}

// flag reads a boolean query parameter.
func (c *call) flag(name string, absent bool) (bool, error) {
	text := c.query.Get(name)
	if text == "" {
		return absent, nil
	}
	v, err := strconv.ParseBool(text)
	if err != nil {
		return false, badRequest("Invalid value %q for query parameter %s", text, name)
	}
	return v, nil
}

// decode reads the JSON body. Unknown fields are refused, as by the server's
// mapper (contract A.1: nothing else accepted).
func (c *call) decode(v any) error {
	d := json.NewDecoder(bytes.NewReader(c.body))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil {
		return nil
	}
	wrongType, isType := errors.AsType[*json.UnmarshalTypeError](err)
	switch {
	case errors.Is(err, io.EOF):
		return badRequest("Payload error. Request body is empty. Data is required.")
	case isType:
		return badRequest("Cannot deserialize value of type `%s` from %s: field %s", wrongType.Type, wrongType.Value, wrongType.Field)
	default:
		return badRequest("Cannot deserialize the request: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
}

// reply is what an operation answers: no body when body is nil, a page when it
// is a string, JSON otherwise.
type reply struct {
	status int
	header http.Header
	body   any
	drop   bool
}

func ok(body any) (reply, error) { return reply{status: http.StatusOK, body: body}, nil }

func noContent() (reply, error) { return reply{status: http.StatusNoContent}, nil }

func (p reply) write(w http.ResponseWriter) {
	if p.drop {
		if resp, ok := w.(*response); ok {
			resp.drop = true
		}
		return
	}
	maps.Copy(w.Header(), p.header)
	switch body := p.body.(type) {
	case nil:
		w.WriteHeader(p.status)
	case string:
		w.WriteHeader(p.status)
		_, _ = io.WriteString(w, body) // goes to a buffer
	default:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(p.status)
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false) // Jackson does not escape either
		_ = e.Encode(body)     // plain data into a buffer
	}
}

// replier is an error that knows how the server words it.
type replier interface {
	error
	reply() reply
}

// kafkaError is the error body of Kafka REST (contract A.8).
type kafkaError struct {
	status  int
	code    int
	message string
}

// codeBadKey is the code of a login that failed, unlike that of a right that
// is missing.
const codeBadKey = 40101

func (e kafkaError) Error() string { return fmt.Sprintf("%d/%d %s", e.status, e.code, e.message) }

func (e kafkaError) reply() reply {
	return reply{status: e.status, body: struct {
		Code    int    `json:"error_code"`
		Message string `json:"message"`
	}{e.code, e.message}}
}

// badRequest is a request that could not be read: 400 with the same code.
func badRequest(format string, args ...any) error {
	return kafkaError{http.StatusBadRequest, http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

// invalid is a request that Kafka refuses: 400/40002.
func invalid(format string, args ...any) error {
	return kafkaError{http.StatusBadRequest, 40002, fmt.Sprintf(format, args...)}
}

func notFound(format string, args ...any) error {
	return kafkaError{http.StatusNotFound, http.StatusNotFound, fmt.Sprintf(format, args...)}
}

// unknownTopic is Kafka's answer about a topic that does not exist.
func unknownTopic() error {
	return kafkaError{http.StatusNotFound, 40403, "This server does not host this topic-partition."}
}

// errDropped makes the connection end without an answer.
const errDropped = dropError("connection dropped")

type dropError string

func (e dropError) Error() string { return string(e) }

func (dropError) reply() reply { return reply{drop: true} }

// response collects an answer, so that it can be delayed, replaced by a fault,
// or thrown away. It implements http.ResponseWriter.
type response struct {
	status int
	header http.Header
	body   bytes.Buffer
	drop   bool
}

func newResponse() *response { return &response{header: make(http.Header)} }

func dropped() *response {
	r := newResponse()
	r.drop = true
	return r
}

func (r *response) Header() http.Header { return r.header }

func (r *response) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *response) Write(p []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(p)
}

// send gives the collected answer to the client.
func (r *response) send(w http.ResponseWriter) {
	if r.drop {
		dropConnection(w)
		return
	}
	maps.Copy(w.Header(), r.header)
	if r.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(r.body.Len()))
	}
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body.Bytes()) // the client may be gone
}

// dropConnection resets the connection, as a firewall would: the client sees
// ECONNRESET. (Go's own client silently repeats a GET once when that happens
// on a connection it had used before.)
func dropConnection(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		// No connection to take over (HTTP/2, or a recorder): the nearest thing.
		w.Header().Set("Connection", "close")
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	raw := conn
	if t, ok := conn.(interface{ NetConn() net.Conn }); ok {
		raw = t.NetConn()
	}
	if t, ok := raw.(*net.TCPConn); ok {
		_ = t.SetLinger(0) // reset instead of an orderly end; best effort
	}
	_ = conn.Close()
}
