package simulator_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// settle is how long state changes take in tests that look at them.
const settle = time.Second

// handClock is a clock that a test moves.
type handClock struct {
	mu     sync.Mutex
	now    time.Time
	timers map[chan time.Time]time.Time
	waits  chan struct{} // receives whenever somebody starts to wait
}

func newHandClock() *handClock {
	return &handClock{
		now:    time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		timers: make(map[chan time.Time]time.Time), waits: make(chan struct{}, 100),
	}
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) NewTimer(d time.Duration) (<-chan time.Time, func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fired := make(chan time.Time, 1)
	c.timers[fired] = c.now.Add(d)
	c.waits <- struct{}{}
	return fired, func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.timers, fired)
		return true
	}
}

func (c *handClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	for fired, at := range c.timers {
		if !at.After(c.now) {
			fired <- c.now
			delete(c.timers, fired)
		}
	}
}

// bench is one simulator under test.
type bench struct {
	t     *testing.T
	sim   *simulator.Simulator
	clock *handClock
}

// start opens the default world with state changes that take the settle time,
// on a clock that only the test moves.
func start(t *testing.T) *bench {
	t.Helper()
	return startWith(t, simulator.DefaultWorld(), simulator.Options{Settle: settle})
}

// quick is start without settle time: everything happens at once.
func quick(t *testing.T) *bench {
	t.Helper()
	return startWith(t, simulator.DefaultWorld(), simulator.Options{})
}

func startWith(t *testing.T, w simulator.World, o simulator.Options) *bench {
	t.Helper()
	clock := newHandClock()
	o.Clock = clock
	sim, err := simulator.New(w, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	return &bench{t: t, sim: sim, clock: clock}
}

// pass lets state changes settle, n times one after the other.
func (b *bench) pass(n int) {
	for range n {
		b.clock.advance(settle)
	}
}

// answer is a response with its body decoded.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	text   string
}

// as sends a request with a key such as JUMP (whose secret is JUMPSECRET); an
// empty key sends none.
func (b *bench) as(key, method, path, body string) answer {
	b.t.Helper()
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	req.Host = "localhost:8090"
	if key != "" {
		req.SetBasicAuth(key+"KEY", key+"SECRET")
	}
	rec := httptest.NewRecorder()
	b.sim.ServeHTTP(rec, req)
	return answer{b.t, rec.Code, rec.Result().Header, rec.Body.String()}
}

// kafka sends a request below a cluster of the default world, with its key.
func (b *bench) kafka(cluster, method, path, body string) answer {
	b.t.Helper()
	return b.as(keyOf(cluster), method, "/kafka/v3/clusters/"+cluster+path, body)
}

func keyOf(cluster string) string { return strings.ToUpper(strings.TrimPrefix(cluster, "lkc-")) }

func (b *bench) control(method, path, body string) answer {
	b.t.Helper()
	return b.as("", method, "/simulator"+path, body)
}

// want fails the test when the status is another one.
func (a answer) want(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("status %d, want %d; body %s", a.status, status, a.text)
	}
	return a
}

// refused wants an error with a status, a code and words in its message.
func (a answer) refused(status, code int, words string) {
	a.t.Helper()
	a.want(status)
	body := a.object()
	if got := fmt.Sprint(body["error_code"]); got != fmt.Sprint(code) {
		a.t.Errorf("error_code %s, want %d", got, code)
	}
	if got := fmt.Sprint(body["message"]); !strings.Contains(got, words) {
		a.t.Errorf("message %q does not contain %q", got, words)
	}
}

func (a answer) object() map[string]any {
	a.t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(a.text), &v); err != nil {
		a.t.Fatalf("body %q: %v", a.text, err)
	}
	return v
}

// at reads a value from the body by its path, such as "data.0.name".
func (a answer) at(path string) string {
	a.t.Helper()
	var v any = a.object()
	for key := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[key]
		case []any:
			var i int
			if _, err := fmt.Sscan(key, &i); err != nil || i >= len(x) {
				a.t.Fatalf("%s: no element %s in %v", path, key, x)
			}
			v = x[i]
		default:
			v = nil
		}
	}
	return fmt.Sprint(v)
}

// is fails the test when the value at the path is another one.
func (a answer) is(path, want string) answer {
	a.t.Helper()
	if got := a.at(path); got != want {
		a.t.Errorf("%s is %q, want %q", path, got, want)
	}
	return a
}

// column collects one field of all rows of a list.
func (a answer) column(field string) []string {
	a.t.Helper()
	var out []string
	rows, _ := a.object()["data"].([]any)
	for _, row := range rows {
		fields, _ := row.(map[string]any)
		out = append(out, fmt.Sprint(fields[field]))
	}
	return out
}

// jaas is a PLAIN login.
func jaas(user, password string) string {
	return fmt.Sprintf(`org.apache.kafka.common.security.plain.PlainLoginModule required username="%s" password="%s";`, user, password)
}

// login is the client configuration for one side, with a key of the default
// world.
func login(side, key string) map[string]string {
	return map[string]string{
		side + "security.protocol": "SASL_SSL",
		side + "sasl.mechanism":    "PLAIN",
		side + "sasl.jaas.config":  jaas(key+"KEY", key+"SECRET"),
	}
}

// settings joins several sets of settings; later ones win, an empty value
// removes.
func settings(sets ...map[string]string) map[string]string {
	all := make(map[string]string)
	for _, s := range sets {
		maps.Copy(all, s)
	}
	maps.DeleteFunc(all, func(_, v string) bool { return v == "" })
	return all
}

// linkBody is the body of a link's creation.
func linkBody(tb testing.TB, idField, id string, configs map[string]string) string {
	tb.Helper()
	type kv struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	list := []kv{}
	for _, name := range slices.Sorted(maps.Keys(configs)) {
		list = append(list, kv{name, configs[name]})
	}
	text, err := json.Marshal(map[string]any{idField: id, "configs": list})
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// Settings of the halves in the default world.
func inboundHalf() map[string]string {
	return map[string]string{"link.mode": "DESTINATION", "connection.mode": "INBOUND"}
}

func sourceHalf() map[string]string {
	return settings(map[string]string{"link.mode": "SOURCE", "bootstrap.servers": "SASL_SSL://pkc-jump:9092"},
		login("", "JUMP"), login("local.", "PRIMARY"))
}

func toJump() map[string]string {
	return settings(map[string]string{"bootstrap.servers": "pkc-jump:9092"}, login("", "JUMP"))
}

// createLink creates a link and wants a status.
func (b *bench) createLink(cluster, name, idField, id string, configs map[string]string) answer {
	b.t.Helper()
	return b.kafka(cluster, "POST", "/links?link_name="+name, linkBody(b.t, idField, id, configs))
}

// drLink is the DESTINATION link on lkc-dr that reads lkc-jump.
func (b *bench) drLink(extra map[string]string) {
	b.t.Helper()
	b.createLink("lkc-dr", "jump-to-dr", "source_cluster_id", "lkc-jump", settings(toJump(), extra)).want(201)
	b.pass(1)
	b.linkIs("lkc-dr", "jump-to-dr", "ACTIVE")
}

// chain is the source-initiated link from lkc-primary to lkc-jump.
func (b *bench) chain() {
	b.t.Helper()
	b.createLink("lkc-jump", "primary-to-jump", "source_cluster_id", "lkc-primary", inboundHalf()).want(201)
	b.pass(1)
	b.createLink("lkc-primary", "primary-to-jump", "destination_cluster_id", "lkc-jump", sourceHalf()).want(201)
	b.pass(1)
	b.linkIs("lkc-jump", "primary-to-jump", "ACTIVE")
}

func (b *bench) linkIs(cluster, name, state string) {
	b.t.Helper()
	b.kafka(cluster, "GET", "/links/"+name, "").want(200).is("link_state", state)
}

func (b *bench) topic(cluster, name string) {
	b.t.Helper()
	b.kafka(cluster, "POST", "/topics", `{"topic_name":"`+name+`"}`).want(201)
}

// mirror makes a mirror and lets it become ACTIVE.
func (b *bench) mirror(cluster, link, source string) {
	b.t.Helper()
	b.kafka(cluster, "POST", "/links/"+link+"/mirrors", `{"source_topic_name":"`+source+`"}`).want(201)
	b.pass(1)
	b.mirrorIs(cluster, link, source, "ACTIVE")
}

func (b *bench) mirrorIs(cluster, link, name, status string) {
	b.t.Helper()
	b.kafka(cluster, "GET", "/links/"+link+"/mirrors/"+name, "").want(200).is("mirror_status", status)
}

// act performs a mirror operation on one topic and returns the topic's error
// code, <nil> when it was accepted.
func (b *bench) act(cluster, link, action, name string) string {
	b.t.Helper()
	return b.kafka(cluster, "POST", "/links/"+link+"/mirrors:"+action, `{"mirror_topic_names":["`+name+`"]}`).want(200).at("data.0.error_code")
}

// serve listens for real, for what needs a connection.
func (b *bench) serve() *httptest.Server {
	b.t.Helper()
	server := httptest.NewServer(b.sim)
	b.t.Cleanup(server.Close)
	return server
}

// send is a request over a fresh connection.
func send(t *testing.T, method, url, body string) (*http.Response, string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth("JUMPKEY", "JUMPSECRET")
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return resp, string(text), err
}
