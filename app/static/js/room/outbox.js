// Cards that the site has not confirmed yet. They are kept in this browser and sent again, with the key that their form
// was shown with, until the site has them: however often one arrives, it counts once. What the site refuses comes back
// with the reason. A form takes part by data-outbox. Another person at the same browser has an outbox of their own, and a
// page that is still open sends nothing in their name.
import { headers, renew, token, who } from "../person.js";

const LONGEST = 5000;

export class Outbox {
  constructor({ place, list, accepted, said }) {
    this.place = `outbox:${who()}:${place}`;
    this.list = list;
    this.accepted = accepted;
    this.said = said;
    this.pause = 300;
    this.sending = false;
    document.addEventListener("submit", (event) => this.take(event));
    window.addEventListener("online", () => this.send());
    window.addEventListener("storage", (event) => event.key === this.place && this.show());
    this.show();
    this.send();
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.place) ?? "[]");
    } catch {
      return [];
    }
  }

  /** False if this browser keeps nothing: then the form is sent in the ordinary way. */
  write(items) {
    try {
      localStorage.setItem(this.place, JSON.stringify(items));
      return true;
    } catch {
      return false;
    }
  }

  take(event) {
    const form = event.target;
    const text = form.matches("[data-outbox]") && form.querySelector("textarea");
    if (!text || !text.value.trim()) {
      return;
    }
    const fields = [...new FormData(form, event.submitter)].filter(([, value]) => typeof value === "string");
    const once = fields.find(([name]) => name === "command_key" || name === "form_key")?.[1];
    if (!once || !this.write([...this.read(), { once, action: form.getAttribute("action"), fields, text: text.value }])) {
      return;
    }
    event.preventDefault();
    this.empty(form, text);
    this.show();
    this.send();
  }

  /** Ready for the next card: another key, no words; the kind of card stays as it was chosen. */
  empty(form, text) {
    const key = form.querySelector("[name=command_key], [name=form_key]");
    key.value = crypto.getRandomValues(new Uint8Array(16)).reduce((hex, byte) => hex + byte.toString(16).padStart(2, "0"), "");
    text.value = text.defaultValue = "";
    form.querySelectorAll("[type=checkbox]").forEach((box) => (box.checked = box.defaultChecked = false));
    form.querySelectorAll("[type=radio]").forEach((choice) => (choice.defaultChecked = choice.checked));
    form.dispatchEvent(new CustomEvent("htmx:afterRequest", { detail: { successful: true, elt: form } }));
    sessionStorage.removeItem("unsaved:sent");
    text.focus();
  }

  async send() {
    const item = this.read().find((each) => !each.why);
    if (!item || this.sending) {
      return;
    }
    this.sending = true;
    clearTimeout(this.timer);
    const done = await this.post(item);
    this.sending = false;
    this.show();
    this.pause = done ? 300 : Math.min(LONGEST, this.pause * 2);
    this.timer = setTimeout(() => this.send(), done ? 0 : this.pause * (0.5 + Math.random() / 2));
  }

  /** Whether there is nothing more to wait for: the site has it, or has said no. */
  async post(item, again = true) {
    const fields = item.fields.map(([name, value]) => [name, name === "csrf_token" ? token() : value]);
    try {
      const answer = await fetch(item.action, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: headers(),
      });
      const text = await answer.text();
      const renewed = answer.status === 400 && again ? await renew() : "no";
      if (!renewed) {
        return this.post(item, false);
      }
      if (answer.ok) {
        this.write(this.read().filter((each) => each.once !== item.once));
        this.accepted(text);
        return true;
      }
      if (answer.status === 401 || renewed === "out") {
        this.said("You are signed out. Sign in in another tab: what you wrote is kept here and sent then.");
      }
      if (![403, 404, 409, 413, 422].includes(answer.status) && (answer.status !== 400 || again)) {
        return false;
      }
      this.refuse(item, text);
      return true;
    } catch {
      return false;
    }
  }

  refuse(item, html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const words = page.querySelector("#form-errors, .field-error, .error, .notice")?.textContent.trim().replace(/\s+/g, " ");
    const why = words || "The site did not take it.";
    this.write(this.read().map((each) => (each.once === item.once ? { ...each, why } : each)));
    this.said(why);
  }

  show() {
    const items = this.read();
    const lines = items.map((item) => {
      const line = document.createElement("li");
      line.append(item.text, " ");
      if (item.why) {
        const why = document.createElement("b");
        why.textContent = `Not taken: ${item.why}`;
        const drop = document.createElement("button");
        drop.type = "button";
        drop.className = "button button--quiet";
        drop.textContent = "Throw it away";
        drop.addEventListener("click", () => {
          this.write(this.read().filter((each) => each.once !== item.once));
          this.show();
        });
        line.append(why, " ", drop);
      }
      return line;
    });
    this.list.querySelector("ul").replaceChildren(...lines);
    this.list.hidden = items.length === 0;
  }
}
