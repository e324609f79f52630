// What is pasted is read at once; an answer reads it anew. Saving stays a click of its own.

import { Answers } from "./answers.js";

const form = document.getElementById("entry-form");
const box = form?.querySelector("textarea");
let read = box?.value; // what the preview is of

function reread() {
  read = box.value;
  window.htmx?.trigger(form, "reread");
}

function isShown() {
  return Boolean(form.querySelector(".paste-preview"));
}

// A cell of the table leads to its place above; the choice there takes the focus.
function leadTo(link) {
  const look = document.getElementById(link.hash.slice(1));
  look?.scrollIntoView({ block: "center" });
  look?.querySelector("input, select")?.focus({ preventScroll: true });
}

function chooseAll(value) {
  const chosen = `.look-choice input[value="${value}"]`;
  for (const choice of form.querySelectorAll(chosen)) choice.checked = true;
  reread();
}

function showButtons() {
  for (const line of form.querySelectorAll("[data-all]")) line.hidden = false;
}

if (box) {
  // The next block takes the place of the one that is shown.
  box.addEventListener("paste", () => {
    if (isShown()) box.select();
    setTimeout(reread);
  });
  box.addEventListener("drop", () => setTimeout(reread));
  const answers = new Answers(form);
  const told = ({ target }) => {
    if (target === box ? box.value !== read : answers.differs(target)) reread();
  };
  form.addEventListener("change", told);
  form.addEventListener("focusout", (event) => answers.redrawn || told(event));
  form.addEventListener("click", (event) => {
    const link = event.target.closest('.paste-grid a[href^="#"]');
    const button = event.target.closest("[data-all] button");
    if (link) {
      event.preventDefault();
      leadTo(link);
    } else if (button) {
      chooseAll(button.dataset.value);
    }
  });
  form.addEventListener("htmx:afterSettle", showButtons);
  showButtons();
  // Typed before and restored: it was never shown in this page.
  if (box.value.trim() && !isShown()) addEventListener("load", reread);
}
