// Keeps what is being typed in this browser until the server has accepted it, and warns before leaving with
// text unsent. A form takes part by data-unsaved="key". The text is kept per person, form and what it answers, and dropped
// when the person signs out: on a machine that others use nobody is shown what somebody else left half-written.
import { who } from "./person.js";

const PREFIX = "unsaved:";
const MAX_AGE = 14 * 24 * 3600 * 1000;

function own() {
  return `${PREFIX}${who()}:`;
}

export function fields(form) {
  return [...form.querySelectorAll("textarea, input[type=text], input[type=search], input:not([type])")].filter(
    (field) => field.name,
  );
}

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null");
    return kept && Date.now() - kept.at < MAX_AGE ? kept.values : null;
  } catch {
    return null;
  }
}

function write(key, values) {
  try {
    if (values) {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
    } else {
      localStorage.removeItem(key);
      localStorage.removeItem(`name:${key}`); // of the draft on the site that had these words (drafts.js)
    }
  } catch {
    // A full or closed storage costs the safety net, not the form.
  }
}

/** Of this browser's drafts all that `isOver` says. */
function drop(isOver) {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && isOver(key)).forEach((key) => write(key, null));
  } catch {
    // It keeps nothing.
  }
}

function offer(form, values, key) {
  const note = document.createElement("p");
  note.className = "notice hue-neutral";
  note.setAttribute("role", "status");
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "button button--quiet";
  drop.textContent = "Throw it away";
  drop.addEventListener("click", () => {
    fields(form).forEach((field) => (field.value = field.defaultValue));
    write(key, null);
    note.remove();
  });
  note.append("What you typed here earlier was not sent, so it was kept. ", drop);
  form.prepend(note);
  fields(form).forEach((field) => (field.value = values[field.name] ?? field.value));
}

/** Where a form is sent, with the query: that names what is answered, quoted or followed. A form that is sent elsewhere
    than to its page says so in its key. */
function target(form) {
  const { pathname, search } = new URL(form.getAttribute("action") || location.href, location.href);
  return pathname + search;
}

/** What is written in a form and for what: its drafts are known by it. */
export function placeOf(form) {
  return `${form.dataset.unsaved}:${target(form)}`;
}

export function keyOf(form) {
  return own() + placeOf(form);
}

function guard(form) {
  const key = keyOf(form);
  const changed = () => fields(form).some((field) => field.value !== field.defaultValue);
  let sending = false;
  const kept = read(key);
  if ("takesOver" in form.dataset) {
    // The server has read what was sent, and shows what is left of it: that is kept from now on.
    write(key, Object.fromEntries(fields(form).map((field) => [field.name, field.value])));
  } else if (kept && fields(form).some((field) => kept[field.name] && kept[field.name].trim() !== field.value.trim())) {
    offer(form, kept, key);
  }
  form.addEventListener("input", () => {
    write(key, changed() ? Object.fromEntries(fields(form).map((field) => [field.name, field.value])) : null);
  });
  form.addEventListener("submit", (event) => {
    sending = !event.submitter?.name?.startsWith("preview");
    if (sending) {
      sessionStorage.setItem(`${PREFIX}sent`, key);
    }
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && event.detail.elt === form) {
      write(key, null);
    }
    sending = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && document.contains(form) && changed()) {
      event.preventDefault();
    }
  });
}

/** The server took a form when it answered by redirecting to a page without a refusal. Anything else, a network
    that failed among it, keeps the text. */
function forgetAccepted() {
  const sent = sessionStorage.getItem(`${PREFIX}sent`);
  sessionStorage.removeItem(`${PREFIX}sent`);
  const redirected = performance.getEntriesByType("navigation")[0]?.redirectCount > 0;
  const refused = document.querySelector("#form-errors, .meanwhile, .error-page");
  if (sent && redirected && !refused) {
    write(sent, null);
  }
}

export function start(root) {
  if (root === document) {
    forgetAccepted();
    drop((key) => !read(key));
    document.addEventListener("submit", ({ target }) => {
      if (target.matches("form[action='/sign-out']")) {
        drop((key) => key.startsWith(own()));
      }
    });
  }
  root.querySelectorAll("form[data-unsaved]").forEach(guard);
}
