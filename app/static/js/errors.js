// After a form came back with faults, or was not taken, what says so takes focus: a screen reader hears it first.

export function start(root) {
  root.querySelector("#form-errors, .meanwhile, #not-taken")?.focus({ preventScroll: root !== document });
}
