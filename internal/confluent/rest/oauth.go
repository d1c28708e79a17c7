package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// earlyRefresh is how long before its end a token is replaced, so that none runs
// out on its way.
const earlyRefresh = time.Minute

// tokenRetries is how often a token is asked for again after 429, 5xx or a lost
// connection; an identity provider that is down holds up everything.
const tokenRetries = 3

// OAuth says where access tokens come from.
type OAuth struct {
	// TokenURL is the identity provider's token endpoint. Without one TokenFile
	// holds the token itself.
	TokenURL     string
	ClientID     string
	ClientSecret string
	// TokenFile, in place of a secret, names a file with a JWT that the platform
	// renews (workload identity). It is read anew for each token.
	TokenFile string
	Scope     string
}

// TokenSource gives access tokens, each as long as it is valid. ctx is only asked
// for what it carries, not for its end. transport is nil for the default.
func (o OAuth) TokenSource(ctx context.Context, transport http.RoundTripper) oauth2.TokenSource {
	return oauth2.ReuseTokenSourceWithExpiry(nil, &externalTokens{tokenContext(ctx, transport), o}, earlyRefresh)
}

// tokenContext carries the HTTP client that golang.org/x/oauth2 asks for tokens with.
func tokenContext(ctx context.Context, transport http.RoundTripper) context.Context {
	if transport == nil {
		transport = NewTransport(TransportOptions{})
	}
	retrier := retryablehttp.NewClient()
	retrier.HTTPClient = &http.Client{Transport: transport, Timeout: 30 * time.Second}
	retrier.Logger, retrier.RetryMax, retrier.RetryWaitMin = nil, tokenRetries, 200*time.Millisecond
	retrier.ErrorHandler = retryablehttp.PassthroughErrorHandler
	return context.WithValue(context.WithoutCancel(ctx), oauth2.HTTPClient, retrier.StandardClient())
}

// externalTokens asks the identity provider, or reads the file, for each token.
type externalTokens struct {
	ctx context.Context //nolint:containedctx // golang.org/x/oauth2 takes its HTTP client from a context
	OAuth
}

// Token gets a new token.
func (s *externalTokens) Token() (*oauth2.Token, error) {
	conf := clientcredentials.Config{TokenURL: s.TokenURL, ClientID: s.ClientID, ClientSecret: s.ClientSecret, AuthStyle: oauth2.AuthStyleInParams}
	if s.Scope != "" {
		conf.Scopes = strings.Fields(s.Scope)
	}
	if s.TokenFile == "" {
		return conf.Token(s.ctx)
	}
	raw, err := os.ReadFile(s.TokenFile)
	if err != nil {
		return nil, fmt.Errorf("reading token_file: %w", err)
	}
	assertion := strings.TrimSpace(string(raw))
	if assertion == "" {
		return nil, fmt.Errorf("token_file %s is empty", s.TokenFile)
	}
	if s.TokenURL == "" {
		// How long it is valid is the platform's business: it is read again soon.
		return &oauth2.Token{AccessToken: assertion, Expiry: time.Now().Add(2 * earlyRefresh)}, nil
	}
	conf.EndpointParams = url.Values{
		"client_assertion":      {assertion},
		"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}, // RFC 7523, section 2.2
	}
	token, err := conf.Token(s.ctx)
	return token, withoutSecret(err, assertion)
}

// withoutSecret takes out of an error what a token endpoint may have repeated.
func withoutSecret(err error, secret string) error {
	if err == nil {
		return nil
	}
	if text := newRedactor(secret).text(err.Error()); text != err.Error() {
		return errors.New(text)
	}
	return err
}

// STS exchanges tokens of an identity provider for Confluent Cloud's own, which
// the control plane's APIs take (ccloud-sdk-go-v2/sts v0.0.2).
func STS(ctx context.Context, endpoint, identityPoolID string, external oauth2.TokenSource) oauth2.TokenSource {
	return oauth2.ReuseTokenSourceWithExpiry(nil, &exchangedTokens{tokenContext(ctx, nil), endpoint, identityPoolID, external}, earlyRefresh)
}

type exchangedTokens struct {
	ctx      context.Context //nolint:containedctx // golang.org/x/oauth2 takes its HTTP client from a context
	endpoint string
	pool     string
	external oauth2.TokenSource
}

// Token exchanges one token.
func (s *exchangedTokens) Token() (*oauth2.Token, error) {
	subject, err := s.external.Token()
	if err != nil {
		return nil, err
	}
	conf := clientcredentials.Config{
		TokenURL:  s.endpoint + "/sts/v1/oauth2/token",
		AuthStyle: oauth2.AuthStyleInParams,
		EndpointParams: url.Values{
			"grant_type":           {"urn:ietf:params:oauth:grant-type:token-exchange"},
			"subject_token":        {subject.AccessToken},
			"subject_token_type":   {"urn:ietf:params:oauth:token-type:jwt"},
			"requested_token_type": {"urn:ietf:params:oauth:token-type:access_token"},
			"identity_pool_id":     {s.pool},
			"expires_in":           {"900"}, // seconds, the most that Confluent gives
		},
	}
	token, err := conf.Token(s.ctx)
	if err != nil {
		return nil, fmt.Errorf("exchanging the token at %s: %w", s.endpoint, withoutSecret(err, subject.AccessToken))
	}
	return token, nil
}
