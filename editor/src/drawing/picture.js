// A network as SVG, every node a link. It is styled by editor.css; nothing here is said by colour alone.

import { curve, ring, room } from "./curves.js";
import { placed } from "./layout.js";

/**
 * @typedef {import("./network.js").Network} Network
 * @typedef {import("../table.js").Shown} Shown
 */

const SVG = "http://www.w3.org/2000/svg";
const LETTER = 7.4; // pixels that a letter of a node takes, about
const SMALL_LETTER = 6.2; // the same beside an edge
const HEIGHT = 28;
const MARGIN = 60;
const LONGEST = 32;

/**
 * The SVG element of a network.
 * @param {Network} network
 * @param {Shown} shown
 * @param {string} label what the picture is called
 * @returns {SVGSVGElement}
 */
export function picture({ nodes, edges }, shown, label) {
  const boxes = nodes.map((term) => sized(shown(term)));
  const places = placed(boxes, edges);
  const stands = boxes.map((box, i) => ({ box, place: places[i] }));
  const svg = element("svg", { role: "group", "aria-label": label, class: "drawing", ...frame(stands) });
  const [lines, words] = joined(edges, stands, shown);
  svg.append(arrowHead(), ...lines, ...stands.map((stand, i) => node(nodes[i], stand)), ...words);
  return svg;
}

/** A node's box with its words: a long name is cut, and a star stands for what its title says besides. */
function sized({ text, href, held }) {
  const name = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}\u2026` : text;
  const short = held ? `${name} *` : name;
  const title = held ? `${text}: ${held}` : short === text ? "" : text;
  return { short, title, href, width: short.length * LETTER + 20, height: HEIGHT };
}

function frame(stands) {
  const left = Math.min(...stands.map(({ place, box }) => place.x - box.width / 2)) - MARGIN;
  const right = Math.max(...stands.map(({ place, box }) => place.x + box.width / 2)) + MARGIN;
  const top = Math.min(...stands.map(({ place }) => place.y)) - HEIGHT / 2 - MARGIN;
  const bottom = Math.max(...stands.map(({ place }) => place.y)) + HEIGHT / 2 + MARGIN;
  const [width, height] = [right - left, bottom - top].map(Math.round);
  return { viewBox: [left, top, width, height].map(Math.round).join(" "), width, height };
}

function arrowHead() {
  const sizes = { viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 7, markerHeight: 7, orient: "auto" };
  const marker = element("marker", { id: "drawing-arrow", ...sizes });
  marker.append(element("path", { d: "M0 0 10 5 0 10z" }));
  const definitions = element("defs", {});
  definitions.append(marker);
  return definitions;
}

/** The lines of all edges, and their words; those that join the same two are bent to either side by turns. */
function joined(edges, stands, shown) {
  const counts = new Map();
  const taken = [...stands];
  const pairs = edges.map(({ from, to, label, qualified, claim }) => {
    const pair = [from, to].sort((a, b) => a - b).join();
    const count = counts.get(pair) ?? 0;
    counts.set(pair, count + 1);
    const turn = Math.ceil((count + 1) / 2) * (count % 2 ? -1 : 1) * (from < to ? 1 : -1);
    const way = from === to ? ring(stands[from], turn) : curve(stands[from], stands[to], turn);
    const told = claim && shown(claim);
    const held = told?.held;
    const text = held ? `${label} *` : label;
    const place = room(way, { width: text.length * SMALL_LETTER, height: 14 }, taken);
    return [line(way.path, qualified || Boolean(held)), said(text, place, told?.href, held && `${label}: ${held}`)];
  });
  return [pairs.map(([line]) => line), pairs.map(([, words]) => words)];
}

/** A line is dashed where its row or its claim tells more than the predicate. */
function line(path, qualified) {
  const kind = qualified ? "edge qualified" : "edge";
  return element("path", { class: kind, d: path, "marker-end": "url(#drawing-arrow)" });
}

function said(text, place, href, title) {
  return linked("edge", href, [written(text, place)], title);
}

function node({ kind }, { place, box }) {
  const { short, title, href, width, height } = box;
  const [x, y] = [place.x - width / 2, place.y - height / 2].map(Math.round);
  const rx = kind === "literal" ? 2 : height / 2;
  const shape = element("rect", { x, y, width: Math.round(width), height, rx });
  return linked(kind === "literal" ? "node literal" : "node", href, [shape, written(short, place)], title);
}

/** Parts as a link, where there is something to lead to; what they are called stands in its title. */
function linked(kind, href, parts, title) {
  const group = element(href ? "a" : "g", href ? { class: kind, href } : { class: kind });
  if (title) {
    const titled = element("title", {});
    titled.textContent = title;
    group.append(titled);
  }
  group.append(...parts);
  return group;
}

function written(text, { x, y }) {
  const at = element("text", { x: Math.round(x), y: Math.round(y) });
  at.textContent = text;
  return at;
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
