// An answer laid out on the page: how much came, a table, a drawing where there is one, and CSV.

import { asCsv } from "./answers/csv.js";
import { MOST_NODES, networkOf } from "./drawing/network.js";
import { picture } from "./drawing/picture.js";
import { byId, make, save } from "./elements.js";
import { MOST_ROWS, table } from "./table.js";

/**
 * @typedef {object} Manner
 * @property {import("./table.js").Shown} shown
 * @property {(iri: string) => string} compact
 * @property {Record<string, string[]>} plain what a column says where nothing is held back
 * @property {number} seconds
 */

/**
 * Puts an answer on the page, and says how much came and whether the server cut it.
 * @param {{answer: import("./answers/answer.js").Answer, cut: boolean}} outcome
 * @param {Manner} manner
 */
export function showAnswer({ answer, cut }, { shown, compact, plain, seconds }) {
  const said = size(answer, cut);
  byId("status").textContent = `${said} in ${seconds.toFixed(2)} s.${cut ? ` ${CUT}` : ""}`;
  byId("cut").hidden = !cut;
  const whole = answer.kind === "truth";
  byId("answer").hidden = false;
  byId("table").replaceChildren(whole ? truth(answer) : table(answer, shown, caption(answer, said)));
  byId("csv").hidden = whole;
  // A file says by its name that it is not the whole, since nothing in it could.
  const name = cut ? `first-${answer.rows.length}-rows.csv` : "answer.csv";
  byId("csv").onclick = () => save(name, asCsv(answer), "text/csv;charset=utf-8");
  offerDrawing(whole ? null : networkOf(answer, compact, plain), shown);
}

const CUT = "The answer was cut: there is more.";

function size({ kind, rows, truth }, cut) {
  if (kind === "truth") return truth ? "Yes" : "No";
  const what = kind === "triples" ? "triple" : "row";
  return `${cut ? "The first " : ""}${rows.length} ${what}${rows.length === 1 ? "" : "s"}`;
}

function caption({ rows }, said) {
  return rows.length > MOST_ROWS ? `${said}, of which ${MOST_ROWS} are shown; the CSV holds every one` : said;
}

function truth({ truth }) {
  return make("p", { class: "truth" }, truth ? "Yes" : "No");
}

/** Lets the drawing be seen in the place of the table, if there is one. */
function offerDrawing(network, shown) {
  const usable = network?.edges.length > 0;
  const view = (drawn) => {
    byId("as-table").setAttribute("aria-pressed", String(!drawn));
    byId("as-drawing").setAttribute("aria-pressed", String(drawn));
    byId("table").hidden = drawn;
    byId("drawing").hidden = !drawn;
    if (drawn && !byId("drawing-place").hasChildNodes()) draw(network, shown);
  };
  byId("views").hidden = !usable;
  byId("drawing-place").replaceChildren();
  byId("as-table").onclick = () => view(false);
  byId("as-drawing").onclick = () => view(true);
  view(false);
}

function draw(network, shown) {
  const { nodes, edges, left } = network;
  const label = `${nodes.length} things and ${edges.length} links between them; the table says the same`;
  byId("drawing-place").replaceChildren(picture(network, shown, label));
  byId("drawing-left").textContent = left
    ? `Drawn are ${MOST_NODES} things; ${left} more stand in the table alone.`
    : "";
}
