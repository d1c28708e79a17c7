package acctest_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// worldOf is the world.json of an example, changed by more options.
func worldOf(t *testing.T, example string, options ...acctest.Option) acctest.Option {
	t.Helper()
	file, err := os.Open(filepath.Join("../../examples", example, "world.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	read, err := simulator.ReadWorld(file)
	if err != nil {
		t.Fatal(err)
	}
	return func(world *simulator.World, o *simulator.Options) {
		*world = read
		for _, option := range options {
			option(world, o)
		}
	}
}

// clientsOf has a cluster accept only certificates of this authority.
func clientsOf(cluster string, a *acctest.Authority) acctest.Option {
	return func(world *simulator.World, _ *simulator.Options) {
		for i := range world.Clusters {
			if c := &world.Clusters[i]; c.ID == cluster {
				c.ClientCA = a.PEM
			}
		}
	}
}

// active checks that links, each as cluster/link, and all mirrors on them work.
func active(t *testing.T, w *acctest.World, links map[string][]string) {
	t.Helper()
	for link, topics := range links {
		if state := status(w, link, "link_state"); state != "ACTIVE" {
			t.Errorf("%s is %v", link, state)
		}
		for _, topic := range topics {
			if state := status(w, link+"/mirrors/"+topic, "mirror_status"); state != "ACTIVE" {
				t.Errorf("%s of %s is %v", topic, link, state)
			}
		}
	}
}

func TestAccExample_authentication(t *testing.T) {
	t.Parallel()
	clients, servers := acctest.NewAuthority(t, "clients"), acctest.NewAuthority(t, "servers")
	certificate, key := clients.Issue("link")
	tokenFile := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(tokenFile, []byte("APPSECRET\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const dr, app = "TF_VAR_dr_api_secret=DRSECRET", "TF_VAR_client_secret=APPSECRET"
	cases := map[string]struct {
		env  []string
		link string // as cluster/link when it is to be ACTIVE
	}{
		"clink-api-key":           {env: []string{"TF_VAR_api_secret=DRSECRET", "TF_VAR_cloud_api_secret=CLOUDSECRET"}},
		"clink-token":             {}, // the token is the world's
		"clink-oauth":             {env: []string{app, "TF_VAR_dr_client_secret=DRAPPSECRET"}},
		"clink-workload-identity": {env: []string{"TF_VAR_token_file=" + tokenFile}},
		"clink-mtls":              {env: []string{"TF_VAR_ca_certificate=" + servers.PEM, "TF_VAR_client_certificate=" + certificate, "TF_VAR_client_key=" + key, "TF_VAR_admin_password=ADMINSECRET"}},
		"clink-proxy":             {env: []string{"TF_VAR_api_secret=DRSECRET"}},

		"link-plain":          {[]string{dr, "TF_VAR_jump_api_secret=JUMPSECRET"}, "lkc-dr/links/from-plain"},
		"link-scram":          {[]string{dr, "TF_VAR_link_password=LINKSECRET"}, "lkc-dr/links/from-scram"},
		"link-oauth":          {[]string{dr, app}, "lkc-dr/links/from-oauth"},
		"link-mtls":           {[]string{dr, "TF_VAR_ca_certificate=" + servers.PEM, "TF_VAR_link_certificate=" + certificate, "TF_VAR_link_key=" + key}, "lkc-dr/links/from-mtls"},
		"link-private-ca":     {[]string{dr, "TF_VAR_link_password=LINKSECRET", "TF_VAR_ca_certificate=" + servers.PEM}, "lkc-dr/links/from-private-ca"},
		"link-sasl-plaintext": {[]string{dr, "TF_VAR_link_password=LINKSECRET"}, "lkc-dr/links/from-sasl-plaintext"},
		"link-without-login":  {[]string{dr}, "lkc-dr/links/from-without-login"},
		"link-kerberos":       {[]string{"TF_VAR_admin_password=ADMINSECRET"}, "platform/links/from-kerberos"},
	}
	directories, err := filepath.Glob("../../examples/authentication/*/main.tf")
	if err != nil || len(directories) != len(cases) {
		t.Errorf("of %d examples, %d are applied", len(directories), len(cases))
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			option := worldOf(t, "authentication", clientsOf("kafka-mtls", clients))
			var w *acctest.World
			if name == "clink-mtls" {
				server := servers.Server("kafka.internal")
				server.ClientAuth, server.ClientCAs = clients.Server("kafka.internal").ClientAuth, clients.Server("kafka.internal").ClientCAs
				w = acctest.NewTLSWorld(t, server, option)
			} else {
				w = acctest.NewWorld(t, option)
			}
			switch name {
			case "clink-token":
				c.env = []string{"TF_VAR_token=" + w.Token("app", "APPSECRET")}
			case "clink-proxy":
				c.env = append(c.env, "TF_VAR_proxy_url="+acctest.NewProxy(t, w.URL).URL)
			}
			e := newExample(t, "authentication/"+name, c.env...)
			e.at(w)
			e.prove(func() {
				if c.link != "" {
					active(t, w, map[string][]string{c.link: nil})
				}
			})
			if name == "clink-oauth" && len(w.Requests(http.MethodPost, "/oauth/token")) == 0 {
				t.Error("nobody asked for a token")
			}
		})
	}
}

func TestAccExample_kafkaToCloudSCRAM(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, worldOf(t, "kafka-to-cloud-scram"))
	e := newExample(t, "kafka-to-cloud-scram", "TF_VAR_source_password=SCRAMSECRET", "TF_VAR_destination_api_secret=ORDERSSECRET")
	e.at(w)
	e.prove(func() {
		active(t, w, map[string][]string{"lkc-orders/links/msk-to-cloud": {"orders", "payments"}})
	})
}

func TestAccExample_platformToCloud(t *testing.T) {
	t.Parallel()
	clients := acctest.NewAuthority(t, "clients")
	certificate, key := clients.Issue("link")
	w := acctest.NewWorld(t, worldOf(t, "platform-to-cloud", clientsOf("0gXf5xg8Sp2G4FlxNriNaA", clients)))
	e := newExample(t, "platform-to-cloud",
		"TF_VAR_platform_password=PLATFORMSECRET", "TF_VAR_cloud_api_secret=CLOUDADMINSECRET", "TF_VAR_link_api_secret=LINKSECRET",
		"TF_VAR_platform_ca_certificate="+clients.PEM, "TF_VAR_link_private_key="+key, `TF_VAR_link_certificate={ chain = <<-EOT
`+certificate+`EOT
}`)
	e.at(w)
	e.prove(func() {
		active(t, w, map[string][]string{"0gXf5xg8Sp2G4FlxNriNaA/links/platform-to-cloud": nil, "lkc-cloud/links/platform-to-cloud": {"orders", "payments"}})
	})
}

func TestAccExample_cloudToPlatform(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, worldOf(t, "cloud-to-platform"))
	e := newExample(t, "cloud-to-platform", "TF_VAR_platform_password=PLATFORMSECRET", "TF_VAR_cloud_api_secret=LINKSECRET")
	e.at(w)
	e.prove(func() {
		active(t, w, map[string][]string{"0gXf5xg8Sp2G4FlxNriNaA/links/cloud-to-platform": {"orders"}})
		if factor := w.Get("/v3/clusters/0gXf5xg8Sp2G4FlxNriNaA/topics/orders")["replication_factor"]; factor != 2.0 {
			t.Errorf("the replication factor is %v", factor)
		}
	})
}

func TestAccExample_crossOrganisation(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, worldOf(t, "data-sharing"))
	e := newExample(t, "data-sharing",
		"TF_VAR_source_terraform_secret=PRODUCERADMINSECRET", "TF_VAR_source_link_secret=PRODUCERLINKSECRET",
		"TF_VAR_destination_terraform_secret=CONSUMERADMINSECRET", "TF_VAR_destination_link_secret=CONSUMERLINKSECRET")
	e.at(w)
	e.prove(func() {
		active(t, w, map[string][]string{"lkc-producer/links/producer-to-consumer": nil, "lkc-consumer/links/producer-to-consumer": {"producer-prices"}})
	})
}
