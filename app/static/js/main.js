// Every behaviour starts on the page and again on each part that htmx swaps in.
import * as again from "./again.js";
import * as chartKeys from "./chart-keys.js";
import * as comingBack from "./coming-back.js";
import * as dots from "./dots.js";
import * as drafts from "./drafts.js";
import * as errors from "./errors.js";
import * as fill from "./fill.js";
import * as keys from "./keys.js";
import * as maths from "./maths.js";
import * as menu from "./menu.js";
import * as numbers from "./numbers.js";
import * as pieces from "./pieces.js";
import * as reading from "./reading.js";
import * as scrollers from "./scrollers.js";
import * as theme from "./theme.js";
import * as unsaved from "./unsaved.js";
import * as votes from "./votes.js";
import * as writing from "./writing.js";

const behaviours = [
  again, chartKeys, comingBack, dots, errors, fill, keys, maths, menu, numbers, pieces, reading, scrollers, theme, unsaved, drafts,
  votes, writing,
];

function startAll(root) {
  behaviours.forEach((behaviour) => behaviour.start(root));
}

startAll(document);
// A page that comes back by “Back” was said its sentence when it was new.
window.addEventListener("pageshow", (event) => event.persisted && document.getElementById("notices")?.replaceChildren());
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) {
    startAll(event.detail.elt);
  }
});
