// Follows a room's log with one connection for all tabs of a browser that show it: browsers hold six connections to a
// site at most where it has no HTTP/2, and six tabs would leave none for pages. The tab that holds the lock listens and
// tells the others; when it closes, the browser gives the lock to the next. A tab that hears nothing from the one that
// listens (the browser may have put it to sleep) takes the lock. Where a browser has no locks, each tab listens itself.
import { Connection } from "./connection.js";

const ANSWER_WITHIN = 3000;
const LOOK_EVERY = 20000;

/** `told.events(list)`, `told.anew()` when something was missed, `told.time(iso)`, `told.state("live"|"asking"|"alone"|"out")`.
    `audience`: tabs share a connection only with those who are told the same. */
export function follow({ stream, now, seq, told, audience = "all" }) {
  const name = `room for ${audience}: ${stream}`;
  const shared = Boolean(navigator.locks && window.BroadcastChannel);
  const channel = shared ? new BroadcastChannel(name) : null;
  let reached = seq;
  let state = "";
  let heardAt = 0;
  let release = null;

  const take = {
    frame(frame) {
      told.time(frame.server_now);
      const fresh = frame.events.filter((event) => event.seq > reached);
      const gap = frame.after > reached;
      reached = Math.max(reached, frame.seq);
      if (gap) {
        told.anew();
      } else if (fresh.length) {
        told.events(fresh);
      }
    },
    reset(frame) {
      reached = frame.seq;
      told.anew();
    },
    presence({ reconnecting }) {
      told.presence?.(reconnecting);
    },
    at(room) {
      told.presence?.(room.reconnecting);
      told.time(room.server_now);
      if (room.seq > reached) {
        reached = room.seq;
        told.anew();
      }
    },
    state(words) {
      state = words;
      told.state(words);
    },
    /** A tab asks the one that listens how far it has got. */
    hello() {
      if (release) {
        state && channel.postMessage({ kind: "state", value: state });
        channel.postMessage({ kind: "reached", value: reached });
      }
    },
    reached(number) {
      if (number > reached) {
        reached = number;
        told.anew();
      }
    },
  };

  const connection = new Connection({
    stream,
    now,
    reached: () => reached,
    hear(kind, value) {
      take[kind](value);
      channel?.postMessage({ kind, value });
    },
  });

  function lead() {
    connection.start();
    return new Promise((done) => (release = done));
  }

  function stepDown() {
    connection.stop();
    release?.();
    release = null;
  }

  /** Wait for one's turn to listen, and wait again if another tab takes it. */
  async function queue(how = {}) {
    try {
      await navigator.locks.request(name, how, lead);
    } catch {
      stepDown();
      queue();
    }
  }

  /** Ask whether somebody listens; take over if nobody answers. */
  function look() {
    const asked = performance.now();
    channel.postMessage({ kind: "hello" });
    setTimeout(() => {
      if (!release && heardAt < asked && !document.hidden) {
        queue({ steal: true });
      }
    }, ANSWER_WITHIN);
  }

  function begin() {
    if (shared) {
      queue();
      look();
    } else {
      connection.start();
    }
  }

  function wake() {
    connection.wake();
    if (shared && !release && !document.hidden) {
      look();
    }
  }

  channel?.addEventListener("message", ({ data }) => {
    heardAt = data.kind === "hello" ? heardAt : performance.now();
    take[data.kind](data.value);
  });
  window.addEventListener("online", wake);
  window.addEventListener("offline", () => connection.lose());
  document.addEventListener("visibilitychange", () => document.hidden || wake());
  window.addEventListener("pagehide", stepDown);
  window.addEventListener("pageshow", (event) => event.persisted && begin());
  shared && setInterval(() => document.hidden || release || look(), LOOK_EVERY);
  begin();
}
