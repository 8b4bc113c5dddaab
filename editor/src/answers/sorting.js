// Rows put in order by one column.

/** @typedef {import("./answer.js").Term} Term */

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(
  ["integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger"].map(
    (name) => XSD + name,
  ),
);
const WORDS = new Intl.Collator("en", { numeric: true });

/**
 * The rows by a column, equal ones in the order in which they came; what is unbound stands last, either way.
 * @param {(Term | null)[][]} rows
 * @param {number} column
 * @param {"ascending" | "descending"} direction
 * @returns {(Term | null)[][]}
 */
export function sorted(rows, column, direction) {
  const sign = direction === "descending" ? -1 : 1;
  return [...rows].sort(({ [column]: a }, { [column]: b }) => {
    if (!a || !b) return Number(!a) - Number(!b);
    return sign * compare(a, b);
  });
}

/** Numbers come before words, and a smaller number before a greater one. */
function compare(a, b) {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
  return WORDS.compare(a.value, b.value);
}

function numberOf({ datatype, value }) {
  return NUMBERS.has(datatype) ? Number(value) : NaN;
}
