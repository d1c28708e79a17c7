const tones = {
  ACTIVE: "ok", READY: "ok", PAUSED: "idle", LINK_PAUSED: "idle", INACTIVE: "idle", STOPPED: "done", UNKNOWN: "pending", UNMANAGED_SOURCE: "done",
  PROVISIONING: "pending", DEPROVISIONING: "pending", DISCONNECTING: "pending",
};
const toneOf = word => tones[word] || (word.startsWith("PENDING") ? "pending" : "bad");
const $ = id => document.getElementById(id);
const number = n => n.toLocaleString("en");
const count = (n, noun) => number(n) + " " + noun + (n === 1 ? "" : "s");

// Nothing is drawn anew that is there: elements are kept by key, and only
// what differs is written, so that nothing flickers.
function make(tag, className, ...children) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  e.append(...children);
  return e;
}
function write(e, text) { if (e.textContent !== text) e.textContent = text; }
function dress(e, className) { if (e.getAttribute("class") !== className) e.setAttribute("class", className); }
function mark(e, values) {
  for (const [name, value] of Object.entries(values)) if (e.getAttribute(name) !== String(value)) e.setAttribute(name, value);
}
function keep(parent, items, keyOf, create, update) {
  const old = parent.kept || new Map(), now = new Map(), keys = items.map(keyOf);
  for (const [key, e] of old) if (!keys.includes(key)) e.remove();
  let next = parent.firstChild;
  for (const [i, item] of items.entries()) {
    const e = old.get(keys[i]) || create(item);
    now.set(keys[i], e);
    if (e === next) next = next.nextSibling; else parent.insertBefore(e, next);
    update(e, item);
  }
  parent.kept = now;
}

// drawBands draws the boxes: by environment and network, or with a grid as that
// says.
function drawBands(state, column, grid) {
  const columns = grid ? grid.columns : columnCount(column), style = document.body.style;
  style.setProperty("--columns", Math.max(columns, 1));
  style.setProperty("--box", (grid ? tight.box : roomy.box) + "px");
  const gap = grid ? Math.max(40, (stageWidth() - columns * tight.box) / Math.max(1, columns - 1)) : state.arrows.length ? roomy.gap : 40;
  style.setProperty("--gap", gap + "px");
  style.setProperty("--room", (grid ? Math.min(190, gap - 12) : 230) + "px");
  const busy = busiest(state, column), place = grid ? () => "all" : placeOf, network = c => grid ? "" : c.network || "";
  keep($("bands"), bandsOf(state, column, place), b => b.place, b => {
    const e = make("section", "band", make("h2"), make("div", "columns"));
    e.setAttribute("data-environment", b.place);
    return e;
  }, (e, {place: p, first, last, row}) => {
    const here = state.clusters.filter(c => place(c) === p);
    e.style.gridArea = `${row + 1} / ${first + 1} / auto / ${last + 2}`;
    write(e.firstChild, grid ? "" : here.some(c => c.environment) ? "Environment " + p : p);
    keep(e.lastChild, Array.from({length: last - first + 1}, (_, i) => first + i), i => i, () => make("div", "cell"), (cell, i) => {
      const inCell = here.filter(c => column.get(c.id) === i), networks = [...new Set(inCell.map(network))];
      keep(cell, networks, n => n, n => {
        const place = make("div", "place" + (n ? "" : " public"), make("h3"), make("div", "cell"));
        if (n) place.setAttribute("data-network", n);
        return place;
      }, (place, n) => {
        const members = inCell.filter(c => network(c) === n), one = members[0];
        write(place.firstChild, n ? [n, one.cloud, one.connection_type].filter(Boolean).join(" · ") : one.missing ? "unknown" : "public");
        if (grid) place.lastChild.style.setProperty("--pitch", pitchOf(members.map(c => busy.get(c.id) || 0), grid.rows) + "px");
        keep(place.lastChild, members, c => c.id, newCluster, (box, c) => {
          drawCluster(box, c, busy.get(c.id) || 0, grid);
          box.style.gridRow = grid ? grid.row.get(c.id) + 1 : "";
        });
      });
    });
  });
}

function newCluster(c) {
  const e = make("article", "cluster",
    make("div", "title", make("span", "name"), make("span", "down")), make("div", "kind"), make("div", "counts"), make("h4", "", "No topics yet"),
    make("h4", "", make("span"), make("span")), make("div", "rows"), make("div", "more"),
    make("h4", "", make("span"), make("span")), make("div", "topics"));
  e.setAttribute("data-cluster", c.id);
  e.addEventListener("click", () => {
    for (const other of document.querySelectorAll(".cluster.open")) if (other !== e) other.classList.remove("open");
    e.classList.toggle("open");
  });
  return e;
}
const kinds = {cloud: "Confluent Cloud", platform: "Confluent Platform", kafka: "Apache Kafka"};

function drawCluster(e, c, arrows, grid) {
  const [title, kind, counts, none, mirrorsHead, rows, more, topicsHead, topics] = e.children;
  mark(e, {"data-state": c.missing ? "missing" : c.reachable ? "reachable" : "unreachable", "data-mirrors": c.mirror_count});
  e.style.minHeight = (grid ? tightHeight(arrows) : Math.max(96, arrows > 1 ? 96 * arrows : 0)) + "px";
  write(title.firstChild, c.id);
  write(title.lastChild, c.missing ? "not in this world" : c.reachable ? "" : "unreachable");
  write(kind, (grid ? [c.environment, c.network, c.environment ? "" : kinds[c.kind], c.type, c.version] : [kinds[c.kind], c.type, c.version]).filter(Boolean).join(" · "));
  e.title = grid ? kind.textContent : "";
  const some = c.topic_count ? [["done", count(c.topic_count, "topic")]] : [];
  keep(counts, grid ? [...Object.entries(c.statuses).map(([s, n]) => [toneOf(s), number(n) + " " + s]), ...some] : [], ([, text]) => text, ([tone, text]) => make("span", tone, text), () => {});
  mirrorsHead.hidden = c.mirror_count === 0;
  write(mirrorsHead.firstChild, "Mirror topics");
  write(mirrorsHead.lastChild, number(c.mirror_count));
  keep(rows, c.mirrors, m => m.link + "/" + m.name, m => {
    const row = make("div", "mirror",
      make("div", "", make("i", "dot"), make("span", "name"), make("span", "word")), make("div", "", make("span", "via"), make("span", "lag")), make("div", "error"));
    mark(row, {"data-mirror": m.name, "data-on": c.id});
    return row;
  }, (row, m) => {
    const [, name, word] = row.firstChild.children, [via, lag] = row.children[1].children;
    dress(row, "mirror " + toneOf(m.status));
    mark(row, {"data-status": m.status, "data-lag": m.lag, "data-via": m.link});
    write(name, m.name);
    write(word, m.status);
    write(via, (m.source === m.name ? "" : "of " + m.source + " ") + "via " + m.link);
    write(lag, "lag " + number(m.lag));
    dress(lag, m.lag ? "lag some" : "lag");
    write(row.lastChild, m.error || "");
    row.lastChild.hidden = !m.error;
  });
  more.hidden = c.mirror_count === c.mirrors.length;
  write(more, "and " + number(c.mirror_count - c.mirrors.length) + " more; all: " + Object.entries(c.statuses).map(([s, n]) => number(n) + " " + s).join(", "));
  none.hidden = c.topic_count + c.mirror_count > 0 || c.missing;
  topicsHead.hidden = topics.hidden = c.topic_count === 0;
  write(topicsHead.firstChild, "Topics");
  write(topicsHead.lastChild, number(c.topic_count));
  const shown = c.topics.slice(0, 12), items = c.topic_count > shown.length ? [...shown, "and " + number(c.topic_count - shown.length) + " more"] : shown;
  keep(topics, items, t => t, () => make("span"), (t, text) => { dress(t, shown.includes(text) ? "name" : "more"); write(t, text); });
}

const svg = tag => document.createElementNS("http://www.w3.org/2000/svg", tag);
const keyOf = a => [a.from, a.to, a.name, a.halves[0].cluster].join(" ");

function drawArrows(state, column, grid) {
  const origin = $("stage").getBoundingClientRect(), boxes = new Map();
  for (const e of document.querySelectorAll("[data-cluster]")) {
    const r = e.getBoundingClientRect();
    boxes.set(e.dataset.cluster, {left: r.left - origin.left, right: r.right - origin.left, top: r.top - origin.top, height: r.height, middle: r.top - origin.top + r.height / 2});
  }
  const down = new Set(state.clusters.filter(c => !c.reachable && !c.missing).map(c => c.id));
  const points = pointsOf(state, column, boxes);
  const drawn = state.arrows.map(a => ({a, down: [a.from, a.to].filter(id => down.has(id)), ...curve(...points.get(a), grid ? 60 : 200)}));
  keep($("wires"), drawn, d => keyOf(d.a), () => {
    const g = svg("g");
    g.append(svg("path"), svg("path"), svg("path"), svg("path"), svg("path"));
    return g;
  }, (g, {a, d, tip, tail, down}) => {
    const [wire, there, back, head, foot] = g.children, flows = a.state === "ACTIVE" && !a.alone && down.length === 0;
    dress(g, down.length ? "bad" : toneOf(a.state));
    dress(wire, "wire" + (a.alone || down.length ? " alone" : ""));
    mark(g, {"data-wire": a.name, "data-down": down.join(" ")});
    mark(wire, {d}); mark(there, {d}); mark(back, {d}); mark(head, {d: tip}); mark(foot, {d: a.both ? tail : ""});
    dress(there, "flow"); dress(back, "flow back"); dress(head, "head"); dress(foot, "head");
    there.style.display = flows ? "" : "none";
    back.style.display = flows && a.both ? "" : "none";
  });
  keep($("labels"), drawn, d => keyOf(d.a), ({a}) => {
    const e = make("div", "link", make("div", "name"), make("span", "state", make("i", "dot"), make("span")), make("div", "how"), make("div", "why"));
    mark(e, {"data-link": a.name});
    return e;
  }, (e, {a, down}) => {
    const [name, state, how, why] = e.children, pair = a.halves.length === 2, differ = pair && a.halves[0].state !== a.halves[1].state;
    dress(e, "link " + (down.length ? "bad" : toneOf(a.state)));
    mark(e, {"data-direction": a.from + (a.both ? "<->" : "->") + a.to, "data-state": a.state, "data-mode": a.both ? "BIDIRECTIONAL" : pair || a.alone ? "SOURCE" : "DESTINATION", "data-halves": a.halves.length});
    write(name, a.name);
    write(state.lastChild, a.state);
    write(how, (a.both ? "bidirectional" : pair || a.alone ? "source-initiated" : "destination-initiated") +
      (pair ? " · both halves" : a.alone ? " · one half of two" : a.both ? " · one half so far" : ""));
    const parts = differ ? a.halves.map(h => h.cluster + ": " + h.state).join("\n") : a.error || "";
    const reason = a.alone ? "waits for its other half" : down.length ? down.map(id => id + " is down").join("\n") : parts;
    write(why, reason);
    why.hidden = reason === "";
    dress(why, differ && !down.length ? "how" : "why");
    e.title = grid ? [a.name, a.from + (a.both ? " ⇄ " : " → ") + a.to, a.state, how.textContent, reason, a.message].filter(Boolean).join("\n") : a.message || "";
  });
  const labels = [...$("labels").children];
  settle(drawn, labels.map(e => ({w: e.offsetWidth + 6, h: e.offsetHeight + (grid ? 2 : 8)})), boxes).forEach(({x, y}, i) => {
    labels[i].style.left = x + "px";
    labels[i].style.top = y + "px";
  });
}

// drawProblems says in words what fails, where a small box or a label has no
// room for it.
function drawProblems(state) {
  const down = state.clusters.filter(c => !c.reachable && !c.missing).map(c => ({key: c.id, tone: "bad", word: "unreachable", name: c.id, where: "cluster", why: "it answers no request, and links to it have lost it"}));
  const links = state.arrows.filter(a => toneOf(a.state) === "bad").map(a => ({
    key: keyOf(a), tone: "bad", word: a.state, name: a.name, where: `link, ${a.from} ${a.both ? "⇄" : "→"} ${a.to}`, why: [a.error, a.message].filter(Boolean).join(": "),
  }));
  const mirrors = state.clusters.flatMap(c => c.mirrors.filter(m => toneOf(m.status) === "bad").map(m => ({
    key: [c.id, m.link, m.name].join(" "), tone: "bad", word: m.status, name: m.name, where: `mirror topic on ${c.id} via ${m.link}`, why: [m.error, "lag " + number(m.lag)].filter(Boolean).join(" · "),
  })));
  const all = [...down, ...links, ...mirrors], listed = all.slice(0, 30);
  $("problems").hidden = all.length === 0;
  write($("problems").querySelector("h2"), `Needs a look (${number(all.length)})`);
  keep($("problems").querySelector(".problems"), listed, p => p.key, () => make("div", "problem", make("b"), make("span", "name"), make("span", "where"), make("span", "why")), (e, p) => {
    const [word, name, where, why] = e.children;
    dress(e, "problem " + p.tone);
    mark(e, {"data-problem": p.name});
    write(word, p.word); write(name, p.name); write(where, p.where); write(why, p.why);
  });
  write($("problems").querySelector(".more"), all.length > listed.length ? `and ${number(all.length - listed.length)} more` : "");
}

function drawNetworkLinks(state) {
  const waiting = state.network_link_services.filter(s => s.endpoints === 0);
  $("networks").hidden = state.network_links.length + waiting.length === 0;
  const cards = [
    ...state.network_links.map(l => ({id: l.id, from: l.from, to: l.to, phase: l.phase, about: `endpoint ${l.name || l.id} in ${l.from_environment}, service ${l.service_name || l.service} in ${l.to_environment}`, link: true})),
    ...waiting.map(s => ({id: s.id, from: "", to: s.network, phase: "READY", about: `service ${s.name || s.id} in ${s.environment}, accepts ${s.accepts.join(", ") || "nobody"}; nothing is connected`})),
  ];
  keep(document.querySelector(".tunnels"), cards, c => c.id, c => {
    const e = make("div", "tunnel", make("div", "way", make("span", "name"), make("span"), make("span", "name"), make("b")), make("div", "about"));
    mark(e, c.link ? {"data-network-link": c.id} : {"data-network-service": c.id});
    return e;
  }, (e, c) => {
    const [from, arrow, to, phase] = e.firstChild.children;
    dress(e, "tunnel " + toneOf(c.phase));
    mark(e, {"data-phase": c.phase});
    write(from, c.from); write(arrow, c.from ? "⟶" : "⟶"); write(to, c.to); write(phase, c.phase); write(e.lastChild, c.about);
  });
}

function drawHint(state) {
  const [strong, text] = $("hint").firstChild.children, first = state.clusters.find(c => !c.missing);
  $("hint").hidden = state.arrows.length > 0;
  if (!first) {
    write(strong, "This world has no clusters");
    write(text, "Name some under \"clusters\" in the file given with -world, or start without that flag.");
    return;
  }
  write(strong, "No cluster links yet");
  write(text, "They appear here as they are made: run terraform apply with the provider's endpoints set to " + location.origin + ", or make one with POST /kafka/v3/clusters/" + first.id + "/links?link_name=…");
}

let last = "", current;
function draw(state) {
  let column = columnsOf(state);
  const grid = isDense(state, column) ? gridOf(state, column) : undefined;
  if (grid) column = grid.column;
  document.body.classList.toggle("dense", Boolean(grid));
  drawBands(state, column, grid);
  drawArrows(state, column, grid);
  drawProblems(state);
  drawNetworkLinks(state);
  drawHint(state);
  const mirrors = state.clusters.reduce((n, c) => n + c.mirror_count, 0);
  write($("summary"), [count(state.clusters.filter(c => !c.missing).length, "cluster"), count(state.arrows.length, "link"), count(mirrors, "mirror topic")].join(" · "));
}
async function look() {
  const live = $("live");
  try {
    const answer = await fetch("/simulator/state", {cache: "no-store"}), text = await answer.text();
    const state = JSON.parse(text), shape = JSON.stringify({...state, time_ms: 0});
    if (shape !== last) { current = state; draw(state); last = shape; }
    dress(live, "");
    write(live.lastChild, "live · " + new Date().toLocaleTimeString("en-GB"));
  } catch {
    dress(live, "lost");
    write(live.lastChild, "no answer");
  }
}
addEventListener("resize", () => current && draw(current));
look();
setInterval(look, 1000);
