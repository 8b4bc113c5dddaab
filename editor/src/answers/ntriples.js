// N-Triples, as CONSTRUCT and DESCRIBE are answered with them.

/** @typedef {import("./answer.js").Term} Term */

const IRI = /<([^<>"{}|^`\x00-\x20]*)>/;
const BLANK = /_:([^\s<>"]+)/;
const LITERAL = /"((?:[^"\\\r\n]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^<>\s]*)>)?/;
const MARKS = /(<<\()|(\)>>)|(\.)/; // of a triple that is a term, and the end
const KINDS = [IRI, BLANK, LITERAL, MARKS].map(({ source }) => source).join("|");
const TOKEN = new RegExp(`[ \\t]*(?:${KINDS})[ \\t]*`, "y");
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g;
const ESCAPED = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

/**
 * The triples of a document, three terms each; throws SyntaxError with the number of a line that is none.
 * @param {string} text
 * @returns {Term[][]}
 */
export function parseTriples(text) {
  const triples = [];
  text.split(/\r?\n|\r/).forEach((line, index) => {
    if (!line.trim() || line.trimStart().startsWith("#")) return;
    const reader = { line, at: 0 };
    const triple = [term(reader), term(reader), term(reader)];
    const end = next(reader);
    if (!end?.[8] || triple.includes(null)) throw new SyntaxError(`line ${index + 1} is no triple`);
    triples.push(triple);
  });
  return triples;
}

function next(reader) {
  TOKEN.lastIndex = reader.at;
  const token = TOKEN.exec(reader.line);
  reader.at = TOKEN.lastIndex;
  return token;
}

/** @returns {Term | null} */
function term(reader) {
  const start = reader.at;
  const token = next(reader);
  if (!token || token[7] || token[8]) return null;
  if (token[6]) return quoted(reader, start);
  if (token[1] !== undefined) return { kind: "iri", value: unescaped(token[1]) };
  if (token[2] !== undefined) return { kind: "blank", value: token[2] };
  return {
    kind: "literal",
    value: unescaped(token[3]),
    language: token[4],
    datatype: token[5] && unescaped(token[5]),
  };
}

/** A triple that is itself a term, as it is written. */
function quoted(reader, start) {
  const ends = [term(reader), term(reader), term(reader)];
  const close = next(reader);
  if (ends.includes(null) || !close?.[7]) return null;
  return { kind: "triple", value: reader.line.slice(start, reader.at).trim() };
}

function unescaped(text) {
  return text.replace(ESCAPE, (_, four, eight, one) =>
    one === undefined ? String.fromCodePoint(parseInt(four ?? eight, 16)) : (ESCAPED[one] ?? one),
  );
}
