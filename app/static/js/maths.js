// Mathematics and chemistry: elements of class "arithmatex" hold TeX between \( \) or \[ \]. KaTeX is fetched
// only by pages that have some, and sets styles through the DOM, which the content policy allows.

import { start as reachWide } from "./scrollers.js";

const VENDOR = new URL("../vendor/katex/", import.meta.url);
let ready = null;

function script(name) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = new URL(name, VENDOR).href;
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  });
}

function load() {
  if (!ready) {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = new URL("katex.min.css", VENDOR).href;
    document.head.append(sheet);
    ready = script("katex.min.js").then(() => script("mhchem.min.js"));
  }
  return ready;
}

function render(element) {
  const source = element.textContent.trim();
  const displayMode = source.startsWith("\\[");
  const tex = source.replace(/^\\[([]/, "").replace(/\\[)\]]$/, "");
  // A slip in the formula leaves the source readable instead of a page full of red.
  window.katex.render(tex, element, { displayMode, throwOnError: false, errorColor: "currentColor", maxExpand: 200 });
  element.dataset.rendered = "";
}

/** Renders what is in `root`; called again for each part that htmx brings in. */
export async function start(root) {
  const found = root.querySelectorAll(".arithmatex:not([data-rendered])");
  if (found.length === 0) {
    return;
  }
  await load();
  found.forEach(render);
  reachWide(root);
}
