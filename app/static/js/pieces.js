// Large files go to the site in pieces: <form data-pieces="address" data-unit="octets of a piece">. What was cut off goes on
// where it stopped, as the site says how much of a file it has. Without a script the form sends small files by itself.
import { headers, token } from "./person.js";

const TRIES = 6;
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

function megabytes(octets) {
  return octets && octets < 1e5 ? "less than 0.1 MB" : `${(octets / 1e6).toFixed(1)} MB`;
}

/** The words of an answer that refuses; its markup is not taken over. */
async function words(answer) {
  const part = new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = [...part.querySelectorAll(".notice > *:not(:has(code))")].map((each) => each.textContent.trim());
  return said.join(" ") || "The site did not take it. Load the page again.";
}

/** How much of the file the site has after this. `at` undefined: it is only asked. */
async function post(address, file, at, octets) {
  const query = { name: file.name, size: file.size, changed: file.lastModified };
  const asked = new URLSearchParams(at === undefined ? query : { ...query, at });
  for (let tried = 1; ; tried++) {
    let answer;
    try {
      answer = await fetch(`${address}?${asked}`, {
        method: "POST",
        body: octets,
        headers: headers({
          "HX-Request": "true",
          "X-CSRFToken": token(),
          "Content-Type": "application/octet-stream",
        }),
      });
    } catch {
      answer = null; // the network, or a site that starts anew
    }
    if (answer && (answer.ok || (answer.status === 409 && answer.headers.get("Content-Type")?.includes("json")))) {
      return (await answer.json()).arrived;
    }
    if (answer && answer.status < 500) {
      throw new Error(await words(answer));
    }
    if (tried === TRIES) {
      throw new Error("The site does not answer. What has arrived stays: send again, and it goes on from there.");
    }
    await pause(2 ** tried / 2);
  }
}

async function send(form, file, said) {
  const unit = Number(form.dataset.unit);
  let at = await post(form.dataset.pieces, file);
  const show = bar(said, file);
  do {
    show(at);
    at = await post(form.dataset.pieces, file, at, file.slice(at, at + unit));
  } while (at < file.size);
  show(at);
}

function bar(said, file) {
  const line = document.createElement("p");
  const label = document.createElement("label");
  const progress = document.createElement("progress");
  progress.id = `progress-${said.childElementCount}`;
  label.htmlFor = progress.id;
  progress.max = Math.max(file.size, 1);
  line.append(label, document.createElement("br"), progress);
  said.append(line);
  return (at) => {
    const far = at < file.size ? `${megabytes(at)} of ${megabytes(file.size)}` : "all of it";
    label.textContent = `${file.name}: ${far}`;
    progress.value = at;
  };
}

function complain(said, text) {
  const notice = document.createElement("div");
  notice.className = "notice hue-problem";
  notice.setAttribute("role", "alert");
  notice.append(Object.assign(document.createElement("strong"), { textContent: "Not everything was sent" }));
  notice.append(Object.assign(document.createElement("p"), { textContent: text }));
  said.append(notice);
}

async function sendAll(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const said = form.querySelector("[data-pieces-said]");
  const button = form.querySelector("[type=submit]");
  const warn = (leaving) => leaving.preventDefault();
  said.replaceChildren();
  button.disabled = true;
  addEventListener("beforeunload", warn);
  try {
    for (const file of form.querySelector("[type=file]").files) {
      await send(form, file, said);
    }
    removeEventListener("beforeunload", warn);
    location.reload();
  } catch (fault) {
    complain(said, fault.message);
  } finally {
    button.disabled = false;
    removeEventListener("beforeunload", warn);
  }
}

export function start(root) {
  root.querySelectorAll("form[data-pieces]").forEach((form) => form.addEventListener("submit", sendAll));
}
