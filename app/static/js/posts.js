// From post to post by keys: on to the next, back to the one before, on to the next that is new. The post that one comes to has the
// focus, so that Tab goes on within it; where the page ends, the next page goes on.
const TOP = 8;

function posts() {
  return [...document.querySelectorAll(".thread article[data-id]")];
}

/** The post one is in: that has the focus, or else the last that began above the screen's upper edge; -1 above them all. */
function here(all) {
  const focused = all.indexOf(document.activeElement?.closest("article[data-id]"));
  return focused >= 0 ? focused : all.findLastIndex((post) => post.getBoundingClientRect().top < TOP);
}

function show(post) {
  post.tabIndex = -1;
  post.focus({ preventScroll: true });
  post.scrollIntoView({ block: "start" });
}

/** The next post, or the one before. */
export function step(by) {
  const all = posts();
  const post = all[Math.max(here(all), by < 0 ? 0 : -1) + by];
  post ? show(post) : document.querySelector(`.thread ~ .pager [rel=${by > 0 ? "next" : "prev"}]`)?.click();
}

/** The next post that is new, on whichever page of the discussion; from anywhere else its first. */
export function nextNew() {
  const thread = document.querySelector(".thread[data-reading]");
  const unread = thread ? thread.dataset.new.split(" ") : [];
  const all = posts();
  const at = here(all);
  const post = all.find((each, place) => place > at && unread.includes(each.dataset.id));
  const onPage = new Set(all.map((each) => each.dataset.id));
  const beyond = unread.slice(unread.findLastIndex((id) => onPage.has(id)) + 1)[0];
  if (post) {
    show(post);
  } else if (beyond) {
    location.assign(`${thread.dataset.reading.replace(/\/read$/, "")}?post=${beyond}#post-${beyond}`);
  } else if (!thread) {
    document.querySelector("[data-first-new]")?.click();
  }
}
