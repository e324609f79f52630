// The table as a grid: one cell has the focus, the keys move it. Knows nothing of typing.

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-10, 0], PageDown: [10, 0] };
const most = (list) => list.length - 1;

export class Grid {
  constructor(table) {
    this.table = table;
    this.lines = [...table.tBodies[0].rows].filter((row) => row.dataset.analyte);
    this.heads = table.tHead.rows[0];
    table.setAttribute("role", "grid");
    if (!table.dataset.edits) table.setAttribute("aria-readonly", "true");
    table.setAttribute("aria-rowcount", table.dataset.rows);
    this.recount();
    for (const link of table.querySelectorAll("thead a, td a")) link.tabIndex = -1;
    this.active = null;
  }

  recount() { this.table.setAttribute("aria-colcount", this.heads.cells.length); }
  get width() { return this.heads.cells.length - 1; }
  row(cell) { return cell.parentElement; }
  head(cell) { return this.heads.cells[cell.cellIndex]; }
  at(line, column) { return this.lines[line].cells[column + 1]; }
  name(cell) { return `${this.row(cell).dataset.label}, ${this.head(cell).dataset.name}`; }
  place(cell) { return [this.lines.indexOf(this.row(cell)), cell.cellIndex - 1]; }

  // The newest column, at the first test that a laboratory measures.
  first() {
    const line = this.lines.findIndex((row) => row.dataset.analyte === "hemoglobin");
    return this.at(Math.max(0, line), this.width - 1);
  }

  go(cell, focus = true) {
    const marked = (mark) => {
      if (!this.active) return;
      this.head(this.active).classList.toggle("here", mark);
      this.row(this.active).cells[0].classList.toggle("here", mark);
      this.active.tabIndex = mark ? 0 : -1;
    };
    marked(false);
    this.active = cell;
    cell.setAttribute("aria-colindex", cell.cellIndex + 1);
    this.row(cell).setAttribute("aria-rowindex", this.row(cell).rowIndex + 1);
    marked(true);
    if (focus) cell.focus();
  }

  // By so many tests and columns; null where the table ends.
  beside(cell, [down, right]) {
    const [line, column] = this.place(cell);
    const far = Math.abs(down) > 1;
    const to = far ? Math.min(Math.max(line + down, 0), most(this.lines)) : line + down;
    if (!this.lines[to] || column + right < 0 || column + right >= this.width) return null;
    return this.at(to, column + right);
  }

  // Enter passes over tests that need an assay first and have no result yet; arrows do not.
  passing(cell, by) {
    const unused = (row) => row.dataset.bound && !row.dataset.stated && !row.querySelector("td[data-pk], td[data-many]");
    let next = this.beside(cell, [by, 0]);
    while (next && unused(this.row(next))) next = this.beside(next, [by, 0]);
    return next;
  }

  // Where a key leads; undefined for a key that does not move, null at the edge.
  led(event) {
    const [line] = this.place(this.active);
    if (MOVES[event.key]) return this.beside(this.active, MOVES[event.key]);
    if (event.key === "Enter") return this.passing(this.active, event.shiftKey ? -1 : 1);
    if (event.key === "Tab") return this.beside(this.active, [0, event.shiftKey ? -1 : 1]);
    if (event.key === "Home") return this.at(event.ctrlKey ? 0 : line, 0);
    if (event.key === "End") return this.at(event.ctrlKey ? most(this.lines) : line, this.width - 1);
    return undefined;
  }

  // A column by its head as the server drew it; the one that is there already otherwise.
  add(column) {
    const heads = [...this.heads.cells].slice(1);
    const made = document.createElement("template");
    made.innerHTML = column.html;
    const head = made.content.firstElementChild;
    const there = heads.find((one) => one.dataset.order === head.dataset.order);
    if (there) return there.cellIndex - 1;
    const after = heads.find((one) => Number(one.dataset.order) > column.order);
    const index = after ? after.cellIndex : this.heads.cells.length;
    this.heads.insertBefore(head, after ?? null);
    for (const link of head.querySelectorAll("a")) link.tabIndex = -1;
    for (const line of this.lines) line.insertCell(index);
    for (const group of this.table.querySelectorAll(".group th")) group.colSpan = this.heads.cells.length;
    this.recount();
    return index - 1;
  }
}
