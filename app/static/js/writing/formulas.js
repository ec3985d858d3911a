// The palette of formulas: fetched when it is first opened, put in where the caret is, between \( and \) unless it stands
// between them already.
import { insert } from "./insert.js";

function isInFormula(box) {
  const before = box.value.slice(0, box.selectionStart);
  const [opened, closed] = ["\\(", "\\)"].map((mark) => before.lastIndexOf(mark));
  return opened > closed || (before.match(/\$\$|\\\[|\\\]/g) ?? []).length % 2 === 1;
}

function put(event, box) {
  const button = event.target.closest("[data-tex]");
  if (button) {
    const { tex } = button.dataset;
    const whole = "chemistry" in button.dataset || isInFormula(box) ? tex : `\\(${tex}\\)`;
    insert(box, whole, false, true);
  }
}

export async function openFormulas(button, box) {
  const bar = button.closest(".editor-bar");
  if (!bar.nextElementSibling.matches(".palette")) {
    const answer = await fetch(button.dataset.formulas, { headers: { "HX-Request": "true" } });
    if (!answer.ok || bar.nextElementSibling.matches(".palette")) {
      return;
    }
    bar.insertAdjacentHTML("afterend", await answer.text());
    bar.nextElementSibling.hidden = true;
    bar.nextElementSibling.addEventListener("click", (event) => put(event, box));
  }
  const palette = bar.nextElementSibling;
  palette.hidden = !palette.hidden;
  button.setAttribute("aria-expanded", String(!palette.hidden));
}
