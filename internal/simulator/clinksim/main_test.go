package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"flag"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// started runs the command until the test ends, and returns the address that
// it printed.
func started(t *testing.T, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, printed := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, append(args, "-listen", "127.0.0.1:0"), printed, io.Discard)
		_ = printed.Close()
	}()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("ended with %v", err)
			}
		case <-time.After(10 * time.Second):
			t.Error("did not stop")
		}
	})
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	_, url, found := strings.Cut(strings.TrimSpace(line), "listening on ")
	if !found {
		t.Fatalf("printed %q", line)
	}
	if page, err := lines.ReadString('\n'); err != nil || page != "watch it at "+url+"/simulator/\n" {
		t.Errorf("printed %q, %v, of the page", page, err)
	}
	return url
}

func get(t *testing.T, url, user, password string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if user != "" {
		req.SetBasicAuth(user, password)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestRun_defaultWorld(t *testing.T) {
	t.Parallel()
	url := started(t)
	if status, body := get(t, url+"/kafka/v3/clusters/lkc-jump", "JUMPKEY", "JUMPSECRET"); status != http.StatusOK {
		t.Errorf("%d %s", status, body)
	}
	// Who types the bare address into a browser is led to the page.
	if status, body := get(t, url, "", ""); status != http.StatusOK || !strings.Contains(body, "<title>Clink simulator</title>") {
		t.Errorf("%d %s", status, body)
	}
}

func TestRun_world(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "world.json")
	if err := os.WriteFile(file, []byte(`{"clusters":[{"id":"cp","kind":"platform","bootstrap":"cp:9092"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	url := started(t, "-world", file, "-settle", "0", "-latency", "1ms", "-rate-limit", "5")
	if status, body := get(t, url+"/v3/clusters", "", ""); status != http.StatusOK || !strings.Contains(body, `"cluster_id":"cp"`) {
		t.Errorf("%d %s", status, body)
	}
}

func TestPageURL(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]string{
		"127.0.0.1:8090": "http://127.0.0.1:8090/simulator/",
		"[::1]:80":       "http://[::1]:80/simulator/",
		"0.0.0.0:8090":   "http://localhost:8090/simulator/",
		"[::]:8090":      "http://localhost:8090/simulator/",
		"192.0.2.7:8090": "", // the page answers to this machine's own names only
	} {
		if got := pageURL("http", net.TCPAddrFromAddrPort(netip.MustParseAddrPort(at))); got != want {
			t.Errorf("listening on %s: %q, want %q", at, got, want)
		}
	}
}

func TestRun_refusals(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "world.json")
	if err := os.WriteFile(file, []byte(`{"clusterz":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		args  []string
		words string
	}{
		{[]string{"-world", file}, "clusterz"},
		{[]string{"-world", file + ".no"}, "no such file"},
		{[]string{"-client-ca", file}, "-tls-cert"},
		{[]string{"-tls-cert", file, "-tls-key", file}, "PEM"},
		{[]string{"stray"}, "stray"},
		{[]string{"-listen", "nonsense"}, "nonsense"},
	} {
		err := run(t.Context(), tc.args, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), tc.words) {
			t.Errorf("%v: error %v does not contain %q", tc.args, err, tc.words)
		}
	}
	var usage bytes.Buffer
	if err := run(t.Context(), []string{"-help"}, io.Discard, &usage); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-help: %v", err)
	}
	for _, name := range []string{"-listen", "-world", "-settle", "-latency", "-rate-limit", "-token-lifetime", "-tls-cert", "-tls-key", "-client-ca"} {
		if !strings.Contains(usage.String(), name+" ") {
			t.Errorf("usage does not tell of %s:\n%s", name, usage.String())
		}
	}
}

// certificate writes a certificate for 127.0.0.1 and its key, signed by
// itself.
func certificate(t *testing.T) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{
		certFile: {Type: "CERTIFICATE", Bytes: der},
		keyFile:  {Type: "PRIVATE KEY", Bytes: keyDER},
	} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile
}

func TestRun_tls(t *testing.T) {
	t.Parallel()
	certFile, keyFile := certificate(t)
	world := filepath.Join(t.TempDir(), "world.json")
	if err := os.WriteFile(world, []byte(`{"clusters":[{"id":"cp","kind":"platform","bootstrap":"cp:9092","rest":{"auth":"mtls"}}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	url := started(t, "-world", world, "-tls-cert", certFile, "-tls-key", keyFile, "-client-ca", certFile)
	pair, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(pair.Leaf)
	for want, own := range map[int][]tls.Certificate{http.StatusUnauthorized: nil, http.StatusOK: {pair}} {
		client := &http.Client{Transport: &http.Transport{
			DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: own},
		}}
		resp, err := client.Get(url + "/v3/clusters/cp")
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("status %d, want %d", resp.StatusCode, want)
		}
	}
}
