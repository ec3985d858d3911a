// The editor: a plain text box with a bar of tools, what is offered after @ and #, a preview, and Ctrl+Enter, which sends.
import "../../vendor/markdown-toolbar.js";
import "../../vendor/text-expander.js";
import { complete } from "./completion.js";
import { openFormulas } from "./formulas.js";
import { insert } from "./insert.js";
import { preview } from "./preview.js";

function send(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
    const { form } = event.target;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button:not([type=button], [name=preview])"));
  }
}

export function open(editor) {
  const box = editor.querySelector("textarea");
  if (!box || editor.dataset.editor) {
    return;
  }
  editor.dataset.editor = "open";
  box.addEventListener("keydown", send);
  editor.querySelector("[data-insert]").addEventListener("click", (event) => insert(box, event.target.dataset.insert, true));
  editor.querySelector("[data-formulas]").addEventListener("click", (event) => openFormulas(event.currentTarget, box));
  preview(editor, box);
  complete(editor.querySelector("text-expander"), box);
}
