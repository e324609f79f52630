// "Copy" beside a text: hospital networks often serve plain http, where the clipboard's own
// interface is missing; then the text is selected and copied the old way.
function prepare(root) {
  for (const button of root.querySelectorAll("[data-copy][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const place = button.parentElement;
      const done = await copy(place.querySelector("[data-copy-text]"));
      place.querySelector("[data-copied]").hidden = !done;
    });
  }
}

async function copy(element) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(element.textContent);
      return true;
    } catch {
      // refused: as without it
    }
  }
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  return document.execCommand("copy");
}

prepare(document);
document.addEventListener("htmx:afterSettle", (event) => prepare(event.target));
