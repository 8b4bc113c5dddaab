// What the server answers: rows of terms, triples, or yes or no.

import { parseTriples } from "./ntriples.js";

/**
 * @typedef {object} Term
 * @property {"iri" | "blank" | "literal" | "triple"} kind
 * @property {string} value an IRI, a blank node's label, a text, or a triple as it is written
 * @property {string} [language]
 * @property {string} [datatype] an IRI
 *
 * @typedef {object} Answer
 * @property {"rows" | "triples" | "truth"} kind
 * @property {string[]} columns
 * @property {(Term | null)[][]} rows one term a column, null where it is unbound
 * @property {boolean} [truth] what an ASK answers
 */

const KINDS = { uri: "iri", bnode: "blank", literal: "literal", "typed-literal": "literal" };
export const TRIPLE_COLUMNS = ["subject", "predicate", "object"];
export const ACCEPTED = "application/sparql-results+json, application/n-triples;q=0.9";

/**
 * An answer from the text of a response; throws SyntaxError where it is not of the media type that it claims.
 * @param {string} text
 * @param {string} mediaType
 * @returns {Answer}
 */
export function parseAnswer(text, mediaType) {
  if (mediaType.startsWith("application/n-triples")) {
    return { kind: "triples", columns: TRIPLE_COLUMNS, rows: parseTriples(text) };
  }
  const { head, results, boolean } = JSON.parse(text);
  if (typeof boolean === "boolean") return { kind: "truth", columns: [], rows: [], truth: boolean };
  if (!Array.isArray(head?.vars) || !Array.isArray(results?.bindings)) {
    throw new SyntaxError("these are no results of SPARQL");
  }
  const rows = results.bindings.map((row) => head.vars.map((name) => (Object.hasOwn(row, name) ? termOf(row[name]) : null)));
  return { kind: "rows", columns: head.vars, rows };
}

/** @returns {Term} */
function termOf(written) {
  if (written.type === "triple") return { kind: "triple", value: tripleText(written.value) };
  const kind = KINDS[written.type];
  if (!kind) throw new SyntaxError(`there is no term of the type ${written.type}`);
  return { kind, value: written.value, language: written["xml:lang"], datatype: written.datatype };
}

function tripleText({ subject, predicate, object }) {
  const ends = [subject, predicate, object].map((written) => {
    const { kind, value } = termOf(written);
    return kind === "iri" ? `<${value}>` : kind === "literal" ? JSON.stringify(value) : value;
  });
  return `<<( ${ends.join(" ")} )>>`;
}
