package kafka

import (
	"context"
	"errors"
	"net/http"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// LinkSettings reads all settings of a link, defaults included.
func (c *Client) LinkSettings(ctx context.Context, link string) (Settings, error) {
	call := c.get("links", link, "configs")
	call.Absent = noSuchLink
	return c.settings(ctx, call)
}

// AlterLinkSettings changes settings of a link in one request; those not named
// keep their values. secrets are strings within values that no log and no error
// may show. Servers without the batch call (405) get one call per setting.
func (c *Client) AlterLinkSettings(ctx context.Context, link string, alterations []Alteration, secrets []string) error {
	defer c.forget(link)
	err := c.rest.Do(ctx, c.alterLink(link, alterations, secrets))
	var api *rest.APIError
	if !errors.As(err, &api) || api.Status != http.StatusMethodNotAllowed {
		return err
	}
	for _, a := range alterations {
		one := c.call(http.MethodDelete, "links", link, "configs", a.Name)
		if a.Value != nil {
			one = c.call(http.MethodPut, "links", link, "configs", a.Name)
			one.Body, one.Secrets = map[string]string{"value": *a.Value}, secrets
		}
		if err := c.rest.Do(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

// TryAlterations is AlterLinkSettings as a dry run: the server judges, and
// changes nothing.
func (c *Client) TryAlterations(ctx context.Context, link string, alterations []Alteration, secrets []string) error {
	call := c.alterLink(link, alterations, secrets)
	call.Query = validateOnly()
	return c.rest.Do(ctx, call)
}

func (c *Client) alterLink(link string, alterations []Alteration, secrets []string) rest.Call {
	call := c.call(http.MethodPut, "links", link, "configs:alter")
	call.Body, call.Secrets, call.Absent = wire(alterations), secrets, noSuchLink
	return call
}
