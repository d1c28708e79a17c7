package main

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// A laptop's window, which a large world has to fit.
const (
	laptopWidth  = 1440
	laptopHeight = 900
)

const (
	manyClusters = 20
	manyLinks    = 40
	// downCluster is out of reach in the large world.
	downCluster = 7
)

func manyID(i int) string { return fmt.Sprintf("lkc-many-%02d", i) }

// manyWorld has clusters with a key K0, K1 and so on, whose secret is K0SECRET
// and so on, each with a topic of its own.
func manyWorld() simulator.World {
	var world simulator.World
	for i := range 4 {
		world.Environments = append(world.Environments, simulator.Environment{ID: fmt.Sprintf("env-%d", i)})
	}
	for i := range manyClusters {
		key := fmt.Sprintf("K%d", i)
		world.Clusters = append(world.Clusters, simulator.Cluster{
			ID: manyID(i), Kind: simulator.KindCloud, Type: "dedicated", Bootstrap: fmt.Sprintf("many-%d:9092", i), Environment: fmt.Sprintf("env-%d", i/5),
			APIKeys: map[string]string{key + "KEY": key + "SECRET"}, Topics: []simulator.Topic{{Name: fmt.Sprintf("topic-%d", i)}},
		})
	}
	return world
}

// manyEnds are the links of the large world: a hub to all others, a chain
// through them, and a few across.
func manyEnds() [][2]int {
	var ends [][2]int
	for i := 1; i < manyClusters; i++ {
		ends = append(ends, [2]int{0, i})
	}
	for i := 1; i < manyClusters-1; i++ {
		ends = append(ends, [2]int{i, i + 1})
	}
	return append(ends, [2]int{3, 11}, [2]int{15, 2}, [2]int{9, 18})[:manyLinks]
}

// buildMany makes the links and a mirror topic on each, takes a cluster away,
// and says what there is then.
func (w *world) buildMany(ctx context.Context) (document, error) {
	d := document{clusters: map[string]string{}, links: map[string]string{}, mirrors: map[string]string{}, networkLinks: map[string]string{}}
	for i := range manyClusters {
		d.clusters[manyID(i)] = "reachable"
	}
	for n, ends := range manyEnds() {
		from, to := ends[0], ends[1]
		key, name, topic := fmt.Sprintf("K%d", to), fmt.Sprintf("link-%02d-to-%d", n, to), fmt.Sprintf("topic-%d", from)
		links := "/kafka/v3/clusters/" + manyID(to) + "/links"
		for _, s := range []step{
			{key, http.MethodPost, links + "?link_name=" + name, map[string]any{"source_cluster_id": manyID(from), "configs": settings(
				map[string]string{"bootstrap.servers": fmt.Sprintf("many-%d:9092", from)}, login("", fmt.Sprintf("K%d", from)),
				// Each takes the topic under a name of its own.
				map[string]string{"cluster.link.prefix": fmt.Sprintf("l%d-", n)})}},
			{key, http.MethodPost, links + "/" + name + "/mirrors", map[string]any{"source_topic_name": topic}},
		} {
			if _, err := w.do(ctx, s); err != nil {
				return document{}, err
			}
		}
		state, status := "ACTIVE", "ACTIVE"
		if from == downCluster {
			state, status = "UNAVAILABLE", "SOURCE_UNAVAILABLE"
		}
		d.links[fmt.Sprintf("%s %s->%s", name, manyID(from), manyID(to))] = state
		d.mirrors[fmt.Sprintf("%s/l%d-%s", manyID(to), n, topic)] = status
	}
	d.clusters[manyID(downCluster)] = "unreachable"
	_, err := w.do(ctx, step{"", http.MethodPut, "/simulator/clusters/" + manyID(downCluster), map[string]any{"reachable": false}})
	return d, err
}

// measurePage shows the page in a laptop's window and, when it has been drawn, says
// of its own where things are.
const measurePage = `<!DOCTYPE html><body style="margin:0"><iframe src="/simulator/" style="border:0;width:1440px;height:900px"></iframe><div id="measured"></div><script>
setTimeout(() => {
  const d = document.querySelector("iframe").contentDocument, box = e => e.getBoundingClientRect();
  const all = s => [...d.querySelectorAll(s)], say = {}, cover = (a, b) =>
    Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)) / (a.width * a.height);
  const labels = all("[data-link]"), stage = box(d.getElementById("stage")), boxes = all("[data-cluster]");
  say.width = Math.max(d.documentElement.scrollWidth, d.getElementById("scroll").scrollWidth);
  say.bottom = Math.round(Math.max(...boxes.map(e => box(e).bottom)));
  say.top = Math.round(Math.min(...boxes.map(e => box(e).top)));
  say["off-wire"] = labels.filter(e => {
    const wire = all("[data-wire]").find(g => g.dataset.wire === e.dataset.link).firstChild, n = wire.getTotalLength(), b = box(e);
    const x = (b.left + b.right) / 2 - stage.left, y = (b.top + b.bottom) / 2 - stage.top;
    return !Array.from({length: 200}, (_, i) => wire.getPointAtLength(n * i / 199)).some(p => Math.hypot(p.x - x, p.y - y) < 6);
  }).map(e => e.dataset.link);
  say.covered = labels.filter(e => [...labels, ...boxes].some(o => o !== e && cover(box(e), box(o)) > .34)).map(e => e.dataset.link);
  say.down = all("[data-wire]").filter(g => g.dataset.down && g.firstChild.matches(".alone")).map(g => g.dataset.wire);
  say.problems = all("[data-problem]").map(e => e.dataset.problem);
  for (const [k, v] of Object.entries(say)) document.getElementById("measured").setAttribute("data-" + k, v);
}, 2500);
</script></body>`

// measured is what the page says of itself.
type measured struct {
	width, top, bottom int // pixels of the window
	// offWire are links whose label is not on their wire, covered those whose label
	// another label or a box hides, down those that are drawn as leading to or from
	// a cluster that is down; problems are named as such.
	offWire, covered, down, problems []string
}

func parseMeasured(dom string) (measured, error) {
	tag := regexp.MustCompile(`<div id="measured"([^>]*)>`).FindStringSubmatch(dom)
	if tag == nil {
		return measured{}, fmt.Errorf("the page was not measured: %s", lastLines([]byte(dom)))
	}
	attributes := make(map[string]string)
	for _, a := range attributePattern().FindAllStringSubmatch(tag[1], -1) {
		attributes[a[1]] = a[2]
	}
	names := func(of string) []string {
		return strings.FieldsFunc(attributes["data-"+of], func(r rune) bool { return r == ',' })
	}
	m := measured{offWire: names("off-wire"), covered: names("covered"), down: names("down"), problems: names("problems")}
	for name, at := range map[string]*int{"width": &m.width, "top": &m.top, "bottom": &m.bottom} {
		n, err := strconv.Atoi(attributes["data-"+name])
		if err != nil {
			return measured{}, fmt.Errorf("the page was not measured: %w", err)
		}
		*at = n
	}
	return m, nil
}

// complaints says what a person in front of a laptop would not put up with.
func (m measured) complaints(down, problems int) []string {
	var all []string
	complain := func(wrong bool, format string, args ...any) {
		if wrong {
			all = append(all, fmt.Sprintf(format, args...))
		}
	}
	complain(m.width > laptopWidth, "the page is %d pixels wide, the window %d", m.width, laptopWidth)
	complain(m.top < 0 || m.bottom > laptopHeight, "clusters are drawn from %d to %d pixels, the window has %d", m.top, m.bottom, laptopHeight)
	complain(len(m.offWire) > 0, "labels are not on their wires: %v", m.offWire)
	complain(len(m.covered) > 0, "labels are hidden by others: %v", m.covered)
	complain(len(m.down) != down, "%d links look as if a cluster of theirs is down, not %d", len(m.down), down)
	complain(len(m.problems) != problems, "%d problems are told in words, not %d", len(m.problems), problems)
	return all
}
