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

/* What a text may ask of its readers' browsers. The server keeps deep groups out of what is stored; this is for what it
   cannot see: macros, commands that need no braces, texts that were stored before. Formulas in print lie below 60. */
const DEEPEST = 150;
const MOST_ELEMENTS = 20_000;
const WIDEST = 30; // em, for rules, spaces and shifts

function isModest(root) {
  let seen = 0;
  for (let open = [[root, 0]]; open.length > 0; ) {
    const [node, depth] = open.pop();
    seen += 1;
    if (depth > DEEPEST || seen > MOST_ELEMENTS) {
      return false;
    }
    open.push(...Array.from(node.children, (child) => [child, depth + 1]));
  }
  return true;
}

function render(element) {
  const source = element.textContent.trim();
  const displayMode = source.startsWith("\\[");
  const tex = source.replace(/^\\[([]/, "").replace(/\\[)\]]$/, "");
  // A slip in the formula leaves the source readable instead of a page full of red.
  const options = { displayMode, throwOnError: false, errorColor: "currentColor", maxExpand: 1000, maxSize: WIDEST };
  element.dataset.rendered = "";
  // Made apart from the page: what nobody lays out cannot choke the tab, however deep it is.
  const made = document.createElement(element.localName);
  try {
    window.katex.render(tex, made, options);
  } catch {
    return; // so deep that the library's own recursion ended
  }
  if (isModest(made)) {
    element.replaceChildren(...made.childNodes);
  }
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
