// What is wider than its column scrolls sideways there, and must be reached by keyboard: long formulae, tables, code.

const WIDE = ".prose pre, .prose table, .prose .katex-display, .prose div.arithmatex";

/** Gives a tab stop to what scrolls in `root`; called again once its mathematics is drawn. */
export function start(root) {
  root.querySelectorAll(WIDE).forEach((element) => {
    if (element.scrollWidth > element.clientWidth) {
      element.tabIndex = 0;
    }
  });
}
