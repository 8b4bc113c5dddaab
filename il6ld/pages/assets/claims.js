// Adds filters and sorting to the table of all claims, which stands there without them.
"use strict";

(() => {
  const form = document.querySelector("form.filters");
  const table = document.getElementById("claims");
  const tally = document.querySelector(".tally");
  if (!form || !table || !tally) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

  function passes(row, wanted, sought) {
    return sought.every((word) => words.get(row).includes(word)) &&
      wanted.every(([name, value]) => (row.dataset[name] || "") === value);
  }

  function filter() {
    const chosen = [...new FormData(form)].filter(([, value]) => value);
    const sought = chosen.filter(([name]) => name === "text").flatMap(([, value]) => value.toLowerCase().split(/\s+/)).filter(Boolean);
    const wanted = chosen.filter(([name]) => name !== "text");
    for (const row of rows) row.hidden = !passes(row, wanted, sought);
    tally.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} claims`;
    remember(chosen);
  }

  // So that what was chosen can be shared; a page that was opened as a file has no address to share.
  function remember(chosen) {
    if (location.protocol === "file:") return;
    const address = new URL(location.href);
    address.search = new URLSearchParams(chosen).toString();
    history.replaceState(null, "", address);
  }

  function key(row, column) {
    const cell = row.cells[column];
    return (cell.dataset.sort || cell.textContent).trim().toLowerCase();
  }

  function sort(heading, column) {
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const sign = down ? -1 : 1;
    const keys = new Map(rows.map((row) => [row, key(row, column)]));
    const order = new Intl.Collator("en", { numeric: true });
    rows.sort((one, other) => sign * order.compare(keys.get(one), keys.get(other)));
    body.append(...rows);
  }

  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => sort(heading, column));
    heading.replaceChildren(button);
  });

  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field && "value" in field) field.value = value;
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  form.hidden = false;
  if (location.search) filter();
})();
