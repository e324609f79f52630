// What is pasted is read at once; an answer reads it anew. Saving stays a click of its own.

const form = document.getElementById("entry-form");
const box = form?.querySelector("textarea");

function reread() {
  window.htmx?.trigger(form, "reread");
}

if (box) {
  box.addEventListener("paste", () => setTimeout(reread));
  box.addEventListener("drop", () => setTimeout(reread));
  form.addEventListener("change", (event) => {
    if (event.target === box || event.target.matches("[data-reread]")) reread();
  });
  // A cell of the table leads to its place above; the choice there takes the focus.
  form.addEventListener("click", (event) => {
    const place = event.target.closest('.paste-grid a[href^="#"]');
    if (!place) return;
    event.preventDefault();
    const look = document.getElementById(place.hash.slice(1));
    look?.scrollIntoView({ block: "center" });
    look?.querySelector("input, select")?.focus({ preventScroll: true });
  });
  // Typed before and restored: it was never shown in this page.
  if (box.value.trim() && !form.querySelector(".paste-preview")) {
    addEventListener("load", reread);
  }
}
