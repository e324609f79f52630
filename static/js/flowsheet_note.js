// What is said at a cell, below it, and aloud.

const told = document.getElementById("flow-told");

export function announce(text) { told.textContent = text; }

// One note at a time, a line each. `choices`: for who has no keys, each a word and what it does.
export function note(cell, lines, { kind = "", choices = [], box = null } = {}) {
  document.querySelector(".flow-note")?.remove();
  cell.removeAttribute("aria-describedby");
  const texts = [lines].flat().filter(Boolean);
  if (!texts.length) return;
  const frame = Object.assign(document.createElement("div"), { className: `flow-note ${kind}`, id: "flow-note" });
  frame.append(...texts.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
  const line = Object.assign(document.createElement("div"), { className: "flow-choices" });
  line.append(...choices.map(([label, act]) => choice(label, act)));
  if (choices.length) frame.append(line);
  cell.append(frame);
  frame.scrollIntoView({ block: "nearest", inline: "nearest" });
  (box ?? cell).setAttribute("aria-describedby", "flow-note");
}

function choice(label, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link-button", tabIndex: -1, textContent: label });
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", (event) => { event.stopPropagation(); act(); });
  return button;
}
