package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// controlRoutes are how tests look behind the scenes and make things happen.
// They answer at once, whatever latency, faults and limits apply to the APIs,
// and are not in the journal.
func (s *Simulator) controlRoutes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /simulator/requests", func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, http.StatusOK, s.journal.report())
	})
	mux.HandleFunc("DELETE /simulator/requests", func(w http.ResponseWriter, _ *http.Request) {
		s.journal.clear()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /simulator/faults", func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, http.StatusOK, struct {
			Faults []fault `json:"faults"`
		}{s.faults.all()})
	})
	mux.HandleFunc("POST /simulator/faults", func(w http.ResponseWriter, r *http.Request) {
		f := new(fault)
		err := controlBody(r, f)
		if err == nil {
			err = s.faults.add(f)
		}
		answerControl(w, err, http.StatusCreated)
	})
	mux.HandleFunc("DELETE /simulator/faults", func(w http.ResponseWriter, _ *http.Request) {
		s.faults.clear()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("POST /simulator/reset", func(w http.ResponseWriter, _ *http.Request) {
		s.reset()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /simulator/state", func(w http.ResponseWriter, _ *http.Request) {
		s.mu.Lock()
		s.state.advance(s.clock.Now())
		p := s.state.picture()
		s.mu.Unlock()
		answerJSON(w, http.StatusOK, p)
	})
	mux.HandleFunc("GET /simulator", servePage)
	mux.HandleFunc("GET /simulator/{$}", servePage)
	force := func(method, pattern string, do func(st *state, r *http.Request) error) {
		mux.HandleFunc(method+" /simulator"+pattern, func(w http.ResponseWriter, r *http.Request) {
			// Read before the lock: a body that does not come must not hold up the world.
			body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
			if err != nil {
				answerControl(w, err, 0)
				return
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			s.mu.Lock()
			now := s.clock.Now()
			s.state.advance(now)
			err = do(s.state, r)
			s.state.advance(now)
			s.mu.Unlock()
			answerControl(w, err, http.StatusNoContent)
		})
	}
	force("PUT", "/clusters/{cluster_id}", controlCluster)
	force("POST", "/clusters", controlNewCluster)
	force("DELETE", "/clusters/{cluster_id}", controlOldCluster)
	force("PUT", "/topics/{cluster_id}/{topic}", controlTopic)
	force("PUT", "/links/{cluster_id}/{link_name}", controlLink)
	force("PUT", "/mirrors/{cluster_id}/{link_name}/{topic}", controlMirror)
	force("PUT", "/network-link-endpoints/{id}", controlEndpoint)
	mux.HandleFunc("/simulator/", func(w http.ResponseWriter, r *http.Request) {
		answerControl(w, missing("%s %s", r.Method, r.URL.Path), 0)
	})
	return mux
}

// fromHere says whether a control request comes from this machine's own tools, or
// from the simulator's own page: a web page elsewhere must not read the journal or
// change the world, not even under a host name that it has pointed here.
func fromHere(r *http.Request) bool {
	host := (&url.URL{Host: r.Host}).Hostname()
	ip := net.ParseIP(host)
	if !strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") && (ip == nil || !ip.IsLoopback()) {
		return false
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	origin := r.Header.Get("Origin")
	from, err := url.Parse(origin)
	return origin == "" || err == nil && from.Host == r.Host
}

// missing is what a control request names and does not exist.
func missing(format string, args ...any) error { return missingError(fmt.Sprintf(format, args...)) }

type missingError string

func (e missingError) Error() string { return "no such thing: " + string(e) }

func controlBody(r *http.Request, v any) error {
	var b bytes.Buffer
	if _, err := b.ReadFrom(http.MaxBytesReader(nil, r.Body, maxBody)); err != nil {
		return err
	}
	d := json.NewDecoder(&b)
	d.DisallowUnknownFields()
	return d.Decode(v)
}

func answerControl(w http.ResponseWriter, err error, success int) {
	if err == nil {
		w.WriteHeader(success)
		return
	}
	status := http.StatusBadRequest
	if _, none := errors.AsType[missingError](err); none {
		status = http.StatusNotFound
	}
	answerJSON(w, status, map[string]string{"error": err.Error()})
}

func answerJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client may be gone
}

func (st *state) controlledLink(r *http.Request) (*link, error) {
	c := st.clusters[r.PathValue("cluster_id")]
	if c == nil {
		return nil, missing("cluster %q", r.PathValue("cluster_id"))
	}
	l := c.links[r.PathValue("link_name")]
	if l == nil {
		return nil, missing("link %q on %s", r.PathValue("link_name"), c.ID)
	}
	return l, nil
}

// controlLink forces a link's state and error. What is not given stays; an
// empty link_state gives the link its real state back.
func controlLink(st *state, r *http.Request) error {
	l, err := st.controlledLink(r)
	if err != nil {
		return err
	}
	var req struct {
		State   *linkState `json:"link_state"`
		Error   *string    `json:"link_error"`
		Message *string    `json:"link_error_message"`
		Force   bool       `json:"force"`
	}
	if err := controlBody(r, &req); err != nil {
		return err
	}
	if err := checkForced("link_state", req.State, linkStates(), req.Force); err != nil {
		return err
	}
	if req.State != nil && *req.State == "" {
		l.release()
		st.reconcile()
		return nil
	}
	h := l.health
	if req.State != nil {
		if *req.State == linkActive {
			h = health{code: noError}
		}
		h.state = *req.State
	}
	if req.Error != nil {
		h.code = *req.Error
	}
	if req.Message != nil {
		h.message = *req.Message
	}
	st.force(l, h)
	return nil
}

// controlMirror forces a mirror's status, error or lag. The lag is a number,
// for every partition, or a list of numbers. An empty mirror_status lets the
// mirror follow its link again.
func controlMirror(st *state, r *http.Request) error {
	l, err := st.controlledLink(r)
	if err != nil {
		return err
	}
	m := l.mirrors[r.PathValue("topic")]
	if m == nil {
		return missing("mirror topic %q on link %q", r.PathValue("topic"), l.name)
	}
	var req struct {
		Status  *mirrorStatus   `json:"mirror_status"`
		Error   *string         `json:"mirror_topic_error"`
		Lag     json.RawMessage `json:"lag"`
		Fetched *int64          `json:"last_source_fetch_offset"`
		// TransitionErrors replace those that the mirror has.
		TransitionErrors *[]taskError `json:"mirror_state_transition_errors"`
		Force            bool         `json:"force"`
	}
	if err := controlBody(r, &req); err != nil {
		return err
	}
	if err := checkForced("mirror_status", req.Status, mirrorStatuses(), req.Force); err != nil {
		return err
	}
	if req.Lag != nil {
		if m.lags, err = lagsOf(req.Lag, m.topic.partitionCount()); err != nil {
			return err
		}
		m.draining = false
	}
	if req.Fetched != nil {
		m.fetched = *req.Fetched
	}
	if req.Status != nil && *req.Status == "" {
		m.forced = false
		st.follow(m)
		return nil
	}
	if req.Status != nil {
		if *req.Status == statusStopped && m.status != statusStopped {
			st.stop(m)
		}
		st.become(m, *req.Status)
		m.forced, m.promoting, m.paused = true, *req.Status == statusPendingStopped, *req.Status == statusPaused
	}
	if req.Error != nil {
		m.err = *req.Error
	}
	if req.TransitionErrors != nil {
		m.transitionErrors = *req.TransitionErrors
	}
	return nil
}

// checkForced refuses a value that no server sends today, unless force says that
// one of tomorrow is meant. Empty and nil are no values.
func checkForced[T ~string](name string, value *T, known []T, force bool) error {
	if value == nil || *value == "" || force || slices.Contains(known, *value) {
		return nil
	}
	return fmt.Errorf("%s %q is none of %v; \"force\": true sets it all the same", name, *value, known)
}

func lagsOf(value json.RawMessage, partitions int) ([]int64, error) {
	var lags []int64
	if json.Unmarshal(value, &lags) == nil {
		return lags, nil
	}
	var each int64
	if err := json.Unmarshal(value, &each); err != nil {
		return nil, fmt.Errorf("lag is neither a number nor a list of numbers: %w", err)
	}
	return slices.Repeat([]int64{each}, partitions), nil
}

// controlEndpoint forces the phase of a network link endpoint, or the time at
// which its wait for acceptance ends.
func controlEndpoint(st *state, r *http.Request) error {
	e := st.networking.endpoints[r.PathValue("id")]
	if e == nil {
		return missing("network link endpoint %q", r.PathValue("id"))
	}
	var req struct {
		Phase     phase      `json:"phase"`
		Code      string     `json:"error_code"`
		Message   string     `json:"error_message"`
		ExpiresAt *time.Time `json:"expires_at"`
		Force     bool       `json:"force"`
	}
	if err := controlBody(r, &req); err != nil {
		return err
	}
	if err := checkForced("phase", &req.Phase, phases(), req.Force); err != nil {
		return err
	}
	if req.ExpiresAt != nil {
		st.expireAt(e, *req.ExpiresAt)
	}
	if req.Phase != "" {
		st.enter(e, req.Phase)
		e.errorCode, e.errorMessage = req.Code, req.Message
	}
	return nil
}
