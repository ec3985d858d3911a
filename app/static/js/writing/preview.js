// The preview: the server's own HTML of what stands in the box, a moment after the last key. A formula that has not changed
// keeps its drawing. On a wide window it stands beside the box, otherwise in its place.
import { start as setFormulas } from "../maths.js";
import { headers, token } from "../person.js";

const PAUSE = 400;

async function show(pane, address, box, signal) {
  const field = new URLSearchParams(address.split("?")[1]).get("field");
  const body = new URLSearchParams({ csrf_token: token(), [field]: box.value });
  const answer = await fetch(address, { method: "POST", body, signal, headers: headers() });
  if (!answer.ok) {
    return;
  }
  const fresh = document.createElement("div");
  fresh.innerHTML = await answer.text();
  const drawn = new Map(Array.from(pane.querySelectorAll(".arithmatex[data-tex]"), (old) => [old.dataset.tex, old]));
  for (const formula of fresh.querySelectorAll(".arithmatex")) {
    formula.dataset.tex = formula.textContent;
    const old = drawn.get(formula.dataset.tex);
    old?.dataset.rendered === "" && formula.replaceWith(old.cloneNode(true));
  }
  pane.replaceChildren(...fresh.childNodes);
  setFormulas(pane);
}

export function preview(editor, box) {
  const button = editor.querySelector("[data-preview]");
  const pane = editor.querySelector(".editor-preview");
  let [timer, asked] = [0, new AbortController()];
  const update = () => {
    asked.abort();
    asked = new AbortController();
    show(pane, button.dataset.preview, box, asked.signal).catch(() => {});
  };
  const turn = (on) => {
    pane.hidden = !on;
    editor.classList.toggle("editor--previewing", on);
    button.setAttribute("aria-pressed", String(on));
    on && update();
  };
  button.hidden = false;
  button.type = "button";
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => turn(pane.hidden));
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = pane.hidden ? 0 : setTimeout(update, PAUSE);
  });
}
