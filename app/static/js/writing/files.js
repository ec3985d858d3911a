// Pictures and files in a text: chosen, pasted or dropped. A picture is made smaller here, for at home the way up is slow;
// it is sent at once, its token stands in the text, and what it shows is asked beside it. Words come from the template.
import { headers, token } from "../person.js";
import { insert } from "./insert.js";
import { shrunk } from "./shrink.js";

const MARK = /\[(?:picture|file) ([a-z2-7]{8})\]/g;
const TRIES = 6;
const PAUSE = 2000;

function clone(place, name) {
  return place.querySelector(`template[${name}]`).content.firstElementChild.cloneNode(true);
}

function sent(address, file, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("csrf_token", token());
    form.append("file", file, file.name);
    request.open("POST", address);
    Object.entries(headers()).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    request.addEventListener("loadend", () => resolve(request));
    request.send(form);
  });
}

/** Other pictures may be in the making: the site asks to come again in a moment. */
async function sentInTurn(address, file, onProgress) {
  for (let left = TRIES; ; left -= 1) {
    const request = await sent(address, file, onProgress);
    if (request.status !== 503 || left === 0) {
      return request;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

function wordsOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return (page.querySelector("main") ?? page.body).textContent.trim().replace(/\s+/g, " ");
}

class Files {
  constructor(place) {
    this.place = place;
    // One form may hold several texts: a file goes where one wrote last.
    this.boxes = place.dataset.for.split(" ").map((id) => document.getElementById(id));
    this.box = this.boxes[0];
    this.cards = place.querySelector("[data-file-cards]");
    this.said = place.querySelector("[data-file-said]");
    this.under = new Set();
    this.typedAt = 0;
  }

  start() {
    const { place, box } = this;
    const inputs = place.querySelectorAll("input[type=file]");
    place.querySelector("[data-without-script]").remove();
    inputs[0].removeAttribute("name");
    inputs[0].multiple = true;
    this.show(place);
    place.classList.add("files--live");
    inputs.forEach((input) =>
      input.addEventListener("change", () => {
        this.addAll([...input.files]);
        input.value = "";
      }),
    );
    this.boxes.forEach((each) => this.listen(each));
    box.form.addEventListener("submit", (event) => this.waitFor(event), true);
    this.cards.querySelectorAll("[data-file-card]").forEach((card) => this.wire(card));
    this.fetchMissing();
    // What was kept in this browser, or on the site, is put into the text a moment later.
    setTimeout(() => this.fetchMissing(), 1000);
  }

  listen(box) {
    box.addEventListener("focus", () => (this.box = box));
    box.addEventListener("input", () => (this.typedAt = Date.now()));
    box.addEventListener("change", () => this.fetchMissing());
    box.addEventListener("paste", (event) => this.paste(event));
    const area = box.closest(".editor") ?? box;
    area.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
    area.addEventListener("drop", (event) => {
      this.box = box;
      this.drop(event);
    });
  }

  show(root) {
    root.querySelectorAll("[data-with-script]").forEach((each) => (each.hidden = false));
  }

  /** Excel and Word put a picture of the cells beside them: words win. */
  paste(event) {
    const files = [...event.clipboardData.files];
    if (files.length && !event.clipboardData.getData("text/plain").trim()) {
      event.preventDefault();
      this.addAll(files);
    }
  }

  drop(event) {
    const files = [...event.dataTransfer.files];
    if (files.length) {
      event.preventDefault();
      this.addAll(files);
    }
  }

  async addAll(files) {
    for (const file of files) {
      await this.add(file);
    }
  }

  async add(file, inPlaceOf = null) {
    let ready = await shrunk(file);
    const first = this.place.querySelector("[data-cover-first]").checked;
    if (first && !inPlaceOf && ready.type.startsWith("image/")) {
      ready = await this.covered(ready);
    }
    if (ready) {
      const under = this.send(ready, inPlaceOf);
      this.under.add(under);
      await under.finally(() => this.under.delete(under));
    }
  }

  async covered(file) {
    const { cover } = await import("./covering.js");
    const made = await cover(file, clone(this.place, "data-cover-panel"));
    if (made === undefined) {
      this.fail(this.said.dataset.closed);
    }
    return made;
  }

  async send(file, inPlaceOf) {
    const begun = Date.now();
    const line = clone(this.place, "data-file-line");
    line.querySelector("[data-file-name]").textContent = file.name;
    this.cards.append(line);
    const request = await sentInTurn(this.place.dataset.files, file, (part) => (line.querySelector("progress").value = part));
    line.remove();
    if (request.status !== 201) {
      this.fail(request.status ? wordsOf(request.responseText) : this.said.dataset.away);
      return;
    }
    this.cards.insertAdjacentHTML("beforeend", request.responseText);
    const card = this.cards.lastElementChild;
    this.wire(card);
    if (inPlaceOf) {
      this.replace(inPlaceOf, card);
    } else {
      this.write(card, begun);
    }
  }

  fail(why) {
    const fault = clone(this.place, "data-file-fault");
    fault.querySelector("[data-file-why]").textContent = why;
    fault.querySelector("[data-file-away]").addEventListener("click", () => fault.remove());
    this.cards.append(fault);
  }

  /** Into the text, and on to the question what it shows; but whoever has gone on typing meanwhile keeps their place. */
  write(card, begun) {
    const typing = document.activeElement === this.box && this.typedAt > begun;
    insert(this.box, card.dataset.fileCard, true);
    this.said.textContent = this.said.dataset.done;
    if (!typing) {
      card.querySelector("textarea, input")?.focus();
    }
  }

  replace(old, card) {
    const before = old.querySelector("textarea");
    if (before?.value) {
      card.querySelector("textarea").value = before.value;
    }
    this.put(old.dataset.fileCard, card.dataset.fileCard);
    this.forget(old);
    card.querySelector("textarea")?.focus();
  }

  put(mark, other) {
    const box = this.boxes.find((each) => each.value.includes(mark));
    if (box) {
      const at = box.value.indexOf(mark);
      box.setRangeText(other, at, at + mark.length, "preserve");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /** What is published stays with its post until the post is saved without it. */
  forget(card) {
    const body = new URLSearchParams({ csrf_token: token() });
    fetch(card.dataset.takeOut, { method: "POST", body, headers: headers() }).catch(() => {});
    card.remove();
  }

  wire(card) {
    this.show(card);
    card.querySelector("[data-file-out]").addEventListener("click", () => {
      this.put(card.dataset.fileCard, "");
      this.forget(card);
      this.box.focus();
    });
    card.querySelector("[data-file-cover]")?.addEventListener("click", async () => {
      const held = await (await fetch(card.querySelector("img").src.replace(/\/small$/, ""))).blob();
      const file = await this.covered(new File([held], "picture", { type: held.type }));
      if (file) {
        await this.add(file, card);
      }
    });
  }

  async fetchMissing() {
    const named = [...new Set(this.boxes.flatMap((box) => Array.from(box.value.matchAll(MARK), (found) => found[1])))];
    const here = new Set(Array.from(this.cards.querySelectorAll("[data-file-card]"), (card) => card.dataset.fileCard.slice(-9, -1)));
    const missing = named.filter((each) => !here.has(each));
    if (!missing.length || this.asked === missing.join()) {
      return;
    }
    this.asked = missing.join();
    const query = new URLSearchParams(missing.map((each) => ["token", each]));
    const answer = await fetch(`${this.place.dataset.files}/waiting?${query}`, { headers: headers() }).catch(() => null);
    if (answer?.ok) {
      const fresh = document.createElement("div");
      fresh.innerHTML = await answer.text();
      fresh.querySelectorAll("[data-file-card]").forEach((card) => {
        this.cards.append(card);
        this.wire(card);
      });
    }
  }

  /** Publishing waits for what is still on its way. */
  waitFor(event) {
    if (this.under.size && !event.submitter?.name?.startsWith("preview")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      Promise.allSettled([...this.under]).then(() => this.box.form.requestSubmit(event.submitter));
    }
  }
}

export function open(place) {
  if (!place.dataset.opened) {
    place.dataset.opened = "yes";
    new Files(place).start();
  }
}
