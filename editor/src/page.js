// The query page. Without this script it is a plain form; with it, the answer comes without leaving the page.

import { ask, NoAnswer } from "./asking.js";
import { showAnswer } from "./answering.js";
import { editorFor } from "./code/editor.js";
import { byId, make, save } from "./elements.js";
import { compactor, hrefOf } from "./iris.js";
import { asked, fragmentOf } from "./sharing.js";
import { visible } from "./visible.js";

const release = JSON.parse(byId("release").textContent);
const form = byId("ask");
const compact = compactor(release.prefixes);
const editor = editorFor(byId("query"), release, {
  label: "Query in SPARQL",
  hint: byId("hint").textContent,
  run: () => form.requestSubmit(),
});
let running = null;

/** What a table of the release says of an IRI, or nothing. */
function known(table, iri) {
  return Object.hasOwn(release[table], iri) ? release[table][iri] : "";
}

/** How a term is shown: its text, where it leads, and what must stand behind it. */
function shown({ kind, value }) {
  if (kind === "blank") return { text: `_:${value}`, href: "", held: "" };
  if (kind !== "iri") return { text: visible(value), href: "", held: "" };
  const href = known("pages", value) || hrefOf(value, release.base);
  return { text: visible(compact(value)), href, held: known("held", value) };
}

async function run() {
  running?.abort();
  const current = (running = new AbortController());
  const query = editor.text();
  history.replaceState(null, "", fragmentOf(query));
  begin();
  const started = performance.now();
  try {
    const question = { query, rows: byId("rows").value };
    const outcome = await ask(form.getAttribute("action"), question, current.signal);
    const seconds = (performance.now() - started) / 1000;
    if (current === running) showAnswer(outcome, { shown, compact, plain: release.plain, seconds });
  } catch (error) {
    if (current === running) tell(error);
  } finally {
    if (current === running) end();
  }
}

function begin() {
  byId("answer").hidden = true;
  byId("trouble").replaceChildren();
  byId("status").textContent = "Asking\u2026";
  byId("stop").disabled = false;
}

function end() {
  running = null;
  const stop = byId("stop");
  // A button that can no longer be used would take the focus with it.
  if (document.activeElement === stop) form.querySelector("[type=submit]").focus();
  stop.disabled = true;
}

function tell(error) {
  const stopped = error.name === "AbortError";
  byId("status").textContent = stopped ? "Stopped." : "There is no answer.";
  if (stopped) return;
  const words = error instanceof NoAnswer ? error.message : `The page failed: ${error.message}`;
  byId("trouble").replaceChildren(make("pre", {}, visible(words)));
}

/** Shows the query that a link asks for; it runs only when somebody says so. */
function open() {
  const wanted = asked(location);
  if (!wanted) return;
  const example = release.examples.find(({ name }) => name === wanted.example);
  const text = wanted.query ?? example?.text;
  if (text) editor.show(text);
  byId("example").value = example?.name ?? "";
}

async function copyLink() {
  const link = new URL(fragmentOf(editor.text()), location.href.split("#")[0].split("?")[0]);
  history.replaceState(null, "", link.hash);
  try {
    await navigator.clipboard.writeText(link.href);
    byId("status").textContent = "The link is copied.";
  } catch {
    byId("status").textContent = "The link stands in the address bar.";
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
byId("stop").addEventListener("click", () => running?.abort());
byId("copy").addEventListener("click", copyLink);
byId("save").addEventListener("click", () => save("query.rq", editor.text(), "application/sparql-query"));
byId("example").addEventListener("change", ({ target }) => {
  const example = release.examples.find(({ name }) => name === target.value);
  if (example) editor.show(example.text);
});
window.addEventListener("hashchange", open);
for (const { name, summary } of release.examples) {
  byId("example").append(make("option", { value: name }, `${name}: ${summary}`));
}
for (const part of document.querySelectorAll("[data-scripted]")) part.hidden = false;
open();
