// Sends what the cells ask for, one after the other. What the network does not take stays in the
// memory of this page and is sent again under the same key, which the server writes once.

const LONGEST_PAUSE_MS = 15000;
const PATIENCE_MS = 20000;

export class Queue {
  // `table` carries the addresses and who is signed in; `changed()` is called after each step.
  constructor(table, words, changed) {
    Object.assign(this, { table, words, changed, jobs: [], tries: 0, held: "", running: false });
    this.token = document.body.getAttribute("hx-headers");
    for (const event of ["online", "focus"]) addEventListener(event, () => this.run());
  }

  // `boxes()` is asked when the job is first sent, so that it sees what came before it.
  put(job) {
    const waiting = this.jobs.find((other) => other.cell === job.cell && !other.sent);
    if (waiting?.name === "cell" && job.name === "cell") Object.assign(waiting, { boxes: job.boxes, done: job.done });
    else this.jobs.push(job);
    this.run();
  }

  // Takes back a job of a cell that was never sent.
  drop() {
    const last = this.jobs.at(-1);
    return last && !last.sent ? this.jobs.pop() : null;
  }

  get stuck() { return this.tries > 0 || this.held !== ""; }

  async run() {
    if (this.running) return;
    this.running = true;
    clearTimeout(this.timer);
    while (this.jobs.length) {
      const answer = await this.tell(this.jobs[0]);
      if (!answer) break;
      const job = this.jobs.shift();
      this.tries = 0;
      this.held = "";
      job.done(answer);
      this.changed();
    }
    this.running = false;
    if (this.jobs.length) this.timer = setTimeout(() => this.run(), this.pause());
    this.changed();
  }

  pause() { return Math.min(500 * 2 ** this.tries, LONGEST_PAUSE_MS); }

  // The server's answer, or null when it has to be sent again later.
  async tell(job) {
    if (!job.sent) job.sent = { ...job.boxes(), submission: key(), person: this.table.dataset.person };
    this.changed();
    try {
      if (this.held && !(await this.mayGoOn())) return this.wait(this.held);
      const answer = await this.post(this.table.dataset[job.name], job.sent);
      if (answer.type === "opaqueredirect") return this.wait("signed_out");
      if (answer.status === 403 && !job.renewed) {
        job.renewed = true; // perhaps an old proof
        return this.wait("signed_out");
      }
      if (answer.status >= 500 || answer.status === 429) return this.wait("unanswered");
      if (!answer.ok) return { state: "refused", message: this.words.read_only };
      const told = await answer.json();
      return told.state === "person" ? this.wait("person") : told;
    } catch {
      const { held } = this; // whose sign-in is to be looked at is not forgotten
      this.wait("waiting");
      this.held = held;
      return null;
    }
  }

  wait(why) {
    this.tries += 1;
    this.held = why === "signed_out" || why === "person" ? why : "";
    this.why = why;
    return null;
  }

  post(address, boxes) {
    return fetch(address, {
      method: "POST",
      body: new URLSearchParams(Object.entries(boxes).filter(([, value]) => value !== undefined && value !== "")),
      headers: JSON.parse(this.token),
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  }

  // After a new sign-in: the same person's new proof against forgery, or nothing is sent.
  async mayGoOn() {
    const answer = await fetch(location.href, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const person = page.getElementById("flow")?.dataset.person;
    if (person !== this.table.dataset.person) {
      this.held = "person";
      return false;
    }
    this.held = "";
    this.token = page.body.getAttribute("hx-headers");
    return true;
  }
}

function key() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
}
