// Keeps what is being typed on the site as well, so that it can be gone on with on another device: a moment after the last
// key, and when the page is left. What unsaved.js keeps in this browser stands whatever the site answers. Each form has a
// draft of its own, named here; where another browser went on with it, the site makes a second one and says so.
import { headers, renew, token } from "./person.js";
import { fields, keyOf, placeOf } from "./unsaved.js";

const PAUSE = 3000;
const MOST_ON_LEAVING = 60_000; // a browser refuses more of a request that outlives its page
const AWAY = "The site does not answer. What you type is kept in this browser.";
const OUT = "You are signed out. What you type is kept in this browser: sign in again in another tab, then go on here.";

const writing = new Set();

function newName() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(36).padStart(2, "0")).join("");
}

class DraftOfForm {
  constructor(form) {
    this.form = form;
    this.place = placeOf(form);
    this.remember(this.remembered() ?? { name: newName(), version: 0 });
    form.addEventListener("input", () => this.later());
    form.addEventListener("focusin", () => this.offerOthers(), { once: true });
    form.addEventListener("submit", (event) => {
      if (!event.submitter?.name?.startsWith("preview")) {
        this.sent = true;
        clearTimeout(this.waiting);
      }
    });
    form.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.elt === form) {
        this.sent = false;
        if (event.detail.successful) {
          this.startAnew();
        }
      }
    });
    const wanted = location.hash.match(/^#draft-([\w-]+)$/)?.[1];
    if (wanted) {
      this.offerOthers(wanted);
    }
  }

  get note() {
    return `name:${keyOf(this.form)}`;
  }

  remembered() {
    try {
      return JSON.parse(localStorage.getItem(this.note) ?? "null");
    } catch {
      return null;
    }
  }

  /** That this form's words are that draft's, as of that version. Only a draft that is kept is remembered when the page goes. */
  remember({ name, version }) {
    this.name = name;
    this.version = version;
    let field = this.form.querySelector("[name=draft]");
    if (!field) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name: "draft" });
      this.form.append(field);
    }
    field.value = name;
    try {
      version ? localStorage.setItem(this.note, JSON.stringify({ name, version })) : localStorage.removeItem(this.note);
    } catch {
      // Then the site offers it where the form is opened again.
    }
  }

  startAnew() {
    clearTimeout(this.waiting);
    this.last = undefined;
    this.remember({ name: newName(), version: 0 });
    this.say("");
  }

  typed() {
    return Object.fromEntries(fields(this.form).map((field) => [field.name, field.value]));
  }

  changed() {
    return fields(this.form).some((field) => field.value !== field.defaultValue && field.value.trim());
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.keep(), PAUSE);
  }

  say(words, urgent = false) {
    this.state ??= this.form.appendChild(Object.assign(document.createElement("p"), { className: "draft-state quiet small" }));
    // Only what needs doing is read aloud: a draft is kept every few seconds.
    urgent ? this.state.setAttribute("role", "status") : this.state.removeAttribute("role");
    this.state.textContent = words;
  }

  async keep(leaving = false) {
    clearTimeout(this.waiting);
    if (this.sent || this.busy || !document.contains(this.form)) {
      return this.busy && !this.sent ? this.later() : undefined;
    }
    if (!this.changed()) {
      return this.version ? this.throwAway() : undefined;
    }
    const typed = JSON.stringify(this.typed());
    if (typed === this.last || (leaving && typed.length > MOST_ON_LEAVING)) {
      return undefined;
    }
    this.busy = true;
    try {
      await this.send(typed, leaving);
    } catch {
      this.say(AWAY, true);
      this.later();
    } finally {
      this.busy = false;
    }
    return undefined;
  }

  async send(typed, leaving) {
    const title = ["a.network-name", "h1"].map((each) => document.querySelector(each)?.textContent.trim()).filter(Boolean).join(" · ");
    const page = location.pathname + location.search;
    const post = () => {
      const said = { name: this.name, version: this.version, place: this.place, page, title, typed, csrf_token: token() };
      return fetch("/drafts", { method: "POST", body: new URLSearchParams(said), headers: headers({}), keepalive: leaving });
    };
    let answer = await post();
    if (answer.status === 400 && (await renew()) === "") {
      answer = await post();
    }
    if (answer.status === 401 || answer.status === 400) {
      return this.say(OUT, true);
    }
    if (answer.status >= 500 || answer.status === 429) {
      throw new Error("later");
    }
    const { name, version, said, apart } = await answer.json();
    if (answer.ok) {
      this.last = typed;
      this.remember({ name, version });
      return this.say(said, apart);
    }
    if (answer.status === 409) {
      this.remember({ name: newName(), version: 0 });
    }
    return this.say(said, true);
  }

  throwAway(name = this.name) {
    const body = new URLSearchParams({ csrf_token: token(), quietly: "1" });
    fetch(`/drafts/${name}/throw-away`, { method: "POST", body, headers: headers({}), keepalive: true }).catch(() => undefined);
    if (name === this.name) {
      this.startAnew();
    }
  }

  /** What was begun here elsewhere stands under the form, to go on with; the one that was chosen in the list is taken up. */
  async offerOthers(wanted) {
    if (this.asked) {
      return;
    }
    this.asked = true;
    const about = new URLSearchParams({ place: this.place, but: this.name });
    const answer = await fetch(`/drafts/here?${about}`, { headers: headers() }).catch(() => null);
    const html = answer?.ok ? (await answer.text()).trim() : "";
    if (!html) {
      return;
    }
    this.form.insertAdjacentHTML("beforeend", html); // above, it would push away what one has just chosen
    const list = this.form.querySelector("[data-drafts-here]");
    list.addEventListener("click", ({ target }) => {
      const row = target.closest("li[data-name]");
      if (row && target.matches("[data-take-draft]")) {
        this.takeUp(row, list);
      } else if (row && target.matches("[data-throw-draft]")) {
        this.throwAway(row.dataset.name);
        row.remove();
        list.hidden = !list.querySelector("li");
      }
    });
    const chosen = wanted && list.querySelector(`li[data-name="${wanted}"]`);
    if (chosen) {
      await this.takeUp(chosen, list);
    }
  }

  async takeUp(row, list) {
    await this.keep(); // what stands in the form meanwhile stays a draft of its own
    const typed = JSON.parse(row.dataset.typed);
    fields(this.form).forEach((field) => (field.value = typed[field.name] ?? field.value));
    this.last = JSON.stringify(this.typed());
    this.remember({ name: row.dataset.name, version: Number(row.dataset.version) });
    list.remove();
    const text = this.form.querySelector("textarea");
    for (let fold = text.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  }
}

export function start(root) {
  if (root === document) {
    document.addEventListener("visibilitychange", () => document.hidden && writing.forEach((each) => each.keep(true)));
  }
  root.querySelectorAll("form[data-unsaved]:not([data-outbox], [data-here-only])").forEach((form) => {
    if (form.querySelector("textarea")) {
      writing.add(new DraftOfForm(form));
    }
  });
}
