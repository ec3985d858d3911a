// Keeps the room as it is now. Without this script the page stands still and has a link to look again.
import { headers } from "./person.js";
import * as clock from "./room/clock.js";
import { letDrag } from "./room/drag.js";
import { isWrittenIn, morph } from "./room/morph.js";
import { Outbox } from "./room/outbox.js";
import { follow } from "./room/stream.js";

const room = document.getElementById("room");
const said = document.getElementById("room-said");
const link = document.getElementById("room-link");
const aloud = document.querySelector("#room-aloud input");
/** Events that only change numbers: these are in the event, and no page is fetched for them. */
const NUMBERS = new Set(["room.ready", "room.arrived", "round.progress", "room.hands"]);
const SILENT = new Set(["collecting", "lobby", "collect"]);
const WORDS = { "queue.changed": "The order of the discussion was changed", "lease.taken": "Somebody else facilitates now", "room.clock": "The clock was changed", "room.outage": "The site was away; the clock has that time back" };

// One who chose a view, or was writing when the room moved on, stays there until they follow.
let stays = new URLSearchParams(location.search).has("phase");
let pending = null;
let messages = [];
let speaking = null;
let arrived = false;
let lifted = Promise.resolve();

/** Nothing slips away under a finger: what others did meanwhile is shown once it is lifted and what it pressed is done. */
function waitForFingers() {
  document.addEventListener("pointerdown", () => {
    const over = new AbortController();
    lifted = new Promise((resolve) => {
      const end = () => {
        over.abort();
        setTimeout(resolve);
      };
      // A menu of the system may swallow that the finger was lifted.
      setTimeout(end, 3000);
      ["pointerup", "pointercancel"].forEach((name) => addEventListener(name, end, { signal: over.signal }));
    });
  });
}

/** One message for what happened within some seconds, when nobody is interrupted by it. */
function say(text) {
  messages.push(text);
  speaking ??= setTimeout(() => {
    const counted = new Map();
    messages.forEach((each) => counted.set(each, (counted.get(each) ?? 0) + 1));
    said.textContent = [...counted].map(([each, times]) => (times > 1 ? `${each} (${times} times)` : each)).join(". ");
    messages = [];
    speaking = null;
  }, 2500);
}

/** What happens all the time: left out by those who asked for quiet. Moves of the room and the clock are always said. */
function murmur(text) {
  if (aloud.checked) {
    say(text);
  }
}

function keepAloud() {
  const wish = "room:aloud";
  try {
    aloud.checked = localStorage.getItem(wish) !== "no";
    aloud.addEventListener("change", () => localStorage.setItem(wish, aloud.checked ? "yes" : "no"));
  } catch {
    // A browser that keeps nothing forgets the wish with the page.
  }
  aloud.closest("label").hidden = false;
}

function situation() {
  return document.getElementById("room-situation");
}

function drawn(html) {
  return new DOMParser().parseFromString(html, "text/html").getElementById("room");
}

/** Whoever is looking when the meeting begins, or comes to look later, is there: the button is pressed for them, once. */
function arrive() {
  const form = document.hidden ? null : document.querySelector("form[data-arrive]");
  if (form && !arrived) {
    arrived = true;
    form.requestSubmit();
  }
}

/** Show the room as the server drew it. `own`: in answer to what this person did. */
function apply(fresh, { own = false, pressed = null } = {}) {
  const before = room.dataset.present;
  const was = `${room.dataset.situation} ${before}`;
  const lit = inTheLight();
  const called = document.querySelector("#own-hand-said b");
  const wasHere = room.contains(document.activeElement);
  // A button of a phase that is over holds nothing up. Whoever writes in it was not brought here.
  const letsGo = own || room.dataset.situation !== fresh.dataset.situation;
  const added = [];
  clock.setTime(fresh.dataset.now);
  morph(room, document.adoptNode(fresh), { added, own: letsGo });
  added
    .filter((node) => node.nodeType === Node.ELEMENT_NODE && node.isConnected)
    .forEach((elt) => {
      window.htmx?.process(elt);
      document.body.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt } }));
    });
  if (was !== `${room.dataset.situation} ${room.dataset.present}`) {
    document.getElementById("notices").replaceChildren(); // what was said of the phase before may be true no more
  }
  stays = room.dataset.viewed !== room.dataset.present;
  if ((own || wasHere) && document.activeElement === document.body) {
    // What had the focus is gone: go on from where it stands now, or from the line that says where the room is.
    const next = [pressed?.id, pressed?.dataset.then, "room-head"].map((id) => id && document.getElementById(id));
    next.find(Boolean)?.focus({ preventScroll: true });
  }
  if (room.dataset.present !== before && room.dataset.present) {
    say(`The room is now at ${room.dataset.presentTitle}${room.dataset.viewed === room.dataset.present ? "" : ". Follow when you are ready"}`);
  }
  if (inTheLight() && inTheLight() !== lit) {
    say(`Shown to everybody now: ${inTheLight()}`);
  }
  if (document.querySelector("#own-hand-said b") && !called) {
    say("You are called: please speak");
  }
}

/** What everybody is asked to look at: the card or theme in the light, or the card that is read now. */
function inTheLight() {
  return document.querySelector("#room-light, #room-one-card")?.dataset.lit;
}

async function fetchRoom() {
  pending = null;
  const keep = (stays || isWrittenIn(situation())) && room.dataset.viewed;
  const address = keep ? `${room.dataset.room}?phase=${room.dataset.viewed}` : room.dataset.room;
  try {
    const answer = await fetch(address, { headers: headers() });
    if (answer.redirected && !answer.url.includes("/room")) {
      leave(answer.url);
    } else if (answer.ok) {
      const fresh = drawn(await answer.text());
      await lifted;
      fresh && apply(fresh);
      arrive();
    }
  } catch {
    // The stream comes back, and then this does.
  }
}

/** The meeting is over. Whoever is writing goes when they want to. */
function leave(url) {
  if (!isWrittenIn(room)) {
    location.assign(url);
    return;
  }
  const notice = document.getElementById("room-notice");
  const way = document.createElement("a");
  way.href = url;
  way.textContent = "Go on when you are ready.";
  const words = document.createElement("p");
  words.className = "room-follow hue-voice";
  words.append("The room has closed; what you write is still taken. ", way);
  notice.replaceChildren(words);
  say("The room has closed");
}

/** Everybody's browser hears of a change at once; they do not all ask at once. */
function refresh(within = 900) {
  pending ??= setTimeout(fetchRoom, 100 + Math.random() * within);
}

function count(payload) {
  const numbers = { ...payload.counts, ...(Number.isInteger(payload.cards) ? { cards: payload.cards } : {}) };
  for (const [name, number] of Object.entries(numbers)) {
    document.querySelectorAll(`[data-count="${name}"]`).forEach((place) => (place.textContent = number));
  }
}

/** A hand matters to those who call, and to whoever was called. */
function isOwn(kind, payload) {
  return kind === "room.hands" && ("runs" in room.dataset || payload.called);
}

function heard(events) {
  let redraw = false;
  for (const { kind, payload } of events) {
    count(payload);
    redraw ||= isOwn(kind, payload) || !(NUMBERS.has(kind) || (kind.startsWith("card.") && SILENT.has(room.dataset.situation)));
    if (kind === "card.added") {
      murmur("A card was added");
    } else if (WORDS[kind]) {
      murmur(WORDS[kind]);
    } else if (kind.startsWith("theme.") || kind === "card.moved") {
      murmur("The board was changed");
    }
  }
  if (redraw) {
    refresh();
  }
}

/** Steps of the room are sent without leaving the page: a half-written card stays where it is. */
async function sendQuietly(event) {
  const form = event.target;
  if (!form.matches("[data-quietly]")) {
    return;
  }
  event.preventDefault();
  try {
    const answer = await fetch(event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form, event.submitter)),
      headers: headers(),
    });
    const html = await answer.text();
    const fresh = drawn(html);
    if (fresh) {
      apply(fresh, { own: true, pressed: event.submitter });
    } else if (answer.ok && html.includes('name="confirmed"')) {
      delete form.dataset.quietly; // it asks once before it does this, on a page of its own
      form.requestSubmit(event.submitter);
    } else {
      document.getElementById("notices").innerHTML = html;
    }
  } catch {
    say("That did not reach the site. Press again in a moment.");
    link.textContent = link.dataset.aloneWords;
  }
}

keepAloud();
waitForFingers();
clock.setTime(room.dataset.now);
clock.start(say);
document.addEventListener("submit", sendQuietly);
letDrag(room, { moved: () => refresh(0), said: say });
document.addEventListener("visibilitychange", arrive);
arrive();
new Outbox({
  place: room.dataset.room,
  list: document.getElementById("room-unsaved"),
  accepted: (html) => {
    const fresh = drawn(html);
    // The answer shows where the room is now; somebody who is at the next card already is not taken there.
    if (!fresh || (fresh.dataset.viewed !== room.dataset.viewed && (stays || isWrittenIn(situation())))) {
      refresh(0);
    } else {
      apply(fresh, { own: true });
    }
    say("Saved");
  },
  said: say,
});
follow({
  stream: room.dataset.stream,
  now: `${room.dataset.room}/now`,
  seq: Number(room.dataset.seq),
  audience: "runs" in room.dataset ? "facilitators" : "all",
  told: {
    events: heard,
    anew: () => refresh(1500),
    time: clock.setTime,
    presence: (reconnecting) => {
      const line = document.getElementById("room-presence");
      if (line && line.hidden === reconnecting) {
        line.hidden = !reconnecting;
        say(reconnecting ? "Whoever facilitates is reconnecting" : "Whoever facilitates is back");
      }
    },
    state: (state) => {
      link.textContent = link.dataset[`${state}Words`];
      document.getElementById("room-again").hidden = state === "live";
    },
  },
});
