package simulator

import (
	"crypto/rand"
	"slices"
	"strings"
	"time"
)

// phase of a network link service or endpoint (contract D).
type phase string

const (
	phaseProvisioning   phase = "PROVISIONING"
	phasePendingAccept  phase = "PENDING_ACCEPT"
	phaseReady          phase = "READY"
	phaseInactive       phase = "INACTIVE"
	phaseFailed         phase = "FAILED"
	phaseExpired        phase = "EXPIRED"
	phaseDisconnecting  phase = "DISCONNECTING"
	phaseDisconnected   phase = "DISCONNECTED"
	phaseDeprovisioning phase = "DEPROVISIONING"
)

// phases are those of the contract.
func phases() []phase {
	return []phase{
		phaseProvisioning, phasePendingAccept, phaseReady, phaseInactive, phaseFailed, phaseExpired, phaseDisconnecting, phaseDisconnected, phaseDeprovisioning,
	}
}

// Quotas (contract D).
const (
	servicesPerNetwork       = 1
	endpointsPerNetwork      = 5
	endpointsPerOrganization = 20
)

// networking holds the network links of the organisation.
type networking struct {
	services  map[string]*linkService
	endpoints map[string]*linkEndpoint
	created   int // numbers objects, to list them in order of creation
}

func newNetworking() networking {
	return networking{services: make(map[string]*linkService), endpoints: make(map[string]*linkEndpoint)}
}

// networkObject is what services and endpoints have in common.
type networkObject struct {
	id               string
	number           int
	environment      string
	network          string
	displayName      string
	description      string
	created, updated time.Time
}

func (o networkObject) object() networkObject { return o }

func (n *networking) newObject(prefix, environment, network, displayName, description string, now time.Time) networkObject {
	n.created++
	return networkObject{
		id: prefix + strings.ToLower(rand.Text()[:6]), number: n.created,
		environment: environment, network: network, displayName: displayName, description: description,
		created: now, updated: now,
	}
}

// linkService is where the network of a source cluster takes connections.
type linkService struct {
	networkObject
	acceptEnvironments []string
	acceptNetworks     []string
}

// linkEndpoint is where the network of a destination cluster dials out.
type linkEndpoint struct {
	networkObject
	service                 *linkService
	phase                   phase
	errorCode, errorMessage string
	expires                 time.Time
	// generation tells planned changes that are out of date.
	generation int
}

// accepts reports whether the owner admits the endpoint: by its environment or
// by its network.
func (s *linkService) accepts(e *linkEndpoint) bool {
	return slices.Contains(s.acceptEnvironments, e.environment) || slices.Contains(s.acceptNetworks, e.network)
}

// connects reports whether a READY network link leads from one network to the
// other.
func (n *networking) connects(from, to string) bool {
	for _, e := range n.endpoints {
		if e.phase == phaseReady && e.network == from && e.service.network == to {
			return true
		}
	}
	return false
}

// attached are the endpoints of a service.
func (n *networking) attached(s *linkService) []*linkEndpoint {
	var all []*linkEndpoint
	for _, e := range n.endpoints {
		if e.service == s {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b *linkEndpoint) int { return a.number - b.number })
	return all
}

// enter changes an endpoint's phase; links that go through it notice.
func (st *state) enter(e *linkEndpoint, p phase) {
	e.phase, e.errorCode, e.errorMessage = p, "", ""
	e.generation++
	if p != phasePendingAccept {
		e.expires = time.Time{}
	}
	st.reconcile()
}

// planPhase lets an endpoint go on to another phase after the settle time,
// unless something else happens to it before.
func (st *state) planPhase(e *linkEndpoint, next func()) {
	planned := e.generation
	st.after(st.options.Settle, func() {
		if e.generation == planned {
			next()
		}
	})
}

// admitEndpoint starts an endpoint: provisioned at once when the service accepts it,
// else it waits for the owner until it expires.
func (st *state) admitEndpoint(e *linkEndpoint) {
	if e.service.accepts(e) {
		st.provision(e)
		return
	}
	st.enter(e, phasePendingAccept)
	st.expireAt(e, st.now.Add(acceptWindow))
}

func (st *state) expireAt(e *linkEndpoint, at time.Time) {
	e.expires = at
	planned := e.generation
	st.after(at.Sub(st.now), func() {
		if e.generation == planned && e.expires.Equal(at) && e.phase == phasePendingAccept {
			st.enter(e, phaseExpired)
		}
	})
}

func (st *state) provision(e *linkEndpoint) {
	st.enter(e, phaseProvisioning)
	st.planPhase(e, func() {
		if st.hasCluster(e.network) {
			st.enter(e, phaseReady)
		} else {
			st.enter(e, phaseInactive)
		}
	})
}

func (st *state) hasCluster(network string) bool {
	return slices.ContainsFunc(st.order, func(c *cluster) bool { return c.Network == network })
}

// acceptChanged applies a new accept list to the endpoints of the service.
func (st *state) acceptChanged(s *linkService) {
	for _, e := range st.networking.attached(s) {
		accepted := s.accepts(e)
		switch e.phase {
		case phasePendingAccept, phaseDisconnecting, phaseDisconnected:
			if accepted {
				st.provision(e)
			}
		case phaseProvisioning, phaseReady, phaseInactive:
			if !accepted {
				st.enter(e, phaseDisconnecting)
				st.planPhase(e, func() { st.enter(e, phaseDisconnected) })
			}
		case phaseFailed, phaseExpired, phaseDeprovisioning: // only deletion is left
		}
	}
}

// removeEndpoint takes the settle time.
func (st *state) removeEndpoint(e *linkEndpoint) {
	st.enter(e, phaseDeprovisioning)
	st.planPhase(e, func() { delete(st.networking.endpoints, e.id) })
}
