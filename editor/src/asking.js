// The one request: a query is sent, an answer comes back.

import { ACCEPTED, parseAnswer } from "./answers/answer.js";

/** Why there is no answer, in words for the person who asked. */
export class NoAnswer extends Error {}

const NO_SERVER =
  "Nothing answers queries here: this is a copy of the site without its server. Start one with: il6ld serve";
const HTML = "text/html";

/**
 * The answer to a query, and whether the server cut it; throws NoAnswer with the server's words.
 * @param {string} endpoint
 * @param {{query: string, rows: string}} question of the answer at most so many rows are wanted
 * @param {AbortSignal} signal
 * @returns {Promise<{answer: import("./answers/answer.js").Answer, cut: boolean}>}
 */
export async function ask(endpoint, { query, rows }, signal) {
  const response = await send(`${endpoint}?rows=${encodeURIComponent(rows)}`, query, signal);
  const mediaType = response.headers.get("Content-Type") ?? "";
  const text = await whole(response, signal);
  if (mediaType.startsWith(HTML)) throw new NoAnswer(NO_SERVER);
  if (!response.ok) throw new NoAnswer(worded(response, text));
  try {
    return { answer: parseAnswer(text, mediaType), cut: response.headers.has("X-Cut") };
  } catch (error) {
    throw new NoAnswer(`What came is not an answer: ${error.message}.`);
  }
}

async function send(endpoint, query, signal) {
  const headers = { Accept: ACCEPTED, "Content-Type": "application/sparql-query" };
  try {
    return await fetch(endpoint, { method: "POST", headers, body: query, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new NoAnswer(location.protocol === "file:" ? NO_SERVER : "The server cannot be reached. Is it running?");
  }
}

/** The text of a response; the server names its length, so that one that broke off is an error here. */
async function whole(response, signal) {
  try {
    return await response.text();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new NoAnswer("The answer broke off. Nothing of it is shown.");
  }
}

function worded(response, text) {
  const wait = response.headers.get("Retry-After");
  const words = text.trim() || `The server says ${response.status} ${response.statusText}.`;
  return wait ? `${words}\nTry again in ${wait} s.` : words;
}
