// The flowsheet: typing into the grid, and what becomes of what was typed.
//
// A cell is sent when it is left, and the next one may be typed at once. Only a number beyond the
// usual ones holds the focus until the server has answered, so that it is confirmed in place; while
// it asks, digits go nowhere, since they may be meant for the next cell. The server is the judge.

import { ask, askAssay, askColumn, askConflict, what } from "./flowsheet_ask.js";
import { Grid } from "./flowsheet_grid.js";
import { announce, note } from "./flowsheet_note.js";
import { Queue } from "./flowsheet_queue.js";

const table = document.getElementById("flow");
const now = document.getElementById("flow-now");
const says = document.getElementById("flow-says");
const laboratory = document.getElementById("flow-laboratory");
const words = JSON.parse(document.getElementById("flow-words").textContent);
const assays = JSON.parse(document.getElementById("flow-assays")?.textContent ?? "{}");
const edits = Boolean(table.dataset.edits);
const grid = new Grid(table);
const queue = new Queue(table, words, show);
const problems = new Map(); // cell → the answer that left it open, with the text that was typed
const standing = new Map(); // cell → what the record holds, while something else is shown
const reasons = new Map(); // signed visit → why it is changed
const stated = {}; // test → laboratory, assay and unit
const mine = []; // own writes, to be undone
let saved = 0;
let edit = null; // the open box: { cell, box, note, over, held, question, then }

const is = (cell) => cell.dataset;
const line = (cell) => grid.row(cell).dataset;

// What is said ------------------------------------------------------------------------------------

function count(word, number) { return number ? [words[word].replace("%n", number)] : []; }

function show() {
  const waiting = queue.stuck ? queue.jobs.length : 0;
  for (const { cell } of queue.jobs) if (!problems.has(cell)) is(cell).state = queue.stuck ? "waiting" : "saving";
  const parts = [...count("saved_n", saved), ...count("saving_n", queue.jobs.length - waiting), ...count("waiting_n", waiting), ...count("open_n", problems.size)];
  const done = !queue.jobs.length && !problems.size;
  says.textContent = done ? (saved ? words.all_saved : words.nothing) : [...parts, ...(waiting ? [words[queue.why]] : [])].join(" · ");
  says.classList.toggle("is-open", Boolean(waiting || problems.size));
  where();
}

function where() {
  const cell = grid.active;
  if (!cell) return;
  now.textContent = [grid.name(cell), value(cell) ? withUnit(cell) : words.empty, value(cell) ? "" : was(cell)].filter(Boolean).join(" · ");
}

function about(cell) {
  const open = problems.get(cell);
  if (open) note(cell, [`${open.text}: ${open.message}`, words[open.state === "conflict" ? "choose" : open.state === "asks" ? "look" : "correct"]], { kind: "problem" });
  else if (is(cell).many) note(cell, words.many);
  else if (is(cell).state === "waiting") note(cell, words[queue.why] ?? words.waiting);
  else note(cell, "");
}

// Typing ------------------------------------------------------------------------------------------

function open(cell, text, { over = false } = {}) {
  if (!edits) return announce(words.read_only);
  if (is(cell).many) return about(cell);
  const problem = problems.get(cell);
  const box = Object.assign(document.createElement("input"), { type: "text", autocomplete: "off", enterKeyHint: "next", maxLength: 60 });
  box.setAttribute("aria-label", `${grid.name(cell)} ${line(cell).printed}`);
  const frame = Object.assign(document.createElement("div"), { className: "flow-edit" });
  frame.append(box);
  cell.append(frame);
  cell.classList.add("editing");
  edit = { cell, box, over };
  box.value = text ?? problem?.text ?? is(cell).typed ?? "";
  box.addEventListener("blur", () => { if (edit?.box === box && !edit.held && !edit.question && !document.querySelector("dialog[open]")) leave(null); });
  if (problem && text === undefined) question(problem);
  else note(cell, was(cell), { box });
  box.focus();
  if (text === undefined) box.select();
}

// What the record holds here, else the last value before.
const value = (cell) => standing.get(cell)?.text ?? [...cell.querySelectorAll("a")].map((link) => link.textContent).join(", ");
const withUnit = (cell) => `${value(cell)} ${is(cell).own ? "" : line(cell).printed}`.trim();

function was(cell) {
  if (value(cell)) return `${words.was} ${withUnit(cell)}`;
  let before = cell.previousElementSibling;
  while (before?.matches("td") && !value(before)) before = before.previousElementSibling;
  return before?.matches("td") ? `${words.before} ${withUnit(before)}, ${grid.head(before).dataset.name}` : "";
}

// Answered by Enter twice in a row with nothing typed between; a refused one that held the focus too.
function question(problem, lock = false) {
  const asks = problem.state === "asks";
  edit.question = asks || lock ? { token: asks && problem.token, armed: true } : null;
  edit.box.readOnly = asks || lock;
  const choices = asks || lock ? [...(asks ? [[words.keep, () => confirm()]] : []), [words.edit, () => correct()], [words.back, () => giveBack(edit.cell)]] : [];
  note(edit.cell, [problem.message, words[asks ? "confirm" : lock ? "correct" : "retype"], was(edit.cell)], { kind: asks ? "question" : "problem", choices, box: edit.box });
}

function close() {
  if (!edit) return;
  const { cell, box } = edit;
  edit = null;
  box.parentElement.remove();
  cell.classList.remove("editing");
  note(cell, "");
}

function giveBack(cell) {
  close();
  problems.delete(cell);
  const held = standing.get(cell);
  if (held) cell.innerHTML = held.html;
  standing.delete(cell);
  delete is(cell).state;
  cell.removeAttribute("aria-invalid");
  cell.classList.remove("is-typed");
  grid.go(cell);
  show();
}

function correct() {
  edit.question = null;
  edit.box.readOnly = false;
  note(edit.cell, was(edit.cell), { box: edit.box });
  edit.box.focus();
  edit.box.select();
}

function confirm() {
  const { cell, box, question: asked } = edit;
  const then = grid.passing(cell, 1);
  const text = box.value;
  close();
  send(cell, text, { confirmed: asked.token });
  grid.go(then ?? cell);
  about(grid.active);
}

// The box is left for `then` (null: wherever the pointer goes; undefined: stay).
async function leave(then) {
  const { cell, box, over } = edit;
  const text = box.value.trim();
  const unchanged = text === (is(cell).typed ?? "") && !problems.has(cell);
  if (!unchanged && !text && is(cell).pk) return clear(cell);
  if (unchanged || !text) return finish(cell, then, !text && problems.has(cell));
  const source = await sourceOf(cell, text, over);
  if (!source || edit?.box !== box) return box.focus();
  if (beyond(cell, text)) Object.assign(edit, { held: true, then }), (box.readOnly = true);
  else finish(cell, then);
  send(cell, text, source);
  if (!edit) about(grid.active);
}

function finish(cell, then, drop = false) {
  if (drop) giveBack(cell);
  else close();
  if (then) grid.go(then);
  else if (then === undefined) grid.go(cell);
}

// Whether the focus waits for the answer. A hint only; what is unusual is said by the server.
function beyond(cell, text) {
  const { low, high, unit } = line(cell);
  const number = /^[<>≤≥=\s]*(\d+\.?\d*|\.\d+)$/.exec(text);
  return Boolean(number && low !== "" && (is(cell).own ?? unit) === unit && (Number(number[1]) < Number(low) || Number(number[1]) > Number(high)));
}

// What must be said before a value: assay and unit of its row, why a signed visit is changed.
async function sourceOf(cell, text, over) {
  const { analyte, bound, unit } = line(cell);
  const { visit, signed } = grid.head(cell).dataset;
  const replaces = is(cell).pk && (is(cell).status ?? "final") === "final";
  if (bound && !replaces && !stated[analyte] && !(await state(analyte))) return null;
  if (signed && !reasons.has(visit)) {
    const given = await ask("ask-reason", what(grid.name(cell)));
    if (!given) return null;
    reasons.set(visit, given.reason);
  }
  const named = stated[analyte] ?? { laboratory: laboratory.value.trim(), unit };
  const own = is(cell).own;
  const asked = own && !bound && over && own !== unit; // of another unit than the row: it is asked for
  return { ...named, unit: asked ? "" : (replaces && own) || named.unit, reason: signed ? reasons.get(visit) : "", visit };
}

async function state(analyte) {
  const given = await askAssay(assays[analyte], stated[analyte]);
  if (!given) return null;
  const { choice, ...named } = given;
  stated[analyte] = named;
  const text = [named.laboratory, named.assay, assays[analyte].units.find(([code]) => code === named.unit)?.[1]];
  const row = table.querySelector(`[data-analyte="${analyte}"]`);
  row.dataset.stated = "1";
  row.querySelector(".flow-stated").textContent = text.filter(Boolean).join(", ");
  return named;
}

// Sending -----------------------------------------------------------------------------------------

function send(cell, text, source) {
  const kept = problems.get(cell);
  problems.delete(cell);
  if (!standing.has(cell)) standing.set(cell, { html: cell.innerHTML.replace(/<div class="flow-(edit|note).*$/s, ""), text: value(cell) });
  if (edit?.cell !== cell) provisional(cell, text);
  is(cell).state = "saving";
  const given = { ...kept?.source, ...source };
  const boxes = () => ({
    ...given, text, analyte: line(cell).analyte, column: grid.head(cell).dataset.column, row_unit: line(cell).unit,
    pk: is(cell).pk, version: is(cell).version,
  });
  queue.put({ name: "cell", cell, text, boxes, done: (answer) => answered(cell, answer, { text, source: given }) });
}

function provisional(cell, text) {
  cell.textContent = text;
  cell.classList.add("is-typed");
}

function answered(cell, answer, typed) {
  if (answer.data) stands(cell, answer);
  if (answer.state === "saved") return kept(cell, answer);
  const { confirmed, ...source } = typed.source ?? {};
  problems.set(cell, { ...answer, ...typed, source });
  is(cell).state = answer.state;
  cell.setAttribute("aria-invalid", "true");
  announce(`${grid.name(cell)}: ${answer.message}`);
  if (edit?.cell === cell && edit.held) {
    edit.held = false;
    question(problems.get(cell), true);
    edit.box.select();
  } else if (edit?.cell !== cell) {
    provisional(cell, typed.text ?? "");
    if (grid.active === cell) about(cell);
  }
  show();
}

// What the record holds, in the cell and behind it.
function stands(cell, answer) {
  for (const name of ["pk", "version", "typed", "own", "status", "many"]) delete is(cell)[name];
  Object.assign(is(cell), answer.data);
  const text = document.createElement("template");
  text.innerHTML = answer.html;
  for (const link of text.content.querySelectorAll("a")) link.tabIndex = -1;
  standing.set(cell, { html: answer.html, text: text.content.querySelector("a")?.textContent ?? "" });
  if (answer.state !== "saved" || (edit?.cell === cell && !edit.held)) return;
  if (edit?.cell === cell) finish(cell, edit.then ?? undefined);
  cell.replaceChildren(text.content);
}

function kept(cell, answer) {
  if (!queue.jobs.some((job) => job.cell === cell)) standing.delete(cell);
  cell.classList.remove("is-typed");
  cell.removeAttribute("aria-invalid");
  is(cell).state = "saved";
  saved += 1;
  if (answer.undo) mine.push({ cell, ...answer.undo });
  announce(answer.said);
  show();
}

async function clear(cell) {
  if (!is(cell).pk) return giveBack(cell);
  const given = await ask("ask-clear", what(`${grid.name(cell)}: ${value(cell)}`));
  giveBack(cell);
  if (!given) return;
  const boxes = () => ({ pk: is(cell).pk, version: is(cell).version, reason: given.reason, row_unit: line(cell).unit });
  is(cell).state = "saving";
  queue.put({ name: "clear", cell, boxes, done: (answer) => answered(cell, answer, { text: "" }) });
}

// One's own last write; what was never sent is simply taken back.
function undo() {
  const dropped = queue.drop();
  if (dropped) return giveBack(dropped.cell), announce(words.undone);
  const last = mine.pop();
  if (!last) return announce(words.nothing_to_undo);
  const { cell, pk, made } = last;
  grid.go(cell);
  is(cell).state = "saving";
  queue.put({ name: "undo", cell, boxes: () => ({ pk, made, row_unit: line(cell).unit }), done: (answer) => answered(cell, { ...answer, undo: null }, { text: is(cell).typed ?? "" }) });
}

async function decide(cell) {
  const problem = problems.get(cell);
  const given = await askConflict(grid.name(cell), problem.theirs, problem.text || words.empty);
  if (given?.choice === "theirs") giveBack(cell);
  else if (given && problem.text) send(cell, problem.text, problem.source);
  grid.go(cell);
}

async function answer(cell) {
  const problem = problems.get(cell);
  if (problem.state === "conflict") return decide(cell);
  if (problem.state === "reason") grid.head(cell).dataset.signed = "1";
  if (problem.state === "assay" && line(cell).bound && !(await state(line(cell).analyte))) return grid.go(cell);
  if (["assay", "reason"].includes(problem.state)) {
    open(cell, problem.text);
    return leave(undefined);
  }
  return open(cell);
}

// Keys and pointer --------------------------------------------------------------------------------

function typing(event) {
  if (edit.held) return event.preventDefault();
  if (edit.question) return answering(event);
  const moves = ["Enter", "Tab", "ArrowUp", "ArrowDown", ...(edit.over ? ["ArrowLeft", "ArrowRight"] : [])];
  if (event.key === "Escape") giveBack(edit.cell);
  else if (moves.includes(event.key)) leave(grid.led(event) ?? undefined);
  else return undefined;
  return event.preventDefault();
}

function answering(event) {
  const { question: asked } = edit;
  if (event.key === "Enter" && asked.armed) asked.token ? confirm() : correct();
  else if (event.key === "Escape") giveBack(edit.cell);
  else if (event.key === "F2") correct();
  else if (event.key === "Tab" || event.key.startsWith("Arrow")) finish(edit.cell, grid.led(event) ?? undefined);
  else if (event.key === "Enter") Object.assign(asked, { armed: true }), announce(words[asked.token ? "confirm" : "correct"]);
  else if (event.key.length === 1 || event.key === "Backspace" || event.key === "Delete") Object.assign(asked, { armed: false }), announce(words.not_armed);
  else return undefined;
  return event.preventDefault();
}

async function column() {
  const cell = grid.active;
  const read = async (when) => {
    try { return await (await queue.post(table.dataset.column, { when })).json(); } catch { return { message: words.waiting }; }
  };
  const added = await askColumn(read);
  grid.go(added ? grid.at(grid.place(cell)[0], grid.add(added)) : cell);
  show();
}

function next() {
  const open = [...table.querySelectorAll("td")].filter((cell) => problems.has(cell));
  const after = open.find((cell) => grid.active.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (open.length) to(after ?? open[0]);
}

function to(cell) {
  note(grid.active, "");
  grid.go(cell);
  about(cell);
  where();
}

function moving(event) {
  const cell = grid.active;
  const command = event.ctrlKey || event.metaKey;
  if (edits && command && event.key.toLowerCase() === "z") undo();
  else if (command && !["Home", "End"].includes(event.key) || event.altKey) return undefined;
  else if (event.key === "Enter" && problems.has(cell)) answer(cell);
  else if (event.key === "F2") problems.has(cell) ? answer(cell) : open(cell);
  else if (event.key === "F4" && edits && line(cell).bound) state(line(cell).analyte).then(() => grid.go(cell));
  else if (event.key === "F8") next();
  else if (event.key === "Insert" && edits) column();
  else if (event.key === "Escape" && problems.has(cell)) giveBack(cell);
  else if (["Delete", "Backspace"].includes(event.key)) edits && !is(cell).many && clear(cell);
  else if (event.key.length === 1 && event.key !== " ") return open(cell, "", { over: true });
  else {
    const there = grid.led(event);
    if (there === undefined || (there === null && event.key === "Tab")) return undefined;
    if (there) to(there);
  }
  return event.preventDefault();
}

function pressed(event) {
  const cell = event.target.closest("td");
  if (event.target.closest(".flow-state-assay")) return state(event.target.closest("tr").dataset.analyte);
  if (!cell || !table.contains(cell) || edit?.cell === cell) return undefined;
  const reading = !edits || is(cell).many;
  if (event.target.closest("a") && reading) return undefined;
  event.preventDefault();
  const again = grid.active === cell || event.pointerType === "touch";
  to(cell);
  return again && !reading ? (problems.has(cell) ? answer(cell) : open(cell)) : undefined;
}

table.addEventListener("keydown", (event) => (edit ? typing(event) : event.target.matches("td") && moving(event)));
table.addEventListener("click", pressed);
table.addEventListener("paste", (event) => {
  if (edit || !edits) return;
  event.preventDefault();
  open(grid.active, event.clipboardData.getData("text").trim().slice(0, 60));
});
addEventListener("beforeunload", (event) => { if (queue.jobs.length || problems.size || (edit && edit.box.value !== (is(edit.cell).typed ?? ""))) event.preventDefault(); });
document.getElementById("flow-add")?.addEventListener("click", column);
document.getElementById("flow-undo")?.addEventListener("click", undo);
for (const part of document.querySelectorAll("#flow-tools, .flow-state-assay")) part.hidden = false;
const scroll = document.getElementById("flow-scroll");
scroll.removeAttribute("tabindex");
if (grid.width && edits) grid.go(grid.first());
else if (grid.width) grid.go(grid.first(), false), (scroll.scrollLeft = scroll.scrollWidth);
show();
