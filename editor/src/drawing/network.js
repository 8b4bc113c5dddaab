// What of an answer can be drawn: things, and what is said between two of them.

/**
 * @typedef {import("../answers/answer.js").Answer} Answer
 * @typedef {import("../answers/answer.js").Term} Term
 *
 * @typedef {object} Edge
 * @property {number} from the index of a node
 * @property {number} to the same
 * @property {string} label the predicate, what else the row tells of it, and the number of the claim
 * @property {boolean} qualified whether the row tells more of it than the bare predicate
 * @property {Term | null} claim who says so, if the row tells
 *
 * @typedef {object} Network
 * @property {Term[]} nodes
 * @property {Edge[]} edges
 * @property {number} left how many things were left out
 */

export const MOST_NODES = 150;
const SUBJECTS = ["subject", "s", "of"];
const PREDICATES = ["predicate", "p"];
const OBJECTS = ["object", "o", "with", "where", "of"];
// Columns that make a row say neither more nor less.
const NEUTRAL = new Set(["claim", "label", "statement", "sign", "causal"]);

/**
 * The network of an answer, or null where its columns are no subject, predicate and object.
 * @param {Answer} answer
 * @param {(iri: string) => string} compact
 * @param {Record<string, string[]>} plain what a column says where nothing is held back; all else is told
 * @returns {Network | null}
 */
export function networkOf({ columns, rows }, compact, plain) {
  const ends = endsOf(columns);
  if (!ends) return null;
  const others = columns.flatMap((name, i) => (ends.includes(i) || NEUTRAL.has(name) ? [] : [[name, i]]));
  const claim = columns.indexOf("claim");
  const found = new Found();
  for (const row of rows) {
    const [subject, predicate, object] = ends.map((i) => row[i]);
    if (!subject || !predicate || !object || !found.has(subject, object)) continue;
    const told = others.map(([name, i]) => toldBy(name, row[i], compact, plain)).filter(Boolean);
    const who = row[claim] ?? null;
    const number = who ? [compact(who.value).split(":").pop()] : [];
    const label = [localName(compact(predicate.value)), ...told, ...number].join(" \u00b7 ");
    found.join(subject, object, { label, qualified: told.length > 0, claim: who });
  }
  return found.network();
}

function endsOf(columns) {
  const subject = SUBJECTS.find((name) => columns.includes(name));
  const predicate = PREDICATES.find((name) => columns.includes(name));
  const object = OBJECTS.find((name) => columns.includes(name) && name !== subject);
  return subject && predicate && object && [subject, predicate, object].map((name) => columns.indexOf(name));
}

function toldBy(column, term, compact, plain) {
  if (!term) return "";
  const value = term.kind === "iri" ? localName(compact(term.value)) : term.value;
  if (!Object.hasOwn(plain, column)) return `${column} ${value}`;
  return plain[column].includes(value) ? "" : value;
}

/** The name of a term of our own; a CURIE of another ontology stays whole. */
function localName(curie) {
  return curie.replace(/^il6:/, "");
}

class Found {
  #nodes = new Map();
  #left = new Set();
  #edges = new Map();

  /** Whether both things are there, after room was made for them if there is any. */
  has(...terms) {
    const keys = new Map(terms.map((term) => [keyOf(term), term]));
    const fresh = [...keys].filter(([key]) => !this.#nodes.has(key));
    if (this.#nodes.size + fresh.length > MOST_NODES) {
      for (const [key] of fresh) this.#left.add(key);
      return false;
    }
    for (const [key, term] of fresh) this.#nodes.set(key, { term, index: this.#nodes.size });
    return true;
  }

  join(subject, object, edge) {
    const [from, to] = [subject, object].map((term) => this.#nodes.get(keyOf(term)).index);
    const key = JSON.stringify([from, to, edge.label]);
    if (!this.#edges.has(key)) this.#edges.set(key, { from, to, ...edge });
  }

  network() {
    const left = [...this.#left].filter((key) => !this.#nodes.has(key)).length;
    return { nodes: [...this.#nodes.values()].map(({ term }) => term), edges: [...this.#edges.values()], left };
  }
}

function keyOf({ kind, value, language = "", datatype = "" }) {
  return JSON.stringify([kind, value, language, datatype]);
}
