package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	kafkarest "github.com/confluentinc/ccloud-sdk-go-v2/kafkarest/v3"
	networking "github.com/confluentinc/ccloud-sdk-go-v2/networking/v1"

	"github.com/clusterlinking/terraform-provider-clink/test/conformance/spec"
)

// proof is what all drives of the SDK have shown so far.
type proof struct {
	documents *spec.Documents

	mu       sync.Mutex
	asked    map[string]int // exchanges by operationId
	excepted map[string]int // values of the fields in unkept
}

// sdk is Confluent's SDK, pointed at a world of its own.
type sdk struct {
	t          *testing.T
	world      *acctest.World
	proof      *proof
	kafka      *kafkarest.APIClient
	networking *networking.APIClient

	last spec.Exchange
}

func newSDK(t *testing.T, p *proof, options ...acctest.Option) *sdk {
	t.Helper()
	s := &sdk{t: t, world: acctest.NewWorld(t, options...), proof: p}
	client := &http.Client{Transport: s}
	k := kafkarest.NewConfiguration()
	k.HTTPClient, k.Servers = client, kafkarest.ServerConfigurations{{URL: s.world.URL}}
	s.kafka = kafkarest.NewAPIClient(k)
	n := networking.NewConfiguration()
	n.HTTPClient, n.Servers = client, networking.ServerConfigurations{{URL: s.world.URL}}
	s.networking = networking.NewAPIClient(n)
	return s
}

// as logs in to a cluster of the default world.
func (s *sdk) as(key string) context.Context {
	return context.WithValue(s.t.Context(), kafkarest.ContextBasicAuth, kafkarest.BasicAuth{UserName: key + "KEY", Password: key + "SECRET"})
}

// cloud logs in to the networking API.
func (s *sdk) cloud() context.Context {
	return context.WithValue(s.t.Context(), networking.ContextBasicAuth, networking.BasicAuth{UserName: "CLOUDKEY", Password: "CLOUDSECRET"})
}

// RoundTrip keeps what passes.
func (s *sdk) RoundTrip(req *http.Request) (*http.Response, error) {
	e := spec.Exchange{Test: s.t.Name(), Method: req.Method, URL: req.URL.String(), Header: req.Header.Clone()}
	scheme, _, _ := strings.Cut(req.Header.Get("Authorization"), " ")
	e.Header.Set("Authorization", scheme)
	if req.Body != nil {
		raw, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		e.Body, req.Body = string(raw), io.NopCloser(bytes.NewReader(raw))
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(raw))
	e.Status, e.AnswerHeader, e.Answer = resp.StatusCode, resp.Header.Clone(), string(raw)
	s.last = e
	return resp, nil
}

// done judges the exchange of a call that answers nothing.
func (s *sdk) done(_ *http.Response, err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("%s: the SDK does not take this answer: %v\n%s", s.last, err, s.last.Answer)
	}
	s.judge()
}

// got judges the exchange of a call and gives what the SDK made of its answer.
func got[T any](s *sdk) func(T, *http.Response, error) T {
	return func(answer T, resp *http.Response, err error) T {
		s.t.Helper()
		s.done(resp, err)
		s.compare(answer)
		return answer
	}
}

// refused judges the exchange of a call that has to fail with this status.
func (s *sdk) refused(status int, err error) {
	s.t.Helper()
	if err == nil || s.last.Status != status {
		s.t.Fatalf("%s: error %v, wanted status %d", s.last, err, status)
	}
	s.judge()
}

// judge compares the exchange with the OpenAPI file.
func (s *sdk) judge() {
	s.t.Helper()
	operation, differences, err := s.proof.documents.Validate(s.last)
	if err != nil {
		s.t.Fatal(err)
	}
	s.proof.mu.Lock()
	s.proof.asked[operation]++
	s.proof.mu.Unlock()
	exceptions := spec.Exceptions()
	for _, d := range differences {
		if !slices.ContainsFunc(exceptions, func(x spec.Exception) bool { return x.Explains(d) }) {
			s.t.Errorf("%s: %s\n%s", s.last, d, s.last.Answer)
		}
	}
}

// compare finds fields of the answer that do not survive in the SDK's types.
func (s *sdk) compare(answer any) {
	s.t.Helper()
	kept, err := json.Marshal(answer)
	if err != nil {
		s.t.Fatal(err)
	}
	operation := s.proof.documents.Operation(s.last.Method, strings.TrimPrefix(strings.Split(s.last.URL, "?")[0], s.world.URL))
	survived := leaves(s.t, kept)
	for at, raw := range leaves(s.t, []byte(s.last.Answer)) {
		if leaf, found := survived[at]; found && (leaf == raw || sameTime(leaf, raw)) {
			continue
		}
		key := operation + " " + generic(at)
		s.proof.mu.Lock()
		_, known := unkept()[key]
		if known {
			s.proof.excepted[key]++
		}
		s.proof.mu.Unlock()
		if !known {
			s.t.Errorf("%s: the SDK loses %s = %s", operation, at, raw)
		}
	}
}

// sameTime says whether two JSON strings are spellings of one time.
func sameTime(a, b string) bool {
	s, errA := time.Parse(`"`+time.RFC3339Nano+`"`, a)
	t, errB := time.Parse(`"`+time.RFC3339Nano+`"`, b)
	return errA == nil && errB == nil && s.Equal(t)
}

// leaves are the values of a document by their JSON pointers. Empty objects and
// lists count as values.
func leaves(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var document any
	if err := d.Decode(&document); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	found := map[string]string{}
	var walk func(at string, value any)
	walk = func(at string, value any) {
		switch value := value.(type) {
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(value)) {
				walk(at+"/"+name, value[name])
			}
		case []any:
			if len(value) == 0 {
				found[at] = "[]"
			}
			for i, element := range value {
				walk(at+"/"+strconv.Itoa(i), element)
			}
		default:
			text, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			found[at] = string(text)
		}
	}
	walk("", document)
	return found
}

// generic is a JSON pointer for all elements of a list.
func generic(at string) string {
	steps := strings.Split(at, "/")
	for i, step := range steps {
		if _, err := strconv.Atoi(step); err == nil {
			steps[i] = "*"
		}
	}
	return strings.TrimPrefix(strings.Join(steps, "/"), "/data/*")
}
