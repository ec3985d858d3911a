// After a form came back with faults, the summary takes focus, so that a screen reader hears it first.

export function start(root) {
  root.querySelector("#form-errors, .meanwhile")?.focus({ preventScroll: root !== document });
}
