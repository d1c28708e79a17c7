package networking_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// api is a networking API that answers what handle says, and keeps the requests.
type api struct {
	*networking.Client
	sent []string
}

func newAPI(t *testing.T, handle func(r *http.Request) (status int, body string)) *api {
	t.Helper()
	a := &api{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		a.sent = append(a.sent, strings.TrimSpace(r.Method+" "+strings.TrimPrefix(r.URL.Path, "/networking/v1/")+"?"+r.URL.Query().Encode()+" "+string(body)))
		status, answer := handle(r)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	a.Client = networking.New(rest.New(rest.Options{BaseURL: server.URL + "/networking/v1"}))
	return a
}

func always(status int, body string) func(*http.Request) (int, string) {
	return func(*http.Request) (int, string) { return status, body }
}

func (a *api) expect(t *testing.T, want ...string) {
	t.Helper()
	if strings.Join(a.sent, "\n") != strings.Join(want, "\n") {
		t.Errorf("sent\n%s\nwant\n%s", strings.Join(a.sent, "\n"), strings.Join(want, "\n"))
	}
}

const serviceJSON = `{"api_version":"networking/v1","kind":"NetworkLinkService","id":"nls-p2k0l1",
 "metadata":{"created_at":"2023-02-09T22:06:43.888364Z","updated_at":"2023-02-09T22:06:43.888364Z","resource_name":"crn://confluent.cloud/network-link-service=nls-p2k0l1","self":"https://api.confluent.cloud/x"},
 "spec":{"accept":{"environments":["env-nkv0pz"],"networks":null},"description":"Test NL service","display_name":"network-link-service-2",
  "environment":{"id":"env-d1o8qo","related":"x","resource_name":"y"},"network":{"environment":"env-d1o8qo","id":"n-6kqnx2","related":"x","resource_name":"y"}},
 "status":{"phase":"READY"}}`

func TestService_decodes(t *testing.T) {
	t.Parallel()
	a := newAPI(t, always(http.StatusOK, serviceJSON))
	s, err := a.Service(t.Context(), "env-d1o8qo", "nls-p2k0l1")
	if err != nil {
		t.Fatal(err)
	}
	if s.ID != "nls-p2k0l1" || s.Spec.Network.ID != "n-6kqnx2" || s.Spec.Environment.ID != "env-d1o8qo" || s.Status.Phase != networking.Ready ||
		s.Metadata.Created().Year() != 2023 || len(s.Spec.Accept.Networks) != 0 || s.Spec.Accept.Environments[0] != "env-nkv0pz" {
		t.Errorf("got %+v", s)
	}
	a.expect(t, "GET network-link-services/nls-p2k0l1?environment=env-d1o8qo")
	if seen, ok := a.SeenService("nls-p2k0l1"); !ok || seen.ID != s.ID {
		t.Errorf("seen %+v, %t", seen, ok)
	}
	if _, ok := a.SeenService("nls-other"); ok {
		t.Error("what was never read was seen")
	}
	if _, ok := a.SeenEndpoint("nls-p2k0l1"); ok {
		t.Error("a service was seen as an endpoint")
	}
}

func TestEndpoint_decodes(t *testing.T) {
	t.Parallel()
	a := newAPI(t, always(http.StatusOK, `{"id":"nle-1","metadata":{"created_at":"yesterday"},"spec":{"display_name":null,"network_link_service":{"id":"nls-1"}},
		"status":{"phase":"SOMETHING_NEW","error_code":null,"error_message":"why","expires_at":"2026-01-01T00:00:00Z"}}`))
	e, err := a.Endpoint(t.Context(), "env-1", "nle-1")
	want := networking.Status{Phase: "SOMETHING_NEW", ErrorMessage: "why", ExpiresAt: "2026-01-01T00:00:00Z"}
	if err != nil || e.Status != want || e.Spec.Service.ID != "nls-1" || e.Spec.DisplayName != "" || !e.Metadata.Created().IsZero() {
		t.Errorf("got %+v, %v", e, err)
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	env, network := networking.Ref{ID: "env-1"}, networking.Ref{ID: "n-1"}
	name, none := "x", ""
	for label, c := range map[string]struct {
		call func(a *api) error
		want string
	}{
		"create service": {func(a *api) error {
			_, err := a.CreateService(t.Context(), networking.ServiceSpec{Environment: env, Network: network})
			return err
		}, `POST network-link-services? {"spec":{"environment":{"id":"env-1"},"network":{"id":"n-1"}}}`},
		"create service, all": {func(a *api) error {
			_, err := a.CreateService(t.Context(), networking.ServiceSpec{DisplayName: "x", Description: "y", Environment: env, Network: network, Accept: &networking.Accept{Networks: []string{"n-2"}}})
			return err
		}, `POST network-link-services? {"spec":{"display_name":"x","description":"y","environment":{"id":"env-1"},"network":{"id":"n-1"},"accept":{"environments":[],"networks":["n-2"]}}}`},
		"update service": {func(a *api) error {
			_, err := a.UpdateService(t.Context(), "env-1", "nls-1", networking.ServiceChange{DisplayName: &name})
			return err
		}, `PATCH network-link-services/nls-1? {"spec":{"environment":{"id":"env-1"},"display_name":"x"}}`},
		"clear service": {func(a *api) error {
			_, err := a.UpdateService(t.Context(), "env-1", "nls-1", networking.ServiceChange{DisplayName: &none, Description: &none, Accept: &networking.Accept{}})
			return err
		}, `PATCH network-link-services/nls-1? {"spec":{"environment":{"id":"env-1"},"display_name":"","description":"","accept":{"environments":[],"networks":[]}}}`},
		"delete service": {func(a *api) error { return a.DeleteService(t.Context(), "env-1", "nls-1") }, `DELETE network-link-services/nls-1?environment=env-1`},
		"create endpoint": {func(a *api) error {
			_, err := a.CreateEndpoint(t.Context(), networking.EndpointSpec{Environment: env, Network: network, Service: networking.Ref{ID: "nls-1"}})
			return err
		}, `POST network-link-endpoints? {"spec":{"environment":{"id":"env-1"},"network":{"id":"n-1"},"network_link_service":{"id":"nls-1"}}}`},
		"update endpoint": {func(a *api) error {
			_, err := a.UpdateEndpoint(t.Context(), "env-1", "nle-1", networking.EndpointChange{Description: &none})
			return err
		}, `PATCH network-link-endpoints/nle-1? {"spec":{"environment":{"id":"env-1"},"description":""}}`},
		"delete endpoint": {func(a *api) error { return a.DeleteEndpoint(t.Context(), "env-1", "nle-1") }, `DELETE network-link-endpoints/nle-1?environment=env-1`},
		"association": {func(a *api) error {
			_, err := a.Association(t.Context(), "env-1", "nls-1", "nle-1")
			return err
		}, `GET network-link-service-associations/nle-1?environment=env-1&spec.network_link_service=nls-1`},
		"filters": {func(a *api) error {
			_, err := a.Endpoints(t.Context(), "env-1", networking.Filter{DisplayName: []string{"a&b"}, Phase: []networking.Phase{networking.Ready, networking.Failed}, Network: []string{"n-1"}, Service: []string{"nls-1"}})
			return err
		}, `GET network-link-endpoints?` + url.Values{
			"environment": {"env-1"}, "page_size": {"100"}, "spec.display_name": {"a&b"}, "spec.network": {"n-1"}, "spec.network_link_service": {"nls-1"}, "status.phase": {"READY", "FAILED"},
		}.Encode()},
	} {
		t.Run(label, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t, always(http.StatusOK, `{"id":"nle-1","data":[]}`))
			if err := c.call(a); err != nil {
				t.Fatal(err)
			}
			a.expect(t, c.want)
		})
	}
}

func TestServices_pages(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(r *http.Request) (int, string) {
		next := map[string]string{"": "p2", "p2": "p3"}[r.URL.Query().Get("page_token")]
		page := map[string]any{"metadata": map[string]any{"next": nil, "total_size": 3}, "data": []any{map[string]any{"id": "nls-" + r.URL.Query().Get("page_token")}}}
		if next != "" {
			page["metadata"] = map[string]any{"next": fmt.Sprintf("https://api.confluent.cloud/networking/v1/network-link-services?environment=env-1&page_token=%s", next)}
		}
		raw, _ := json.Marshal(page)
		return http.StatusOK, string(raw)
	})
	all, err := a.Services(t.Context(), "env-1", networking.Filter{})
	if err != nil || len(all) != 3 || all[0].ID != "nls-" || all[2].ID != "nls-p3" {
		t.Errorf("got %+v, %v", all, err)
	}
	a.expect(t, "GET network-link-services?environment=env-1&page_size=100", "GET network-link-services?environment=env-1&page_size=100&page_token=p2", "GET network-link-services?environment=env-1&page_size=100&page_token=p3")
}

func TestServices_endsOfLists(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		fail bool
	}{
		"null":         {`{"metadata":{"next":null},"data":[{}]}`, false},
		"empty":        {`{"metadata":{"next":""},"data":[{}]}`, false},
		"no metadata":  {`{"data":[{}]}`, false},
		"no token":     {`{"metadata":{"next":"https://x/?environment=e"},"data":[{}]}`, false},
		"leads itself": {`{"metadata":{"next":"https://x/?page_token=same"},"data":[{}]}`, true},
		"no URL":       {`{"metadata":{"next":"https://x/%zz"},"data":[{}]}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, err := newAPI(t, always(http.StatusOK, c.body)).Services(t.Context(), "env-1", networking.Filter{})
			if (err != nil) != c.fail || !c.fail && len(all) != 1 {
				t.Errorf("got %+v, %v", all, err)
			}
		})
	}
}

func TestAssociations(t *testing.T) {
	t.Parallel()
	a := newAPI(t, always(http.StatusOK, `{"data":[{"id":"nle-1","spec":{"network_link_endpoint":"nle-1","network_link_service":{"id":"nls-1"}},"status":{"phase":"PENDING_ACCEPT","expires_at":"soon"}}]}`))
	all, err := a.Associations(t.Context(), "env-1", "nls-1", networking.PendingAccept)
	if err != nil || len(all) != 1 || all[0].Spec.Endpoint != "nle-1" || all[0].Status.ExpiresAt != "soon" {
		t.Errorf("got %+v, %v", all, err)
	}
	a.expect(t, "GET network-link-service-associations?environment=env-1&page_size=100&spec.network_link_service=nls-1&status.phase=PENDING_ACCEPT")

	// None are "not found", in words of their own.
	a = newAPI(t, always(http.StatusNotFound, `{"errors":[{"status":"404","title":"Not Found","detail":"NetworkLinkEndpoints are not found"}]}`))
	if all, err := a.Associations(t.Context(), "env-1", "nls-1"); err != nil || len(all) != 0 {
		t.Errorf("got %+v, %v", all, err)
	}
	a = newAPI(t, always(http.StatusNotFound, `{"errors":[{"status":"404","title":"Not Found","detail":"The network link service nls-1 was not found."}]}`))
	if _, err := a.Associations(t.Context(), "env-1", "nls-1"); !errors.Is(err, rest.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]error{http.StatusNotFound: rest.ErrNotFound, http.StatusForbidden: rest.ErrForbidden, http.StatusUnauthorized: rest.ErrUnauthorized} {
		a := newAPI(t, always(status, `{"errors":[{"code":"c","title":"t","detail":"The network link endpoint nle-1 was not found."}]}`))
		_, err := a.Endpoint(t.Context(), "env-1", "nle-1")
		if !errors.Is(err, want) || status == http.StatusForbidden && errors.Is(err, rest.ErrNotFound) {
			t.Errorf("%d: %v", status, err)
		}
		if _, ok := a.SeenEndpoint("nle-1"); ok {
			t.Errorf("%d: a failed read was remembered", status)
		}
	}
	a := newAPI(t, always(http.StatusServiceUnavailable, ""))
	if _, err := a.CreateEndpoint(t.Context(), networking.EndpointSpec{}); !errors.Is(err, rest.ErrUnknown) || len(a.sent) != 1 {
		t.Errorf("POST: %v after %v", err, a.sent)
	}
}

func TestAccept_same(t *testing.T) {
	t.Parallel()
	one := &networking.Accept{Environments: []string{"env-1"}, Networks: []string{"n-2", "n-1"}}
	for name, c := range map[string]struct {
		a, b *networking.Accept
		want bool
	}{
		"nobody":      {nil, &networking.Accept{}, true},
		"nil":         {nil, nil, true},
		"order":       {one, &networking.Accept{Environments: []string{"env-1"}, Networks: []string{"n-1", "n-2", "n-1"}}, true},
		"fewer":       {one, &networking.Accept{Environments: []string{"env-1"}, Networks: []string{"n-1"}}, false},
		"other list":  {&networking.Accept{Networks: []string{"n-1"}}, &networking.Accept{Environments: []string{"n-1"}}, false},
		"one, nobody": {one, nil, false},
	} {
		if c.a.Same(c.b) != c.want || c.b.Same(c.a) != c.want {
			t.Errorf("%s: not %t", name, c.want)
		}
	}
}

func TestMetadata_created(t *testing.T) {
	t.Parallel()
	want := time.Date(2023, 2, 9, 22, 6, 43, 888364000, time.UTC)
	if got := (networking.Metadata{CreatedAt: "2023-02-09T22:06:43.888364Z"}).Created(); !got.Equal(want) {
		t.Errorf("got %s", got)
	}
}
