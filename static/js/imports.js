// Sending a file, and the long work on it: how far it is, cancel, and what became of it when the
// connection was cut. Without this script the same forms are sent as they are.

import { lines } from "./lines.js";

const NDJSON = "application/x-ndjson";
const SETTLE_MS = 600; // the server notices a cut connection within a quarter of a second

// The file box ------------------------------------------------------------------------------------

function prepareUpload(form) {
  const box = form.elements.file;
  const place = form.querySelector("[data-drop]");
  const refused = form.querySelector("[data-refused]");
  const tooLarge = () => {
    const large = box.files[0]?.size > Number(form.dataset.most);
    refused.textContent = large ? form.dataset.tooLarge : "";
    return large;
  };
  box.addEventListener("change", tooLarge);
  form.addEventListener("submit", (event) => {
    if (tooLarge()) event.preventDefault();
  });
  place.querySelector("[data-drop-hint]").hidden = false;
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    place.classList.add("drop-here");
  });
  place.addEventListener("dragleave", () => place.classList.remove("drop-here"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("drop-here");
    if (!event.dataTransfer.files.length) return;
    box.files = event.dataTransfer.files;
    tooLarge();
  });
  // A file dropped beside the box would replace the page.
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => event.preventDefault());
  }
}

// Long work ---------------------------------------------------------------------------------------

class Working {
  constructor(form) {
    this.form = form;
    this.place = form.querySelector("[data-working]");
    this.bar = form.querySelector("[data-progress]");
    this.said = form.querySelector("[data-said]");
    this.problem = form.querySelector("[data-problem]");
    form.querySelector("[data-cancel]").addEventListener("click", () => this.cancel());
  }

  async run(address, body, words) {
    if (this.abort) return; // a second click of two
    this.abort = new AbortController();
    this.cancelled = false;
    this.show(words);
    let url = "";
    try {
      url = await this.listen(address, body, words);
    } catch {
      url = await this.whatHappened();
    }
    if (url) return location.assign(url);
    this.hide();
  }

  async listen(address, body, words) {
    const headers = { Accept: NDJSON };
    const answer = await fetch(address, { method: "POST", body, headers, signal: this.abort.signal });
    if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith(NDJSON)) {
      return location.href; // signed out, or refused: the page itself says so
    }
    for await (const line of lines(answer.body)) {
      const told = JSON.parse(line);
      if (told.error) this.refuse(told.error);
      if (told.error) return "";
      if (told.url) return told.url;
      this.tell(told, words);
    }
    throw new Error("cut off");
  }

  tell({ done, of }, words) {
    if (!of) return;
    this.bar.max = of;
    this.bar.value = done;
    const rows = this.form.dataset.rows;
    const number = (value) => value.toLocaleString("en");
    this.said.textContent = `${words} ${rows.replace("DONE", number(done)).replace("ALL", number(of))}`;
  }

  // The server answers once the work has ended one way or the other.
  async whatHappened() {
    await new Promise((later) => setTimeout(later, SETTLE_MS));
    const answer = await fetch(this.form.dataset.state).catch(() => null);
    const url = answer?.ok ? await answer.text() : "";
    const { lost, cancelled, tooLate } = this.form.dataset;
    if (url.startsWith("/")) {
      if (!this.cancelled) return url;
      this.refuse(tooLate, url);
    } else {
      this.refuse(this.cancelled ? cancelled : lost);
    }
    return "";
  }

  cancel() {
    this.cancelled = true;
    this.abort?.abort();
  }

  refuse(words, url) {
    this.problem.textContent = words;
    if (url) {
      const link = document.createElement("a");
      link.href = url;
      link.textContent = url;
      this.problem.append(" ", link);
    }
    this.problem.hidden = false;
  }

  show(words) {
    this.problem.hidden = true;
    this.said.textContent = words;
    this.bar.removeAttribute("value");
    this.place.hidden = false;
    this.form.classList.add("is-working");
    this.place.querySelector("[data-cancel]").focus();
    this.place.scrollIntoView({ block: "center" });
  }

  hide() {
    this.abort = null;
    this.place.hidden = true;
    this.form.classList.remove("is-working");
  }
}

function prepareWaiting(form) {
  const working = new Working(form);
  const { reading, keeping, checkFirst } = form.dataset;
  const send = (button) => {
    const body = new URLSearchParams(new FormData(form));
    const keeps = Boolean(button?.matches("[data-keep-file]"));
    if (keeps) body.append(button.name, button.value);
    working.run(keeps ? button.formAction : location.href, body, keeps ? keeping : reading);
  };
  // At the document, so that what is typed is kept first (keep.js).
  document.addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    event.preventDefault();
    send(event.submitter);
  });
  form.addEventListener("change", () => {
    const keep = form.querySelector("[data-keep-file]");
    const changed = form.querySelector("[data-changed]");
    if (keep) keep.disabled = true;
    if (changed) changed.textContent = checkFirst;
  });
  if ("start" in form.dataset) send(null);
}

const upload = document.getElementById("upload");
if (upload) prepareUpload(upload);
const waiting = document.getElementById("waiting-form");
if (waiting) prepareWaiting(waiting);
