// <a data-preview="pdf|image"> opens the file over the page, or inside the element named by data-preview-into.

function viewer(link) {
  const image = link.dataset.preview === "image";
  const element = document.createElement(image ? "img" : "iframe");
  element.src = link.href;
  element[image ? "alt" : "title"] = link.dataset.previewTitle ?? link.textContent.trim();
  if (!image) element.className = "mc-preview";
  return element;
}

function inDialog(link) {
  const dialog = document.getElementById("ui-preview");
  dialog.querySelector("#ui-preview-title").textContent = link.dataset.previewTitle ?? link.textContent.trim();
  dialog.querySelector("#ui-preview-body").replaceChildren(viewer(link));
  dialog.showModal();
  dialog.addEventListener("close", () => dialog.querySelector("#ui-preview-body").replaceChildren(), { once: true });
}

export function startPreviews() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-preview]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const target = link.dataset.previewInto && document.getElementById(link.dataset.previewInto);
    if (target) target.replaceChildren(viewer(link));
    else inDialog(link);
  });
}
