package rest

import (
	"net/http"

	"golang.org/x/oauth2"
)

// Basic authenticates with an API key and its secret.
func Basic(key, secret string) func(*http.Request) error {
	return func(req *http.Request) error {
		req.SetBasicAuth(key, secret)
		return nil
	}
}

// Bearer authenticates with the tokens of source. On Confluent Cloud a token of
// an external identity provider goes with the identity pool that it acts as;
// pool is empty elsewhere.
func Bearer(source oauth2.TokenSource, pool string) func(*http.Request) error {
	return func(req *http.Request) error {
		token, err := source.Token()
		if err != nil {
			return err
		}
		token.SetAuthHeader(req)
		if pool != "" {
			req.Header.Set("Confluent-Identity-Pool-Id", pool)
		}
		return nil
	}
}
