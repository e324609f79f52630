// Says how a typed date is read, at once: 03/04/2015 is 03-Apr-2015. The server reads it.

async function echo(box) {
  const told = document.getElementById(`${box.id}_helptext`) ?? hint(box);
  const token = box.form.elements.csrfmiddlewaretoken.value;
  const body = new URLSearchParams({ day: box.value, csrfmiddlewaretoken: token });
  const answer = await fetch("/read-day/", { method: "POST", body }).catch(() => null);
  if (answer?.ok && !answer.redirected) told.textContent = await answer.text();
}

function hint(box) {
  const told = document.createElement("div");
  told.id = `${box.id}_helptext`;
  told.className = "form-text";
  box.after(told);
  return told;
}

export function echoDays(form) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-day]") && event.target.value.trim()) echo(event.target);
  });
}
