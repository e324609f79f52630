// The questions of the flowsheet, each a dialog of the page. Escape and Cancel change nothing.

// What was typed into the dialog with the button's value as `choice`; null when it was left.
export function ask(id, fill = () => {}) {
  const dialog = document.getElementById(id);
  const form = dialog.querySelector("form");
  form.reset();
  fill(dialog);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answered) => {
    dialog.addEventListener(
      "close",
      () => answered(dialog.returnValue ? { ...Object.fromEntries(new FormData(form)), choice: dialog.returnValue } : null),
      { once: true },
    );
  });
}

export const what = (text) => (dialog) => { dialog.querySelector(".flow-what").textContent = text; };

// Laboratory, assay and unit of a row. The unit is never chosen beforehand.
export function askAssay(known, stated) {
  return ask("ask-assay", (dialog) => {
    what(known.label)(dialog);
    dialog.querySelector("[name=laboratory]").value = stated?.laboratory ?? known.laboratory;
    dialog.querySelector("[name=assay]").value = stated?.assay ?? known.assay;
    dialog.querySelector("datalist").replaceChildren(...known.known.map((name) => new Option(name, name)));
    const units = known.units.map(([code, word]) => new Option(word, code));
    dialog.querySelector("select").replaceChildren(new Option("", ""), ...units);
    if (stated?.unit) dialog.querySelector("select").value = stated.unit;
  });
}

export function askConflict(name, theirs, yours) {
  return ask("ask-conflict", (dialog) => {
    what(name)(dialog);
    dialog.querySelector(".flow-theirs").textContent = theirs;
    dialog.querySelector(".flow-yours").textContent = yours;
  });
}

// A date as it is typed; the server reads it. The column's head, or null.
export async function askColumn(read) {
  const dialog = document.getElementById("ask-column");
  const says = document.getElementById("ask-column-says");
  const box = dialog.querySelector("[name=when]");
  let chosen = null;
  const choose = (column) => { chosen = column; dialog.close(); };
  const submit = async (event) => {
    if (!event.submitter?.value) return;
    event.preventDefault();
    const answer = await read(box.value);
    if (answer.state === "read") return choose(answer.columns[0]);
    says.replaceChildren(...(answer.columns ? answer.columns.map((column) => option(column, choose)) : [problem(answer.message)]));
    (says.querySelector("button") ?? box).focus();
  };
  says.replaceChildren();
  dialog.addEventListener("submit", submit);
  await ask("ask-column");
  dialog.removeEventListener("submit", submit);
  return chosen;
}

function option(column, choose) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-primary btn-sm";
  button.textContent = column.name;
  button.addEventListener("click", () => choose(column));
  return button;
}

function problem(message) {
  const line = document.createElement("p");
  line.className = "small-error";
  line.textContent = message;
  return line;
}
