// Command clinksim serves a simulated Confluent Cloud and Confluent Platform:
// clusters with their REST API, and the networking API, on one address.
//
//	clinksim -listen 127.0.0.1:8090 -world world.json -settle 200ms
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return
	}
	fmt.Fprintln(os.Stderr, "clinksim:", err)
	stop()
	os.Exit(1) //nolint:gocritic // stop was called
}

// run serves until ctx ends. It prints its address, and where its page is.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("clinksim", flag.ContinueOnError)
	flags.SetOutput(stderr)
	listen := flags.String("listen", "127.0.0.1:8090", "`address` to listen on; port 0 picks a free one")
	worldFile := flags.String("world", "", "world.json `file`; without it, the world of the private-public-private guide")
	settle := flags.Duration("settle", 200*time.Millisecond, "how long state changes take")
	latency := flags.Duration("latency", 0, "added to every answer")
	rate := flags.Int("rate-limit", 0, "requests per second per cluster before 429; 0 is no limit")
	lifetime := flags.Duration("token-lifetime", time.Hour, "how long access tokens are valid")
	certFile := flags.String("tls-cert", "", "PEM `file` with the server's certificate; serves TLS together with -tls-key")
	keyFile := flags.String("tls-key", "", "PEM `file` with the key of -tls-cert")
	clientCA := flags.String("client-ca", "", "PEM `file` with the authorities of client certificates")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	world, err := readWorld(*worldFile)
	if err != nil {
		return err
	}
	tlsConfig, err := loadTLS(*certFile, *keyFile, *clientCA)
	if err != nil {
		return err
	}
	sim, err := simulator.New(world, simulator.Options{Settle: *settle, Latency: *latency, RateLimit: *rate, TokenLifetime: *lifetime})
	if err != nil {
		return err
	}
	defer sim.Close()

	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", *listen)
	if err != nil {
		return err
	}
	scheme := "http"
	if tlsConfig != nil {
		scheme = "https"
		listener = tls.NewListener(listener, tlsConfig)
	}
	started := fmt.Sprintf("clinksim listening on %s://%s\n", scheme, listener.Addr())
	if page := pageURL(scheme, listener.Addr()); page != "" {
		started += fmt.Sprintf("watch it at %s\n", page)
	}
	fmt.Fprint(stdout, started) // at once: who reads the first line only need not wait for the second
	return serve(ctx, listener, sim)
}

// pageURL is where a browser on this machine finds the page; nowhere when the
// simulator cannot be reached by a loopback name, to which alone the page answers.
func pageURL(scheme string, at net.Addr) string {
	host, port, err := net.SplitHostPort(at.String())
	ip := net.ParseIP(host)
	switch {
	case err != nil || ip == nil:
		return ""
	case ip.IsUnspecified():
		host = "localhost"
	case !ip.IsLoopback():
		return ""
	}
	return scheme + "://" + net.JoinHostPort(host, port) + "/simulator/"
}

func serve(ctx context.Context, listener net.Listener, sim *simulator.Simulator) error {
	server := &http.Server{Handler: sim, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	sim.Close() // lets go of requests being held
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := server.Shutdown(grace)
	if served := <-served; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

func readWorld(file string) (simulator.World, error) {
	if file == "" {
		return simulator.DefaultWorld(), nil
	}
	f, err := os.Open(file)
	if err != nil {
		return simulator.World{}, err
	}
	defer f.Close()
	return simulator.ReadWorld(f)
}

// loadTLS is nil without a certificate. Client certificates are checked when
// given, and asked for by the clusters that need them.
func loadTLS(certFile, keyFile, clientCA string) (*tls.Config, error) {
	if certFile == "" && keyFile == "" {
		if clientCA != "" {
			return nil, errors.New("-client-ca needs -tls-cert and -tls-key")
		}
		return nil, nil //nolint:nilnil // no TLS
	}
	cert, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{
		Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12,
		// HTTP/2 connections cannot be dropped under a single request.
		NextProtos: []string{"http/1.1"},
	}
	if clientCA == "" {
		return config, nil
	}
	pem, err := os.ReadFile(clientCA)
	if err != nil {
		return nil, err
	}
	config.ClientCAs = x509.NewCertPool()
	if !config.ClientCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate", clientCA)
	}
	config.ClientAuth = tls.VerifyClientCertIfGiven
	return config, nil
}
