// What every page does: lead to errors, report failed parts, keep a session alive while typing.

const PRESENCE_INTERVAL_MS = 4 * 60 * 1000;

function showErrors(root) {
  root.querySelector(".error-summary")?.focus();
}

// htmx leaves the page as it was when a part fails; say so instead of staying silent.
function reportFailure(event) {
  const target = event.detail.target ?? document.getElementById("main");
  const note = document.createElement("p");
  note.className = "message message-error";
  note.setAttribute("role", "alert");
  note.textContent = document.body.dataset.failed;
  target.prepend(note);
}

// A long form must not be lost because its writer only typed and never sent.
function keepAlive() {
  let told = Date.now();
  return () => {
    if (Date.now() - told < PRESENCE_INTERVAL_MS) return;
    told = Date.now();
    fetch(document.body.dataset.presence, {
      method: "POST",
      headers: JSON.parse(document.body.getAttribute("hx-headers")),
    }).catch(() => {});
  };
}

showErrors(document);
document.addEventListener("htmx:afterSettle", (event) => showErrors(event.target));
document.addEventListener("htmx:responseError", reportFailure);
document.addEventListener("htmx:sendError", reportFailure);
if (document.body.dataset.presence) document.addEventListener("input", keepAlive());
