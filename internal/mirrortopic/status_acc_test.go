package mirrortopic_test

import (
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

const (
	pauseCall    = "POST /links/jump-to-dr/mirrors:pause"
	resumeCall   = "POST /links/jump-to-dr/mirrors:resume"
	promoteCall  = "POST /links/jump-to-dr/mirrors:promote"
	failoverCall = "POST /links/jump-to-dr/mirrors:failover"
	createCall   = "POST /links/jump-to-dr/mirrors"
	deleteCall   = "DELETE /topics/orders"
)

func TestAccMirrorTopic_pauseResumePromote(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w,
		resource.TestStep{Config: mirror("")},
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    mirror(`status = "Paused"`), ConfigPlanChecks: update, ConfigStateChecks: values("status", "Paused", "mirror_status", "PAUSED"),
		},
		resource.TestStep{
			PreConfig: func() { expectWrites(t, w, pauseCall) },
			Config:    mirror(`status = "ACTIVE"`), ConfigPlanChecks: update, ConfigStateChecks: values("status", "ACTIVE", "mirror_status", "ACTIVE"),
		},
		resource.TestStep{
			PreConfig: func() { expectWrites(t, w, resumeCall) },
			Config:    mirror(`status = "PROMOTED"`), ConfigPlanChecks: update, ConfigStateChecks: values("status", "PROMOTED", "mirror_status", "STOPPED"),
		},
		resource.TestStep{
			PreConfig: func() { expectWrites(t, w, promoteCall) },
			Config:    mirror(`status = "FAILED_OVER"`), ConfigPlanChecks: empty,
		},
		resource.TestStep{Config: mirror(""), ExpectError: regexp.MustCompile(`(?s)Status Cannot Be Reached.*truncate-and-restore`)},
		resource.TestStep{Config: mirror(`status = "PAUSED"`), ExpectError: regexp.MustCompile(`(?s)Status Cannot Be Reached.*final`)},
		resource.TestStep{
			PreConfig: func() { expectWrites(t, w) },
			Config:    mirror(`status = "PROMOTED"`), ConfigPlanChecks: empty, ConfigStateChecks: values("status", "PROMOTED", "mirror_status", "STOPPED"),
		},
		// Settings that mirroring controlled are the topic's own now.
		resource.TestStep{
			Config: mirror(`
  status = "PROMOTED"
  config = { "cleanup.policy" = "compact" }`), ConfigPlanChecks: update,
		},
	)
}

func TestAccMirrorTopic_createdWithStatus(t *testing.T) {
	t.Parallel()
	for wanted, c := range map[string]struct{ is, call string }{
		"PAUSED":      {"PAUSED", pauseCall},
		"PROMOTED":    {"STOPPED", promoteCall},
		"FAILED_OVER": {"STOPPED", failoverCall},
	} {
		t.Run(wanted, func(t *testing.T) {
			t.Parallel()
			w := linked(t, "")
			run(t, w,
				resource.TestStep{Config: mirror(`status = "` + wanted + `"`), ConfigStateChecks: values("status", wanted, "mirror_status", c.is)},
				resource.TestStep{
					PreConfig: func() {
						if wanted == "FAILED_OVER" {
							expectWrites(t, w, createCall, failoverCall)
							return
						}
						expectWrites(t, w, createCall, c.call)
					},
					Config: mirror(`status = "` + wanted + `"`), ConfigPlanChecks: empty,
				},
			)
		})
	}
}

func TestAccMirrorTopic_pausedElsewhereIsRepaired(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w,
		resource.TestStep{Config: mirror("")},
		resource.TestStep{
			PreConfig: func() { operate(w, "pause", "orders"); w.ForgetRequests() },
			Config:    mirror(""), ConfigPlanChecks: update, ConfigStateChecks: values("mirror_status", "ACTIVE"),
		},
	)
	// The last request is the destroy.
	expectWrites(t, w, resumeCall, deleteCall)
}

func TestAccMirrorTopic_stoppedElsewhereNeverBlocks(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w,
		resource.TestStep{Config: mirror("")},
		resource.TestStep{
			PreConfig: func() { operate(w, "failover", "orders"); w.ForgetRequests() },
			Config:    mirror(""), ConfigPlanChecks: empty, ConfigStateChecks: values("status", "ACTIVE", "mirror_status", "STOPPED"),
		},
		// Other changes go on.
		resource.TestStep{Config: mirror(`deletion_policy = "ABANDON"`), ConfigPlanChecks: update, ConfigStateChecks: values("status", "ACTIVE", "mirror_status", "STOPPED")},
		resource.TestStep{Config: mirror(`status = "PAUSED"`), ConfigStateChecks: values("status", "ACTIVE")},
		resource.TestStep{
			Config: mirror(`status = "PROMOTED"`), ConfigPlanChecks: update, ConfigStateChecks: values("status", "PROMOTED", "mirror_status", "STOPPED"),
		},
		resource.TestStep{Config: mirror(`status = "PROMOTED"`), ConfigPlanChecks: empty},
	)
	expectWrites(t, w)
}

func TestAccMirrorTopic_promotionWaitsForTheLag(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	var before time.Time
	run(t, w,
		resource.TestStep{Config: mirror("")},
		resource.TestStep{
			// While the source cannot be reached, what is left cannot be copied.
			PreConfig: func() {
				w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/orders", map[string]any{"lag": 21})
				operate(w, "promote", "orders")
				force(w, "orders", "PENDING_STOPPED")
				w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/orders", map[string]any{"lag": 21})
				w.ForgetRequests()
			},
			Config: mirror(`
  status   = "PROMOTED"
  timeouts = { update = "1s" }`),
			ExpectError: regexp.MustCompile(`(?s)Unable to Change Mirror Topic Status.*PENDING_STOPPED.*42 messages\s+behind.*FAILED_OVER`),
		},
		resource.TestStep{
			PreConfig: func() {
				expectWrites(t, w)
				before = time.Now()
				time.AfterFunc(500*time.Millisecond, func() { force(w, "orders", "STOPPED") })
			},
			Config: mirror(`status = "PROMOTED"`), ConfigPlanChecks: update, ConfigStateChecks: values("status", "PROMOTED", "mirror_status", "STOPPED"),
		},
	)
	if waited := time.Since(before); waited < 500*time.Millisecond {
		t.Errorf("came back after %s, before the topic stopped", waited)
	}
	// Neither sends the promotion again, and the live topic is not deleted.
	expectWrites(t, w)
}

func TestAccMirrorTopic_stuckPromotionIsFailedOver(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w,
		resource.TestStep{Config: mirror("")},
		resource.TestStep{
			PreConfig: func() { force(w, "orders", "PENDING_STOPPED"); w.ForgetRequests() },
			Config:    mirror(""), ConfigPlanChecks: empty, // with a warning
		},
		resource.TestStep{Config: mirror(`status = "FAILED_OVER"`), ConfigPlanChecks: update, ConfigStateChecks: values("mirror_status", "STOPPED")},
	)
	expectWrites(t, w, failoverCall)
}

func TestAccMirrorTopic_failoverOfWhatIsBroken(t *testing.T) {
	t.Parallel()
	for _, is := range []string{"FAILED", "SOURCE_UNAVAILABLE"} {
		t.Run(is, func(t *testing.T) {
			t.Parallel()
			w := linked(t, "")
			run(t, w,
				resource.TestStep{Config: mirror("")},
				resource.TestStep{
					PreConfig: func() { force(w, "orders", is); w.ForgetRequests() },
					Config:    mirror(""), ConfigPlanChecks: empty, ConfigStateChecks: values("status", "ACTIVE", "mirror_status", is),
				},
				resource.TestStep{Config: mirror(`status = "PROMOTED"`), ExpectError: regexp.MustCompile(`(?s)Status Cannot Be Reached.*FAILED_OVER`)},
				resource.TestStep{
					PreConfig: func() { expectWrites(t, w) },
					Config:    mirror(`status = "FAILED_OVER"`), ConfigPlanChecks: update, ConfigStateChecks: values("status", "FAILED_OVER", "mirror_status", "STOPPED"),
				},
				resource.TestStep{
					PreConfig: func() { expectWrites(t, w, failoverCall) },
					Config:    mirror(`status = "FAILED_OVER"`), ConfigPlanChecks: empty,
				},
			)
		})
	}
}

// A refusal comes inside an answer with status 200.
func TestAccMirrorTopic_refusalOfOneTopic(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	refuse := func(code, message string) {
		w.Fault(acctest.Fault{
			Method: http.MethodPost, Path: "mirrors:pause", Times: 1, Status: http.StatusOK,
			Body: `{"data":[{"mirror_topic_name":"orders","error_code":` + code + `,"error_message":"` + message + `","mirror_lags":[]}]}`,
		})
	}
	run(t, w,
		resource.TestStep{Config: mirror("")},
		resource.TestStep{
			PreConfig: func() { refuse("401", "Not authorized") },
			Config:    mirror(`status = "PAUSED"`), ExpectError: regexp.MustCompile(`(?s)Unable to Change Mirror Topic Status.*Not authorized \(code 401\)`),
		},
		// What was wanted is not stored, so the next apply goes on.
		resource.TestStep{Config: mirror(`status = "PAUSED"`), ConfigPlanChecks: update, ConfigStateChecks: values("status", "PAUSED", "mirror_status", "PAUSED")},
	)
}

// Somebody else was faster: the refusal is none.
func TestAccMirrorTopic_alreadyStopped(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w,
		resource.TestStep{Config: mirror("")},
		resource.TestStep{
			PreConfig: func() {
				w.Fault(acctest.Fault{
					Method: http.MethodPost, Path: "mirrors:promote", Times: 1, After: true, Status: http.StatusOK,
					Body: `{"data":[{"mirror_topic_name":"orders","error_code":400,"error_message":"Topic 'orders' has already stopped its mirror from 'jump-to-dr'","mirror_lags":[]}]}`,
				})
			},
			Config: mirror(`status = "PROMOTED"`), ConfigStateChecks: values("mirror_status", "STOPPED"),
		},
	)
}

func TestAccMirrorTopic_importOfAStoppedOne(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	imported := func(more string) string {
		return mirror(more) + `
import {
  to = clink_mirror_topic.test
  id = "lkc-dr/jump-to-dr/orders"
}
`
	}
	w.Do(http.MethodPost, drLink+"/mirrors", map[string]any{"source_topic_name": "orders"})
	operate(w, "promote", "orders")
	waitFor(t, "the promotion", func() bool { return status(t, w, "orders") == "STOPPED" })
	w.ForgetRequests()
	run(t, w,
		// A status that is left out does not block.
		resource.TestStep{Config: imported(""), ConfigPlanChecks: action(plancheck.ResourceActionNoop), ConfigStateChecks: values("status", "PROMOTED", "mirror_status", "STOPPED")},
		resource.TestStep{Config: imported(`deletion_policy = "ABANDON"`), ConfigPlanChecks: update, ConfigStateChecks: values("status", "PROMOTED")},
		resource.TestStep{Config: imported(`status = "FAILED_OVER"`), ConfigStateChecks: values("status", "PROMOTED")},
	)
	expectWrites(t, w)
}

func TestAccMirrorTopic_unknownStatusPasses(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w,
		resource.TestStep{Config: mirror("")},
		resource.TestStep{
			PreConfig: func() { force(w, "orders", "PENDING_RESTORE"); w.ForgetRequests() },
			Config:    mirror(""), ConfigPlanChecks: empty, ConfigStateChecks: values("status", "ACTIVE", "mirror_status", "PENDING_RESTORE"),
		},
		resource.TestStep{
			PreConfig: func() {
				w.Fault(acctest.Fault{
					Method: http.MethodGet, Path: "/mirrors/orders$", Times: 1, Status: http.StatusOK,
					Body: `{"link_name":"jump-to-dr","mirror_topic_name":"orders","source_topic_name":"orders","mirror_status":"OF_TOMORROW"}`,
				})
			},
			Config: mirror(""), ConfigPlanChecks: empty,
		},
		resource.TestStep{PreConfig: func() { force(w, "orders", "") }, Config: mirror("")},
	)
}
