// Counts the room's clock down by the server's time, and says the last five minutes aloud: at five, at one and at none.

let ahead = 0;

/** The server's present, however wrong this machine's clock is. */
export function setTime(iso) {
  ahead = Date.parse(iso) - Date.now();
}

function words(seconds) {
  if (seconds <= 0) {
    return "Time is up; carry on until the room moves";
  }
  const [count, unit] = seconds > 60 ? [Math.ceil(seconds / 60), "minute"] : [Math.ceil(seconds), "second"];
  return `${count} ${unit}${count === 1 ? "" : "s"} left`;
}

export function start(say) {
  const spoken = new Set();
  let last = Infinity;
  let end = "";
  setInterval(() => {
    const face = document.getElementById("room-clock");
    if (!face?.dataset.endsAt) {
      return;
    }
    const left = (Date.parse(face.dataset.endsAt) - Date.now() - ahead) / 1000;
    if (face.dataset.endsAt !== end) {
      end = face.dataset.endsAt;
      last = left;
      spoken.clear();
    }
    if (face.textContent !== words(left)) {
      face.textContent = words(left);
    }
    for (const mark of [300, 60, 0]) {
      if (last > mark && left <= mark && !spoken.has(mark)) {
        spoken.add(mark);
        say(words(left));
      }
    }
    last = left;
  }, 1000);
}
