import assert from "node:assert/strict";
import { test } from "node:test";
import { placed } from "../src/drawing/layout.js";
import { MOST_NODES, networkOf } from "../src/drawing/network.js";

const BASE = "https://w3id.org/il6ld/terms/";
const compact = (iri) => iri.replace(BASE, "il6:").replace("https://w3id.org/il6ld/claims/", "claims:");
const iri = (name) => ({ kind: "iri", value: BASE + name });
const PLAIN = {
  polarity: ["Affirmed"],
  certainty: ["Stated"],
  reading: ["Explicit"],
  status: ["Current"],
  discourseRole: ["Finding"],
};
const answer = (columns, ...rows) => ({ columns, rows });

test("a row that is held back in any way is never drawn without that", () => {
  const columns = ["subject", "subjectDirection", "predicate", "object", "polarity", "certainty", "reading", "status", "discourseRole", "species"];
  const row = ["A", "Absent", "increases", "B", "Denied", "Possible", "Entailed", "Superseded", "Hypothesis", "Mouse"].map(iri);
  const [edge] = networkOf(answer(columns, row), compact, PLAIN).edges;
  assert.ok(edge.qualified);
  for (const told of ["Denied", "Possible", "Entailed", "Superseded", "Hypothesis", "species Mouse", "subjectDirection Absent"]) {
    assert.ok(edge.label.includes(told), told);
  }
});

test("a column that nobody knows is told too", () => {
  const [edge] = networkOf(answer(["s", "p", "o", "only in"], ["A", "p", "B", "Dreams"].map(iri)), compact, PLAIN).edges;
  assert.equal(edge.label, "p \u00b7 only in Dreams");
});

test("a plain row is drawn plainly, with the number of its claim", () => {
  const columns = ["claim", "subject", "predicate", "of", "polarity", "certainty"];
  const claim = { kind: "iri", value: "https://w3id.org/il6ld/claims/il6d-0004" };
  const row = [claim, ...["A", "induces", "B", "Affirmed", "Stated"].map(iri)];
  const [edge] = networkOf(answer(columns, row), compact, PLAIN).edges;
  assert.deepEqual([edge.label, edge.qualified, edge.claim], ["induces \u00b7 il6d-0004", false, claim]);
});

test("each claim is an arrow of its own; the same row twice is one", () => {
  const row = ["A", "p", "B"].map(iri);
  const claimed = (name) => [...row, { kind: "iri", value: `https://w3id.org/il6ld/claims/${name}` }];
  const rows = [claimed("x-1"), claimed("x-2"), claimed("x-2")];
  assert.equal(networkOf(answer(["s", "p", "o", "claim"], ...rows), compact, PLAIN).edges.length, 2);
});

test("columns that are no triple make no network; rows with a gap make no edge", () => {
  assert.equal(networkOf(answer(["claim", "label"], ["A", "B"].map(iri)), compact, PLAIN), null);
  assert.deepEqual(networkOf(answer(["s", "p", "o"], [iri("A"), null, iri("B")]), compact, PLAIN).edges, []);
});

test("a network has no more nodes than can be seen, and says how many were left out", () => {
  const rows = Array.from({ length: 200 }, (_, i) => [iri("hub"), iri("p"), iri(`n${i}`)]);
  const { nodes, edges, left } = networkOf(answer(["s", "p", "o"], ...rows), compact, PLAIN);
  assert.deepEqual([nodes.length, edges.length, left], [MOST_NODES, MOST_NODES - 1, 200 - MOST_NODES + 1]);
});

test("literals that differ by language are two nodes", () => {
  const text = (language) => ({ kind: "literal", value: "x", language });
  const { nodes } = networkOf(answer(["s", "p", "o"], ...["en", "de"].map((one) => [iri("A"), iri("p"), text(one)])), compact, PLAIN);
  assert.equal(nodes.length, 3);
});

test("no two nodes overlap, and they stand where they stood before", () => {
  const boxes = Array.from({ length: MOST_NODES }, (_, i) => ({ width: 60 + (i % 7) * 30, height: 28 }));
  const edges = boxes.slice(0, -20).map((_, i) => ({ from: i, to: Math.floor(i / 3) }));
  const places = placed(boxes, edges);
  assert.equal(places.length, boxes.length);
  assert.ok(places.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)));
  const overlaps = places.flatMap((a, i) => places.slice(0, i).filter((b, j) =>
    Math.abs(a.x - b.x) < (boxes[i].width + boxes[j].width) / 2 && Math.abs(a.y - b.y) < 28));
  assert.equal(overlaps.length, 0);
  assert.deepEqual(placed(boxes, edges), places);
});
