// Dragging cards with a mouse, beside the list "Move to…" below each card, which does the same with every device. What is
// dropped is sent as that list would send it: the server says whether it may be, and the room is drawn anew from there.
// Nothing here moves by itself, no focus goes anywhere, and no form is touched.

const HANDS_OFF = "a, button, select, input, textarea, label, summary";

/** Where a card would land, as the field "theme" of its form says it; null where it cannot. */
function landing(target, card) {
  const other = target.closest("[data-move]");
  const theme = target.closest("[data-theme]");
  if (theme) {
    return theme.contains(card) ? null : { mark: theme, theme: theme.dataset.theme, words: theme.dataset.title };
  }
  if (other && other !== card) {
    return { mark: other, theme: other.id, words: "a theme with the other card" };
  }
  const loose = target.closest(".ws-loose");
  const out = loose && card.closest("[data-theme]");
  return out ? { mark: loose, theme: "none", words: "those not grouped" } : null;
}

/** `room`: the element that is drawn anew. `moved` is called after an answer, `said` with words for everybody. */
export function letDrag(room, { moved, said }) {
  let card = null;
  let mark = null;

  function show(next) {
    if (mark !== next) {
      mark?.classList.remove("ws-landing");
      next?.classList.add("ws-landing");
      mark = next;
    }
  }

  async function send({ move, version }, { theme, words }) {
    const csrf = room.querySelector("input[name=csrf_token]").value;
    try {
      const body = new URLSearchParams({ csrf_token: csrf, version, theme });
      // Where it leads is not fetched: the room is drawn anew in any case.
      const answer = await fetch(move, { method: "POST", body, redirect: "manual" });
      said(answer.type === "opaqueredirect" ? `Moved to ${words}` : "That card was changed meanwhile and stays where it is");
    } catch {
      said("That did not reach the site. The card is where it was.");
    }
    moved();
  }

  // A finger scrolls the page; only a mouse or a pen picks a card up, and not by what can be pressed.
  room.addEventListener("pointerdown", (event) => {
    const held = event.target.closest("[data-move]");
    if (held) {
      held.draggable = event.pointerType !== "touch" && !event.target.closest(HANDS_OFF);
    }
  });
  room.addEventListener("dragstart", (event) => {
    card = event.target.closest?.("[data-move]") ?? null;
    if (card) {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.querySelector(".ws-card-text")?.textContent.trim() ?? "");
      card.classList.add("ws-dragged");
    }
  });
  room.addEventListener("dragover", (event) => {
    const there = card && landing(event.target, card);
    show(there?.mark ?? null);
    if (there) {
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
    }
  });
  room.addEventListener("drop", (event) => {
    const there = card && landing(event.target, card);
    if (there) {
      event.preventDefault();
      if (document.activeElement === card) {
        // Pressing the mouse gave it the focus, and what has the focus is not redrawn.
        card.blur();
      }
      send({ ...card.dataset }, there);
    }
  });
  room.addEventListener("dragend", () => {
    show(null);
    card?.classList.remove("ws-dragged");
    card?.removeAttribute("draggable");
    card = null;
  });
}
