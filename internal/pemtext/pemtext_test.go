package pemtext_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/pemtext"
)

// pair makes a certificate and its key.
func pair(t *testing.T) (chain, key, older string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	ec, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	encode := func(kind string, raw []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: raw}))
	}
	return encode("CERTIFICATE", certificate), encode("PRIVATE KEY", pkcs8), encode("EC PRIVATE KEY", ec)
}

func TestFaults(t *testing.T) {
	t.Parallel()
	chain, key, older := pair(t)
	oneLine := func(s string) string { return strings.ReplaceAll(s, "\n", `\n`) }
	for name, c := range map[string]struct {
		err   error
		words string // empty: nothing is wrong
	}{
		"chain":                       {pemtext.Certificates(chain), ""},
		"two authorities":             {pemtext.Certificates(chain + "\n# comment\n" + chain), ""},
		"Windows' line ends":          {pemtext.Certificates(strings.ReplaceAll(chain, "\n", "\r\n")), ""},
		"no line end at the end":      {pemtext.Certificates(strings.TrimSpace(chain)), ""},
		"key":                         {pemtext.PrivateKey(key, false), ""},
		"file name":                   {pemtext.Certificates("/etc/ssl/ca.pem"), "file("},
		"relative file name":          {pemtext.PrivateKey("client.key", false), "file("},
		"key store":                   {pemtext.Certificates("trust.jks"), "openssl pkcs12"},
		"content of a key store":      {pemtext.Certificates("/u3+7QAAAAIAAAAB"), "keytool"},
		"base64 of DER":               {pemtext.Certificates("MIIBkTCB+wIJAK"), "inform der"},
		"base64 of PEM":               {pemtext.Certificates(base64.StdEncoding.EncodeToString([]byte(chain))), "base64decode"},
		"escaped line ends":           {pemtext.Certificates(oneLine(chain)), "replace("},
		"on one line":                 {pemtext.Certificates(strings.ReplaceAll(chain, "\n", " ")), "one line"},
		"cut off":                     {pemtext.Certificates(chain[:len(chain)-40]), "broken"},
		"something else":              {pemtext.Certificates("hello"), "BEGIN CERTIFICATE"},
		"key in a plain argument":     {pemtext.Certificates(chain + key), "private key"},
		"older key in one":            {pemtext.Certificates(older), "private key"},
		"chain for a key":             {pemtext.PrivateKey(chain, false), "where the private key belongs"},
		"older form":                  {pemtext.PrivateKey(older, false), "openssl pkcs8 -topk8"},
		"encrypted":                   {pemtext.PrivateKey("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n", false), "password is not given"},
		"encrypted, with a password":  {pemtext.PrivateKey("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n", true), ""},
		"pair":                        {pemtext.Pair(chain, key), ""},
		"what cannot be read, paired": {pemtext.Pair("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", key), ""},
	} {
		if c.words == "" && c.err != nil || c.words != "" && (c.err == nil || !strings.Contains(c.err.Error(), c.words)) {
			t.Errorf("%s: got %v, want %q", name, c.err, c.words)
		}
		if c.err != nil && strings.Contains(c.err.Error(), key[40:80]) {
			t.Errorf("%s: repeats the key: %v", name, c.err)
		}
	}
	_, other, _ := pair(t)
	if err := pemtext.Pair(chain, other); err == nil || !strings.Contains(err.Error(), "not the key") {
		t.Errorf("another key: %v", err)
	}
	if !errors.Is(pemtext.Certificates(key), pemtext.ErrPrivateKey) {
		t.Error("a key in a plain argument is not told apart")
	}
	if !pemtext.Same(chain, strings.ReplaceAll("\n"+chain, "\n", "\r\n")) || pemtext.Same(chain, key) || pemtext.Same("", "") {
		t.Error("the same PEM with other line ends is the same")
	}
}
