// The way of each edge between its ends, and where on it there is room for its words.

/**
 * @typedef {import("./layout.js").Box} Box
 * @typedef {import("./layout.js").Place} Place
 * @typedef {{path: string, at: (share: number) => Place}} Curve
 */

const BEND = 36; // pixels that an edge is bent, more with each one between the same ends
// Where words may stand, the best first: a share of the way, and pixels above or below it.
const SHARES = [0.5, 0.42, 0.58, 0.34, 0.66];
const ROOMS = [0, -15, 15, -30, 30, -45, 45].flatMap((shift) => SHARES.map((share) => [share, shift]));

/**
 * The curve from one node to another; `turn` counts those that join the same two.
 * @param {{place: Place, box: Box}} from
 * @param {{place: Place, box: Box}} to
 * @param {number} turn positive or negative: the side to which it is bent
 * @returns {Curve}
 */
export function curve(from, to, turn) {
  const [a, b] = [from.place, to.place];
  const long = Math.max(Math.hypot(b.x - a.x, b.y - a.y), 1);
  const [across, down] = [(a.y - b.y) / long, (b.x - a.x) / long];
  const middle = { x: (a.x + b.x) / 2 + across * BEND * turn, y: (a.y + b.y) / 2 + down * BEND * turn };
  const [start, end] = [border(a, from.box, middle), border(b, to.box, middle)];
  const at = (share) => ({
    x: between(start.x, middle.x, end.x, share),
    y: between(start.y, middle.y, end.y, share),
  });
  return { path: `M${point(start)}Q${point(middle)} ${point(end)}`, at };
}

/**
 * The curve from a node to itself, above it.
 * @param {{place: Place, box: Box}} node
 * @param {number} turn
 * @returns {Curve}
 */
export function ring({ place: { x, y }, box }, turn) {
  const [out, top] = [34 + 16 * Math.abs(turn), y - box.height / 2];
  const [start, left, right, end] = [
    { x: x - 12, y: top }, { x: x - out, y: top - out }, { x: x + out, y: top - out }, { x: x + 12, y: top },
  ].map(point);
  const path = `M${start}C${left} ${right} ${end}`;
  return { path, at: () => ({ x, y: top - out * 0.8 }) };
}

/**
 * Where words are put by a curve: the first place where they cover nothing, else the middle.
 * @param {Curve} curve
 * @param {Box} box the size of the words
 * @param {{place: Place, box: Box}[]} taken what is not to be covered; the words are added to it
 * @returns {Place}
 */
export function room({ at }, box, taken) {
  const rooms = ROOMS.map(([share, shift]) => ({ x: at(share).x, y: at(share).y + shift }));
  const place = rooms.find((place) => !taken.some((other) => overlap({ place, box }, other))) ?? rooms[0];
  taken.push({ place, box });
  return place;
}

function overlap(a, b) {
  const across = Math.abs(a.place.x - b.place.x) < (a.box.width + b.box.width) / 2;
  return across && Math.abs(a.place.y - b.place.y) < (a.box.height + b.box.height) / 2;
}

/** Where the way from the middle of a box to a point leaves the box. */
function border(middle, { width, height }, towards) {
  const [dx, dy] = [towards.x - middle.x, towards.y - middle.y];
  const [across, down] = [width / 2 / Math.max(Math.abs(dx), 1e-6), height / 2 / Math.max(Math.abs(dy), 1e-6)];
  const share = Math.min(across, down, 1);
  return { x: middle.x + dx * share, y: middle.y + dy * share };
}

function between(start, middle, end, share) {
  return (1 - share) ** 2 * start + 2 * share * (1 - share) * middle + share ** 2 * end;
}

function point({ x, y }) {
  return `${Math.round(x)} ${Math.round(y)}`;
}
