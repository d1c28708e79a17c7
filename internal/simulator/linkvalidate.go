package simulator

import (
	"fmt"
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
	if st.dialsForPeer(l) && l.host.asksLinks() && !(loginSettings{l.configs, localSide}).given() {
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
	if l.mode != modeSource {
		return nil // the other half of a bidirectional link may come later
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
	if st.dialsForPeer(l) {
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
