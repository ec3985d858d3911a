// Sends a vote, and sends it again until the site has answered. What was chosen stays in its form all the while, and the
// form says that it is not sent yet. However often it arrives it counts once: an allocation is put as a whole, and a
// sealed ballot carries its own key. Without this script the form is sent in the ordinary way.

const LONGEST = 10000;
const waiting = new Map();

function say(form, words) {
  const place = form.querySelector("[data-vote-said]");
  place.textContent = words;
  place.hidden = !words;
}

/** The page after a vote; loaded anew if it is the present one. */
function goOn(form) {
  const after = new URL(form.dataset.vote, location.href);
  if (after.pathname === location.pathname && after.search === location.search) {
    location.reload();
  } else {
    location.assign(after);
  }
}

async function send(form) {
  const pause = waiting.get(form) ?? 1000;
  let answer;
  try {
    // A redirect means that it was taken. It is not followed here: the page it leads to says so to the person.
    answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
  } catch {
    answer = null;
  }
  if (answer?.type === "opaqueredirect") {
    waiting.delete(form);
    goOn(form);
  } else if (answer && answer.status < 500) {
    waiting.delete(form);
    form.submit(); // refused: the page that says why, with what was chosen
  } else {
    waiting.set(form, Math.min(LONGEST, pause * 2));
    say(form, "Not sent yet: the site does not answer. What you chose stays here and is sent again by itself.");
    setTimeout(() => document.contains(form) && send(form), pause * (0.5 + Math.random() / 2));
  }
}

function take(event) {
  const form = event.target;
  if (!form.matches("form[data-vote]")) {
    return;
  }
  event.preventDefault();
  if (!waiting.has(form)) {
    waiting.set(form, 1000);
    send(form);
  }
}

export function start(root) {
  if (root === document) {
    document.addEventListener("submit", take);
    window.addEventListener("beforeunload", (event) => {
      if ([...waiting.keys()].some((form) => document.contains(form) && !form.querySelector("[data-vote-said]").hidden)) {
        event.preventDefault();
      }
    });
  }
}
