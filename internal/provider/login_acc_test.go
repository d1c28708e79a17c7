package provider_test

import (
	"crypto/tls"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

type object = map[string]any

// access is what Clink is told about the one cluster it calls, and what has to
// come of it.
type access struct {
	entry  object // of kafka_clusters, without rest_endpoint
	more   object // other arguments of the provider
	refuse []string
}

// tokens is a way to get a token of the simulator's identity provider.
func tokens(w *acctest.World) object {
	return object{"token_url": w.URL + "/oauth/token", "client_id": "app", "client_secret": "s", "identity_pool_id": "pool-a"}
}

// with is an object with some of its values replaced.
func with(o object, name string, value any) object {
	changed := object{name: value}
	for key, v := range o {
		if key != name {
			changed[key] = v
		}
	}
	return changed
}

// try calls a cluster: it writes and reads with this access.
func (a access) try(t *testing.T, endpoint, cluster string, env map[string]string) acctest.Diagnostics {
	t.Helper()
	p := protocol(t, env)
	block := object{"kafka_clusters": object{cluster: with(a.entry, "rest_endpoint", endpoint)}}
	maps.Copy(block, a.more)
	if d := p.ValidateProvider(block); len(d.Errors()) > 0 {
		return d
	}
	if d := p.Configure(block); len(d) > 0 {
		return d
	}
	const resource = "clink_cluster_link"
	config := acctest.Object{
		"kafka_cluster_id": cluster, "remote_cluster_id": "lkc-elsewhere", "link_name": "half", "connection_mode": "INBOUND", "timeouts": object{"create": "40s"},
	}
	made := p.Apply(resource, acctest.Step{}, p.Plan(resource, acctest.Step{}, config), config)
	if len(made.Diagnostics) > 0 {
		return made.Diagnostics
	}
	if read := p.Read(resource, made); len(read.Diagnostics) > 0 {
		return read.Diagnostics
	}
	gone := p.Apply(resource, made, p.Plan(resource, made, nil), nil)
	return gone.Diagnostics
}

// judge compares what came of it with what had to.
func (a access) judge(t *testing.T, d acctest.Diagnostics) {
	t.Helper()
	switch {
	case a.refuse == nil && len(d) > 0:
		t.Errorf("it should have worked: %s", d)
	case a.refuse != nil && !d.Errors().Says("", a.refuse...):
		t.Errorf("want an error with %q, got %s", a.refuse, d)
	}
}

func TestProtoLogin_basicAndTokens(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	token, oauth := w.Token("app", "s"), tokens(w)
	for name, a := range map[string]access{
		"API key":        {entry: object{"api_key": "DRKEY", "api_secret": "DRSECRET"}},
		"wrong secret":   {entry: object{"api_key": "DRKEY", "api_secret": "JUMPSECRET"}, refuse: []string{"Authentication failed", "HTTP 401", "kafka_clusters", "its own API keys"}},
		"no credentials": {refuse: []string{"Authentication failed", "HTTP 401"}},

		"bearer token":   {entry: object{"bearer_token": token, "identity_pool_id": "pool-a"}},
		"no pool":        {entry: object{"bearer_token": token}, refuse: []string{"Authentication failed", "HTTP 401", "did not accept what Clink logs in with"}},
		"another pool":   {entry: object{"bearer_token": token, "identity_pool_id": "pool-b"}, refuse: []string{"Authentication failed", "HTTP 401", "did not accept what Clink logs in with"}},
		"a forged token": {entry: object{"bearer_token": token + "x", "identity_pool_id": "pool-a"}, refuse: []string{"Authentication failed", "HTTP 401", "did not accept what Clink logs in with"}},

		"OAuth of the provider":   {more: object{"oauth": oauth}},
		"OAuth of the cluster":    {entry: object{"oauth": oauth}},
		"the cluster's is first":  {entry: object{"oauth": oauth}, more: object{"oauth": with(oauth, "client_secret", "no")}},
		"an API key is first":     {entry: object{"api_key": "DRKEY", "api_secret": "DRSECRET"}, more: object{"oauth": with(oauth, "client_secret", "no")}},
		"pool of the cluster":     {entry: object{"identity_pool_id": "pool-a"}, more: object{"oauth": with(oauth, "identity_pool_id", "pool-b")}},
		"wrong client secret":     {more: object{"oauth": with(oauth, "client_secret", "no")}, refuse: []string{"No credentials could be had: oauth: ", `gave no token for client "app"`, "invalid_client", "Client authentication failed."}},
		"unknown client":          {entry: object{"oauth": with(oauth, "client_id", "other")}, refuse: []string{`No credentials could be had: kafka_clusters["lkc-dr"].oauth: `, `for client "other"`, "invalid_client"}},
		"no token endpoint there": {entry: object{"oauth": with(oauth, "token_url", w.URL+"/nowhere")}, refuse: []string{"No credentials could be had", "404"}},
	} {
		t.Run(name, func(t *testing.T) {
			// One world, in which all of them make the same link: one after the other.
			a.judge(t, a.try(t, w.URL, "lkc-dr", nil))
		})
	}
}

func TestProtoLogin_tokenEndpointIsDown(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Fault(acctest.Fault{Method: http.MethodPost, Path: "/oauth/token", Times: 100, Status: http.StatusServiceUnavailable, Body: `{"error":"temporarily_unavailable","error_description":"Back soon."}`})
	a := access{more: object{"oauth": tokens(w)}, refuse: []string{"No credentials could be had", "temporarily_unavailable", "Back soon."}}
	a.judge(t, a.try(t, w.URL, "lkc-dr", nil))
}

// A token is asked for once, however many need it at the same time.
func TestProtoLogin_tokensAreShared(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := protocol(t, nil)
	p.Configure(object{"oauth": tokens(w), "kafka_clusters": object{"lkc-dr": object{"rest_endpoint": w.URL}}})
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if d := p.Import("clink_cluster_link", fmt.Sprintf("lkc-dr/none-%d", i)).Diagnostics; !d.Says("", "has no link named") {
				t.Error(d)
			}
		})
	}
	all.Wait()
	if asked := w.Requests(http.MethodPost, "/oauth/token"); len(asked) != 1 {
		t.Errorf("asked for %d tokens", len(asked))
	}
}

// A workload's token is read from its file each time, since the platform renews it.
func TestProtoLogin_workloadIdentity(t *testing.T) {
	t.Parallel()
	// Tokens that live so short are replaced before each request.
	w := acctest.NewWorld(t, func(_ *simulator.World, o *simulator.Options) { o.TokenLifetime = 10 * time.Second })
	file := filepath.Join(t.TempDir(), "token")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	oauth := object{"token_url": w.URL + "/oauth/token", "client_id": "app", "token_file": file, "identity_pool_id": "pool-a"}
	p := protocol(t, nil)
	p.Configure(object{"oauth": oauth, "kafka_clusters": object{"lkc-dr": object{"rest_endpoint": w.URL}}})
	ask := func(words ...string) {
		t.Helper()
		if d := p.Import("clink_cluster_link", "lkc-dr/none").Diagnostics; !d.Errors().Says("", words...) {
			t.Errorf("want an error with %q, got %s", words, d)
		}
	}
	ask("No credentials could be had", "token_file", "no such file")
	write("\n")
	ask("No credentials could be had", "is empty")
	write("not the workload's\n")
	ask("invalid_client", "Client authentication failed.")
	write("s\n") // the simulator takes the client's secret for its signature
	ask(`no link named "none"`)
	write("expired\n")
	ask("invalid_client")
	write("s\n")
	ask(`no link named "none"`)

	// Without a token endpoint the file holds the access token itself.
	write(w.Token("app", "s") + "\n")
	a := access{entry: object{"oauth": object{"token_file": file, "identity_pool_id": "pool-a"}}}
	a.judge(t, a.try(t, w.URL, "lkc-dr", nil))
}

// A workload's token may stand in a variable, which is read anew each time, or be
// a value.
func TestProtoLogin_workloadIdentityWithoutAFile(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, func(_ *simulator.World, o *simulator.Options) { o.TokenLifetime = 10 * time.Second })
	oauth := object{"token_url": w.URL + "/oauth/token", "client_id": "app", "identity_pool_id": "pool-a"}
	a := access{entry: object{"oauth": with(oauth, "token", "s\n")}}
	a.judge(t, a.try(t, w.URL, "lkc-dr", nil))

	env := map[string]string{}
	p := protocol(t, env)
	p.Configure(object{"oauth": with(oauth, "token_env", "WORKLOAD_TOKEN"), "kafka_clusters": object{"lkc-dr": object{"rest_endpoint": w.URL}}})
	for _, c := range []struct{ token, words string }{
		{"", "the environment variable WORKLOAD_TOKEN, which token_env names, is not set"},
		{"wrong", "invalid_client"},
		{"s\n", `no link named "none"`},
		{"expired", "invalid_client"},
	} {
		env["WORKLOAD_TOKEN"] = c.token
		if d := p.Import("clink_cluster_link", "lkc-dr/none").Diagnostics; !d.Errors().Says("", c.words) {
			t.Errorf("%q: want an error with %q, got %s", c.token, c.words, d)
		}
	}
	// A token that cannot be sent is told as that.
	env["WORKLOAD_TOKEN"] = "a\nb"
	p.Configure(object{"oauth": object{"token_env": "WORKLOAD_TOKEN"}, "kafka_clusters": object{"lkc-dr": object{"rest_endpoint": w.URL}}})
	if d := p.Import("clink_cluster_link", "lkc-dr/none").Diagnostics; !d.Errors().Says("", "the access token holds a line break") {
		t.Error(d)
	}
}

// An identity provider may have an authority of its own.
func TestProtoLogin_authorityOfTheTokenEndpoint(t *testing.T) {
	t.Parallel()
	idp := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusForbidden) }))
	idp.Config.ErrorLog = log.New(io.Discard, "", 0)
	idp.StartTLS()
	t.Cleanup(idp.Close)
	ca := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: idp.Certificate().Raw}))
	for authority, words := range map[string]string{"": "certificate", ca: "it answered HTTP 403: no"} {
		p := protocol(t, nil)
		p.Configure(object{"oauth": object{"token_url": idp.URL, "client_id": "c", "client_secret": "s3cret", "ca_certificate": authority}, "kafka_clusters": object{"lkc-dr": object{"rest_endpoint": idp.URL}}})
		if d := p.Import("clink_cluster_link", "lkc-dr/none").Diagnostics; !d.Errors().Says("", "No credentials could be had", `for client "c"`, words) {
			t.Errorf("want %q, got %s", words, d)
		}
	}
}

// The networking API takes Confluent's own tokens, for which an identity
// provider's are exchanged.
func TestProtoLogin_cloud(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	oauth := tokens(w)
	const found = "Network Link Service"
	for name, c := range map[string]struct {
		block object
		says  []string // of a service that is not there, or why it was not looked for
	}{
		"API key":             {object{"cloud": object{"endpoint": w.URL, "api_key": "CLOUDKEY", "api_secret": "CLOUDSECRET"}}, []string{found, "nls-none"}},
		"wrong secret":        {object{"cloud": object{"endpoint": w.URL, "api_key": "CLOUDKEY", "api_secret": "no"}}, []string{"HTTP 401", "cloud"}},
		"OAuth of its own":    {object{"cloud": object{"endpoint": w.URL, "oauth": oauth}}, []string{found, "nls-none"}},
		"OAuth of all":        {object{"cloud": object{"endpoint": w.URL}, "oauth": oauth}, []string{found, "nls-none"}},
		"a key is first":      {object{"cloud": object{"endpoint": w.URL, "api_key": "CLOUDKEY", "api_secret": "CLOUDSECRET"}, "oauth": with(oauth, "client_secret", "no")}, []string{found, "nls-none"}},
		"wrong client secret": {object{"cloud": object{"endpoint": w.URL, "oauth": with(oauth, "client_secret", "no")}}, []string{"No credentials could be had", "invalid_client", "Client authentication failed."}},
		"another pool":        {object{"cloud": object{"endpoint": w.URL, "oauth": with(oauth, "identity_pool_id", "pool-b")}}, []string{"No credentials could be had", "exchanging the identity provider's token", "pool-b does not admit"}},
	} {
		p := protocol(t, nil)
		if d := p.Configure(c.block); len(d.Errors()) > 0 {
			t.Errorf("%s: %s", name, d)
			continue
		}
		d := p.Import("clink_network_link_service", "env-east/nls-none").Diagnostics
		if !d.Says("", c.says...) || (c.says[0] == found) != (len(d.Errors()) == 0) {
			t.Errorf("%s: want %q, got %s", name, c.says, d)
		}
	}
	// Without a pool there is nothing to exchange a token for.
	delete(oauth, "identity_pool_id")
	if d := protocol(t, nil).Configure(object{"cloud": object{"endpoint": w.URL, "oauth": oauth}}); !d.Errors().Says("", "identity_pool_id") {
		t.Error(d)
	}
}

// secured is a world of one cluster of Confluent Platform whose REST API is opened
// in this way, behind a certificate of the authority for these hosts.
func secured(t *testing.T, a *acctest.Authority, auth string, config func(*tls.Config), hosts ...string) *acctest.World {
	t.Helper()
	conf := a.Server(hosts...)
	if config != nil {
		config(conf)
	}
	return acctest.NewTLSWorld(t, conf, func(world *simulator.World, _ *simulator.Options) {
		world.Clusters = []simulator.Cluster{{
			ID: "platform", Kind: simulator.KindPlatform, Bootstrap: "platform:9092", APIKeys: map[string]string{"admin": "adminsecret"}, REST: simulator.REST{Auth: auth},
		}}
	})
}

func TestProtoLogin_privateAuthority(t *testing.T) {
	t.Parallel()
	own, other := acctest.NewAuthority(t, "own"), acctest.NewAuthority(t, "other")
	entry := object{"api_key": "admin", "api_secret": "adminsecret"}
	here := secured(t, own, "basic", nil, "127.0.0.1")
	elsewhere := secured(t, own, "basic", nil, "kafka.internal")
	for name, c := range map[string]struct {
		w *acctest.World
		access
	}{
		"trusted":              {here, access{entry: with(entry, "ca_certificate", own.PEM)}},
		"one of several":       {here, access{entry: with(entry, "ca_certificate", other.PEM+own.PEM)}},
		"not trusted":          {here, access{entry: entry, refuse: []string{here.URL, "signed by unknown authority", "ca_certificate"}}},
		"another is trusted":   {here, access{entry: with(entry, "ca_certificate", other.PEM), refuse: []string{"signed by unknown authority", "ca_certificate"}}},
		"another name":         {elsewhere, access{entry: with(entry, "ca_certificate", own.PEM), refuse: []string{"127.0.0.1", "tls_server_name"}}},
		"the name is given":    {elsewhere, access{entry: with(with(entry, "ca_certificate", own.PEM), "tls_server_name", "kafka.internal")}},
		"a name that is wrong": {elsewhere, access{entry: with(with(entry, "ca_certificate", own.PEM), "tls_server_name", "kafka.outside"), refuse: []string{"kafka.internal, not kafka.outside", "tls_server_name"}}},
	} {
		t.Run(name, func(t *testing.T) { c.judge(t, c.try(t, c.w.URL, "platform", nil)) })
	}
}

func TestProtoLogin_clientCertificate(t *testing.T) {
	t.Parallel()
	own, other := acctest.NewAuthority(t, "own"), acctest.NewAuthority(t, "other")
	certificate, key := own.Issue("terraform")
	foreign, foreignKey := other.Issue("terraform")
	trusting := object{"ca_certificate": own.PEM}
	mtls := with(with(trusting, "client_certificate", certificate), "client_key", key)
	stranger := with(with(trusting, "client_certificate", foreign), "client_key", foreignKey)
	both := with(with(mtls, "api_key", "admin"), "api_secret", "adminsecret")

	insisting := func(c *tls.Config) { c.ClientAuth = tls.RequireAndVerifyClientCert }
	asking := secured(t, own, "mtls", nil, "127.0.0.1")
	strict := secured(t, own, "mtls", insisting, "127.0.0.1")
	strictBasic := secured(t, own, "basic", insisting, "127.0.0.1")
	for name, c := range map[string]struct {
		w *acctest.World
		access
	}{
		"mTLS":                        {asking, access{entry: mtls}},
		"no certificate":              {asking, access{entry: trusting, refuse: []string{"HTTP 401"}}},
		"mTLS at the listener":        {strict, access{entry: mtls}},
		"no certificate, listener":    {strict, access{entry: trusting, refuse: []string{"certificate required", "client_certificate"}}},
		"another authority's":         {strict, access{entry: stranger, refuse: []string{"client_certificate"}}},
		"mTLS and Basic":              {strictBasic, access{entry: both}},
		"mTLS without Basic":          {strictBasic, access{entry: mtls, refuse: []string{"HTTP 401"}}},
		"Basic without a certificate": {strictBasic, access{entry: with(with(trusting, "api_key", "admin"), "api_secret", "adminsecret"), refuse: []string{"certificate required", "client_certificate"}}},
		"key of another certificate":  {strict, access{entry: with(mtls, "client_key", foreignKey), refuse: []string{"no pair"}}},
	} {
		t.Run(name, func(t *testing.T) { c.judge(t, c.try(t, c.w.URL, "platform", nil)) })
	}
}

// Each cluster has its own proxy: its address means nothing elsewhere.
func TestProtoLogin_proxy(t *testing.T) {
	t.Parallel()
	own := acctest.NewAuthority(t, "own")
	w := secured(t, own, "basic", nil, "kafka.private.example")
	open := acctest.NewWorld(t)
	through, plain, refusing := acctest.NewProxy(t, w.URL), acctest.NewProxy(t, open.URL), acctest.NewProxy(t, w.URL)
	refusing.Refuse = true
	entry := object{"api_key": "admin", "api_secret": "adminsecret", "ca_certificate": own.PEM}
	const endpoint = "https://kafka.private.example:443"
	for name, a := range map[string]access{
		"over TLS":      {entry: with(entry, "proxy_url", through.URL)},
		"proxy refuses": {entry: with(entry, "proxy_url", refusing.URL), refuse: []string{endpoint, refusing.URL, "407 Proxy Authentication Required"}},
	} {
		t.Run(name, func(t *testing.T) { a.judge(t, a.try(t, endpoint, "platform", nil)) })
	}
	if through.Passed() == 0 {
		t.Error("nothing went through the proxy")
	}
	t.Run("without TLS", func(t *testing.T) {
		// The credentials travel in the clear: that is a warning of the provider block.
		a := access{entry: object{"api_key": "DRKEY", "api_secret": "DRSECRET", "proxy_url": plain.URL}}
		a.judge(t, a.try(t, "http://kafka.private.example:8082", "lkc-dr", nil))
		if plain.Passed() == 0 {
			t.Error("nothing went through the proxy")
		}
	})
}
