// Menus are details and work by themselves; this closes them on Escape and on a click elsewhere.

function open() {
  return document.querySelectorAll("details[data-close-outside][open]");
}

export function start(root) {
  if (root !== document) {
    return;
  }
  document.addEventListener("click", (event) => {
    open().forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      return;
    }
    open().forEach((menu) => {
      const within = menu.contains(document.activeElement);
      menu.removeAttribute("open");
      if (within) {
        menu.querySelector("summary").focus();
      }
    });
  });
}
