package clusterlink

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/poll"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// sharedForPlan is how old an answer may be that serves a plan.
const sharedForPlan = 10 * time.Second

// propagation is how long something that was just created may stay invisible to
// parts of the cluster: as long as Confluent's own migration tool allows for it.
const propagation = 30 * time.Second

// create creates a link, or finds the one that an earlier request with an unknown
// outcome created.
func create(ctx context.Context, clock poll.Clock, cluster *tfkit.Cluster, wanted desired, plan model) error {
	link := plan.createRequest(wanted)
	deadline := clock.Now().Add(propagation)
	uncertain := false
	_, err := poll.Until(ctx, clock, poll.Default, func(ctx context.Context) (struct{}, bool, error) {
		err := cluster.CreateLink(ctx, link)
		switch {
		case err == nil:
			return struct{}{}, true, nil
		case errors.Is(err, rest.ErrUnknown), uncertain && kafka.AlreadyExists(err):
			// The link may have been made: look before anything is repeated, and even
			// when time is up, or it would be nobody's.
			uncertain = true
			look, cancel := context.WithTimeout(context.WithoutCancel(ctx), propagation)
			defer cancel()
			view, readErr := cluster.LinkView(look, link.Name, 0)
			switch {
			case readErr == nil:
				if differences := plan.differences(view, nil, wanted); len(differences) > 0 {
					return struct{}{}, false, &differsError{differences}
				}
				return struct{}{}, true, nil
			case rest.Is404(readErr) && ctx.Err() == nil && clock.Now().Before(deadline):
				return struct{}{}, false, nil
			}
			return struct{}{}, false, err
		case kafka.NotYetVisible(err) && clock.Now().Before(deadline):
			return struct{}{}, false, nil
		}
		return struct{}{}, false, err
	})
	return err
}

// awaitCreated waits until a new link is visible, and, if it opens its
// connection and that was checked, until it is ACTIVE. It calls seen once it is
// visible, and returns what it saw last.
func awaitCreated(ctx context.Context, clock poll.Clock, cluster *tfkit.Cluster, plan model, seen func()) (kafka.Link, error) {
	deadline := clock.Now().Add(propagation)
	active := !plan.inbound() && plan.ValidateLink.ValueBool()
	return poll.Until(ctx, clock, poll.Default, func(ctx context.Context) (kafka.Link, bool, error) {
		link, err := cluster.Link(ctx, plan.LinkName.ValueString())
		switch {
		case rest.Is404(err) && clock.Now().Before(deadline):
			return link, false, nil
		case err != nil:
			return link, false, err
		}
		seen()
		if active && link.State != kafka.LinkActive && link.State != kafka.LinkFailed && link.State != kafka.LinkPaused {
			return link, false, nil
		}
		// A link whose settings cannot be read yet would look gone to the next read.
		_, err = cluster.LinkSettings(ctx, link.Name)
		if rest.Is404(err) && clock.Now().Before(deadline) {
			return link, false, nil
		}
		return link, err == nil, err
	})
}

// awaitSettings waits until the server tells what was just written.
func awaitSettings(ctx context.Context, clock poll.Clock, cluster *tfkit.Cluster, link string, sent []kafka.Alteration) error {
	_, err := poll.Until(ctx, clock, poll.Default, func(ctx context.Context) (struct{}, bool, error) {
		view, err := cluster.LinkView(ctx, link, 0)
		if err != nil {
			return struct{}{}, false, err
		}
		for _, a := range sent {
			entry, listed := view.Settings[a.Name]
			if !listed || entry.Sensitive {
				continue
			}
			if a.Value == nil && !entry.Default {
				return struct{}{}, false, nil
			}
			if a.Value != nil && (entry.Value == nil || !linkconfig.Same(a.Name, *entry.Value, *a.Value)) {
				return struct{}{}, false, nil
			}
		}
		return struct{}{}, true, nil
	})
	return err
}

// awaitStopped waits while mirror topics of the link are about to stop, and
// returns those that still mirror.
func awaitStopped(ctx context.Context, clock poll.Clock, cluster *tfkit.Cluster, link string) (live []kafka.Mirror, err error) {
	return poll.Until(ctx, clock, poll.Default, func(ctx context.Context) ([]kafka.Mirror, bool, error) {
		mirrors, err := cluster.Mirrors(ctx, link)
		if errors.Is(err, rest.ErrNotFound) {
			return nil, true, nil
		}
		var live []kafka.Mirror
		stopping := false
		for _, m := range mirrors {
			if m.Status != kafka.MirrorStopped {
				live = append(live, m)
				stopping = stopping || m.Status == kafka.MirrorPendingStopped
			}
		}
		return live, !stopping, err
	})
}

// awaitGone waits until a link is no longer there, or another one of its name is: id
// is what Confluent called the one that was deleted, empty when that is not known.
func awaitGone(ctx context.Context, clock poll.Clock, cluster *tfkit.Cluster, link, id string) error {
	_, err := poll.Until(ctx, clock, poll.Default, func(ctx context.Context) (struct{}, bool, error) {
		is, err := cluster.Link(ctx, link)
		if errors.Is(err, rest.ErrNotFound) {
			return struct{}{}, true, nil
		}
		another := id != "" && is.ClusterLinkID != "" && is.ClusterLinkID != id
		return struct{}{}, another && err == nil, err
	})
	return err
}

// ailment says in words what is wrong with a link that exists.
func ailment(link kafka.Link) string { return strings.Join(tfkit.LinkProblems(link), " ") }

// connects reports whether alterations change how a link reaches a cluster.
func connects(alterations []kafka.Alteration) bool {
	for _, a := range alterations {
		if authenticates, _ := linkconfig.Authenticates(a.Name); authenticates || a.Name == linkconfig.BootstrapServers || a.Name == linkconfig.LocalBootstrapServers {
			return true
		}
	}
	return false
}

const (
	// lossShows is how long a link is watched after a change of how it connects. A
	// server may take longer to notice; then the next plan says it.
	lossShows = 2 * time.Second
	// repairShows is how long a link that does not work may take to work again, so
	// that a repair raises no alarm.
	repairShows = 30 * time.Second
)

// warnIfLost warns when a link does not work after a change. advice says what else
// there is to do.
func warnIfLost(ctx context.Context, clock poll.Clock, cluster *tfkit.Cluster, plan model, advice string, at path.Path, diags *diag.Diagnostics) {
	begun := clock.Now()
	link, err := poll.Until(ctx, clock, poll.Default, func(ctx context.Context) (kafka.Link, bool, error) {
		link, err := cluster.Link(ctx, plan.LinkName.ValueString())
		watched := clock.Now().Sub(begun)
		works := link.State == kafka.LinkActive || link.State == kafka.LinkPaused
		return link, works && watched >= lossShows || watched >= repairShows, err
	})
	if err != nil && !errors.Is(err, context.DeadlineExceeded) || link.State == "" || link.State == kafka.LinkActive || link.State == kafka.LinkPaused {
		return
	}
	plan.lost(link, advice, at, diags)
}

// place is the argument that alterations belong to, if they have one in common.
func (m model) place(alterations []kafka.Alteration) path.Path {
	place := path.Empty()
	for i, a := range alterations {
		authenticates, local := linkconfig.Authenticates(a.Name)
		_, inConfig := m.config()[a.Name]
		at := path.Root("config")
		switch {
		case linkconfig.Argument(a.Name) != "":
			at = path.Root(linkconfig.Argument(a.Name))
		case inConfig:
			at = at.AtMapKey(a.Name)
		case authenticates && local:
			at = path.Root("local_authentication")
		case authenticates:
			at = path.Root("remote_authentication")
		}
		if i > 0 && !at.Equal(place) {
			return path.Empty()
		}
		place = at
	}
	return place
}
