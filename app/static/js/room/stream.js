// Follows a room's log: a stream while there is one, otherwise asking every few seconds. Every connection says how far
// it has got, so nothing is missed and nothing comes twice. A stream that was refused is never retried by the browser
// itself (EventSource gives up for good on any answer but 200), so the pauses are ours: short, growing, never in step.

const SHORTEST = 300;
const LONGEST = 5000;
const ASK_EVERY = 5000;
const WHILE_ASKING = 15000;

function jittered(most) {
  return SHORTEST + Math.random() * Math.max(0, most - SHORTEST);
}

/** `told.events(list)`, `told.anew()` when something was missed, `told.time(iso)`, `told.state("live"|"asking"|"alone"|"out")`. */
export function follow({ stream, now, seq, told }) {
  let reached = seq;
  let failures = 0;
  let source = null;
  let retry = null;
  let asking = null;

  function close() {
    source?.close();
    source = null;
  }

  function later(pause) {
    close();
    clearTimeout(retry);
    retry = setTimeout(connect, pause);
  }

  function connect() {
    clearTimeout(retry);
    close();
    source = new EventSource(`${stream}?after=${reached}`, { withCredentials: true });
    source.addEventListener("open", () => {
      failures = 0;
      clearTimeout(asking);
      asking = null;
      told.state("live");
    });
    source.addEventListener("room", (event) => take(JSON.parse(event.data)));
    source.addEventListener("reset", (event) => {
      reached = JSON.parse(event.data).seq;
      told.anew();
      later(jittered(1500));
    });
    source.addEventListener("bye", () => later(jittered(4000)));
    source.addEventListener("error", () => {
      failures += 1;
      if (failures >= 3 && asking === null) {
        ask();
      }
      later(asking === null ? jittered(Math.min(LONGEST, SHORTEST * 2 ** failures)) : jittered(WHILE_ASKING));
    });
  }

  function take(frame) {
    told.time(frame.server_now);
    const fresh = frame.events.filter((event) => event.seq > reached);
    const gap = frame.after > reached;
    reached = Math.max(reached, frame.seq);
    if (gap) {
      told.anew();
    } else if (fresh.length) {
      told.events(fresh);
    }
  }

  async function ask() {
    try {
      const answer = await fetch(now, { headers: { Accept: "application/json" }, cache: "no-store" });
      const room = answer.ok ? await answer.json() : null;
      told.state(room ? "asking" : answer.status >= 500 ? "alone" : "out");
      if (room) {
        told.time(room.server_now);
        if (room.seq !== reached) {
          reached = room.seq;
          told.anew();
        }
      }
    } catch {
      told.state("alone");
    }
    asking = setTimeout(ask, ASK_EVERY * (0.8 + Math.random() * 0.4));
  }

  window.addEventListener("online", connect);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && source?.readyState !== EventSource.OPEN) {
      connect();
    }
  });
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && connect());
  connect();
}
