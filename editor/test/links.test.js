import assert from "node:assert/strict";
import { test } from "node:test";
import { compactor, hrefOf } from "../src/iris.js";
import { asked, fragmentOf } from "../src/sharing.js";
import { visible } from "../src/visible.js";

const BASE = "https://w3id.org/il6ld/";
const PREFIXES = { il6: `${BASE}terms/`, claims: `${BASE}claims/`, base: BASE };

test("a link gives back the query that was put into it", () => {
  for (const query of ["SELECT * WHERE { ?s a+ ?o } # 100% & more", "\u00e9\u{1F600}\n\t<x#y>", "a&query=b=c?d"]) {
    assert.deepEqual(asked({ hash: fragmentOf(query), search: "" }), { query });
  }
});

test("half a character does not keep a link from being made", () => {
  assert.equal(fragmentOf("\ud800"), "#query=%EF%BF%BD");
});

test("the plain form's query is read too, the fragment first", () => {
  assert.deepEqual(asked({ hash: "", search: "?query=ASK+%7B%7D" }), { query: "ASK {}" });
  assert.deepEqual(asked({ hash: "#query=ASK%7B%7D", search: "?query=x" }), { query: "ASK{}" });
});

test("an example is asked for by its name, and nothing by nothing", () => {
  assert.deepEqual(asked({ hash: "#example=causes", search: "" }), { example: "causes" });
  for (const hash of ["", "#", "#content", "#query="]) assert.equal(asked({ hash, search: "" }), null);
});

test("an IRI is shown by its longest prefix, whole where none fits", () => {
  const compact = compactor(PREFIXES);
  assert.equal(compact(`${BASE}claims/il6d-0067`), "claims:il6d-0067");
  assert.equal(compact(`${BASE}claims/a/b`), `${BASE}claims/a/b`);
  assert.equal(compact("urn:x"), "urn:x");
});

test("a record leads to its page, another IRI to the web, and a scheme that runs nowhere", () => {
  assert.equal(hrefOf(`${BASE}claims/il6d-0067`, BASE), "claims/il6d-0067");
  assert.equal(hrefOf("http://purl.obolibrary.org/obo/GO_1", BASE), "http://purl.obolibrary.org/obo/GO_1");
  assert.equal(hrefOf(`${BASE}../evil`, BASE), `${BASE}../evil`);
  for (const iri of ["javascript:alert(1)", "javascript://e.org/%0aalert(1)", "data:text/html,x", "urn:x", "//e.org", " https:/x"]) {
    assert.equal(hrefOf(iri, BASE), "");
  }
});

test("what hides or turns text is shown by its code point", () => {
  assert.equal(visible("a\u202eb\u200bc\u00add\ufe0fe\u0000f\ufff9"), "a[U+202E]b[U+200B]c[U+00AD]d[U+FE0F]e[U+0000]f[U+FFF9]");
  assert.equal(visible("IL-6\n\u03b2 \u{1F600}"), "IL-6\n\u03b2 \u{1F600}");
});
