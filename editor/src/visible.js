// Text as it may be shown: what would hide it or turn it round stands as its code point.

// Controls, and what Unicode lets programs leave out or calls format characters; lines and tabs are harmless.
const ODD =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}]/gu;

/**
 * A text with each character that hides or turns text shown as its code point, as `[U+202E]`.
 * @param {string} text
 * @returns {string}
 */
export function visible(text) {
  return text.replace(ODD, (odd) => `[U+${odd.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
}
