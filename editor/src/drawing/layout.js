// Where the nodes of a network stand: they push one another away, and edges pull their ends together.

/**
 * @typedef {{width: number, height: number}} Box
 * @typedef {{x: number, y: number}} Place
 * @typedef {{from: number, to: number}} Link
 */

const ROUNDS = 300;
const LENGTH = 150; // of an edge, about, in pixels
const GAP = 28; // between two nodes, at least
const WIDEST = 1600; // of a row of parts that no edge joins

/**
 * The middle of each node, the same whenever it is asked for; no two nodes overlap.
 * @param {Box[]} boxes the size of each node
 * @param {Link[]} edges
 * @returns {Place[]}
 */
export function placed(boxes, edges) {
  const places = [];
  const shelf = { x: 0, y: 0, height: 0 };
  for (const part of parts(boxes.length, edges)) {
    const index = new Map(part.map((node, i) => [node, i]));
    const own = edges.filter(({ from }) => index.has(from));
    const inner = own.map(({ from, to }) => ({ from: index.get(from), to: index.get(to) }));
    const sizes = part.map((node) => boxes[node]);
    put(alone(sizes, inner), sizes, shelf).forEach((place, i) => (places[part[i]] = place));
  }
  return places;
}

/** The nodes in parts that edges hold together, the greatest first. */
function parts(count, edges) {
  const head = Array.from({ length: count }, (_, i) => i);
  const root = (i) => (head[i] === i ? i : (head[i] = root(head[i])));
  for (const { from, to } of edges) head[root(from)] = root(to);
  const found = new Map();
  for (const i of head.keys()) found.set(root(i), [...(found.get(root(i)) ?? []), i]);
  return [...found.values()].sort((a, b) => b.length - a.length);
}

/** Moves one part to the end of the row, or to the next row where this one is full. */
function put(places, boxes, shelf) {
  const left = Math.min(...places.map(({ x }, i) => x - boxes[i].width / 2));
  const right = Math.max(...places.map(({ x }, i) => x + boxes[i].width / 2));
  const top = Math.min(...places.map(({ y }, i) => y - boxes[i].height / 2));
  const bottom = Math.max(...places.map(({ y }, i) => y + boxes[i].height / 2));
  if (shelf.x > 0 && shelf.x + right - left > WIDEST) {
    Object.assign(shelf, { x: 0, y: shelf.y + shelf.height + 2 * GAP, height: 0 });
  }
  const moved = places.map(({ x, y }) => ({ x: x - left + shelf.x, y: y - top + shelf.y }));
  shelf.x += right - left + 2 * GAP;
  shelf.height = Math.max(shelf.height, bottom - top);
  return moved;
}

/** The places of nodes that hang together. */
function alone(boxes, edges) {
  const places = boxes.map((_, i) => spiral(i));
  const apart = [...new Map(edges.map((edge) => [[edge.from, edge.to].sort().join(), edge])).values()];
  for (let round = 0; round < ROUNDS; round++) {
    const steps = places.map(() => ({ x: 0, y: 0 }));
    repel(places, steps);
    attract(places, steps, apart);
    move(places, steps, (LENGTH * (ROUNDS - round)) / ROUNDS / 3);
  }
  for (const place of places) place.x *= 1.5; // names are wide
  for (let round = 0; round < 100 && separate(places, boxes); round++);
  return places;
}

/** A start without chance: the turns of a sunflower. */
function spiral(i) {
  const [radius, angle] = [(LENGTH / 2) * Math.sqrt(i + 0.5), i * 2.399963];
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}

function repel(places, steps) {
  for (let i = 0; i < places.length; i++) {
    for (let j = 0; j < i; j++) {
      const [dx, dy] = [places[i].x - places[j].x, places[i].y - places[j].y];
      const force = LENGTH ** 2 / Math.max(dx ** 2 + dy ** 2, 1);
      push(steps[i], dx, dy, force);
      push(steps[j], dx, dy, -force);
    }
  }
}

function attract(places, steps, edges) {
  for (const { from, to } of edges) {
    const [dx, dy] = [places[to].x - places[from].x, places[to].y - places[from].y];
    const force = Math.hypot(dx, dy) / LENGTH;
    push(steps[from], dx, dy, force);
    push(steps[to], dx, dy, -force);
  }
}

function push(step, dx, dy, force) {
  step.x += dx * force;
  step.y += dy * force;
}

function move(places, steps, most) {
  places.forEach((place, i) => {
    const { x, y } = steps[i];
    const share = Math.min(1, most / Math.max(Math.hypot(x, y), 1e-9));
    push(place, x, y, share);
  });
}

/** Moves overlapping nodes apart, the shorter way; whether there were any. */
function separate(places, boxes) {
  let moved = false;
  for (let i = 0; i < places.length; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [places[i], places[j]];
      const across = (boxes[i].width + boxes[j].width) / 2 + GAP - Math.abs(a.x - b.x);
      const down = (boxes[i].height + boxes[j].height) / 2 + GAP - Math.abs(a.y - b.y);
      if (across <= 0 || down <= 0) continue;
      const axis = across < down ? "x" : "y";
      const half = (Math.min(across, down) / 2 + 0.5) * (a[axis] < b[axis] ? -1 : 1);
      a[axis] += half;
      b[axis] -= half;
      moved = true;
    }
  }
  return moved;
}
