// Writing: what helps with it is fetched only by pages where one writes (<div data-editor>), after the box itself, which takes
// the first key without any of it.

export function start(root) {
  const editors = root.querySelectorAll("[data-editor]");
  if (editors.length) {
    // Where the connection is gone meanwhile the box stands by itself.
    import("./writing/editor.js").then(({ open }) => editors.forEach(open), () => undefined);
  }
  const files = root.querySelectorAll("[data-files]");
  if (files.length) {
    import("./writing/files.js").then(({ open }) => files.forEach(open), () => undefined);
  }
}
