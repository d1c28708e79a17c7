package rest

import (
	"context"
	"errors"
	"net/http"

	"golang.org/x/net/http/httpguts"
	"golang.org/x/oauth2"
)

// soon is the next token of source, or ctx's error when ctx ends first: who waits
// for one must be able to give up, although the token is for others as well.
func soon(ctx context.Context, source oauth2.TokenSource) (*oauth2.Token, error) {
	type result struct {
		token *oauth2.Token
		err   error
	}
	got := make(chan result, 1)
	go func() {
		token, err := source.Token()
		got <- result{token, err}
	}()
	select {
	case r := <-got:
		return r.token, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

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
		token, err := soon(req.Context(), source)
		if err != nil {
			return err
		}
		if !httpguts.ValidHeaderFieldValue(token.AccessToken) {
			return errors.New("the access token holds a line break or another control character, so it cannot be sent")
		}
		token.SetAuthHeader(req)
		if pool != "" {
			req.Header.Set("Confluent-Identity-Pool-Id", pool)
		}
		return nil
	}
}
