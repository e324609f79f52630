// Rows of the analyses that are out of date are brought up to date while the page is read: in
// silence where everything is shown already, else with progress, and the page is loaded anew.

import { lines } from "./lines.js";

const NDJSON = "application/x-ndjson";

async function renew(form) {
  const quietly = "renewQuietly" in form.dataset;
  const bar = form.querySelector("[data-renew-progress]");
  form.querySelector("button").hidden = true;
  bar.hidden = quietly;
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: NDJSON } });
  if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith(NDJSON)) throw new Error();
  for await (const line of lines(answer.body)) {
    const told = JSON.parse(line);
    if (told.error) throw new Error(told.error);
    if (told.url && !quietly) location.assign(told.url);
    if (told.of) Object.assign(bar, { max: told.of, value: told.done });
  }
}

const form = document.querySelector("[data-renew]");
if (form) {
  renew(form).catch(() => {
    form.querySelector("button").hidden = false;
    form.querySelector("[data-renew-progress]").hidden = true;
  });
}
