package conformance

import (
	"net/http"
	"testing"

	networking "github.com/confluentinc/ccloud-sdk-go-v2/networking/v1"
)

// within names an environment the way the SDK does.
func within(environment string) *networking.GlobalObjectReference {
	return &networking.GlobalObjectReference{Id: environment}
}

func driveNetworkLinks(t *testing.T, p *proof) {
	t.Helper()
	s := newSDK(t, p)
	services, endpoints := s.networking.NetworkLinkServicesNetworkingV1Api, s.networking.NetworkLinkEndpointsNetworkingV1Api
	associations, cloud := s.networking.NetworkLinkServiceAssociationsNetworkingV1Api, s.cloud()

	service := got[networking.NetworkingV1NetworkLinkService](s)(services.CreateNetworkingV1NetworkLinkService(cloud).NetworkingV1NetworkLinkService(
		networking.NetworkingV1NetworkLinkService{Spec: &networking.NetworkingV1NetworkLinkServiceSpec{
			DisplayName: new("east"), Description: new("clicks"), Environment: within("env-east"), Network: &networking.EnvScopedObjectReference{Id: "n-east"},
			Accept: &networking.NetworkingV1NetworkLinkServiceAcceptPolicy{Environments: &[]string{"env-guide"}, Networks: &[]string{"n-dr"}},
		}}).Execute())
	if got[networking.NetworkingV1NetworkLinkService](s)(services.GetNetworkingV1NetworkLinkService(cloud, service.GetId()).Environment("env-east").Execute()).Status.Phase != "READY" {
		t.Errorf("service: %v", service)
	}
	list := got[networking.NetworkingV1NetworkLinkServiceList](s)(services.ListNetworkingV1NetworkLinkServices(cloud).Environment("env-east").
		SpecDisplayName([]string{"east"}).StatusPhase([]string{"READY"}).SpecNetwork([]string{"n-east"}).PageSize(1).Execute())
	if len(list.Data) != 1 {
		t.Errorf("services: %v", list)
	}

	endpoint := got[networking.NetworkingV1NetworkLinkEndpoint](s)(endpoints.CreateNetworkingV1NetworkLinkEndpoint(cloud).NetworkingV1NetworkLinkEndpoint(
		networking.NetworkingV1NetworkLinkEndpoint{Spec: &networking.NetworkingV1NetworkLinkEndpointSpec{
			DisplayName: new("west"), Description: new("to east"), Environment: within("env-west"), Network: &networking.EnvScopedObjectReference{Id: "n-west"},
			NetworkLinkService: &networking.EnvScopedObjectReference{Id: service.GetId()},
		}}).Execute())
	phase := func(want string) {
		t.Helper()
		e := got[networking.NetworkingV1NetworkLinkEndpoint](s)(endpoints.GetNetworkingV1NetworkLinkEndpoint(cloud, endpoint.GetId()).Environment("env-west").Execute()) //nolint:contextcheck // judging waits for nothing
		if e.Status.Phase != want {
			t.Errorf("endpoint is %s, not %s", e.Status.Phase, want)
		}
	}
	phase("PENDING_ACCEPT")
	got[networking.NetworkingV1NetworkLinkServiceAssociation](s)(associations.GetNetworkingV1NetworkLinkServiceAssociation(cloud, endpoint.GetId()).
		SpecNetworkLinkService(service.GetId()).Environment("env-east").Execute())
	got[networking.NetworkingV1NetworkLinkService](s)(services.UpdateNetworkingV1NetworkLinkService(cloud, service.GetId()).NetworkingV1NetworkLinkServiceUpdate(
		networking.NetworkingV1NetworkLinkServiceUpdate{Spec: &networking.NetworkingV1NetworkLinkServiceSpecUpdate{
			DisplayName: new("east, for west"), Environment: within("env-east"),
			Accept: &networking.NetworkingV1NetworkLinkServiceAcceptPolicy{Environments: &[]string{}, Networks: &[]string{"n-west"}},
		}}).Execute())
	phase("READY")
	got[networking.NetworkingV1NetworkLinkEndpoint](s)(endpoints.UpdateNetworkingV1NetworkLinkEndpoint(cloud, endpoint.GetId()).NetworkingV1NetworkLinkEndpointUpdate(
		networking.NetworkingV1NetworkLinkEndpointUpdate{Spec: &networking.NetworkingV1NetworkLinkEndpointSpecUpdate{
			DisplayName: new("west, of east"), Description: new(""), Environment: within("env-west"),
		}}).Execute())
	ends := got[networking.NetworkingV1NetworkLinkEndpointList](s)(endpoints.ListNetworkingV1NetworkLinkEndpoints(cloud).Environment("env-west").
		SpecDisplayName([]string{"west, of east"}).StatusPhase([]string{"READY", "INACTIVE"}).SpecNetwork([]string{"n-west"}).
		SpecNetworkLinkService([]string{service.GetId()}).PageSize(100).Execute())
	incoming := got[networking.NetworkingV1NetworkLinkServiceAssociationList](s)(associations.ListNetworkingV1NetworkLinkServiceAssociations(cloud).
		SpecNetworkLinkService(service.GetId()).Environment("env-east").StatusPhase([]string{"READY"}).PageSize(100).Execute())
	if len(ends.Data) != 1 || len(incoming.Data) != 1 || incoming.Data[0].GetId() != endpoint.GetId() {
		t.Errorf("endpoints %v, associations %v", ends.Data, incoming.Data)
	}
	for _, want := range []string{"PROVISIONING", "FAILED", "DEPROVISIONING", "EXPIRED", "DISCONNECTED", "DISCONNECTING", "INACTIVE", "READY"} {
		s.world.Do(http.MethodPut, "/simulator/network-link-endpoints/"+endpoint.GetId(), map[string]any{"phase": want})
		phase(want)
	}
	_, err := services.DeleteNetworkingV1NetworkLinkService(cloud, service.GetId()).Environment("env-east").Execute()
	s.refused(http.StatusConflict, err)
	s.done(endpoints.DeleteNetworkingV1NetworkLinkEndpoint(cloud, endpoint.GetId()).Environment("env-west").Execute())
	s.done(services.DeleteNetworkingV1NetworkLinkService(cloud, service.GetId()).Environment("env-east").Execute())
	_, _, err = services.GetNetworkingV1NetworkLinkService(cloud, service.GetId()).Environment("env-east").Execute()
	s.refused(http.StatusNotFound, err)
	_, _, err = services.ListNetworkingV1NetworkLinkServices(cloud).Environment("").Execute()
	s.refused(http.StatusBadRequest, err)
}
