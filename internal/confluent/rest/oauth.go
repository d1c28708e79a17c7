package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
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
	// TokenURL is the identity provider's token endpoint. Without one Workload gives
	// the access token itself.
	TokenURL     string
	ClientID     string
	ClientSecret string
	// Workload, in place of a secret, gives a JWT that the platform renews (workload
	// identity). It is asked anew for each access token.
	Workload func() (string, error)
	Scope    string
	// Called is what the user calls it, such as cloud.oauth: errors name it.
	Called string
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
	// A redirect would carry the secret to whatever host it names.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	retrier := retryablehttp.NewClient()
	retrier.HTTPClient = &http.Client{Transport: transport, Timeout: 30 * time.Second, CheckRedirect: stay}
	retrier.Logger, retrier.RetryMax, retrier.RetryWaitMin = nil, tokenRetries, 200*time.Millisecond
	retrier.ErrorHandler = retryablehttp.PassthroughErrorHandler
	client := retrier.StandardClient()
	client.CheckRedirect = stay
	return context.WithValue(context.WithoutCancel(ctx), oauth2.HTTPClient, client)
}

// noToken says in one sentence why a token endpoint gave no token. Secrets that
// it may have repeated are taken out; nil stays nil.
func noToken(endpoint, client string, err error, secrets ...string) error {
	if err == nil {
		return nil
	}
	if u, parseErr := url.Parse(endpoint); parseErr == nil {
		endpoint = u.Redacted()
	}
	redact := newRedactor(secrets...)
	whose := ""
	if client != "" {
		whose = fmt.Sprintf(" for client %q", client)
	}
	answer, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok {
		return fmt.Errorf("%s gave no token%s: %s", endpoint, whose, redact.shown(innermost(err).Error(), maxWords))
	}
	status := answer.Response.StatusCode
	if to, locationErr := answer.Response.Location(); locationErr == nil {
		return fmt.Errorf("%s gave no token%s, but a redirect (HTTP %d) to %s://%s, which is not followed: it would carry the credentials to where they were not meant to go. If that is the right place, give its URL",
			endpoint, whose, status, to.Scheme, redact.shown(to.Host, maxName))
	}
	words := answer.ErrorCode
	if answer.ErrorDescription != "" {
		words += ": " + answer.ErrorDescription
	}
	if words == "" {
		words = wordsOf(answer.Body)
	}
	if words == "" {
		words = http.StatusText(status)
	}
	return fmt.Errorf("%s gave no token%s: it answered HTTP %d: %s", endpoint, whose, status, strings.TrimRight(redact.shown(words, maxWords), "."))
}

// externalTokens asks the identity provider, or reads the file, for each token.
type externalTokens struct {
	ctx context.Context //nolint:containedctx // golang.org/x/oauth2 takes its HTTP client from a context
	OAuth
}

// Token gets a new token.
func (s *externalTokens) Token() (*oauth2.Token, error) {
	token, err := s.token()
	if err != nil && s.Called != "" {
		err = fmt.Errorf("%s: %w", s.Called, err)
	}
	return token, err
}

func (s *externalTokens) token() (*oauth2.Token, error) {
	conf := clientcredentials.Config{TokenURL: s.TokenURL, ClientID: s.ClientID, ClientSecret: s.ClientSecret, AuthStyle: oauth2.AuthStyleInParams}
	if s.Scope != "" {
		conf.Scopes = strings.Fields(s.Scope)
	}
	if s.Workload == nil {
		token, err := conf.Token(s.ctx)
		return token, noToken(s.TokenURL, s.ClientID, err, s.ClientSecret)
	}
	assertion, err := s.Workload()
	if err != nil {
		return nil, err
	}
	if assertion = strings.TrimSpace(assertion); assertion == "" {
		return nil, errors.New("the workload's own token is empty")
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
	return token, noToken(s.TokenURL, s.ClientID, err, assertion)
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
	if err = noToken(conf.TokenURL, "", err, subject.AccessToken); err != nil {
		return nil, fmt.Errorf("exchanging the identity provider's token for one of identity pool %q: %w", s.pool, err)
	}
	return token, nil
}
