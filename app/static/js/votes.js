// Sends a vote, and sends it again until the site has answered. What was chosen stays in its form all the while, and the
// form says that it is not sent yet. It is kept in this browser as well, for the same person only: a page that is loaded
// again, or another day, goes on with it. However often it arrives it counts once: an allocation is put as a whole, and a
// sealed ballot carries its own key. Without this script the form is sent in the ordinary way.
import { headers, renew, token, who } from "./person.js";

const LONGEST = 10000;
const MAX_AGE = 14 * 24 * 3600 * 1000;
const waiting = new Map();

function say(form, words) {
  const place = form.querySelector("[data-vote-said]");
  place.textContent = words;
  place.hidden = !words;
}

/** Whose browser it is now: somebody else's vote is not sent in their name. */
function prefix() {
  return `vote:${who()}:`;
}

function place(form) {
  return prefix() + new URL(form.action).pathname;
}

/** False if this browser keeps nothing. */
function keep(key, fields) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
    return true;
  } catch {
    return false;
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // It kept nothing either.
  }
}

function kept() {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix()))
      .map((key) => ({ key, path: key.slice(prefix().length), ...JSON.parse(localStorage.getItem(key)) }))
      .filter((vote) => Date.now() - vote.at < MAX_AGE);
  } catch {
    return [];
  }
}

function chosen(form) {
  return [...new FormData(form)].filter(([name]) => name !== "csrf_token");
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

const SAID = {
  away: "Not sent yet: the site does not answer. What you chose stays here and is sent again by itself.",
  out: "Not sent yet: you are signed out. Sign in in another tab; what you chose stays here and is sent then.",
};

/** What came of it: "taken", "refused" (and the page that says why); or "away" while the site does not answer, "out"
    while the session is not this person's. */
async function post(address, fields, again = true) {
  const body = new URLSearchParams([...fields].filter(([name]) => name !== "csrf_token"));
  body.set("csrf_token", token());
  try {
    // A redirect means that it was taken. It is not followed here: the page it leads to says so to the person.
    const answer = await fetch(address, { method: "POST", body, headers: headers({}), redirect: "manual" });
    if (answer.type === "opaqueredirect") {
      return { said: "taken" };
    }
    if (answer.status === 400 && again) {
      const said = await renew();
      return said ? { said } : post(address, fields, false);
    }
    return answer.status === 401 ? { said: "out" } : answer.status >= 500 ? { said: "away" } : { said: "refused", why: await answer.text() };
  } catch {
    return { said: "away" };
  }
}

function waits(said) {
  return said in SAID;
}

async function send(form) {
  const pause = waiting.get(form) ?? 1000;
  const safe = keep(place(form), chosen(form));
  const { said } = await post(form.action, new FormData(form));
  if (!waits(said)) {
    waiting.delete(form);
    forget(place(form));
    // Refused: the page that says why, with what was chosen.
    said === "taken" ? goOn(form) : form.submit();
  } else {
    waiting.set(form, Math.min(LONGEST, pause * 2));
    form.toggleAttribute("data-vote-unsafe", !safe);
    say(form, SAID[said]);
    setTimeout(() => document.contains(form) && send(form), pause * (0.5 + Math.random() / 2));
  }
}

function begin(form) {
  if (!waiting.has(form)) {
    waiting.set(form, 1000);
    send(form);
  }
}

function take(event) {
  if (event.target.matches("form[data-vote]")) {
    event.preventDefault();
    begin(event.target);
  }
}

/** What was chosen before the page was loaded again, with its round and its key. */
function fill(form, fields) {
  for (const field of form.elements) {
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") {
      field.checked = values.includes(field.value);
    } else if (values.length) {
      field.value = values[0];
    }
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function resume(form) {
  const vote = kept().find((each) => each.key === place(form));
  if (vote && !waiting.has(form)) {
    fill(form, vote.fields);
    say(form, "What you chose was not sent yet. It is sent now.");
    begin(form);
  }
}

/** A notice, with what was chosen as the site puts it into words. */
function tell(words, why = "") {
  const line = document.createElement("div");
  line.className = "notice hue-neutral";
  const chosen = new DOMParser().parseFromString(why, "text/html").querySelector("#chosen + ul");
  line.append(words, ...(chosen ? [" You had chosen:", document.adoptNode(chosen)] : []));
  document.getElementById("notices").append(line);
}

/** A vote of this workshop whose form is gone: the room is elsewhere by now, or the ballot is closed. */
async function sendLeftOver(vote) {
  const { said, why } = await post(vote.path, vote.fields);
  if (waits(said)) {
    setTimeout(() => sendLeftOver(vote), LONGEST);
    return;
  }
  forget(vote.key);
  if (said === "taken") {
    tell("What you chose while the site did not answer is in now.");
  } else {
    tell("What you chose while the site did not answer was not taken: that voting is over.", why);
  }
}

export function start(root) {
  root.querySelectorAll("form[data-vote]").forEach(resume);
  if (root !== document) {
    root.matches?.("form[data-vote]") && resume(root);
    return;
  }
  document.addEventListener("submit", take);
  const here = location.pathname.match(/^\/networks\/[^/]+\/workshops\/\d+\//)?.[0];
  kept()
    .filter((vote) => here && vote.path.startsWith(here))
    .filter((vote) => ![...document.querySelectorAll("form[data-vote]")].some((form) => place(form) === vote.key))
    .forEach(sendLeftOver);
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("[data-vote-unsafe]")) {
      event.preventDefault();
    }
  });
}
