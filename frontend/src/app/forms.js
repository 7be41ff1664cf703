// Error summary takes the focus, a form marked data-once is sent once, selects marked data-submit send their form.
// Repeating groups: [data-repeat] with a <template>; __index__ in names becomes the next number.

function focusSummary() {
  document.querySelector("[data-error-summary]")?.focus();
}

function sendOnce(event) {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.querySelectorAll("button:not([type=button])").forEach((button) => button.setAttribute("aria-disabled", "true"));
}

// Coming back with the browser's back button must not leave a dead form.
function revive() {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });
}

function addItem(group) {
  const items = group.querySelectorAll("[data-repeat-item]").length;
  const total = group.querySelector("input[name$=TOTAL_FORMS]");
  const holder = document.createElement("div");
  holder.innerHTML = group.querySelector("template").innerHTML.replaceAll("__index__", total ? total.value : items).replaceAll("__number__", items + 1);
  const item = holder.firstElementChild;
  group.querySelector("[data-repeat-items]").append(item);
  if (total) total.value = Number(total.value) + 1;
  item.querySelector("input, select, textarea")?.focus();
}

function onClick(event) {
  const adder = event.target.closest("[data-repeat-add]");
  if (adder && adder.closest("[data-repeat]").querySelector("template")) {
    event.preventDefault();
    addItem(adder.closest("[data-repeat]"));
  }
  if (event.target.closest("[data-print]")) window.print();
  const copier = event.target.closest("[data-copy]");
  if (copier) navigator.clipboard?.writeText(copier.dataset.copy).then(() => copier.setAttribute("data-copied", ""));
}

function checkAll(event) {
  if (event.target.matches("[data-check-all]")) {
    const boxes = event.target.closest("form, table").querySelectorAll(`input[name="${event.target.dataset.checkAll}"]`);
    boxes.forEach((box) => { box.checked = event.target.checked; });
  }
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
}

export function startForms() {
  focusSummary();
  document.addEventListener("submit", sendOnce);
  document.addEventListener("click", onClick);
  document.addEventListener("change", checkAll);
  document.addEventListener("htmx:afterSwap", focusSummary);
  window.addEventListener("pageshow", revive);
  document.querySelectorAll("[data-print], [data-copy]").forEach((button) => { button.hidden = false; });
}
