package clusterlink_test

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

const typeName = "clink_cluster_link"

// link is the configuration of a link from jump to dr, changed.
func link(change map[string]any) acctest.Object {
	config := acctest.Object{
		"kafka_cluster_id": "lkc-dr", "remote_cluster_id": "lkc-jump", "link_name": "jump-to-dr", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": login("JUMPKEY", "JUMPSECRET"),
	}
	for name, value := range change {
		config[name] = value
		if value == nil {
			delete(config, name)
		}
	}
	return config
}

func login(username string, password any) map[string]any {
	return map[string]any{"sasl": map[string]any{"username": username, "password_wo": password}}
}

func TestProtoPlan_whatACreateNeeds(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	for name, c := range map[string]struct {
		change map[string]any
		at     string
	}{
		"address":                                {map[string]any{"remote_bootstrap_servers": nil}, `AttributeName("remote_bootstrap_servers")`},
		"password":                               {map[string]any{"remote_authentication": login("K", nil)}, `AttributeName("remote_authentication").AttributeName("sasl").AttributeName("password_wo")`},
		"local credentials":                      {map[string]any{"link_mode": "SOURCE"}, `AttributeName("local_authentication")`},
		"local credentials of a connecting half": {map[string]any{"link_mode": "BIDIRECTIONAL", "remote_connection_mode": "INBOUND"}, `AttributeName("local_authentication")`},
		"the cluster's entry":                    {map[string]any{"kafka_cluster_id": "lkc-other"}, `AttributeName("kafka_cluster_id")`},
	} {
		d := p.Plan(typeName, acctest.Step{}, link(c.change)).Diagnostics.Errors()
		if len(d) != 1 || !d.Says(c.at) {
			t.Errorf("%s: want one error on %s, got %s", name, c.at, d)
		}
	}
	// Apache Kafka and Confluent Platform may need no credentials at all.
	if d := p.Plan(typeName, acctest.Step{}, link(map[string]any{"remote_cluster_id": "0gXf5xg8Sp2G4FlxNriNaA", "remote_authentication": nil})).Diagnostics; len(d) > 0 {
		t.Errorf("no credentials: %s", d)
	}
	if planned := p.Plan(typeName, acctest.Step{}, link(nil)); planned.Object["id"] != "lkc-dr/jump-to-dr" {
		t.Errorf("the id is known at plan, got %v", planned.Object["id"])
	}
}

func TestProtoPlan_whatAChangeNeeds(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	state := p.Create(typeName, link(nil))
	password := `AttributeName("remote_authentication").AttributeName("sasl").AttributeName("password_wo")`

	if d := p.Plan(typeName, state, link(map[string]any{"remote_authentication": login("JUMPKEY", nil)})).Diagnostics; len(d) > 0 {
		t.Errorf("a password may be left out while nothing about it changes: %s", d)
	}
	if d := p.Plan(typeName, state, link(map[string]any{"remote_authentication": login("OTHER", nil)})).Diagnostics.Errors(); !d.Says(password, "sent again") {
		t.Errorf("another user name needs a password: %s", d)
	}
	if d := p.Plan(typeName, state, link(map[string]any{"remote_authentication": nil})).Diagnostics.Errors(); !d.Says(`AttributeName("remote_authentication")`, "Keep the block") {
		t.Errorf("credentials cannot be taken away from a link to Confluent Cloud: %s", d)
	}
	imported := p.Import(typeName, "lkc-dr/jump-to-dr")
	if d := p.Plan(typeName, imported, link(map[string]any{"remote_authentication": login("JUMPKEY", nil)})).Diagnostics; len(d) > 0 {
		t.Errorf("an imported link keeps the credentials that the server has: %s", d)
	}
}

func TestProtoPlan_replacementNamesTheMirrorTopics(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	state := p.Create(typeName, link(nil))
	for i := range 12 {
		name := fmt.Sprintf("t%02d", i)
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": name})
		w.Do(http.MethodPost, drLink+"/mirrors", map[string]any{"source_topic_name": name})
	}
	w.ForgetRequests()
	planned := p.Plan(typeName, state, link(map[string]any{"prefix": "dr-"}))
	if !planned.Diagnostics.Warnings().Says(`AttributeName("prefix")`, "12 mirror topics", `"t00"`, "and 2 more", "replace_triggered_by") {
		t.Errorf("got %s", planned.Diagnostics)
	}
	if len(planned.Replace) != 1 {
		t.Errorf("replaced by %v", planned.Replace)
	}
	if asked := w.Requests("", "/kafka/"); len(asked) != 1 {
		t.Errorf("the plan asked %+v", asked)
	}
	destroyed := p.Plan(typeName, state, nil)
	if !destroyed.Diagnostics.Warnings().Says("", "Destroying", "12 mirror topics") || destroyed.Diagnostics.Says("", "have stopped") {
		t.Errorf("got %s", destroyed.Diagnostics)
	}
	// What the cluster tells of those that have stopped goes with the link.
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/t03", map[string]any{"lag": 14, "last_source_fetch_offset": 1201})
	w.Do(http.MethodPost, drLink+"/mirrors:failover", map[string]any{"mirror_topic_name_pattern": ".*"})
	destroyed = p.Plan(typeName, state, nil)
	lines := strings.Split(destroyed.Diagnostics.String(), "\n")
	lines = slices.DeleteFunc(lines, func(line string) bool { return !strings.Contains(line, ": stopped at 20") })
	if len(lines) != 10 || !destroyed.Diagnostics.Warnings().Says("", "have stopped", ", 84 messages behind (last source offset by partition: 0: 1201, 1: 1201, ", "\n  and 2 more") {
		t.Errorf("got %s", destroyed.Diagnostics)
	}
}

func TestProtoPlan_whatAChangeMeans(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	state := p.Create(typeName, link(map[string]any{"config": map[string]any{"mirror.start.offset.spec": "latest"}}))
	later := p.Plan(typeName, state, link(map[string]any{"config": map[string]any{"mirror.start.offset.spec": "earliest"}}))
	if !later.Diagnostics.Warnings().Says(`AttributeName("config").ElementKeyString("mirror.start.offset.spec")`, "topics that are on the link already keep their start") {
		t.Errorf("got %s", later.Diagnostics)
	}
	both := p.Plan(typeName, state, link(map[string]any{"link_mode": "BIDIRECTIONAL", "config": map[string]any{"mirror.start.offset.spec": "latest"}}))
	if !both.Diagnostics.Warnings().Says(`AttributeName("link_mode")`, "cannot convert", "deleted and created anew") {
		t.Errorf("got %s", both.Diagnostics)
	}
	same := p.Plan(typeName, state, link(map[string]any{"config": map[string]any{"mirror.start.offset.spec": "latest"}}))
	if len(same.Diagnostics) > 0 {
		t.Errorf("got %s", same.Diagnostics)
	}
}

func TestProtoApply_linkThatIsNotActiveIsAWarning(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Reachable("lkc-jump", false)
	p := w.NewProtocol(nil)
	created := p.Create(typeName, link(map[string]any{"validate_link": false}))
	if !created.Diagnostics.Warnings().Says("", "not ACTIVE", "UNAVAILABLE") {
		t.Errorf("got %s", created.Diagnostics)
	}
	if created.Object["cluster_link_id"] == nil || !created.Identity() {
		t.Errorf("the link is not tracked: %v", created.Object)
	}
}

func TestProtoRead_unreachableClusterIsKept(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	state := w.NewProtocol(nil).Create(typeName, link(nil))
	p := w.NewProtocol(func(block map[string]any) {
		block["kafka_clusters"].(map[string]any)["lkc-dr"].(map[string]any)["on_unreachable"] = "keep"
	})
	w.Reachable("lkc-dr", false)
	read := p.Read(typeName, state)
	if len(read.Diagnostics) != 1 || !read.Diagnostics.Warnings().Says("", "lkc-dr", "keep") || read.Object["cluster_link_id"] != state.Object["cluster_link_id"] {
		t.Fatalf("got %v %s", read.Object, read.Diagnostics)
	}
	// Nothing is planned, whatever the configuration says, and nothing is said twice.
	planned := p.Plan(typeName, read, link(map[string]any{"remote_bootstrap_servers": "pkc-jump:9093", "remote_cluster_id": "lkc-east"}))
	if len(planned.Diagnostics) > 0 || planned.Object["remote_bootstrap_servers"] != "pkc-jump:9092" || planned.Object["remote_cluster_id"] != "lkc-jump" {
		t.Errorf("planned %v %s", planned.Object, planned.Diagnostics)
	}
}

func TestProtoRead_withAProviderThatIsNotKnownYet(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	state := w.NewProtocol(nil).Create(typeName, link(nil))
	for name, change := range map[string]func(map[string]any){
		"value": func(b map[string]any) {
			b["kafka_clusters"].(map[string]any)["lkc-dr"].(map[string]any)["api_secret"] = acctest.Unknown{}
		},
		"entry": func(b map[string]any) { b["kafka_clusters"].(map[string]any)["lkc-dr"] = acctest.Unknown{} },
		"map":   func(b map[string]any) { b["kafka_clusters"] = acctest.Unknown{} },
	} {
		p := w.NewProtocol(change)
		w.ForgetRequests()
		read := p.Read(typeName, state)
		if !read.Diagnostics.Warnings().Says("", "kept as it is") || read.Object["link_name"] != "jump-to-dr" {
			t.Errorf("%s: got %v %s", name, read.Object, read.Diagnostics)
		}
		if d := p.Plan(typeName, read, link(nil)).Diagnostics; len(d) > 0 {
			t.Errorf("%s: planning says %s", name, d)
		}
		if d := p.Plan(typeName, acctest.Step{}, link(map[string]any{"link_name": "other"})).Diagnostics; len(d) > 0 {
			t.Errorf("%s: planning a new link says %s", name, d)
		}
		if d := p.Import(typeName, "lkc-dr/jump-to-dr").Diagnostics.Errors(); !d.Says(`AttributeName("kafka_cluster_id")`, "not known yet") {
			t.Errorf("%s: importing says %s", name, d)
		}
		if asked := w.Requests("", "/kafka/"); len(asked) > 0 {
			t.Errorf("%s: asked %+v", name, asked)
		}
	}
}

func TestProtoRead_missingEntryIsNamed(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	state := w.NewProtocol(nil).Create(typeName, link(nil))
	p := w.NewProtocol(func(b map[string]any) { delete(b["kafka_clusters"].(map[string]any), "lkc-dr") })
	if d := p.Read(typeName, state).Diagnostics.Errors(); !d.Says(`AttributeName("kafka_cluster_id")`, `"lkc-dr" = { rest_endpoint`) {
		t.Errorf("got %s", d)
	}
}

func TestProtoRead_goneIsAWarningAndKeepsIdentity(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	state := p.Create(typeName, link(nil))
	w.Do(http.MethodDelete, drLink, nil)
	gone := p.Read(typeName, state)
	if gone.Object != nil || !gone.Identity() || !gone.Diagnostics.Warnings().Says("", "any more") {
		t.Errorf("got %v %s", gone.Object, gone.Diagnostics)
	}
}

func TestProtoRead_linkMadeAnewIsSaid(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	state := p.Create(typeName, link(nil))
	w.Do(http.MethodDelete, drLink, nil)
	p.Create(typeName, link(nil))
	if d := p.Read(typeName, state).Diagnostics; !d.Warnings().Says("", "made it again") {
		t.Errorf("got %s", d)
	}
}

func TestProtoImport_byIdentity(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	created := p.Create(typeName, link(nil))
	imported := p.ImportByIdentity(typeName, created)
	if len(imported.Diagnostics.Errors()) > 0 || imported.Object["id"] != "lkc-dr/jump-to-dr" || imported.Object["remote_bootstrap_servers"] != "pkc-jump:9092" {
		t.Errorf("got %v %s", imported.Object, imported.Diagnostics)
	}
}

// An import says which secrets it could not read, and where they belong.
func TestProtoImport_namesTheSecretsThatStay(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	p.Create(typeName, link(map[string]any{"link_mode": "BIDIRECTIONAL", "local_authentication": login("DRKEY", "DRSECRET")}))
	p.Create(typeName, link(map[string]any{"link_name": "waits", "remote_cluster_id": "lkc-east", "connection_mode": "INBOUND", "remote_bootstrap_servers": nil, "remote_authentication": nil}))
	imported := w.NewProtocol(nil).Import(typeName, "lkc-dr/jump-to-dr")
	if !imported.Diagnostics.Warnings().Says("", `"local.sasl.jaas.config", "sasl.jaas.config"`, "leaves local_authentication and remote_authentication null") {
		t.Errorf("got %s", imported.Diagnostics)
	}
	if waiting := w.NewProtocol(nil).Import(typeName, "lkc-dr/waits"); len(waiting.Diagnostics) > 0 {
		t.Errorf("a half without secrets: %s", waiting.Diagnostics)
	}
}

func TestProtoDelete_waitingHalfWarnsOfTheOther(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	waits := acctest.Object{"kafka_cluster_id": "lkc-jump", "remote_cluster_id": "lkc-primary", "link_name": "l", "connection_mode": "INBOUND"}
	connects := acctest.Object{
		"kafka_cluster_id": "lkc-primary", "remote_cluster_id": "lkc-jump", "link_name": "l", "link_mode": "SOURCE", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": login("JUMPKEY", "JUMPSECRET"), "local_authentication": login("PRIMARYKEY", "PRIMARYSECRET"),
	}
	half, other := p.Create(typeName, waits), p.Create(typeName, connects)
	deleted := p.Apply(typeName, half, p.Plan(typeName, half, nil), nil)
	if !deleted.Diagnostics.Warnings().Says("", "OUTBOUND half", "lkc-primary") || len(deleted.Diagnostics.Errors()) > 0 {
		t.Errorf("got %s", deleted.Diagnostics)
	}
	if d := p.Apply(typeName, other, p.Plan(typeName, other, nil), nil).Diagnostics; len(d) > 0 {
		t.Errorf("got %s", d)
	}
}

func TestProtoCreate_saysWhoRefused(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	answer := func(status int, message string) {
		w.Fault(acctest.Fault{Method: http.MethodPost, Path: "/links$", Times: 1, Status: status, Body: fmt.Sprintf(`{"error_code":%d,"message":%q}`, status, message)})
	}
	for name, c := range map[string]struct {
		status  int
		message string
		at      string
		words   []string
	}{
		"remote": {401, "Unable to validate cluster link due to error: Client SASL mechanism 'PLAIN' not enabled in the server, enabled mechanisms are [SCRAM-SHA-512]", "remote_authentication", []string{"lkc-jump", "enabled mechanisms are [SCRAM-SHA-512]", "READ and DESCRIBE_CONFIGS"}},
		"host":   {401, "Not authorized: the authenticated user didn't have the right access to the resource: Cluster authorization failed.", "kafka_cluster_id", []string{"lkc-dr", "CloudClusterAdmin"}},
		"either": {401, "Unauthorized", "", []string{"lkc-dr", "lkc-jump", "kafka_clusters", "remote_authentication"}},
		"no way": {400, "Invalid Cluster Link: Invalid cluster link. Link error code: BOOTSTRAP_TCP_CONNECTION_FAILED_ERROR. Link error message: Failed to create a TCP connection to the destination cluster.", "remote_bootstrap_servers", []string{"pkc-jump:9092", "lkc-dr", "source-initiated"}},
		"prefix": {400, "The prefix 'dr-' already exists on another cluster link.", "prefix", []string{"its own"}},
	} {
		planned := p.Plan(typeName, acctest.Step{}, link(nil))
		answer(c.status, c.message)
		d := p.Apply(typeName, acctest.Step{}, planned, link(nil)).Diagnostics.Errors()
		at := ""
		if c.at != "" {
			at = fmt.Sprintf("AttributeName(%q)", c.at)
		}
		if len(d) != 1 || !d.Says(at, append(c.words, "request id")...) {
			t.Errorf("%s: got %s", name, d)
		}
	}
}

func TestProtoPlan_saysWhatIsWrongWithALink(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	state := p.Create(typeName, link(nil))
	w.Do(http.MethodPut, "/simulator/links/lkc-dr/jump-to-dr", map[string]any{"link_state": "UNAVAILABLE", "link_error": "AUTHENTICATION_ERROR", "link_error_message": "Please check your api key and secret"})
	read := p.Read(typeName, state)
	planned := p.Plan(typeName, read, link(nil))
	if len(read.Diagnostics) > 0 || len(planned.Diagnostics) != 1 || !planned.Diagnostics.Warnings().Says("", "UNAVAILABLE", "AUTHENTICATION_ERROR", "check your api key", "remote_authentication.sasl.password_wo_version") {
		t.Errorf("got %s and %s", read.Diagnostics, planned.Diagnostics)
	}
}

func TestProtoPlan_saysWhichTaskIsInError(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	both := link(map[string]any{"link_mode": "BIDIRECTIONAL", "config": map[string]any{
		"consumer.offset.sync.enable": "true", "consumer.offset.group.filters": `{"groupFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`,
	}})
	planned := p.Plan(typeName, p.Read(typeName, p.Create(typeName, both)), both)
	if !planned.Diagnostics.Warnings().Says("", "ConsumerOffsetSync", "REMOTE_LINK_NOT_FOUND_ERROR") {
		t.Errorf("got %s", planned.Diagnostics)
	}
}

func TestProtoUpdate_rotationToAWrongPasswordIsSaid(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, acctest.Settle(100*time.Millisecond))
	p := w.NewProtocol(nil)
	state := p.Create(typeName, link(nil))
	wrong := login("JUMPKEY", "wrong")
	wrong["sasl"].(map[string]any)["password_wo_version"] = 2
	config := link(map[string]any{"remote_authentication": wrong, "timeouts": map[string]any{"update": "3s"}})
	d := p.Apply(typeName, state, p.Plan(typeName, state, config), config).Diagnostics
	if len(d.Errors()) > 0 || !d.Warnings().Says(`AttributeName("remote_authentication")`, "does not work", "AUTHENTICATION_ERROR", "raise the version", "remote_authentication.sasl.password_wo_version") {
		t.Errorf("got %s", d)
	}
}

// A link of the same name that somebody makes anew does not hold up a destroy.
func TestProtoDelete_anotherLinkIsMade(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	state := p.Create(typeName, link(nil))
	planned := p.Plan(typeName, state, nil)
	w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/links/jump-to-dr$", Times: 1, Status: http.StatusOK, Body: `{"link_name":"jump-to-dr","cluster_link_id":"another","link_state":"ACTIVE"}`})
	w.ForgetRequests()
	gone := p.Apply(typeName, state, planned, nil)
	if reads := w.Requests(http.MethodGet, "/links/jump-to-dr"); len(gone.Diagnostics.Errors()) > 0 || gone.Object != nil || len(reads) != 2 {
		t.Errorf("%s after %v", gone.Diagnostics, reads)
	}
}

// White space around what Kafka reads as a boolean or a number means nothing, neither
// at plan nor to the server nor to the next plan. What it does not take away is said.
func TestProtoConfig_whiteSpace(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	config := link(map[string]any{"config": map[string]any{"consumer.offset.sync.ms": " 45000\r", "acl.sync.ms": "7000\n"}})
	state := p.Create(typeName, config)
	sent := w.Requests(http.MethodPost, "/links")
	if len(sent) != 1 || !strings.Contains(fmt.Sprint(sent[0].Body), "value:45000]") || !strings.Contains(fmt.Sprint(sent[0].Body), "value:7000]") {
		t.Errorf("sent %v", sent)
	}
	read := p.Read(typeName, state)
	if planned := p.Plan(typeName, read, config); !reflect.DeepEqual(planned.Object, read.Object) {
		t.Errorf("the next plan changes %v to %v", read.Object["config"], planned.Object["config"])
	}
	for value, words := range map[string]string{"5000\u00a0": `5000\u00a0`, "50 00": "50 00"} {
		if d := p.Validate(typeName, link(map[string]any{"config": map[string]any{"acl.sync.ms": value}})).Errors(); !d.Says("", words) {
			t.Errorf("%q: %s", value, d)
		}
	}
	if d := p.Validate(typeName, link(map[string]any{"config": map[string]any{"mirror.start.offset.spec": "earliest "}})).Errors(); !d.Says("", "white space", `"earliest"`) {
		t.Error(d)
	}
}

// A link that is made, and does not do what it is to do, says so in that apply.
func TestProtoCreate_taskInError(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	for _, cluster := range []string{"lkc-jump", "lkc-dr"} {
		w.Do(http.MethodPost, "/kafka/v3/clusters/"+cluster+"/topics", map[string]any{"topic_name": "orders"})
	}
	made := w.NewProtocol(nil).Create(typeName, link(map[string]any{"config": map[string]any{
		"auto.create.mirror.topics.enable": "true", "auto.create.mirror.topics.filters": filters,
	}}))
	if !made.Diagnostics.Warnings().Says("", "is created, and ACTIVE", "AutoCreateMirror is in error", "orders") {
		t.Error(made.Diagnostics)
	}
}

// Advice fits the way to log in, and names both ends where the server does not say
// which of them refused.
func TestProtoCreate_refusedLoginIsBlamedOnTheRightSide(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	source := map[string]any{"kafka_cluster_id": "lkc-primary", "link_mode": "SOURCE", "local_authentication": login("PRIMARYKEY", "PRIMARYSECRET")}
	for name, c := range map[string]struct {
		change map[string]any
		words  []string
		not    string
	}{
		"API key": {nil, []string{"The remote cluster", "an API key of that very cluster"}, "local_authentication"},
		"OAuth":   {map[string]any{"remote_authentication": oauth("S")}, []string{"OAuth client", "identity pool"}, "user name and password"},
		"mTLS":    {map[string]any{"remote_authentication": mtls("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n", nil)}, []string{"client certificate"}, "user name and password"},
		"source":  {source, []string{"One of the two clusters", `"lkc-jump" (remote_authentication)`, `"lkc-primary" (local_authentication)`}, "nothing"},
	} {
		planned := p.Plan(typeName, acctest.Step{}, link(c.change))
		w.Fault(acctest.Fault{Method: http.MethodPost, Path: "/links$", Times: 1, Status: http.StatusUnauthorized, Body: `{"error_code":401,"message":"Unable to validate cluster link due to error: Authentication failed"}`})
		d := p.Apply(typeName, acctest.Step{}, planned, link(c.change)).Diagnostics.Errors()
		if !d.Says(remoteAuth, c.words...) || d.Says("", c.not) {
			t.Errorf("%s: %s %s", name, planned.Diagnostics, d)
		}
	}
}

// Advice that changes nothing is given once.
func TestProtoPlan_addressWithoutUseIsSaidOnce(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	config := link(map[string]any{"connection_mode": "INBOUND", "remote_authentication": nil})
	p := w.NewProtocol(nil)
	planned := p.Plan(typeName, acctest.Step{}, config)
	if !planned.Diagnostics.Warnings().Says(`AttributeName("remote_bootstrap_servers")`, "no use") {
		t.Error(planned.Diagnostics)
	}
	state := p.Apply(typeName, acctest.Step{}, planned, config)
	p = w.NewProtocol(nil)
	if d := append(p.Validate(typeName, config), p.Plan(typeName, state, config).Diagnostics...); d.Says("", "no use") {
		t.Error(d)
	}
}

// A link that is created paused on purpose is as it is to be.
func TestProtoCreate_pausedOnPurpose(t *testing.T) {
	t.Parallel()
	made := acctest.NewWorld(t).NewProtocol(nil).Create(typeName, link(map[string]any{"config": map[string]any{"cluster.link.paused": "true"}}))
	if len(made.Diagnostics) > 0 {
		t.Error(made.Diagnostics)
	}
}

// No way is named that is none for the link.
func TestProtoCreate_noWayForASourceLink(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	config := link(map[string]any{
		"kafka_cluster_id": "lkc-primary", "remote_cluster_id": "lkc-dr", "link_mode": "SOURCE", "remote_bootstrap_servers": "lkc-dr:9092",
		"remote_authentication": login("DRKEY", "DRSECRET"), "local_authentication": login("PRIMARYKEY", "PRIMARYSECRET"),
	})
	d := p.Apply(typeName, acctest.Step{}, p.Plan(typeName, acctest.Step{}, config), config).Diagnostics.Errors()
	if !d.Says(`AttributeName("remote_bootstrap_servers")`, "no way to", "does not go over a network link") {
		t.Error(d)
	}
}
