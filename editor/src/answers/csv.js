// An answer as CSV (RFC 4180), which no spreadsheet runs.

/** @typedef {import("./answer.js").Answer} Answer */

// How a formula begins, with an apostrophe or more before it where it was kept from running already.
const FORMULA = /^'*\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The columns and rows of an answer as CSV, IRIs whole; what a spreadsheet would run has an apostrophe before it;
 * a number is none of that, whatever its sign.
 * @param {Answer} answer
 * @returns {string}
 */
export function asCsv({ columns, rows }) {
  const lines = [columns, ...rows.map((row) => row.map(textOf))];
  return lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}

function textOf(term) {
  if (!term) return "";
  return term.kind === "blank" ? `_:${term.value}` : term.value;
}

function cell(text) {
  const inert = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
