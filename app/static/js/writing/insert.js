// Putting words where the caret is, so that the browser's own undo takes them back. What the box tells of it is what it
// tells of typing: unsent text is kept, the preview follows.

/** In place of what is chosen; or `apart`, after the line of the caret. What stands first in braces is chosen then, if `braces`. */
export function insert(box, text, apart = false, braces = false) {
  if (apart) {
    const end = box.value.indexOf("\n", box.selectionEnd);
    box.setSelectionRange(...(end < 0 ? [box.value.length, box.value.length] : [end, end]));
  }
  const before = box.value.slice(0, box.selectionStart);
  const after = box.value.slice(box.selectionEnd);
  const gap = apart && before && !before.endsWith("\n\n") ? (before.endsWith("\n") ? "\n" : "\n\n") : "";
  const rest = apart && !after.startsWith("\n\n") ? (after.startsWith("\n") ? "\n" : "\n\n") : "";
  box.focus();
  if (!document.execCommand("insertText", false, gap + text + rest)) {
    box.setRangeText(gap + text + rest, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const first = braces && text.match(/\{([^{}]+)\}/);
  if (first) {
    const begin = before.length + gap.length + first.index + 1;
    box.setSelectionRange(begin, begin + first[1].length);
  }
}
