// Says which posts were read: one counts once its end was in sight, or it filled half the screen, for a second, in a tab that
// is looked at and in use. What was not said yet is kept in this browser and said with the next report, so a lost connection
// loses nothing, and a second is one by a clock that nobody sets; the site takes reports in any order and as often as they come. Whoever marks by hand presses the button.
import { headers, token, who } from "./person.js";

const A_SECOND = 1000;
const IN_USE = 60 * 1000;
const EVERY = 5000;
const MOST_KEPT = 40;
const SIGNS = ["pointermove", "pointerdown", "keydown", "scroll", "touchstart"];

let lastSign = performance.now();
const heard = typeof BroadcastChannel === "function" ? new BroadcastChannel("reading") : null;

function keptAt(address) {
  return `read:${who()}:${address}`;
}

function kept(address) {
  try {
    return JSON.parse(localStorage.getItem(keptAt(address)) ?? "[]");
  } catch {
    return [];
  }
}

function keep(address, spans) {
  try {
    spans.length ? localStorage.setItem(keptAt(address), JSON.stringify(spans.slice(-MOST_KEPT))) : localStorage.removeItem(keptAt(address));
  } catch {
    // Then the button under the posts is there still.
  }
}

/** The title's number and those of the menu. */
function show({ all, networks }) {
  const put = (name, number) =>
    document.querySelectorAll(`[data-count="${name}"]`).forEach((place) => {
      place.textContent = number;
      place.hidden = !number;
    });
  put("all", all);
  Object.entries(networks).forEach(([slug, number]) => put(`/networks/${slug}`, number));
  document.title = (all ? `(${all}) ` : "") + document.title.replace(/^\(\d+\) /, "");
}

class Reading {
  constructor(thread) {
    this.address = thread.dataset.reading;
    this.line = thread.closest("[data-news]");
    this.order = thread.dataset.new.split(" ");
    this.unseen = new Set(this.order);
    this.since = new Map();
    this.seen = [];
    this.watcher = new IntersectionObserver((entries) => entries.forEach((entry) => this.meet(entry)), {
      threshold: [0, 0.25, 0.5, 0.75, 1],
    });
    thread.querySelectorAll("article[data-id]").forEach((post) => this.unseen.has(post.dataset.id) && this.watcher.observe(post));
    this.ticking = setInterval(() => this.tick(), A_SECOND / 2);
    this.sending = setInterval(() => this.send(), EVERY);
    document.addEventListener("visibilitychange", () => document.hidden && this.send());
    this.send();
  }

  meet({ target, isIntersecting, intersectionRect, boundingClientRect, rootBounds }) {
    const screen = rootBounds?.height || innerHeight;
    const inSight = isIntersecting && (boundingClientRect.bottom <= screen + 1 || intersectionRect.height >= screen / 2);
    if (!inSight) {
      this.since.delete(target);
    } else if (!this.since.has(target)) {
      this.since.set(target, performance.now());
    }
  }

  tick() {
    if (document.hidden || performance.now() - lastSign > IN_USE) {
      this.since.forEach((_, post) => this.since.set(post, performance.now()));
      return;
    }
    for (const [post, since] of this.since) {
      if (performance.now() - since >= A_SECOND) {
        this.since.delete(post);
        this.watcher.unobserve(post);
        this.unseen.delete(post.dataset.id);
        post.toggleAttribute("data-seen", true);
        this.seen.push(post.dataset.id);
      }
    }
    if (!this.unseen.size) {
      clearInterval(this.ticking);
      this.line?.toggleAttribute("data-read", true);
      this.send();
    }
  }

  /** What was seen since the last report, one span for posts that follow each other. */
  spans() {
    const seen = new Set(this.seen);
    const runs = [];
    let going = false;
    for (const id of this.order) {
      if (!seen.has(id)) {
        going = false;
      } else if (going) {
        runs.at(-1)[1] = id;
      } else {
        going = Boolean(runs.push([id, id]));
      }
    }
    return runs.map((run) => run.join("-"));
  }

  async send() {
    const spans = [...kept(this.address), ...this.spans()];
    this.seen = [];
    if (!spans.length) {
      return;
    }
    keep(this.address, spans);
    const body = new URLSearchParams(spans.map((span) => ["span", span]));
    body.set("csrf_token", token());
    try {
      const answer = await fetch(this.address, { method: "POST", body, headers: headers({}), keepalive: true });
      if (answer.ok) {
        keep(this.address, kept(this.address).filter((span) => !spans.includes(span)));
        const counts = await answer.json();
        show(counts);
        heard?.postMessage({ who: who(), counts });
      } else if (answer.status < 500 && ![400, 401, 429].includes(answer.status)) {
        keep(this.address, []);
      }
    } catch {
      // The next report says it too.
    }
  }
}

if (heard) {
  heard.onmessage = ({ data }) => data.who === who() && show(data.counts);
}
SIGNS.forEach((name) => addEventListener(name, () => (lastSign = performance.now()), { passive: true, capture: true }));

export function start(root) {
  // A part of a page that was made anew says how much is new since.
  for (const place of root === document ? [] : root.matches?.("[data-counts]") ? [root] : root.querySelectorAll("[data-counts]")) {
    const counts = JSON.parse(place.dataset.counts);
    show(counts);
    heard?.postMessage({ who: who(), counts });
  }
  root.querySelectorAll("[data-reading]:not([data-by-hand])").forEach((thread) => new Reading(thread));
}
