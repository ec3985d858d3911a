// Addresses of posts used to end with the post's number. A number may have changed, and its post may stand elsewhere: the
// site knows where. Anchors go by ids now; what has no such anchor is an old number.

export function start(root) {
  const found = /^#post-(\d+)$/.exec(location.hash);
  const thread = root === document && document.querySelector("[data-posts]");
  if (!found || !thread || document.getElementById(found[0].slice(1))) {
    return;
  }
  const here = thread.querySelector(`article[data-number="${found[1]}"]`);
  if (here) {
    here.scrollIntoView();
  } else {
    location.replace(`${thread.dataset.posts}/${found[1]}`);
  }
}
