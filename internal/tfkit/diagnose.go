package tfkit

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// Explain says in a user's words why a call failed: the server's own words with
// the request id, and what to do next where that is known.
func Explain(err error) string {
	var (
		api         *rest.APIError
		unreachable *rest.UnreachableError
		auth        *rest.AuthorizeError
	)
	switch {
	case errors.As(err, &api) && kafka.EncoderSecretMissing(err):
		return answer(api) + "\n\nThe brokers of this Confluent Platform cluster cannot keep the secrets of links: set password.encoder.secret on each of them, the same everywhere (server.properties, or as a dynamic setting), and apply again."
	case errors.As(err, &api):
		return answer(api) + advice(api)
	case errors.As(err, &unreachable) && rest.NotTrusted(unreachable.Cause):
		return fmt.Sprintf("The certificate of %s is not trusted: %v.\n\nIf it was signed by an authority of your own, give that authority's certificate as ca_certificate in the cluster's entry of kafka_clusters. "+
			"If it is for another name than that of the endpoint, give that name as tls_server_name.", unreachable.Endpoint, unreachable.Cause)
	case errors.As(err, &unreachable) && rest.NotAdmitted(unreachable.Cause):
		return fmt.Sprintf("%s ended the TLS handshake: %v.\n\nIt may ask for a certificate of its clients: give client_certificate and client_key in the cluster's entry of kafka_clusters, signed by an authority that the endpoint accepts.", unreachable.Endpoint, unreachable.Cause)
	case errors.As(err, &unreachable):
		return fmt.Sprintf("There is no connection to %s: %v.\n\nTerraform has to run where this endpoint is reachable (port 443 of the cluster that hosts the object; for a private cluster, inside its network). "+
			"While a region is down, on_unreachable = \"keep\" in the provider block leaves its objects alone. If the cluster is gone for good, forget its objects with `removed` blocks.", unreachable.Endpoint, unreachable.Cause)
	case errors.As(err, &auth):
		return fmt.Sprintf("No credentials could be had: %v.\n\nCheck the token endpoint, the client and its secret in that oauth argument of the provider block.", auth.Cause)
	case errors.Is(err, rest.ErrTooLong):
		return "The server has not answered within five minutes. Try again; if it goes on, ask whoever runs the endpoint."
	case errors.Is(err, context.DeadlineExceeded):
		return "The time given by `timeouts` ran out."
	case errors.Is(err, context.Canceled):
		return "The operation was interrupted."
	default:
		return sentence(err.Error())
	}
}

// sentence makes one of an error's words, which by Go's custom begin with a small
// letter and end without a full stop.
func sentence(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:] + "."
}

// Quote is Explain without advice: for a caller that knows better what to do.
func Quote(err error) string {
	if api, ok := errors.AsType[*rest.APIError](err); ok {
		return answer(api)
	}
	return Explain(err)
}

// answer quotes an error answer.
func answer(e *rest.APIError) string {
	facts := []string{fmt.Sprintf("HTTP %d", e.Status)}
	if e.Code != "" && e.Code != fmt.Sprint(e.Status) {
		facts = append(facts, "code "+e.Code)
	}
	if e.RequestID != "" {
		facts = append(facts, "request id "+e.RequestID)
	}
	words := strings.TrimSpace(e.Message)
	if words == "" {
		words = http.StatusText(e.Status)
	}
	return fmt.Sprintf("The server answered: %s (%s).", words, strings.Join(facts, ", "))
}

// advice is what to do about an error answer, beginning with a blank line.
func advice(e *rest.APIError) string {
	if e.Location != "" && e.Status >= 300 && e.Status <= 399 {
		return fmt.Sprintf("\n\n%s answered with a redirect to %s, which is not followed: it would carry the credentials to where they were not meant to go. If that is the right place, give it as rest_endpoint in the cluster's entry of kafka_clusters (or as endpoint in cloud).", e.Endpoint, e.Location)
	}
	switch e.Status {
	case http.StatusBadRequest:
		// In the words of Go's server and of nginx.
		if e.Says("HTTP request to an HTTPS server") || e.Says("plain HTTP request was sent to HTTPS port") {
			return fmt.Sprintf("\n\n%s speaks TLS, and its URL begins with http://. Write https:// in rest_endpoint of the cluster's entry of kafka_clusters (or in endpoint of cloud).", e.Endpoint)
		}
		return ""
	case http.StatusNotFound:
		if errors.Is(e, rest.ErrNotFound) || e.Says("Unable to resolve cluster link") {
			return ""
		}
		return fmt.Sprintf("\n\nThis answer does not say that the object does not exist, so nothing is taken out of state for it. Clink asked %s%s. "+
			"Check rest_endpoint in the cluster's entry of kafka_clusters, or endpoint in cloud: give the address alone, or with the whole path that is meant (/kafka/v3 for a cluster). "+
			"Check the cluster id as well, and any gateway or proxy on the way.", e.Endpoint, e.Path)
	case http.StatusUnauthorized:
		if e.Anonymous {
			return fmt.Sprintf("\n\nNo credentials were given for %s. Give api_key and api_secret (or another way to log in) in the cluster's entry of kafka_clusters; check the spelling, because Terraform drops arguments that it does not know from a map of objects.", e.Endpoint)
		}
		if strings.HasPrefix(e.Path, "/networking/") {
			return "\n\nEither the credentials in cloud of the provider block are not valid here — it takes a Cloud API key, which no key of a Kafka cluster is — or their owner lacks the rights: " +
				"network links need NetworkAdmin, EnvironmentAdmin or OrganizationAdmin in the environment."
		}
		return "\n\nEither the credentials in the cluster's entry of kafka_clusters are not valid for this endpoint — each Kafka cluster has its own API keys, and a Cloud API key is none of them; " +
			"with oauth or bearer_token Confluent Cloud wants to know the identity_pool_id as well — or their owner lacks the rights: cluster links need CloudClusterAdmin, or ALTER on the cluster."
	case http.StatusForbidden:
		return "\n\nThe owner of the credentials in the provider block lacks the rights for this. Nothing was removed from state."
	case http.StatusTooManyRequests:
		return "\n\nThe server went on refusing for its request rate. Raise max_retries in the provider block, or run with a lower -parallelism."
	default:
		return ""
	}
}

// Names lists names for a message: ten at most, then how many more there are.
func Names(names []string) string {
	const most = 10
	quoted := make([]string, 0, most)
	for i, name := range names {
		if i == most {
			return strings.Join(quoted, ", ") + fmt.Sprintf(" and %d more", len(names)-most)
		}
		quoted = append(quoted, fmt.Sprintf("%q", name))
	}
	return strings.Join(quoted, ", ")
}
