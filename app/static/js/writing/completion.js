// What @ and # offer: the people who read here, and what the network holds. The site says both, as a list of this page's
// network; on a page of none there is nothing to offer. The first is taken by Enter, but announced as chosen only once the
// arrows go to it: some screen readers fall silent over the box otherwise, so a line says what there is.
import { headers } from "../person.js";

const NETWORK = /^\/networks\/[^/]+/;

async function ask(key, text, signal) {
  const network = location.pathname.match(NETWORK)?.[0];
  if (!network || text.length > 40) {
    return null;
  }
  const answer = await fetch(`${network}/names?${new URLSearchParams({ key, text })}`, { headers: headers(), signal });
  if (!answer.ok || answer.status === 204) {
    return null;
  }
  const part = document.createElement("template");
  part.innerHTML = await answer.text();
  return part.content;
}

export function complete(expander, box) {
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("aria-live", "assertive");
  expander.after(said);
  let asked = new AbortController();
  expander.addEventListener("text-expander-change", ({ detail }) => {
    asked.abort();
    asked = new AbortController();
    const found = ask(detail.key, detail.text, asked.signal).then((part) => {
      const list = part?.querySelector("[role=listbox]");
      if (list) {
        // Once the list stands: the one before it is taken down first, and what was said of it.
        setTimeout(() => {
          said.textContent = list.dataset.said;
          box.removeAttribute("aria-activedescendant");
        });
      }
      return { matched: Boolean(list), fragment: list };
    });
    detail.provide(found.catch(() => ({ matched: false })));
  });
  expander.addEventListener("text-expander-value", ({ detail }) => (detail.value = detail.item.dataset.value));
  expander.addEventListener("text-expander-committed", () => box.dispatchEvent(new Event("input", { bubbles: true })));
  expander.addEventListener("text-expander-deactivate", () => {
    said.textContent = "";
    box.removeAttribute("role");
  });
}
