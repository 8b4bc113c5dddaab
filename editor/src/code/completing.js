// What may be meant by what is being written: a prefix of the release, one of its terms, a word of SPARQL.

/**
 * @typedef {object} Known what the release knows
 * @property {Record<string, string>} prefixes each prefix with its namespace
 * @property {Record<string, string>} terms the CURIE of each term with its label
 *
 * @typedef {{label: string, type: string, detail?: string, apply?: string}} Option
 */

const WORDS = [
  ..."ASK ASC BIND CONSTRUCT COUNT DESC DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH HAVING LIMIT".split(" "),
  ..."MINUS NOT OFFSET OPTIONAL PREFIX SELECT UNION VALUES WHERE".split(" "),
  ...["GROUP BY", "ORDER BY"],
].map((word) => ({ label: word, type: "keyword" }));

/**
 * The options for what stands before the cursor, and where they begin; null where there are none.
 * @param {string} before the text before the cursor
 * @param {Known} release
 * @returns {{from: number, options: Option[]} | null}
 */
export function completions(before, { prefixes, terms }) {
  const line = before.slice(before.lastIndexOf("\n") + 1);
  if (inQuotation(line)) return null;
  const declared = /\bPREFIX\s+([\w-]*)$/i.exec(line);
  if (declared) return { from: before.length - declared[1].length, options: declarations(prefixes) };
  const variable = /[?$]\w*$/.exec(line);
  if (variable) return { from: before.length - variable[0].length, options: variables(before, variable[0]) };
  const word = /(?<![\w:/<])([A-Za-z][\w-]*(:[\w-]*)?)$/.exec(line);
  if (!word) return null;
  const from = before.length - word[1].length;
  return { from, options: word[2] ? termsOf(terms) : [...WORDS, ...names(prefixes), ...termsOf(terms)] };
}

/** Whether a line ends within a string, an IRI or a comment. */
function inQuotation(line) {
  return /["'<#]/.test(line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>|<(?=[\s=])/g, ""));
}

function declarations(prefixes) {
  return Object.entries(prefixes).map(([name, iri]) => (
    { label: `${name}:`, detail: iri, type: "namespace", apply: `${name}: <${iri}>` }
  ));
}

function names(prefixes) {
  return Object.entries(prefixes).map(([name, iri]) => ({ label: `${name}:`, detail: iri, type: "namespace" }));
}

function termsOf(terms) {
  return Object.entries(terms).map(([curie, label]) => ({ label: curie, detail: label, type: "term" }));
}

function variables(before, current) {
  const found = new Set(before.slice(0, -current.length).match(/\?\w+/g) ?? []);
  return [...found].map((name) => ({ label: name, type: "variable" }));
}

/**
 * The declaration of the prefix of a CURIE, if the release has it and the query does not declare it.
 * @param {string} curie
 * @param {string} query
 * @param {Record<string, string>} prefixes
 * @returns {string}
 */
export function missingDeclaration(curie, query, prefixes) {
  const [name] = curie.split(":");
  const declared = [...query.matchAll(/\bPREFIX\s+([\w-]*):/gi)].some(([, other]) => other === name);
  return declared || !Object.hasOwn(prefixes, name) ? "" : `PREFIX ${name}: <${prefixes[name]}>\n`;
}
