package conformance

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	kafkarest "github.com/confluentinc/ccloud-sdk-go-v2/kafkarest/v3"
	networking "github.com/confluentinc/ccloud-sdk-go-v2/networking/v1"
	sts "github.com/confluentinc/ccloud-sdk-go-v2/sts/v1"
)

// driveLogins logs in with a token of the identity provider to a cluster, and with
// what Confluent gives for it to the control plane.
func driveLogins(t *testing.T, p *proof) {
	t.Helper()
	s := newSDK(t, p)
	resp, err := http.PostForm(s.world.URL+"/oauth/token", url.Values{"grant_type": {"client_credentials"}, "client_id": {"app"}, "client_secret": {"s"}})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var external struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&external); err != nil || external.AccessToken == "" {
		t.Fatalf("no token: %d %v", resp.StatusCode, err)
	}

	s.kafka.GetConfig().AddDefaultHeader("confluent-identity-pool-id", "pool-a")
	ctx := context.WithValue(t.Context(), kafkarest.ContextAccessToken, external.AccessToken)
	got[kafkarest.ListLinksResponseDataList](s)(s.kafka.ClusterLinkingV3Api.ListKafkaLinks(ctx, "lkc-dr").Execute())

	configuration := sts.NewConfiguration()
	configuration.HTTPClient, configuration.Servers = &http.Client{Transport: s}, sts.ServerConfigurations{{URL: s.world.URL}}
	confluent := got[sts.StsV1TokenExchangeReply](s)(sts.NewAPIClient(configuration).OAuthTokensStsV1Api.ExchangeStsV1OauthToken(t.Context()).
		GrantType("urn:ietf:params:oauth:grant-type:token-exchange").SubjectToken(external.AccessToken).IdentityPoolId("pool-a").
		SubjectTokenType("urn:ietf:params:oauth:token-type:jwt").RequestedTokenType("urn:ietf:params:oauth:token-type:access_token").ExpiresIn(300).Execute())
	if confluent.ExpiresIn != 300 || confluent.TokenType != "Bearer" {
		t.Errorf("token: expires in %d, %s", confluent.ExpiresIn, confluent.TokenType)
	}
	ctx = context.WithValue(t.Context(), networking.ContextAccessToken, confluent.AccessToken)
	got[networking.NetworkingV1NetworkLinkServiceList](s)(s.networking.NetworkLinkServicesNetworkingV1Api.
		ListNetworkingV1NetworkLinkServices(ctx).Environment("env-east").Execute())
}
