package live

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/clusterlinking/terraform-provider-clink/test/conformance/spec"
)

// Recorder is an HTTP handler that passes requests on to the cluster that they
// name and records what is said, without secrets.
type Recorder struct {
	clusters []Cluster
	client   *http.Client
	scrub    *strings.Replacer
	secrets  []string

	mu      sync.Mutex
	traffic []spec.Exchange
}

// NewRecorder makes a recorder in front of clusters.
func NewRecorder(clusters []Cluster) *Recorder {
	r := &Recorder{clusters: clusters, client: &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	var pairs [][2]string
	for _, c := range clusters {
		for secret, standIn := range map[string]string{c.APIKey: c.StandInKey(), c.APISecret: c.StandInSecret()} {
			r.secrets = append(r.secrets, secret)
			for _, form := range forms(secret) {
				pairs = append(pairs, [2]string{form, standIn})
			}
		}
	}
	slices.SortStableFunc(pairs, longestFirst)
	var flat []string
	for _, pair := range pairs {
		flat = append(flat, pair[0], pair[1])
	}
	r.scrub = strings.NewReplacer(flat...)
	return r
}

// forms are the spellings in which a secret may stand in a message.
func forms(secret string) []string {
	quoted := func(s string) string {
		b, err := json.Marshal(s)
		if err != nil {
			return s
		}
		return string(b[1 : len(b)-1])
	}
	// A login module's configuration quotes it once, the body that holds this once more.
	return []string{
		secret, quoted(secret), quoted(quoted(secret)),
		url.QueryEscape(secret), url.PathEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret)),
	}
}

// ServeHTTP passes a request on.
func (r *Recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return // the caller has gone
	}
	e := spec.Exchange{
		Test: "live", Method: req.Method, Body: r.clean(string(body)),
		Header: some(req.Header, "Accept", "Content-Type", "User-Agent"),
	}
	if scheme, _, found := strings.Cut(req.Header.Get("Authorization"), " "); found {
		e.Header.Set("Authorization", scheme)
	}
	target := owner(r.clusters, req.URL.Path)
	if target.ID == "" {
		http.Error(w, "no cluster of the chain: "+req.URL.Path, http.StatusBadGateway)
		return
	}
	e.URL = r.clean(target.RESTEndpoint + req.URL.RequestURI())
	status, header, answer, err := r.pass(req, target, body)
	if err != nil {
		r.keep(e)
		panic(http.ErrAbortHandler) // no answer is no answer
	}
	e.Status, e.Answer = status, r.clean(string(answer))
	e.AnswerHeader = some(header, "Allow", "Content-Type", "Location", "Retry-After", "Www-Authenticate",
		"X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset")
	r.keep(e)
	for _, name := range []string{"Content-Type", "Location", "Retry-After", "X-Request-Id"} {
		if value := header.Get(name); value != "" {
			w.Header().Set(name, value)
		}
	}
	w.WriteHeader(status)
	_, _ = w.Write(answer) //nolint:gosec // the caller is our own client, and may have gone
}

// pass sends a request to a cluster and reads the answer.
func (r *Recorder) pass(req *http.Request, target Cluster, body []byte) (int, http.Header, []byte, error) {
	onward, err := http.NewRequestWithContext(req.Context(), req.Method, target.RESTEndpoint+req.URL.RequestURI(), bytes.NewReader(body)) //nolint:gosec // to the endpoints that the user names
	if err != nil {
		return 0, nil, nil, err
	}
	onward.Header = some(req.Header, "Accept", "Authorization", "Content-Type", "User-Agent")
	resp, err := r.client.Do(onward) //nolint:gosec // to the endpoints that the user names
	if err != nil {
		return 0, nil, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	return resp.StatusCode, resp.Header, answer, err
}

// secretOption is an option of a login module, or a field, that holds a secret.
var secretOption = regexp.MustCompile(`(?i)((?:password|secret|token)\w*\s*(?:=|\\?"\s*:)\s*\\?["'])((?:\\\\\\["']|[^"'\\]|\\[^"'])*)`)

// clean takes known secrets out of a text, and what looks like one.
func (r *Recorder) clean(text string) string {
	text = r.scrub.Replace(text)
	return secretOption.ReplaceAllStringFunc(text, func(found string) string {
		parts := secretOption.FindStringSubmatch(found)
		if slices.ContainsFunc(r.clusters, func(c Cluster) bool { return parts[2] == c.StandInSecret() }) {
			return found
		}
		return parts[1] + "removed"
	})
}

func (r *Recorder) keep(e spec.Exchange) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.traffic = append(r.traffic, e)
}

// Traffic is what was recorded so far. It is an error if a secret is left in it.
func (r *Recorder) Traffic() ([]spec.Exchange, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.traffic {
		var line bytes.Buffer
		if err := spec.Write(&line, e); err != nil {
			return nil, err
		}
		for _, secret := range r.secrets {
			if strings.Contains(line.String(), secret) {
				return nil, fmt.Errorf("a credential is left in the record of %s %s: nothing is kept", e.Method, e.URL)
			}
		}
	}
	return slices.Clone(r.traffic), nil
}

func some(h http.Header, names ...string) http.Header {
	picked := http.Header{}
	for _, name := range names {
		if values, found := h[name]; found {
			picked[name] = values
		}
	}
	return picked
}
