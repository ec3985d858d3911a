// Keys that lead about: `/` to the search field, `?` to the sheet of all keys, `g` and a letter to a place, `n` and `p` through
// what is new on home, `j`, `k` and `n` through the posts of a discussion, and the key of a button (`data-key`). They are off while one writes, and for whoever has switched them off (in this browser): a key alone may be what speech or a tremor sends.
import { open } from "./news.js";
import { nextNew, step } from "./posts.js";

const SOON = 1500;
const WRITES = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

let begun = 0;

function off() {
  try {
    return localStorage.getItem("keys") === "off";
  } catch {
    return false;
  }
}

function choose(on) {
  try {
    on ? localStorage.removeItem("keys") : localStorage.setItem("keys", "off");
  } catch {
    // Then they stay as they are.
  }
  mark();
}

function mark() {
  document.documentElement.toggleAttribute("data-keys-off", off());
}

function search() {
  const field = [...document.querySelectorAll("[data-search]")].find((each) => each.checkVisibility());
  field ? field.select() || field.focus() : location.assign("/search");
}

/** The sheet is the page of keys, shown over this one. */
async function sheet() {
  if (document.querySelector("dialog[open]")) {
    return;
  }
  const answer = await fetch("/keys", { headers: { "HX-Request": "true" } });
  if (!answer.ok) {
    return;
  }
  const dialog = document.createElement("dialog");
  dialog.className = "key-sheet";
  dialog.setAttribute("aria-labelledby", "keys-title");
  dialog.innerHTML = await answer.text();
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  start(dialog);
  dialog.showModal();
}

/** A way of the frame, wherever this page has it: its own key is written beside it on the sheet. */
function go(letter) {
  const network = location.pathname.match(/^\/networks\/[^/]+/)?.[0];
  const anywhere = { h: "/home", i: "/inbox", w: "/write" };
  const inside = { n: "", f: "/forums", t: "/topics", a: "/actions", d: "/data", p: "/members", w: "/write" };
  if (network && letter in inside) {
    location.assign(network + inside[letter]);
  } else if (letter in anywhere) {
    location.assign(anywhere[letter]);
  }
}

/** A button of this page that has a key of its own. */
function here(key) {
  const button = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
  button?.click();
}

/** Keys that do the same on every page that has what they need. The sheet lists them (app/networks/templates/networks/_keys.html). */
const KEYS = {
  "/": search,
  "?": sheet,
  n: () => (document.querySelector("[data-news]") ? open(1) : nextNew()),
  p: () => open(-1),
  j: () => step(1),
  k: () => step(-1),
};

function press(event) {
  if (off() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(WRITES)) {
    return;
  }
  const second = Date.now() - begun < SOON;
  begun = 0;
  if (document.querySelector("dialog[open]")) {
    return;
  }
  if (second) {
    go(event.key);
  } else if (event.key === "g") {
    begun = Date.now();
  } else if (event.key in KEYS) {
    event.preventDefault();
    KEYS[event.key]();
  } else {
    here(event.key);
  }
}

export function start(root) {
  if (root === document) {
    mark();
    document.addEventListener("keydown", press);
  }
  for (const place of root.querySelectorAll("[data-keys-choice]")) {
    const [label, box] = [document.createElement("label"), document.createElement("input")];
    box.type = "checkbox";
    box.checked = !off();
    box.addEventListener("change", () => choose(box.checked));
    label.append(box, " These keys work in this browser");
    place.replaceChildren(label);
  }
}
