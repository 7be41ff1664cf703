// Worklists by keyboard: j and k move, Enter opens, x selects, / searches, ? explains.

const typing = "input, textarea, select, [contenteditable]";

function rows() {
  return [...document.querySelectorAll("[data-worklist] tbody tr")];
}

function moveTo(row) {
  if (!row) return;
  rows().forEach((other) => other.classList.toggle("is-current", other === row));
  (row.querySelector("a[href]") ?? row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const at = all.findIndex((row) => row.classList.contains("is-current"));
  moveTo(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

function search() {
  const fields = [...document.querySelectorAll("[data-search]")];
  fields.find((field) => field.offsetParent)?.focus();
}

function select() {
  document.querySelector("[data-worklist] tr.is-current input[type=checkbox]")?.click();
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  x: select,
  "/": search,
  "?": () => document.getElementById("ui-help")?.showModal(),
};

export function startKeyboard() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(typing) || document.querySelector("dialog[open]")) return;
    if (!(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
}
