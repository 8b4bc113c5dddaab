// HTML elements, made without any parsing: what is put into one is text.

/**
 * An element with attributes and children; `null` leaves an attribute out, a string becomes a text node.
 * @param {string} name
 * @param {Record<string, string | number | null>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null) made.setAttribute(key, String(value));
  }
  made.append(...children);
  return made;
}

/**
 * The element of the page with an id; throws where there is none, since template and script belong together.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`there is no #${id}`);
  return found;
}

/**
 * Lets the browser save a text as a file.
 * @param {string} name
 * @param {string} text
 * @param {string} mediaType
 */
export function save(name, text, mediaType) {
  const address = URL.createObjectURL(new Blob([text], { type: mediaType }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
