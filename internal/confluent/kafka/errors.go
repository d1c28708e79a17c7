package kafka

import (
	"errors"
	"net/http"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// This file is the one place that reads meaning out of the server's words:
// Confluent's link handler tells these cases apart by text alone (api-contract,
// A.8 and E).

// NotYetVisible says that a request failed because something that was just
// created is not visible to all of the cluster yet. Waiting helps.
func NotYetVisible(err error) bool {
	return says(err, http.StatusNotFound, "Unable to resolve cluster link information") || OtherHalfMissing(err)
}

// OtherHalfMissing says that the half of a link that dials found no half that
// waits for it: not yet, or not at all.
func OtherHalfMissing(err error) bool {
	return says(err, http.StatusBadRequest, "does not have a link named")
}

// AlreadyExists says that the name is taken.
func AlreadyExists(err error) bool {
	return errors.Is(err, rest.ErrConflict) ||
		(says(err, http.StatusBadRequest, "already exists") && !PrefixTaken(err))
}

// PrefixTaken says that another link of the cluster has the prefix.
func PrefixTaken(err error) bool {
	return says(err, http.StatusBadRequest, "prefix") && says(err, http.StatusBadRequest, "already exists")
}

// RemoteUnreachable says that the hosting cluster found no way to the remote one.
func RemoteUnreachable(err error) bool {
	return says(err, http.StatusBadRequest, "BOOTSTRAP_TCP_CONNECTION_FAILED_ERROR")
}

// RemoteUnresolvable says that the hosting cluster cannot resolve the names of the
// remote one's servers.
func RemoteUnresolvable(err error) bool {
	return says(err, http.StatusBadRequest, "UNRESOLVABLE_BOOTSTRAP_ERROR")
}

// RemoteSilent says that no broker of the remote cluster answered, as when the port or
// the protocol is another one, or only the bootstrap address is reached.
func RemoteSilent(err error) bool {
	return says(err, http.StatusBadRequest, "node assignment")
}

// RemoteIsAnother says that the cluster at the address has another id than was said.
func RemoteIsAnother(err error) bool {
	return says(err, http.StatusBadRequest, "luster ID mismatch")
}

// RemoteRefused says that the remote cluster did not accept what the link logs
// in with.
func RemoteRefused(err error) bool {
	return says(err, http.StatusUnauthorized, "Unable to validate cluster link")
}

// HostRefused says that the hosting cluster does not let the caller manage links.
func HostRefused(err error) bool {
	return says(err, http.StatusUnauthorized, "Cluster authorization failed")
}

// Unsupported says that a cluster does not offer what was asked for, such as a link in
// a mode that came with a later release: by the code for that, by its words, or because
// it does not know the field by which a bidirectional link names the other cluster.
func Unsupported(err error) bool {
	var api *rest.APIError
	if !errors.As(err, &api) || api.Status != http.StatusBadRequest {
		return false
	}
	return api.Code == "40035" || api.Says("not supported") || api.Says("unsupported") || api.Says("remote_cluster_id")
}

// EncoderSecretMissing says that the brokers of a Confluent Platform cluster have
// no password.encoder.secret, without which they store no secrets of links. No
// document quotes the server; Kafka's code speaks of the setting, or of the
// "password encoder secret".
func EncoderSecretMissing(err error) bool {
	api, ok := errors.AsType[*rest.APIError](err)
	if !ok {
		return false
	}
	return api.Says("password.encoder.secret") || api.Says("assword encoder secret")
}

// says reports whether err is the server's answer with this status and text.
func says(err error, status int, text string) bool {
	var api *rest.APIError
	return errors.As(err, &api) && api.Status == status && api.Says(text)
}

// BeingDeleted says that a topic of the name is on its way out. Waiting helps.
func BeingDeleted(err error) bool {
	return says(err, http.StatusBadRequest, "marked for deletion")
}
