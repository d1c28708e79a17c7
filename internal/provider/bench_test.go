package provider_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// settle is how long the simulated Confluent takes for a change of state; what
// Clink adds to it is measured as a ratio.
const settle = time.Second

func drLink(name string) acctest.Object {
	return acctest.Object{
		"kafka_cluster_id": "lkc-dr", "remote_cluster_id": "lkc-jump", "link_name": name, "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": map[string]any{"sasl": map[string]any{"username": "JUMPKEY", "password_wo": "JUMPSECRET"}},
	}
}

func drMirror(topic string) acctest.Object {
	return acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "l", "source_topic_name": topic}
}

// BenchmarkCreateLink creates a link and waits until it is ACTIVE.
func BenchmarkCreateLink(b *testing.B) {
	w := acctest.NewWorld(b, acctest.Settle(settle))
	p := w.NewProtocol(nil)
	n := 0
	for b.Loop() {
		n++
		p.Create("clink_cluster_link", drLink(fmt.Sprintf("l%d", n)))
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(settle), "server-time/op")
	b.ReportMetric(float64(len(w.Requests("", "/kafka/")))/float64(b.N), "requests/op")
}

// BenchmarkCreateMirrorTopics creates a hundred mirror topics, ten at a time as
// Terraform does, and waits until each is ACTIVE.
func BenchmarkCreateMirrorTopics(b *testing.B) {
	const topics = 100
	requests := 0
	for b.Loop() {
		b.StopTimer()
		w := acctest.NewWorld(b, acctest.Settle(settle))
		p := w.NewProtocol(nil)
		p.Create("clink_cluster_link", drLink("l"))
		sources(w, topics)
		w.ForgetRequests()
		b.StartTimer()
		inTens(b, topics, func(i int) { p.Create("clink_mirror_topic", drMirror(topicName(i))) })
		b.StopTimer()
		requests += len(w.Requests("", "/kafka/"))
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(settle)/(topics/10), "server-time/ten-topics")
	b.ReportMetric(float64(requests)/float64(b.N)/topics, "requests/topic")
}

// BenchmarkRefreshMirrorTopics refreshes a thousand mirror topics on one link.
func BenchmarkRefreshMirrorTopics(b *testing.B) {
	const topics = 1000
	w := acctest.NewWorld(b)
	p := w.NewProtocol(nil)
	p.Create("clink_cluster_link", drLink("l"))
	sources(w, topics)
	states := make([]acctest.Step, topics)
	inTens(b, topics, func(i int) { states[i] = p.Create("clink_mirror_topic", drMirror(topicName(i))) })
	for b.Loop() {
		b.StopTimer()
		p = w.NewProtocol(nil) // each plan is a new provider
		w.ForgetRequests()
		b.StartTimer()
		inTens(b, topics, func(i int) { p.Read("clink_mirror_topic", states[i]) })
	}
	b.ReportMetric(float64(len(w.Requests("", "/kafka/"))), "requests/refresh")
}

func topicName(i int) string { return fmt.Sprintf("topic-%04d", i) }

// sources creates topics on the cluster that they are mirrored from.
func sources(w *acctest.World, n int) {
	for i := range n {
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": topicName(i)})
	}
}

// inTens does n things ten at a time.
func inTens(b *testing.B, n int, do func(i int)) {
	b.Helper()
	var g errgroup.Group
	g.SetLimit(10)
	for i := range n {
		g.Go(func() error { do(i); return nil })
	}
	if err := g.Wait(); err != nil {
		b.Fatal(err)
	}
}
