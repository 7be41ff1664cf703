// Shows or edits a BPMN diagram: <div data-bpmn> reads the text area inside it; data-bpmn="edit" writes back to it.
import Modeler from "bpmn-js/lib/Modeler";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

async function open(holder) {
  const place = holder.querySelector(".mc-diagram");
  const text = holder.querySelector("textarea");
  const edits = holder.dataset.bpmn === "edit";
  place.hidden = false;
  const diagram = new (edits ? Modeler : NavigatedViewer)({ container: place });
  try {
    await diagram.importXML(text.value);
  } catch {
    const note = document.createElement("p");
    note.textContent = holder.dataset.bpmnFailed;
    place.replaceWith(note);
    text.closest("details")?.setAttribute("open", "");
    return;
  }
  diagram.get("canvas").zoom("fit-viewport", "auto");
  if (edits) {
    diagram.on("commandStack.changed", async () => {
      text.value = (await diagram.saveXML({ format: true })).xml;
    });
  }
}

document.querySelectorAll("[data-bpmn]").forEach(open);
