// IRIs as people read them, and where they lead.

const LOCAL_NAME = /^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?$/;
const RECORD = /^[a-z]+\/[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/**
 * A function that gives the CURIE of an IRI, or the IRI itself where no prefix fits.
 * @param {Record<string, string>} prefixes each prefix with its namespace
 * @returns {(iri: string) => string}
 */
export function compactor(prefixes) {
  const longestFirst = Object.entries(prefixes).sort(
    ([nameA, a], [nameB, b]) => b.length - a.length || (nameA < nameB ? -1 : 1),
  );
  return (iri) => {
    for (const [name, namespace] of longestFirst) {
      const local = iri.slice(namespace.length);
      if (iri.startsWith(namespace) && LOCAL_NAME.test(local)) return `${name}:${local}`;
    }
    return iri;
  };
}

/**
 * Where an IRI leads: a record of the release to its page, by a relative link; another to its address on the
 * web; nothing where it has none, as `javascript:` or `urn:`.
 * @param {string} iri
 * @param {string} base what the IRIs of the release begin with
 * @returns {string}
 */
export function hrefOf(iri, base) {
  const path = iri.startsWith(base) ? iri.slice(base.length) : "";
  if (RECORD.test(path)) return path;
  return /^https?:\/\/[^/\s]/i.test(iri) ? iri : "";
}
