import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAnswer } from "../src/answers/answer.js";
import { asCsv } from "../src/answers/csv.js";
import { parseTriples } from "../src/answers/ntriples.js";
import { sorted } from "../src/answers/sorting.js";

const JSON_RESULTS = "application/sparql-results+json; charset=utf-8";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const text = (value) => ({ kind: "literal", value });
const number = (value, type = "integer") => ({ kind: "literal", value, datatype: XSD + type });
const values = (rows) => rows.map(([term]) => term?.value ?? null);

test("rows have a term or nothing in each column", () => {
  const written = JSON.stringify({
    head: { vars: ["a", "b"] },
    results: {
      bindings: [
        { a: { type: "uri", value: "https://e.org/x" }, b: { type: "literal", value: "x", "xml:lang": "en" } },
        { b: { type: "bnode", value: "n1" } },
      ],
    },
  });
  const { kind, columns, rows } = parseAnswer(written, JSON_RESULTS);
  assert.equal(kind, "rows");
  assert.deepEqual(columns, ["a", "b"]);
  assert.equal(rows[0][1].language, "en");
  assert.deepEqual([rows[1][0], rows[1][1].kind], [null, "blank"]);
});

test("a triple that is a term is shown as it is written", () => {
  const end = { type: "uri", value: "https://e.org/x" };
  const triple = { subject: end, predicate: end, object: { type: "literal", value: "x" } };
  const answer = { head: { vars: ["t"] }, results: { bindings: [{ t: { type: "triple", value: triple } }] } };
  const { rows } = parseAnswer(JSON.stringify(answer), JSON_RESULTS);
  assert.equal(rows[0][0].value, '<<( <https://e.org/x> <https://e.org/x> "x" )>>');
});

test("a row cannot name a column by what every object has", () => {
  const answer = { head: { vars: ["toString"] }, results: { bindings: [{}] } };
  assert.deepEqual(parseAnswer(JSON.stringify(answer), JSON_RESULTS).rows, [[null]]);
});

test("an ASK is yes or no", () => {
  assert.equal(parseAnswer('{"head":{},"boolean":false}', JSON_RESULTS).truth, false);
});

test("half an answer is no answer", () => {
  for (const half of ['{"head":{"vars":["a"]},"results":{"bindings":[{"a"', "{}", '{"head":{"vars":["a"]}}', ""]) {
    assert.throws(() => parseAnswer(half, JSON_RESULTS), SyntaxError);
  }
});

test("triples of every kind of term are read", () => {
  const lines = [
    '<https://e.org/a> <https://e.org/p> "say \\"\\u00e9\\U0001F600\\n\\"" .',
    '_:b <https://e.org/p> "five"@en-GB . ',
    `<https://e.org/a> <https://e.org/p> "5"^^<${XSD}integer> .`,
    "# nothing",
    "",
    "<https://e.org/a> <https://e.org/p> <<( _:b <https://e.org/p> <https://e.org/c> )>> .",
  ];
  const triples = parseTriples(lines.join("\n"));
  assert.equal(triples.length, 4);
  assert.equal(triples[0][2].value, 'say "\u00e9\u{1F600}\n"');
  assert.deepEqual([triples[1][0].kind, triples[1][2].language], ["blank", "en-GB"]);
  assert.equal(triples[2][2].datatype, `${XSD}integer`);
  assert.equal(triples[3][2].value, "<<( _:b <https://e.org/p> <https://e.org/c> )>>");
});

test("a line that breaks off is told by its number", () => {
  const whole = "<https://e.org/a> <https://e.org/p> <https://e.org/b> .";
  for (const half of ["<https://e.org/a> <https://e.org/p>", whole.slice(0, -1), "<https://e.org/a", "a b c ."]) {
    assert.throws(() => parseTriples(`${whole}\n${half}`), /line 2 is no triple/);
  }
});

test("numbers are sorted by size, words by their numbers, the unbound last either way", () => {
  const rows = [number("10"), null, number("9.5", "decimal"), number("-1"), text("il6d-10"), text("il6d-9")].map((one) => [one]);
  assert.deepEqual(values(sorted(rows, 0, "ascending")), ["-1", "9.5", "10", "il6d-9", "il6d-10", null]);
  assert.deepEqual(values(sorted(rows, 0, "descending")), ["il6d-10", "il6d-9", "10", "9.5", "-1", null]);
  assert.equal(rows[0][0].value, "10");
});

test("a text that looks like a number is a text", () => {
  const rows = [text("10"), number("99")].map((one) => [one]);
  assert.deepEqual(values(sorted(rows, 0, "ascending")), ["99", "10"]);
});

test("equal rows stay in the order in which they came", () => {
  const rows = ["x", "y", "z"].map((name) => [text("same"), text(name)]);
  assert.deepEqual(sorted(rows, 0, "descending"), rows);
});

test("CSV quotes what has to be quoted, and nothing in it runs", () => {
  const cells = ['say "x"', "a,b", "two\nlines", "=1+1", "'=1+1", "-1", "-1+2", " @x", "\uff1dA1", "it's 1+1", ""];
  const lines = asCsv({ columns: ["=c"], rows: cells.map((cell) => [text(cell)]) }).split("\r\n");
  const expected = ["'=c", '"say ""x"""', '"a,b"', '"two\nlines"', "'=1+1", "''=1+1", "-1", "'-1+2", "' @x", "'\uff1dA1", "it's 1+1", "", ""];
  assert.deepEqual(lines, expected);
});

test("CSV has IRIs whole and nothing where nothing is bound", () => {
  const row = [{ kind: "iri", value: "https://e.org/x" }, null, { kind: "blank", value: "b" }];
  assert.equal(asCsv({ columns: ["a", "b", "c"], rows: [row] }), "a,b,c\r\nhttps://e.org/x,,_:b\r\n");
});
