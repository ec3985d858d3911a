// Where on its page the reader was is known to the browser alone: the links to the sign-in page carry it along, so that
// whoever followed a link to a post comes back to that post.

function carry() {
  document.querySelectorAll("a[href*='/sign-in?']").forEach((link) => {
    const to = new URL(link.href);
    const next = to.searchParams.get("next");
    const back = next && new URL(next, location.origin);
    if (back && back.pathname === location.pathname) {
      to.searchParams.set("next", back.pathname + back.search + location.hash);
      link.href = to.pathname + to.search;
    }
  });
}

export function start(root) {
  carry();
  if (root === document) {
    window.addEventListener("hashchange", carry);
  }
}
