// The boxes of a part of a page that is drawn anew after each answer: what is typed while the
// answer is on its way stays as it was typed.

const BOXES = "[data-reread]";

function value(box) {
  return box.type === "radio" || box.type === "checkbox" ? box.checked : box.value;
}

function put(box, typed) {
  if (typeof typed === "boolean") box.checked = typed;
  else box.value = typed;
}

export class Answers {
  constructor(form) {
    this.form = form;
    this.sent = this.now();
    this.typed = [];
    this.redrawn = false; // the boxes go, and the focus with them: nobody left a box
    form.addEventListener("htmx:beforeRequest", () => (this.sent = this.now()));
    form.addEventListener("htmx:beforeSwap", () => this.hold());
    form.addEventListener("htmx:afterSwap", () => this.giveBack());
    form.addEventListener("htmx:afterRequest", () => (this.redrawn = false));
  }

  now() {
    return new Map([...this.form.querySelectorAll(BOXES)].map((box) => [box.id, value(box)]));
  }

  differs(box) {
    return box.matches(BOXES) && value(box) !== this.sent.get(box.id);
  }

  hold() {
    this.redrawn = true;
    const later = [...this.now()].filter(([id, typed]) => typed !== this.sent.get(id));
    const caret = document.activeElement?.selectionStart;
    this.typed = later.map(([id, typed]) => [id, typed, caret]);
  }

  giveBack() {
    this.sent = this.now(); // as the server has it
    for (const [id, typed, caret] of this.typed) {
      const box = document.getElementById(id);
      if (!box) continue;
      put(box, typed);
      if (box === document.activeElement && caret != null) box.setSelectionRange(caret, caret);
    }
    this.typed = [];
    this.redrawn = false;
  }
}
