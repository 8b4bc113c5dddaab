import assert from "node:assert/strict";
import { test } from "node:test";
import { completions, missingDeclaration } from "../src/code/completing.js";

const RELEASE = {
  prefixes: { il6: "https://w3id.org/il6ld/terms/", GO: "http://purl.obolibrary.org/obo/GO_" },
  terms: { "il6:Claim": "claim", "il6:polarity": "polarity" },
};
const labels = (before) => completions(before, RELEASE)?.options.map(({ label }) => label) ?? null;

test("after PREFIX the prefixes of the release are offered, with their namespaces", () => {
  const { from, options } = completions("ASK {}\nPREFIX il", RELEASE);
  assert.equal(from, 14);
  assert.equal(options[0].apply, "il6: <https://w3id.org/il6ld/terms/>");
});

test("after a prefix its terms are offered from the prefix on", () => {
  const { from, options } = completions("SELECT * { ?c a il6:Cl", RELEASE);
  assert.equal(from, 16);
  assert.deepEqual(options.map(({ label }) => label), ["il6:Claim", "il6:polarity"]);
});

test("a word may be a keyword, a prefix or a term; a variable one that stands before", () => {
  assert.ok(["SELECT", "il6:", "il6:Claim"].every((label) => labels("se").includes(label)));
  assert.deepEqual(labels("SELECT ?claim ?label { ?cl"), ["?claim", "?label"]);
});

test("nothing is offered within a string, an IRI or a comment, nor after a space", () => {
  for (const before of ['"cl', "<https://cl", "# cl", "'it is cl", "?s ", ""]) assert.equal(labels(before), null);
  assert.notEqual(labels('FILTER (?x < 5 && ?y = "a#b" || cl'), null);
});

test("a prefix is declared once, and only if the release has it", () => {
  const { prefixes } = RELEASE;
  assert.equal(missingDeclaration("il6:Claim", "ASK {}", prefixes), `PREFIX il6: <${prefixes.il6}>\n`);
  assert.equal(missingDeclaration("il6:Claim", "prefix il6: <x>", prefixes), "");
  assert.equal(missingDeclaration("toString:x", "", prefixes), "");
});
