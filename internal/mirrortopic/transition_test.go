package mirrortopic

import (
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
)

// statuses are all of the contract (C.1) and one that Confluent may add.
var statuses = []kafka.MirrorStatus{
	"", kafka.MirrorPending, "PENDING_SETUP_FOR_RESTORE", "PENDING_RESTORE", kafka.MirrorActive, kafka.MirrorPaused, kafka.MirrorLinkPaused, kafka.MirrorLinkFailed,
	kafka.MirrorSourceUnavailable, kafka.MirrorFailed, kafka.MirrorPendingStopped, "PENDING_SYNCHRONIZE", kafka.MirrorStopped, "NEW_WORD",
}

// TestNext_isTheTableOfTheInterface reads like the sentences of the interface: one row per
// wish, one column per status in the order of statuses.
func TestNext_isTheTableOfTheInterface(t *testing.T) {
	t.Parallel()
	short := map[need]string{nothing: "=", toWait: "wait", toOperate: "", health: "health", rescue: "rescue", parked: "parked", tooLate: "late", never: "never"}
	for wanted, row := range map[string]string{
		//           none  P_MIR P_SET P_RES ACTIVE   PAUSED   LINK_P   LINK_F   S_UNAV   FAILED   P_STOP   P_SYNC   STOPPED NEW
		active:     "wait wait wait wait =        resume   parked   health   health   health   late     late     never =",
		paused:     "wait wait wait wait pause    =        parked   health   health   health   late     late     never pause",
		promoted:   "wait wait wait wait promote  promote  parked   rescue   rescue   rescue   wait     wait     =     promote",
		failedOver: "failover failover failover failover failover failover failover failover failover failover failover failover = failover",
	} {
		for i, want := range strings.Fields(row) {
			n, operation := next(wanted, statuses[i])
			if got := short[n] + string(operation); got != want {
				t.Errorf("next(%s, %q) = %s, want %s", wanted, statuses[i], got, want)
			}
		}
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	const (
		keep  = "keep"
		plan  = "plan"
		act   = "act"
		fails = "fails"
	)
	for name, c := range map[string]struct {
		wanted, prior string
		is            kafka.MirrorStatus
		observed      bool
		ended         bool
		held          bool
		want          string
		notice        notice
	}{
		"nothing to do":                             {wanted: active, prior: active, is: kafka.MirrorActive, want: plan},
		"pause":                                     {wanted: paused, prior: active, is: kafka.MirrorActive, want: act},
		"resume":                                    {wanted: active, prior: paused, is: kafka.MirrorPaused, want: act},
		"resume left over from a create":            {wanted: active, prior: active, is: kafka.MirrorPaused, want: act},
		"promote":                                   {wanted: promoted, prior: active, is: kafka.MirrorActive, want: act},
		"promote a paused one":                      {wanted: promoted, prior: paused, is: kafka.MirrorPaused, want: act},
		"promotion did not come to its end":         {wanted: promoted, prior: promoted, is: kafka.MirrorPendingStopped, want: act},
		"promotion at create failed":                {wanted: promoted, prior: promoted, is: kafka.MirrorActive, want: act},
		"promotion stuck, failover wanted":          {wanted: failedOver, prior: promoted, is: kafka.MirrorPendingStopped, want: act},
		"promotion under way, called back":          {wanted: active, prior: promoted, is: kafka.MirrorPendingStopped, want: keep, notice: comingToItsEnd},
		"promotion under way elsewhere":             {wanted: active, prior: active, is: kafka.MirrorPendingStopped, want: keep, notice: comingToItsEnd},
		"promoted as wanted":                        {wanted: promoted, prior: promoted, is: kafka.MirrorStopped, want: keep},
		"promoted and failed over are the same end": {wanted: failedOver, prior: promoted, is: kafka.MirrorStopped, want: keep},
		"promoted elsewhere":                        {wanted: active, prior: active, is: kafka.MirrorStopped, want: keep, notice: stoppedElsewhere},
		"promoted elsewhere, then paused here":      {wanted: paused, prior: active, is: kafka.MirrorStopped, want: keep, notice: stoppedElsewhere},
		"promoted elsewhere, recorded":              {wanted: promoted, prior: active, is: kafka.MirrorStopped, want: plan},
		"failed over elsewhere, recorded":           {wanted: failedOver, prior: paused, is: kafka.MirrorStopped, want: plan},
		"promoted is final":                         {wanted: active, prior: promoted, is: kafka.MirrorStopped, want: fails},
		"failed over is final":                      {wanted: paused, prior: failedOver, is: kafka.MirrorStopped, want: fails},
		"stopped when imported":                     {wanted: active, prior: promoted, is: kafka.MirrorStopped, observed: true, want: keep, notice: stoppedElsewhere},
		"failover of a failed one":                  {wanted: failedOver, prior: active, is: kafka.MirrorFailed, want: act},
		"failover without a source":                 {wanted: failedOver, prior: active, is: kafka.MirrorSourceUnavailable, want: act},
		"failover of a paused link's":               {wanted: failedOver, prior: active, is: kafka.MirrorLinkPaused, held: true, want: act},
		"promotion of a failed one":                 {wanted: promoted, prior: active, is: kafka.MirrorFailed, want: fails},
		"promotion without a source":                {wanted: promoted, prior: active, is: kafka.MirrorSourceUnavailable, want: fails},
		"promotion over a failed link":              {wanted: promoted, prior: active, is: kafka.MirrorLinkFailed, want: fails},
		"promotion over a paused link":              {wanted: promoted, prior: active, is: kafka.MirrorLinkPaused, held: true, want: fails},
		"promotion over a link to be resumed":       {wanted: promoted, prior: active, is: kafka.MirrorLinkPaused, want: act},
		"promotion held up by a paused link":        {wanted: promoted, prior: promoted, is: kafka.MirrorLinkPaused, held: true, want: keep, notice: waitsForLink},
		"promotion held up by a link to be resumed": {wanted: promoted, prior: promoted, is: kafka.MirrorLinkPaused, want: act},
		"active on a paused link":                   {wanted: active, prior: active, is: kafka.MirrorLinkPaused, held: true, want: keep},
		"active on a link to be resumed":            {wanted: active, prior: active, is: kafka.MirrorLinkPaused, want: keep},
		"beginning on a paused link":                {wanted: paused, prior: paused, is: kafka.MirrorPending, held: true, want: keep},
		"promotion of what cannot begin":            {wanted: promoted, prior: active, is: kafka.MirrorPending, held: true, want: fails},
		"pause on a paused link":                    {wanted: paused, prior: active, is: kafka.MirrorLinkPaused, held: true, want: plan},
		"pause on a link to be resumed":             {wanted: paused, prior: active, is: kafka.MirrorLinkPaused, want: act},
		"failed":                                    {wanted: active, prior: active, is: kafka.MirrorFailed, want: keep, notice: unhealthy},
		"pause of an unavailable one":               {wanted: paused, prior: active, is: kafka.MirrorSourceUnavailable, want: keep, notice: unhealthy},
		"paused on a paused link":                   {wanted: paused, prior: paused, is: kafka.MirrorLinkPaused, held: true, want: keep},
		"beginning":                                 {wanted: active, prior: active, is: kafka.MirrorPending, want: keep},
		"never seen":                                {wanted: active, prior: active, is: "", want: keep},
		"beginning, to be paused":                   {wanted: paused, prior: paused, is: kafka.MirrorPending, want: act},
		"being restored":                            {wanted: active, prior: promoted, is: "PENDING_RESTORE", want: act},
		"brought back, still wished to be over":     {wanted: failedOver, prior: failedOver, is: kafka.MirrorActive, ended: true, want: keep, notice: broughtBack},
		"brought back and paused":                   {wanted: promoted, prior: promoted, is: kafka.MirrorPaused, ended: true, want: keep, notice: broughtBack},
		"brought back, the other word for its end":  {wanted: promoted, prior: failedOver, is: kafka.MirrorActive, ended: true, want: keep, notice: broughtBack},
		"being brought back":                        {wanted: failedOver, prior: failedOver, is: kafka.MirrorPendingSetupForRestore, ended: true, want: keep, notice: broughtBack},
		"brought back and reversed again":           {wanted: failedOver, prior: failedOver, is: kafka.MirrorPendingSynchronize, ended: true, want: keep, notice: broughtBack},
		"brought back and failed":                   {wanted: promoted, prior: promoted, is: kafka.MirrorFailed, ended: true, want: keep, notice: broughtBack},
		"brought back, of a status of tomorrow":     {wanted: promoted, prior: promoted, is: "NEW_WORD", ended: true, want: keep, notice: broughtBack},
		"brought back after an import":              {wanted: failedOver, prior: promoted, is: kafka.MirrorActive, observed: true, ended: true, want: keep, notice: broughtBack},
		"brought back, and recorded":                {wanted: active, prior: failedOver, is: kafka.MirrorActive, ended: true, want: plan},
		"brought back, to be paused":                {wanted: paused, prior: failedOver, is: kafka.MirrorActive, ended: true, want: act},
		"brought back, recorded while it is sick":   {wanted: active, prior: failedOver, is: kafka.MirrorSourceUnavailable, ended: true, want: plan, notice: unhealthy},
		"a new wish after it was brought back":      {wanted: promoted, prior: active, is: kafka.MirrorActive, ended: true, want: act},
		"failover at create has not come through":   {wanted: failedOver, prior: failedOver, is: kafka.MirrorActive, want: act},
		"promotion at create has lost its source":   {wanted: promoted, prior: promoted, is: kafka.MirrorSourceUnavailable, want: keep, notice: unhealthy},
		"a status of tomorrow":                      {wanted: active, prior: active, is: "NEW_WORD", want: keep},
		"a status of tomorrow, paused":              {wanted: paused, prior: paused, is: "NEW_WORD", want: keep, notice: strange},
		"a status of tomorrow, promoted":            {wanted: promoted, prior: promoted, is: "NEW_WORD", want: keep, notice: strange},
		"a status of tomorrow, to be promoted":      {wanted: promoted, prior: active, is: "NEW_WORD", want: act},
		"a status of tomorrow, to be paused":        {wanted: paused, prior: active, is: "NEW_WORD", want: act},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := judge(c.wanted, c.prior, situation{is: c.is, observed: c.observed, ended: c.ended, held: c.held})
			got := plan
			switch {
			case v.problem != "":
				got = fails
			case v.keep:
				got = keep
			case v.changes:
				got = act
			}
			if got != c.want || v.notice != c.notice {
				t.Errorf("got %s with notice %d (%q), want %s with notice %d", got, v.notice, v.problem, c.want, c.notice)
			}
			if v.keep && v.changes {
				t.Error("what is kept as it is cannot change")
			}
		})
	}
}

// TestJudge_neverPlansForNothing guards against a plan that never becomes empty: what an apply has
// reached is planned as it is.
func TestJudge_neverPlansForNothing(t *testing.T) {
	t.Parallel()
	for _, wanted := range []string{active, paused, promoted, failedOver} {
		for _, is := range statuses {
			if n, _ := next(wanted, is); n == nothing && judge(wanted, wanted, situation{is: is, ended: true}).changes {
				t.Errorf("%s on %s plans a change although it is reached", wanted, is)
			}
		}
	}
}

func TestObstacle_saysWhatToDo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		wanted string
		is     kafka.MirrorStatus
		text   string
	}{
		{promoted, kafka.MirrorFailed, `status = "FAILED_OVER"`},
		{promoted, kafka.MirrorSourceUnavailable, `status = "FAILED_OVER"`},
		{active, kafka.MirrorStopped, "truncate-and-restore"},
		{active, kafka.MirrorPendingStopped, "cannot be called back"},
		{active, kafka.MirrorLinkFailed, "credentials"},
		{active, kafka.MirrorActive, ""},
	} {
		if got := obstacle(c.wanted, c.is); !strings.Contains(got, c.text) || (c.text == "") != (got == "") {
			t.Errorf("obstacle(%s, %s) = %q, want it to say %q", c.wanted, c.is, got, c.text)
		}
	}
}

// Whoever waits for a failover is not told to ask for one.
func TestDelay(t *testing.T) {
	t.Parallel()
	for wanted, words := range map[string]string{promoted: `status = "FAILED_OVER"`, failedOver: "accepted"} {
		if got := delay(wanted, kafka.MirrorPendingStopped); !strings.Contains(got, words) {
			t.Errorf("delay(%s) = %q, want it to say %q", wanted, got, words)
		}
	}
}

func TestDestiny(t *testing.T) {
	t.Parallel()
	deletes := map[kafka.MirrorStatus]bool{kafka.MirrorActive: true, kafka.MirrorPaused: true, kafka.MirrorLinkPaused: true, kafka.MirrorPending: true}
	for _, is := range statuses {
		want := refused
		switch {
		case deletes[is]:
			want = deleted
		case is == kafka.MirrorStopped:
			want = stays
		}
		if got := destiny(deleteUnlessLive, is); got != want {
			t.Errorf("destiny(DELETE_UNLESS_LIVE, %q) = %d, want %d", is, got, want)
		}
		if got := destiny(deleteAlways, is); got != deleted {
			t.Errorf("destiny(DELETE, %q) = %d, want %d", is, got, deleted)
		}
	}
}
