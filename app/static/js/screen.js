// Keeps a projector's screen as the room is now. Without this script it stands still until it is loaded again.
import * as clock from "./room/clock.js";
import { morph } from "./room/morph.js";
import { follow } from "./room/stream.js";

const room = document.getElementById("room");
/** Events that only change numbers: these are in the event. */
const NUMBERS = new Set(["room.ready", "room.arrived", "round.progress", "room.hands"]);
const SILENT = new Set(["collecting", "lobby", "collect"]);
let pending = null;

async function draw() {
  pending = null;
  try {
    const answer = await fetch(room.dataset.screen + location.search, { headers: { "HX-Request": "true" } });
    if (answer.redirected && !answer.url.includes("/room")) {
      location.assign(answer.url);
    } else if (answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("room");
      if (fresh) {
        clock.setTime(fresh.dataset.now);
        morph(room, document.adoptNode(fresh), { added: [], own: true });
      }
    }
  } catch {
    // The stream comes back, and then this does.
  }
}

function refresh(within) {
  pending ??= setTimeout(draw, 100 + Math.random() * within);
}

function heard(events) {
  for (const { kind, payload } of events) {
    const numbers = { ...payload.counts, ...(Number.isInteger(payload.cards) ? { cards: payload.cards } : {}) };
    for (const [name, number] of Object.entries(numbers)) {
      room.querySelectorAll(`[data-count="${name}"]`).forEach((place) => (place.textContent = number));
    }
    if (!(NUMBERS.has(kind) || (kind.startsWith("card.") && SILENT.has(room.dataset.situation)))) {
      refresh(400);
    }
  }
}

clock.setTime(room.dataset.now);
clock.start(() => {});
follow({
  stream: room.dataset.stream,
  now: `${room.dataset.room}/now`,
  seq: Number(room.dataset.seq),
  audience: "runs" in room.dataset ? "facilitators" : "all",
  told: { events: heard, anew: () => refresh(400), time: clock.setTime, state: () => {} },
});
