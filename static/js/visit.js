// The visit form: moving between boxes, judging what is typed, saying what saving will write.
//
// Tab. A ward types thirty results down a column, so Tab stops at the boxes alone. Units and
// intervals lie behind a summary beside each box. They stay within reach of the keyboard: F2 in a
// box opens them and Escape returns, and a tick at the top makes Tab stop at each of them. What
// was opened is in the order of Tab by itself. Without this file Tab stops everywhere.

import { echoDays } from "./days.js";

const form = document.getElementById("entry-form");
const says = document.getElementById("foot-says");
const everywhere = document.getElementById("tab-everywhere");
const BESIDE = ".line-more > summary, .reading select";

const boxes = () => [...form.querySelectorAll(".line-box")].filter((box) => box.offsetParent);

function skipWhatStandsBeside() {
  for (const part of form.querySelectorAll(BESIDE)) part.tabIndex = everywhere.checked ? 0 : -1;
}

function step(box, by) {
  const all = boxes();
  const next = all[all.indexOf(box) + by];
  if (!next) return false;
  next.focus();
  next.select();
  return true;
}

function openBeside(box) {
  const line = box.closest("[data-line]");
  const more = line.querySelector(".line-more");
  if (more) more.open = true;
  line.querySelector("select")?.focus();
}

function keys(event) {
  const box = event.target.closest(".line-box");
  const line = event.target.closest("[data-line]");
  if (box && event.key === "F2") openBeside(box);
  else if (box && event.key === "ArrowDown") step(box, 1);
  else if (box && event.key === "ArrowUp") step(box, -1);
  else if (box && event.key === "Enter" && step(box, 1)) { /* Enter on the last box saves */ }
  else if (!box && line && event.key === "Escape") line.querySelector(".line-box")?.focus();
  else return;
  event.preventDefault();
}

// The server is the judge, here and when the form is saved; this asks it early.
async function judge(line) {
  const told = line.querySelector(".judged");
  const data = new FormData();
  for (const part of line.querySelectorAll("input[name], select[name]")) {
    if (part.type !== "checkbox" || part.checked) data.append(part.name, part.value);
  }
  data.append("day", form.elements.day.value);
  data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const asked = (line.dataset.asked = String(Number(line.dataset.asked ?? 0) + 1));
  try {
    const answer = await fetch(`${form.dataset.judge}${line.dataset.line}/`, { method: "POST", body: data });
    // Redirected: to sign-in, which is no word on a value.
    if (!answer.ok || answer.redirected || line.dataset.asked !== asked) return;
    told.innerHTML = await answer.text();
    line.classList.toggle("has-problem", Boolean(told.querySelector(".small-error")));
  } catch {
    told.textContent = ""; // no connection: it is judged when it is saved
  }
  say();
}

function showUnit(select) {
  const line = select.closest(".line");
  const unit = line?.querySelector(".line-unit");
  if (!unit) return;
  unit.textContent = select.selectedOptions[0].textContent;
  line.querySelector(".line-interval")?.remove(); // it was of the other unit
  for (const limit of line.querySelectorAll(".small-interval input")) limit.placeholder = "";
}

const differs = (box) => box.value.trim() !== box.dataset.was;
const number = (n, one, many) => (n ? [`${n} ${n === 1 ? one : many}`] : []);

function say() {
  const changed = boxesOfForm().filter(differs);
  const readings = changed.filter((box) => box.closest(".reading")).length;
  const found = [...form.querySelectorAll(".answer input:checked")].filter((a) => a.value !== a.closest("[data-was]").dataset.was);
  const parts = [
    ...number(changed.length - readings, says.dataset.value, says.dataset.values),
    ...number(readings, says.dataset.reading, says.dataset.readings),
    ...number(found.length, says.dataset.finding, says.dataset.findings),
  ];
  const asks = form.querySelectorAll(".judged-ask input:not(:checked), .judged .small-error").length;
  const tail = asks ? `; ${asks} ${says.dataset.asks}` : "";
  says.textContent = parts.length ? `${says.dataset.saves} ${parts.join(", ")}${tail}` : says.dataset.nothing;
}

const boxesOfForm = () => [...form.querySelectorAll(".line-box")];

function changed(event) {
  const line = event.target.closest("[data-line]");
  if (event.target.name?.endsWith("-unit")) showUnit(event.target);
  if (line && !event.target.closest(".judged")) judge(line);
  say();
}

for (const hint of document.querySelectorAll(".keys-hint")) hint.hidden = false;
everywhere.addEventListener("change", skipWhatStandsBeside);
form.addEventListener("keydown", keys);
form.addEventListener("change", changed);
form.addEventListener("input", say);
skipWhatStandsBeside();
echoDays(form);
say();
