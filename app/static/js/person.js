// Whose page this is, also when somebody else has signed in in this browser since. What a script sends on its own carries
// the person's id, and the site answers 401 if the session is somebody else's: it then waits for its author.

/** The id of the person this page was made for; "" for nobody. */
export function who() {
  return document.getElementById("content")?.dataset.who ?? "";
}

/** Headers of a request that is made for this person and nobody else; of a part of the page, unless told otherwise. */
export function headers(more = { "HX-Request": "true" }) {
  return { "X-Person": who(), ...more };
}

export function token() {
  return document.querySelector("[name=csrf_token]")?.value ?? "";
}

/** After a new sign-in in another tab the page's forms hold the token of a session that has ended. Give them one that
    counts. "": they have it; "out": the session is nobody's, or somebody else's; "away": the site does not answer. */
export async function renew() {
  try {
    const answer = await fetch("/home", { headers: headers({}) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[name=csrf_token]")?.value;
    if (!answer.ok || !fresh) {
      return answer.status < 500 ? "out" : "away";
    }
    document.querySelectorAll("[name=csrf_token]").forEach((field) => (field.value = fresh));
    return "";
  } catch {
    return "away";
  }
}
