package networklink_test

import (
	"os"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// No resource reads associations; the client does, so that its requests are
// judged with all others.
func TestAccAssociations_showTheOwnerWhoConnects(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("belongs to the acceptance tests' traffic: set TF_ACC=1")
	}
	w := acctest.NewWorld(t)
	client := networking.New(rest.New(rest.Options{BaseURL: w.URL + "/networking/v1", UserAgent: "Terraform/test terraform-provider-clink/test", Authorize: rest.Basic("CLOUDKEY", "CLOUDSECRET")}))
	service, err := client.CreateService(t.Context(), networking.ServiceSpec{
		Environment: networking.Ref{ID: "env-east"}, Network: networking.Ref{ID: "n-east"}, Accept: &networking.Accept{Networks: []string{"n-west"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	endpoint, err := client.CreateEndpoint(t.Context(), networking.EndpointSpec{
		Environment: networking.Ref{ID: "env-west"}, Network: networking.Ref{ID: "n-west"}, Service: networking.Ref{ID: service.ID},
	})
	if err != nil {
		t.Fatal(err)
	}
	all, err := client.Associations(t.Context(), "env-east", service.ID)
	if err != nil || len(all) != 1 || all[0].ID != endpoint.ID {
		t.Errorf("got %+v, %v", all, err)
	}
	if one, err := client.Association(t.Context(), "env-east", service.ID, endpoint.ID); err != nil || one.ID != endpoint.ID {
		t.Errorf("got %+v, %v", one, err)
	}
}
