package networklink

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// instant is a clock on which every pause is over at once, but counts.
type instant struct{ now time.Time }

func (c *instant) Now() time.Time { return c.now }

func (c *instant) After(d time.Duration) <-chan time.Time {
	c.now = c.now.Add(d)
	ch := make(chan time.Time, 1)
	ch <- c.now
	return ch
}

// Only the one object that the lost request must have made is taken over.
func TestFind(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	object := func(name string, age time.Duration) networking.Service {
		return networking.Service{ID: name, Spec: networking.ServiceSpec{DisplayName: name}, Metadata: networking.Metadata{CreatedAt: began.Add(-age).Format(time.RFC3339)}}
	}
	lost := &rest.APIError{Status: http.StatusBadGateway}
	for name, c := range map[string]struct {
		all     []networking.Service
		err     error
		matches int // 1 is success
	}{
		"made by it":           {[]networking.Service{object("ours", -time.Second), object("other", -time.Second)}, nil, 1},
		"clocks differ a bit":  {[]networking.Service{object("ours", 30*time.Second)}, nil, 1},
		"older":                {[]networking.Service{object("ours", time.Hour)}, nil, 0},
		"of unknown age":       {[]networking.Service{{ID: "ours", Spec: networking.ServiceSpec{DisplayName: "ours"}}}, nil, 0},
		"none":                 {nil, nil, 0},
		"two":                  {[]networking.Service{object("ours", -time.Second), object("ours", -time.Second)}, nil, 2},
		"cannot be looked for": {nil, errors.New("no rights"), 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// The request is lost because its time ran out: looking goes on.
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			got, err := creation[networking.Service]{
				list: func(ctx context.Context) ([]networking.Service, error) { return c.all, errors.Join(c.err, ctx.Err()) },
				candidate: func(s networking.Service) candidate {
					return candidate{s.ID, s.Metadata, s.Status, s.Spec.DisplayName == "ours"}
				},
			}.find(ctx, &instant{began}, began, lost)
			if c.matches == 1 {
				if err != nil || got.ID != "ours" {
					t.Errorf("got %+v, %v", got, err)
				}
				return
			}
			lostErr, ok := errors.AsType[*lostError](err)
			if !ok || lostErr.matches != c.matches || got.ID != "" || !errors.Is(lostErr.look, c.err) || !errors.Is(err, lost) {
				t.Fatalf("got %+v, %v", got, err)
			}
			words := lostErr.explain(serviceKind, "env-1", "n-1")
			for _, want := range []string{"Whether the network link service was created is not known. The server answered: Bad Gateway", "network \"n-1\" in environment \"env-1\"", "import id env-1/nls-..."} {
				if !strings.Contains(words, want) {
					t.Errorf("%q does not say %q", words, want)
				}
			}
		})
	}
}

// An interrupted wait gives back what was read last.
func TestAwaitReady_interrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	reads := 0
	got, err := awaitReady(ctx, &instant{}, networking.Endpoint{ID: "made"}, reader[networking.Endpoint]{
		func(context.Context) (networking.Endpoint, error) {
			if reads++; reads == 3 {
				cancel()
			}
			return networking.Endpoint{ID: "read", Status: networking.Status{Phase: networking.Provisioning}}, nil
		},
		func(e networking.Endpoint) networking.Status { return e.Status },
	})
	if !errors.Is(err, context.Canceled) || got.ID != "read" || reads != 3 {
		t.Errorf("got %+v, %v after %d reads", got, err, reads)
	}
}

// Patience begins anew when an endpoint gets on in between.
func TestAwaitReady_patienceIsPerHalt(t *testing.T) {
	t.Parallel()
	clock := &instant{now: time.Unix(0, 0)}
	_, err := awaitReady(t.Context(), clock, networking.Endpoint{}, reader[networking.Endpoint]{
		func(context.Context) (e networking.Endpoint, _ error) {
			e.Status.Phase = networking.PendingAccept
			if since := clock.now.Sub(time.Unix(0, 0)); since > 9*time.Minute && since < 10*time.Minute {
				e.Status.Phase = networking.Provisioning
			}
			return e, nil
		},
		func(e networking.Endpoint) networking.Status { return e.Status },
	})
	if waited := clock.now.Sub(time.Unix(0, 0)); !errors.Is(err, errHeld) || waited < 20*time.Minute || waited > 21*time.Minute {
		t.Errorf("%v after %s", err, waited)
	}
}

func TestRemedy_readsWithAndWithoutADeadline(t *testing.T) {
	t.Parallel()
	for expires, words := range map[string]string{
		"":                     "`accept.environment_ids`. It becomes READY",
		"2026-11-28T11:32:10Z": "`accept.environment_ids`, before 2026-11-28T11:32:10Z, or the endpoint expires. It becomes READY",
	} {
		if got := remedy(networking.Status{Phase: networking.PendingAccept, ExpiresAt: expires}); !strings.Contains(got, words) {
			t.Errorf("got %q, want it to say %q", got, words)
		}
	}
}
