// The editor in the place of the plain field. It lives in a shadow root: there CodeMirror styles itself by
// adopted style sheets, which a strict Content-Security-Policy allows, and not by <style> elements.

import { autocompletion, pickedCompletion } from "@codemirror/autocomplete";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { EditorView, minimalSetup } from "codemirror";
import { make } from "../elements.js";
import { completions, missingDeclaration } from "./completing.js";

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--query-word)", fontWeight: "600" },
  { tag: [tags.atom, tags.labelName], color: "var(--query-term)" },
  { tag: tags.string, color: "var(--query-text)" },
  { tag: tags.local(tags.variableName), color: "var(--query-variable)" },
  { tag: tags.comment, color: "var(--query-comment)", fontStyle: "italic" },
]);

const LOOK = EditorView.theme({
  "&": { color: "var(--query-ink)", backgroundColor: "var(--query-paper)", fontSize: "inherit" },
  "&.cm-focused": { outline: "3px solid var(--query-focus)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--query-font)", lineHeight: "1.5", maxHeight: "60vh", minHeight: "14rem" },
  ".cm-content": { caretColor: "var(--query-ink)", padding: "0.75rem 0.25rem", minHeight: "14rem" },
  ".cm-cursor": { borderLeftColor: "var(--query-ink)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--query-selected)",
  },
  "&.cm-focused .cm-matchingBracket": { background: "var(--query-selected)", outline: "1px solid currentColor" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "none", textDecoration: "underline wavy" },
  ".cm-tooltip": { color: "var(--query-ink)", background: "var(--query-paper)", borderColor: "currentColor" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--query-font)", maxWidth: "min(42rem, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.5rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--query-paper)", background: "var(--query-focus)" },
  ".cm-completionDetail": { fontStyle: "normal" },
});

/**
 * Puts an editor in the place of a field, which keeps the same text; Tab leaves it.
 * @param {HTMLTextAreaElement} field
 * @param {import("./completing.js").Known} release
 * @param {{label: string, hint: string, run: () => void}} told `hint` and `label` are read out
 * @returns {{text: () => string, show: (text: string) => void, focus: () => void}}
 */
export function editorFor(field, release, { label, hint, run }) {
  const host = make("div", { class: "editor" });
  const root = host.attachShadow({ mode: "open" });
  field.after(host);
  field.hidden = true;
  const extensions = extensionsFor(field, release, label, hint, run);
  const view = new EditorView({ root, parent: root, doc: field.value, extensions });
  const show = (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  return { text: () => view.state.doc.toString(), show, focus: () => view.focus() };
}

function extensionsFor(field, release, label, hint, run) {
  return [
    keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }]),
    minimalSetup,
    StreamLanguage.define(sparql),
    syntaxHighlighting(COLOURS),
    bracketMatching(),
    autocompletion({ override: [source(release)], icons: false }),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      "aria-label": label, "aria-description": hint, spellcheck: "false", tabindex: "0",
    }),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) field.value = state.doc.toString();
    }),
    LOOK,
  ];
}

function source(release) {
  return (context) => {
    const found = completions(context.state.sliceDoc(0, context.pos), release);
    if (!found || (found.from === context.pos && !context.explicit)) return null;
    const options = found.options.map((option) => (option.apply ? option : { ...option, apply: writer(release) }));
    return { from: found.from, options, validFor: /^[?$\w:-]*$/ };
  };
}

/** Writes an option into the text, and the declaration of its prefix to the head if that is missing. */
function writer({ prefixes }) {
  return (view, option, from, to) => {
    const { label } = option;
    const head = label.includes(":") ? missingDeclaration(label, view.state.doc.toString(), prefixes) : "";
    const changes = [{ from: 0, insert: head }, { from, to, insert: label }];
    const selection = { anchor: from + head.length + label.length };
    view.dispatch({ changes, selection, annotations: pickedCompletion.of(option) });
  };
}
