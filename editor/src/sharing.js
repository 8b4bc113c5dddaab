// Links that hold a query. It stands in the fragment, which no server is sent.

/**
 * What a link asks to be shown, or null: a query (`#query=`, and `?query=` of the plain form) or the name of an
 * example (`#example=`).
 * @param {{hash: string, search: string}} location
 * @returns {{query?: string, example?: string} | null}
 */
export function asked(location) {
  const fragment = new URLSearchParams(location.hash.replace(/^#/, "").replaceAll("+", "%2B"));
  const query = fragment.get("query") ?? new URLSearchParams(location.search).get("query");
  if (fragment.has("example")) return { example: fragment.get("example") };
  return query ? { query } : null;
}

/**
 * The fragment that holds a query.
 * @param {string} query
 * @returns {string}
 */
export function fragmentOf(query) {
  return `#query=${encodeURIComponent(wellFormed(query))}`;
}

/** A text with each half of a character replaced, as encoding refuses those. */
function wellFormed(text) {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}
