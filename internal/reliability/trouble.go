// Package reliability says what can go wrong between Clink and a server, and has
// tests that make it go wrong, in each operation of each resource. The page
// "Reliability" of the docs is made from what they saw.
package reliability

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"path"
	"strings"
	"time"
)

// Trouble is one thing that can go wrong with a request.
type Trouble struct {
	Name  string // as in the tests and on the page
	Words string // what it is, where the name does not say it
	// Effect says that the request takes effect all the same.
	Effect bool
	// answer is what comes back: nil for nothing.
	answer *reply
	// of makes the answer to a request, where it depends on what is asked; nil where the
	// trouble cannot meet the request.
	of func(r *http.Request, body []byte) *reply
	// hangs says that nothing comes back and the connection stays open.
	hangs bool
	// spoil makes of the true answer what comes back instead.
	spoil func(body []byte) []byte
	// login says that it meets the request for a token, not the one to the API.
	login bool
	// stale says that reads after a write answer what was true before it.
	stale bool
	// absent says that it is the API's own word that the object does not exist.
	absent bool
}

type reply struct {
	status      int
	contentType string
	body        string
	header      map[string]string
}

const (
	jsonType = "application/json"
	htmlType = "text/html;charset=iso-8859-1"
)

// Troubles are all that the tests know.
func Troubles() []Trouble {
	says := func(status int, body string) *reply {
		r := &reply{status: status, contentType: jsonType, body: body}
		if strings.HasPrefix(body, "<") {
			r.contentType = htmlType
		}
		return r
	}
	with := func(r *reply, name, value string) *reply {
		r.header = map[string]string{name: value}
		return r
	}
	const tooMany = "<html><head><title>Error 429 Too Many Requests</title></head><body>429</body></html>"
	return []Trouble{
		{Name: "connection reset before the request takes effect"},
		{Name: "connection reset after the request has taken effect", Effect: true},
		{Name: "no answer, the request takes no effect", hangs: true},
		{Name: "no answer, the request takes effect", hangs: true, Effect: true},
		{Name: "429, JSON", answer: says(429, `{"error_code":429,"message":"Too many requests"}`)},
		{Name: "429, HTML", Words: "as Confluent Cloud's own front end sends it", answer: says(429, tooMany)},
		{Name: "429, Retry-After in seconds", answer: with(says(429, tooMany), "Retry-After", "1")},
		{Name: "429, Retry-After as a date", answer: with(says(429, tooMany), "Retry-After", "date")},
		{Name: "500", answer: says(500, `{"error_code":500,"message":"Internal Server Error"}`)},
		{Name: "502, HTML", answer: says(502, "<html><body>Bad Gateway</body></html>")},
		{Name: "503 before the request takes effect", answer: says(503, "")},
		{Name: "503 after the request has taken effect", Effect: true, answer: says(503, "")},
		{Name: "401", answer: says(401, `{"error_code":401,"message":"Unauthorized"}`)},
		{Name: "403", answer: says(403, `{"error_code":40301,"message":"Forbidden"}`)},
		{Name: "404 of the object", Words: "though it exists", absent: true, of: noSuchObject},
		{Name: "404 of the cluster", answer: says(404, `{"error_code":404,"message":"Cluster lkc-dr cannot be found."}`)},
		{Name: "404 of a proxy", answer: says(404, "<html><body>404 page not found</body></html>")},
		{Name: "409", answer: says(409, `{"error_code":40901,"message":"Conflict: try again later"}`)},
		{Name: "302 to another place", answer: with(says(302, ""), "Location", "https://elsewhere.example/")},
		{Name: "a success that is HTML", Effect: true, spoil: func([]byte) []byte { return []byte("<html>welcome</html>") }},
		{Name: "a success that breaks off", Effect: true, spoil: func(b []byte) []byte { return b[:len(b)/2] }},
		{Name: "a success without a body", Effect: true, spoil: func([]byte) []byte { return nil }},
		{Name: "a success of {}", Effect: true, spoil: func([]byte) []byte { return []byte("{}") }},
		{Name: "a success that refuses each topic", of: eachRefused},
		{Name: "reads that lag behind the write", stale: true},
		{Name: "the token endpoint answers 503", login: true, answer: says(503, `{"error":"temporarily_unavailable"}`)},
	}
}

// noSuchObject says in the API's own words that what a request is about does not exist.
// A list exists.
func noSuchObject(r *http.Request, _ []byte) *reply {
	says := func(body string) *reply {
		return &reply{status: http.StatusNotFound, contentType: jsonType, body: body}
	}
	is := func(pattern string) bool {
		matches, err := path.Match(pattern, r.URL.Path)
		return err == nil && matches
	}
	switch {
	case is("/networking/v1/network-link-*/*"):
		return says(`{"errors":[{"id":"a1b2c3","status":"404","detail":"` + path.Base(r.URL.Path) + ` not found"}]}`)
	case is("/kafka/v3/clusters/*/links/*"), is("/kafka/v3/clusters/*/links/*/configs*"):
		return says(`{"error_code":404,"message":"The cluster link doesn't exist."}`)
	case is("/kafka/v3/clusters/*/links/*/mirrors/*"):
		return says(`{"error_code":404,"message":"The mirror topic doesn't exist."}`)
	case is("/kafka/v3/clusters/*/topics/*"):
		return says(`{"error_code":40403,"message":"This server does not host this topic-partition."}`)
	default:
		return nil
	}
}

// eachRefused is an answer to an operation on mirror topics that succeeds, and
// refuses each of them.
func eachRefused(r *http.Request, body []byte) *reply {
	var asked struct {
		Topics []string `json:"mirror_topic_names"`
	}
	if !strings.Contains(r.URL.Path, "/mirrors:") || json.Unmarshal(body, &asked) != nil {
		return nil
	}
	refusals := make([]map[string]any, len(asked.Topics))
	for i, topic := range asked.Topics {
		refusals[i] = map[string]any{"mirror_topic_name": topic, "error_code": 500, "error_message": "The controller is moving."}
	}
	said, err := json.Marshal(map[string]any{"data": refusals})
	if err != nil {
		return nil
	}
	return &reply{status: http.StatusOK, contentType: jsonType, body: string(said)}
}

// meets makes of the trouble what meets a request; nil for what it cannot meet.
func (t Trouble) meets(r *http.Request, body []byte) *Trouble {
	if t.login != strings.HasSuffix(r.URL.Path, "/oauth/token") {
		return nil
	}
	if t.of != nil {
		if t.answer = t.of(r, body); t.answer == nil {
			return nil
		}
	}
	return &t
}

// retried says that Clink repeats a request that meets the trouble, where that does
// no harm.
func (t Trouble) retried() bool {
	switch {
	case t.of != nil:
		return false
	case t.answer == nil:
		return t.spoil == nil
	case t.answer.status == http.StatusNotFound:
		return t.answer.contentType == htmlType
	default:
		return t.answer.status == http.StatusTooManyRequests || t.answer.status >= http.StatusInternalServerError
	}
}

// strike answers a request in place of the server. forward asks the server.
func (t Trouble) strike(w http.ResponseWriter, r *http.Request, forward func() *http.Response) {
	var truth *http.Response
	if t.Effect {
		truth = forward()
		defer func() { _ = truth.Body.Close() }()
	}
	switch {
	case t.hangs:
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	case t.answer != nil:
		w.Header().Set("Content-Type", t.answer.contentType)
		for name, value := range t.answer.header {
			if value == "date" {
				value = time.Now().Add(time.Second).UTC().Format(http.TimeFormat)
			}
			w.Header().Set(name, value)
		}
		w.WriteHeader(t.answer.status)
		_, _ = io.WriteString(w, t.answer.body)
	case t.spoil != nil:
		body, err := io.ReadAll(truth.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		if truth.StatusCode == http.StatusNoContent {
			w.WriteHeader(truth.StatusCode)
			return
		}
		w.Header().Set("Content-Type", jsonType)
		w.WriteHeader(truth.StatusCode)
		_, _ = io.Copy(w, bytes.NewReader(t.spoil(body)))
	default:
		panic(http.ErrAbortHandler) // net/http's way to drop a connection
	}
}
