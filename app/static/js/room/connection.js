// One connection to a room's log: a stream while there is one, otherwise asking every few seconds. Every connection says
// how far it has got, so nothing is missed and nothing comes twice. A stream that was refused is never retried by the
// browser itself (EventSource gives up for good on any answer but 200), so the pauses are ours: short, growing, never in
// step.

const SHORTEST = 300;
const LONGEST = 5000;
// With its jitter under five seconds: so soon has everybody caught up once the site is back.
const ASK_EVERY = 4000;
const WHILE_ASKING = 15000;

function jittered(most) {
  return SHORTEST + Math.random() * Math.max(0, most - SHORTEST);
}

/** `reached()` is the number to go on from. `hear(kind, value)` is told of a "frame", a "reset", an "at" (where the room
    is, by asking) and a "state": live, asking, alone or out. */
export class Connection {
  constructor({ stream, now, reached, hear }) {
    Object.assign(this, { stream, now, reached, hear });
    this.failures = 0;
    this.source = null;
    this.asking = null;
    this.going = false;
  }

  start() {
    this.going = true;
    this.connect();
  }

  stop() {
    this.going = false;
    this.close();
    clearTimeout(this.retry);
    clearTimeout(this.asking);
    this.asking = null;
  }

  /** Try at once, unless it is there. */
  wake() {
    if (this.going && this.source?.readyState !== EventSource.OPEN) {
      this.connect();
    }
  }

  /** The browser says that there is no network; a stream would seem open for long. */
  lose() {
    if (this.going) {
      this.later(LONGEST);
      this.hear("state", "alone");
    }
  }

  close() {
    this.source?.close();
    this.source = null;
  }

  later(pause) {
    this.close();
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.connect(), pause);
  }

  connect() {
    clearTimeout(this.retry);
    this.close();
    const source = new EventSource(`${this.stream}?after=${this.reached()}`, { withCredentials: true });
    this.source = source;
    source.addEventListener("open", () => {
      this.failures = 0;
      clearTimeout(this.asking);
      this.asking = null;
      this.hear("state", "live");
    });
    source.addEventListener("room", (event) => this.hear("frame", JSON.parse(event.data)));
    source.addEventListener("presence", (event) => this.hear("presence", JSON.parse(event.data)));
    source.addEventListener("reset", (event) => {
      this.hear("reset", JSON.parse(event.data));
      this.later(jittered(1500));
    });
    source.addEventListener("bye", () => this.later(jittered(4000)));
    source.addEventListener("error", () => {
      this.failures += 1;
      if (this.failures >= 3 && this.asking === null) {
        this.ask();
      }
      this.later(this.asking === null ? jittered(Math.min(LONGEST, SHORTEST * 2 ** this.failures)) : jittered(WHILE_ASKING));
    });
  }

  async ask() {
    this.asking = 0;
    try {
      const answer = await fetch(this.now, { headers: { Accept: "application/json" }, cache: "no-store" });
      const room = answer.ok ? await answer.json() : null;
      this.hear("state", room ? "asking" : answer.status >= 500 ? "alone" : "out");
      if (room) {
        this.hear("at", room);
      }
    } catch {
      this.hear("state", "alone");
    }
    if (this.going && this.asking !== null) {
      this.asking = setTimeout(() => this.ask(), ASK_EVERY * (0.8 + Math.random() * 0.4));
    }
  }
}
