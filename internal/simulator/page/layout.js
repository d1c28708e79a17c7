"use strict";
// Where clusters, the wires between them and the labels on these go. Knows
// nothing of how they look.

// A world that is small enough is drawn with its environments and networks and
// all that is in its clusters. One that is not is dense: a grid of small boxes,
// in as many columns as the window has room for.
const roomy = {box: 264, gap: 250}, tight = {box: 160, gap: 120, line: 22};
const stageWidth = () => Math.min(innerWidth - 56, 1760) - 32;
const columnCount = column => Math.max(...column.values(), 0) + 1;
const tooWide = n => n * roomy.box + (n - 1) * roomy.gap > stageWidth();
const isDense = (state, column) => state.clusters.length > 9 || state.arrows.length > 12 || state.arrows.length > 0 && tooWide(columnCount(column));

// Columns follow the data: a cluster stands to the right of those it reads
// from. Clusters without links fill the emptiest columns of their place.
function columnsOf(state) {
  const into = new Map(), column = new Map();
  for (const a of state.arrows) into.set(a.to, [...(into.get(a.to) || []), a.from]);
  const linked = new Set(state.arrows.flatMap(a => [a.from, a.to]));
  const open = new Set(); // of a circle, the link that closes it counts for nothing
  const depth = id => {
    if (column.has(id)) return column.get(id);
    if (open.has(id)) return -1;
    open.add(id);
    const d = Math.max(0, ...(into.get(id) || []).map(from => depth(from) + 1));
    open.delete(id);
    column.set(id, d);
    return d;
  };
  for (const c of state.clusters) if (linked.has(c.id)) depth(c.id);
  const width = Math.max(3, ...[...column.values()].map(i => i + 1)), filled = Array(width).fill(0);
  for (const place of new Set(state.clusters.map(placeOf))) {
    const here = state.clusters.filter(c => placeOf(c) === place);
    const weight = Array.from({length: width}, (_, i) => filled[i] + 100 * here.filter(c => column.get(c.id) === i).length);
    for (const c of here) {
      if (column.has(c.id)) continue;
      const i = weight.indexOf(Math.min(...weight));
      weight[i] += 100;
      filled[i]++;
      column.set(c.id, i);
    }
  }
  return column;
}
const placeOf = c => c.environment || (c.missing ? "Not in this world" : c.kind === "kafka" ? "Apache Kafka" : c.kind === "platform" ? "Confluent Platform" : "Confluent Cloud");

// gridOf gives each cluster of a dense world a column and a row, so that links
// are short and lead to the right. It starts from the grid of before, so that a
// picture does not jump, and swaps boxes while that is better.
let grid = {slots: []};
function gridOf(state, column) {
  const n = state.clusters.length, columns = Math.max(1, Math.min(n, Math.floor((stageWidth() + tight.gap) / (tight.box + tight.gap))));
  const rows = Math.ceil(n / columns), ids = state.clusters.map(c => c.id);
  let slots = grid.slots;
  if (grid.rows !== rows || slots.length !== rows * columns || !ids.every(id => slots.includes(id)) || !slots.every(id => id === undefined || ids.includes(id))) {
    slots = [...ids].sort((x, y) => column.get(x) - column.get(y));
    slots.length = rows * columns;
    slots = Array.from(slots);
  }
  const at = new Map(slots.map((id, slot) => [id, slot])), links = new Map();
  for (const a of state.arrows) for (const id of [a.from, a.to]) links.set(id, [...(links.get(id) || []), a]);
  const length = a => {
    const [from, to] = [at.get(a.from), at.get(a.to)], down = Math.abs(from % rows - to % rows);
    const across = Math.floor(to / rows) - Math.floor(from / rows);
    if (across === 0) return 1.5 + 1.5 * down;
    return down * .5 + (across < 0 ? .7 : 0) + 1 + 4 * (Math.abs(across) - 1); // far: behind other boxes
  };
  const around = (x, y) => [...new Set([...(links.get(x) || []), ...(links.get(y) || [])])].reduce((sum, a) => sum + length(a), 0);
  const swap = (i, j) => {
    [slots[i], slots[j]] = [slots[j], slots[i]];
    at.set(slots[i], i); at.set(slots[j], j);
  };
  for (let round = 0, better = true; better && round < 40; round++) {
    better = false;
    for (let i = 0; i < slots.length; i++) for (let j = i + 1; j < slots.length; j++) {
      const before = around(slots[i], slots[j]);
      swap(i, j);
      if (around(slots[i], slots[j]) < before - 1e-9) better = true; else swap(i, j);
    }
  }
  grid = {slots, rows};
  return {columns, rows, column: new Map(ids.map(id => [id, Math.floor(at.get(id) / rows)])), row: new Map(ids.map(id => [id, at.get(id) % rows]))};
}

// bandsOf gives each place the columns that it needs, and a row with others
// that need none of these.
function bandsOf(state, column, place) {
  const bands = [], rows = [];
  for (const name of new Set(state.clusters.map(place))) {
    const taken = state.clusters.filter(c => place(c) === name).map(c => column.get(c.id));
    const band = {place: name, first: Math.min(...taken), last: Math.max(...taken)};
    band.row = rows.findIndex(row => row.every(other => other.last < band.first || other.first > band.last));
    if (band.row < 0) band.row = rows.push([]) - 1;
    rows[band.row].push(band);
    bands.push(band);
  }
  return bands;
}

// busiest counts the arrows at the fuller side of each cluster: a box is
// high enough for their labels.
function busiest(state, column) {
  const all = new Map(), sides = new Map();
  for (const a of state.arrows) sidesOf(a, column).forEach((side, i) => {
    const id = i ? a.to : a.from, n = (sides.get(id + " " + side) || 0) + 1;
    sides.set(id + " " + side, n);
    all.set(id, Math.max(all.get(id) || 0, n));
  });
  return all;
}

// tightHeight is that of a small box with so many arrows at a side: two thirds of
// the window at most.
const tightHeight = arrows => Math.min(tight.line * arrows, (innerHeight - 190) * .66);

// pitchOf is how far apart the rows of a dense column are, so that the column
// fits into the window when one of its boxes is high.
function pitchOf(arrows, rows) {
  const even = Math.min(170, (innerHeight - 190) / rows), high = arrows.map(tightHeight).filter(h => h > even);
  const left = even * rows - high.reduce((sum, h) => sum + h, 0);
  return Math.max(66, Math.min(even, left / Math.max(1, rows - high.length))) - 6;
}

// sidesOf says at which sides of its two boxes an arrow begins and ends. Within
// a column it goes round them, where there is a gap.
function sidesOf(a, column) {
  const gap = column.get(a.to) - column.get(a.from), last = columnCount(column) - 1;
  if (gap === 0) return last > 0 && column.get(a.to) === last ? ["left", "left"] : ["right", "right"];
  return gap > 0 ? ["right", "left"] : ["left", "right"];
}

// pointsOf says where the arrows touch the boxes: in the order of what is at
// their other ends, so that they do not cross without need.
function pointsOf(state, column, boxes) {
  const ends = new Map();
  for (const a of state.arrows) {
    const sides = sidesOf(a, column);
    [[a.from, a.to, sides[0]], [a.to, a.from, sides[1]]].forEach(([at, other, side], i) => {
      const key = at + " " + side;
      ends.set(key, [...(ends.get(key) || []), {a, i, side, at, order: boxes.get(other).middle}]);
    });
  }
  const points = new Map(state.arrows.map(a => [a, []]));
  for (const list of ends.values()) {
    list.sort((x, y) => x.order - y.order || keyOf(x.a).localeCompare(keyOf(y.a)));
    list.forEach((end, i) => {
      const box = boxes.get(end.at);
      points.get(end.a)[end.i] = {x: box[end.side] + (end.side === "right" ? 1 : -1) * (end.i || end.a.both ? 15 : 0), y: box.top + box.height * (i + .5) / list.length, side: end.side};
    });
  }
  for (const [a, [from, to]] of points) { // alone at both ends, an arrow goes straight when it can
    if (from.side === to.side || ends.get(a.from + " " + from.side).length > 1 || ends.get(a.to + " " + to.side).length > 1) continue;
    const x = boxes.get(a.from), y = boxes.get(a.to), top = Math.max(x.top, y.top), bottom = Math.min(x.top + x.height, y.top + y.height);
    if (bottom - top > 40) from.y = to.y = (top + bottom) / 2;
  }
  return points;
}

// curve leads from one point to another; at(t) are the points on the way.
function curve(from, to, most) {
  const out = from.side === "right" ? 1 : -1, into = to.side === "right" ? 1 : -1;
  const bend = from.side === to.side ? Math.min(110, most) : Math.max(Math.min(70, most), Math.abs(to.x - from.x) * .45);
  const x1 = from.x + out * bend, x2 = to.x + into * bend;
  const mix = (t, a, b, c, d) => (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t ** 3 * d;
  const arrow = (p, side) => `M${p.x - side * 13} ${p.y} l${side * 14} -7.5 v15 z`;
  return {
    d: `M${from.x} ${from.y} C${x1} ${from.y} ${x2} ${to.y} ${to.x} ${to.y}`,
    at: t => ({x: mix(t, from.x, x1, x2, to.x), y: mix(t, from.y, from.y, to.y, to.y)}),
    tip: arrow(to, into), tail: arrow(from, out),
  };
}

// settle finds a place for each label on its own wire: near the middle, and not
// over boxes or other labels, as far as that can be. Who came first looks again
// when the others have theirs.
function settle(wires, sizes, boxes) {
  const fixed = [...boxes.values()].map(b => ({left: b.left - 4, right: b.right + 4, top: b.top, bottom: b.top + b.height, weight: 4}));
  const ways = Array.from({length: 37}, (_, i) => .5 + (i % 2 ? 1 : -1) * Math.ceil(i / 2) * .025);
  const places = [];
  for (let round = 0; round < 4; round++) wires.forEach((wire, i) => {
    const {w, h} = sizes[i], others = [...fixed, ...places.filter((_, j) => j !== i).map(p => p.r)];
    if (round > 0 && places[i].covered === 0) return;
    let best;
    for (const t of ways) {
      const {x, y} = wire.at(t), r = {left: x - w / 2, right: x + w / 2, top: y - h / 2, bottom: y + h / 2, weight: 1};
      let covered = 0;
      for (const o of others) {
        const across = Math.min(r.right, o.right) - Math.max(r.left, o.left), down = Math.min(r.bottom, o.bottom) - Math.max(r.top, o.top);
        if (across > 0 && down > 0) covered += o.weight * across * down;
      }
      if (!best || covered < best.covered) best = {covered, x, y, r};
      if (covered === 0) break;
    }
    places[i] = best;
  });
  return places;
}
