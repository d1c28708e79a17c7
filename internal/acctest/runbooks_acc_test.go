package acctest_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// drill is an example on which a runbook is tried, step by step.
type drill struct {
	*example
	w *acctest.World
}

func newDrill(t *testing.T, name string, env ...string) drill {
	t.Helper()
	w := acctest.NewWorld(t, worldOf(t, name))
	d := drill{newExample(t, name, env...), w}
	d.at(w)
	d.terraform("get")
	return d
}

// apply applies with these variables, and returns what was told. Afterwards nothing is
// left to do.
func (d drill) apply(variables ...string) string {
	d.t.Helper()
	arguments := []string{"-input=false", "-no-color"}
	for _, v := range variables {
		arguments = append(arguments, "-var="+v)
	}
	told := d.terraform(append([]string{"apply", "-auto-approve"}, arguments...)...)
	if plan := d.terraform(append([]string{"plan"}, arguments...)...); !changesNothing.MatchString(plan) {
		d.t.Fatalf("with %v the plan after the apply is not empty:\n%s", variables, plan)
	}
	return told
}

// changesNothing matches a plan that changes nothing.
var changesNothing = regexp.MustCompile(`No changes\.|Plan: 0 to add, 0 to change, 0 to destroy\.`)

// plan is what a plan with these variables tells, which is to destroy nothing.
func (d drill) plan(variables ...string) string {
	d.t.Helper()
	arguments := []string{"plan", "-input=false", "-no-color"}
	for _, v := range variables {
		arguments = append(arguments, "-var="+v)
	}
	told := d.terraform(arguments...)
	if strings.Contains(told, "must be replaced") || strings.Contains(told, "will be destroyed") {
		d.t.Errorf("the plan destroys something:\n%s", told)
	}
	return told
}

// tells fails the test unless all words are in a text, wherever Terraform breaks lines.
func (d drill) tells(text string, words ...string) {
	d.t.Helper()
	flat := strings.Join(strings.Fields(text), " ")
	for _, word := range words {
		if !strings.Contains(flat, word) {
			d.t.Errorf("%q is not in:\n%s", word, text)
		}
	}
}

// region takes a region away, or brings it back.
func (d drill) region(cluster string, reachable bool) {
	d.t.Helper()
	d.w.Do(http.MethodPut, "/simulator/clusters/"+cluster, map[string]any{"reachable": reachable})
}

// mirrors fails the test unless these topics of a link are in this status.
func (d drill) mirrors(link, want string, topics ...string) {
	d.t.Helper()
	for _, topic := range topics {
		if is := status(d.w, link+"/mirrors/"+topic, "mirror_status"); is != want {
			d.t.Errorf("%s of %s is %v, want %s", topic, link, is, want)
		}
	}
}

// changes are the requests since the last look that were to change something, without
// those of the test itself.
func (d drill) changes() []string {
	var found []string
	for _, r := range d.w.Requests("", "/kafka/v3/clusters/") {
		if r.Method != http.MethodGet && r.Query != "validate_only=true" {
			found = append(found, r.Method+" "+strings.TrimPrefix(r.Path, "/kafka/v3/clusters/"))
		}
	}
	slices.Sort(found)
	d.w.ForgetRequests()
	return slices.Compact(found)
}

// sent fails the test unless exactly these requests were to change something.
func (d drill) sent(want ...string) {
	d.t.Helper()
	if got := d.changes(); !slices.Equal(got, want) {
		d.t.Errorf("sent %q, want %q", got, want)
	}
}

// act invokes an action of the directory actions, where terraform has actions, and
// returns what was told; else it asks the cluster for the operation.
func (d drill) act(action, operation string, topics ...string) string {
	d.t.Helper()
	if hasActions(d.example) {
		inside := *d.example
		inside.dir = filepath.Join(d.dir, "actions")
		inside.env = append(slices.Clone(d.env), fmt.Sprintf("TF_VAR_batch=[\"%s\"]", strings.Join(topics, `","`)))
		return inside.terraform("apply", "-auto-approve", "-input=false", "-no-color", "-invoke", "action."+action)
	}
	d.w.Do(http.MethodPost, "/kafka/v3/clusters/"+operation, map[string]any{"mirror_topic_names": topics})
	return ""
}

// The disaster and the way back, with one configuration: as the guide tells it.
func TestAccExample_disasterRecovery(t *testing.T) {
	t.Parallel()
	const (
		onEast, onWest = "lkc-east/links/both-ways", "lkc-west/links/both-ways"
		failedOver     = "active=standby"
		restored       = "primary_mirrors=true"
	)
	topics := []string{"orders", "payments"}
	d := newDrill(t, "disaster-recovery", "TF_VAR_primary_api_secret=WESTSECRET", "TF_VAR_standby_api_secret=EASTSECRET")

	d.tells(d.apply(), "healthy = true", "lag = 0")
	d.mirrors(onEast, "ACTIVE", topics...)

	// The west is gone. The plan says so, and is usable.
	d.w.Do(http.MethodPut, "/simulator/mirrors/lkc-east/both-ways/orders", map[string]any{"lag": 7})
	d.region("lkc-west", false)
	d.w.ForgetRequests()
	d.tells(d.plan(), "Check block assertion failed", `Cluster "lkc-west" gives no answer`, "SOURCE_UNAVAILABLE", "lag = 0 -> 42")
	d.sent()
	if hasActions(d.example) {
		d.tells(d.act("clink_failover_mirror_topics.rehearsal", ""), "orders: would be failed over, 42 messages behind", "nothing was sent")
	}
	d.tells(d.apply(failedOver), "Failover Loses What Is Not Copied", `"id" = "lkc-east"`, `"lag" = 42`)
	d.mirrors(onEast, "STOPPED", topics...)
	d.sent("POST " + onEast + "/mirrors:failover")

	// The west comes back. Nothing is undone, and its topics are made mirrors.
	d.region("lkc-west", true)
	d.w.ForgetRequests()
	d.tells(d.apply(failedOver), "Nothing mirrors lkc-east", "0 added, 0 changed, 0 destroyed")
	if hasActions(d.example) {
		d.tells(d.act("clink_truncate_and_restore_mirror_topics.rehearsal", ""), "orders: would be restored, 42 messages are dropped")
	}
	d.mirrors(onEast, "STOPPED", topics...)
	d.sent()
	d.act("clink_truncate_and_restore_mirror_topics.primary", onWest+"/mirrors:truncate-and-restore", topics...)
	d.tells(d.apply(failedOver, restored), "2 added, 0 changed, 0 destroyed", "healthy = true")
	d.mirrors(onWest, "ACTIVE", topics...)
	d.mirrors(onEast, "STOPPED", topics...)

	// Back to where it began, without a call that changes a topic.
	d.act("clink_reverse_mirror_topics.to_primary", onWest+"/mirrors:reverse-and-start-mirror", topics...)
	d.mirrors(onEast, "ACTIVE", topics...)
	d.w.ForgetRequests()
	d.tells(d.apply(), "0 added, 2 changed, 2 destroyed", "failed_over = {}", "healthy = true")
	d.sent()
	d.mirrors(onEast, "ACTIVE", topics...)

	// A day of practice: over and back while both regions work.
	d.act("clink_reverse_mirror_topics.to_standby", onEast+"/mirrors:reverse-and-start-mirror", topics...)
	d.w.ForgetRequests()
	d.tells(d.apply(failedOver, restored), "healthy = true")
	d.sent("POST " + onWest + "/mirrors")
	d.mirrors(onWest, "ACTIVE", topics...)

	// To name the wrong side as the active one is refused, and ends nothing.
	if out, failed := d.fails("plan", "-input=false", "-no-color"); !failed {
		t.Errorf("an active side that is a mirror passes:\n%s", out)
	}
	d.act("clink_reverse_mirror_topics.to_primary", onWest+"/mirrors:reverse-and-start-mirror", topics...)
	d.tells(d.apply(), "healthy = true")
	d.terraform("destroy", "-auto-approve", "-input=false", "-no-color")
	for _, topic := range topics {
		if code, _ := d.w.Call(http.MethodGet, "/kafka/v3/clusters/lkc-west/topics/"+topic, nil); code != http.StatusOK {
			t.Errorf("topic %s of the primary is gone: %d", topic, code)
		}
	}
}

// The cluster in the middle of a chain is gone. Both ends stay as they are, dr is failed
// over from the same configuration, and nothing is undone when the middle is back.
func TestAccExample_chainLosesItsMiddle(t *testing.T) {
	t.Parallel()
	const onDR = "lkc-dr/links/jump-to-dr"
	w := acctest.NewWorld(t)
	d := drill{newExample(t, "private-public-private", append([]string{"CLINK_ON_UNREACHABLE=keep"}, secrets...)...), w}
	d.at(w)
	d.terraform("get")
	d.apply()
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/orders", map[string]any{"lag": 5, "last_source_fetch_offset": 99})
	d.region("lkc-jump", false)
	w.ForgetRequests()
	d.tells(d.plan(), `Cluster "lkc-jump" gives no answer`, "SOURCE_UNAVAILABLE", "without changing any real infrastructure")
	d.sent()
	d.tells(d.apply("dr_status=FAILED_OVER"), "0 added, 2 changed, 0 destroyed")
	d.sent("POST " + onDR + "/mirrors:failover")
	d.mirrors(onDR, "STOPPED", "orders", "payments")
	d.region("lkc-jump", true)
	w.ForgetRequests()
	if told := d.apply("dr_status=FAILED_OVER"); !strings.Contains(told, "0 added, 0 changed, 0 destroyed") || strings.Contains(told, "Warning: Cluster Unreachable") {
		t.Errorf("the way back:\n%s", told)
	}
	d.sent()
	active(t, w, map[string][]string{"lkc-jump/links/primary-to-jump": {"orders", "payments"}})
	d.mirrors(onDR, "STOPPED", "orders", "payments")
}

// Each region goes on by itself when the other one is lost, and nothing has to be failed
// over or brought back.
func TestAccExample_activeActive(t *testing.T) {
	t.Parallel()
	const onEast, onWest = "lkc-east/links/both-ways", "lkc-west/links/both-ways"
	d := newDrill(t, "active-active", "TF_VAR_west_api_secret=WESTSECRET", "TF_VAR_east_api_secret=EASTSECRET")
	d.tells(d.apply(), "healthy = true", `"east" = [ "orders", "west.orders", ]`, `"west" = [ "orders", "east.orders", ]`)
	d.mirrors(onEast, "ACTIVE", "west.orders")
	d.mirrors(onWest, "ACTIVE", "east.orders")
	for link, prefix := range map[string]string{onEast: "west.", onWest: "east."} {
		filters := fmt.Sprint(d.w.Get("/kafka/v3/clusters/" + link + "/configs/consumer.offset.group.filters")["value"])
		if !strings.Contains(filters, `"name":"`+prefix+`"`) {
			t.Errorf("%s syncs the offsets of %s", link, filters)
		}
	}
	d.region("lkc-west", false)
	d.w.ForgetRequests()
	d.tells(d.plan(), "Check block assertion failed", `Cluster "lkc-west" gives no answer`)
	d.mirrors(onEast, "SOURCE_UNAVAILABLE", "west.orders")
	d.region("lkc-west", true)
	d.tells(d.apply(), "0 added, 0 changed, 0 destroyed", "healthy = true")
	d.mirrors(onEast, "ACTIVE", "west.orders")
	d.mirrors(onWest, "ACTIVE", "east.orders")
	d.sent()
	d.terraform("destroy", "-auto-approve", "-input=false", "-no-color")
}

// A batch moves, is taken back, moves again, and in the end the link is removed.
func TestAccExample_migration(t *testing.T) {
	t.Parallel()
	const onNew, onOld = "lkc-cloud/links/moving", "0gXf5xg8Sp2G4FlxNriNaA/links/moving"
	d := newDrill(t, "migration", "TF_VAR_old_password=PLATFORMSECRET", "TF_VAR_new_api_secret=MOVERSECRET")
	move, moveBack := onNew+"/mirrors:reverse-and-start-mirror", onOld+"/mirrors:promote-local-and-start-remote-mirror"
	ordersMoved, allMoved := `moved=["orders"]`, `moved=["orders","payments"]`

	d.tells(d.apply(), "healthy = true", `"orders" = 0 "payments" = 0`)
	d.mirrors(onNew, "ACTIVE", "orders", "payments")

	// What is too far behind is not moved.
	if hasActions(d.example) {
		d.w.Do(http.MethodPut, "/simulator/mirrors/lkc-cloud/moving/orders", map[string]any{"lag": 100})
		inside := *d.example
		inside.dir, inside.env = filepath.Join(d.dir, "actions"), append(slices.Clone(d.env), `TF_VAR_batch=["orders"]`)
		out, failed := inside.fails("apply", "-auto-approve", "-input=false", "-no-color", "-invoke", "action.clink_reverse_mirror_topics.move")
		if !failed {
			t.Error("a topic that lags was moved")
		}
		d.tells(out, `"orders": it is 600 messages behind its source, and max_lag is 100`)
		d.mirrors(onNew, "ACTIVE", "orders")
		d.w.Do(http.MethodPut, "/simulator/mirrors/lkc-cloud/moving/orders", map[string]any{"lag": 0})
	}
	d.act("clink_reverse_mirror_topics.move", move, "orders")
	d.w.ForgetRequests()
	d.tells(d.apply(ordersMoved), "1 added, 1 changed, 0 destroyed", `to_move = { "payments" = 0 }`)
	d.sent("POST " + onOld + "/mirrors")
	d.mirrors(onOld, "ACTIVE", "orders")
	d.mirrors(onNew, "STOPPED", "orders")

	d.act("clink_reverse_mirror_topics.roll_back", moveBack, "orders")
	d.w.ForgetRequests()
	d.tells(d.apply(), "0 added, 1 changed, 1 destroyed")
	d.sent()
	d.mirrors(onNew, "ACTIVE", "orders", "payments")

	d.act("clink_reverse_mirror_topics.move", move, "orders", "payments")
	d.tells(d.apply(allMoved), "2 added, 2 changed, 0 destroyed")
	d.mirrors(onOld, "ACTIVE", "orders", "payments")

	// The end: consumers have left as well. The old copies stay as plain topics.
	d.act("clink_failover_mirror_topics.end", onOld+"/mirrors:failover", "orders", "payments")
	d.mirrors(onOld, "STOPPED", "orders", "payments")
	d.tells(d.terraform("destroy", "-auto-approve", "-input=false", "-no-color", "-var="+allMoved), "Live Topic Stays")
	for _, cluster := range []string{"lkc-cloud", "0gXf5xg8Sp2G4FlxNriNaA"} {
		if code, _ := d.w.Call(http.MethodGet, "/kafka/v3/clusters/"+cluster+"/topics/orders", nil); code != http.StatusOK {
			t.Errorf("orders is gone from %s: %d", cluster, code)
		}
		if code, _ := d.w.Call(http.MethodGet, "/kafka/v3/clusters/"+cluster+"/links/moving", nil); code != http.StatusNotFound {
			t.Errorf("the link is still on %s: %d", cluster, code)
		}
	}
}

func TestAccExample_fanIn(t *testing.T) {
	t.Parallel()
	const hub = "lkc-hub/links/"
	d := newDrill(t, "fan-in", "TF_VAR_hub_api_secret=HUBSECRET", `TF_VAR_source_api_secrets={ oslo = "OSLOSECRET", tokyo = "TOKYOSECRET" }`)
	d.tells(d.apply(), `"name" = "tokyo.sales"`)
	d.mirrors(hub+"oslo", "ACTIVE", "oslo.sales", "oslo.stock")
	d.mirrors(hub+"tokyo", "ACTIVE", "tokyo.sales")
	// One source that is down is told by its name, and concerns no other.
	d.region("lkc-tokyo", false)
	d.tells(d.plan(), "Check block assertion failed", "tokyo: Its state is UNAVAILABLE")
	d.mirrors(hub+"oslo", "ACTIVE", "oslo.sales", "oslo.stock")
	d.region("lkc-tokyo", true)
	d.terraform("destroy", "-auto-approve", "-input=false", "-no-color")
}

// The tests of examples and modules pass as a user runs them.
func TestAccExample_terraformTests(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../examples/*/tests/*.tftest.hcl")
	modules, modulesErr := filepath.Glob("../../examples/modules/*/tests/*.tftest.hcl")
	if err != nil || modulesErr != nil || len(files) == 0 || len(modules) < 5 {
		t.Fatalf("found the tests %v and %v, %v %v", files, modules, err, modulesErr)
	}
	// Where it is not one of their own: that of an example, or the simulator's usual one.
	const usual = ""
	worlds := map[string]string{"bidirectional-link": "disaster-recovery", "dr-pair": "disaster-recovery", "private-chain": usual, "network-link-pair": usual}
	for _, file := range append(files, modules...) {
		dir, err := filepath.Rel("../../examples", filepath.Dir(filepath.Dir(file)))
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(dir)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			world, other := worlds[name]
			if !other {
				world = name
			}
			var options []acctest.Option
			if world != usual {
				options = append(options, worldOf(t, world))
			}
			e := newExample(t, dir)
			e.at(acctest.NewWorld(t, options...))
			e.terraform("get")
			if out := e.terraform("test", "-no-color"); !strings.Contains(out, ", 0 failed") || !regexp.MustCompile(`Success! [2-9] passed`).MatchString(out) {
				t.Errorf("it did not pass:\n%s", out)
			}
		})
	}
}
