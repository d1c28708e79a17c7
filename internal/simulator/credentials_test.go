package simulator_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// authority signs certificates of clients.
type authority struct {
	t    *testing.T
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	pem  string
}

func newAuthority(t *testing.T, parent *authority) *authority {
	t.Helper()
	a := &authority{t: t}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: rand.Text()}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	a.key = newKey(t)
	signer, key := template, a.key
	if parent != nil {
		signer, key = parent.cert, parent.key
	}
	a.cert, a.pem = signed(t, template, signer, a.key, key)
	return a
}

// client makes a certificate with its key, both in PEM.
func (a *authority) client() (chain, key string, leaf *x509.Certificate) {
	a.t.Helper()
	own := newKey(a.t)
	leaf, chain = signed(a.t, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "client"}, NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, a.cert, own, a.key)
	return chain, keyPEM(a.t, own), leaf
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func signed(t *testing.T, template, parent *x509.Certificate, own, signer *ecdsa.PrivateKey) (*x509.Certificate, string) {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, parent, own.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert, block("CERTIFICATE", der)
}

func keyPEM(t *testing.T, key *ecdsa.PrivateKey) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return block("PRIVATE KEY", der)
}

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

// linkTo tries to link lkc-dr to a source of the kind given, and returns the
// answer.
func linkTo(t *testing.T, source simulator.Cluster, configs map[string]string) answer {
	t.Helper()
	w := simulator.DefaultWorld()
	source.ID, source.Bootstrap = "source", "source:9092"
	if source.Kind == "" {
		source.Kind = simulator.KindKafka
	}
	w.Clusters = append(w.Clusters, source)
	b := startWith(t, w, simulator.Options{})
	return b.createLink("lkc-dr", "l", "source_cluster_id", "source", settings(map[string]string{"bootstrap.servers": "source:9092"}, configs))
}

const notEnabled = "Unable to validate cluster link due to error: Client SASL mechanism '%s' not enabled in the server, enabled mechanisms are [%s]"

func TestCredentials_mechanisms(t *testing.T) {
	t.Parallel()
	plain := jaas
	scram := func(user, password string) string {
		return fmt.Sprintf(`org.apache.kafka.common.security.scram.ScramLoginModule required username="%s" password="%s";`, user, password)
	}
	with := func(protocol, mechanism, jaas string) map[string]string {
		return settings(map[string]string{"security.protocol": protocol, "sasl.mechanism": mechanism, "sasl.jaas.config": jaas})
	}
	secured := func(protocol string, mechanisms ...string) simulator.Cluster {
		return simulator.Cluster{SecurityProtocols: []string{protocol}, SASLMechanisms: mechanisms, APIKeys: map[string]string{"u": "p"}}
	}
	for name, tc := range map[string]struct {
		source  simulator.Cluster
		configs map[string]string
		status  int
		words   string
	}{
		"none":                       {simulator.Cluster{}, nil, 201, ""},
		"none, said so":              {simulator.Cluster{SecurityProtocols: []string{"PLAINTEXT"}}, with("PLAINTEXT", "", ""), 201, ""},
		"none where SASL is needed":  {secured("SASL_SSL", "PLAIN"), nil, 400, "does not listen with security protocol PLAINTEXT"},
		"plain":                      {secured("SASL_SSL", "PLAIN"), with("SASL_SSL", "PLAIN", plain("u", "p")), 201, ""},
		"plain in the clear":         {secured("SASL_PLAINTEXT", "PLAIN"), with("SASL_PLAINTEXT", "PLAIN", plain("u", "p")), 201, ""},
		"plain, other protocol":      {secured("SASL_PLAINTEXT", "PLAIN"), with("SASL_SSL", "PLAIN", plain("u", "p")), 400, "Timed out waiting for a node assignment"},
		"plain, wrong":               {secured("SASL_SSL", "PLAIN"), with("SASL_SSL", "PLAIN", plain("u", "x")), 401, "Authentication failed: Invalid username or password"},
		"plain, unknown":             {secured("SASL_SSL", "PLAIN"), with("SASL_SSL", "PLAIN", plain("x", "p")), 401, "Invalid username or password"},
		"plain off":                  {secured("SASL_SSL", "SCRAM-SHA-512"), with("SASL_SSL", "PLAIN", plain("u", "p")), 401, fmt.Sprintf(notEnabled, "PLAIN", "SCRAM-SHA-512")},
		"scram 256":                  {secured("SASL_SSL", "SCRAM-SHA-256"), with("SASL_SSL", "SCRAM-SHA-256", scram("u", "p")), 201, ""},
		"scram 512":                  {secured("SASL_SSL", "SCRAM-SHA-256", "SCRAM-SHA-512"), with("SASL_SSL", "SCRAM-SHA-512", scram("u", "p")), 201, ""},
		"scram, wrong":               {secured("SASL_SSL", "SCRAM-SHA-512"), with("SASL_SSL", "SCRAM-SHA-512", scram("u", "x")), 401, "invalid credentials with SASL mechanism SCRAM-SHA-512"},
		"scram, the other strength":  {secured("SASL_SSL", "SCRAM-SHA-512"), with("SASL_SSL", "SCRAM-SHA-256", scram("u", "p")), 401, fmt.Sprintf(notEnabled, "SCRAM-SHA-256", "SCRAM-SHA-512")},
		"scram with plain's module":  {secured("SASL_SSL", "SCRAM-SHA-512"), with("SASL_SSL", "SCRAM-SHA-512", plain("u", "p")), 400, "No LoginModule found for org.apache.kafka.common.security.plain.PlainLoginModule"},
		"no mechanism means GSSAPI":  {secured("SASL_SSL", "PLAIN"), with("SASL_SSL", "", plain("u", "p")), 401, fmt.Sprintf(notEnabled, "GSSAPI", "PLAIN")},
		"no login":                   {secured("SASL_SSL", "PLAIN"), with("SASL_SSL", "PLAIN", ""), 400, "Login module not specified in JAAS config"},
		"oauth without an endpoint":  {secured("SASL_SSL", "OAUTHBEARER"), with("SASL_SSL", "OAUTHBEARER", `a.OAuthBearerLoginModule required clientId="app" clientSecret="s";`), 400, "The OAuth configuration option sasl.oauthbearer.token.endpoint.url value must be non-null"},
		"oauth":                      {secured("SASL_SSL", "OAUTHBEARER"), settings(with("SASL_SSL", "OAUTHBEARER", `a.OAuthBearerLoginModule required clientId="app" clientSecret="s";`), map[string]string{"sasl.oauthbearer.token.endpoint.url": "https://idp/token"}), 201, ""},
		"tls alone":                  {simulator.Cluster{SecurityProtocols: []string{"SSL"}}, with("SSL", "", ""), 201, ""},
		"tls with any truststore":    {simulator.Cluster{SecurityProtocols: []string{"SSL"}}, settings(with("SSL", "", ""), map[string]string{"ssl.truststore.type": "PEM", "ssl.truststore.certificates": "x"}), 201, ""},
		"tls where SASL is expected": {secured("SASL_SSL", "PLAIN"), with("SSL", "", ""), 400, "security protocol SSL"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := linkTo(t, tc.source, tc.configs).want(tc.status)
			if tc.status != 201 {
				a.refused(tc.status, tc.status, tc.words)
			}
		})
	}
}

func TestCredentials_clientCertificate(t *testing.T) {
	t.Parallel()
	root, other := newAuthority(t, nil), newAuthority(t, nil)
	between := newAuthority(t, root)
	chain, key, _ := root.client()
	longChain, longKey, _ := between.client()
	foreignChain, foreignKey, _ := other.client()
	ecKey, err := x509.MarshalECPrivateKey(newKey(t))
	if err != nil {
		t.Fatal(err)
	}
	const broken = "Unable to create client using provided properties when validating the cluster link: Invalid PEM keystore configs: "
	for name, tc := range map[string]struct {
		chain, key string
		extra      map[string]string
		status     int
		words      string
	}{
		"good":                      {chain, key, nil, 201, ""},
		"good with its CA":          {chain + root.pem, key, nil, 201, ""},
		"good with an intermediate": {longChain + between.pem, longKey, nil, 201, ""},
		"intermediate missing":      {longChain, longKey, nil, 401, "SSL handshake failed"},
		"of another authority":      {foreignChain, foreignKey, nil, 401, "SSL handshake failed"},
		"none":                      {"", "", map[string]string{"ssl.keystore.type": ""}, 401, "SSL handshake failed"},
		"no chain":                  {"", key, nil, 400, "SSL private key is specified, but certificate chain is not specified"},
		"no key":                    {chain, "", nil, 400, "private key is not specified"},
		"not a PEM store":           {chain, key, map[string]string{"ssl.keystore.type": ""}, 400, "SSL private key can be specified only for PEM, but key store type is JKS"},
		"no certificates in it":     {"nonsense", key, nil, 400, broken + "no certificate found"},
		"no key in it":              {chain, "nonsense", nil, 400, broken + "no private key found"},
		"key of another":            {chain, foreignKey, nil, 400, broken + "the private key does not belong to the certificate"},
		"key in another form":       {chain, block("EC PRIVATE KEY", ecKey), nil, 400, broken + "no PKCS #8 private key"},
		"encrypted, no password":    {chain, block("ENCRYPTED PRIVATE KEY", []byte("x")), nil, 400, broken + "the private key is encrypted"},
		"encrypted with password":   {chain, block("ENCRYPTED PRIVATE KEY", []byte("x")), map[string]string{"ssl.key.password": "p"}, 201, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := linkTo(t, simulator.Cluster{SecurityProtocols: []string{"SSL"}, ClientCA: root.pem}, settings(map[string]string{
				"security.protocol": "SSL", "ssl.keystore.type": "PEM", "ssl.keystore.certificate.chain": tc.chain, "ssl.keystore.key": tc.key,
			}, tc.extra)).want(tc.status)
			if tc.status != 201 {
				a.refused(tc.status, tc.status, tc.words)
			}
		})
	}
}

// The half that opens the connection logs in at its own cluster, too.
func TestCredentials_localCertificate(t *testing.T) {
	t.Parallel()
	root := newAuthority(t, nil)
	chain, key, _ := root.client()
	source := simulator.Cluster{
		ID: "cp", Kind: simulator.KindPlatform, Bootstrap: "cp:9092", SecurityProtocols: []string{"SSL"}, ClientCA: root.pem,
		APIKeys: map[string]string{"K": "S"}, REST: simulator.REST{Auth: simulator.RESTAuthNone},
	}
	w := simulator.DefaultWorld()
	w.Clusters = append(w.Clusters, source)
	local := map[string]string{
		"local.security.protocol": "SSL", "local.ssl.keystore.type": "PEM",
		"local.ssl.keystore.certificate.chain": chain, "local.ssl.keystore.key": key,
	}
	for name, tc := range map[string]struct {
		local  map[string]string
		status int
	}{"with it": {local, 201}, "without": {nil, 400}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := startWith(t, w, simulator.Options{})
			b.createLink("lkc-jump", "p", "source_cluster_id", "cp", inboundHalf()).want(201)
			b.createLink("cp", "p", "destination_cluster_id", "lkc-jump", settings(toJump(), map[string]string{"link.mode": "SOURCE"}, tc.local)).want(tc.status)
		})
	}
}

func TestAccess_clientCertificateOfTheCluster(t *testing.T) {
	t.Parallel()
	own, other := newAuthority(t, nil), newAuthority(t, nil)
	b := startWith(t, simulator.World{Clusters: []simulator.Cluster{{
		ID: "cp", Kind: simulator.KindPlatform, Bootstrap: "a:9092", ClientCA: own.pem, REST: simulator.REST{Auth: simulator.RESTAuthMTLS},
	}}}, simulator.Options{})
	for want, signer := range map[int]*authority{200: own, 401: other} {
		_, _, leaf := signer.client()
		req := httptest.NewRequest(http.MethodGet, "/kafka/v3/clusters/cp", http.NoBody)
		// The listener trusts both authorities, the cluster only its own.
		req.TLS = &tls.ConnectionState{VerifiedChains: [][]*x509.Certificate{{leaf, signer.cert}}}
		rec := httptest.NewRecorder()
		b.sim.ServeHTTP(rec, req)
		if rec.Code != want {
			t.Errorf("status %d, want %d", rec.Code, want)
		}
	}
}
