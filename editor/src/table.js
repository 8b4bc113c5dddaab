// The rows of an answer as a table that can be sorted.

import { sorted } from "./answers/sorting.js";
import { make } from "./elements.js";

/**
 * @typedef {import("./answers/answer.js").Answer} Answer
 * @typedef {import("./answers/answer.js").Term} Term
 * @typedef {(term: Term) => {text: string, href: string, held: string}} Shown `held` is what must stand behind it
 */

export const MOST_ROWS = 1000;
const LONG = 40; // letters; a longer text may be broken into lines

/**
 * A table of an answer, sorted anew by the button in the head of each column.
 * @param {Answer} answer
 * @param {Shown} shown
 * @param {string} caption
 * @returns {HTMLTableElement}
 */
export function table({ columns, rows }, shown, caption) {
  const body = make("tbody");
  const fill = (ordered) => body.replaceChildren(...ordered.slice(0, MOST_ROWS).map((row) => line(row, shown)));
  const heads = columns.map((name) => make("th", { scope: "col" }, make("button", { type: "button" }, name)));
  heads.forEach((head, column) => {
    head.firstChild.addEventListener("click", () => fill(sorted(rows, column, turned(heads, head))));
  });
  fill(rows);
  const head = make("thead", {}, make("tr", {}, ...heads));
  return make("table", { class: "rows" }, make("caption", {}, caption), head, body);
}

/** Marks the head as the one sorted by, the other way round where it was already; gives the direction. */
function turned(heads, chosen) {
  const direction = chosen.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
  for (const head of heads) head.removeAttribute("aria-sort");
  chosen.setAttribute("aria-sort", direction);
  return direction;
}

function line(row, shown) {
  return make("tr", {}, ...row.map((term) => make("td", {}, ...(term ? cell(term, shown) : []))));
}

function cell(term, shown) {
  const { text, href, held } = shown(term);
  const long = text.length > LONG ? "long" : null;
  const name = href
    ? make("a", { href, title: term.value, class: long }, text)
    : make("bdi", { lang: term.language ?? null, class: long }, text);
  return held ? [name, " ", make("span", { class: "held" }, held)] : [name];
}
