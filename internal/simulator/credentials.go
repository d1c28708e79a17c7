package simulator

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// denied is a failed login: 401, and AUTHENTICATION_ERROR on an existing link.
func denied(format string, args ...any) *obstacle {
	return &obstacle{
		code: errAuthenticate, message: "Please check your api key and secret",
		refusal: kafkaError{http.StatusUnauthorized, http.StatusUnauthorized, "Unable to validate cluster link due to error: " + fmt.Sprintf(format, args...)},
	}
}

// misconfigured is a client that cannot even be made from the settings.
func misconfigured(format string, args ...any) *obstacle {
	return &obstacle{
		code: errAuthenticate, message: fmt.Sprintf(format, args...),
		refusal: badRequest("Unable to validate cluster link due to error: Unable to create client using provided properties when validating the cluster link: %s", fmt.Sprintf(format, args...)),
	}
}

// protocols are the security protocols that the cluster listens with; none is
// any.
func (c *cluster) protocols() []string {
	if len(c.SecurityProtocols) == 0 && c.secured() {
		return []string{"SASL_SSL", "SASL_PLAINTEXT"}
	}
	return c.SecurityProtocols
}

// asksLinks reports whether a link has to log in to the cluster: whether it does
// not listen with a protocol by which everybody comes in. Users of its REST API
// alone are no reason.
func (c *cluster) asksLinks() bool {
	open := slices.Contains(c.protocols(), "PLAINTEXT") || c.ClientCA == "" && slices.Contains(c.protocols(), "SSL")
	return c.secured() && !open
}

func (c *cluster) mechanisms() []string {
	switch {
	case len(c.SASLMechanisms) > 0:
		return c.SASLMechanisms
	case c.Kind == KindCloud:
		return []string{mechanismPlain, mechanismOAuth}
	default:
		return []string{mechanismPlain, "SCRAM-SHA-256", "SCRAM-SHA-512"}
	}
}

const (
	mechanismPlain = "PLAIN"
	mechanismOAuth = "OAUTHBEARER"
)

// loginSettings are the client settings of one side of a link; side is empty
// or "local.".
type loginSettings struct {
	configs map[string]string
	side    string
}

func (s loginSettings) get(name, absent string) string {
	if v := s.configs[s.side+name]; v != "" {
		return v
	}
	return absent
}

// given reports whether there is anything to log in with.
func (s loginSettings) given() bool {
	return s.get(cfgJAAS, "") != "" || s.get(cfgKeystoreKey, "") != "" || s.get(cfgKeystoreFile, "") != ""
}

// admits tries to log in with the client settings of a link; side is empty or
// "local.".
func (c *cluster) admits(clients []OAuthClient, configs map[string]string, side string) *obstacle {
	s := loginSettings{configs, side}
	protocol := strings.ToUpper(s.get(cfgSecurityProtocol, "PLAINTEXT"))
	chain, err := s.keystore()
	if err != nil && strings.HasSuffix(protocol, "SSL") {
		return misconfigured("%s", err)
	}
	if listening := c.protocols(); len(listening) > 0 && !slices.Contains(listening, protocol) {
		// A client that speaks another protocol is hung up on, or hangs.
		return &obstacle{
			code: errTimeout, message: "Timed out waiting for a node assignment.",
			refusal: badRequest("Unable to validate cluster link due to error: Timed out waiting for a node assignment. The cluster does not listen with security protocol %s.", protocol),
		}
	}
	if protocol == "SSL" && c.ClientCA != "" && s.get(cfgKeystoreFile, "") == "" && !c.trusts(chain) {
		return denied("SSL handshake failed")
	}
	if !strings.HasPrefix(protocol, "SASL_") {
		return nil
	}
	mechanism := s.get(cfgSASLMechanism, "GSSAPI")
	if !slices.Contains(c.mechanisms(), mechanism) {
		return denied("Client SASL mechanism '%s' not enabled in the server, enabled mechanisms are [%s]", mechanism, strings.Join(c.mechanisms(), ", "))
	}
	if mechanism == "GSSAPI" {
		return nil // no key distribution centre is simulated
	}
	return c.login(clients, mechanism, s)
}

// login checks the credentials in a sasl.jaas.config.
func (c *cluster) login(clients []OAuthClient, mechanism string, s loginSettings) *obstacle {
	entry, err := parseJAAS(s.get(cfgJAAS, ""))
	if err != nil {
		return misconfigured("%s", err)
	}
	module, user, password := "PlainLoginModule", entry.options["username"], entry.options["password"]
	refusal := "Authentication failed: Invalid username or password"
	switch {
	case mechanism == mechanismOAuth:
		module = "OAuthBearerLoginModule"
	case strings.HasPrefix(mechanism, "SCRAM-"):
		module = "ScramLoginModule"
		refusal = "Authentication failed during authentication due to invalid credentials with SASL mechanism " + mechanism
	}
	if !strings.HasSuffix(entry.module, "."+module) {
		return misconfigured("No LoginModule found for %s", entry.module)
	}
	if mechanism == mechanismOAuth {
		if s.get(cfgTokenEndpoint, "") == "" {
			return misconfigured("The OAuth configuration option %s value must be non-null", cfgTokenEndpoint)
		}
		return c.tokenLogin(clients, entry.options)
	}
	if want, known := c.APIKeys[user]; c.secured() && (!known || want != password) {
		return denied("%s", refusal)
	}
	return nil
}

// tokenLogin checks the client that would fetch a token, and the extensions
// that Confluent Cloud asks for.
func (c *cluster) tokenLogin(clients []OAuthClient, options map[string]string) *obstacle {
	i := slices.IndexFunc(clients, func(o OAuthClient) bool {
		return o.ClientID == options["clientId"] && o.ClientSecret == options["clientSecret"]
	})
	if i < 0 {
		return denied("Authentication failed: invalid_client")
	}
	if id := options["extension_logicalCluster"]; c.Kind == KindCloud && id != c.ID {
		return denied("Authentication failed: logical cluster '%s' is not '%s'", id, c.ID)
	}
	if pool := options["extension_identityPoolId"]; c.Kind == KindCloud && !slices.Contains(clients[i].IdentityPools, pool) {
		return denied("Authentication failed: identity pool '%s' is not known", pool)
	}
	return nil
}

// keystore reads the certificates with which the client would introduce
// itself; none when the settings hold none. The errors are Kafka's
// (DefaultSslEngineFactory).
func (s loginSettings) keystore() ([]*x509.Certificate, error) {
	key, chain := s.get(cfgKeystoreKey, ""), s.get(cfgKeystoreChain, "")
	switch kind := s.get("ssl.keystore.type", "JKS"); {
	case key == "" && chain == "":
		return nil, nil
	case key == "":
		return nil, errors.New("SSL certificate chain is specified, but private key is not specified")
	case !strings.EqualFold(kind, "PEM"):
		return nil, fmt.Errorf("SSL private key can be specified only for PEM, but key store type is %s", kind)
	case chain == "":
		return nil, errors.New("SSL private key is specified, but certificate chain is not specified")
	}
	certificates, err := parseCertificates(chain)
	if err != nil {
		return nil, fmt.Errorf("Invalid PEM keystore configs: %w", err) //nolint:staticcheck // the words are Kafka's
	}
	if err := checkKey(key, certificates[0], s.get("ssl.key.password", "")); err != nil {
		return nil, fmt.Errorf("Invalid PEM keystore configs: %w", err) //nolint:staticcheck // the words are Kafka's
	}
	return certificates, nil
}

// parseCertificates reads a chain in PEM: at least one certificate.
func parseCertificates(text string) ([]*x509.Certificate, error) {
	var all []*x509.Certificate
	rest := []byte(text)
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			continue
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		all = append(all, certificate)
	}
	if len(all) == 0 {
		return nil, errors.New("no certificate found")
	}
	return all, nil
}

// checkKey judges the private key: Kafka takes PKCS #8 only. An encrypted one
// cannot be opened with Go's standard library, so that only its password is
// asked for.
func checkKey(text string, certificate *x509.Certificate, password string) error {
	block, _ := pem.Decode([]byte(text))
	switch {
	case block == nil:
		return errors.New("no private key found")
	case block.Type == "ENCRYPTED PRIVATE KEY" && password == "":
		return errors.New("the private key is encrypted and ssl.key.password is not set")
	case block.Type == "ENCRYPTED PRIVATE KEY":
		return nil
	case block.Type != "PRIVATE KEY":
		return fmt.Errorf("no PKCS #8 private key: %s", block.Type)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return err
	}
	signer, isSigner := key.(crypto.Signer)
	public, compares := certificate.PublicKey.(interface{ Equal(x crypto.PublicKey) bool })
	if !isSigner || !compares || !public.Equal(signer.Public()) {
		return errors.New("the private key does not belong to the certificate")
	}
	return nil
}

// trusts reports whether a client's certificates, the first being its own,
// lead to an authority of the cluster. A cluster without authorities of its
// own trusts every certificate that the connection has accepted.
func (c *cluster) trusts(chain []*x509.Certificate) bool {
	if len(chain) == 0 {
		return false
	}
	if c.ClientCA == "" {
		return true
	}
	roots, intermediates := x509.NewCertPool(), x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(c.ClientCA))
	for _, link := range chain[1:] {
		intermediates.AddCert(link)
	}
	_, err := chain[0].Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: intermediates, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	return err == nil
}
