// Command pagecheck opens the simulator's page in headless Chromium and checks
// by name that it draws every cluster, every link in the direction of its data
// and every mirror topic with its status, that it does so again by itself when
// they change, and that a large world fits a laptop's window. It keeps pictures
// of what it saw.
//
//	pagecheck -out dist
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt) //nolint:forbidigo // where contexts begin
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "page-check:", err)
		stop()
		os.Exit(1) //nolint:gocritic // stop was called
	}
}

func run(ctx context.Context, args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("pagecheck", flag.ContinueOnError)
	out := flags.String("out", "dist", "`directory` for the pictures")
	program := flags.String("chromium", os.Getenv("CHROMIUM"), "`program` to open the page with; looked for when empty")
	if err := flags.Parse(args); err != nil {
		return err
	}
	browser, err := findBrowser(*program)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(*out, 0o755); err != nil { //nolint:gosec // pictures for everybody
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 4*time.Minute)
	defer cancel()
	if err := runSmall(ctx, stdout, browser, *out); err != nil {
		return err
	}
	return runMany(ctx, stdout, browser, *out)
}

// runSmall looks at the default world: empty, with a chain, and in an outage.
func runSmall(ctx context.Context, stdout io.Writer, browser, out string) error {
	w, err := startWorld(ctx, simulator.DefaultWorld(), out)
	if err != nil {
		return err
	}
	defer w.stop()

	if err := w.check(ctx, stdout, browser, "empty", nil, func(d document) []string { return d.lacks(emptyPicture()) }); err != nil {
		return err
	}
	if err := w.pictures(ctx, stdout, browser, "simulator-empty"); err != nil {
		return err
	}
	if err := w.build(ctx); err != nil {
		return err
	}
	if err := w.check(ctx, stdout, browser, "chain", nil, func(d document) []string { return d.lacks(chainPicture()) }); err != nil {
		return err
	}
	if err := w.pictures(ctx, stdout, browser, "simulator"); err != nil {
		return err
	}
	// While the page is open, the world changes: after its first look.
	if err := w.check(ctx, stdout, browser, "changed", func() error { return w.change(ctx) }, func(d document) []string { return d.lacks(changedPicture()) }); err != nil {
		return err
	}
	return w.pictures(ctx, stdout, browser, "simulator-outage")
}

// runMany looks at a large world, and whether it fits a laptop's window.
func runMany(ctx context.Context, stdout io.Writer, browser, out string) error {
	w, err := startWorld(ctx, manyWorld(), out)
	if err != nil {
		return err
	}
	defer w.stop()

	wanted, err := w.buildMany(ctx)
	if err != nil {
		return err
	}
	if err := w.check(ctx, stdout, browser, "many", nil, func(d document) []string { return d.lacks(wanted) }); err != nil {
		return err
	}
	if err := w.pictures(ctx, stdout, browser, "simulator-many"); err != nil {
		return err
	}
	dom, err := w.browse(ctx, browser, w.url+measurePath, "--dump-dom")
	if err != nil {
		return err
	}
	m, err := parseMeasured(dom)
	if err != nil {
		return err
	}
	// The hub's link to the cluster that is down and the chain's two; told are the
	// cluster, the link that reads from it and its mirror topic.
	if wrong := m.complaints(3, 3); len(wrong) > 0 {
		return fmt.Errorf("many: %s", strings.Join(wrong, "; "))
	}
	fmt.Fprintf(stdout, "many: fits %dx%d\n", laptopWidth, laptopHeight)
	return nil
}

// pictures keeps what the page looks like by day and by night.
func (w *world) pictures(ctx context.Context, stdout io.Writer, browser, name string) error {
	for suffix, scheme := range map[string]string{".png": "1", "-dark.png": "0"} {
		file, err := filepath.Abs(filepath.Join(w.out, name+suffix))
		if err != nil {
			return err
		}
		if _, err := w.browse(ctx, browser, w.page(), fmt.Sprintf("--window-size=%d,%d", laptopWidth, laptopHeight), "--hide-scrollbars", "--blink-settings=preferredColorScheme="+scheme, "--screenshot="+file); err != nil {
			return err
		}
		fmt.Fprintln(stdout, "picture:", file)
	}
	return nil
}

// findBrowser is the program of Debian's package chromium, or one like it.
func findBrowser(given string) (string, error) {
	candidates := []string{"chromium", "chromium-browser", "google-chrome"}
	if given != "" {
		candidates = []string{given}
	}
	for _, name := range candidates {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no %s here: install Debian's package chromium, or name a browser with CHROMIUM=", candidates[0])
}

// world is a simulator that listens.
type world struct {
	url    string
	out    string // where pictures go, and whatever a browser writes
	server *http.Server
	sim    *simulator.Simulator
	// looks counts how often a page has asked for the state; onSecond, if any,
	// is called before the second answer.
	looks    atomic.Int32
	onSecond atomic.Pointer[func() error]
	changed  atomic.Pointer[error]
}

func startWorld(ctx context.Context, clusters simulator.World, out string) (*world, error) {
	sim, err := simulator.New(clusters, simulator.Options{})
	if err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	w := &world{url: "http://" + listener.Addr().String(), out: out, sim: sim}
	w.server = &http.Server{Handler: http.HandlerFunc(w.serve), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = w.server.Serve(listener) }() // ends with stop
	return w, nil
}

func (w *world) stop() {
	w.sim.Close()
	_ = w.server.Close() // nothing is left to lose
}

func (w *world) page() string { return w.url + "/simulator/" }

// measurePath is where measurePage is served.
const measurePath = "/measure"

func (w *world) serve(rw http.ResponseWriter, r *http.Request) {
	if r.URL.Path == measurePath {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(rw, measurePage) // the browser says what it misses
		return
	}
	if r.URL.Path == "/simulator/state" && w.looks.Add(1) == 2 {
		if change := w.onSecond.Load(); change != nil {
			err := (*change)()
			w.changed.Store(&err)
		}
	}
	w.sim.ServeHTTP(rw, r)
}

// check opens the page and says what is missing on it. A change happens
// between the page's first and second look at the world.
func (w *world) check(ctx context.Context, stdout io.Writer, browser, name string, change func() error, lacks func(document) []string) error {
	w.looks.Store(0)
	w.onSecond.Store(nil)
	if change != nil {
		w.onSecond.Store(&change)
	}
	dom, err := w.browse(ctx, browser, w.page(), "--dump-dom")
	if err != nil {
		return err
	}
	if looks := w.looks.Load(); looks < 2 {
		return fmt.Errorf("%s: the page looked at the world %d times, it should every second", name, looks)
	}
	if err := w.changed.Load(); err != nil && *err != nil {
		return *err
	}
	d := parse(dom)
	if missing := lacks(d); len(missing) > 0 {
		err := fmt.Errorf("%s: not on the page: %v", name, missing)
		return errors.Join(err, fmt.Errorf("on it are: %v", d.found()))
	}
	fmt.Fprintf(stdout, "%s: all there: %v\n", name, d.found())
	return nil
}

// browse runs the browser once, with a profile of its own, and returns what
// it prints.
func (w *world) browse(ctx context.Context, browser, url string, args ...string) (string, error) {
	out, err := filepath.Abs(w.out)
	if err != nil {
		return "", err
	}
	profile, err := os.MkdirTemp(out, "chromium-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(profile) }() // best effort
	command := exec.CommandContext(ctx, browser, append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server",
		"--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--user-data-dir=" + profile, "--virtual-time-budget=3500",
	}, append(args, url)...)...)
	command.Env = append(os.Environ(), "HOME="+profile, "TMPDIR="+profile, "XDG_CONFIG_HOME="+profile, "XDG_CACHE_HOME="+profile)
	printed, err := command.Output()
	if err != nil {
		if failed, is := errors.AsType[*exec.ExitError](err); is {
			return "", fmt.Errorf("%s: %w: %s", browser, err, lastLines(failed.Stderr))
		}
		return "", fmt.Errorf("%s: %w", browser, err)
	}
	return string(printed), nil
}

func lastLines(b []byte) []byte { return b[max(0, len(b)-500):] }
