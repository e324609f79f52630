// Keeps what is typed into a form with data-keep: on the server, for its writer alone; while there
// is no connection, in the memory of this page. Nothing is put on the disk of the computer.
//
// "Kept" is what the server has confirmed. It is not "saved": that is the button's word.

const PAUSE_MS = 1000; // after the last key
const RETRY_MS = [2000, 5000, 10000, 30000];
const SLOW_MS = 1000; // until then what was kept last is still the last word
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "submission", "unsaved"]);

class Keeper {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector(".keep-state");
    this.loaded = this.typed();
    this.kept = this.loaded;
    this.restored = Boolean(this.state.dataset.restored);
    this.turn = 0;
    this.failures = 0;
    this.sending = null;
    this.going = false;
    this.timer = 0;
    this.listen();
  }

  listen() {
    const { form } = this;
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.later(PAUSE_MS));
    form.addEventListener("focusout", () => this.flush());
    form.addEventListener("submit", (event) => this.submit(event));
    // A box that stands elsewhere in the page and belongs to the form.
    document.addEventListener("change", (event) => event.target.form === form && this.later(PAUSE_MS));
    document.addEventListener("visibilitychange", () => document.hidden && this.leave());
    addEventListener("pagehide", () => this.leave());
    addEventListener("online", () => this.flush());
    addEventListener("pageshow", () => (this.going = false));
    addEventListener("beforeunload", (event) => this.ask(event));
  }

  // What is in the boxes, in the form in which it is sent; no file and no password.
  typed() {
    const secret = (name) => this.form.elements[name]?.type === "password";
    const boxes = [...new FormData(this.form)].filter(
      ([name, value]) => typeof value === "string" && !NOT_TYPED.has(name) && !secret(name),
    );
    return new URLSearchParams(boxes).toString();
  }

  differs() {
    return this.typed() !== this.kept;
  }

  later(pause) {
    clearTimeout(this.timer);
    this.going = false; // whoever goes on typing has not left
    if (this.differs()) this.timer = setTimeout(() => this.flush(), pause);
  }

  // One message at a time; what was typed meanwhile follows it. False: there is no connection.
  async flush() {
    clearTimeout(this.timer);
    if (this.sending) await this.sending;
    if (this.going || !this.differs()) return true;
    this.sending ??= this.send(this.typed());
    const answered = await this.sending;
    if (!answered) this.later(RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)]);
    return answered;
  }

  // Before the page asks for another: what is not confirmed goes first, and may be waited for.
  ask(event) {
    if (this.going || !this.differs()) return;
    this.leave();
    event.preventDefault();
  }

  // The page goes, and cannot wait for an answer.
  leave() {
    if (!this.going && this.differs()) fetch(...this.message(this.typed(), true)).catch(() => {});
  }

  message(typed, keepalive) {
    const body = new URLSearchParams(typed);
    body.set("unsaved", this.form.elements.unsaved.value);
    body.set("turn", String((this.turn += 1)));
    if (typed === this.loaded && !this.restored) body.set("unchanged", "1");
    return [this.state.dataset.url, { method: "POST", body, keepalive }];
  }

  async send(typed) {
    const slow = setTimeout(() => this.say(this.state.dataset.keeping), SLOW_MS);
    try {
      const answer = await fetch(...this.message(typed, false));
      clearTimeout(slow);
      this.failures = 0;
      await this.understand(answer, typed);
      return true;
    } catch {
      clearTimeout(slow);
      this.say(this.state.dataset.offline, "alert");
      return false;
    } finally {
      this.sending = null;
    }
  }

  async understand(answer, typed) {
    const words = this.state.dataset;
    const told = await answer.json().catch(() => ({}));
    const { submission, unsaved, csrfmiddlewaretoken: csrf } = this.form.elements;
    if (told.csrf && csrf) csrf.value = told.csrf;
    if (told.submission) [submission.value, unsaved.value] = [told.submission, told.unsaved];
    if (!answer.ok) {
      this.later(RETRY_MS[RETRY_MS.length - 1]);
      this.say(told.sign_in ? words.out : (told.why ?? words.keeping), "alert", told.sign_in);
    } else if (told.closed) {
      this.say(words.closed, "alert");
    } else {
      this.kept = typed;
      this.sayKept(told);
    }
  }

  sayKept(told) {
    const words = this.state.dataset;
    if (told.unchanged) return this.say("");
    const at = (text) => text.replace("TIME", told.at);
    if (told.sign_in) return this.say(at(told.other ? words.other : words.signedOut), "alert", told.sign_in);
    return this.say(told.submission ? `${at(words.kept)} ${words.apart}` : at(words.kept));
  }

  say(text, kind = "", signIn = "") {
    this.state.className = `keep-state ${kind}`.trim();
    const there = this.state.querySelector("a");
    if (signIn && there) {
      this.state.firstChild.textContent = text; // the link stays where it is about to be clicked
      return;
    }
    this.state.replaceChildren(text);
    if (!signIn) return;
    const link = document.createElement("a");
    link.href = signIn;
    link.textContent = this.state.dataset.signIn;
    this.state.append(" ", link);
  }

  // What is not kept is kept first: without a connection the page stays, with all that is in it.
  async submit(event) {
    if (event.defaultPrevented || this.going) return;
    if (!this.sending && !this.differs()) {
      this.going = true;
      return;
    }
    event.preventDefault();
    const { submitter } = event;
    if (!(await this.flush())) {
      this.say(this.state.dataset.notSent, "alert");
      return;
    }
    this.going = true;
    this.form.requestSubmit(submitter);
  }
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  if (form.querySelector(".keep-state")) new Keeper(form);
}
