// Buttons with data-confirm="question" ask first; the words come from the server in the page's language.

function ask(question) {
  const dialog = document.getElementById("ui-confirm");
  dialog.querySelector("#ui-confirm-text").textContent = question;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

export function startDialogs() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-confirm]");
    if (!button || button.dataset.confirmed) return;
    event.preventDefault();
    event.stopPropagation();
    if (!(await ask(button.dataset.confirm))) return;
    button.dataset.confirmed = "yes";
    button.click();
    delete button.dataset.confirmed;
  }, true);
}
