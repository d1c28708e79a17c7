package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// checkAgainstHost judges what needs no connection: the mode, and what is
// already on the hosting cluster.
func (st *state) checkAgainstHost(l *link) error {
	if existing := l.host.links[l.name]; existing != nil {
		return badRequest("A cluster link already exists with the provided link name: Unable to validate cluster link due to error: Cluster link '%s' already exists.", l.name)
	}
	if l.prefix != "" {
		for _, other := range l.host.links {
			if other.prefix == l.prefix && !other.deleting {
				return invalid(textPrefixTaken, l.prefix)
			}
		}
	}
	if l.mode == modeSource && l.connection == inbound {
		return invalid(textSourceInbound)
	}
	switch {
	case l.mode == modeBidirectional && !l.host.supportsBidirectional():
		return invalid(textUnsupportedMode, l.mode, l.host.ID)
	case l.mode == modeDestination && l.host.isShared():
		return invalid(textUnsupportedMode, l.mode, l.host.ID)
	case l.mode == modeSource && !l.host.createsSourceLinks():
		return invalid(textUnsupportedMode, l.mode, l.host.ID)
	}
	if err := checkCombination(l, l.configs); err != nil {
		return err
	}
	if l.connection == inbound {
		return nil // nothing to connect to
	}
	if l.configs[cfgBootstrap] == "" {
		return invalid(textInvalidValue, "null", cfgBootstrap, "a value is required for OUTBOUND links")
	}
	if st.needsPeer(l) && l.host.secured() && l.configs[localSide+cfgJAAS] == "" {
		return invalid(textLocalCredentials, l.host.ID)
	}
	return nil
}

// Link errors (contract F).
const (
	noError          = "NO_ERROR"
	errAuthenticate  = "AUTHENTICATION_ERROR"
	errUnresolvable  = "UNRESOLVABLE_BOOTSTRAP_ERROR"
	errTCP           = "BOOTSTRAP_TCP_CONNECTION_FAILED_ERROR"
	errTimeout       = "TIMEOUT_ERROR"
	errUnknownReason = "UNKNOWN"
)

// obstacle is why a link cannot connect: as its state shows it, and as the
// creation of the link reports it.
type obstacle struct {
	code    string
	message string
	refusal error
}

// validateLink is what validate_link=true does: connect, and see whether this
// is the cluster that was meant and whether it lets the link in.
func (st *state) validateLink(l *link) error {
	if l.connection == inbound {
		return nil
	}
	if o := st.dial(l); o != nil {
		return o.refusal
	}
	if !st.needsPeer(l) {
		return nil
	}
	// A half that was just created is not seen by the other cluster yet
	// (contract E).
	p := st.counterpart(l)
	if p == nil || p.connection != inbound || st.now.Before(p.created.Add(st.options.Settle)) {
		return badRequest("Unable to validate cluster link due to error: the destination cluster does not have a link named %s", l.name)
	}
	return nil
}

// dial tries the connection that an OUTBOUND link opens; nil is success.
func (st *state) dial(l *link) *obstacle {
	role := "source"
	if l.mode == modeSource {
		role = "destination"
	}
	address := st.value(l, cfgBootstrap)
	target := st.at(address)
	if target == nil {
		return invalidLink(errUnresolvable, fmt.Sprintf("Failed to resolve the bootstrap servers %s of the %s cluster.", address, role))
	}
	if !st.reaches(l.host, target, l.mode) {
		return invalidLink(errTCP, fmt.Sprintf("Failed to create a TCP connection to the %s cluster.", role))
	}
	if o := target.admits(st.world.OAuthClients, l.configs, ""); o != nil {
		return o
	}
	if target.ID != l.remote {
		message := fmt.Sprintf(textIDMismatch, l.remote, target.ID)
		return &obstacle{errUnknownReason, message, badRequest("%s", message)}
	}
	if o := l.unsupportedAt(target); o != nil {
		return o
	}
	if st.needsPeer(l) {
		return l.host.admits(st.world.OAuthClients, l.configs, localSide)
	}
	return nil
}

// unsupportedAt: the other end must be able to be what the mode makes of it.
func (l *link) unsupportedAt(target *cluster) *obstacle {
	if l.mode == modeBidirectional && target.supportsBidirectional() ||
		l.mode == modeSource && target.hasClusterLinking() && !target.isShared() || l.mode == modeDestination {
		return nil
	}
	message := fmt.Sprintf(textUnsupportedMode, l.mode, target.ID)
	return &obstacle{errUnknownReason, message, invalid("%s", message)}
}

func invalidLink(code, message string) *obstacle {
	return &obstacle{code, message, badRequest("Invalid Cluster Link: Invalid cluster link. Link error code: %s. Link error message: %s Unable to validate cluster link due to error: The provided cluster is invalid.", code, message)}
}

// denied is a failed login: 401, and AUTHENTICATION_ERROR on an existing link.
func denied(format string, args ...any) *obstacle {
	return &obstacle{
		code: errAuthenticate, message: "Please check your api key and secret",
		refusal: kafkaError{http.StatusUnauthorized, http.StatusUnauthorized, "Unable to validate cluster link due to error: " + fmt.Sprintf(format, args...)},
	}
}

// misconfigured is a client that cannot even be made from the settings.
func misconfigured(format string, args ...any) *obstacle {
	return &obstacle{
		code: errAuthenticate, message: fmt.Sprintf(format, args...),
		refusal: badRequest("Unable to validate cluster link due to error: Unable to create client using provided properties when validating the cluster link: %s", fmt.Sprintf(format, args...)),
	}
}

// protocols are the security protocols that the cluster listens with; none is
// any.
func (c *cluster) protocols() []string {
	if len(c.SecurityProtocols) == 0 && c.secured() {
		return []string{"SASL_SSL", "SASL_PLAINTEXT"}
	}
	return c.SecurityProtocols
}

func (c *cluster) mechanisms() []string {
	switch {
	case len(c.SASLMechanisms) > 0:
		return c.SASLMechanisms
	case c.Kind == KindCloud:
		return []string{"PLAIN", "OAUTHBEARER"}
	default:
		return []string{"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"}
	}
}

// admits tries to log in with the client settings of a link; side is empty or
// "local.".
func (c *cluster) admits(clients []OAuthClient, configs map[string]string, side string) *obstacle {
	protocol := strings.ToUpper(configs[side+cfgSecurityProtocol])
	if protocol == "" {
		protocol = "PLAINTEXT"
	}
	if listening := c.protocols(); len(listening) > 0 && !slices.Contains(listening, protocol) {
		// A client that speaks another protocol is hung up on, or hangs.
		return &obstacle{
			code: errTimeout, message: "Timed out waiting for a node assignment.",
			refusal: badRequest("Unable to validate cluster link due to error: Timed out waiting for a node assignment. The cluster does not listen with security protocol %s.", protocol),
		}
	}
	if protocol == "SSL" && c.ClientCA != "" && configs[side+cfgKeystoreChain] == "" && configs[side+"ssl.keystore.location"] == "" {
		return denied("SSL handshake failed")
	}
	if !strings.HasPrefix(protocol, "SASL_") {
		return nil
	}
	mechanism := configs[side+cfgSASLMechanism]
	if mechanism == "" {
		mechanism = "GSSAPI"
	}
	if !slices.Contains(c.mechanisms(), mechanism) {
		return denied("Client SASL mechanism '%s' not enabled in the server, enabled mechanisms are [%s]", mechanism, strings.Join(c.mechanisms(), ", "))
	}
	if mechanism == "GSSAPI" {
		return nil // no key distribution centre is simulated
	}
	return c.login(clients, mechanism, configs[side+cfgJAAS])
}

// login checks the credentials in a sasl.jaas.config.
func (c *cluster) login(clients []OAuthClient, mechanism, jaas string) *obstacle {
	entry, err := parseJAAS(jaas)
	if err != nil {
		return misconfigured("%s", err)
	}
	module, user, password := "PlainLoginModule", entry.options["username"], entry.options["password"]
	switch {
	case mechanism == "OAUTHBEARER":
		module = "OAuthBearerLoginModule"
	case strings.HasPrefix(mechanism, "SCRAM-"):
		module = "ScramLoginModule"
	}
	if !strings.HasSuffix(entry.module, "."+module) {
		return misconfigured("No LoginModule found for %s", entry.module)
	}
	if mechanism == "OAUTHBEARER" {
		return c.tokenLogin(clients, entry.options)
	}
	if want, known := c.APIKeys[user]; c.secured() && (!known || want != password) {
		return denied("Authentication failed: Invalid username or password")
	}
	return nil
}

// tokenLogin checks the client that would fetch a token, and the extensions
// that Confluent Cloud asks for.
func (c *cluster) tokenLogin(clients []OAuthClient, options map[string]string) *obstacle {
	i := slices.IndexFunc(clients, func(o OAuthClient) bool {
		return o.ClientID == options["clientId"] && o.ClientSecret == options["clientSecret"]
	})
	if i < 0 {
		return denied("Authentication failed: invalid_client")
	}
	if id := options["extension_logicalCluster"]; c.Kind == KindCloud && id != c.ID {
		return denied("Authentication failed: logical cluster '%s' is not '%s'", id, c.ID)
	}
	if pool := options["extension_identityPoolId"]; c.Kind == KindCloud && !slices.Contains(clients[i].IdentityPools, pool) {
		return denied("Authentication failed: identity pool '%s' is not known", pool)
	}
	return nil
}
